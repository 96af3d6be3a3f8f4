"""Judges how a draft takes up one measure: figures first, then deadlines, then strength."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from corpus.quantities import Quantity, find_quantities
from service.align.deadlines import compare_deadlines, find_deadlines
from service.align.match import pairs_of
from service.align.report import Difference, Verdict
from service.align.strength import compare_strength

# A figure of the draft belongs to a figure of the reference when the words around both agree at
# least this much (share of character pairs); found on gold/dev/align, 2026-11-22, tried .1 to .5.
_SAME_CONTEXT = 0.2
_CONTEXT_BEFORE = 16
_CONTEXT_AFTER = 8
_MONEY_GRANTED = re.compile(r"补助|补贴|奖励|奖补|资助|给予|安排|专项资金|贴息")


@dataclass(frozen=True, slots=True)
class Judgement:
    """A verdict with its reason in one Chinese sentence and the words that differ."""

    verdict: Verdict
    reason: str
    differences: tuple[Difference, ...]
    certainty: float


def judge(reference: str, draft: str, *, issued_on: date | None) -> Judgement:
    """Compare a measure's words with those of the draft that take it up.

    ``issued_on`` is the reference's date, from which its 三年内 counts.
    """
    conflicts, firmer = compare_figures(reference, draft)
    if conflicts:
        return Judgement(
            "number_conflict", _worded("数字与上位文件不一致", conflicts), conflicts, 0.9
        )
    late, early = compare_deadlines(
        find_deadlines(reference, counted_from=issued_on), find_deadlines(draft, counted_from=None)
    )
    if late:
        return Judgement("deadline_conflict", _worded("时间要求与上位文件不一致", late), late, 0.85)
    weaker, stronger = compare_strength(reference, draft)
    if weaker:
        return Judgement("weaker", _worded("力度或范围弱于上位文件", weaker), weaker, 0.7)
    firmer = (*firmer, *early, *_added_figures(reference, draft), *stronger)
    if firmer:
        return Judgement("stronger", _worded("比上位文件更进一步", firmer), firmer, 0.7)
    return Judgement("covered", "内容与上位文件一致", (), 0.7)


def compare_figures(
    reference: str, draft: str
) -> tuple[tuple[Difference, ...], tuple[Difference, ...]]:
    """Return (figures that conflict, figures that go further) of two texts on the same matter."""
    conflicts, firmer = [], []
    for mine, theirs in _paired(reference, draft):
        difference = Difference("number", _shown(reference, mine), _shown(draft, theirs))
        relation = _relation(mine, theirs, reference, draft)
        if relation < 0:
            conflicts.append(difference)
        elif relation > 0:
            firmer.append(difference)
    return tuple(conflicts), tuple(firmer)


def _paired(reference: str, draft: str) -> list[tuple[Quantity, Quantity]]:
    """Pair the figures of two texts by kind and surrounding words, best pairs first."""
    ours = [item for item in find_quantities(reference) if not _is_deadline(reference, item)]
    theirs = [item for item in find_quantities(draft) if not _is_deadline(draft, item)]
    if (rates := _in_order(ours, theirs)) is not None:
        return rates
    candidates = sorted(
        (
            (_context_share(reference, a, draft, b), a.start, b.start, a, b)
            for a in ours
            for b in theirs
            if _comparable(a, b)
        ),
        key=lambda item: (-item[0], item[1], item[2]),
    )
    pairs, used_ours, used_theirs = [], set(), set()
    for share, a_start, b_start, a, b in candidates:
        if share < _SAME_CONTEXT or a_start in used_ours or b_start in used_theirs:
            continue
        used_ours.add(a_start)
        used_theirs.add(b_start)
        pairs.append((a, b))
    return pairs


def _in_order(
    ours: Sequence[Quantity], theirs: Sequence[Quantity]
) -> list[tuple[Quantity, Quantity]] | None:
    """Pair figure by figure where both texts give the same kinds in the same order."""
    if len(ours) < 2 or [(item.kind, item.unit) for item in ours] != [
        (item.kind, item.unit) for item in theirs
    ]:
        return None
    return list(zip(ours, theirs, strict=True))


def _is_deadline(text: str, figure: Quantity) -> bool:
    """Whether a term is one to act within (3个工作日内), which deadlines compare."""
    after = text[figure.end : figure.end + 2]
    return figure.kind == "duration" and ("内" in after or figure.text.endswith("内"))


def _comparable(a: Quantity, b: Quantity) -> bool:
    return a.kind == b.kind and (a.kind in ("money", "rate") or a.unit == b.unit)


def _context_share(text_a: str, a: Quantity, text_b: str, b: Quantity) -> float:
    before_a, after_a = _context(text_a, a)
    before_b, after_b = _context(text_b, b)
    shares = [
        len(x.keys() & y.keys()) / max(1, min(len(x), len(y)))
        for x, y in ((before_a, before_b), (after_a, after_b))
        if x and y
    ]
    return max(shares, default=1.0) * 0.7 + (sum(shares) / len(shares) if shares else 1.0) * 0.3


def _context(text: str, figure: Quantity) -> tuple[dict[str, int], dict[str, int]]:
    before = re.split(r"[。；\n]", text[max(0, figure.start - _CONTEXT_BEFORE) : figure.start])[-1]
    after = re.split(r"[。；，,\n]", text[figure.end : figure.end + _CONTEXT_AFTER])[0]
    return dict(pairs_of(before)), dict(pairs_of(after))


def _relation(mine: Quantity, theirs: Quantity, reference: str, draft: str) -> int:
    """-1 where the draft's figure conflicts, 1 where it goes further, 0 where both agree."""
    if (mine.value, mine.upper) == (theirs.value, theirs.upper):
        return 0
    if mine.upper is not None and theirs.upper is None:
        inside = mine.value <= theirs.value <= mine.upper
        return 0 if inside else -1
    if _is_scope(reference, mine) or _is_scope(draft, theirs):
        return -1
    comparator = mine.comparator or theirs.comparator
    if comparator in ("≥", ">"):
        return 1 if theirs.value > mine.value else -1
    if comparator in ("≤", "<"):
        return 1 if theirs.value < mine.value else -1
    return -1


