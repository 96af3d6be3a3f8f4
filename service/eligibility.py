"""What an asker may get: yes, no or unknown for every incentive, with the deciding words.

``yes`` is said only where every condition that the rule prints is shown to be fulfilled; whatever
is not known is listed as missing. An estimate shows its computation and is never a promise.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from corpus.cards import Condition, IncentiveCard, Tier
from corpus.document import Status
from corpus.quantities import find_quantities
from corpus.regions import applies_to, contains
from service.eligibility_estimate import Estimate, estimate_of, short_sum
from service.eligibility_tiers import chosen_tier, measure_of, value_of
from service.profile import QUALIFICATIONS, SECTORS, Profile

Verdict = Literal["yes", "no", "unknown"]


_WORSE: dict[Verdict, int] = {"no": 0, "unknown": 1, "yes": 2}


# Growth is measured against a year that the asker did not give.
_RELATIVE = re.compile(r"同比|增长|新增|超出|首次|较上年|比上年|累计")


@dataclass(frozen=True, slots=True)
class Decision:
    """How one condition stands: its words, the verdict and why."""

    text: str
    verdict: Verdict
    reason: str
    missing: str | None
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Eligibility:
    """Whether a rule fits: the deciding conditions, what is missing, and an estimate."""

    verdict: Verdict
    decisions: tuple[Decision, ...]
    missing: tuple[str, ...]
    estimate: Estimate | None


def decide(
    card: IncentiveCard, profile: Profile, *, region: str | None, status: Status
) -> Eligibility:
    """Return whether ``profile`` fits the rule of a document of ``region`` with ``status``."""
    decisions = [
        *_in_force(card, status),
        *_place(card, profile, region),
        *_beneficiary(card, profile),
        *_general_terms(card),
        *_on_top(card, profile),
        *_own_conditions(card, profile),
        *_tiers(card, profile),
    ]
    verdict: Verdict = min((item.verdict for item in decisions), key=lambda v: _WORSE[v])
    missing = tuple(dict.fromkeys(item.missing for item in decisions if item.missing))
    estimate = None if verdict == "no" else estimate_of(card, profile)
    return Eligibility(verdict, tuple(decisions), missing, estimate)


def _in_force(card: IncentiveCard, status: Status) -> Iterator[Decision]:
    if status in ("已失效", "已废止"):
        yield _said("no", f"文件{status}", card)
    elif status == "尚未施行":
        yield _said("no", "文件尚未施行", card)
    elif status != "有效":
        yield _said("unknown", f"文件效力：{status}", card, missing="文件是否仍然有效")


def _said(
    verdict: Verdict,
    reason: str,
    card: IncentiveCard | Condition,
    *,
    text: str = "",
    missing: str | None = None,
) -> Decision:
    return Decision(text, verdict, reason, missing, card.start, card.end)


def _place(card: IncentiveCard, profile: Profile, region: str | None) -> Iterator[Decision]:
    if region is None:
        yield _said("unknown", "文件未写明适用地区", card, missing="文件的适用地区")
    elif profile.region is None:
        yield _said("unknown", f"只适用于{region}", card, missing="所在地区")
    elif applies_to(region, profile.region):
        yield _said("yes", f"{profile.region}适用{region}的规定", card)
    elif contains(profile.region, region) or region.endswith(profile.region):
        yield _said("unknown", f"只适用于{region}", card, missing=f"是否在{region}")
    else:
        yield _said("no", f"{region}的规定不适用于{profile.region}", card)


def _general_terms(card: IncentiveCard) -> Iterator[Decision]:
    """What the document asks of everyone (本办法所称…，是指…) is for the office to verify."""
    span = next((item for item in card.spans if item.field == "scope"), None)
    if card.scope is not None and span is not None:
        words = "".join(card.scope.split())
        short = words if len(words) <= _SHOWN else f"{words[:_SHOWN]}…"
        yield Decision(
            card.scope, "unknown", f"需符合“{short}”", f"是否符合“{short}”", span.start, span.end
        )


_SHOWN = 40
# Given on top of another level's benefit: 在省级奖励基础上再奖励10万元.
_ON_TOP = re.compile(r"在(?P<what>[^，。；在]{1,12}(?:奖励|补助|补贴|支持|资助))的?基础上")


def _on_top(card: IncentiveCard, profile: Profile) -> Iterator[Decision]:
    """What is added to another benefit presumes that one."""
    match = _ON_TOP.search("".join((card.amount_text or "").split()))
    if match and f"获{match['what']}" not in "".join(profile.text.split()):
        yield _said(
            "unknown", f"在{match['what']}基础上给予", card, missing=f"是否已获{match['what']}"
        )


_PEOPLE = re.compile(
    r"人员|人才|毕业生|青年|老年人|残疾人|居民|职工|学生|创业者|导游|个人|博士|硕士|劳动者|家庭|子女|参保人|借款人|员工|军人"
)


_FIRMS = re.compile(
    r"企业|公司|项目|单位|机构|平台|园区|基地|酒店|民宿|景区|旅行社|餐厅|银行|主体|合作社|商标|品牌|新药|品种|中心|店"
)


# Words that any firm answers to; a beneficiary of these alone sets no further condition.
_GENERIC = re.compile(
    r"^(?:新建|新设立?|新引进|新上|新注册|的|在|本?[县市区省]|我[县市区]|各类|企业|公司|项目|单位|新|投资方|投资|"
    r"引进)*$"
)


_NEW = re.compile(r"新建|新设|新引进|新上|新注册|新办|新开|新落户")


_SMALL = re.compile(r"中小微|小微|中小企业|个体工商户")


_FOREIGN = re.compile(r"外资|外商|港澳")


def _beneficiary(card: IncentiveCard, profile: Profile) -> Iterator[Decision]:
    """Whom the rule is for, against what the asker says to be."""
    who = card.beneficiary
    if who is None:
        yield _said("unknown", "条文未写明对象", card, missing="是否属于适用对象")
        return
    who = "".join(who.split())
    span = next((item for item in card.spans if item.field == "beneficiary"), None)
    place = Condition(
        who, "其他", None, None, None, None,
        span.start if span else card.start, span.end if span else card.end,
    )  # fmt: skip
    yield _kind_fits(who, place, profile)
    if any(item.label_start == place.start for item in card.tiers):
        return  # the steps themselves name whom the rule is for; they are judged one by one
    for pattern, held, name in (
        (_NEW, profile.newly_founded, "是否新设"),
        (_SMALL, profile.small, "是否中小微企业"),
        (_FOREIGN, profile.foreign, "是否外资（港澳）"),
    ):
        if pattern.search(who):
            yield _flag(held, name, place, who)
    yield from _sector_fits(who, place, profile)
    yield from _qualified(who, place, profile)
    if not _covered(_without_conditions(who, card)) and not _says_so(who, profile):
        yield _said("unknown", f"对象为“{who}”", place, text=who, missing=f"是否属于“{who}”")


def _without_conditions(who: str, card: IncentiveCard) -> str:
    """Leave out of whom a rule is for what is judged as its conditions: 租用标准厂房｜的企业."""
    for item in card.conditions:
        who = who.replace("".join(item.text.split()), "")
    return who


def _says_so(who: str, profile: Profile) -> bool:
    """Whether the asker says to be just that: 新引进的综合型总部."""
    said = "".join(profile.text.split())
    return len(who) >= _NAMED and who in said and not _NEGATIVE.search(said)


_NAMED = 5


def _kind_fits(who: str, place: Condition, profile: Profile) -> Decision:
    people, firms = _PEOPLE.search(who), _FIRMS.search(who)
    if profile.kind is None:
        return _said("unknown", f"对象为“{who}”", place, text=who, missing="企业还是个人")
    if people and not firms:
        verdict: Verdict = "yes" if profile.kind == "个人" else "no"
    elif firms and not people:
        verdict = "yes" if profile.kind == "企业" else "no"
    else:
        verdict = "yes"
    return _said(verdict, f"对象为“{who}”，申请者为{profile.kind}", place, text=who)


def _flag(held: bool | None, name: str, place: Condition, text: str) -> Decision:
    if held is None:
        return _said("unknown", f"{name}未说明", place, text=text, missing=name)
    return _said("yes" if held else "no", f"{name}：{'是' if held else '否'}", place, text=text)


def _sector_fits(who: str, place: Condition, profile: Profile) -> Iterator[Decision]:
    asked = [name for name, words in SECTORS.items() if any(word in who for word in words)]
    if not asked:
        return
    if not profile.sectors:
        yield _said("unknown", f"限{'、'.join(asked)}行业", place, text=who, missing="所属行业")
    elif set(asked) & set(profile.sectors):
        named = [w for name in asked for w in SECTORS[name] if w in who]
        exact = any(word in "".join(profile.text.split()) for word in named) or (
            _broad(named) and len(profile.sectors) == 1
        )
        yield (
            _said("yes", f"行业为{'、'.join(profile.sectors)}", place, text=who)
            if exact
            else _said("unknown", f"限“{named[0]}”", place, text=who, missing=f"是否属于{named[0]}")
        )
    elif set(profile.sectors) <= {"制造", "医药"} and set(asked) <= {"制造", "医药"}:
        yield _said("unknown", f"限{'、'.join(asked)}", place, text=who, missing="所属行业")
    else:
        yield _said(
            "no", f"限{'、'.join(asked)}，申请者为{'、'.join(profile.sectors)}", place, text=who
        )


def _broad(named: Sequence[str]) -> bool:
    """Whether the sector is named as a whole (工业, 农业), not one of its parts (民宿)."""
    return any(word in ("工业", "农业", "旅游", "服务业", "医药", "现代服务") for word in named)


def _qualified(text: str, place: Condition, profile: Profile) -> Iterator[Decision]:
    for name in QUALIFICATIONS:
        if name not in text or any(
            name != other and name in other and other in text for other in QUALIFICATIONS
        ):
            continue
        plain = "".join(profile.text.split())
        if name in profile.qualifications:
            yield _said("yes", f"具备“{name}”", place, text=text)
        elif re.search(rf"(?:不是|非|没有|未|尚未)[^，。；]{{0,8}}{re.escape(name)}", plain):
            yield _said("no", f"不具备“{name}”", place, text=text)
        else:
            yield _said("unknown", f"需“{name}”", place, text=text, missing=f"是否{name}")


def _covered(who: str) -> bool:
    """Whether all that the beneficiary asks for has been judged by the tests above."""
    rest = who.replace("总部经济", "总部")
    for words in SECTORS.values():
        for word in sorted(words, key=len, reverse=True):
            rest = re.sub(f"{word}(?:行?业)?", "", rest)
    for name in sorted(QUALIFICATIONS, key=len, reverse=True):
        rest = rest.replace(name, "")
    rest = re.sub(
        r"中小微|小微|个体工商户|外资|外商投资|类|级|型|和|、|及|县内外|\(.*?\)|（.*?）", "", rest
    )
    return bool(_GENERIC.match(rest))


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
    unsaid = _NEUTRAL.sub("", _without_said(rest, said))
    if _RELATIVE.search(rest) or len(unsaid) > 2:
        yield _unknown(condition, f"需核“{words}”", f"“{words}”")


def _without_said(words: str, said: str) -> str:
    """Leave out the runs of three characters and more that the asker says too."""
    rest = words
    for length in range(min(len(words), 16), 2, -1):
        for start in range(len(words) - length + 1):
            run = words[start : start + length]
            if run in said:
                rest = rest.replace(run, "")
    return rest


def _graded(condition: Condition, card: IncentiveCard) -> bool:
    """Whether a condition is the list of the tiers' own bounds, judged by :func:`_tiers`."""
    return len(card.tiers) > 1 and all(
        condition.start <= item.label_start and item.label_end <= condition.end
        for item in card.tiers
    )


