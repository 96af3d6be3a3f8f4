"""The links of a column page that lead to documents: on the same site, of a known shape."""

from __future__ import annotations

import re

import lxml.html
from lxml.etree import ParserError

from ingest.fetch.address import Address, follow_link, read_address
from ingest.fetch.failure import Forbidden


def document_links(
    body: bytes, *, page_url: str, pattern: re.Pattern[str], limit: int
) -> list[str]:
    """Return the addresses on the page whose path matches ``pattern``, in order, each once.

    >>> page = b'<a href="content_5.htm">a</a><a href="http://other.cn/content_6.htm">b</a>'
    >>> shape = re.compile(r"/content_[0-9]+[.]htm$")
    >>> document_links(page, page_url="http://www.gov.cn/zuixin/", pattern=shape, limit=9)
    ['http://www.gov.cn/zuixin/content_5.htm']
    """
    base = read_address(page_url)
    found: dict[str, None] = {}
    for link in _hrefs(body):
        try:
            address = follow_link(base, link)
        except Forbidden:
            continue  # mailto:, javascript: and the like lead to no document
        if _is_document(address, base, pattern):
            found.setdefault(str(address))
            if len(found) == limit:
                break
    return list(found)


def _is_document(address: Address, base: Address, pattern: re.Pattern[str]) -> bool:
    path = address.target.partition("?")[0]
    return address.host == base.host and pattern.search(path) is not None


def _hrefs(body: bytes) -> list[str]:
    try:
        root = lxml.html.document_fromstring(body)
    except (ParserError, ValueError):
        return []
    return [link for anchor in root.iter("a") if (link := anchor.get("href")) is not None]