# A figure that says whom a rule is for, not how much it demands: 单户金额500万元及以下的
_SCOPE_AFTER = re.compile(
    r"^(?:及以下|及以上|以下|以上|以内)?(?:的(?!占比|比例|补|奖|资金)|[^，。；]{0,4}企业)"
)


def _is_scope(text: str, figure: Quantity) -> bool:
    return bool(_SCOPE_AFTER.match(text[figure.end : figure.end + 12])) or text[
        figure.start : figure.end + 2
    ].endswith("的")


def _added_figures(reference: str, draft: str) -> tuple[Difference, ...]:
    """Money or rates that the draft grants and of which the reference says nothing."""
    paired = {b.start for _, b in _paired(reference, draft)}
    return tuple(
        Difference("number", None, _shown(draft, item))
        for item in find_quantities(draft)
        if item.start not in paired
        and item.kind in ("money", "rate")
        and not _is_scope(draft, item)
        and _MONEY_GRANTED.search(draft[max(0, item.start - 20) : item.end + 12])
    )


def _shown(text: str, figure: Quantity) -> str:
    """The figure with the words before it, as shown in a report."""
    start = max(0, figure.start - 10)
    return (
        re.split(r"[。；，,\n]", text[start : figure.start])[-1] + text[figure.start : figure.end]
    )


def _worded(what: str, differences: Sequence[Difference]) -> str:
    shown = []
    for item in differences[:3]:
        if item.reference_text and item.draft_text:
            shown.append(f"依据“{item.reference_text}”，草案“{item.draft_text}”")
        elif item.draft_text:
            shown.append(f"草案增加“{item.draft_text}”")
        elif item.reference_text:
            shown.append(f"草案未写“{item.reference_text}”")
    return f"{what}：{'；'.join(shown)}"
