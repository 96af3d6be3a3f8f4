"""Which labels of a text open a clause, and under which other they stand.

A label at the start of a line opens a clause when its number fits; one inside a line (texts whose
line breaks are lost, lists run into one paragraph) only when the numbering proves it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ingest.clauses.contents import without_contents
from ingest.clauses.labels import DEFAULT_RANK, Label, Style, read_label
from ingest.clauses.lines import Line, Mark
from ingest.clauses.notes import note_label

#: How far a printed number may jump ahead before it is no slip of numbering any more.
MAX_JUMP = 3
#: A line that breaks off without a stop and is at least this long was wrapped, not ended.
WRAPPED_LINE = 28

# A step of a law's history, which ends without a stop: "2017年9月29日 ……第三十一次会议通过"
_HISTORY = re.compile(
    r"[（(]?[12][0-9]{3}年[0-9]{1,2}月[0-9]{1,2}日.*(?:通过|批准|修正|修订|公布|施行)[）)]?$"
)
_DECIMALS: tuple[Style, ...] = ("1.1", "1.1.1", "1.1.1.1")
_STRONG: tuple[Style, ...] = ("编", "章", "节", "条", "部分", "一、", "（一）")

# A place inside a line where a label may begin: "。 二、", "：（一）", "）2."
_INNER_START = re.compile(
    r"(?<=[。；：！？”’)）】》;:!?\s　.])(?=第|[（(]|[一二三四五六七八九十]{1,3}[、.．]|"
    r"[0-9０-９]|[①-⑳])"
)
#: What a sentence, or a line that is not broken, ends with.
# A page number that a page's layout left before the first label: "2（四）信托公司"
_PAGE_NUMBER = re.compile(
    r"[—–-]?\s?[0-9]{1,3}\s?[—–-]?(?=第[一二三四五六七八九十百]+[条章节]|[（(][一二三四五六七八九十]+[)）])"
)
STOPS = "。；：！？”’)）】》;:!?…"
_QUOTES = re.compile(r"[“”]")


def candidates(text: str, lines: Sequence[Line]) -> list[Mark]:
    """Return every label that might open a clause, in order; quoted matter is left out."""
    found: list[Mark] = []
    depth = 0
    before: Line | None = None
    note: Label | None = None
    for line in lines:
        note = note_label(text, line.start, line.end, note)
        if depth == 0 and note is None:
            found.extend(_of_line(text, line, before))
        depth = _depth_after(text[line.start : line.end], depth)
        before = line
    return without_contents(text, _with_sure_decimals(found))


def _of_line(text: str, line: Line, before: Line | None) -> list[Mark]:
    found: list[Mark] = []
    wrapped = before is not None and is_wrapped(text, before)
    glued = _PAGE_NUMBER.match(text, line.start, line.end)
    first = read_label(text, glued.end() if glued else line.start, line.end)
    position = line.start
    if first is not None:
        found.append(Mark(first, at_line_start=not wrapped))
        position = first.end
    quoted = _quoted_spans(text, line)
    for match in _INNER_START.finditer(text, position, line.end):
        if any(start < match.start() < end for start, end in quoted):
            continue
        label = read_label(text, match.start(), line.end)
        if label is not None and label.style not in _DECIMALS and label.style not in ("1", "01"):
            found.append(Mark(label, at_line_start=False))
    return found


def is_wrapped(text: str, line: Line) -> bool:
    """True when ``line`` breaks off in the middle of a sentence: a page's line."""
    if _HISTORY.match(text, line.start, line.end):
        return False
    return line.end - line.start >= WRAPPED_LINE and text[line.end - 1] not in STOPS


def _quoted_spans(text: str, line: Line) -> list[tuple[int, int]]:
    """Return the stretches of a line inside “…”, where labels are another document's."""
    spans: list[tuple[int, int]] = []
    opened: int | None = None
    for match in _QUOTES.finditer(text, line.start, line.end):
        if match.group() == "“" and opened is None:
            opened = match.start()
        elif match.group() == "”" and opened is not None:
            spans.append((opened, match.end()))
            opened = None
    return spans


def _depth_after(line: str, depth: int) -> int:
    """Count open quotations over lines: an amending decision quotes whole articles.

    Only a quotation that begins after a colon or at the start of its line is carried on: a
    forgotten closing mark must not swallow the rest of a document.
    """
    opened, closed = line.count("“"), line.count("”")
    if depth and line.startswith("“"):
        opened -= 1
    if depth:
        return max(0, min(1, depth + opened - closed))
    last = line.rfind("“")
    carried = opened > closed and (last == 0 or line[last - 1] in "：:")
    return 1 if carried and read_label(line, last + 1) is not None else 0


