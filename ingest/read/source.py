"""One door to all readers: which reader a file needs, by its name and its first bytes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import PurePosixPath

from corpus.errors import SourceError
from ingest.page import RawPage
from ingest.read.html import read_html
from ingest.read.markdown import read_markdown
from ingest.read.text import read_text

Reader = Callable[..., list[RawPage]]

_READERS: dict[str, Reader] = {
    ".html": read_html, ".htm": read_html, ".shtml": read_html, ".xhtml": read_html,
    ".txt": read_text, ".text": read_text, ".md": read_markdown, ".markdown": read_markdown,
}  # fmt: skip


def is_supported(name: str) -> bool:
    """True where a reader exists for the file's extension."""
    return PurePosixPath(name).suffix.lower() in _READERS


def read_source(data: bytes, *, name: str) -> list[RawPage]:
    """Return the documents of a file, or raise SourceError saying what is wrong with it."""
    if not data.strip():
        raise SourceError(f"{name}：文件是空的（0 字节或只有空白），请重新下载或导出。")
    reader = _READERS.get(PurePosixPath(name).suffix.lower())
    if reader is None:
        raise SourceError(f"{name}：不支持的文件类型，请转换为 html、txt、docx 或 pdf。")
    return reader(data, name=name)