# Steps of procedure that the office takes; they cannot be known beforehand.
_PROCEDURAL = re.compile(r"认定|审核|评审|验收|审定|备案|确认|批准|公示|评定")


_NEGATIVE = re.compile(r"未|不|无|没有")


def _condition(condition: Condition, profile: Profile) -> Decision:
    words = "".join(condition.text.split())
    parts = [item for item in re.split(r"[，；]|且|并且|、(?=.*?\d)", words) if item]
    decisions = [_part(part, condition, profile) for part in parts]
    return min(decisions, key=lambda item: _WORSE[item.verdict])


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
    return _said(
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
    return _said("unknown", reason, condition, text=condition.text, missing=missing)


def _worded(words: str, condition: Condition, profile: Profile) -> Decision:
    """A condition without a figure is met only where the asker says the very thing."""
    named = list(_qualified(words, condition, profile))
    if named:
        worst = min(named, key=lambda item: _WORSE[item.verdict])
        rest = words
        for name in sorted(QUALIFICATIONS, key=len, reverse=True):
            rest = rest.replace(name, "")
        rest = re.sub(
            r"初次|首次|新|被|获?认定为|列入|入选|获得|企业|国家级?|在|、|和|的|年度", "", rest
        )
        if worst.verdict != "yes" or len(rest) <= 2:
            return worst
    if _NEW.fullmatch(words):
        return _flag(profile.newly_founded, "是否新设", condition, condition.text)
    said = "".join(profile.text.split())
    if len(words) >= 4 and words in said and not _NEGATIVE.search(said):
        return _said("yes", f"申请者说明“{words}”", condition, text=condition.text)
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
        yield _said(
            "unknown", f"分档：{known}", place, text=known, missing=f"属于哪一档（{known}）"
        )
    elif chosen == "none":
        yield _said("no", "不在任何一档之内", place, text=first.label)
    else:
        yield _said("yes", f"属于“{chosen.label}”", place, text=chosen.label)
