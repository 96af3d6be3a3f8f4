"""Graded rules: which label gets which sum or rate (三星级、四星级分别20万元、50万元)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from corpus.cards import Tier
from corpus.quantities import find_quantities
from ingest.cards.figures import Figure
from ingest.cards.rule_text import RuleText

Range = tuple[int, int]

#: Units that name a rank, not a size.
_RANKS = ("星级", "星", "级", "类", "等", "档")

# Where the words of an enumeration's first member may begin: after a verb or a mark.
_MEMBER_START = re.compile(
    r"(?:认定|评定|评选|评|获评|引进|取得|获得|新建|新设立?的?|对|凡|为|到|达到|列入|制定并新获批|纳入|在|引进的?|是|得|[，。：:；）)“])"
)
_MEMBER_END = re.compile(r"的|称号|主办|分别|[，。；（(]|企业|导游证|版权|“")
_LABEL_NOISE = re.compile(
    r"^(?:[省市县区]财政|并|且|即|其中|另外?|对|按照?|的|和|或|及|给予|每年|每人|每户|分别|最高|补贴|标准|为|是|：|:|“)+|"
    r"(?:按照?|参照|给予|奖励|补助|补贴|资助|企业|地方财政贡献|一次性|分别|每[^，。；]{1,2}|的|最高|可|为|是|：|:|标准|"
    r"减|按(?:实际租金|地方经济贡献|其[^，。；]{2,8}))+$"
)


def find_tiers(rule: RuleText, start: int, figures: Sequence[Figure]) -> tuple[Tier, ...]:
    """Return the steps of the benefit figures of one segment beginning at ``start``.

    Two or more figures are paired with as many enumerated words before them (分别), or each with
    the words just before it (市级奖励2万元，省级奖励5万元).
    """
    benefits = [item for item in figures if item.role == "benefit"]
    if len(benefits) < 2:
        return ()
    labels = _inline(rule.view, start, benefits)
    if labels is None:
        labels = _ranges(figures, benefits) or _enumerated(
            rule.view, start, benefits[0].start, len(benefits)
        )
    if labels is None:
        return ()
    return tuple(_tier(rule, label, figure) for label, figure in zip(labels, benefits, strict=True))


def _inline(view: str, start: int, benefits: Sequence[Figure]) -> list[Range] | None:
    """Labels that stand right before each figure: 一等奖20万元，二等奖15万元."""
    labels: list[Range] = []
    position = start
    for figure in benefits:
        begun = position
        for mark in "，、；：:。,":
            place = view.rfind(mark, position, figure.start)
            begun = max(begun, place + 1)
        label = _clean_label(view, begun, figure.start)
        if label is None or label[1] - label[0] > 16:
            return None
        labels.append(label)
        position = figure.end
    texts = {view[slice(*item)] for item in labels}
    return labels if len(texts) == len(labels) else None


def _clean_label(view: str, start: int, end: int) -> Range | None:
    while True:
        match = next(
            (m for m in _LABEL_NOISE.finditer(view[start:end]) if m.end() > m.start()), None
        )
        if match is None:
            break
        if match.start() == 0:
            start += match.end()
        else:
            end = start + match.start()
        if start >= end:
            return None
    return (start, end) if end > start else None


def _ranges(figures: Sequence[Figure], benefits: Sequence[Figure]) -> list[Range] | None:
    """Thresholds before 分别: 1000万元及以上至5000万元、5000万元以上至1亿元 … 70%、80%."""
    bounds = [
        item for item in figures if item.role == "condition" and item.end <= benefits[0].start
    ]
    wanted = len(benefits)
    if len(bounds) < wanted or wanted < 2:
        return None
    return [(item.start, item.end) for item in bounds[-wanted:]]


# Ranks pair with as many sums even where 分别 is left out: 国家级、省级….
_RANKED = re.compile(r"[级类等档][、和及]|[Aa][、和及]|[一二三四五][、和及]")


def _enumerated(view: str, start: int, end: int, count: int) -> list[Range] | None:
    """The last run of ``count`` words joined by 、和及与 before ``end``."""
    best: list[Range] | None = None
    if "分别" not in view[start:end] and not _RANKED.search(view[start:end]):
        return None
    for match in re.finditer(
        r"[^，。；、和及与或]{1,24}(?:[（(][^）)]*[）)])?(?:[、和及与或][^，。；、和及与或]{1,30})+",
        view[start:end],
    ):
        members = [
            (start + match.start() + item.start(), start + match.start() + item.end())
            for item in re.finditer(r"[^、和及与或]+", match[0])
        ]
        if len(members) == count:
            best = members
    if best is None:
        return None
    first, last = best[0], best[-1]
    begun = max(
        (m.end() for m in _MEMBER_START.finditer(view, first[0], first[1] - 1)), default=first[0]
    )
    stop = _MEMBER_END.search(view, last[0] + 1, last[1])
    begun += view.startswith("的", begun)
    best[0] = (begun, first[1])
    if count > 1:
        best[-1] = (last[0], stop.start() if stop else last[1])
    return best


def _tier(rule: RuleText, label: Range, figure: Figure) -> Tier:
    bounds = [
        item
        for item in find_quantities(rule.view[slice(*label)])
        if item.kind not in ("rate", "duration") and item.unit not in _RANKS
    ]
    lower, upper = _bounds(rule.view[slice(*label)] + rule.view[label[1] : label[1] + 8], bounds)
    span, place = rule.span(figure.start, figure.end), rule.span(*label)
    return Tier(
        label=" ".join(rule.view[slice(*label)].split()),
        label_start=place[0],
        label_end=place[1],
        amount=figure.high if figure.is_money else None,
        rate=None if figure.is_money else figure.high,
        lower=lower,
        upper=upper,
        start=span[0],
        end=span[1],
    )


def _bounds(text: str, quantities: Sequence[object]) -> tuple[Decimal | None, Decimal | None]:
    values = [
        value
        for item in quantities
        for value in (getattr(item, "value", None), getattr(item, "upper", None))
        if value is not None
    ]
    if not values:
        return None, None
    if len(values) >= 2:
        return min(values), max(values)
    if "以下" in text or "以内" in text:
        return None, values[0]
    return values[0], None
