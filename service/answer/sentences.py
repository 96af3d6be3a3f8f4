"""Cut a text into sentences and list items, each with its offsets."""

from __future__ import annotations

import re
from dataclasses import dataclass

# The end of a sentence with the closing marks that belong to it, a line break, or the blank that
# a flattened page left between two Chinese paragraphs: 「……另行通知。」 「保持通风 二、勤洗手」
_BOUNDARY = re.compile(
    r"""
    (?P<mark>[。！？!?；;]+[”’」』）)》]*)          # 。” ends with its quote
    | (?P<line>[ \t\u3000]*\n\s*)                    # a line break
    | (?P<blank>(?<=[\u4e00-\u9fff）。：])[ \u3000]+(?=[\u4e00-\u9fff（《“]|\d+[.、．]))
    """,
    re.VERBOSE,
)
# What begins an item of a list or a clause: 「（三）」 「2.」 「第五条」 「一是」
_ITEM = re.compile(
    r"[（(]?[一二三四五六七八九十\d]+[）)、.．]|第\s*[一二三四五六七八九十百\d\s]+[条章节款]|[一二三四五六七八九十]是|[①-⑳]|附件"
)
# A label that stands alone on its line: 「第十五条」 「（三）」 「第 1 2 条」
_LABEL = re.compile(
    r"(?:第\s*[一二三四五六七八九十百千\d\s]+[条章节款项]|[（(]?[一二三四五六七八九十\d]+[）)、.．]?)\s*"
)
#: A line at least this long that ends without a mark was broken by the page, not by its author.
_FULL_LINE = 22


@dataclass(frozen=True, slots=True)
class Extent:
    """A stretch of a text: ``text[start:end]``."""

    start: int
    end: int


def split_sentences(text: str, *, start: int = 0, end: int | None = None) -> tuple[Extent, ...]:
    """Return the sentences of ``text[start:end]`` without surrounding blanks.

    A line that the page broke in mid-sentence is joined; a bare label stays with what follows.

    >>> [("第一条。第二条；末"[e.start:e.end]) for e in split_sentences("第一条。第二条；末")]
    ['第一条。', '第二条；', '末']
    """
    stop = len(text) if end is None else end
    found: list[Extent] = []
    begin = start
    for match in _BOUNDARY.finditer(text, start, stop):
        if match.lastgroup == "line" and _is_soft(text, match, begin, stop):
            continue
        cut = match.end() if match.lastgroup == "mark" else match.start()
        if _LABEL.fullmatch(text[begin:cut].strip()):
            continue
        _append(found, text, begin, cut)
        begin = match.end()
    _append(found, text, begin, stop)
    return tuple(found)


def is_label(text: str) -> bool:
    """Say whether ``text`` is a clause's label and nothing more.

    >>> is_label("第 1 2 条"), is_label("第一条 为了")
    (True, False)
    """
    return _LABEL.fullmatch(text.strip()) is not None


def _is_soft(text: str, match: re.Match[str], begin: int, stop: int) -> bool:
    """Say whether a line break stands in the middle of a sentence."""
    if match.end() >= stop or _ITEM.match(text, match.end()) or "\n\n" in match.group():
        return False
    last = text[match.start() - 1 : match.start()]
    if last in "，、,（《“":
        return match.start() > begin
    if last in "。；;！？!?：:）)》":
        return False
    line = text.rfind("\n", 0, match.start()) + 1
    following = text.find("\n", match.end())
    next_length = (following if following >= 0 else stop) - match.end()
    return match.start() - line >= _FULL_LINE and next_length >= 2


def _append(found: list[Extent], text: str, begin: int, cut: int) -> None:
    piece = text[begin:cut]
    stripped = piece.strip()
    if stripped:
        lead = len(piece) - len(piece.lstrip())
        found.append(Extent(begin + lead, begin + lead + len(stripped)))
