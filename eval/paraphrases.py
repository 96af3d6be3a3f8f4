"""Make true sentences out of true ones in other words, to see that the guard lets them pass."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Literal

from corpus.numerals import format_numeral, parse_numeral
from eval.mutations import swap, swaps

Change = Literal["figure", "date", "word", "lead", "left_out", "qualifier", "order", "several"]


@dataclass(frozen=True, slots=True)
class Paraphrase:
    """A sentence that says what ``original`` does, changed in one way or in several."""

    kind: Change
    original: str
    text: str


_LEADS = (
    "根据规定，",
    "文件明确，",
    "按照该文件，",
    "其中，",
    "文件规定：",
    "也就是说，",
    "据了解，",
)
# Figures and their other spellings: 「300万元」 「3.5亿元」 「30%」 「20个工作日」 「三年内」
_MONEY = re.compile(r"(?<![\d.])(?P<value>\d{1,4})万元")
_LARGE = re.compile(r"(?<![\d.])(?P<value>\d{1,3}(?:\.\d)?)亿元")
_PERCENT = re.compile(r"(?<![\d.])(?P<value>\d{1,2})%")
_SPELT_PERCENT = re.compile(r"百分之(?P<value>[一二三四五六七八九十]+)(?![点百])")
_TERM = re.compile(r"(?<![\d.年月])(?P<value>\d{1,2})(?P<unit>个工作日|个月|日内|年内|周岁)")
_SPELT_TERM = re.compile(
    r"(?<![一二三四五六七八九十第])(?P<value>[二三四五六七八九十]{1,3})(?P<unit>个工作日|个月|日内|年内|周岁|名|倍)"
)
_DATE = re.compile(r"(?<!\d)(?P<year>20\d\d)年(?P<month>\d{1,2})月(?P<day>\d{1,2})日")
# A list of names: 「甲、乙、丙」
_LIST = re.compile(
    r"(?<=[，对为由是在])(?P<items>(?:[\u4e00-\u9fff]{2,6}、){2,}[\u4e00-\u9fff]{2,6})(?=等)"
)
_MOST_PIECES = 2


def paraphrases(sentence: str, rng: random.Random) -> list[Paraphrase]:
    """Return the true variants that ``sentence`` allows, one change each, and all at once."""
    makers: tuple[tuple[Change, Callable[[str], str | None]], ...] = (
        ("figure", lambda text: _figure(text, rng)),
        ("date", lambda text: _date(text, rng)),
        ("word", lambda text: swap(text, swaps()["words"], rng)),
        ("left_out", lambda text: _left_out(text, rng)),
        ("qualifier", _qualifier),
        ("order", _order),
        ("lead", lambda text: rng.choice(_LEADS) + text),
    )
    found: list[Paraphrase] = []
    together = sentence
    for kind, make in makers:
        changed = make(sentence)
        if changed is not None and changed != sentence:
            found.append(Paraphrase(kind, sentence, changed))
        together = make(together) or together if kind != "left_out" else together
    return [*found, Paraphrase("several", sentence, together)]


def _figure(text: str, rng: random.Random) -> str | None:
    """Write every figure in another spelling of the same value."""

    def money(match: re.Match[str]) -> str:
        value = int(match["value"])
        spelt = f"{format_numeral(value)}万元"
        return rng.choice([spelt, f"{value * 10000}元", f"{value / 10000:g}亿元"])

    def large(match: re.Match[str]) -> str:
        return f"{float(match['value']) * 10000:g}万元"

    def percent(match: re.Match[str]) -> str:
        return f"百分之{format_numeral(int(match['value']))}"

    def to_digits(match: re.Match[str]) -> str:
        value = parse_numeral(match["value"])
        rest = match.groupdict().get("unit") or "%"
        return match.group() if value is None else f"{value}{rest}"

    def to_numeral(match: re.Match[str]) -> str:
        return f"{format_numeral(int(match['value']))}{match['unit']}"

    changed = _MONEY.sub(money, text)
    changed = _LARGE.sub(large, changed) if changed == text else changed
    changed = _PERCENT.sub(percent, changed) if "%" in text else changed
    changed = _SPELT_PERCENT.sub(to_digits, changed) if "%" not in text else changed
    had_digits = _TERM.search(text) is not None
    changed = _TERM.sub(to_numeral, changed) if had_digits else _SPELT_TERM.sub(to_digits, changed)
    return changed if changed != text else None


def _date(text: str, rng: random.Random) -> str | None:
    match = _DATE.search(text)
    if match is None:
        return None
    year, month, day = (int(match[name]) for name in ("year", "month", "day"))
    spelt = "".join("〇一二三四五六七八九"[int(mark)] for mark in match["year"])
    new = rng.choice(
        [
            f"{year}-{month:02}-{day:02}",
            f"{year}年{month:02}月{day:02}日",
            f"{spelt}年{format_numeral(month)}月{format_numeral(day)}日",
        ]
    )
    return text[: match.start()] + new + text[match.end() :]


def _left_out(text: str, rng: random.Random) -> str | None:
    """Leave the first or the last part out."""
    pieces = text.rstrip("。；").split("，")
    if len(pieces) <= _MOST_PIECES:
        return None
    pieces.pop(0 if rng.random() < 0.5 else len(pieces) - 1)
    return "，".join(pieces) + "。"


def _qualifier(text: str) -> str | None:
    """Leave out an adverb that changes nothing."""
    match = _adverb().search(text, 2)
    return None if match is None else text[: match.start()] + text[match.end() :]


@cache
def _adverb() -> re.Pattern[str]:
    """Return what finds an adverb that changes nothing, but not 不积极 or 积极性."""
    return re.compile(rf"(?<![不未])(?:{'|'.join(map(str, swaps()['qualifiers']))})(?![性度化期])")


def _order(text: str) -> str | None:
    """Turn a list of names round, or the parts that 「；」 joins."""
    match = _LIST.search(text)
    if match is not None:
        items = "、".join(reversed(match["items"].split("、")))
        return text[: match.start("items")] + items + text[match.end("items") :]
    parts = text.rstrip("。；").split("；")
    return "；".join(reversed(parts)) + "。" if len(parts) > 1 else None
