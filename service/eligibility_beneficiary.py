"""Whom a rule is for, against what the asker says to be."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from corpus.cards import Condition, IncentiveCard
from service.eligibility_decision import Decision, Verdict, decided
from service.profile import QUALIFICATIONS, SECTORS, Profile

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


def beneficiary_decisions(card: IncentiveCard, profile: Profile) -> Iterator[Decision]:
    """Whom the rule is for, against what the asker says to be."""
    who = card.beneficiary
    if who is None:
        yield decided("unknown", "条文未写明对象", card, missing="是否属于适用对象")
        return
    who = "".join(who.split())
    span = next((item for item in card.spans if item.field == "beneficiary"), None)
    place = Condition(
        who, "其他", None, None, None, None,
        span.start if span else card.start, span.end if span else card.end,
    )  # fmt: skip
    yield _kind_fits(who, place, profile)
    if any((item.label_start, item.label_end) == (place.start, place.end) for item in card.tiers):
        return  # the steps themselves name whom the rule is for; they are judged one by one
    for pattern, held, name in (
        (_NEW, profile.newly_founded, "是否新设"),
        (_SMALL, profile.small, "是否中小微企业"),
        (_FOREIGN, profile.foreign, "是否外资（港澳）"),
    ):
        if pattern.search(who):
            yield flag(held, name, place, who)
    yield from _sector_fits(who, place, profile)
    yield from qualified(who, place, profile)
    asked = _without_conditions(who, card)
    if not _covered(asked) and not _says_so(who, asked, profile):
        yield decided("unknown", f"对象为“{who}”", place, text=who, missing=f"是否属于“{who}”")


def matter_decisions(card: IncentiveCard, profile: Profile, title: str) -> Iterator[Decision]:
    """A rule for 项目 of a document on tourism is for tourism projects only."""
    if card.beneficiary is None or not _GENERIC.match("".join(card.beneficiary.split())):
        return
    asked = [name for name, words in SECTORS.items() if any(word in title for word in words)]
    if asked and not set(asked) & set(profile.sectors):
        named = "、".join(asked)
        yield decided("unknown", f"文件针对{named}", card, missing=f"是否属于{named}")


def _without_conditions(who: str, card: IncentiveCard) -> str:
    """Leave out of whom a rule is for what is judged as its conditions: 租用标准厂房｜的企业."""
    steps = ["".join(step.label.split()) for step in card.tiers]
    for item in card.conditions:
        words = "".join(item.text.split())
        if not any(step in words for step in steps):
            who = who.replace(words, "")
    for step in steps:
        who = who.replace(step, "")
    return who


def _says_so(who: str, asked: str, profile: Profile) -> bool:
    """Whether the asker says to be just that: 新引进的综合型总部, 租用标准厂房｜的企业."""
    said = "".join(profile.text.split())
    if NEGATIVE.search(said):
        return False
    return (len(who) >= _NAMED and who in said) or _covered(without_said(asked, said))


def without_said(words: str, said: str) -> str:
    """Leave out the runs of three characters and more that the asker says too."""
    rest = words
    for length in range(min(len(words), 16), 2, -1):
        for start in range(len(words) - length + 1):
            run = words[start : start + length]
            if run in said:
                rest = rest.replace(run, "")
    return rest


_NAMED = 5


def _kind_fits(who: str, place: Condition, profile: Profile) -> Decision:
    people, firms = _PEOPLE.search(who), _FIRMS.search(who)
    if profile.kind is None:
        return decided("unknown", f"对象为“{who}”", place, text=who, missing="企业还是个人")
    if people and not firms:
        verdict: Verdict = "yes" if profile.kind == "个人" else "no"
    elif firms and not people:
        verdict = "yes" if profile.kind == "企业" else "no"
    else:
        verdict = "yes"
    return decided(verdict, f"对象为“{who}”，申请者为{profile.kind}", place, text=who)


def flag(held: bool | None, name: str, place: Condition, text: str) -> Decision:
    """Judge what the asker either is or is not, unknown where nothing is said."""
    if held is None:
        return decided("unknown", f"{name}未说明", place, text=text, missing=name)
    return decided("yes" if held else "no", f"{name}：{'是' if held else '否'}", place, text=text)


def _sector_fits(who: str, place: Condition, profile: Profile) -> Iterator[Decision]:
    asked = [name for name, words in SECTORS.items() if any(word in who for word in words)]
    if not asked:
        return
    if not profile.sectors:
        yield decided("unknown", f"限{'、'.join(asked)}行业", place, text=who, missing="所属行业")
    elif set(asked) & set(profile.sectors):
        named = [w for name in asked for w in SECTORS[name] if w in who]
        exact = any(word in "".join(profile.text.split()) for word in named) or (
            _broad(named) and len(profile.sectors) == 1
        )
        yield (
            decided("yes", f"行业为{'、'.join(profile.sectors)}", place, text=who)
            if exact
            else decided(
                "unknown", f"限“{named[0]}”", place, text=who, missing=f"是否属于{named[0]}"
            )
        )
    elif set(profile.sectors) <= {"制造", "医药"} and set(asked) <= {"制造", "医药"}:
        yield decided("unknown", f"限{'、'.join(asked)}", place, text=who, missing="所属行业")
    else:
        yield decided(
            "no", f"限{'、'.join(asked)}，申请者为{'、'.join(profile.sectors)}", place, text=who
        )


def _broad(named: Sequence[str]) -> bool:
    """Whether the sector is named as a whole (工业, 农业), not one of its parts (民宿)."""
    return any(word in ("工业", "农业", "旅游", "服务业", "医药", "现代服务") for word in named)


def qualified(text: str, place: Condition, profile: Profile) -> Iterator[Decision]:
    """Judge each rank or honour that ``text`` asks for."""
    for name in QUALIFICATIONS:
        if name not in text or any(
            name != other and name in other and other in text for other in QUALIFICATIONS
        ):
            continue
        plain = "".join(profile.text.split())
        if name in profile.qualifications:
            yield decided("yes", f"具备“{name}”", place, text=text)
        elif re.search(rf"(?:不是|非|没有|未|尚未)[^，。；]{{0,8}}{re.escape(name)}", plain):
            yield decided("no", f"不具备“{name}”", place, text=text)
        else:
            yield decided("unknown", f"需“{name}”", place, text=text, missing=f"是否{name}")


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


NEGATIVE = re.compile(r"未|不|无|没有")
