"""Regions or documents side by side: the same rule in one row, differences marked."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from corpus.cards import Card, IncentiveCard, ProcedureCard, TargetCard
from corpus.errors import PolicyError
from corpus.regions import contains
from service.cards import CardDesk, HeldCard, amount_of
from service.schema.cards import CardQuery
from service.schema.eligibility import CompareCell, CompareQuery, CompareRow, CompareView

#: A beneficiary as short as 企业 or 项目 says nothing of what a rule is about.
_PLAIN_NAME = 2
# At and above this likeness two rules speak of the same thing; read off the shipped documents.
_SAME = 0.34
_SAME_INDICATOR = 0.6
_SURELY_SAME = 0.6
_MAX_CARDS = 400
# A lower rule that is given on top of an upper one says so: 除上级奖励外, 再给予, 配套.
_ON_TOP = re.compile(r"除上级|在上级|配套|再给予|另给予|叠加|额外|省级奖励基础上|市级奖励基础上")


@dataclass(slots=True)
class _Row:
    """The cards that speak of one thing, by column."""

    cells: dict[int, HeldCard] = field(default_factory=dict)


def compare(desk: CardDesk, asked: CompareQuery) -> CompareView:
    """Return one row for each rule with a cell for each region or document asked for."""
    regions = list(dict.fromkeys(desk.place_of(item) for item in asked.regions))
    asked = asked.model_copy(update={"regions": regions})
    columns = [*asked.regions, *asked.documents]
    if len(columns) < 2:
        raise PolicyError("并排比较需要至少两个地区或两份文件。")
    rows: list[_Row] = []
    for number, column in enumerate(columns):
        for held in _cards_of(desk, asked, column, is_region=number < len(asked.regions)):
            _place(rows, number, held)
    rows = _joined(rows)
    rows.sort(key=lambda row: -len(row.cells))
    return CompareView(
        columns=columns, rows=[_view(desk, asked, row, len(columns)) for row in rows]
    )


def _cards_of(
    desk: CardDesk, asked: CompareQuery, column: str, *, is_region: bool
) -> list[HeldCard]:
    query = CardQuery(
        kind=asked.kind,
        region=column if is_region else None,
        document=None if is_region else column,
        benefit_type=asked.benefit_type,
        q=asked.q,
        collection=asked.collection,
        as_of=asked.as_of,
    )
    return [
        held
        for held in desk.matching(query)
        if not is_region or held.summary.region == column or not _is_other_column(held, asked)
    ][:_MAX_CARDS]


def _is_other_column(held: HeldCard, asked: CompareQuery) -> bool:
    """A county's rule belongs to the county's own column where that one is asked for too."""
    return held.summary.region in asked.regions


def _place(rows: list[_Row], column: int, held: HeldCard) -> None:
    """Put a card into the row most like it that has no card of this column yet."""
    best: tuple[float, _Row] | None = None
    for row in rows:
        if column in row.cells:
            continue
        score = max(_alike(held, other) for other in row.cells.values())
        if best is None or score > best[0]:
            best = (score, row)
    limit = _SAME_INDICATOR if isinstance(held.card, TargetCard) else _SAME
    if best is not None and best[0] >= limit:
        best[1].cells[column] = held
    else:
        rows.append(_Row({column: held}))


def _joined(rows: Sequence[_Row]) -> list[_Row]:
    """Join rows of different columns that speak of the same thing, the most alike first."""
    kept: list[_Row] = []
    for row in rows:
        best: tuple[float, _Row] | None = None
        for other in kept:
            if set(row.cells) & set(other.cells):
                continue
            score = max(
                _alike(one, two) for one in row.cells.values() for two in other.cells.values()
            )
            if score >= _SAME and (best is None or score > best[0]):
                best = (score, other)
        if best is None or isinstance(next(iter(row.cells.values())).card, TargetCard):
            kept.append(row)
        else:
            best[1].cells.update(row.cells)
    return kept


def _alike(first: HeldCard, second: HeldCard) -> float:
    return likeness(first.card, first.text, second.card, second.text)


def likeness(first: Card, first_text: str, second: Card, second_text: str) -> float:
    """How much two cards speak of the same thing, 0 to 1; figures count for nothing."""
    if isinstance(first, TargetCard) and isinstance(second, TargetCard):
        same_unit = first.unit == second.unit
        return _shared(first.indicator, second.indicator) if same_unit else 0.0
    if isinstance(first, ProcedureCard) and isinstance(second, ProcedureCard):
        return _shared(first.name, second.name)
    if isinstance(first, IncentiveCard) and isinstance(second, IncentiveCard):
        kind = 1.0 if first.benefit_type[:2] == second.benefit_type[:2] else 0.5
        names = [item.beneficiary or "" for item in (first, second)]
        text = _shared(first_text, second_text)
        if min(len(item) for item in names) <= _PLAIN_NAME:
            return kind * text
        return kind * (0.5 * _shared(*names) + 0.5 * text)
    return 0.0


_FIGURES = re.compile(
    r"[\d.,%％—－~\s，。；、（）()“”]+|万|亿|元|给予|奖励|补贴|补助|一次性|企业|分别|对|的"
)


def _shared(first: str, second: str) -> float:
    pairs = []
    for text in (first, second):
        plain = _FIGURES.sub("", text)
        pairs.append({plain[i : i + 2] for i in range(len(plain) - 1)} or {plain})
    return 2 * len(pairs[0] & pairs[1]) / (len(pairs[0]) + len(pairs[1]))


def _view(desk: CardDesk, asked: CompareQuery, row: _Row, count: int) -> CompareRow:
    cells = [_cell(desk, asked, row.cells.get(number)) for number in range(count)]
    told = [cell for cell in cells if cell is not None]
    names = list(dict.fromkeys(name for cell in told for name in cell.shown))
    return CompareRow(
        subject=_subject(next(iter(row.cells.values()))),
        cells=cells,
        differences=[
            name
            for name in names
            if len(told) > 1 and len({cell.shown.get(name) for cell in told}) > 1
        ],
        relation=_relation(list(row.cells.values())),
    )


def _subject(held: HeldCard) -> str:
    card = held.card
    if isinstance(card, TargetCard):
        return card.indicator
    if isinstance(card, ProcedureCard):
        return card.name
    return f"{card.beneficiary or '未规定对象'}·{card.benefit_type}"


def _cell(desk: CardDesk, asked: CompareQuery, held: HeldCard | None) -> CompareCell | None:
    if held is None:
        return None
    day = asked.as_of or desk.workspace.today()
    summary = held.summary
    return CompareCell(
        card_id=held.card_id,
        document_id=summary.document_id,
        source=summary.source,
        title=summary.title,
        doc_number=summary.doc_number,
        clause_label=held.card.clause_path,
        level=summary.level,
        status=desk.workspace.snapshot().status(summary.document_id, day).status,
        text=held.text,
        start=held.card.start,
        end=held.card.end,
        shown=_shown(held.card),
    )


def _shown(card: Card) -> dict[str, str | None]:
    """The fields that are compared, as printed; None is 未规定."""
    if isinstance(card, TargetCard):
        value = f"{card.comparator}{_figure(card.value)}{card.unit}"
        return {"数值": value, "年份": str(card.deadline_year) if card.deadline_year else None}
    if isinstance(card, ProcedureCard):
        return {
            "时限": card.time_limit,
            "部门": card.department,
            "地点": card.where,
            "材料": "、".join(card.materials) or None,
        }
    return {
        "标准": card.amount_text,
        "上限": None if card.cap is None else f"{_figure(card.cap)}元",
        "期限": card.period,
        "条件": "；".join(item.text for item in card.conditions) or None,
        "部门": card.department,
    }


def _figure(value: Decimal) -> str:
    return format(value.normalize(), "f")


def _relation(cells: Sequence[HeldCard]) -> str | None:
    """How a lower region's rule stands to its upper region's, None where neither is above."""
    for upper in cells:
        for lower in cells:
            above, below = upper.summary.region, lower.summary.region
            if above and below and above != below and contains(above, below):
                return _stands(upper, lower)
    return None


def _stands(upper: HeldCard, lower: HeldCard) -> str:
    names = f"{lower.summary.region}对{upper.summary.region}"
    if _ON_TOP.search(lower.text):
        return f"{names}：在上级规定之外叠加"
    high, low = amount_of(upper.card), amount_of(lower.card)
    if high is None or low is None:
        return f"{names}：同类规定，标准需对照条文"
    if low == high:
        return f"{names}：标准相同"
    if low > high:
        return f"{names}：下级标准更高"
    doubtful = "，疑似不一致" if _alike(upper, lower) >= _SURELY_SAME else ""
    return f"{names}：下级标准低于上级{doubtful}"
