"""Printed lines with their places → paragraphs: page headers and numbers off, broken lines joined.

Shared by every format that knows pages instead of paragraphs: pdf, ofd and recognised scans.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import median

from ingest.page import Block
from ingest.read.spaces import tidy

#: A running header or footer stands in this share of the page's height.
_EDGE_SHARE = 0.12
#: So many lines must stand beside each other to make two columns.
_COLUMN_LINES = 5
# A page number alone: "— 3 —", "第 2 页 共 9 页", "3/12", "- 5 -", "12"
_PAGE_NUMBER = re.compile(
    r"[—–\-－·\s]*(?:第\s*)?\d{1,4}\s*(?:页)?(?:\s*[/，,共]{1,2}\s*\d{1,4}\s*页?)?[—–\-－·\s]*"
)
# What opens a paragraph whatever the layout: 第一条, 一、, （一）, 1., 附件
_OPENER = re.compile(
    r"(?:第[一二三四五六七八九十百零〇\d]{1,6}[编章节条]|[一二三四五六七八九十]{1,3}、|"
    r"[（(][一二三四五六七八九十]{1,3}[）)]|附件\s*[\d一二三四五六七八九十]?\s*[:：]?|"
    r"\d{1,2}[.．、](?!\d)|[（(]\d{1,2}[）)]|[①-⑳])"
)
_ENDED = "。；！？：…”》）)"
# A space that the typesetter put between Chinese and figures: "2018 年 10 月"
_FONT_GAP = re.compile(
    r"(?<=[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef])\s+(?=[0-9A-Za-z%])|"
    r"(?<=[0-9A-Za-z%])\s+(?=[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef])"
)


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line; places run from the top left, in any unit, relative to its page.

    A row of a table has its ``cells`` and the ordinal of its ``table`` on the page.
    """

    text: str
    page: int
    left: float
    top: float
    right: float
    bottom: float
    page_width: float
    page_height: float
    cells: tuple[str, ...] = ()
    table: int | None = None

    @property
    def size(self) -> float:
        """Height of the letters."""
        return max(self.bottom - self.top, 0.01)


def paragraphs_of(lines: Sequence[Line]) -> tuple[Block, ...]:
    """Return the paragraphs that ``lines`` (in reading order) print; headers come as outside."""
    running = _running([line for line in lines if not line.cells])
    columns = _columns([line for line in lines if not line.cells and line not in running])
    tables = _tables(lines, running)
    blocks: list[Block] = []
    buffer = ""
    last: Line | None = None
    for line in lines:
        if line in running:
            blocks.append(Block(tidy(line.text), zone="outside"))
            continue
        if line.cells:
            _add(blocks, buffer)
            buffer, last = "", None
            blocks.append(_row(blocks, line, tables[line.page, line.table]))
            continue
        if last is not None and columns[last].continues(last, line, columns[line]):
            buffer = _joined(buffer, line.text)
        else:
            _add(blocks, buffer)
            buffer = line.text
        last = line
    _add(blocks, buffer)
    return tuple(blocks)


def _tables(lines: Sequence[Line], running: set[Line]) -> dict[tuple[int, int | None], int]:
    """Number the tables of the document; one that goes on at the top of a page stays the same."""
    found: dict[tuple[int, int | None], int] = {}
    last: Line | None = None
    for line in lines:
        if line in running:
            continue
        key = (line.page, line.table)
        if line.cells and key not in found:
            goes_on = last is not None and last.cells and len(last.cells) == len(line.cells)
            same = goes_on and last is not None and last.page == line.page - 1
            number = len(set(found.values()))
            found[key] = found[last.page, last.table] if same and last is not None else number
        last = line
    return found


def _row(blocks: Sequence[Block], line: Line, table: int) -> Block:
    """Return a table's row; its first names the columns where its cells are short."""
    first = not any(block.table == table for block in blocks)
    header = first and all(len(cell) <= 20 for cell in line.cells)
    return Block(line.text, "row", line.cells, table=table, is_header=header)


def tidy_printed(text: str) -> str:
    """Return the printed lines of one cell as one text.

    >>> tidy_printed("市工业和信息化\\r\\n局 2025 年")
    '市工业和信息化局2025年'
    """
    joined = ""
    for line in text.splitlines():
        joined = _joined(joined, line.strip())
    return _FONT_GAP.sub("", tidy(joined))


def _columns(lines: Sequence[Line]) -> dict[Line, _Margins]:
    """Return for each line the margins of the column it stands in."""
    gutters = {page: _gutter(group) for page, group in _by_page(lines).items()}
    sides = {line: _side(line, gutters[line.page]) for line in lines}
    margins = {
        side: replace(_Margins.of([x for x in lines if sides[x] == side]), is_column=side != "全")
        for side in set(sides.values())
    }
    return {line: margins[side] for line, side in sides.items()}


def _by_page(lines: Sequence[Line]) -> dict[int, list[Line]]:
    pages: dict[int, list[Line]] = defaultdict(list)
    for line in lines:
        pages[line.page].append(line)
    return pages


