"""What an asker may get: yes, no or unknown for every incentive, with the deciding words.

``yes`` is said only where every condition that the rule prints is shown to be fulfilled; whatever
is not known is listed as missing. An estimate shows its computation and is never a promise.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from corpus.cards import Condition, IncentiveCard, Tier
from corpus.document import Status
from corpus.quantities import find_quantities
from service.eligibility_beneficiary import (
    NEGATIVE,
    beneficiary_decisions,
    flag,
    matter_decisions,
    qualified,
    without_said,
)
from service.eligibility_decision import WORSE, Decision, Verdict, decided
from service.eligibility_estimate import Estimate, estimate_of, short_sum
from service.eligibility_scope import (
    fund_decisions,
    general_terms,
    on_top_of,
    place_decisions,
    validity_decisions,
)
from service.eligibility_tiers import chosen_tier, measure_of, value_of
from service.profile import QUALIFICATIONS, Profile

# Growth is measured against a year that the asker did not give.
_RELATIVE = re.compile(r"同比|增长|新增|超出|首次|较上年|比上年|累计")


@dataclass(frozen=True, slots=True)
class Eligibility:
    """Whether a rule fits: the deciding conditions, what is missing, and an estimate."""

    verdict: Verdict
    decisions: tuple[Decision, ...]
    missing: tuple[str, ...]
    estimate: Estimate | None


def decide(
    card: IncentiveCard, profile: Profile, *, region: str | None, status: Status, title: str = ""
) -> Eligibility:
    """Return whether ``profile`` fits the rule of a document of ``region`` with ``status``.

    ``title`` is the document's: 关于加快旅游业发展的若干意见 is about tourism throughout.
    """
    decisions = [
        *validity_decisions(card, status),
        *place_decisions(card, profile, region),
        *beneficiary_decisions(card, profile),
        *matter_decisions(card, profile, title),
        *fund_decisions(card),
        *general_terms(card),
        *on_top_of(card, profile),
        *_own_conditions(card, profile),
        *_tiers(card, profile),
    ]
    verdict: Verdict = min((item.verdict for item in decisions), key=lambda v: WORSE[v])
    missing = tuple(dict.fromkeys(item.missing for item in decisions if item.missing))
    estimate = None if verdict == "no" else estimate_of(card, profile)
    return Eligibility(verdict, tuple(decisions), missing, estimate)


def _own_conditions(card: IncentiveCard, profile: Profile) -> Iterator[Decision]:
    """Judge the conditions that every applicant must fulfil.

    Of those that name a step, the other steps' are left out; of the asker's own step and of a list
    of all steps, what is said beside the bounds is judged.
    """
    chosen = chosen_tier(card, profile)
    words = "、".join("".join(item.label.split()) for item in card.tiers)
    for item in card.conditions:
        step = _step_of(item, card)
        if step is not None:
            if isinstance(chosen, Tier) and _binds(item, step, chosen, card):
                yield from _beside_bounds(item, card, profile)
        elif _graded(item, card):
            yield from _beside_bounds(item, card, profile)
        elif "".join(item.text.split()) not in words:
            yield _condition(item, profile)


def _step_of(condition: Condition, card: IncentiveCard) -> Tier | None:
    """The one step that a condition tells of: 新评定为三星级 → 三星级."""
    told = [
        item
        for item in card.tiers
        if condition.start <= item.label_start and item.label_end <= condition.end
    ]
    return told[0] if len(told) == 1 else None


def _binds(condition: Condition, step: Tier, chosen: Tier, card: IncentiveCard) -> bool:
    """Whether the asker on ``chosen`` must fulfil a step's condition.

    What stands before the first step of a list is said of all: 新评定为｜三星级、四星级.
    """
    if step is chosen:
        return True
    led = any(
        _step_of(item, card) is chosen and item.start < chosen.label_start
        for item in card.conditions
    )
    return step is card.tiers[0] and condition.start < step.label_start and not led


def _beside_bounds(
    condition: Condition, card: IncentiveCard, profile: Profile
) -> Iterator[Decision]:
    """What a condition with the steps' bounds asks besides: 单个药品年销售收入首次突破1亿元."""
    words = "".join(condition.text.split())
    said = "".join(profile.text.split())
    rest = words
    for tier in card.tiers:
        if (tier.label_start, tier.label_end) != (condition.start, condition.end):
            rest = rest.replace("".join(tier.label.split()), "")
    rest = re.sub(r"[^一-龥]", "", re.sub(r"\d[\d.]*(?:万|亿)?", "", rest))
    unsaid = _NEUTRAL.sub("", without_said(rest, said))
    if _RELATIVE.search(rest) or len(unsaid) > 2:
        yield _unknown(condition, f"需核“{words}”", f"“{words}”")


def _graded(condition: Condition, card: IncentiveCard) -> bool:
    """Whether a condition is the list of the tiers' own bounds, judged by :func:`_tiers`."""
    return len(card.tiers) > 1 and all(
        condition.start <= item.label_start and item.label_end <= condition.end
        for item in card.tiers
    )


# Steps of procedure that the office takes; they cannot be known beforehand.
_PROCEDURAL = re.compile(r"认定|审核|评审|验收|审定|备案|确认|批准|公示|评定")


