"""doc, wps and rtf through LibreOffice where it is installed, else a message that says so."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

from corpus.errors import SourceError
from ingest.page import RawPage
from ingest.read.docx import read_docx

_TIMEOUT_S = 90


def read_office(data: bytes, *, name: str) -> list[RawPage]:
    """Read a file of an older word processor by converting it to docx."""
    if data.startswith(b"PK\x03\x04"):
        return read_docx(data, name=name)  # a docx under an old extension
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        raise SourceError(
            f"{name}：读取 doc、wps、rtf 需要 LibreOffice，请安装它，或用 Word/WPS 另存为 docx。"
        )
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / f"source{Path(name).suffix.lower()}"
        source.write_bytes(data)
        _convert(program, source, name)
        target = source.with_suffix(".docx")
        if not target.exists():
            raise SourceError(
                f"{name}：LibreOffice 不能转换该文件（可能已加密或损坏），请另存为 docx。"
            )
        return [_renamed(page) for page in read_docx(target.read_bytes(), name=name)]


def _convert(program: str, source: Path, name: str) -> None:
    profile = source.parent / "profile"
    command = [
        program, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore",
        "--convert-to", "docx", "--outdir", str(source.parent), str(source),
    ]  # fmt: skip
    try:
        subprocess.run(command, check=False, capture_output=True, timeout=_TIMEOUT_S)
    except subprocess.TimeoutExpired as error:
        raise SourceError(
            f"{name}：LibreOffice 转换超过 {_TIMEOUT_S} 秒，请另存为 docx。"
        ) from error


def _renamed(page: RawPage) -> RawPage:
    return RawPage(page.blocks, "doc", page.name, page.facts)
