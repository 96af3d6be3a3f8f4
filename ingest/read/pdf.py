"""PDF with text through pypdfium2; pages that are pictures go to the recogniser."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from corpus.errors import SourceError
from ingest.page import RawPage
from ingest.read.layout import Line, paragraphs_of

#: A page with fewer characters than this may be a picture of a page.
_MIN_CHARS = 20
#: Longest side in pixels of the picture that is recognised: small print stays legible.
_SCAN_PIXELS = 2000


def read_pdf(data: bytes, *, name: str) -> list[RawPage]:
    """Read a pdf, or raise SourceError where it is encrypted, broken or holds no text."""
    document = _opened(data, name)
    try:
        lines: list[Line] = []
        scanned = 0
        for number in range(len(document)):
            page = document[number]
            try:
                found = list(_text_lines(page, number))
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
