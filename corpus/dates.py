"""Dates and periods in policy texts, each with its place and the days it stands for."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from corpus.numerals import parse_numeral

DateKind = Literal["day", "month", "year", "period", "open", "relative"]

_D = "0-9０-９"
_N = "〇零○一二三四五六七八九"
_GAP = r"[ \u00a0\u3000]*"
_YEAR = rf"(?P<year>(?:19|20|１９|２０)[{_D}]{{2}}|[一二][{_N}]{{3}})"
_MONTH = rf"(?P<month>[01０１]?[{_D}]|十[一二]?|[{_N}])"
_DAY = rf"(?P<day>[0-3０-３]?[{_D}]|[二三]?十[{_N}]?|[{_N}]|廿[{_N}]?)"
_FULL_WIDTH = str.maketrans("０１２３４５６７８９", "0123456789")
_PLANS = {  # 五年规划: first year
    "七五": 1986, "八五": 1991, "九五": 1996, "十五": 2001, "十一五": 2006, "十二五": 2011,
    "十三五": 2016, "十四五": 2021, "十五五": 2026, "十六五": 2031,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class DateMention:
    """One date or period: ``first`` and ``last`` are the days it covers, as far as it says.

    ``kind``: a day, a month, a year, a bounded period (“十四五”, 2025年第一季度, A 至 B), an open
    one (截至/至2025年底: only ``last``; 自2020年2月5日起: only ``first``) or a relative one
    (自印发之日起: neither, see :func:`resolve_relative`).
    """

    kind: DateKind
    first: date | None
    last: date | None
    text: str
    start: int
    end: int


# A written date to the day: 2023年5月1日, 二〇二三年五月一日, ２０２３ 年 5 月 1 日.
_FULL = re.compile(rf"{_YEAR}{_GAP}年{_GAP}{_MONTH}{_GAP}月{_GAP}{_DAY}{_GAP}[日号]")
# The end of a range that leaves out the year, or year and month: —5月5日, 至10日.
_ELIDED = re.compile(
    rf"{_GAP}[至到－—–~～-]+{_GAP}(?:{_MONTH}{_GAP}月{_GAP})?{_DAY}{_GAP}[日号](?![{_D}])"
)
# A date in figures: 2023-05-01, 2023/5/1, 2023.5.1.
_FIGURES = re.compile(
    rf"(?<![{_D}.\-/]){_YEAR}(?P<mark>[-./－—])(?P<month>[01]?[{_D}])(?P=mark)"
    rf"(?P<day>[0-3]?[{_D}])(?![{_D}.\-/])"
)
# A month, perhaps a part of it: 2023年5月, 2023年5月底, 二〇二三年五月上旬.
_MONTHLY = re.compile(
    rf"{_YEAR}{_GAP}年{_GAP}{_MONTH}{_GAP}月{_GAP}(?P<part>底|末|初|上旬|中旬|下旬)?"
)
# A quarter or half: 2024年第三季度, 2025年上半年.
_QUARTERLY = re.compile(
    rf"{_YEAR}{_GAP}年{_GAP}(?:第?(?P<quarter>[一二三四1-4])季度|(?P<half>[上下])半年)(?P<part>底|末)?"
)
# Years from to: 2018—2035年, 2021年至2025年, 2023-2025年.
_YEARS = re.compile(rf"{_YEAR}年?{_GAP}[-－–—~～至到]+{_GAP}(?P<until>(?:19|20)\d\d){_GAP}年")
# A year, perhaps its end: 2025年底, 2025年末, 2025年, 二〇二五年.
_YEARLY = re.compile(rf"(?<![{_D}]){_YEAR}{_GAP}年(?![均级龄])度?(?P<part>底|末|初|前)?")
# A five-year plan: “十四五”期间, "十三五"末, 十四五时期.
_PLAN = re.compile(
    rf"[“\"'‘](?P<plan>{'|'.join(_PLANS)})[”\"'’]{_GAP}(?P<part>初期|初|末期|末|期末|期间|时期)?"
    rf"|(?P<bare>{'|'.join(_PLANS)})(?P<bare_part>期间|时期|规划|期末|末)"
)
# A day counted from an event: 自印发之日起, 自发布之日起30日后, 自公布之日起六个月内.
_RELATIVE = re.compile(
    r"自(?:本\w{1,6})?(?P<event>印发|发布|公布|下发|颁布|签发|发文|批准|通过|施行|实施|批复|出台)"
    r"(?:之日|日)?起?(?:的|满)?(?P<count>[0-9]{1,3}|[一二三四五六七八九十]{1,3})?"
    r"(?P<unit>个工作日|个?日|天|个月|年)?(?P<bound>后|内)?"
)
# What makes a date the beginning or the end of an open period.
_SINCE = re.compile(r"自$|从$")
_FROM_HERE = re.compile(
    rf"{_GAP}(?:\d{{1,2}}[时点])?{_GAP}(?:起|之?后|以来|开始|(?=[施实执]行|实施))"
)
_UNTIL = re.compile(r"(?:截至|截止到?|截止至|至|到|于)$")
_BEFORE = re.compile(rf"{_GAP}(?:之?前|以前|止)")
_RANGE = re.compile(rf"{_GAP}(?:起)?{_GAP}[（(]?[至到－—–~～-]+{_GAP}")


def find_dates(text: str) -> tuple[DateMention, ...]:
    """Return the dates and periods of ``text`` in order, none inside another.

    >>> [(d.text, str(d.first), str(d.last)) for d in find_dates("自2025年11月20日起，到2027年底")]
    [('自2025年11月20日起', '2025-11-20', 'None'), ('到2027年底', 'None', '2027-12-31')]
    """
    found: list[DateMention] = []
    taken = bytearray(len(text))
    for pattern, reader in _READERS:
        for match in pattern.finditer(text):
            if any(taken[match.start() : match.end()]):
                continue
            mention = reader(match)
            if mention is not None:
                found.append(mention)
                taken[match.start() : match.end()] = b"\x01" * (match.end() - match.start())
    found.sort(key=lambda item: item.start)
    joined = _joined(text, [_completed(text, item) for item in found])
    return tuple(_opened(text, item) for item in joined)


def find_days(text: str) -> tuple[DateMention, ...]:
    """Return only the dates given to the day, without what stands around them."""
    days = []
    for pattern in (_FULL, _FIGURES):
        days += [item for match in pattern.finditer(text) if (item := _day(match)) is not None]
    return tuple(sorted(days, key=lambda item: item.start))


def parse_date(text: str) -> date | None:
    """Return the day that ``text`` is, None where it is not exactly one day.

    >>> parse_date("二〇二三年五月一日")
    datetime.date(2023, 5, 1)
    """
    days = find_days(text)
    whole = len(days) == 1 and days[0].text == text.strip()
    return days[0].first if whole else None


def resolve_relative(mention: DateMention, event_on: date) -> date:
    """Return the day a relative mention means, counted from ``event_on`` (成文或发布日期).

    自印发之日起30日后 is the 30th day after; 自印发之日起 the day itself. Working days are Monday
    to Friday: public holidays are not known here.
    """
    match = _RELATIVE.fullmatch(mention.text)
    if match is None or match["count"] is None or match["unit"] is None:
        return event_on
    count = parse_numeral(match["count"]) or 0
    unit = match["unit"]
    if unit == "年":
        return add_months(event_on, 12 * count)
    if unit == "个月":
        return add_months(event_on, count)
    if unit == "个工作日":
        return _after_weekdays(event_on, count)
    return event_on + timedelta(days=count)


def _after_weekdays(day: date, count: int) -> date:
    weeks, rest = divmod(count, 5)
    day += timedelta(weeks=weeks)
    while rest:
        day += timedelta(days=1)
        rest -= day.weekday() < 5
    return day


def add_months(day: date, months: int) -> date:
    """Return the same day ``months`` later, or the last of a shorter month.

    >>> add_months(date(2024, 1, 31), 1)
    datetime.date(2024, 2, 29)
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def last_day_of_term(first: date, *, years: int = 0, months: int = 0) -> date:
    """Return the last day in force of a term that begins on ``first``.

    >>> last_day_of_term(date(2025, 11, 20), years=5)
    datetime.date(2030, 11, 19)
    """
    return add_months(first, 12 * years + months) - timedelta(days=1)


