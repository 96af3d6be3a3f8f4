"""Single figures with a unit, as they are printed: 3,000万元, 百分之三十, 五个工作日, 四分之一."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib import resources
from typing import Literal, get_args

from corpus.numerals import parse_numeral

QuantityKind = Literal[
    "money", "rate", "points", "multiple", "duration", "age", "area", "length", "weight",
    "volume", "power", "data", "count",
]  # fmt: skip

_HAN_DIGITS = "〇零一二两三四五六七八九"
_SCALES = {
    "十": 10, "百": 100, "千": 1000, "万": 10**4, "亿": 10**8, "兆": 10**12,
}  # fmt: skip
_FULL_WIDTH = str.maketrans("０１２３４５６７８９．％", "0123456789.%")

# 3,000 · 3000 · 0.05; not a part of a longer figure, a date or a version.
_ARABIC = r"(?<![\d.])(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?![\d])"
# 五百万 · 一亿二千万 · 三点五 · 二十五
_HAN = rf"[{_HAN_DIGITS}十百千][{_HAN_DIGITS}十百千万亿]*(?:点[{_HAN_DIGITS}]+)?"
# 5000余|万, 3千|万, 1.5|万亿
_SCALE = r"[ \u00a0]?[余多几]?(?:[十百千]?万亿|[十百千]?[万亿]|[百千](?![瓦伏克米卡]))?[余多几]?"


@dataclass(frozen=True, slots=True)
class Amount:
    """One figure with its unit; ``value`` in the standard unit, ``printed`` as it stands.

    ``scale`` and ``unit`` are None where they are left to the figure that follows (500—5000万元).
    """

    kind: QuantityKind
    value: Decimal
    printed: Decimal
    scale: str
    unit: str
    printed_unit: str
    vague: bool
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Units:
    kinds: dict[str, QuantityKind]
    same: dict[str, tuple[Decimal, str]]
    figure: re.Pattern[str]


@cache
def _units() -> _Units:
    path = resources.files("corpus") / "data" / "units.json"
    data = json.loads(path.read_text(encoding="utf-8"))
    kinds: dict[str, QuantityKind] = {}
    for kind in get_args(QuantityKind):
        kinds |= {unit: kind for unit in data["kinds"].get(kind, ()) if unit not in kinds}
    units = "|".join(re.escape(item) for item in sorted(kinds, key=len, reverse=True))
    # A figure with its unit: 3,000万元, 五个工作日, 1.2亿千瓦, 30%, 5000余家.
    figure = re.compile(
        rf"(?P<number>{_ARABIC}|{_HAN})(?P<scale>{_SCALE})[ \u00a0]?"
        rf"(?P<unit>[%‰]|{units})?"
    )
    same = {unit: (Decimal(str(item[0])), item[1]) for unit, item in data["same"].items()}
    return _Units(kinds=kinds, same=same, figure=figure)


# 百分之三十点五, 百分之50, 千分之三
_PERCENT = re.compile(
    rf"(?P<base>百|千|万)分之(?P<number>[{_HAN_DIGITS}十百]+(?:点[{_HAN_DIGITS}]+)?|\d+(?:\.\d+)?)"
    r"(?!点)"
)
# 四分之一, 三分之二
_FRACTION = re.compile(rf"(?P<below>[{_HAN_DIGITS}十])分之(?P<above>[{_HAN_DIGITS}十])")
# 三成, 七成五
_TENTHS = re.compile(
    rf"(?<![{_HAN_DIGITS}十百千万建完组构形促达])(?P<whole>[一二两三四五六七八九])成(?P<half>[一二三四五六七八九半])?"
    r"(?=以|左右|的|，|。|；|、|$)"
)
# 翻一番, 翻两番
_DOUBLED = re.compile(rf"翻(?P<number>[{_HAN_DIGITS}])番")


def find_amounts(text: str) -> tuple[Amount, ...]:
    """Return the figures of ``text`` in order, those without a unit of their own among them."""
    text = text.translate(_FULL_WIDTH)
    found: list[Amount] = []
    for pattern, reader in (
        (_PERCENT, _percent), (_FRACTION, _fraction), (_TENTHS, _tenths), (_DOUBLED, _doubled),
    ):  # fmt: skip
        found += [reader(match) for match in pattern.finditer(text)]
    taken = [(item.start, item.end) for item in found]
    for match in _units().figure.finditer(text):
        if any(start < match.end() and match.start() < end for start, end in taken):
            continue
        amount = _figure(text, match)
        if amount is not None:
            found.append(amount)
    return tuple(sorted(found, key=lambda item: item.start))


def _figure(text: str, match: re.Match[str]) -> Amount | None:
    number, scale, unit = match["number"], match["scale"], match["unit"] or ""
    printed = _number(number)
    if printed is None or _is_no_figure(text, match):
        return None
    vague = any(item in scale for item in "余多几")
    scale = re.sub(r"[余多几\s]", "", scale)
    if unit in ("%", "‰"):
        value = printed * _factor(scale) / (10 if unit == "‰" else 1)
        return _amount(match, "rate", value, printed, scale, ("%", unit), vague)
    kind = _units().kinds.get(unit)
    if kind is None:
        kind, unit = ("count", "") if not scale or not _is_money(text, match) else ("money", "元")
        if (
            not match["unit"]
            and not number[0].isdigit()
            and not _BEGINS_RANGE.match(text, match.end())
        ):
            return None
    factor, standard = _units().same.get(unit, (Decimal(1), unit))
    value = printed * _factor(scale) * factor
    return _amount(match, kind, value, printed, scale, (standard, scale + unit), vague)


def _amount(
    match: re.Match[str],
    kind: QuantityKind,
    value: Decimal,
    printed: Decimal,
    scale: str,
    unit: tuple[str, str],
    vague: bool,
) -> Amount:
    end = match.start() + len(match[0].rstrip())
    return Amount(
        kind, value, printed, scale, unit[0], unit[1], vague, match.start(), end
    )  # fmt: skip


def _number(text: str) -> Decimal | None:
    """Read 3,000 · 0.05 · 五百万 · 三点五."""
    if text[0].isdigit():
        return Decimal(text.replace(",", ""))
    whole, _, decimals = text.partition("点")
    number = parse_numeral(whole)
    if number is None:
        return None
    if not decimals:
        return Decimal(number)
    digits = "".join(str(parse_numeral(item)) for item in decimals)
    return Decimal(f"{number}.{digits}")


def _factor(scale: str) -> int:
    factor = 1
    for character in scale:
        factor *= _SCALES[character]
    return factor


# The bare first figure of a range in Chinese numerals: 三|至九人.
_BEGINS_RANGE = re.compile(rf"[至到][{_HAN_DIGITS}十百千]")
# A year, a month or a day of a date: 2023年, 5月1日.
# Words that only look like a figure with a unit: 一次性, 一个, 一般, 三次产业, 十分, 一级.
_WORDS = re.compile(
    r"一(?:次性|个(?!月|工作日|自然日|季度|小时|百分点|亿|学[期年]|年度)|种|批(?!次)|类|些|系列|方面|条龙|体|系|线|级|片|块|道|部分|对一|分为|站式|户一|人一|企一|"
    r"事一|县一|市一|区一|村一|带一|业一|日游|口|点|门|网|张网|篇|场|起|组|支|本|首|项|件|位|名|家|"
    r"流|步|揽子|窗|单|票(?!否)|致|同|并|律|切|定|般|旦|直|度|手|时|般性)|"
    r"三次产业|二次|三门峡|十分|千家万户|百家争鸣|三农|百千|五险一金|三位一体|"
    r"[一二三四五六七八九十]+(?:是|要)"
)


def _is_no_figure(text: str, match: re.Match[str]) -> bool:
    number, unit = match["number"], match["unit"] or ""
    before = text[max(0, match.start() - 6) : match.start()].rstrip()
    after = text[match.end() : match.end() + 3]
    if before.endswith(("第", "（含", "(含", "不含", "含本")) or _WORDS.match(text, match.start()):
        return True
    if re.search(r"[A-Za-z]$", before) and not unit:
        return True
    if number == "一" and unit == "年" and before.endswith(("上", "下", "任", "同", "每")):
        return True
    if unit == "年" and (after.startswith(("代", "级", "期间的", "制")) or _is_year(match)):
        return True
    if unit in ("日", "天") and re.search(r"月\s*$|日\s*[至到—–－\-~]\s*$", before):
        return True
    if unit == "点" and re.search(r"[时前后至到日上下午]$|^\d", before[-1:] + after[:1]):
        return True
    if not unit and after.startswith(("月", "号", "时", "#")):
        return True
    kind = _units().kinds.get(unit)
    only_scales = not number[0].isdigit() and not any(item in _HAN_DIGITS + "十" for item in number)
    return only_scales and kind not in ("money",)


def _is_year(match: re.Match[str]) -> bool:
    """Whether 2023年 is a date: no term runs for a thousand years."""
    return not match["scale"] and (_number(match["number"]) or 0) >= 1000


# What tells that a bare 1000万 is money: 奖励1000万, 投资1个亿.
_MONEY_WORDS = re.compile(
    r"(?:奖|补|资|额|元|费|贷|产值|收入|税|金|投|营收|销售|价|款|支持|给予|最高|封顶)[^。；]{0,12}$"
)


def _is_money(text: str, match: re.Match[str]) -> bool:
    following = text[match.end() : match.end() + 1]
    return bool(_MONEY_WORDS.search(text[max(0, match.start() - 16) : match.start()])) and (
        not re.match(r"[\u4e00-\u9fffA-Za-z]", following) or following in "的以（及至到封左元为不"
    )


def _percent(match: re.Match[str]) -> Amount:
    number = _number(match["number"]) or Decimal(0)
    value = number * 100 / _SCALES[match["base"]]
    return _amount(match, "rate", value, number, "", ("%", "%"), False)


def _fraction(match: re.Match[str]) -> Amount:
    below, above = parse_numeral(match["below"]) or 1, parse_numeral(match["above"]) or 0
    value = (Decimal(above) * 100 / Decimal(below)).quantize(Decimal("0.0001"))
    return _amount(match, "rate", value, value, "", ("%", "%"), False)


def _tenths(match: re.Match[str]) -> Amount:
    half = match["half"]
    rest = 5 if half == "半" else (parse_numeral(half) or 0) if half else 0
    value = Decimal((parse_numeral(match["whole"]) or 0) * 10 + rest)
    return _amount(match, "rate", value, value, "", ("%", "%"), False)


def _doubled(match: re.Match[str]) -> Amount:
    value = Decimal(2) ** (parse_numeral(match["number"]) or 0)
    return _amount(match, "multiple", value, value, "", ("倍", "倍"), False)
