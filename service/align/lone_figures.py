"""Figures of one text that the other does not give: added grants and demands, dropped figures."""

from __future__ import annotations

import re

from service.align.figures import Figure, figures_of, is_scope, paired, same_value
from service.align.match import pairs_of
from service.align.report import Difference

_MONEY_GRANTED = re.compile(r"补助|补贴|奖励|奖补|资助|给予|安排|资金|财政|经费|贴息|基金|投入")
# Words by which a plain figure is demanded: 权重不低于3%, 抽查2次以上
_DEMANDED = re.compile(r"不少于|不低于|不得低于|不得少于|至少|以上|达到|超过")
_DEMANDS = ("money", "rate", "count")


def added_grants(reference: str, draft: str) -> tuple[Difference, ...]:
    """Return money or rates that the draft grants and of which the reference says nothing."""
    ours, theirs = figures_of(reference), figures_of(draft)
    met = {other.quantity.start for _, other in paired(ours, theirs)}
    return tuple(
        Difference("number", None, item.shown)
        for item in theirs
        if item.quantity.start not in met
        and item.quantity.kind in ("money", "rate")
        and not is_scope(item)
        and _MONEY_GRANTED.search(draft[max(0, item.quantity.start - 20) : item.quantity.end + 12])
        and not any(same_value(item.quantity, mine.quantity) for mine in ours)
    )


def added_demands(reference: str, draft: str) -> tuple[Difference, ...]:
    """Return figures that the draft demands where the reference gives none of their kind.

    >>> [d.draft_text for d in added_demands("列入年度绩效考核。", "列入年度考核，权重不低于3%。")]
    ['权重不低于3%']
    """
    kinds = {item.quantity.kind for item in figures_of(reference)}
    return tuple(
        Difference("number", None, item.shown)
        for item in figures_of(draft)
        if item.quantity.kind in ("rate", "count")
        and item.quantity.kind not in kinds
        and not is_scope(item)
        and _DEMANDED.search(
            item.words_before(10) + draft[item.quantity.start : item.quantity.end + 3]
        )
    )


def dropped_figures(reference: str, draft: str) -> tuple[Difference, ...]:
    """Return figures that the draft leaves out although it takes over the words around them.

    >>> [d.reference_text for d in dropped_figures("每年组织不少于10场招商推介活动。",
    ...                                            "每年组织境外招商推介活动。")]
    ['每年组织不少于10场']
    """
    ours, theirs = figures_of(reference), figures_of(draft)
    if any(item.quantity.kind in _DEMANDS and not is_scope(item) for item in theirs):
        return ()
    words = pairs_of(draft).keys()
    return tuple(
        Difference("number", item.shown, None)
        for item in ours
        if item.quantity.kind in _DEMANDS
        and not is_scope(item)
        and not _is_word(item)
        and len((near := item.before | item.after) & words) >= 0.5 * max(4, len(near))
    )


def _is_word(figure: Figure) -> bool:
    """Whether a count is part of a name rather than a demand: 四镇, 两级."""
    return not any(character.isdigit() for character in figure.quantity.text) and (
        figure.quantity.kind == "count"
    )
