"""Quantities of policy texts: money, rates, terms and counts with ranges and comparators."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from corpus.amounts import Amount, QuantityKind, find_amounts

Comparator = Literal["≥", "≤", ">", "<", "≈", "="]

__all__ = [
    "Comparator", "Quantity", "QuantityKind", "find_quantities", "format_value",
    "normalize_figures", "parse_quantity",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Quantity:
    """One quantity: ``value`` (to ``upper`` for a range) in ``unit``.

    Money is in yuan (or the foreign currency that ``unit`` names), a rate in percent, anything
    else in the standard unit of :mod:`corpus.amounts`. ``comparator`` is None where the text gives
    the plain figure. ``text`` is the figure without the words of comparison around it. ``per``
    says per what it counts (每人每月 → 人, 月); ``printed_value``/``printed_unit`` are the figure
    as it stands (1460, 亿元).
    """

    kind: QuantityKind
    value: Decimal
    upper: Decimal | None
    unit: str | None
    comparator: Comparator | None
    text: str
    start: int
    end: int
    per: tuple[str, ...] = ()
    printed_value: Decimal | None = None
    printed_unit: str | None = None


_DASH = "-－—–―~～〜"
# Between the ends of a range: 5%—20%, 500万元至5000万元, 3000万元以上至5000万元, 1亿元(含)-5亿元.
_TO = re.compile(
    rf"\s?(?:以上|及以上)?(?:[（(](?:不?含|含本数|不含本数)[）)])?(?:以上|起)?\s?"
    rf"(?:[至到]|[{_DASH}]{{1,2}})(?:不?超过|不足)?\s?"
)
# A range by its bounds: 十万元以上五十万元以下, 3000万元以上、不足5000万元, 1倍以上5倍以下.
_UP_TO = re.compile(
    r"(?:[（(]含(?:本数)?[）)])?(?:及?以上|起)(?:[（(]含(?:本数)?[）)])?[、，,]?(?:但|且)?"
    r"(?P<bound>不足|低于|不超过|不高于|小于|不满)?"
)
_BELOW = re.compile(r"(?:[（(]不?含(?:本数)?[）)])?(?:及?以下|以内|之内)")
_INCLUSIVE = r"(?:[（(]不?含[^）)]{0,10}[）)]|含)?"
_AFTER: tuple[tuple[Comparator, re.Pattern[str]], ...] = (
    ("≥", re.compile(rf"{_INCLUSIVE}(?:及以上|及其以上|以上|或以上|起(?!步|草|来|到))")),
    ("≤", re.compile(
        rf"{_INCLUSIVE}(?:及以下|以下|或以下|以内|之内|内(?![外部容在地资])|封顶|为限|为上限|的上限)"
    )),
    ("≈", re.compile(r"左右|上下")),
)  # fmt: skip
# Words right before a figure, perhaps with 人民币 or 的 between: 不低于(人民币)500万元.
_LINK = (
    r"(?:为|是|的|人民币|达到?|到|：|:|不|[（(]|每[亩人户年家个月项名台辆间套]|[年月日]|总额|金额|按照?)"
    r"{0,3}$"
)
_WORDS: tuple[tuple[Comparator, str], ...] = (
    ("≤", r"(?:最高|最多|至多|最长|不超过)[^，。；、\d]{0,6}|不得超过|不能超过|不超出|不高于|"
          r"不得高于|不多于|不大于|不突破|上限|封顶|最大|控制在|限额|不超|未超过|不晚于|不迟于"),
    ("≥", r"不低于|不得低于|不少于|不得少于|不小于|不短于|至少|最低|最少|最短|下限|起点|不下于|"
          r"(?<!不)满|不得小于|大于等于"),
    ("<", r"低于|小于|不足|少于|不到|未达到?|未满|不满|短于"),
    (">", r"超过|超出|突破|大于|高于|多于|逾|(?<![赶反])超|长于"),
    ("≈", r"大?约|大概|接近|将近|(?<![最附邻就])近|大致|左右"),
)  # fmt: skip
_BEFORE = tuple((sign, re.compile(rf"(?:{words}){_LINK}")) for sign, words in _WORDS)
_THING = (
    "平方米|平米|㎡|立方米|公里|人次|批次|标准箱|标箱|千瓦时|千瓦|公斤|床位|餐位|学年|学期|个月|万人次|"
    "[亩间人户名位生辆台套笔吨块件项次餐张床场年月天日夜晚度家个班头只株篇单平]"
)
# 每人每月209元, 每新增1人奖励3000元
_PER_BEFORE = re.compile(rf"每(?:满|新增|增加|超|招用|吸纳|引进)?[1一]?({_THING})")
# 5元/人/夜, 200元每亩, 3元/平方米·月
_PER_AFTER = re.compile(rf"(?:[/\uff0f每·•](?:{_THING}))+")


def find_quantities(text: str) -> tuple[Quantity, ...]:
    """Return the quantities of ``text`` in order.

    >>> [(str(q.value), q.unit, q.comparator) for q in find_quantities("投资500万元以上奖励5%")]
    [('5000000', '元', '≥'), ('5', '%', None)]
    """
    amounts = find_amounts(text)
    found: list[Quantity] = []
    position = 0
    while position < len(amounts):
        quantity, used = _quantity(text, amounts, position)
        if quantity is not None:
            found.append(quantity)
        position += used
    return tuple(found)


def parse_quantity(text: str) -> Quantity | None:
    """Return the one quantity that ``text`` holds, None where it holds none or several."""
    found = find_quantities(text)
    return found[0] if len(found) == 1 else None


def format_value(value: Decimal) -> str:
    """Return a figure without exponent or idle zeros: 5E+6 → 5000000."""
    return format(value.normalize(), "f")


def normalize_figures(text: str) -> str:
    """Write every quantity of ``text`` one way, so that equal figures compare equal.

    >>> normalize_figures("奖励五百万元，百分之三十") == normalize_figures("奖励0.05亿元，30%")
    True
    """
    pieces: list[str] = []
    position = 0
    for item in find_quantities(text):
        span = format_value(item.value)
        if item.upper is not None:
            span += f"-{format_value(item.upper)}"
        pieces += [text[position : item.start], span, item.unit or ""]
        position = item.end
    return "".join((*pieces, text[position:]))


def _quantity(text: str, amounts: tuple[Amount, ...], index: int) -> tuple[Quantity | None, int]:
    """Return the quantity that begins with ``amounts[index]`` and how many amounts it used."""
    first = amounts[index]
    second = amounts[index + 1] if index + 1 < len(amounts) else None
    if second is not None:
        joined = _range(text, first, second)
        if joined is not None:
            return joined, 2
        if not first.unit and (shared := _shared_unit(text, amounts, index)) is not None:
            return _single(text, shared), 1
    return (_single(text, first) if first.unit else None), 1


def _range(text: str, first: Amount, second: Amount) -> Quantity | None:
    between = text[first.end : second.start]
    if not second.unit:
        return None
    bounded = _UP_TO.fullmatch(between)
    below = _BELOW.match(text, second.end)
    if bounded is not None and (bounded["bound"] or below):
        end = below.end() if below else second.end
    elif _TO.fullmatch(between):
        end = second.end
    else:
        return None
    low = _like(first, second) if not first.unit else first
    if low.kind != second.kind or low.unit != second.unit or low.value >= second.value:
        return None
    comparator = _comparator_before(text, first.start)
    return Quantity(
        kind=second.kind,
        value=low.value,
        upper=second.value,
        unit=second.unit,
        comparator=comparator if comparator in ("≈", "≤") else None,
        text=text[first.start : end],
        start=first.start,
        end=end,
        per=_per(text, first.start, end),
        printed_value=low.printed,
        printed_unit=second.printed_unit,
    )


def _like(bare: Amount, model: Amount) -> Amount:
    """Give a bare figure the unit (and scale, if it has none) of the one after it: 500—5000万元."""
    own_scale = bare.scale != ""
    factor = Decimal(1)
    if model.printed:
        factor = model.value / model.printed
    value = bare.value if own_scale else bare.printed * factor
    scale = bare.scale if own_scale else model.scale
    return Amount(
        model.kind, value, bare.printed, scale, model.unit, model.printed_unit, bare.vague,
        bare.start, bare.end,
    )  # fmt: skip


def _shared_unit(text: str, amounts: tuple[Amount, ...], index: int) -> Amount | None:
    """Return the bare figure of 分别奖励300、200、100万元 with the unit at the list's end."""
    last = index
    while last + 1 < len(amounts) and not amounts[last].unit:
        if not re.fullmatch(
            r"\s?[、/]\s?|\s?[和或及]\s?", text[amounts[last].end : amounts[last + 1].start]
        ):
            return None
        last += 1
    model = amounts[last]
    if model.kind not in ("money", "rate", "area", "points") or not model.unit:
        return None
    return _like(amounts[index], model)


