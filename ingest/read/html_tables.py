"""Tables of a page: which hold data and which only lay out, and their cells row by row."""

from __future__ import annotations

from dataclasses import dataclass

from lxml.html import HtmlElement

from ingest.read.spaces import tidy_markup

#: A table whose cells are longer on average is a page layout, not data.
_MAX_MEAN_CELL = 200
#: A merged cell up to this length is repeated in each row it spans, so that every row can be read
#: alone; a longer one is given once.
_MAX_REPEATED = 40
_MAX_SPAN = 200
_SKIPPED = frozenset(("script", "style", "noscript", "template"))
_BREAKING = frozenset(("br", "p", "div", "li", "tr"))


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: its text on one line, the characters of it in links, whether it is a th."""

    text: str
    linked: int = 0
    is_header: bool = False


#: Stands in the further columns of a merged cell.
_FILLER = Cell("")


def is_data_table(table: HtmlElement) -> bool:
    """True for a table with several rows and columns of cells, none of them a page of its own."""
    if table.find(".//table") is not None:
        return False
    rows = _rows(table)
    if len(rows) < 2 or max(len(_cells(row)) for row in rows) < 2:
        return False
    cells = [cell for row in rows for cell in _cells(row)]
    if any(cell.find(".//h1") is not None for cell in cells):
        return False
    length = len(table.text_content())
    return length / len(cells) <= _MAX_MEAN_CELL


def grid_of(table: HtmlElement) -> list[list[Cell]]:
    """Return the rows of a table; a short cell merged over rows is repeated in each of them."""
    pending: dict[int, tuple[int, Cell]] = {}
    grid: list[list[Cell]] = []
    for row in _rows(table):
        cells: list[Cell] = []
        carried: dict[int, tuple[int, Cell]] = {}
        column = 0
        for element in _cells(row):
            column = _carry(pending, carried, column, cells)
            cell = _cell(element)
            cells.append(cell)
            width = _span(element, "colspan")
            height = _span(element, "rowspan")
            if height > 1:
                repeated = cell if len(cell.text) <= _MAX_REPEATED else Cell("")
                carried[column] = (height - 1, repeated)
                for extra in range(1, width):
                    carried[column + extra] = (height - 1, _FILLER)
            column += width
        _carry(pending, carried, column, cells)
        pending = carried
        grid.append([cell for cell in cells if cell is not _FILLER])
    return grid


def _carry(
    pending: dict[int, tuple[int, Cell]],
    carried: dict[int, tuple[int, Cell]],
    column: int,
    cells: list[Cell],
) -> int:
    """Put the cells that earlier rows reach down with, from ``column`` on."""
    while column in pending:
        left, cell = pending.pop(column)
        cells.append(cell)
        if left > 1:
            carried[column] = (left - 1, cell)
        column += 1
    return column


def _rows(table: HtmlElement) -> list[HtmlElement]:
    return [row for row in table.iter("tr") if isinstance(row.tag, str)]


def _cells(row: HtmlElement) -> list[HtmlElement]:
    return [cell for cell in row if cell.tag in ("td", "th")]


def _span(cell: HtmlElement, name: str) -> int:
    value = (cell.get(name) or "1").strip()
    return min(int(value), _MAX_SPAN) if value.isdecimal() and int(value) > 0 else 1


def _cell(element: HtmlElement) -> Cell:
    linked = sum(len(link.text_content().strip()) for link in element.iter("a"))
    return Cell(_cell_text(element), linked, element.tag == "th")


def _cell_text(element: HtmlElement) -> str:
    """Return a cell's text; paragraphs inside are joined, with a space where letters meet."""
    lines: list[str] = []
    buffer: list[str] = []

    def flush() -> None:
        line = tidy_markup("".join(buffer))
        if line:
            lines.append(line)
        buffer.clear()

    stack: list[tuple[HtmlElement, bool]] = [(element, False)]
    while stack:
        node, leaving = stack.pop()
        if leaving:
            if node.tag in _BREAKING:
                flush()
            if node is not element:
                buffer.append(node.tail or "")
            continue
        if isinstance(node.tag, str) and node.tag not in _SKIPPED:
            if node.tag in _BREAKING:
                flush()
            buffer.append(node.text or "")
            stack.append((node, True))
            stack.extend((child, False) for child in reversed(node))
        elif node is not element:
            buffer.append(node.tail or "")
    flush()
    return join_lines(lines)


def join_lines(lines: list[str]) -> str:
    """Join the lines of one cell.

    >>> join_lines(["投资", "总额"]), join_lines(["1.场地", "2.人员"])
    ('投资总额', '1.场地 2.人员')
    """
    text = ""
    for line in lines:
        glued = bool(text) and len(text) <= 8 and _is_han(text[-1]) and _is_han(line[0])
        text += line if glued or not text else f" {line}"
    return text


def _is_han(char: str) -> bool:
    return "\u4e00" <= char <= "\u9fff"
