"""Judges how a draft takes up one measure: figures first, then deadlines, then strength."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from service.align.deadlines import compare_deadlines, find_deadlines
from service.align.figures import compare_figures
from service.align.lone_figures import added_demands, added_grants, dropped_figures
from service.align.report import Difference, Verdict
from service.align.strength import compare_strength

_HAN = r"[\u3007-\u9fff，、]"
_INNER_BREAK = re.compile(
    rf"(?<=\d)[ \u3000]+(?={_HAN})|(?<={_HAN})[ \u3000]+(?=\d)"
    rf"|(?<={_HAN})\n(?=[\u4e00-\u9fff](?![、.]))"
)


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
    reference, draft = _joined(reference), _joined(draft)
    conflicts, firmer = compare_figures(reference, draft)
    if conflicts:
        return Judgement(
            "number_conflict", _worded("数字与上位文件不一致", conflicts), conflicts, 0.9
        )
    late, early = compare_deadlines(
        find_deadlines(reference, counted_from=issued_on), find_deadlines(draft)
    )
    if late:
        return Judgement("deadline_conflict", _worded("时间要求与上位文件不一致", late), late, 0.85)
    weaker, stronger = compare_strength(reference, draft)
    weaker = (*weaker, *dropped_figures(reference, draft))
    if weaker:
        return Judgement("weaker", _worded("力度或范围弱于上位文件", weaker), weaker, 0.7)
    firmer = (*firmer, *early, *_added(reference, draft), *stronger)
    if firmer:
        return Judgement("stronger", _worded("比上位文件更进一步", firmer), firmer, 0.7)
    return Judgement("covered", "内容与上位文件一致", (), 0.7)


def _joined(text: str) -> str:
    """Return ``text`` without the blanks and line ends that a page layout left inside sentences.

    >>> _joined("到 2025 年，建成一批示范\\n企业。")
    '到2025年，建成一批示范企业。'
    """
    return _INNER_BREAK.sub("", text)


def _added(reference: str, draft: str) -> tuple[Difference, ...]:
    return (*added_grants(reference, draft), *added_demands(reference, draft))


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
