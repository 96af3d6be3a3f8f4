"""Cards as a Word file: one landscape table for each kind, a row a card, the clause beside it."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from docx.shared import Pt
from docx.table import _Cell

from service.schema.cards import CardView

_SILENT = "未规定"
_FONT = "仿宋"
#: Characters that an XML file cannot hold.
_ILLEGAL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
#: Kind → (heading of the table, (column, fields joined in it)); the last column cites.
_TABLES: dict[str, tuple[str, tuple[tuple[str, tuple[str, ...]], ...]]] = {
    "incentive": (
        "奖补政策",
        (
            ("地区", ("region",)), ("对象", ("beneficiary",)), ("条件", ("conditions",)),
            ("标准", ("amount_text",)), ("期限", ("period",)), ("部门", ("department",)),
        ),
    ),
    "target": (
        "目标指标",
        (
            ("地区", ("region",)), ("指标", ("indicator",)),
            ("数值", ("comparator", "value", "unit")), ("年份", ("deadline_year",)),
            ("部门", ("department",)),
        ),
    ),
    "procedure": (
        "办事事项",
        (
            ("地区", ("region",)), ("事项", ("name",)), ("材料", ("materials",)),
            ("时限", ("time_limit",)), ("地点", ("where",)), ("部门", ("department",)),
        ),
    ),
}  # fmt: skip


def cards_docx(cards: Sequence[CardView]) -> bytes:
    """Return a Word file with one table for each kind of card that occurs."""
    word = _landscape()
    word.add_heading("政策卡片", level=0)
    if not cards:
        word.add_paragraph("没有符合条件的卡片。")
    for kind, (heading, columns) in _TABLES.items():
        rows = [card for card in cards if card.kind == kind]
        if rows:
            word.add_heading(f"{heading}（{len(rows)}）", level=1)
            _add_table(word, columns, rows)
    written = io.BytesIO()
    word.save(written)
    return written.getvalue()


def _landscape() -> WordDocument:
    word = Document()
    section = word.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = section.page_height, section.page_width
    style = word.styles["Normal"]
    style.font.name, style.font.size = _FONT, Pt(10)
    style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), _FONT)
    return word


def _add_table(
    word: WordDocument,
    columns: Sequence[tuple[str, tuple[str, ...]]],
    rows: Sequence[CardView],
) -> None:
    table = word.add_table(rows=1, cols=len(columns) + 1, style="Table Grid")
    for cell, (heading, _) in zip(table.rows[0].cells, (*columns, ("出处", ())), strict=True):
        _write(cell, heading, bold=True)
    for card in rows:
        cells = table.add_row().cells
        for cell, (_, fields) in zip(cells, columns, strict=False):
            _write(cell, "".join(_words(getattr(card, name)) for name in fields) or _SILENT)
        _write(cells[-1], _citation(card))


def _words(value: object) -> str:
    """A field as printed; a list one item a line."""
    if value is None:
        return ""
    if isinstance(value, list):
        return "\n".join(str(item) for item in value)
    return str(value)


def _citation(card: CardView) -> str:
    """Where the card was read: title, number, clause, and whether it holds."""
    number = f"（{card.doc_number}）" if card.doc_number else ""
    return f"《{card.title}》{number}{card.clause_label or ''}〔{card.status}〕"


def _write(cell: _Cell, text: str, *, bold: bool = False) -> None:
    paragraph = cell.paragraphs[0]
    paragraph.add_run(_ILLEGAL.sub("", text)).bold = bold
