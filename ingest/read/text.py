"""Plain text: one line, one paragraph; a leading SOURCE line is a fact, not text."""

from __future__ import annotations

import re

from ingest.page import Block, RawPage
from ingest.read.charset import decode
from ingest.read.spaces import tidy

_LINE_ENDS = re.compile(r"\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]")


def read_text(data: bytes, *, name: str) -> list[RawPage]:
    """Read a txt file of any Chinese encoding.

    >>> read_text("标题\\n　　正文".encode("gbk"), name="a.txt")[0].text
    '标题\\n正文'
    """
    return [RawPage(text_blocks(decode(data, name=name).text), "txt", name)]


def text_blocks(text: str) -> tuple[Block, ...]:
    """Return the lines of ``text`` that are not blank as paragraphs."""
    lines = (tidy(line) for line in _LINE_ENDS.split(text))
    return tuple(Block(line) for line in lines if line)