def _day(match: re.Match[str]) -> DateMention | None:
    year, month, day = (_int(match[name]) for name in ("year", "month", "day"))
    if year is None or month is None or day is None:
        return None
    try:
        on = date(year, month, day)
    except ValueError:
        return None
    return _mention(match, "day", on, on)


def _month(match: re.Match[str]) -> DateMention | None:
    year, month = _int(match["year"]), _int(match["month"])
    if year is None or month is None or not 1 <= month <= 12:
        return None
    first, last = date(year, month, 1), _month_end(year, month)
    bounds = {
        "底": (last, last), "末": (last, last), "初": (first, first.replace(day=10)),
        "上旬": (first, first.replace(day=10)), "下旬": (first.replace(day=21), last),
        "中旬": (first.replace(day=11), first.replace(day=20)),
    }  # fmt: skip
    return _mention(match, "month", *bounds.get(match["part"] or "", (first, last)))


def _quarter(match: re.Match[str]) -> DateMention | None:
    year = _int(match["year"])
    if year is None:
        return None
    if match["half"]:
        months = (1, 6) if match["half"] == "上" else (7, 12)
    else:
        quarter = _int(match["quarter"]) or 1
        months = (3 * quarter - 2, 3 * quarter)
    last = _month_end(year, months[1])
    return _mention(match, "period", last if match["part"] else date(year, months[0], 1), last)


