"""Make wrong sentences out of right ones, one change each: the guard must catch them."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

from corpus.numerals import format_numeral, parse_numeral
from corpus.quantities import Quantity, find_quantities
from corpus.regions import find_regions

Kind = Literal[
    "number", "sibling", "unit", "year", "day", "subject", "place", "norm", "bound", "direction"
]


@dataclass(frozen=True, slots=True)
class Mutation:
    """A false sentence made from ``original`` by one change."""

    kind: Kind
    original: str
    text: str


_YEAR = re.compile(r"(?:19|20)\d\d(?=年)")
_DAY = re.compile(r"(?P<month>\d{1,2})月(?P<day>\d{1,2})日")
# A figure with its unit, in either way of writing: 「300万元」 「五个工作日」 「百分之三十」
_NUMBER = re.compile(
    r"(?<![\d.A-Za-z第])\d+(?:\.\d+)?(?=\s*(?:%|万|亿|元|个|家|项|天|日|年|月|名|倍|人|次|户|周岁|亩|公里))"
    r"|(?<=百分之)[一二三四五六七八九十]+"
    r"|(?<![一二三四五六七八九十百千万第零])[二三四五六七八九十]+(?=(?:个(?:工作日|月)|年内|日内|年以|倍|万元|千元|名|家))"
)
#: Places that a sentence's own place is exchanged for.
_PLACES = ("大连市", "昆明市", "合肥市", "长沙市", "海南省", "云南省")


@cache
def swaps() -> dict[str, list[list[str]]]:
    """Return the exchanges of ``data/mutations.json``, read once."""
    text = files("eval").joinpath("data/mutations.json").read_text(encoding="utf-8")
    stored: dict[str, list[list[str]]] = json.loads(text)
    return stored


def mutate(sentence: str, rng: random.Random, *, quote: str = "") -> list[Mutation]:
    """Return one false variant of ``sentence`` for every kind of change it allows.

    ``quote`` is what the sentence stands in, whose other figures may be put in its own's place.
    """
    makers: tuple[tuple[Kind, Callable[[], str | None]], ...] = (
        ("number", lambda: _other_number(sentence, rng)),
        ("sibling", lambda: _sibling(sentence, quote, rng)),
        ("unit", lambda: swap(sentence, swaps()["units"], rng)),
        ("year", lambda: _other_year(sentence, rng)),
        ("day", lambda: _other_day(sentence, rng)),
        ("subject", lambda: swap(sentence, swaps()["subjects"], rng)),
        ("place", lambda: _other_place(sentence, rng)),
        ("norm", lambda: swap(sentence, swaps()["norms"], rng)),
        ("bound", lambda: swap(sentence, swaps()["bounds"], rng)),
        ("direction", lambda: swap(sentence, swaps()["directions"], rng)),
    )
    made = ((kind, maker()) for kind, maker in makers)
    return [
        Mutation(kind, sentence, text)
        for kind, text in made
        if text is not None and text != sentence
    ]


def swap(text: str, pairs: Sequence[Sequence[str]], rng: random.Random) -> str | None:
    """Return ``text`` with one word exchanged for another, None where it has none of them."""
    found = [(old, new) for old, new in pairs if old in text and new not in text]
    if not found:
        return None
    old, new = rng.choice(found)
    return text.replace(old, new, 1)


def _other_number(text: str, rng: random.Random) -> str | None:
    found = [item for item in _NUMBER.finditer(text) if not _YEAR.match(text, item.start())]
    if not found:
        return None
    match = rng.choice(found)
    written = match.group()
    value = parse_numeral(written) if not written[0].isdigit() else float(written)
    if not value:
        return None
    other = rng.choice([value * 2, value * 10, value + 1, value / 2, value + 5])
    new = f"{other:g}" if written[0].isdigit() else format_numeral(int(other) + (other < 1))
    return text[: match.start()] + new + text[match.end() :] if new != written else None


def _sibling(text: str, quote: str, rng: random.Random) -> str | None:
    """Put another figure of the same kind that stands in the quote in a figure's place."""
    own = [item for item in find_quantities(text) if item.text in text]
    other = [item for item in find_quantities(quote) if item.text not in text]
    pairs = [(a, b) for a in own for b in other if _exchangeable(a, b)]
    if not pairs:
        return None
    old, new = rng.choice(pairs)
    return text[: old.start] + new.text + text[old.end :]


def _exchangeable(one: Quantity, other: Quantity) -> bool:
    same = one.kind == other.kind and one.unit == other.unit
    return same and one.value != other.value and one.kind in ("money", "rate", "duration")


def _other_year(text: str, rng: random.Random) -> str | None:
    found = list(_YEAR.finditer(text))
    if not found:
        return None
    match = rng.choice(found)
    year = int(match.group()) + rng.choice([-3, -2, -1, 1, 2, 3, 10])
    return text[: match.start()] + str(year) + text[match.end() :]


def _other_day(text: str, rng: random.Random) -> str | None:
    found = list(_DAY.finditer(text))
    if not found:
        return None
    match = rng.choice(found)
    month, day = int(match["month"]), int(match["day"])
    new = rng.choice([f"{month % 12 + 1}月{day}日", f"{month}月{day % 28 + 1}日"])
    return text[: match.start()] + new + text[match.end() :]


def _other_place(text: str, rng: random.Random) -> str | None:
    found = [item for item in find_regions(text) if item.level in ("省", "市", "县区")]
    if not found:
        return None
    place = rng.choice(found)
    new = rng.choice([item for item in _PLACES if item[:2] not in text])
    return text[: place.start] + new + text[place.start + len(place.name) :]
