"""Which figure of the asker a condition asks for, and which step of a graded rule that gives."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Literal

from corpus.cards import IncentiveCard, Tier
from corpus.quantities import find_quantities
from service.profile import Profile

#: What a condition's figure is compared with, by the words of the condition; first match decides.
_MEASURES: tuple[tuple[str, str, str], ...] = (
    (r"亩均投资|投资强度", "intensity", "投资额与用地面积（亩）"),
    (r"亩均税收", "tax_per_mu", "年纳税额与用地面积（亩）"),
    (r"产值", "output", "年产值"),
    (r"销售|营业额|营业收入|营收|主营", "revenue", "年营业（销售）收入"),
    (r"财政贡献|经济贡献|地方贡献", "contribution", "年度地方财政贡献"),
    (r"纳税|税收|税金", "tax", "年纳税额"),
    (r"贷款", "loan", "贷款额"),
    (r"租金", "rent", "租金"),
    (r"投资|投入", "investment", "投资额"),
    (r"营业面积|建筑面积|平方米", "floor_m2", "营业（建筑）面积"),
    (r"亩|面积", "area_mu", "面积（亩）"),
    (r"游客|人次", "visitors", "组织的人次"),
    (r"床位|间", "rooms", "房间数"),
    (r"职工|员工|就业|招用|吸纳|人数|\d人", "headcount", "人数"),
    (r"年", "years", "年限"),
)


#: A figure's unit decides what it is compared with before the words around it do.
_BY_UNIT: dict[str, tuple[str, str]] = {
    "亩": ("area_mu", "面积（亩）"), "平方米": ("floor_m2", "面积（平方米）"),
    "人次": ("visitors", "组织的人次"), "间": ("rooms", "房间数"),
    "人": ("headcount", "人数"), "名": ("headcount", "人数"),
}  # fmt: skip


def measure_of(words: str, unit: str | None) -> tuple[str | None, str | None]:
    """Which figure of the asker a condition asks for; None where the asker gives no such one."""
    if unit != "元" and unit is not None:
        return _BY_UNIT.get(unit, (None, None))
    return next(
        ((name, label) for pattern, name, label in _MEASURES if re.search(pattern, words)),
        (None, None),
    )


def value_of(profile: Profile, name: str) -> Decimal | None:
    """Return the figure of the asker that ``measure_of`` names, None where unknown."""
    if name == "intensity":
        return _ratio(profile.investment, profile.area_mu)
    if name == "tax_per_mu":
        return _ratio(profile.tax, profile.area_mu)
    value: Decimal | None = getattr(profile, name)
    return value


def _ratio(above: Decimal | None, below: Decimal | None) -> Decimal | None:
    return None if above is None or not below else above / below


def chosen_tier(card: IncentiveCard, profile: Profile) -> Tier | Literal["none"] | None:
    """Return the step the asker falls under, "none" where under none, None where unknown."""
    graded = [item for item in card.tiers if item.lower is not None or item.upper is not None]
    if graded and len(graded) == len(card.tiers):
        return _by_range(card, graded, profile)
    said = "".join(profile.text.split())
    labels = ["".join(item.label.split()) for item in card.tiers]
    named = [
        tier
        for tier, label in zip(card.tiers, labels, strict=True)
        if any(_names(word, said) for word in _distinct(label, labels))
    ]
    return named[0] if len(named) == 1 else None


def _distinct(label: str, labels: Sequence[str]) -> list[str]:
    """The words that tell one step from the others: 在主板上市企业 → 主板上市."""
    if len(labels) < 2:
        return [label]
    start = _shared_length(labels)
    end = len(label) - min(_shared_length([item[::-1] for item in labels]), len(label) - start)
    words = label[start:end]
    parts = re.split(r"[、或]", words)
    kept = [words, *(re.sub(r"(?:上市|挂牌)$", "", part) for part in parts)]
    return [item if len(item) >= 2 else label for item in kept]


def _shared_length(words: Sequence[str]) -> int:
    """How many characters all of ``words`` begin with."""
    length = 0
    for column in zip(*words, strict=False):
        if len(set(column)) > 1:
            break
        length += 1
    return length


def _names(words: str, said: str) -> bool:
    refused = re.search(rf"(?:不是|非|没有|未)[^，。；]{{0,6}}{re.escape(words)}", said)
    return len(words) >= 2 and words in said and refused is None


def _by_range(
    card: IncentiveCard, graded: Sequence[Tier], profile: Profile
) -> Tier | Literal["none"] | None:
    words = "".join(("".join(item.text for item in card.conditions) + graded[0].label).split())
    figure = next(iter(find_quantities("".join(graded[0].label.split()))), None)
    name, _ = measure_of(words, figure.unit if figure else None)
    value = value_of(profile, name) if name else None
    if value is None or name is None:
        return None
    edges = {item for tier in graded for item in (tier.lower, tier.upper) if item is not None}
    if value in edges:
        return None
    fitting = [
        item
        for item in graded
        if (item.lower is None or value >= item.lower)
        and (item.upper is None or value <= item.upper)
    ]
    if not fitting:
        return "none"
    return max(fitting, key=lambda item: item.lower or Decimal(0))
