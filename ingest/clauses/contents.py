"""Tables of contents, whose labels come again in the body and open no clause."""

from __future__ import annotations

import re

from ingest.clauses.labels import Label, Style
from ingest.clauses.lines import Mark

#: What a table of contents lists.
_LISTED: tuple[Style, ...] = ("编", "章", "节", "部分", "一、")
#: How many chapters in a row, without text, are a table of contents.
MIN_LISTED = 3

# A line that heads a table of contents: "目　录"
_CONTENTS = re.compile(r"^目\s*[录次][:：]?$", re.MULTILINE)


def without_contents(text: str, marks: list[Mark]) -> list[Mark]:
    """Drop the labels of a table of contents: they come again, in the same order, in the body."""
    marks = _without_bare_list(text, marks)
    match = _CONTENTS.search(text)
    if match is None:
        return marks
    listed = [i for i, mark in enumerate(marks) if mark.label.start > match.end()]
    if not listed:
        return marks
    first = marks[listed[0]].label
    for i in listed[1:]:
        label = marks[i].label
        if (label.style, label.number) == (first.style, first.number) and _same_heading(
            text, first, label
        ):
            return [mark for k, mark in enumerate(marks) if not listed[0] <= k < i]
    return marks


def _without_bare_list(text: str, marks: list[Mark]) -> list[Mark]:
    """Drop chapters listed one below the other without a word between, if they come again."""
    run = 0
    while run < len(marks) and marks[run].label.style in _LISTED:
        after = text.find("\n", marks[run].label.end)
        run += 1
        if run < len(marks) and marks[run].label.number <= marks[run - 1].label.number:
            break
        if after < 0 or (run < len(marks) and text[after : marks[run].label.start].strip()):
            break
    listed = {(mark.label.style, mark.label.number) for mark in marks[:run]}
    again = {(mark.label.style, mark.label.number) for mark in marks[run:]}
    return marks[run:] if run >= MIN_LISTED and len(listed & again) >= run - 1 else marks


def _same_heading(text: str, left: Label, right: Label) -> bool:
    ends = [re.sub(r"\s", "", text[label.end : label.end + 12])[:2] for label in (left, right)]
    return ends[0] == ends[1]
