"""Deadlines of a measure: days, periods, and the event from which a right begins."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from corpus.numerals import parse_numeral
from service.align.report import Difference

Kind = Literal["by", "within", "from_event", "at_once"]

_NUMBER = r"[\d一二两三四五六七八九十百]+"
# 到2025年 · 2019年12月底前 · 2022年6月30日前 · 2020年之前
_BY = re.compile(
    r"(?P<year>20\d\d)年(?:(?P<month>\d{1,2})月(?:(?P<day>\d{1,2})日)?)?"
    r"(?P<end>年?底|末|上半年)?(?P<before>之?前|以前)?"
)
# 在抽样后3个工作日内 · 三年内 · 20日内
_WITHIN = re.compile(
    rf"(?P<count>{_NUMBER})\s*个?(?P<unit>工作日|自然日|日|天|月|年|小时)(?:之内|以内|内)"
)
# 自国务院批准设立综合保税区之日起
_FROM_EVENT = re.compile(r"自(?P<event>[^，。；、自]{2,30}?)之日起")
# 在抽样后即放行 · 当场办结 · 立即
_AT_ONCE = re.compile(r"(?:后|时)即(?!将|可享|使)|立即|当场|即时|随到随|即来即")
_DAYS = {"小时": 1 / 24, "工作日": 1.4, "自然日": 1, "日": 1, "天": 1, "月": 30, "年": 365}
_EVENT_NOISE = re.compile(r"之日|本|的|市|我|其|在|经|获|被")


@dataclass(frozen=True, slots=True)
class Deadline:
    """One time requirement; ``days`` orders those of one kind (days, or an ordinal day)."""

    kind: Kind
    text: str
    days: float
    event: str | None
    start: int


def find_deadlines(text: str, *, counted_from: date | None) -> tuple[Deadline, ...]:
    """Return the time requirements of ``text`` in order of place.

    A period of years (三年内) also counts as a day when ``counted_from`` is known.
    """
    found: list[Deadline] = []
    for match in _BY.finditer(text):
        if _is_requirement(text, match):
            found.append(
                Deadline("by", match.group(), _last_day(match).toordinal(), None, match.start())
            )
    for match in _WITHIN.finditer(text):
        count = parse_numeral(match["count"]) or 0
        days = count * _DAYS[match["unit"]]
        found.append(Deadline("within", match.group(), days, None, match.start()))
        if match["unit"] == "年" and counted_from is not None:
            by = date(counted_from.year + count, 12, 31)
            found.append(Deadline("by", match.group(), by.toordinal(), None, match.start()))
    found += [
        Deadline("from_event", match.group(), 0.0, match["event"], match.start())
        for match in _FROM_EVENT.finditer(text)
    ]
    found += [
        Deadline("at_once", match.group(), 0.0, None, match.start())
        for match in _AT_ONCE.finditer(text)
    ]
    return tuple(sorted(found, key=lambda item: item.start))


def compare_deadlines(
    ours: Sequence[Deadline], theirs: Sequence[Deadline]
) -> tuple[tuple[Difference, ...], tuple[Difference, ...]]:
    """Return (deadlines that conflict, deadlines the draft adds or tightens)."""
    late: list[Difference] = []
    early: list[Difference] = []
    for mine in ours:
        other = _counterpart(mine, theirs)
        if other is None or mine.text == other.text:
            continue
        difference = Difference("deadline", mine.text, other.text)
        if mine.kind == "from_event":
            if not _same_event(mine.event or "", other.event or ""):
                late.append(difference)
        elif other.days > mine.days:
            late.append(difference)
        elif other.days < mine.days:
            early.append(difference)
    kinds = {item.kind for item in ours}
    if not kinds & {"by", "within"}:
        early += [Difference("deadline", None, item.text) for item in theirs if item.kind == "by"]
    return tuple(late), tuple(early)


def _counterpart(mine: Deadline, theirs: Sequence[Deadline]) -> Deadline | None:
    """The draft's requirement of the same kind; at once compares with any period."""
    same = [item for item in theirs if item.kind == mine.kind]
    if same:
        exact = [item for item in same if item.days == mine.days and item.event == mine.event]
        return (exact or same)[0]
    if mine.kind == "at_once":
        return next((item for item in theirs if item.kind == "within"), None)
    return None


def _same_event(mine: str, other: str) -> bool:
    a, b = set(_EVENT_NOISE.sub("", mine)), set(_EVENT_NOISE.sub("", other))
    return len(a & b) >= 0.5 * max(1, min(len(a), len(b)))


def _is_requirement(text: str, match: re.Match[str]) -> bool:
    """Whether a date is one to meet (到…年, …底前), not the date of something that happened."""
    before = text[max(0, match.start() - 2) : match.start()]
    return bool(
        match["before"] or match["end"] or before.endswith(("到", "至", "截至", "力争", "于"))
    )


def _last_day(match: re.Match[str]) -> date:
    year = int(match["year"])
    if match["end"] == "上半年":
        return date(year, 6, 30)
    month = int(match["month"] or 12)
    if not 1 <= month <= 12:
        return date(year, 12, 31)
    if match["day"] and 1 <= int(match["day"]) <= 28:
        return date(year, month, int(match["day"]))
    after = date(year + month // 12, month % 12 + 1, 1)
    return date.fromordinal(after.toordinal() - 1)
