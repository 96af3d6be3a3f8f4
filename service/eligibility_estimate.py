"""What a rule would come to for the asker's own figures, with the computation shown."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from corpus.cards import IncentiveCard, Tier
from service.eligibility_tiers import chosen_tier
from service.profile import Profile


@dataclass(frozen=True, slots=True)
class Estimate:
    """What the rule would come to, with the computation; not a promise."""

    low: Decimal | None
    high: Decimal
    computation: str


#: What a rate is taken of, and which figure of the asker that is.
_BASES: tuple[tuple[str, str, str], ...] = (
    (r"固定资产|投资", "investment", "投资额"),
    (r"财政贡献|经济贡献", "contribution", "年度地方财政贡献"),
    (r"营业额|营业收入|销售", "revenue", "营业额"),
    (r"租金|房租", "rent", "租金"),
    (r"贷款", "loan", "贷款额"),
)


_COUNTS: dict[str, tuple[str, str]] = {
    "亩": ("area_mu", "亩"), "间": ("rooms", "间"), "人": ("headcount", "人"),
    "名": ("headcount", "人"), "平方米": ("floor_m2", "平方米"),
}  # fmt: skip


def estimate_of(card: IncentiveCard, profile: Profile) -> Estimate | None:
    """Return what the rule comes to for the asker's own figures, None where they do not suffice."""
    tier = chosen_tier(card, profile) if card.tiers else None
    if card.tiers and not isinstance(tier, Tier):
        return None
    if isinstance(tier, Tier) and tier.amount is not None:
        return _counted(card, profile, tier.amount, tier.amount)
    rates = (tier.rate, tier.rate) if isinstance(tier, Tier) else (card.rate_min, card.rate_max)
    if rates[1] is not None:
        return _of_base(card, profile, rates[0], rates[1])
    if card.amount_max is not None:
        return _counted(card, profile, card.amount_min, card.amount_max)
    if card.cap is not None:
        return Estimate(None, card.cap, f"最高 {short_sum(card.cap)}（以条文上限计）")
    return None


def _counted(
    card: IncentiveCard, profile: Profile, low: Decimal | None, high: Decimal
) -> Estimate | None:
    if card.unit is None:
        shown = (
            short_sum(high)
            if low in (None, high)
            else f"{short_sum(low or high)}—{short_sum(high)}"
        )
        return _capped(card, low, high, shown)
    things = card.unit.removeprefix("元/").split("/")
    if len(things) != 1 or things[0] not in _COUNTS:
        return None
    name, label = _COUNTS[things[0]]
    count: Decimal | None = getattr(profile, name)
    if count is None:
        return None
    per = low if low is not None else high
    shown = f"{short_sum(high)}/{things[0]} × {_plain(count)}{label} = {short_sum(high * count)}"
    return _capped(card, per * count, high * count, shown)


def _of_base(
    card: IncentiveCard, profile: Profile, low: Decimal | None, high: Decimal
) -> Estimate | None:
    words = "".join((card.base or "").split())
    if re.search(r"新增|超出|增量|同比|实际发生|首", words):
        return None
    found = next(
        ((name, label) for pattern, name, label in _BASES if re.search(pattern, words)), None
    )
    value: Decimal | None = getattr(profile, found[0]) if found else None
    if found is None or value is None:
        return None
    least = None if low is None else value * low / 100
    most = value * high / 100
    rate = f"{_plain(high)}%" if low in (None, high) else f"{_plain(low or high)}%—{_plain(high)}%"
    result = (
        short_sum(most)
        if least in (None, most)
        else f"{short_sum(least or most)}—{short_sum(most)}"
    )
    return _capped(card, least, most, f"{found[1]} {short_sum(value)} × {rate} = {result}")


def _capped(card: IncentiveCard, low: Decimal | None, high: Decimal, shown: str) -> Estimate:
    if card.cap is None or high <= card.cap:
        return Estimate(low, high, shown)
    limit = card.cap
    return Estimate(
        None if low is None else min(low, limit), limit, f"{shown}，以上限 {short_sum(limit)} 为准"
    )


def _span_of(low: Decimal | None, high: Decimal) -> str:
    """Write a sum, or the two ends of a range."""
    if low is None or low == high:
        return short_sum(high)
    return f"{short_sum(low)}—{short_sum(high)}"


def short_sum(value: Decimal) -> str:
    """Write yuan as people do: 1.2亿元, 600万元, 2000元."""
    for size, name in ((Decimal(10**8), "亿元"), (Decimal(10**4), "万元")):
        if value >= size:
            return f"{_plain((value / size).quantize(Decimal('0.0001')))}{name}"
    return f"{_plain(value)}元"


def _plain(value: Decimal) -> str:
    text = format(value.normalize(), "f")
    return text
