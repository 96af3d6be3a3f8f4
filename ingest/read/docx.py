"""Word documents: paragraphs, automatic numbering as printed, tables; no headers or footers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from corpus.errors import SourceError
from ingest.page import CELL_SEPARATOR, Block, BlockKind, RawPage
from ingest.read.docx_numbering import Numbering
from ingest.read.docx_styles import Styles
from ingest.read.packed import Package
from ingest.read.spaces import tidy

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
#: Elements whose text a reader of the document does not see (deleted text, codes of fields,
#: the older twin of a drawing).
_UNSEEN = frozenset((
    f"{W}pPr", f"{W}rPr", f"{W}del", f"{W}moveFrom", f"{W}instrText", f"{W}delText",
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback",
))  # fmt: skip


@dataclass(slots=True)
class _Reading:
    styles: Styles
    numbering: Numbering
    blocks: list[Block] = field(default_factory=list)
    tables: int = 0


def read_docx(data: bytes, *, name: str) -> list[RawPage]:
    """Read a docx file, or raise SourceError where it is encrypted or broken."""
    with Package.opened(data, name=name, kind="docx") as package:
        root = _part(package, "word/document.xml", name)
        styles = Styles.of(_optional(package, "word/styles.xml"))
        numbering = Numbering.of(_optional(package, "word/numbering.xml"))
        notes = _optional(package, "word/footnotes.xml")
        core = _optional(package, "docProps/core.xml")
    body = root.find(f"{W}body")
    if body is None:
        raise SourceError(f"{name}：docx 里没有正文，请用 Word 打开后另存。")
    reading = _Reading(styles, numbering)
    _read_children(body, reading)
    if notes is not None:
        reading.blocks.extend(_footnotes(notes))
    if not reading.blocks:
        raise SourceError(f"{name}：docx 里没有文字（可能只有图片），请换用有文字的版本。")
    return [RawPage(tuple(reading.blocks), "docx", name, tuple(_core_facts(core)))]


def _part(package: Package, member: str, name: str) -> etree._Element:
    try:
        return etree.fromstring(package.read(member), package.parser())
    except (KeyError, etree.XMLSyntaxError) as error:
        raise SourceError(f"{name}：docx 已损坏（读不出 {member}），请重新下载。") from error


def _optional(package: Package, member: str) -> etree._Element | None:
    try:
        return etree.fromstring(package.read(member), package.parser())
    except (KeyError, etree.XMLSyntaxError, SourceError):
        return None


def _read_children(parent: etree._Element, reading: _Reading) -> None:
    for child in parent:
        if child.tag == f"{W}p":
            reading.blocks.extend(_paragraph(child, reading))
        elif child.tag == f"{W}tbl":
            _table(child, reading)
        elif child.tag in (f"{W}sdt", f"{W}sdtContent", f"{W}ins", f"{W}customXml"):
            _read_children(child, reading)


def _paragraph(node: etree._Element, reading: _Reading) -> Iterator[Block]:
    style = reading.styles.of_paragraph(node)
    number = reading.numbering.label(node, style)
    lines = [tidy(line) for line in _text(node).split("\n")]
    if any(lines) and number:
        first = next(index for index, line in enumerate(lines) if line)
        lines[first] = f"{number}{lines[first]}"
    kind: BlockKind = "heading" if style.is_heading else "paragraph"
    for line in lines:
        if line:
            yield Block(line, "title" if style.is_title else kind)


def _text(node: etree._Element) -> str:
    """Return the visible text below ``node``; soft line breaks come as newlines."""
    parts: list[str] = []
    stack = [node]
    while stack:
        item = stack.pop()
        tag = item.tag
        if tag in _UNSEEN or (tag == f"{W}r" and _is_hidden(item)):
            continue
        if tag == f"{W}t":
            parts.append(item.text or "")
        elif tag in (f"{W}tab", f"{W}ptab"):
            parts.append(" ")
        elif tag in (f"{W}br", f"{W}cr"):
            parts.append("\n")
        elif tag == f"{W}noBreakHyphen":
            parts.append("-")
        elif tag == f"{W}txbxContent":
            parts.append("\n" + "\n".join(_text(child) for child in item) + "\n")
        else:
            stack.extend(reversed(item))
    return "".join(parts)


def _is_hidden(run: etree._Element) -> bool:
    mark = run.find(f"{W}rPr/{W}vanish")
    return mark is not None and mark.get(f"{W}val") not in ("0", "false")


def _table(node: etree._Element, reading: _Reading) -> None:
    """Add the rows of a table; a cell merged downwards is repeated in each row it spans."""
    rows = node.findall(f"{W}tr")
    table, reading.tables = reading.tables, reading.tables + 1
    above: dict[int, str] = {}
    read: list[tuple[tuple[str, ...], bool]] = []
    for row in rows:
        if row.find(f"{W}trPr/{W}del") is not None:  # a tracked change took the row out
            continue
        cells: list[str] = []
        column = 0
        for cell in row.iterfind(f"{W}tc"):
            text = " ".join(_cell_lines(cell, reading))
            merge = cell.find(f"{W}tcPr/{W}vMerge")
            if merge is not None and merge.get(f"{W}val") != "restart":
                text = above.get(column, "") if len(above.get(column, "")) <= 40 else ""
            above[column] = text
            span = cell.find(f"{W}tcPr/{W}gridSpan")
            width = span.get(f"{W}val") if span is not None else "1"
            column += int(width) if width and width.isdecimal() else 1
            cells.append(text)
        read.append((tuple(cells), row.find(f"{W}trPr/{W}tblHeader") is not None))
    _add_rows(read, table, reading)


def _add_rows(rows: list[tuple[tuple[str, ...], bool]], table: int, reading: _Reading) -> None:
    columns = max((len(cells) for cells, _ in rows), default=0)
    for number, (cells, marked) in enumerate(rows):
        if not any(cells):
            continue
        if columns == 1:  # a frame around paragraphs, not a table
            reading.blocks.append(Block(cells[0]))
            continue
        header = marked or (number == 0 and all(len(cell) <= 20 for cell in cells))
        reading.blocks.append(
            Block(CELL_SEPARATOR.join(cells), "row", cells, table=table, is_header=header)
        )


def _cell_lines(cell: etree._Element, reading: _Reading) -> Iterator[str]:
    for child in cell.iter(f"{W}p"):
        style = reading.styles.of_paragraph(child)
        text = tidy(_text(child).replace("\n", " "))
        if text:
            yield f"{reading.numbering.label(child, style)}{text}"


def _footnotes(root: etree._Element) -> Iterator[Block]:
    for note in root.iterfind(f"{W}footnote"):
        if note.get(f"{W}type") in ("separator", "continuationSeparator"):
            continue
        text = tidy(" ".join(_text(item) for item in note.iterfind(f"{W}p")))
        if text:
            yield Block(text, "note")


def _core_facts(core: etree._Element | None) -> Iterator[tuple[str, str]]:
    for element in core.iter("{*}title") if core is not None else ():
        if element.text and element.text.strip():
            yield "title", element.text.strip()
