"""One door to all readers: which reader a file needs, by its name and its first bytes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import PurePosixPath

from corpus.errors import SourceError
from ingest.page import RawPage, Unread
from ingest.read.archive import iter_members
from ingest.read.docx import read_docx
from ingest.read.html import read_html
from ingest.read.jsonl import iter_records
from ingest.read.markdown import read_markdown
from ingest.read.ofd import read_ofd
from ingest.read.office import read_office
from ingest.read.pdf import read_pdf
from ingest.read.picture import read_picture
from ingest.read.tables import read_csv, read_xlsx
from ingest.read.text import read_text

Reader = Callable[..., list[RawPage]]

_READERS: dict[str, Reader] = {
    ".html": read_html, ".htm": read_html, ".shtml": read_html, ".xhtml": read_html,
    ".txt": read_text, ".text": read_text, ".md": read_markdown, ".markdown": read_markdown,
    ".docx": read_docx, ".docm": read_docx, ".pdf": read_pdf, ".ofd": read_ofd,
    ".xlsx": read_xlsx, ".xlsm": read_xlsx, ".csv": read_csv, ".tsv": read_csv,
    ".doc": read_office, ".wps": read_office, ".rtf": read_office, ".odt": read_office,
    ".png": read_picture, ".jpg": read_picture, ".jpeg": read_picture, ".bmp": read_picture,
    ".tif": read_picture, ".tiff": read_picture,
}  # fmt: skip
_CONTAINERS = frozenset((".jsonl", ".zip"))


def is_supported(name: str) -> bool:
    """True where a reader exists for the file's extension."""
    return _suffix(name) in _READERS or is_container(name)


def is_container(name: str) -> bool:
    """True for files that hold many documents (jsonl, zip)."""
    return _suffix(name) in _CONTAINERS


def read_source(data: bytes, *, name: str) -> list[RawPage]:
    """Return the documents of a file, or raise SourceError saying what is wrong with it."""
    pages: list[RawPage] = []
    for item in read_pages(data, name=name):
        if isinstance(item, RawPage):
            pages.append(item)
        elif not item.skipped:
            raise SourceError(item.reason)
    return pages


def read_pages(data: bytes, *, name: str, depth: int = 0) -> Iterator[RawPage | Unread]:
    """Yield the documents of a file one by one; members that cannot be read come as Unread.

    ``depth`` counts the archives around the file.
    """
    if not data.strip():
        raise SourceError(f"{name}：文件是空的（0 字节或只有空白），请重新下载或导出。")
    suffix = _suffix(name)
    if suffix == ".jsonl":
        yield from iter_records(data, name=name)
    elif suffix == ".zip":
        yield from iter_members(
            data, name=name, read=read_pages, is_supported=is_supported, depth=depth
        )
    elif suffix in _READERS:
        yield from _READERS[suffix](data, name=name)
    else:
        raise SourceError(f"{name}：不支持的文件类型，请转换为 html、txt、docx 或 pdf。")


def _suffix(name: str) -> str:
    return PurePosixPath(name).suffix.lower()
