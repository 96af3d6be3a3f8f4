"""Tables that list graded sums or targets: a table of sums is one card, its rows the tiers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from corpus.cards import Card, FieldSpan, IncentiveCard, TargetCard, Tier
from corpus.document import Clause, PolicyDocument
from corpus.quantities import Quantity, find_quantities
from ingest.cards.benefits import benefit_type

_SUM_HEAD = re.compile(r"标准|金额|补贴|补助|奖励|资助|额度|贴息")
_INDICATOR_HEAD = re.compile(r"指标|目标名称")
_UNIT_HEAD = re.compile(r"^单位$|计量单位")
_YEAR_HEAD = re.compile(r"(?P<year>20\d{2})年?(?:目标|目标值|预期|计划)?")
_FIGURE = re.compile(r"[≥≤>＞约]?(?P<value>\d+(?:\.\d+)?)(?P<unit>%|[^\d\s|]{1,6})?")


@dataclass(frozen=True, slots=True)
class _Cell:
    """The trimmed text of a cell and its place in the document."""

    text: str
    start: int
    end: int


def read_table(document: PolicyDocument, clause: Clause) -> tuple[Card, ...]:
    """Return the cards of one table: 学历 | 补贴标准 … → one incentive with a tier for each row.

    Cells stand between bars, rows on lines, the first line being the heading.
    """
    rows = _rows(document.text, clause)
    if len(rows) < 2:
        return ()
    if any(_INDICATOR_HEAD.search(cell.text) for cell in rows[0]):
        return _targets(clause, rows)
    around = document.text[max(0, clause.start - 80) : clause.start]
    return _incentive(document, clause, rows, around=around)


def _rows(text: str, clause: Clause) -> list[list[_Cell]]:
    rows: list[list[_Cell]] = []
    for line in re.finditer(r"[^\n]+", text[clause.start : clause.end]):
        cells = []
        for match in re.finditer(r"[^|]+", line[0]):
            words = match[0].strip()
            if words:
                begun = clause.start + line.start() + match.start()
                begun += len(match[0]) - len(match[0].lstrip())
                cells.append(_Cell(words, begun, begun + len(words)))
        if len(cells) >= 2:
            rows.append(cells)
    return rows


def _incentive(
    document: PolicyDocument, clause: Clause, rows: Sequence[Sequence[_Cell]], *, around: str
) -> tuple[Card, ...]:
    heading = rows[0]
    column = next(
        (number for number, cell in enumerate(heading) if _SUM_HEAD.search(cell.text)), None
    )
    if column is None or column == 0:
        return ()
    kind = benefit_type(heading[column].text, around + heading[column].text)
    found = [(row[0], row[column]) for row in rows[1:] if len(row) == len(heading)]
    tiers = [
        tier
        for label, cell in found
        if (tier := _tier(label, cell, heading[column].text)) is not None
    ]
    if kind is None or not tiers:
        return ()
    amounts = [item.amount for item in tiers if item.amount is not None]
    rates = [item.rate for item in tiers if item.rate is not None]
    return (
        IncentiveCard(
            clause_path=clause.path,
            start=clause.start,
            end=clause.end,
            benefit_type=kind,
            tiers=tuple(tiers),
            amount_text=document.text[tiers[0].start : tiers[0].end],
            amount_min=min(amounts, default=None),
            amount_max=max(amounts, default=None),
            rate_min=min(rates, default=None),
            rate_max=max(rates, default=None),
            spans=(FieldSpan("amount_text", tiers[0].start, tiers[0].end),),
        ),
    )


def _tier(label: _Cell, cell: _Cell, heading: str) -> Tier | None:
    """The sum of a cell; a bare number takes the unit that the heading prints (万元)."""
    quantity = _sum(cell.text, heading)
    if quantity is None:
        return None
    return Tier(
        label=label.text,
        label_start=label.start,
        label_end=label.end,
        amount=quantity.value if quantity.kind == "money" else None,
        rate=quantity.value if quantity.kind == "rate" else None,
        lower=None,
        upper=None,
        start=cell.start,
        end=cell.end,
    )


def _sum(text: str, heading: str) -> Quantity | None:
    unit = re.search(r"[（(](?:单位[：:])?(?P<unit>亿元|万元|元|%)", heading)
    if unit and re.fullmatch(r"\d+(?:\.\d+)?", text):
        text += unit["unit"]
    return next(
        (
            item
            for item in find_quantities(text)
            if item.kind == "rate" or (item.kind == "money" and item.unit == "元")
        ),
        None,
    )


def _targets(clause: Clause, rows: Sequence[Sequence[_Cell]]) -> tuple[Card, ...]:
    heading = rows[0]
    name = next(n for n, cell in enumerate(heading) if _INDICATOR_HEAD.search(cell.text))
    unit = next((n for n, cell in enumerate(heading) if _UNIT_HEAD.search(cell.text)), None)
    years = [
        (number, int(match["year"]))
        for number, cell in enumerate(heading)
        if (match := _YEAR_HEAD.fullmatch(cell.text)) and "目标" in cell.text
    ]
    found: list[Card] = []
    for row in rows[1:]:
        if len(row) != len(heading):
            continue
        for number, year in years:
            card = _target(clause, row, name=name, unit=unit, value=number, year=year)
            if card is not None:
                found.append(card)
    return tuple(found)


def _target(
    clause: Clause, row: Sequence[_Cell], *, name: int, unit: int | None, value: int, year: int
) -> TargetCard | None:
    figure = _FIGURE.fullmatch(row[value].text)
    measured = row[unit].text if unit is not None else (figure["unit"] if figure else None)
    if figure is None or not measured:
        return None
    sign = row[value].text[0]
    return TargetCard(
        clause_path=clause.path,
        start=row[0].start,
        end=row[-1].end,
        indicator=row[name].text,
        value=Decimal(figure["value"]),
        unit=measured,
        comparator="≥" if sign == "≥" else "≤" if sign == "≤" else ">" if sign in ">＞" else "=",
        deadline_year=year,
        spans=(
            FieldSpan("indicator", row[name].start, row[name].end),
            FieldSpan("value", row[value].start, row[value].end),
        ),
    )