def _with_sure_decimals(marks: list[Mark]) -> list[Mark]:
    """Keep 1 / 1.1 labels only where a document really numbers so (1.1 and 1.2 at line starts)."""
    numbered = {
        (*mark.label.prefix, mark.label.number)
        for mark in marks
        if mark.label.style in _DECIMALS and mark.at_line_start
    }
    sure = {(1, 1), (1, 2)} <= numbered or {(2, 1), (2, 2)} <= numbered
    return [
        mark
        for mark in marks
        if (mark.label.style not in (*_DECIMALS, "1")) or (sure and mark.at_line_start)
    ]


@dataclass(slots=True)
class _Open:
    """An open clause while marks are placed."""

    ordinal: int
    label: Label


class Placement:
    """Places candidate marks one after another; ``marks`` are those that open a clause."""

    def __init__(self, found: Sequence[Mark]) -> None:
        self._found = found
        self._stack: list[_Open] = []
        self._rank = dict(DEFAULT_RANK)
        self._seen: dict[Style, int] = {}
        self.marks: list[Mark] = []

    def place(self) -> list[Mark]:
        """Return the marks that open clauses, each with its parent."""
        for index, mark in enumerate(self._found):
            if self._fits(index, mark):
                self._put(index, mark)
        return self.marks

    def _open_of(self, style: Style) -> _Open | None:
        return next((entry for entry in reversed(self._stack) if entry.label.style == style), None)

    def _fits(self, index: int, mark: Mark) -> bool:
        label = mark.label
        if label.style in _DECIMALS:
            return True
        opened = self._open_of(label.style)
        last = opened.label.number if opened else self._seen.get(label.style)
        if last is not None and label.number == last + 1:
            return True
        if label.number == 1:
            return self._begins(index, mark)
        if not mark.at_line_start:
            gap = 0 if last is None else label.number - last
            return 1 < gap <= MAX_JUMP and self._goes_on(index, mark)
        if last is None:
            return (
                label.number <= MAX_JUMP
                or label.style in ("章", "条")
                or self._goes_on(index, mark)
            )
        if label.number > last:
            return label.number <= last + MAX_JUMP or self._goes_on(index, mark)
        return self._is_slip(index, mark, last)

    def _begins(self, index: int, mark: Mark) -> bool:
        """A list begins at 1; inside a line, or for the weak styles, its 2 must follow."""
        if mark.at_line_start and mark.label.style in _STRONG:
            return True
        return self._goes_on(index, mark) or (
            mark.at_line_start and mark.label.style in ("1.", "（1）", "01", "1")
        )

    def _goes_on(self, index: int, mark: Mark) -> bool:
        """True when the next label of this style carries on this one's numbering."""
        label = mark.label
        for later in self._found[index + 1 : index + 400]:
            if later.label.style != label.style:
                continue
            if later.label.number == label.number + 1:
                return True
            if later.at_line_start or not mark.at_line_start:
                return False
        return False

    def _is_slip(self, index: int, mark: Mark, last: int) -> bool:
        """A number printed twice or too low, in a list that plainly goes on afterwards."""
        label = mark.label
        if label.style == "条":
            return label.number == last and "之" in label.text
        for later in self._found[index + 1 : index + 60]:
            if later.label.style == label.style and later.at_line_start:
                return later.label.number in (last + 1, last + 2, label.number + 1)
        return label.number == last

    def _put(self, index: int, mark: Mark) -> None:
        label = mark.label
        self._learn(index, label)
        rank = self._rank[label.style]
        while self._stack and self._rank[self._stack[-1].label.style] >= rank:
            self._stack.pop()
        parent = self._stack[-1].ordinal if self._stack else None
        self._stack.append(_Open(len(self.marks), label))
        self._seen[label.style] = label.number
        for style, other in self._rank.items():
            if other > rank and label.number == 1 and style not in ("章", "条"):
                self._seen.pop(style, None)
        self.marks.append(replace(mark, parent=parent))

    def _learn(self, index: int, label: Label) -> None:
        """Let the document's own order win: "1. … （一） … 2." puts （一） under 1.

        A style that would close an open list which goes on behind it belongs into that list,
        unless the list itself stands under the style.
        """
        if label.style in _DECIMALS or label.style in ("编", "章", "节"):
            return
        for entry in self._stack:
            lower = self._rank[entry.label.style] > self._rank[label.style]
            inside = lower and not self._stands_under(entry, label.style)
            if inside and self._carries_on(index, entry.label):
                self._rank[label.style] = self._rank[entry.label.style] + 1
                return

    def _stands_under(self, entry: _Open, style: Style) -> bool:
        parent = self.marks[entry.ordinal].parent
        while parent is not None:
            if self.marks[parent].label.style == style:
                return True
            parent = self.marks[parent].parent
        return False

    def _carries_on(self, index: int, label: Label) -> bool:
        for later in self._found[index + 1 : index + 200]:
            if later.label.style == label.style and later.at_line_start:
                return later.label.number == label.number + 1
        return False
