"""Deadlines of a measure: days, periods, and the event from which a right begins."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from corpus.numerals import parse_numeral
from service.align.report import Difference

Kind = Literal["by", "yearly", "within", "start", "period", "from_event", "at_once"]

_NUMBER = r"[\d一二两三四五六七八九十百]+"
_DAY = r"20\d\d年\d{1,2}月\d{1,2}日"
# 到2025年 · 2019年12月底前 · 2022年6月30日前 · 2020年之前
_BY = re.compile(
    r"(?P<year>20\d\d)年(?:(?P<month>\d{1,2})月(?:(?P<day>\d{1,2})日)?)?"
    r"(?P<end>年?底|末|上半年)?(?P<before>之?前|以前)?"
)
# 2027年开展中期评估, but not 2023年完成了
_TO_DO = re.compile(r"(?:全面)?(?:开展|完成|启动|建成|实现|出台|推行|实施)(?![^，。；]{0,12}了)")
# “十四五”末 · “十四五”期间
_FIVE_YEARS = re.compile(r"[“\"]?十(?P<plan>[三四五])五[”\"]?(?:期?末|期间|时期|规划期末)")
_PLAN_ENDS = {"三": 2020, "四": 2025, "五": 2030}
# 每年3月底前 · 12月底前 (no year printed)
_YEARLY = re.compile(
    r"(?<!年)(?<!\d)(?P<month>\d{1,2})月(?:(?P<day>\d{1,2})日|底|末)(?:之?前|以前)"
)
# 在抽样后3个工作日内 · 三年内 · 20日内
_WITHIN = re.compile(
    rf"(?P<count>{_NUMBER})\s*个?(?P<unit>工作日|自然日|日|天|月|年|小时)(?:之内|以内|内)"
)
# 审批时间不超过25个工作日 · 压缩至30个工作日
_AT_MOST = re.compile(
    rf"(?:不(?:得)?超过|(?:压缩|缩短|压减|控制)(?:至|到|在)|减(?:至|到))\s*"
    rf"(?P<count>{_NUMBER})\s*个?(?P<unit>工作日|自然日|日|天|小时)(?!起)"
)
# 2019年1月1日至2020年12月31日 · 2019年1月1日至12月31日
_PERIOD = re.compile(
    rf"(?P<first>{_DAY})(?:起)?[至到—－-]+(?P<last>(?:20\d\d年)?\d{{1,2}}月\d{{1,2}}日)"
)
# 从2019年1月1日起
_START = re.compile(rf"(?:自|从)?(?P<day>{_DAY})起")
# 自国务院批准设立综合保税区之日起
_FROM_EVENT = re.compile(r"自(?P<event>[^，。；、自]{2,30}?)之日起")
# 在抽样后即放行 · 当场办结 · 立即
_AT_ONCE = re.compile(r"(?:后|时)即(?!将|可享|使)|立即|当场|即时|随到随|即来即")
# A term within which somebody may claim a right, which may be made neither longer nor shorter:
# 申请的事由应发生在申请日前12个月内, 毕业2年内可申请
_WINDOW = re.compile(
    r"申请日前|发生[在于]|内[，,]?可?(?:以)?(?:申请|申报|享受|提出申请|申领)|可(?:以)?享受"
)
_DAYS = {"小时": 1 / 24, "工作日": 1.4, "自然日": 1, "日": 1, "天": 1, "月": 30, "年": 365}
_EVENT_NOISE = re.compile(r"之日|本|的|市|我|其|在|经|获|被")
_AROUND_BEFORE, _AROUND_AFTER = 14, 16
# What the same day counts for against shared words, when requirements of two texts are paired.
_SAME_DAY = 3


@dataclass(frozen=True, slots=True)
class Deadline:
    """One time requirement; ``days`` orders those of one kind (days, or an ordinal day).

    ``around`` are the words about it, by which requirements of two texts find each other.
    """

    kind: Kind
    text: str
    days: float
    event: str | None
    start: int
    around: str = ""


def find_deadlines(text: str, *, counted_from: date | None = None) -> tuple[Deadline, ...]:
    """Return the time requirements of ``text`` in order of place.

    A period of years (三年内) also counts as a day when ``counted_from`` is known.
    """
    periods = list(_PERIOD.finditer(text))
    found = [_deadline(text, match, "period", _period_end(match)) for match in periods]
    for match in _START.finditer(text):
        found.append(_deadline(text, match, "start", _ordinal(match["day"])))
    taken = [(item.start, item.start + len(item.text)) for item in found]
    for match in _BY.finditer(text):
        inside = any(start <= match.start() < end for start, end in taken)
        if not inside and _is_requirement(text, match):
            found.append(_deadline(text, match, "by", _last_day(match).toordinal()))
    for match in _FIVE_YEARS.finditer(text):
        last = date(_PLAN_ENDS[match["plan"]], 12, 31)
        found.append(_deadline(text, match, "by", last.toordinal()))
    for match in _YEARLY.finditer(text):
        days = int(match["month"]) * 31 + int(match["day"] or 31)
        found.append(_deadline(text, match, "yearly", days))
    found += _terms(text, counted_from)
    for match in _FROM_EVENT.finditer(text):
        found.append(_deadline(text, match, "from_event", 0.0, event=match["event"]))
    found += [_deadline(text, match, "at_once", 0.0) for match in _AT_ONCE.finditer(text)]
    return tuple(sorted(found, key=lambda item: item.start))


def compare_deadlines(
    ours: Sequence[Deadline], theirs: Sequence[Deadline]
) -> tuple[tuple[Difference, ...], tuple[Difference, ...]]:
    """Return (deadlines that conflict, deadlines the draft adds or tightens)."""
    late: list[Difference] = []
    early: list[Difference] = []
    for mine, other in _paired(ours, theirs):
        if mine.text == other.text:
            continue
        difference = Difference("deadline", mine.text, other.text)
        if mine.kind == "from_event":
            if not _same_event(mine.event or "", other.event or ""):
                late.append(difference)
        elif other.days > mine.days or (other.days < mine.days and _is_fixed(mine)):
            late.append(difference)
        elif other.days < mine.days:
            early.append(difference)
    kinds = {item.kind for item in ours}
    if not kinds & {"by", "within", "yearly"}:
        early += [Difference("deadline", None, item.text) for item in theirs if item.kind == "by"]
    return tuple(late), tuple(early)


def _is_fixed(deadline: Deadline) -> bool:
    """Whether a time may be neither longer nor shorter: a period, a term to claim within."""
    if deadline.kind == "period":
        return True
    before, _, after = deadline.around.partition("，")
    return deadline.kind == "within" and bool(
        _WINDOW.search(f"{before}{deadline.text}{after.split('，')[0]}")
    )


def _terms(text: str, counted_from: date | None) -> list[Deadline]:
    """Terms to act within: 3个工作日内, 不超过25个工作日, 三年内."""
    found = []
    matches = [*_WITHIN.finditer(text), *_AT_MOST.finditer(text)]
    ends: set[int] = set()
    for match in matches:
        if match.end("unit") in ends:
            continue
        ends.add(match.end("unit"))
        count = parse_numeral(match["count"]) or 0
        found.append(_deadline(text, match, "within", count * _DAYS[match["unit"]]))
        if match["unit"] == "年" and counted_from is not None:
            by = date(counted_from.year + count, 12, 31)
            found.append(_deadline(text, match, "by", by.toordinal()))
    return found


def _deadline(
    text: str, match: re.Match[str], kind: Kind, days: float, *, event: str | None = None
) -> Deadline:
    before = re.split(r"[。；\n]", text[max(0, match.start() - _AROUND_BEFORE) : match.start()])[-1]
    after = re.split(r"[。；\n]", text[match.end() : match.end() + _AROUND_AFTER])[0]
    return Deadline(kind, match.group(), days, event, match.start(), before + "，" + after)


def _paired(
    ours: Sequence[Deadline], theirs: Sequence[Deadline]
) -> list[tuple[Deadline, Deadline]]:
    """Pair requirements of one kind by the words around them, the most alike first.

    Where each text has only one of a kind they belong together whatever stands around; at once
    meets any term.
    """
    candidates = sorted(
        (
            (-_fit(mine, other), one, two)
            for one, mine in enumerate(ours)
            for two, other in enumerate(theirs)
            if mine.kind == other.kind
        )
    )
    pairs: list[tuple[Deadline, Deadline]] = []
    used_ours: set[int] = set()
    used_theirs: set[int] = set()
    for fit, one, two in candidates:
        kind = ours[one].kind
        lonely = all(sum(item.kind == kind for item in side) == 1 for side in (ours, theirs))
        if one in used_ours or two in used_theirs or not (fit < 0 or lonely):
            continue
        used_ours.add(one)
        used_theirs.add(two)
        pairs.append((ours[one], theirs[two]))
    for one, mine in enumerate(ours):
        if mine.kind == "at_once" and one not in used_ours:
            pairs += [(mine, other) for other in theirs if other.kind == "within"][:1]
    return pairs


def _fit(mine: Deadline, other: Deadline) -> int:
    same = mine.days == other.days and mine.event == other.event
    return _likeness(mine, other) + (_SAME_DAY if same else 0)


def _likeness(mine: Deadline, other: Deadline) -> int:
    """How many character pairs the words about two requirements share."""
    return len(_pairs(mine.around) & _pairs(other.around))


def _pairs(text: str) -> set[str]:
    return {
        text[at : at + 2]
        for at in range(len(text) - 1)
        if all("一" <= character <= "鿿" for character in text[at : at + 2])
    }


def _same_event(mine: str, other: str) -> bool:
    a, b = set(_EVENT_NOISE.sub("", mine)), set(_EVENT_NOISE.sub("", other))
    return len(a & b) >= 0.5 * max(1, min(len(a), len(b)))


def _is_requirement(text: str, match: re.Match[str]) -> bool:
    """Whether a date is one to meet (到…年, …底前), not the date of something that happened."""
    before = text[max(0, match.start() - 2) : match.start()]
    return bool(
        match["before"]
        or match["end"]
        or before.endswith(("到", "至", "截至", "力争", "于"))
        or _TO_DO.match(text, match.end())
    )


def _period_end(match: re.Match[str]) -> float:
    last = match["last"]
    return _ordinal(last if last.startswith("20") else match["first"][:5] + last)


def _ordinal(day: str) -> float:
    """The ordinal of a printed day; of a day that does not exist, of the last before it."""
    year, month, number = (int(part) for part in re.findall(r"\d+", day))
    return float(date(year, 1, 1).toordinal() + (min(month, 12) - 1) * 31 + number)


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