def _gutter(lines: Sequence[Line]) -> float | None:
    """Return where a page of two columns is parted: hardly a line crosses, many end before it."""
    width = lines[0].page_width
    best: tuple[int, float] | None = None
    for step in range(40, 61):
        place = width * step / 100
        left = [line for line in lines if line.right <= place]
        right = [line for line in lines if line.left >= place]
        crossing = len(lines) - len(left) - len(right)
        enough = min(len(left), len(right)) >= _COLUMN_LINES and crossing <= len(lines) / 4
        if enough and (best is None or crossing < best[0]) and _stand_beside(left, right):
            best = (crossing, place)
    return None if best is None else best[1]


def _stand_beside(left: Sequence[Line], right: Sequence[Line]) -> bool:
    beside = sum(any(a.top < b.bottom and b.top < a.bottom for b in right) for a in left)
    return beside >= _COLUMN_LINES


def _side(line: Line, gutter: float | None) -> str:
    if gutter is None or (line.left < gutter < line.right):
        return "全"
    return "左" if line.right <= gutter else "右"


def _add(blocks: list[Block], text: str) -> None:
    text = _FONT_GAP.sub("", tidy(text))
    if text:
        blocks.append(Block(text))


def _joined(before: str, after: str) -> str:
    """Join two printed lines: words of letters keep a space, Chinese does not."""
    if before.endswith("-") and after[:1].isascii() and after[:1].isalpha():
        return before[:-1] + after
    both = before[-1:].isascii() and before[-1:].isalnum() and after[:1].isascii()
    return f"{before} {after}" if both and after[:1].isalpha() else before + after


def _running(lines: Sequence[Line]) -> set[Line]:
    """Return running headers, footers and page numbers."""
    pages = len({line.page for line in lines})
    edges: dict[str, set[int]] = defaultdict(set)
    for line in lines:
        if _is_edge(line):
            edges[_shape(line)].add(line.page)
    outermost = _outermost(lines)
    found: set[Line] = set()
    for line in lines:
        if not _is_edge(line):
            continue
        repeated = len(edges[_shape(line)])
        is_header = pages > 1 and repeated >= max(2, pages // 3)
        if _PAGE_NUMBER.fullmatch(line.text.strip()):
            if line in outermost:
                found.add(line)
        elif is_header and not _OPENER.match(line.text):
            found.add(line)
    return found


def _outermost(lines: Sequence[Line]) -> set[Line]:
    """Return the topmost and the lowest line of each page: only there stands a page number."""
    return {
        end
        for page in _by_page(lines).values()
        for end in (min(page, key=lambda item: item.top), max(page, key=lambda item: item.bottom))
    }


def _is_edge(line: Line) -> bool:
    edge = _EDGE_SHARE * line.page_height
    return line.bottom < edge or line.top > line.page_height - edge


def _shape(line: Line) -> str:
    place = "上" if line.top < line.page_height / 2 else "下"
    return place + re.sub(r"\d+", "#", re.sub(r"\s", "", line.text))


@dataclass(frozen=True, slots=True)
class _Margins:
    """Where body lines begin and end on this document's pages, or in one of their columns."""

    left: float
    right: float
    size: float
    is_column: bool = False

    @classmethod
    def of(cls, lines: Sequence[Line]) -> _Margins:
        """Measure the margins on the lines themselves."""
        if not lines:
            return cls(0.0, 0.0, 1.0)
        size = median(line.size for line in lines)
        unit = max(size / 2, 0.01)
        wide = [line for line in lines if line.right - line.left > 8 * size] or list(lines)
        lefts = Counter(round(line.left / unit) for line in wide)
        rights = Counter(round(line.right / unit) for line in wide)
        left = min(
            (value for value, count in lefts.items() if count >= 0.15 * len(wide)),
            default=min(lefts),
        )
        right = max(
            (value for value, count in rights.items() if count >= 0.1 * len(wide)),
            default=max(rights),
        )
        return cls(left * unit, right * unit, size)

    def continues(self, last: Line, line: Line, other: _Margins) -> bool:
        """True where ``line``, in a column of ``other`` margins, goes on with ``last``'s text."""
        if self.is_column != other.is_column or abs(line.size - last.size) > 0.35 * last.size:
            return False
        if self._is_title(last) and self._is_title(line):
            return not last.text.rstrip().endswith(tuple(_ENDED))
        if _is_centred(last, self) and _is_centred(line, other):
            return False
        full = last.right >= self.right - 1.6 * self.size
        indented = line.left > other.left + 0.9 * self.size
        ended = last.text.rstrip().endswith(tuple(_ENDED))
        if _OPENER.match(line.text) and (indented or not full or ended):
            return False
        return full and not indented

    def _is_title(self, line: Line) -> bool:
        return line.size > 1.2 * self.size


def _is_centred(line: Line, margins: _Margins) -> bool:
    before, after = line.left - margins.left, margins.right - line.right
    return before > 1.5 * margins.size and abs(before - after) < 1.5 * margins.size
