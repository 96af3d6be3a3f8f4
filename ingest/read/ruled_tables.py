"""Tables drawn with lines: strokes of a page → grids of cells, merged ones included.

Pure geometry; places run from the top left of the page, as in ingest.read.layout.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

#: A stroke is no thicker than this, and shorter ones rule nothing (points).
_THIN = 2.5
_SHORTEST = 6.0
#: Strokes this near to each other meet; edges this near are one.
_NEAR = 3.0
#: A page with more strokes is a drawing or a map.
_MOST_STROKES = 3000


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on a page."""

    left: float
    top: float
    right: float
    bottom: float

    def holds(self, x: float, y: float) -> bool:
        """True where the point lies inside."""
        return self.left <= x <= self.right and self.top <= y <= self.bottom


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell with the row it begins in and how many rows it spans."""

    box: Box
    row: int
    span: int


@dataclass(frozen=True, slots=True)
class Grid:
    """One table: its extent, its number of rows, its cells from left to right, row by row."""

    box: Box
    rows: int
    cells: tuple[Cell, ...]


def grids_of(drawn: Iterable[Box]) -> tuple[Grid, ...]:
    """Return the tables of at least two rows and two columns that the drawn shapes rule.

    >>> lines = [Box(x, 0, x + 1, 40) for x in (0, 50, 100)]
    >>> lines += [Box(0, y, 101, y + 1) for y in (0, 20, 40)]
    >>> len(grids_of(lines)[0].cells)
    4
    """
    strokes = [stroke for shape in drawn for stroke in _strokes(shape)]
    if len(strokes) > _MOST_STROKES:
        return ()
    grids = (_grid(group) for group in _groups(strokes))
    return tuple(sorted((g for g in grids if g is not None), key=lambda g: g.box.top))


def _strokes(shape: Box) -> tuple[Box, ...]:
    """Return a thin shape as it is, a rectangle as its four edges, a dot as nothing."""
    left, top, right, bottom = shape.left, shape.top, shape.right, shape.bottom
    width, height = right - left, bottom - top
    if max(width, height) < _SHORTEST:
        return ()
    if min(width, height) <= _THIN:
        return (shape,)
    return (
        Box(left, top, right, top),
        Box(left, bottom, right, bottom),
        Box(left, top, left, bottom),
        Box(right, top, right, bottom),
    )


def _groups(strokes: Sequence[Box]) -> list[list[Box]]:
    """Return the strokes that meet each other, directly or through others."""
    groups: list[list[Box]] = []
    for stroke in sorted(strokes, key=lambda item: item.top):
        touching = [group for group in groups if any(_meet(stroke, item) for item in group)]
        joined = [stroke, *(item for group in touching for item in group)]
        groups = [group for group in groups if not any(group is other for other in touching)]
        groups.append(joined)
    return groups


def _meet(one: Box, other: Box) -> bool:
    return (
        one.left <= other.right + _NEAR
        and other.left <= one.right + _NEAR
        and one.top <= other.bottom + _NEAR
        and other.top <= one.bottom + _NEAR
    )


def _grid(strokes: Sequence[Box]) -> Grid | None:
    across = [item for item in strokes if item.bottom - item.top <= _THIN]
    down = [item for item in strokes if item.right - item.left <= _THIN]
    columns = _edges((item.left + item.right) / 2 for item in down)
    rows = _edges((item.top + item.bottom) / 2 for item in across)
    if len(columns) < 3 or len(rows) < 3:
        return None
    cells: list[Cell] = []
    taken: set[tuple[int, int]] = set()
    for row in range(len(rows) - 1):
        for column in range(len(columns) - 1):
            if (row, column) in taken:
                continue
            right, below = column + 1, row + 1
            middle_y = (rows[row] + rows[row + 1]) / 2
            while right < len(columns) - 1 and not _crossed_down(down, columns[right], middle_y):
                right += 1
            middle_x = (columns[column] + columns[right]) / 2
            while below < len(rows) - 1 and not _crossed_across(across, middle_x, rows[below]):
                below += 1
            taken.update((y, x) for y in range(row, below) for x in range(column, right))
            box = Box(columns[column], rows[row], columns[right], rows[below])
            cells.append(Cell(box, row, below - row))
    return Grid(Box(columns[0], rows[0], columns[-1], rows[-1]), len(rows) - 1, tuple(cells))


def _edges(places: Iterable[float]) -> list[float]:
    found: list[float] = []
    for place in sorted(places):
        if not found or place - found[-1] > _NEAR:
            found.append(place)
    return found


def _crossed_down(strokes: Sequence[Box], x: float, y: float) -> bool:
    return any(
        abs((item.left + item.right) / 2 - x) <= _NEAR
        and item.top - _NEAR <= y <= item.bottom + _NEAR
        for item in strokes
    )


def _crossed_across(strokes: Sequence[Box], x: float, y: float) -> bool:
    return any(
        abs((item.top + item.bottom) / 2 - y) <= _NEAR
        and item.left - _NEAR <= x <= item.right + _NEAR
        for item in strokes
    )
