"""OFD (GB/T 33190): a zip of XML whose pages place runs of text; read without any library."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

from lxml import etree

from corpus.errors import SourceError
from ingest.page import RawPage
from ingest.read.layout import Line, paragraphs_of
from ingest.read.packed import Package

_MAX_PAGES = 2000
#: Runs whose bottoms lie within this share of a letter's height stand on one line.
_SAME_LINE = 0.5
_NUMBERS = re.compile(r"-?\d+(?:\.\d+)?(?:[eE]-?\d+)?")


@dataclass(frozen=True, slots=True)
class _Run:
    text: str
    left: float
    top: float
    right: float
    bottom: float


def read_ofd(data: bytes, *, name: str) -> list[RawPage]:
    """Read an OFD file, or raise SourceError where it is broken or only holds pictures."""
    with Package.opened(data, name=name, kind="OFD") as package:
        lines: list[Line] = []
        facts: list[tuple[str, str]] = []
        number = 0
        root = _xml(package, "OFD.xml", name)
        for element in root.iter("{*}Title"):
            if element.text and element.text.strip():
                facts.append(("title", element.text.strip()))
        for doc_root in root.iter("{*}DocRoot"):
            document = _path("", doc_root.text or "")
            for page, size in _pages(package, document, name):
                lines.extend(_lines(package, page, size, number, name))
                number += 1
    if not lines:
        raise SourceError(f"{name}：OFD 里没有文字（可能是扫描图片），请换用有文字的版本或 PDF。")
    return [RawPage(paragraphs_of(lines), "ofd", name, tuple(facts))]


def _pages(package: Package, document: str, name: str) -> Iterator[tuple[str, tuple[float, float]]]:
    root = _xml(package, document, name)
    area = _box_of(root.find(".//{*}CommonData/{*}PageArea/{*}PhysicalBox"))
    folder = str(PurePosixPath(document).parent)
    for count, page in enumerate(root.iterfind(".//{*}Pages/{*}Page")):
        if count >= _MAX_PAGES:
            return
        location = page.get("BaseLoc")
        if location:
            yield _path(folder, location), (area[2], area[3])


def _lines(
    package: Package, page: str, size: tuple[float, float], number: int, name: str
) -> list[Line]:
    root = _xml(package, page, name)
    runs = [run for item in root.iter("{*}TextObject") for run in _runs(item)]
    width = max([size[0], *(run.right for run in runs)])
    height = max([size[1], *(run.bottom for run in runs)])
    own = _box_of(root.find(".//{*}Area/{*}PhysicalBox"))
    if own[3]:
        width, height = own[2], own[3]
    rows: list[list[_Run]] = []
    for run in runs:
        last = rows[-1][-1] if rows else None
        letter = min(run.bottom - run.top, last.bottom - last.top) if last else 0.0
        if last and abs(run.bottom - last.bottom) < _SAME_LINE * max(letter, 0.01):
            rows[-1].append(run)
        else:
            rows.append([run])
    return [_line(row, number, width, height) for row in rows]


def _line(row: list[_Run], number: int, width: float, height: float) -> Line:
    row.sort(key=lambda run: run.left)
    return Line(
        "".join(run.text for run in row),
        number,
        row[0].left,
        min(run.top for run in row),
        max(run.right for run in row),
        max(run.bottom for run in row),
        width,
        height,
    )


def _runs(item: etree._Element) -> Iterator[_Run]:
    """Yield the runs of a TextObject; its Boundary places them on the page."""
    left, top, width, height = _box_of_text(item.get("Boundary"))
    size = _number(item.get("Size") or item.get("size")) or height
    for code in item.iter("{*}TextCode"):
        text = "".join(str(part) for part in code.itertext())
        if not text.strip():
            continue
        start = left + _number(code.get("X"))
        base = top + (_number(code.get("Y")) or height)
        yield _Run(text, start, base - size, max(left + width, start + size), base)


def _box_of(element: etree._Element | None) -> tuple[float, float, float, float]:
    return _box_of_text(None if element is None else element.text)


def _box_of_text(text: str | None) -> tuple[float, float, float, float]:
    values = [float(item) for item in _NUMBERS.findall(text or "")]
    return (values[0], values[1], values[2], values[3]) if len(values) >= 4 else (0.0,) * 4


def _number(text: str | None) -> float:
    found = _NUMBERS.search(text or "")
    return float(found[0]) if found else 0.0


def _path(folder: str, location: str) -> str:
    location = location.strip().replace("\\", "/")
    if location.startswith("/"):
        return location.lstrip("/")
    return str(PurePosixPath(folder) / location) if folder not in ("", ".") else location


def _xml(package: Package, member: str, name: str) -> etree._Element:
    try:
        return etree.fromstring(package.read(member), package.parser())
    except (KeyError, etree.XMLSyntaxError) as error:
        raise SourceError(f"{name}：OFD 已损坏（缺少或读不出 {member}），请重新下载。") from error
