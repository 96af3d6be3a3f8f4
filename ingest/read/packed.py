"""Zip packages (docx, ofd, archives) opened with limits: no bombs, no entities, clear errors."""

from __future__ import annotations

import io
import zipfile
import zlib
from types import TracebackType

from lxml import etree

from corpus.errors import SourceError

#: What one package may unpack to, in all and against its packed size.
MAX_UNPACKED = 600 * 1024 * 1024
_MAX_MEMBER = 200 * 1024 * 1024
_MAX_RATIO = 300
_MAX_MEMBERS = 20_000
_OLE_MAGIC = b"\xd0\xcf\x11\xe0"
#: What zipfile raises on damaged archives.
_BROKEN = (
    zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError,
    RuntimeError, LookupError,
)  # fmt: skip


class Package:
    """A zip file whose members are read within limits."""

    def __init__(self, archive: zipfile.ZipFile, name: str) -> None:
        self.archive = archive
        self.name = name
        self._unpacked = 0

    @classmethod
    def opened(cls, data: bytes, *, name: str, kind: str) -> Package:
        """Open ``data``, or raise SourceError where it is no zip, encrypted or a bomb."""
        if data.startswith(_OLE_MAGIC):
            raise SourceError(
                f"{name}：文件已加密，或其实是旧版 Office 格式，请打开后另存为不加密的 {kind}。"
            )
        try:
            archive = zipfile.ZipFile(io.BytesIO(data))
        except _BROKEN as error:
            raise SourceError(f"{name}：{kind} 已损坏或不完整，请重新下载。") from error
        members = archive.infolist()
        total = sum(item.file_size for item in members)
        if total > MAX_UNPACKED or len(members) > _MAX_MEMBERS:
            raise SourceError(f"{name}：解压后过大（疑似压缩炸弹），未读取；请解压后分批入库。")
        return cls(archive, name)

    def read(self, member: str) -> bytes:
        """Return a member's bytes; KeyError where there is none, SourceError where it is bad."""
        info = self.archive.getinfo(member)
        if info.flag_bits & 0x1:
            raise SourceError(f"{self.name}：压缩包已加密，请解密后再入库。")
        if info.file_size > _MAX_MEMBER or (
            info.file_size > 10_000_000 and info.file_size > _MAX_RATIO * info.compress_size
        ):
            raise SourceError(f"{self.name}：{member} 解压后过大（疑似压缩炸弹），未读取。")
        try:
            with self.archive.open(info) as file:
                data = file.read(_MAX_MEMBER + 1)
        except _BROKEN as error:
            raise SourceError(f"{self.name}：{member} 已损坏，请重新下载。") from error
        self._unpacked += len(data)
        if len(data) > _MAX_MEMBER or self._unpacked > MAX_UNPACKED:
            raise SourceError(f"{self.name}：解压后过大（疑似压缩炸弹），未读取。")
        return data

    def parser(self) -> etree.XMLParser:
        """Return an XML parser that resolves nothing and mends what it can."""
        return etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)

    def __enter__(self) -> Package:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.archive.close()