def _single(text: str, amount: Amount) -> Quantity:
    comparator = _comparator_after(text, amount.end) or _comparator_before(text, amount.start)
    if amount.kind == "duration" and text[: amount.start].endswith("近"):
        comparator = None  # 近三年: the last three years
    return Quantity(
        kind=amount.kind,
        value=amount.value,
        upper=None,
        unit=amount.unit,
        comparator=comparator or ("≈" if amount.vague else None),
        text=text[amount.start : amount.end],
        start=amount.start,
        end=amount.end,
        per=_per(text, amount.start, amount.end),
        printed_value=amount.printed,
        printed_unit=amount.printed_unit,
    )


def _comparator_after(text: str, end: int) -> Comparator | None:
    tail = text[end : end + 14]
    return next((sign for sign, pattern in _AFTER if pattern.match(tail)), None)


def _comparator_before(text: str, start: int) -> Comparator | None:
    head = re.split(r"[，。；\n]", text[max(0, start - 16) : start])[-1]
    return next((sign for sign, pattern in _BEFORE if pattern.search(head)), None)


def _per(text: str, start: int, end: int) -> tuple[str, ...]:
    """Return per what a quantity counts, from 每…每… before it or /…/… after it."""
    after = _PER_AFTER.match(text, end)
    if after is not None:
        return tuple(re.findall(_THING, after[0]))
    head = re.split(r"[，。；、：:\n]", text[max(0, start - 24) : start])[-1]
    return tuple(match[1] for match in _PER_BEFORE.finditer(head))