def _condition(condition: Condition, profile: Profile) -> Decision:
    words = "".join(condition.text.split())
    parts = [item for item in re.split(r"[，；]|且|并且|、(?=.*?\d)", words) if item]
    decisions = [_part(part, condition, profile) for part in parts]
    return min(decisions, key=lambda item: WORSE[item.verdict])


def _part(words: str, condition: Condition, profile: Profile) -> Decision:
    if _RELATIVE.search(words) and re.search(r"\d", words):
        return _unknown(condition, f"需核“{words}”", f"“{words}”")
    figures = [item for item in find_quantities(words) if item.kind != "rate"]
    if not figures:
        return _worded(words, condition, profile)
    figure = figures[0]
    name, label = measure_of(words, figure.unit)
    value = value_of(profile, name) if name else None
    if name is None or value is None:
        return _unknown(condition, f"需核“{words}”", label or f"“{words}”")
    if name == "years" and "连续" in words:
        return _unknown(condition, f"需核“{words}”", f"“{words}”")
    low, high = _limits(words, figure.value, figure.upper)
    met = (low is None or value >= low) and (high is None or value <= high)
    if (
        met
        and low is not None
        and value == low
        and "以上" in words
        and "及以上" not in words
        and ("含" not in words)
    ):
        return _unknown(condition, f"“{words}”是否含本数需核", f"“{words}”是否含本数")
    rest = re.sub(r"[^一-龥]", "", words[: figure.start] + words[figure.end :])
    said = "".join(profile.text.split())
    if met and _ACTUAL.search(words) and not _ACTUAL.search(said):
        return _unknown(condition, "数额符合；条文按实际完成（到账）数计", f"“{words}”")
    if met and len(_NEUTRAL.sub("", rest)) > 4:
        return _unknown(condition, f"数额符合；另需核“{words}”", f"“{words}”")
    return decided(
        "yes" if met else "no",
        f"{label} {short_sum(value)}，条件“{words}”",
        condition,
        text=condition.text,
    )


# What counts is what was done, not what is planned: 实际完成固定资产投资5000万元以上.
_ACTUAL = re.compile(r"实际|到账|到位|已完成|完成")


_NEUTRAL = re.compile(
    r"固定资产|投资总?额?|资金|投入|总|年|度|销售|收入|额|营业|面积|产值|纳税|税收|以上|以下|以内|不低于|不少于|超过|达到?|及|在|的|为|单位|元|亩|平方米|项目|企业|强度|均|"
    r"地方|财政|贡献|经营|满|人次|人数|游客|组织|来|景区|旅游|职工|员工|就业|吸纳|含|新建|建设|发展|新|种植|基地|人|间|按|其|实现|数|达"
)


def _unknown(condition: Condition, reason: str, missing: str) -> Decision:
    return decided("unknown", reason, condition, text=condition.text, missing=missing)


# A condition that asks for nothing but a new firm: 新设.
_NEWLY = re.compile(r"新建|新设|新引进|新上|新注册|新办|新开|新落户")


def _worded(words: str, condition: Condition, profile: Profile) -> Decision:
    """A condition without a figure is met only where the asker says the very thing."""
    named = list(qualified(words, condition, profile))
    if named:
        worst = min(named, key=lambda item: WORSE[item.verdict])
        rest = words
        for name in sorted(QUALIFICATIONS, key=len, reverse=True):
            rest = rest.replace(name, "")
        rest = re.sub(
            r"初次|首次|新|被|获?认定为|列入|入选|获得|企业|国家级?|在|、|和|的|年度", "", rest
        )
        if worst.verdict != "yes" or len(rest) <= 2:
            return worst
    if _NEWLY.fullmatch(words):
        return flag(profile.newly_founded, "是否新设", condition, condition.text)
    said = "".join(profile.text.split())
    if len(words) >= 4 and words in said and not NEGATIVE.search(said):
        return decided("yes", f"申请者说明“{words}”", condition, text=condition.text)
    reason = "由主管部门认定" if _PROCEDURAL.search(words) else f"需核“{words}”"
    return _unknown(condition, reason, f"“{words}”")


def _limits(
    words: str, value: Decimal, upper: Decimal | None
) -> tuple[Decimal | None, Decimal | None]:
    if upper is not None:
        return value, upper
    if re.search(r"以下|以内|不超过|不高于|不多于", words):
        return None, value
    return value, None


_TIME_STEP = re.compile(r"^(?:前|后|第)[一二三四五六七八九十\d]+(?:个?[年月])")


def _tiers(card: IncentiveCard, profile: Profile) -> Iterator[Decision]:
    """A graded rule fits only where the asker falls under one of its steps.

    Steps of time (前三年, 第四年) are gone through by everyone.
    """
    if all(_TIME_STEP.search("".join(item.label.split())) for item in card.tiers):
        return
    chosen = chosen_tier(card, profile)
    first = card.tiers[0]
    place = Condition(
        first.label, "其他", None, None, None, None, first.label_start, card.tiers[-1].label_end
    )
    if chosen is None:
        known = "、".join(item.label for item in card.tiers)
        yield decided(
            "unknown", f"分档：{known}", place, text=known, missing=f"属于哪一档（{known}）"
        )
    elif chosen == "none":
        yield decided("no", "不在任何一档之内", place, text=first.label)
    else:
        yield decided("yes", f"属于“{chosen.label}”", place, text=chosen.label)
