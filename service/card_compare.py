"""Regions or documents side by side: the same rule in one row, differences marked."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from corpus.cards import Card, IncentiveCard, ProcedureCard, TargetCard
from corpus.errors import PolicyError
from corpus.regions import contains
from service.card_views import HeldCard
from service.cards import CardDesk
from service.schema.cards import CardQuery
from service.schema.eligibility import CompareCell, CompareQuery, CompareRow, CompareView

#: A beneficiary as short as 企业 or 项目 says nothing of what a rule is about.
_PLAIN_NAME = 2
# At and above this likeness two rules speak of the same thing; read off the shipped documents.
_SAME = 0.34
_SAME_INDICATOR = 0.6
_SURELY_SAME = 0.6
_SAME_BASE = 0.4
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
    ended: list[tuple[int, HeldCard]] = []
    for number, column in enumerate(columns):
        is_region = number < len(asked.regions)
        for held in _cards_of(desk, asked, column, is_region=is_region):
            if is_region and _has_ended(desk, asked, held):
                ended.append((number, held))
            else:
                _place(rows, number, held)
    rows = _joined(rows)
    for number, held in ended:
        _place(rows, number, held, only_beside=True)
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
    found = desk.matching(query)
    own = [held for held in found if held.summary.region == column] if is_region else []
    return (own or found)[:_MAX_CARDS]


def _has_ended(desk: CardDesk, asked: CompareQuery, held: HeldCard) -> bool:
    """A rule that holds no more fills a gap beside rules in force, marked; it opens no row."""
    day = asked.as_of or desk.workspace.today()
    status = desk.workspace.snapshot().status(held.summary.document_id, day).status
    return status in ("已废止", "已失效")


def _place(rows: list[_Row], column: int, held: HeldCard, *, only_beside: bool = False) -> None:
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
    elif not only_beside:
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
        if first.base and second.base and not _same_base(first, second):
            kind *= 0.6  # rates of different things are seldom the same rule
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
    """How each lower region's rule stands to the nearest above it, None where none is above."""
    told = []
    for lower in cells:
        above = [upper for upper in cells if _is_above(upper, lower)]
        nearest = next(
            (item for item in above if not any(_is_above(item, other) for other in above)), None
        )
        if nearest is not None:
            told.append(_stands(nearest, lower))
    return "；".join(told) or None


def _is_above(upper: HeldCard, lower: HeldCard) -> bool:
    above, below = upper.summary.region, lower.summary.region
    return bool(above and below and above != below and contains(above, below))


def _stands(upper: HeldCard, lower: HeldCard) -> str:
    names = f"{lower.summary.region}对{upper.summary.region}"
    if _ON_TOP.search(lower.text):
        return f"{names}：在上级规定之外叠加（条文写明“{_on_top_words(lower.text)}”）"
    measured = _same_measure(upper.card, lower.card)
    if measured is None:
        return f"{names}：同类规定，计算方式不同，标准需对照条文"
    name, high, low, unit = measured
    if low == high:
        return f"{names}：{name}相同（{_figure(low)}{unit}）"
    reason = f"{name}{_figure(low)}{unit}，上级{_figure(high)}{unit}"
    if low > high:
        return f"{names}：下级标准更高（{reason}）"
    doubtful = "，疑似不一致" if _alike(upper, lower) >= _SURELY_SAME else ""
    return f"{names}：下级标准低于上级{doubtful}（{reason}）"


def _on_top_words(text: str) -> str:
    match = _ON_TOP.search(text)
    return match[0] if match else ""


def _same_base(first: IncentiveCard, second: IncentiveCard) -> bool:
    """Whether two rates are taken of the same thing; 2% interest is no 50% of an interest rate."""
    return (
        first.base is not None
        and second.base is not None
        and _shared(first.base, second.base) >= _SAME_BASE
    )


def _same_measure(upper: Card, lower: Card) -> tuple[str, Decimal, Decimal, str] | None:
    """The figure that both rules state in the same way; None where they cannot be compared."""
    if isinstance(upper, TargetCard) and isinstance(lower, TargetCard):
        return (
            ("目标值", upper.value, lower.value, upper.unit) if upper.unit == lower.unit else None
        )
    if not (isinstance(upper, IncentiveCard) and isinstance(lower, IncentiveCard)):
        return None
    if upper.unit == lower.unit and upper.amount_max is not None and lower.amount_max is not None:
        unit = upper.unit or "元"
        return "金额", upper.amount_max, lower.amount_max, unit
    if upper.rate_max is not None and lower.rate_max is not None and _same_base(upper, lower):
        return "比例", upper.rate_max, lower.rate_max, "%"
    return None