def _years(match: re.Match[str]) -> DateMention | None:
    first, last = _int(match["year"]), _int(match["until"])
    if first is None or last is None or last <= first:
        return None
    return _mention(match, "period", date(first, 1, 1), date(last, 12, 31))


def _year(match: re.Match[str]) -> DateMention | None:
    year = _int(match["year"])
    if year is None:
        return None
    first, last = date(year, 1, 1), date(year, 12, 31)
    part = match["part"]
    if part in ("底", "末"):
        first = last
    elif part == "前":
        return _mention(match, "open", None, first - timedelta(days=1))
    elif part == "初":
        last = first
    return _mention(match, "year", first, last)


def _plan(match: re.Match[str]) -> DateMention | None:
    first_year = _PLANS[match["plan"] or match["bare"]]
    part = match["part"] or match["bare_part"] or ""
    last = date(first_year + 4, 12, 31)
    return _mention(match, "period", last if "末" in part else date(first_year, 1, 1), last)


def _relative(match: re.Match[str]) -> DateMention | None:
    return _mention(match, "relative", None, None)


_READERS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], DateMention | None]], ...] = (
    (_FULL, _day), (_FIGURES, _day), (_YEARS, _years), (_QUARTERLY, _quarter),
    (_MONTHLY, _month), (_YEARLY, _year), (_PLAN, _plan), (_RELATIVE, _relative),
)  # fmt: skip


def _joined(text: str, mentions: list[DateMention]) -> list[DateMention]:
    """Join 2019年1月1日至2023年12月31日 into one period."""
    joined: list[DateMention] = []
    for mention in mentions:
        before = joined[-1] if joined else None
        if (
            before is not None
            and before.kind != "relative"
            and _RANGE.fullmatch(text, before.end, mention.start)
            and before.first is not None
            and mention.last is not None
            and before.first <= mention.last
        ):
            span = text[before.start : mention.end]
            joined[-1] = DateMention(
                "period", before.first, mention.last, span, before.start, mention.end
            )
        else:
            joined.append(mention)
    return joined


def _completed(text: str, item: DateMention) -> DateMention:
    """Extend 2020年2月5日 by an end whose year is left out: —5月5日."""
    match = _ELIDED.match(text, item.end) if item.kind == "day" else None
    if match is None or item.first is None:
        return item
    month = _int(match["month"]) if match["month"] else item.first.month
    try:
        last = item.first.replace(month=month or 0, day=_int(match["day"]) or 0)
    except ValueError:
        return item
    if last <= item.first:
        return item
    span = text[item.start : match.end()]
    return DateMention("period", item.first, last, span, item.start, match.end())


def _opened(text: str, item: DateMention) -> DateMention:
    """Turn 自…起, 截至…, …前 into open periods."""
    if item.kind not in ("day", "month", "year"):
        return item
    head = text[max(0, item.start - 3) : item.start]
    since, until = _SINCE.search(head), _UNTIL.search(head)
    after, before = _FROM_HERE.match(text, item.end), _BEFORE.match(text, item.end)
    if since is not None and after is not None:
        start, end = item.start - len(since[0]), after.end()
        return DateMention("open", item.first, None, text[start:end], start, end)
    if before is not None and item.last is not None:
        return DateMention(
            "open", None, item.last, text[item.start : before.end()], item.start, before.end()
        )
    if until is not None and until[0] != "于":
        start = item.start - len(until[0])
        return DateMention("open", None, item.last, text[start : item.end], start, item.end)
    return item


def _mention(
    match: re.Match[str], kind: DateKind, first: date | None, last: date | None
) -> DateMention:
    return DateMention(kind, first, last, match[0], match.start(), match.end())


def _month_end(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


def _int(text: str) -> int | None:
    return parse_numeral(text.translate(_FULL_WIDTH))
