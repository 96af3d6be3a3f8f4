"""Zip archives: every member is a file of its own, ``archive.zip/inner path``."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import PurePosixPath

from corpus.errors import SourceError
from ingest.page import RawPage, Unread
from ingest.read.packed import Package

_MAX_DEPTH = 3
ReadMember = Callable[..., Iterator[RawPage | Unread]]


def iter_members(
    data: bytes, *, name: str, read: ReadMember, is_supported: Callable[[str], bool], depth: int
) -> Iterator[RawPage | Unread]:
    """Yield the documents of an archive's members; ``read`` reads one file."""
    with Package.opened(data, name=name, kind="zip 压缩包") as package:
        for info in package.archive.infolist():
            inner = _inner_name(info.filename, is_utf8=bool(info.flag_bits & 0x800))
            if info.is_dir() or inner is None:
                continue
            path = f"{name}/{inner}"
            refusal = _refusal(inner, is_supported(inner), depth)
            if refusal is not None:
                yield Unread(path, refusal, skipped=True)
                continue
            try:
                content = package.read(info.filename)
                for item in read(content, name=path, depth=depth + 1):
                    yield _with_bytes(item, content)
            except SourceError as error:
                yield Unread(path, str(error))


def _refusal(inner: str, supported: bool, depth: int) -> str | None:
    last = PurePosixPath(inner).name
    if last.startswith((".", "~$")) or inner.startswith("__MACOSX/"):
        return "隐藏文件或临时文件，不读取"
    if not supported:
        return f"不支持的文件类型 {PurePosixPath(inner).suffix or '（没有扩展名）'}"
    if depth >= _MAX_DEPTH and inner.lower().endswith(".zip"):
        return "压缩包套得太深，请解压后再入库"
    return None


def _with_bytes(item: RawPage | Unread, content: bytes) -> RawPage | Unread:
    if isinstance(item, RawPage) and item.data is None:
        return replace(item, data=content)
    return item


def _inner_name(stored: str, *, is_utf8: bool) -> str | None:
    """Return a member's path; Chinese Windows stores it in GBK without saying so."""
    if not is_utf8:
        try:
            raw = stored.encode("cp437")
            try:
                stored = raw.decode("utf-8")
            except UnicodeDecodeError:
                stored = raw.decode("gb18030")
        except (UnicodeEncodeError, UnicodeDecodeError):
            return stored.replace("\\", "/").lstrip("/") or None
    parts = [part for part in stored.replace("\\", "/").split("/") if part not in ("", ".", "..")]
    return "/".join(parts) or None
