"""Pictures of pages (photographs, faxes): recognised like a scanned pdf."""

from __future__ import annotations

import io
from typing import Any

from corpus.errors import SourceError
from ingest.page import RawPage
from ingest.read.layout import Line, paragraphs_of

_MAX_PIXELS = 80_000_000
_MAX_FRAMES = 500


def read_picture(data: bytes, *, name: str) -> list[RawPage]:
    """Read the printed text of a png, jpg, bmp or (many-paged) tiff file."""
    from ingest.read.recognise import recognised_lines  # loads onnxruntime, a second

    lines: list[Line] = []
    for number, image in enumerate(_frames(data, name)):
        lines.extend(recognised_lines(image, page=number))
    if not lines:
        raise SourceError(f"{name}：图片里没有认出文字，请换用更清晰的扫描件。")
    return [RawPage(paragraphs_of(lines), "scan", name)]


def _frames(data: bytes, name: str) -> list[Any]:
    import numpy
    from PIL import Image, ImageSequence, UnidentifiedImageError

    try:
        with Image.open(io.BytesIO(data)) as image:
            if image.width * image.height > _MAX_PIXELS:
                raise SourceError(f"{name}：图片过大，请缩小到 8000 万像素以内。")
            frames: list[Any] = []
            for frame in ImageSequence.Iterator(image):
                if len(frames) >= _MAX_FRAMES:
                    break
                frames.append(numpy.asarray(frame.convert("RGB"))[:, :, ::-1])
            return frames
    except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError) as error:
        raise SourceError(f"{name}：图片已损坏或不是图片，请重新下载。") from error
