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
    | (?P<blank>(?<=[\u4e00-\u9fff）。：])[ \u3000]+(?=[\u4e00-\u9fff（《“]|\d+[.．、]))
    """,
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Extent:
    """A stretch of a text: ``text[start:end]``."""

    start: int
    end: int


def split_sentences(text: str, *, start: int = 0, end: int | None = None) -> tuple[Extent, ...]:
    """Return the sentences of ``text[start:end]`` without surrounding blanks.

    >>> [("第一条。第二条；末"[e.start:e.end]) for e in split_sentences("第一条。第二条；末")]
    ['第一条。', '第二条；', '末']
    """
    stop = len(text) if end is None else end
    found: list[Extent] = []
    begin = start
    for match in _BOUNDARY.finditer(text, start, stop):
        cut = match.end() if match.lastgroup == "mark" else match.start()
        _append(found, text, begin, cut)
        begin = match.end()
    _append(found, text, begin, stop)
    return tuple(found)


def _append(found: list[Extent], text: str, begin: int, cut: int) -> None:
    piece = text[begin:cut]
    stripped = piece.strip()
    if stripped:
        lead = len(piece) - len(piece.lstrip())
        found.append(Extent(begin + lead, begin + lead + len(stripped)))
