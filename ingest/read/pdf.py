"""PDF with text through pypdfium2; pages that are pictures go to the recogniser."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import replace

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from corpus.errors import SourceError
from ingest.page import CELL_SEPARATOR, RawPage
from ingest.read.layout import Line, paragraphs_of, tidy_printed
from ingest.read.ruled_tables import Box, Grid, grids_of

#: A page with fewer characters than this may be a picture of a page.
_MIN_CHARS = 20
#: Longest side in pixels of the picture that is recognised: small print stays legible.
_SCAN_PIXELS = 2000
#: A longer text of a cell merged downwards is not repeated in each row it spans.
_REPEATED = 40


def read_pdf(data: bytes, *, name: str) -> list[RawPage]:
    """Read a pdf, or raise SourceError where it is encrypted, broken or holds no text."""
    document = _opened(data, name)
    try:
        lines: list[Line] = []
        scanned = 0
        for number in range(len(document)):
            page = document[number]
            try:
                found = _with_tables(page, number, list(_text_lines(page, number)))
                if sum(len(line.text) for line in found) < _MIN_CHARS:
                    recognised = _scanned_lines(page, number)
                    scanned += bool(recognised)
                    found = recognised or found
                lines.extend(found)
            finally:
                page.close()
    except pdfium.PdfiumError as error:
        raise SourceError(f"{name}：PDF 有读不出的页（文件已损坏），请重新下载。") from error
    finally:
        document.close()
    if not any(line.text.strip() for line in lines):
        raise SourceError(f"{name}：PDF 里没有文字（可能是空白页），请换用有文字或清晰扫描的版本。")
    blocks = paragraphs_of(lines)
    return [RawPage(blocks, "scan" if scanned else "pdf", name)]


def _opened(data: bytes, name: str) -> pdfium.PdfDocument:
    try:
        return pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        if "assword" in str(error):
            raise SourceError(f"{name}：PDF 已加密，请用密码打开并另存为不加密的文件。") from error
        raise SourceError(f"{name}：PDF 已损坏或不完整，请重新下载。") from error


def _text_lines(page: pdfium.PdfPage, number: int) -> Iterator[Line]:
    """Yield the lines of a page as pdfium reads them, each with its box."""
    width, height = page.get_size()
    textpage = page.get_textpage()
    try:
        text = textpage.get_text_range()
        position = 0
        for part in text.split("\n"):
            stripped = part.strip()
            if stripped:
                first = position + len(part) - len(part.lstrip())
                last = position + len(part.rstrip()) - 1
                start, end = _box(textpage, first), _box(textpage, last)
                yield Line(
                    stripped.replace("\ufffe", ""),
                    number,
                    start[0],
                    height - max(start[3], end[3]),
                    end[2],
                    height - min(start[1], end[1]),
                    width,
                    height,
                )
            position += len(part) + 1
    finally:
        textpage.close()


def _with_tables(page: pdfium.PdfPage, number: int, lines: list[Line]) -> list[Line]:
    """Replace the lines that stand in a ruled table by the table's rows."""
    width, height = page.get_size()
    shapes = page.get_objects(filter=[pdfium_c.FPDF_PAGEOBJ_PATH], max_depth=5)
    bounds = (shape.get_bounds() for shape in shapes)
    grids = grids_of(Box(x0, height - y1, x1, height - y0) for x0, y0, x1, y1 in bounds)
    if not grids:
        return lines
    rows = _rows_of(page, number, grids)
    placed: set[int] = set()
    found: list[Line] = []
    for line in lines:
        x, y = (line.left + line.right) / 2, (line.top + line.bottom) / 2
        inside = next(
            (i for i, grid in enumerate(grids) if grid.box.holds(x, y) and i in rows), None
        )
        if inside is None:
            found.append(line)
        elif inside not in placed:
            placed.add(inside)
            found.extend(replace(row, page_width=width, page_height=height) for row in rows[inside])
    return found


def _rows_of(
    page: pdfium.PdfPage, number: int, grids: tuple[Grid, ...]
) -> dict[int, tuple[Line, ...]]:
    """Return the rows of each grid that holds a table, not a frame around running text."""
    width, height = page.get_size()
    textpage = page.get_textpage()
    try:
        found: dict[int, tuple[Line, ...]] = {}
        for index, grid in enumerate(grids):
            texts = [_cell_text(textpage, cell.box, height) for cell in grid.cells]
            rows = [
                tuple(
                    text if cell.row == row or len(text) <= _REPEATED else ""
                    for cell, text in zip(grid.cells, texts, strict=True)
                    if cell.row <= row < cell.row + cell.span
                )
                for row in range(grid.rows)
            ]
            kept = [row for row in rows if any(row)]
            if sum(len([cell for cell in row if cell]) > 1 for row in kept) < 2:
                continue
            box = grid.box
            found[index] = tuple(
                Line(
                    CELL_SEPARATOR.join(row), number, box.left, box.top, box.right, box.bottom,
                    width, height, row, index,
                )
                for row in kept
            )  # fmt: skip
        return found
    finally:
        textpage.close()


def _cell_text(textpage: pdfium.PdfTextPage, box: Box, height: float) -> str:
    text = textpage.get_text_bounded(box.left, height - box.bottom, box.right, height - box.top)
    return tidy_printed(text.replace("\ufffe", ""))


def _box(textpage: pdfium.PdfTextPage, index: int) -> tuple[float, float, float, float]:
    """Return left, bottom, right, top of a character with the font's full height."""
    rect = pdfium_c.FS_RECTF()
    if not pdfium_c.FPDFText_GetLooseCharBox(textpage, index, ctypes.byref(rect)):
        return (0.0, 0.0, 0.0, 0.0)
    return (rect.left, rect.bottom, rect.right, rect.top)


def _scanned_lines(page: pdfium.PdfPage, number: int) -> list[Line]:
    """Recognise a page that is a picture; an empty page gives nothing."""
    kinds = {item.type for item in page.get_objects(max_depth=3)}
    if pdfium_c.FPDF_PAGEOBJ_IMAGE not in kinds and pdfium_c.FPDF_PAGEOBJ_PATH not in kinds:
        return []
    from ingest.read.recognise import recognised_lines  # loads onnxruntime, a second

    bitmap = page.render(scale=_SCAN_PIXELS / max(page.get_size()))
    try:
        return recognised_lines(bitmap.to_numpy(), page=number)
    finally:
        bitmap.close()
