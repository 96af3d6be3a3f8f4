"""Conditions put in order: one test each, a step once, and nothing that is no condition."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from corpus.cards import Condition, FieldSpan, IncentiveCard, Tier
from ingest.cards.conditions import read_condition
from ingest.cards.rule_text import rule_text

Range = tuple[int, int]

# Says of what or how much is granted, not on what condition:
# 参照其年度地方财政贡献给予企业连续5年奖励; 以企业上一年度地方财政贡献为基数; 可申请上岗人员岗位.
_NO_CONDITION = re.compile(
    r"^(?:按照?|参照)(?!.*(?:规定|要求|程序)).*(?:贡献|额度?|税收|收入|奖励|标准)$|^以.*为(?:基数|标准|依据)$|"
    r"^从.*(?:中|里)$|^属于.*(?:款|税收|部分|收入)$|^可(?:申请|享受|按|申领)|管委会可采用$|"
    r"^.{0,12}(?:补贴|补助|奖励|津贴|贷款)(?:标准|额度)?$|^生活$|^(?:应当?|须|分别)$|可(?:领取|申领|获得)$|^每[年月季]$|^(?:疫情(?:防控)?|政策)期间$|给予.*奖励$|"
    r"可$|^(?:地方|各级|中央)?财政(?:可?适当)?$|可?适当$|意见明确$|原则(?:上)?$|力度$|^(?:用好|落实好?|实施).*政策$|^(?:通过|以|采取|采用).*方式$|"
    r"^(?:进一步|继续)|^缴费标准为?$|(?:补贴|补助|奖励|资助)标准[：:]?为?$|财政(?:统筹资金)?再?$|^同时$|^严格(?:执行|落实)|^按照?相关规定$|"
    r"应当?(?:依法)?$|^(?:依照|按照?)(?:国家|市|省)?有?关?规定$|^任何单位和个人|(?:贴息|财政)[^，。；]*基础上$|^参照《|报道称$|获悉$|据悉|介绍$|^记者|表示$|指出$|下发通知$|(?:电|讯)[（(]记者|^可以?(?:申请|享受|按|申领)|缴费标准|^其[^，。；]{2,20}(?:投资|费用|支出|成本)$"
)
# What encouragement names is a wish: 鼓励｜企业多途径扩大招工规模，….
_WISH = ("鼓励", "支持")
# Two tests in one breath: 固定资产投资1000万元及以上｜且｜亩均投资强度不低于200万元.
_JOINT = re.compile(r"[、，]?(?:并且|同时|且)|[、，；]")
_BOUND = re.compile(r"以上|以下|以内|不低于|不少于|不超过|不高于|达到?|超过|满|至少|[≥≤]")
_FIGURE = re.compile(r"\d|[一二三四五六七八九十百两]+(?:年|家|人|个月|亩|间|张|次)")


def with_refined_conditions(card: IncentiveCard, text: str) -> IncentiveCard:
    """Return the card with each condition telling one test; ``text`` is the whole document.

    新评定为三星级、四星级、五星级 with its three steps → 新评定为三星级 · 四星级 · 五星级.
    """
    ranges: list[Range] = []
    for item in _listed_once(card):
        ranges.extend(part for part in _single_tests(text, *item) if part not in ranges)
    kept = tuple(
        _read(text, *item)
        for item in ranges
        if _is_condition(text, *item) and text[slice(*item)] != card.period
    )
    if [(item.start, item.end) for item in kept] == [
        (item.start, item.end) for item in card.conditions
    ]:
        return card
    spans = (
        *(item for item in card.spans if not item.field.startswith("conditions.")),
        *(FieldSpan(f"conditions.{i}", c.start, c.end) for i, c in enumerate(kept)),
    )
    return replace(card, conditions=kept, spans=spans)


def _listed_once(card: IncentiveCard) -> Iterator[Range]:
    """The conditions, a list of all steps taken apart instead of the steps said again."""
    listing = next((item for item in card.conditions if _lists(item, card.tiers)), None)
    steps = {(item.label_start, item.label_end) for item in card.tiers}
    for item in card.conditions:
        if item is listing:
            yield from _taken_apart(item, card.tiers)
        elif listing is None or (item.start, item.end) not in steps:
            yield item.start, item.end


def _lists(condition: Condition, tiers: tuple[Tier, ...]) -> bool:
    return len(tiers) > 1 and all(
        condition.start <= item.label_start and item.label_end <= condition.end for item in tiers
    )


def _taken_apart(listing: Condition, tiers: tuple[Tier, ...]) -> Iterator[Range]:
    """One range for each step; the first has what stands before it, the last what follows."""
    ordered = sorted(tiers, key=lambda item: item.label_start)
    for number, tier in enumerate(ordered):
        start = listing.start if number == 0 else tier.label_start
        yield start, listing.end if number == len(ordered) - 1 else tier.label_end


def _single_tests(text: str, start: int, end: int) -> Iterator[Range]:
    """Split where both sides state a bound with a figure, outside parentheses."""
    words = text[start:end]
    begun = depth = 0
    position = 0
    while position < len(words):
        depth += (words[position] in "（(〔") - (words[position] in "）)〕")
        match = _JOINT.match(words, position) if depth == 0 else None
        if match and all(_is_bound(part) for part in (words[begun:position], words[match.end() :])):
            yield _bare(text, start + begun, start + position)
            begun = position = match.end()
            continue
        position += 1
    yield _bare(text, start + begun, end)


def _is_bound(words: str) -> bool:
    return bool(_BOUND.search(words) and _FIGURE.search(words)) and len(words.strip()) >= 4


def _bare(text: str, start: int, end: int) -> Range:
    while start < end and (text[start].isspace() or text[start] in "，、；"):
        start += 1
    while start < end and (text[end - 1].isspace() or text[end - 1] in "，、；"):
        end -= 1
    return start, end


def _is_condition(text: str, start: int, end: int) -> bool:
    words = "".join(text[start:end].split())
    if len(words) < 2 or "。" in words or _NO_CONDITION.search(words):
        return False
    wished = "".join(text[max(0, start - 4) : start].split()).endswith(_WISH)
    return not wished or bool(_FIGURE.search(words))


def _read(text: str, start: int, end: int) -> Condition:
    rule = rule_text(text, start, end, path=None)
    return read_condition(rule, 0, len(rule.view), text)
