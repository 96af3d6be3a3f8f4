"""Cards as an Excel workbook: one row a card, real numbers and dates, columns to cite from."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell, MergedCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from service.schema.cards import CardView

_SILENT = "未规定"
#: Sheet → (heading, field, width); fields are those of DESIGN §5.
_SHEETS: dict[str, tuple[str, tuple[tuple[str, str, int], ...]]] = {
    "incentive": (
        "奖补",
        (
            ("对象", "beneficiary", 28), ("类型", "benefit_type", 10), ("条件", "conditions", 44),
            ("标准（原文）", "amount_text", 36), ("金额下限（元）", "amount_min", 14),
            ("金额上限（元）", "amount_max", 14), ("比例下限（%）", "rate_min", 12),
            ("比例上限（%）", "rate_max", 12), ("计算基数", "base", 16), ("封顶（元）", "cap", 14),
            ("封顶口径", "cap_per", 12), ("计量", "unit", 10), ("期限", "period", 14),
            ("合并规则", "combination", 16), ("适用范围", "scope", 24),
            ("部门", "department", 18), ("受理", "window", 18),
        ),
    ),
    "target": (
        "目标",
        (
            ("指标", "indicator", 36), ("关系", "comparator", 6), ("数值", "value", 12),
            ("数值上端", "upper", 12), ("单位", "unit", 10), ("年份", "deadline_year", 8),
            ("基期", "baseline", 12), ("范围", "scope", 10), ("部门", "department", 18),
        ),
    ),
    "procedure": (
        "办事",
        (
            ("事项", "name", 30), ("申请人", "applicant", 18), ("材料", "materials", 44),
            ("步骤", "steps", 44), ("时限", "time_limit", 24), ("承诺时限", "promised_limit", 14),
            ("地点", "where", 36), ("电话", "phone", 16), ("费用", "fee", 12),
            ("部门", "department", 24), ("结果", "result", 18),
        ),
    ),
}  # fmt: skip
_CITATION: tuple[tuple[str, str, int], ...] = (
    ("地区", "region", 12), ("文件", "title", 40), ("文号", "doc_number", 20),
    ("条款", "clause_label", 16), ("状态", "status", 10), ("施行", "effective_on", 12),
    ("失效", "expires_on", 12), ("原文", "text", 60), ("来源", "source", 40),
    ("起", "start", 8), ("止", "end", 8),
)  # fmt: skip
#: Columns that cite; there an unknown value is left empty instead of 未规定.
_CITING = frozenset(name for _, name, _ in _CITATION)


def workbook_bytes(cards: Sequence[CardView]) -> bytes:
    """Return an xlsx file with one sheet for each kind of card that occurs."""
    book = Workbook()
    first = book.active
    if first is not None:
        book.remove(first)
    for kind, (name, columns) in _SHEETS.items():
        rows = [card for card in cards if card.kind == kind]
        if rows or (not cards and kind == "incentive"):
            _fill(book.create_sheet(name), (*columns, *_CITATION), rows)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def _fill(
    sheet: Worksheet, columns: Sequence[tuple[str, str, int]], rows: Sequence[CardView]
) -> None:
    for number, (heading, _, width) in enumerate(columns, start=1):
        cell = sheet.cell(1, number, heading)
        cell.font = Font(bold=True)
        sheet.column_dimensions[get_column_letter(number)].width = width
    for row, card in enumerate(rows, start=2):
        for number, (_, name, _) in enumerate(columns, start=1):
            _write(sheet.cell(row, number), getattr(card, name), silent=name not in _CITING)
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions


def _write(cell: Cell | MergedCell, value: object, *, silent: bool) -> None:
    """Write a value with its own type; text is never taken for a formula."""
    if isinstance(cell, MergedCell):
        raise TypeError("the sheets have no merged cells")
    if value is None or value == []:
        cell.value = _SILENT if silent else None
        return
    if isinstance(value, bool | int | float | date):
        cell.value = value
        if isinstance(value, date):
            cell.number_format = "yyyy-mm-dd"
        return
    text = "；".join(value) if isinstance(value, list) else str(value)
    cell.value = ILLEGAL_CHARACTERS_RE.sub("", text)
    cell.data_type = "s"
    cell.alignment = Alignment(wrap_text=True, vertical="top")
