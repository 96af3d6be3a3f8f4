"""Web pages of any government site: blocks in page order, the body told from what surrounds it."""

from __future__ import annotations

import re
from html import unescape

from lxml import html as lxml_html
from lxml.html import HtmlElement

from corpus.errors import SourceError
from ingest.page import RawPage
from ingest.read.charset import decode
from ingest.read.html_blocks import blocks_of
from ingest.read.html_body import zoned
from ingest.read.html_facts import facts_of
from ingest.read.spaces import tidy
from ingest.read.text import text_blocks

# An xml declaration makes lxml refuse a decoded text: <?xml version="1.0" encoding="gb2312"?>
_XML_LINE = re.compile(r"^\s*<\?xml[^>]*\?>", re.I)
# Scripts, styles and tags, for the rare page that the parser gives up on (nested too deeply)
_MARKUP = re.compile(r"<(script|style)\b.*?</\1\s*>|<!--.*?-->|<[^>]*>", re.S | re.I)
_URL_METAS = ("meta:og:url", "meta:url", "meta:contenturl")


def read_html(data: bytes, *, name: str) -> list[RawPage]:
    """Read one web page, or raise SourceError where it holds no markup.

    >>> read_html("<p>国发〔2019〕11号</p>".encode(), name="a.html")[0].text
    '国发〔2019〕11号'
    """
    return [read_html_text(decode(data, name=name).text, name=name)]


def read_html_text(text: str, *, name: str) -> RawPage:
    """Read one web page that is already decoded."""
    root = _root(text, name)
    found = blocks_of(root)
    blocks = zoned(found) if found else text_blocks(unescape(_MARKUP.sub("\n", text)))
    facts = facts_of(root, blocks, text)
    url = next((value for key in _URL_METAS for name_, value in facts if name_ == key), None)
    return RawPage(blocks, "html", name, facts, url or _canonical(root))


def _root(text: str, name: str) -> HtmlElement:
    body = _XML_LINE.sub("", text)
    try:
        root = lxml_html.document_fromstring(body.encode("utf-8", "replace"), parser=_parser())
    except Exception as error:  # lxml raises several unrelated types on an empty tree
        raise SourceError(f"{name}：网页没有内容，请重新下载该页。") from error
    return root


def _parser() -> lxml_html.HTMLParser:
    return lxml_html.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True)


def _canonical(root: HtmlElement) -> str | None:
    for link in root.iterfind(".//link"):
        if link.get("rel") == "canonical" and link.get("href"):
            return tidy(str(link.get("href")))
    return None
