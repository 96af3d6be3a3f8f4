"""What kind of file an answer is: by its first bytes, its declared type and its name."""

from __future__ import annotations

import json
import re
from email.message import Message
from functools import cache
from importlib import resources
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from ingest.fetch.failure import Declined, FetchError
from ingest.read.source import is_container, is_supported

_TEXTUAL = frozenset((".html", ".htm", ".shtml", ".xhtml", ".txt", ".text", ".md", ".markdown",
                      ".csv", ".tsv", ".jsonl"))  # fmt: skip
_PAGES = frozenset((".html", ".htm", ".shtml", ".xhtml"))
#: Names that sites give to pages made by programs.
_PAGE_PROGRAMS = frozenset(("", ".jsp", ".do", ".action", ".php", ".asp", ".aspx", ".jhtml",
                            ".ashx"))  # fmt: skip
_VAGUE = frozenset(("", "application/octet-stream", "binary/octet-stream", "application/download",
                    "application/x-download", "application/force-download"))  # fmt: skip
#: First bytes of the formats that have any, with the extensions that share them.
_MAGIC = (
    (b"%PDF-", frozenset((".pdf",))),
    (b"PK\x03\x04", frozenset((".docx", ".docm", ".xlsx", ".xlsm", ".ofd", ".odt", ".zip"))),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", frozenset((".doc", ".wps"))),
    (b"{\\rtf", frozenset((".rtf", ".doc"))),
    (b"\x89PNG", frozenset((".png",))),
    (b"\xff\xd8\xff", frozenset((".jpg", ".jpeg"))),
    (b"BM", frozenset((".bmp",))),
    (b"II*\x00", frozenset((".tif", ".tiff"))),
    (b"MM\x00*", frozenset((".tif", ".tiff"))),
)
# How a page begins, after blanks, a byte order mark and comments: 「<!DOCTYPE html」「<html」
_PAGE_START = re.compile(
    rb"\A(\xef\xbb\xbf)?\s*(<\?xml[^>]*>\s*)?(<!--.*?-->\s*)*<(!doctype\s+html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)


def extension_of(
    url: str, *, content_type: str | None, disposition: str | None, body: bytes
) -> str:
    """Return the extension by which an answer is to be read.

    Raises Declined where no reader knows it, FetchError where a file was asked for and something
    else (a login page, an error page) came instead.
    """
    declared = (content_type or "").partition(";")[0].strip().lower()
    extension = _extension(url, declared, _named(url, disposition), body)
    if is_container(f"a{extension}") and not is_container(url):
        raise Declined(f"{url}：是压缩包或数据集，请下载后用 ceyuan ingest 入库。")
    return extension


def _extension(url: str, declared: str, named: str, body: bytes) -> str:
    by_type = _known_types().get(declared)
    if _PAGE_START.match(body[:4096]):
        return _page(url, named)
    for magic, kinds in _MAGIC:
        if body.startswith(magic):
            return _of_kinds(url, kinds, (named, by_type))
    return _text_kind(url, declared, named, by_type, body)


def reading_name(url: str, extension: str) -> str | None:
    """Return the name by which a file must be read, None where its address says it already."""
    return None if PurePosixPath(url).suffix.lower() == extension else f"{url}#page{extension}"


def _page(url: str, named: str) -> str:
    """A page where the address promises a document file is not that document."""
    if named in _PAGES:
        return named
    if named in _TEXTUAL or not is_supported(f"a{named}"):
        return ".html"
    raise FetchError(f"{url}：应为 {named} 文件，网站却给了一个网页（可能要登录或文件已撤下）。")


def _of_kinds(url: str, kinds: frozenset[str], hints: tuple[str | None, ...]) -> str:
    found = next((hint for hint in hints if hint in kinds), None)
    if found is None and len(kinds) == 1:
        found = next(iter(kinds))
    if found is None and kinds == {".jpg", ".jpeg"}:
        found = ".jpg"
    if found is None and ".tif" in kinds:
        found = ".tif"
    if found is None:
        raise Declined(f"{url}：看不出是哪种文件（{'、'.join(sorted(kinds))}），请下载后入库。")
    return found


def _text_kind(url: str, declared: str, named: str, by_type: str | None, body: bytes) -> str:
    if b"\x00" in body[:1024] and not body.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Declined(f"{url}：不是能读的文件类型（{declared or '类型不明'}）。")
    if is_supported(f"a{named}") and named not in _TEXTUAL:
        raise FetchError(f"{url}：内容不是所称的 {named} 文件，文件可能已损坏或撤下。")
    if named in _TEXTUAL and (declared in _VAGUE or declared.startswith("text/")):
        return named
    if by_type in _TEXTUAL:
        return by_type
    if declared in _VAGUE and named in _PAGE_PROGRAMS and b"<" in body[:200]:
        return ".html"
    if by_type is not None:
        raise FetchError(f"{url}：内容不是所称的文件类型（{declared}），文件可能已损坏。")
    raise Declined(f"{url}：不是能读的文件类型（{declared or '类型不明'}）。")


def _named(url: str, disposition: str | None) -> str:
    """Return the extension of the file's name, as the site gives it or as the address has it."""
    name = ""
    if disposition:
        message = Message()
        message["content-disposition"] = disposition
        name = message.get_filename() or ""
    suffix = PurePosixPath(name.replace("\\", "/")).suffix.lower()
    if suffix and is_supported(f"a{suffix}"):
        return suffix
    return PurePosixPath(unquote(urlsplit(url).path)).suffix.lower()


@cache
def _known_types() -> dict[str, str]:
    text = (resources.files("ingest") / "data" / "content_types.json").read_text("utf-8")
    types: dict[str, str] = json.loads(text)
    return types
