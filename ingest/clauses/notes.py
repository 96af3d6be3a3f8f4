"""Numbered notes below a table or a text (注：1.…… 2.……), which are no clauses."""

from __future__ import annotations

import re
from dataclasses import replace

from ingest.clauses.labels import Label, read_label

# "注：1.三级公立综合医院考核应采用全部指标。", "备注：（1）坐标系统为独立坐标系统。", "注：" alone
_NOTES = re.compile(r"(?:备\s?注|注)\s?[:：]\s*(?=[0-9０-９（(①])")


def note_label(text: str, start: int, end: int, before: Label | None) -> Label | None:
    """Return the number of the note that the line ``[start, end)`` is, None where it is none.

    ``before`` is what the line above gave: a note goes on with the next number of its style.
    """
    opened = _NOTES.match(text, start)
    if opened is not None:
        first = read_label(text, opened.end())
        below = first is not None and opened.end() > end  # "注：" on a line of its own
        return replace(first, number=first.number - 1) if first and below else first
    label = read_label(text, start, end) if before is not None else None
    if label is None or before is None:
        return None
    return label if (label.style, label.number) == (before.style, before.number + 1) else None
