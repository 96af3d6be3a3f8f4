"""Target cards: indicator, value, unit and deadline of what a document sets out to reach."""

from __future__ import annotations

import re
from dataclasses import replace

from corpus.cards import TargetCard
from ingest.cards.indicators import indicator_values
from ingest.cards.rule_text import RuleText, Segment, split_segments
from ingest.cards.subjects import pieces
from ingest.cards.target_cards import Deadline, target_card, with_departments

Range = tuple[int, int]

# What says that a figure is to be reached, not reached already.
_FUTURE = re.compile(
    r"到(?:20|２０)?\d{2,4}年|力争|目标|预期|确保|拟按|拟安排|计划|“?十[二三四五六]五”?(?:期间|时期|末)|规划期|年底前|争取|用[\d一二三四五]+年|全年|今年|年内|"
    r"20\d\d年.{0,30}(?:达到|不低于|增长|下降)|(?:提升|提高|下降|降低|增长)[^，。]{0,12}(?:以上|左右|不低于)"
)
_PAST = re.compile(
    r"去年|(?<![比较])上年|年与(?:19|20)\d\d年相比|相当于|占的|无超|过去|以来|目前|截至|截止|已(?:经|达|有|建|完成|累计|在|成)|[^为除]了|曾|累计完成|现有|一年来|五年来|实现了|同期|位居|同比(?:增长|下降)\d|高于全国|低于全国"
)
_REVIEW = re.compile(
    r"回顾|过去[一二三四五]年|[一二三四五]年来|工作总结|取得的成[就绩效]|发展基础|现状"
)
# What applicants must have reached is a condition: （一）申报条件; 二、推荐名额.
_ASKED_OF_APPLICANTS = re.compile(
    r"^(?:\d+[.．、])?[^，。；\n\d%]{0,14}(?:条件|资格|申报|推荐|准入|名额|限额|处罚|责任)[^，。；\n]{0,6}$",
    re.M,
)
_FULL_WIDTH = str.maketrans("０１２３４５６７８９．％", "0123456789.%")
_GOAL_HEADING = re.compile(r"目标|指标|总体要求")
# A part of a report is about one year: 二、2026年工作安排.
_HEADED_YEAR = re.compile(r"(?P<year>20\d{2})年的?(?:工作|主要|预期|目标|总体|政府工作)(?!.*回顾)")
# … or about the year it is given in: 三、今年的工作.
_OF_THIS_YEAR = re.compile(r"今年的?(?:工作|经济|政府|主要|重点|目标)|新一年")
_YEAR = re.compile(
    r"(?P<versus>(?:较|比|与|以|超过|于)[^，。；]{0,4})?(?P<to>到|至|力争到?|在)?(?P<year>(?:19|20)\d{2})年(?P<end>底|末|年底|前)?"
)
_THIS_YEAR = re.compile(r"(?<![比较])今年|全年|(?<![\d一二三四五六七八九十两几])年内|本年度")
# A five-year plan ends in a year that everyone knows: “十四五”末 is 2025, “九五”期间 2000.
_PLAN = re.compile(
    r"(?:“|\")?(?P<ten>十)?(?P<number>[一二三四五六七八九])五(?:”|\")?(?:规划)?(?:期?末|期间|时期)"
)
_DIGITS = "零一二三四五六七八九"
_BASELINE = re.compile(
    r"(?:较|比)(?P<base>(?:20\d\d年|上年|去年|基期)[^，。；\d再]{0,6}?)(?=再|增|下|提|降|减|翻|，|$)"
)


def read_targets(rule: RuleText, text: str, *, dated: int | None) -> tuple[TargetCard, ...]:
    """Return the target cards of one rule text; ``dated`` is the document's own year.

    到2025年，全国农机总动力稳定在11亿千瓦左右 → 全国农机总动力 ≈ 11 亿千瓦, 2025.
    """
    if not re.search(r"\d|百亿|百分之", rule.view):
        return ()
    if _REVIEW.search(rule.ancestry) or _ASKED_OF_APPLICANTS.search(rule.ancestry):
        return ()
    rule = replace(rule, view=rule.view.translate(_FULL_WIDTH))
    title = rule.heading or rule.view[: rule.view.find("。") + 1]
    goal = bool(_GOAL_HEADING.search(title if len(title) <= 24 else ""))
    headed = _HEADED_YEAR.search(rule.ancestry)
    year = int(headed["year"]) if headed else None
    if year is None and _OF_THIS_YEAR.search(rule.ancestry):
        year = dated
    opening = Deadline(year, None)
    deadline = opening
    found: list[TargetCard] = []
    carried = goal
    for segment in split_segments(rule.view):
        view = rule.view[segment.start : segment.end]
        if segment.ender == "\n" or "\n" in rule.view[max(0, segment.start - 1) : segment.start]:
            deadline = opening if not goal else deadline
            carried = goal
        if _is_past(view, dated):
            continue
        future = bool(_FUTURE.search(view))
        if not (future or carried):
            continue
        carried = carried or bool(re.search(r"到20\d\d年|目标(?:是|为|：|如下)", view))
        deadline = _read_segment(rule, segment, text, deadline=deadline, dated=dated, found=found)
    return tuple(with_departments(rule, text, found))


def _is_past(view: str, dated: int | None) -> bool:
    """Whether a sentence tells what was reached: 1956年职工全年的平均工资是610元."""
    if _AIMS.search(view):
        return False
    years = [int(item) for item in _ANY_YEAR.findall(view)]
    if dated is not None and years and max(years) < dated:
        return True
    return bool(_PAST.search(view))


_AIMS = re.compile(r"力争|确保|目标|到20\d\d年|拟")
_ANY_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)年")


def _read_segment(
    rule: RuleText,
    segment: Segment,
    text: str,
    *,
    deadline: Deadline,
    dated: int | None,
    found: list[TargetCard],
) -> Deadline:
    """Add the targets of one segment to ``found`` and return the deadline that now holds."""
    baseline: Range | None = None
    for start, end in pieces(rule.view, segment.start, segment.end):
        piece = rule.view[start:end]
        deadline = _deadline(piece, start, dated, deadline)
        stated = _BASELINE.search(piece)
        if stated:
            baseline = (start + stated.start("base"), start + stated.end("base"))
        for indicator, place, match in indicator_values(rule.view, start, end):
            card = target_card(
                rule, text, indicator, place, match, deadline=deadline, baseline=baseline
            )
            if card is not None and (card.start, card.indicator) not in {
                (item.start, item.indicator) for item in found
            }:
                found.append(card)
        baseline = None
    return deadline


def _deadline(piece: str, start: int, dated: int | None, earlier: Deadline) -> Deadline:
    for match in _YEAR.finditer(piece):
        if match["versus"] and not match["to"]:
            continue
        year = int(match["year"])
        if dated is not None and year < dated:
            continue
        return Deadline(year, (start + match.start("year"), start + match.end()))
    plan = _PLAN.search(piece)
    if plan is not None:
        last = (2005 if plan["ten"] else 1955) + 5 * _DIGITS.index(plan["number"])
        if dated is None or last >= dated:
            return Deadline(last, (start + plan.start(), start + plan.end()))
    this_year = _THIS_YEAR.search(piece)
    if this_year is not None:
        return Deadline(dated, (start + this_year.start(), start + this_year.end()))
    return earlier
