"""Cards: incentives, targets and procedures of a document as data, each field with its span.

A text field is verbatim: ``document.text[span.start:span.end]`` is its value. A number has the
span of the figure it was read from. What the document leaves open is None (未规定), never guessed.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar, Literal

from pydantic import TypeAdapter

CardKind = Literal["incentive", "target", "procedure"]
Comparator = Literal["≥", "≤", "=", ">", "<", "≈"]
ConditionKind = Literal[
    "投资额", "投资强度", "亩均税收", "注册地", "资质", "年限", "营收", "税收", "面积", "人数",
    "贷款", "产业", "新设", "其他",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class FieldSpan:
    """Where one field of a card was read; list fields are named with their index: conditions.0."""

    field: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Condition:
    """One testable requirement (固定资产投资1000万元及以上), verbatim, with its figure if any.

    ``value``/``upper`` are yuan for money, percent for rates, else the printed number in ``unit``.
    """

    text: str
    kind: ConditionKind
    comparator: Comparator | None
    value: Decimal | None
    upper: Decimal | None
    unit: str | None
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Tier:
    """One step of a graded rule: who falls under ``label`` gets ``amount`` yuan or ``rate`` %.

    ``label`` is verbatim (四星级; 1亿元以上; 前2年); ``lower``/``upper`` are its bounds where it
    states a range of money, area or number.
    """

    label: str
    label_start: int
    label_end: int
    amount: Decimal | None
    rate: Decimal | None
    lower: Decimal | None
    upper: Decimal | None
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class IncentiveCard:
    """One rule that grants (or refuses) something: how much, for whom, on what conditions.

    ``amount_*`` and ``cap`` are yuan, ``rate_*`` percent of ``base``; ``unit`` is what a per-unit
    amount is counted by (元/亩, 元/人/月); ``cap_per`` whom the cap binds (单个项目, 每年).
    ``scope`` is what the document says once of whom it is for (本办法所称总部企业，是指…).
    """

    kind: ClassVar[CardKind] = "incentive"
    clause_path: str | None
    start: int
    end: int
    benefit_type: str
    beneficiary: str | None = None
    sector: str | None = None
    conditions: tuple[Condition, ...] = ()
    tiers: tuple[Tier, ...] = ()
    amount_text: str | None = None
    amount_min: Decimal | None = None
    amount_max: Decimal | None = None
    rate_min: Decimal | None = None
    rate_max: Decimal | None = None
    cap: Decimal | None = None
    cap_per: str | None = None
    unit: str | None = None
    base: str | None = None
    period: str | None = None
    combination: str | None = None
    department: str | None = None
    co_departments: str | None = None
    window: str | None = None
    scope: str | None = None
    spans: tuple[FieldSpan, ...] = ()


@dataclass(frozen=True, slots=True)
class TargetCard:
    """One figure to be reached: ``value`` and ``unit`` as printed, growth named in ``indicator``.

    ``upper`` is the other end of a range (6%－6.5%). ``deadline_year`` is None where the text says
    今年 without a year that the document itself fixes.
    """

    kind: ClassVar[CardKind] = "target"
    clause_path: str | None
    start: int
    end: int
    indicator: str
    value: Decimal
    unit: str
    comparator: Comparator
    upper: Decimal | None = None
    baseline: str | None = None
    deadline_year: int | None = None
    deadline_text: str | None = None
    scope: str | None = None
    department: str | None = None
    spans: tuple[FieldSpan, ...] = ()


@dataclass(frozen=True, slots=True)
class ProcedureCard:
    """One thing that can be applied for: what to hand in, where, by when, and who decides.

    ``promised_limit`` is 承诺办结时限 where the text tells it from the statutory ``time_limit``.
    """

    kind: ClassVar[CardKind] = "procedure"
    clause_path: str | None
    start: int
    end: int
    name: str
    applicant: str | None = None
    steps: tuple[str, ...] = ()
    materials: tuple[str, ...] = ()
    time_limit: str | None = None
    promised_limit: str | None = None
    where: str | None = None
    phone: str | None = None
    fee: str | None = None
    department: str | None = None
    result: str | None = None
    spans: tuple[FieldSpan, ...] = ()


Card = IncentiveCard | TargetCard | ProcedureCard

_ADAPTERS: dict[CardKind, TypeAdapter[Card]] = {
    "incentive": TypeAdapter(IncentiveCard),
    "target": TypeAdapter(TargetCard),
    "procedure": TypeAdapter(ProcedureCard),
}


def dump_card(card: Card) -> dict[str, object]:
    """Return the card's fields as JSON values, exact (decimals as text): what the store keeps."""
    dumped: dict[str, object] = _ADAPTERS[card.kind].dump_python(card, mode="json")
    return dumped


def load_card(kind: CardKind, values: dict[str, object]) -> Card:
    """Return the card that :func:`dump_card` wrote."""
    return _ADAPTERS[kind].validate_python(values)


def plain_number(value: Decimal | None) -> int | float | None:
    """Return the JSON number of a figure: 1000000, 0.5.

    >>> plain_number(Decimal("20.0"))
    20
    """
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)
