"""Spreadsheets: every sheet of an xlsx and a csv file as a table, its first row the headings."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator
from datetime import date, datetime

import openpyxl

from corpus.errors import SourceError
from ingest.page import CELL_SEPARATOR, Block, RawPage
from ingest.read.charset import decode
from ingest.read.packed import Package
from ingest.read.spaces import tidy

#: What one sheet may hold; a table beyond it is data, not a policy document.
_MAX_ROWS = 20_000
_MAX_COLUMNS = 200


def read_xlsx(data: bytes, *, name: str) -> list[RawPage]:
    """Read an xlsx file; each sheet's name stands above its rows."""
    with Package.opened(data, name=name, kind="xlsx"):
        pass  # refuses encrypted, broken and oversized files before the library sees them
    try:
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    except (KeyError, ValueError, OSError, zipfile.BadZipFile, TypeError) as error:
        raise SourceError(f"{name}：xlsx 已损坏，请用 Excel 打开后另存。") from error
    blocks: list[Block] = []
    try:
        for table, sheet in enumerate(book.worksheets):
            rows = list(_rows_of(sheet.iter_rows(values_only=True, max_row=_MAX_ROWS), table))
            if rows:
                blocks += [Block(tidy(sheet.title), "heading"), *rows]
    finally:
        book.close()
    if not blocks:
        raise SourceError(f"{name}：表格是空的，请检查文件。")
    return [RawPage(tuple(blocks), "xlsx", name)]


def read_csv(data: bytes, *, name: str) -> list[RawPage]:
    """Read a csv file of any Chinese encoding."""
    text = decode(data, name=name).text
    delimiter = "\t" if text[:2000].count("\t") > text[:2000].count(",") else ","
    try:
        rows = list(csv.reader(io.StringIO(text), delimiter=delimiter))[:_MAX_ROWS]
    except csv.Error as error:
        raise SourceError(f"{name}：不是有效的 csv（{error}），请重新导出。") from error
    return [RawPage(tuple(_rows_of(rows, 0)), "csv", name)]


def _rows_of(rows: Iterable[Iterable[object]], table: int) -> Iterator[Block]:
    """Yield the rows that are not empty; a row of one cell is a line above or below the table."""
    is_first = True
    for row in rows:
        cells = [_printed(cell) for cell in list(row)[:_MAX_COLUMNS]]
        while cells and not cells[-1]:
            cells.pop()
        filled = [cell for cell in cells if cell]
        if not filled:
            continue
        if len(filled) == 1:
            yield Block(filled[0])
            continue
        yield Block(
            CELL_SEPARATOR.join(cells), "row", tuple(cells), table=table, is_header=is_first
        )
        is_first = False


def _printed(value: object) -> str:
    """Return a cell as a person reads it.

    >>> _printed(3.0), _printed(None)
    ('3', '')
    """
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == datetime.min.time() else str(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float):
        return f"{value:.10g}"
    return tidy(str(value).replace("\n", " "))
