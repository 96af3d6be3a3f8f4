"""Finds statements within one draft that cannot all be true."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from corpus.document import PolicyDocument
from corpus.numerals import parse_numeral
from corpus.quantities import Quantity, find_quantities
from service.align.deadlines import find_deadlines
from service.align.report import Inconsistency

# The noun that a total belongs to: 总投资12亿元 · 专项资金规模2亿元
_TOTAL_NOUN = re.compile(
    r"(?P<noun>[一-鿿]{0,8}(?:总投资|总额|总规模|总量|总面积|总数|合计|资金规模))[^，。；\d]{0,6}$"
)
# An indicator with the verb that gives its value: 农作物耕种收综合机械化率达到
_INDICATOR = re.compile(r"(?P<name>[一-鿿]{6,})(?:达到?|突破|提高到|提升到|增长|为)$")
# A period whose end stands before its start: 2025年至2023年 · 2024年7月1日至2024年3月1日
_PERIOD = re.compile(
    r"(?P<first>20\d\d)年?(?P<month>\d{1,2}月)?(?P<day>\d{1,2}日)?起?\s*(?:至|到|—|－|-|~|～)+\s*"
    r"(?P<last>20\d\d)年(?P<month2>\d{1,2}月)?(?P<day2>\d{1,2}日)?"
)
# A yearly sum and what it comes to: 每年安排2000万元，四年总规模1亿元
_PER_YEAR = re.compile(r"每年(?!度)[^。；，\d]{0,16}$")
_OVER_YEARS = re.compile(
    r"(?P<years>[两二三四五六七八九十\d]{1,2})年[^，。；\d]{0,6}(?:总|共|累计|合计)[^，。；\d]{0,8}$"
)
_PARTS = re.compile(r"^[^。；\d]{0,10}[，,（(]?其中[：:]?")
_SUMMED = ("money", "count", "area", "length")
_TOTAL_WORD = re.compile(r"总投资|总额|总规模|总量|总面积|总数|合计|共计|总计|资金规模|共")
_LABEL_NUMERAL = re.compile(
    r"^(?P<open>[（(第]?)(?P<numeral>[一二三四五六七八九十百\d]+)(?P<close>.*)$"
)


def find_inconsistencies(draft: PolicyDocument) -> tuple[Inconsistency, ...]:
    """Return the figures, periods and labels of ``draft`` that contradict each other."""
    found = [
        *_periods(draft.text),
        *_overdue(draft),
        *_totals(draft.text),
        *_indicators(draft.text),
        *_sums(draft.text),
        *_numbering(draft),
    ]
    return tuple(sorted(found, key=lambda item: item.places[0]))


def _periods(text: str) -> Iterator[Inconsistency]:
    for match in _PERIOD.finditer(text):
        if _day(match, "first", "month", "day") > _day(match, "last", "month2", "day2"):
            yield Inconsistency(
                "period",
                f"“{match.group()}”的结束时间早于开始时间",
                ((match.start(), match.end()),),
            )


def _day(match: re.Match[str], year: str, month: str, day: str) -> tuple[int, int, int]:
    """Year, month and day; what is not printed counts as the most favourable."""
    last = year == "last"
    printed_month, printed_day = match[month], match[day]
    return (
        int(match[year]),
        int(printed_month[:-1]) if printed_month else (12 if last else 1),
        int(printed_day[:-1]) if printed_day else (31 if last else 1),
    )


def _overdue(draft: PolicyDocument) -> Iterator[Inconsistency]:
    """Deadlines that had passed when the draft was signed."""
    if draft.issued_on is None:
        return
    for item in find_deadlines(draft.text):
        after = draft.text[item.start + len(item.text) : item.start + len(item.text) + 3]
        is_to_do = item.kind == "by" and item.text.endswith("前") and "已" not in after
        if is_to_do and item.days < draft.issued_on.toordinal():
            yield Inconsistency(
                "period",
                f"完成时限“{item.text}”早于草案成文日期{draft.issued_on.isoformat()}",
                ((item.start, item.start + len(item.text)),),
            )


def _totals(text: str) -> Iterator[Inconsistency]:
    """Totals of one name that are given with different figures for the same year."""
    found: dict[tuple[str, str], list[Quantity]] = defaultdict(list)
    for figure in find_quantities(text):
        match = _TOTAL_NOUN.search(text[max(0, figure.start - 24) : figure.start])
        if match:
            found[match["noun"], _year(text, figure.start)].append(figure)
    yield from _disagreeing(text, found, "total")


def _indicators(text: str) -> Iterator[Inconsistency]:
    """Indicators that are given with different values for the same year."""
    found: dict[tuple[str, str], list[Quantity]] = defaultdict(list)
    for figure in find_quantities(text):
        before = re.split(r"[，。；：、\n]", text[max(0, figure.start - 30) : figure.start])[-1]
        match = _INDICATOR.search(re.sub(r"^.*20\d\d年[底末]?", "", before))
        year = _year(text, figure.start)
        if match and year:
            found[match["name"], year].append(figure)
    yield from _disagreeing(text, found, "repeated_figure")


def _disagreeing(
    text: str, found: dict[tuple[str, str], list[Quantity]], kind: str
) -> Iterator[Inconsistency]:
    for (name, year), figures in found.items():
        if len({(item.kind, item.value, item.upper) for item in figures}) > 1:
            shown = "、".join(dict.fromkeys(text[item.start : item.end] for item in figures))
            yield Inconsistency(
                "total" if kind == "total" else "repeated_figure",
                f"“{name}”{f'（{year}）' if year else ''}前后不一致：{shown}",
                tuple((item.start, item.end) for item in figures),
            )


def _year(text: str, position: int) -> str:
    """The year that governs a figure, looked for in its own paragraph."""
    years = re.findall(r"20\d\d年", text[:position].rsplit("\n", 1)[-1][-60:])
    return years[-1] if years else ""


def _sums(text: str) -> Iterator[Inconsistency]:
    figures = [
        item for item in find_quantities(text) if item.upper is None and item.kind in _SUMMED
    ]
    for one, other in pairwise(figures):
        if one.kind != other.kind or re.search(r"[。\n]", text[one.end : other.start]):
            continue
        years = _OVER_YEARS.search(text[one.end : other.start])
        if years and _PER_YEAR.search(text[max(0, one.start - 24) : one.start]):
            count = parse_numeral(years["years"]) or 0
            if one.value * count != other.value:
                yield Inconsistency(
                    "sum",
                    f"每年{one.text}、{count}年合计应为{_amount(one, one.value * count)}，"
                    f"草案写{other.text}",
                    ((one.start, one.end), (other.start, other.end)),
                )
    yield from _parts(text, figures)


def _parts(text: str, figures: list[Quantity]) -> Iterator[Inconsistency]:
    """A total whose named parts (其中……) come to more than the total."""
    for position, total in enumerate(figures):
        end = _sentence_end(text, total.end)
        before = re.split(r"[，。；\n]", text[max(0, total.start - 20) : total.start])[-1]
        if not _PARTS.match(text[total.end : end]) or not _TOTAL_WORD.search(before):
            continue
        parts = [
            item
            for item in figures[position + 1 :]
            if item.end <= end and (item.kind, item.unit) == (total.kind, total.unit)
        ]
        together = sum((item.value for item in parts), Decimal(0))
        if len(parts) >= 2 and together > total.value:
            yield Inconsistency(
                "sum",
                f"各分项相加为{_amount(total, together)}，超过总数{total.text}",
                ((total.start, total.end), *((item.start, item.end) for item in parts)),
            )


def _sentence_end(text: str, start: int) -> int:
    return min((at for mark in "。；\n" if (at := text.find(mark, start)) >= 0), default=len(text))


def _amount(like: Quantity, value: Decimal) -> str:
    """A value in the unit that the text uses: 8000万元."""
    if like.printed_value and like.value:
        value = value / (like.value / like.printed_value)
    return f"{format(value.normalize(), 'f')}{like.printed_unit or like.unit or ''}"


def _numbering(draft: PolicyDocument) -> Iterator[Inconsistency]:
    """Labels of one row that leave a number out or print it twice."""
    last: dict[tuple[int | None, str, str], tuple[int, str]] = {}
    for clause in draft.clauses:
        match = _LABEL_NUMERAL.match(clause.label or "")
        number = parse_numeral(match["numeral"]) if match else None
        if match is None or number is None or clause.label is None:
            continue
        row = (clause.parent, match["open"], match["close"])
        previous = last.get(row)
        if previous is not None and number != previous[0] + 1 and number != 1:
            yield Inconsistency(
                "numbering",
                f"序号不连续：“{previous[1]}”之后是“{clause.label}”",
                ((clause.start, clause.start + len(clause.label)),),
            )
        last[row] = (number, clause.label)
