"""Pages of a kept PDF as pictures, and where on them cited words stand."""

from __future__ import annotations

import io
import re
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pypdfium2

from corpus.errors import NotFoundError

#: pdfium must not be entered by two threads at once.
_LOCK = threading.Lock()
_WIDTH_PX = 1100
_MAX_SCALE = 3.0
#: Words that are looked for: the beginning of the quote, long enough to be found once.
_NEEDLE_CHARS = (40, 24, 14, 8)
_MAX_PAGES_SEARCHED = 400

Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class PdfPlace:
    """Where words stand in a PDF: ``page`` counts from 1; ``boxes`` are fractions of the page."""

    pages: int
    page: int | None
    boxes: tuple[Box, ...]


def page_png(path: Path, number: int) -> bytes:
    """Return page ``number`` (from 1) as a PNG about 1100 pixels wide."""
    with _LOCK, pypdfium2.PdfDocument(path) as pdf:
        if not 1 <= number <= len(pdf):
            raise NotFoundError(f"这份 PDF 没有第 {number} 页，共 {len(pdf)} 页。")
        page = pdf[number - 1]
        scale = min(_MAX_SCALE, _WIDTH_PX / max(1.0, page.get_width()))
        picture = page.render(scale=scale).to_pil().convert("L")
    sink = io.BytesIO()
    picture.quantize(16).save(sink, "PNG", optimize=False)
    return sink.getvalue()


def find_words(path: Path, words: str) -> PdfPlace:
    """Return the first page that holds the beginning of ``words``, with the boxes of its lines."""
    bare = re.sub(r"\s+", "", words)
    with _LOCK, pypdfium2.PdfDocument(path) as pdf:
        pages = len(pdf)
        if not bare:
            return PdfPlace(pages, None, ())
        texts = [_page_text(pdf, number) for number in range(min(pages, _MAX_PAGES_SEARCHED))]
        for size in _NEEDLE_CHARS:
            for number, (letters, _places) in enumerate(texts):
                at = letters.find(bare[:size])
                if at >= 0:
                    return PdfPlace(pages, number + 1, _boxes(pdf, number, texts[number], at, bare))
    return PdfPlace(pages, None, ())


def _page_text(pdf: pypdfium2.PdfDocument, number: int) -> tuple[str, list[int]]:
    """The letters of a page without white space, and the place of each in the page's text."""
    page = pdf[number].get_textpage()
    letters, places = [], []
    for place in range(page.count_chars()):
        letter = chr(pypdfium2.raw.FPDFText_GetUnicode(page, place))
        if not letter.isspace() and letter.isprintable():
            letters.append(letter)
            places.append(place)
    return "".join(letters), places


def _boxes(
    pdf: pypdfium2.PdfDocument, number: int, text: tuple[str, list[int]], at: int, bare: str
) -> tuple[Box, ...]:
    letters, places = text
    size = 0
    while size < len(bare) and at + size < len(letters) and letters[at + size] == bare[size]:
        size += 1
    page = pdf[number]
    width, height = page.get_size()
    textpage = page.get_textpage()
    count = textpage.count_rects(places[at], places[at + size - 1] - places[at] + 1)
    found = [textpage.get_rect(index) for index in range(count)]
    return tuple(
        (left / width, 1 - top / height, (right - left) / width, (top - bottom) / height)
        for left, bottom, right, top in _lines(found)
    )


def _lines(boxes: Sequence[Box]) -> list[Box]:
    """Join the boxes of letters (left, bottom, right, top) that stand on one line.

    >>> _lines([(0, 0, 5, 10), (6, 1, 9, 9), (0, -20, 5, -10)])
    [(0, 0, 9, 10), (0, -20, 5, -10)]
    """
    lines: list[Box] = []
    for left, bottom, right, top in boxes:
        if lines and lines[-1][1] <= (bottom + top) / 2 <= lines[-1][3]:
            one = lines[-1]
            joined = (min(one[0], left), min(one[1], bottom), max(one[2], right), max(one[3], top))
            lines[-1] = joined
        else:
            lines.append((left, bottom, right, top))
    return lines
