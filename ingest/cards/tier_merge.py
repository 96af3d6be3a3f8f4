"""Which of two neighbouring rules are tiers of one, and how they become one card."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from corpus.cards import Condition, FieldSpan, IncentiveCard, Tier
from ingest.cards.rule_text import RuleText, Segment
from ingest.cards.subjects import Subject


@dataclass(frozen=True, slots=True)
class Draft:
    """A card in the making with what later segments may add to."""

    card: IncentiveCard
    segment: Segment
    zone: int
    subject: Subject


# Ranks of one and the same honour or market: rules that differ only here are tiers of one rule.
_GRADES = re.compile(
    r"主板|中小板|创业板|科创板|新三板|北交所|区域性股权市场|境外|上市|挂牌|[一二三四五六七八九十\d]+(?:星|A|类|等|级)+|国家级?|省级?|市级?|县级?|"
    r"世界|全国|国际|高级|中级|初级|[\d.—~-]+|[一二三四五六七八九十百千万亿]+|以上|以下|以内|及|至|含|[（）()、，的不]|持平|或|增长|人|亩|元|家|年"
)


# A condition that names another thing begins another rule: 新建钢架大棚面积20亩以上的.
_NEW_OBJECT = re.compile(r"(?:其中)?(?:新建|新设|新购|新增加?|建设|购置|购买|引进|举办)")


def continues(rule: RuleText, earlier: Draft, later: Draft, ender: str) -> bool:
    """Whether ``later`` is one more tier of the rule in ``earlier``, not a rule of its own."""
    if ender not in ("；", ";", "，") or earlier.card.benefit_type != later.card.benefit_type:
        return False
    if earlier.card.unit != later.card.unit or _scale(earlier.card) != _scale(later.card):
        return False
    if earlier.card.amount_max is None:
        return False
    if not later.subject.addressed and later.subject.beneficiary is None:
        return all(
            item.value is not None and not _NEW_OBJECT.match("".join(item.text.split()))
            for item in later.card.conditions
        )
    first = rule.view[earlier.segment.start : earlier.zone]
    second = rule.view[later.segment.start : later.zone]
    plain = sorted((_GRADES.sub("", item) for item in (first, second)), key=len)
    if first == second or not _GRADES.search(first) or len(plain[0]) < 3:
        return False
    named = [_GRADES.sub("", item) for item in (first, second)]
    if len(named[1]) > len(named[0]) + _NEW_NAME:
        return False
    near = len(plain[0]) >= 5 or len(plain[1]) <= 2 * len(plain[0]) + 6
    return near and _within(*plain)


# Words that a later step has more than the first name something new: 特色专业型平台.
_NEW_NAME = 4


def _within(short: str, long: str) -> bool:
    """Whether ``short`` is what remains of ``long`` when characters are left out."""
    rest = iter(long)
    return all(character in rest for character in short)


def inheriting(earlier: Draft, later: Draft) -> Draft:
    """A rule that names nobody speaks of whom the rule before it named."""
    if later.subject.beneficiary is not None or later.subject.addressed:
        return later
    if earlier.card.beneficiary is None or earlier.segment.ender not in ("；", ";", "，"):
        return later
    place = next(item for item in earlier.card.spans if item.field == "beneficiary")
    spans = [item for item in later.card.spans if item.field != "beneficiary"]
    card = replace(later.card, beneficiary=earlier.card.beneficiary, spans=(*spans, place))
    return replace(later, card=card)


def _scale(card: IncentiveCard) -> tuple[bool, bool]:
    return card.amount_max is not None, card.rate_max is not None


def merged(earlier: Draft, later: Draft, text: str) -> Draft:
    """Keep both tiers in one card: the least and the most, and every condition."""
    first, second = earlier.card, later.card
    conditions = (
        *first.conditions,
        *(
            item
            for item in second.conditions
            if item.text not in {c.text for c in first.conditions}
        ),
    )
    spans = [
        item for item in first.spans if not item.field.startswith(("conditions.", "amount_text"))
    ]
    named = {item.field for item in spans}
    spans += [
        item
        for item in second.spans
        if item.field not in named and not item.field.startswith(("conditions.", "amount_text"))
    ]
    begun = next((item.start for item in first.spans if item.field == "amount_text"), first.start)
    ended = next((item.end for item in second.spans if item.field == "amount_text"), second.end)
    spans.append(FieldSpan("amount_text", begun, ended))
    spans += [FieldSpan(f"conditions.{i}", c.start, c.end) for i, c in enumerate(conditions)]
    card = replace(
        first,
        end=second.end,
        conditions=conditions,
        tiers=(*_as_tiers(first), *_as_tiers(second)),
        amount_text=text[begun:ended],
        amount_min=_least(first.amount_min, second.amount_min),
        amount_max=_most(first.amount_max, second.amount_max),
        rate_min=_least(first.rate_min, second.rate_min),
        rate_max=_most(first.rate_max, second.rate_max),
        cap=_most(first.cap, second.cap),
        period=first.period or second.period,
        cap_per=first.cap_per or second.cap_per,
        base=first.base or second.base,
        spans=tuple(spans),
    )
    return Draft(card, later.segment, later.zone, earlier.subject)


def _as_tiers(card: IncentiveCard) -> tuple[Tier, ...]:
    """A card's tiers; a card without any is one tier under its first condition."""
    if card.tiers or not (card.conditions or card.beneficiary):
        return card.tiers
    bound = [index for index, item in enumerate(card.conditions) if item.value is not None]
    number = bound[0] if bound else 0
    place = next(
        (
            item
            for name in (f"conditions.{number}", "beneficiary")
            for item in card.spans
            if item.field == name
        ),
        None,
    )
    sums = next((item for item in card.spans if item.field in ("amount_max", "rate_max")), None)
    if place is None or sums is None:
        return ()
    first = card.conditions[number] if card.conditions else None
    return (
        Tier(
            label=(first.text if first else card.beneficiary) or "",
            label_start=place.start,
            label_end=place.end,
            amount=card.amount_max,
            rate=card.rate_max,
            lower=_bound(first, "≥"),
            upper=_bound(first, "≤"),
            start=sums.start,
            end=sums.end,
        ),
    )


def _bound(condition: Condition | None, side: str) -> Decimal | None:
    if condition is None or condition.value is None:
        return None
    if condition.upper is not None:
        return condition.value if side == "≥" else condition.upper
    if side == "≥":
        return condition.value if condition.comparator in ("≥", ">") else None
    return condition.value if condition.comparator in ("≤", "<") else None


def _least(first: Decimal | None, second: Decimal | None) -> Decimal | None:
    return min((item for item in (first, second) if item is not None), default=None)


def _most(first: Decimal | None, second: Decimal | None) -> Decimal | None:
    return max((item for item in (first, second) if item is not None), default=None)
