"""Printed Chinese in pictures, by the PP-OCR models that come in rapidocr's wheel; offline."""

from __future__ import annotations

from functools import cache
from typing import Any

from corpus.errors import SourceError
from ingest.read.alive import give_sign
from ingest.read.layout import Line

#: Boxes whose centres lie within this share of a letter's height stand on one line.
_SAME_LINE = 0.5


def recognised_lines(image: Any, *, page: int) -> list[Line]:
    """Return the printed lines of a picture (a numpy array) from top to bottom."""
    height, width = image.shape[:2]
    found, _ = _engine()(image)
    give_sign()
    boxes = [
        Line(
            text,
            page,
            min(point[0] for point in corners),
            min(point[1] for point in corners),
            max(point[0] for point in corners),
            max(point[1] for point in corners),
            float(width),
            float(height),
        )
        for corners, text, _score in found or ()
    ]
    return _in_rows(boxes)


def _in_rows(boxes: list[Line]) -> list[Line]:
    """Join boxes that stand side by side on one printed line."""
    rows: list[list[Line]] = []
    for box in sorted(boxes, key=lambda item: (item.top + item.bottom) / 2):
        middle = (box.top + box.bottom) / 2
        last = rows[-1][0] if rows else None
        if last and abs(middle - (last.top + last.bottom) / 2) < _SAME_LINE * min(
            box.size, last.size
        ):
            rows[-1].append(box)
        else:
            rows.append([box])
    return [_row(sorted(row, key=lambda item: item.left)) for row in rows]


def _row(row: list[Line]) -> Line:
    first = row[0]
    return Line(
        " ".join(item.text for item in row),
        first.page,
        first.left,
        min(item.top for item in row),
        max(item.right for item in row),
        max(item.bottom for item in row),
        first.page_width,
        first.page_height,
    )


@cache
def _engine() -> Any:
    try:
        from rapidocr_onnxruntime import RapidOCR
    except ImportError as error:
        raise SourceError(
            "这是扫描件，识别文字需要 rapidocr-onnxruntime，请安装后重试，或换用有文字的版本。"
        ) from error
    return RapidOCR()
