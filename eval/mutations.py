"""Make wrong sentences out of right ones, one change each, to see whether the guard catches them.

Paraphrases that stay true are made the same way, to see that the guard lets them pass.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

from corpus.numerals import format_numeral

Kind = Literal["number", "unit", "year", "subject", "norm", "paraphrase"]


@dataclass(frozen=True, slots=True)
class Mutation:
    """A sentence made from ``original`` by one change; false unless it is a paraphrase."""

    kind: Kind
    original: str
    text: str


_YEAR = re.compile(r"(?:19|20)\d\d(?=年)")
_NUMBER = re.compile(
    r"(?<![\d.A-Za-z])\d+(?:\.\d+)?(?=\s*(?:%|万|亿|元|个|家|项|天|日|年|月|名|倍))"
)


@cache
def _swaps() -> dict[str, list[list[str]]]:
    """Return the exchanges of ``data/mutations.json``, read once."""
    text = files("eval").joinpath("data/mutations.json").read_text(encoding="utf-8")
    stored: dict[str, list[list[str]]] = json.loads(text)
    return stored


def mutate(sentence: str, rng: random.Random) -> list[Mutation]:
    """Return one false variant of ``sentence`` for every kind of change it allows."""
    makers: tuple[tuple[Kind, Callable[[str, random.Random], str | None]], ...] = (
        ("number", _other_number),
        ("unit", lambda text, rng: _swap(text, _swaps()["units"], rng)),
        ("year", _other_year),
        ("subject", lambda text, rng: _swap(text, _swaps()["subjects"], rng)),
        ("norm", lambda text, rng: _swap(text, _swaps()["norms"], rng)),
    )
    made = ((kind, maker(sentence, rng)) for kind, maker in makers)
    return [
        Mutation(kind, sentence, text)
        for kind, text in made
        if text is not None and text != sentence
    ]


def _other_number(text: str, rng: random.Random) -> str | None:
    found = [item for item in _NUMBER.finditer(text) if not _YEAR.match(text, item.start())]
    if not found:
        return None
    match = rng.choice(found)
    value = float(match.group())
    other = rng.choice([value * 2, value * 10, value + 1, value / 2, value + 5])
    return text[: match.start()] + f"{other:g}" + text[match.end() :]


def _other_year(text: str, rng: random.Random) -> str | None:
    found = list(_YEAR.finditer(text))
    if not found:
        return None
    match = rng.choice(found)
    year = int(match.group()) + rng.choice([-3, -2, -1, 1, 2, 3, 10])
    return text[: match.start()] + str(year) + text[match.end() :]


def _swap(text: str, pairs: list[list[str]], rng: random.Random) -> str | None:
    found = [(old, new) for old, new in pairs if old in text and new not in text]
    if not found:
        return None
    old, new = rng.choice(found)
    return text.replace(old, new, 1)


_LEADS = ("根据规定，", "文件明确，", "按照该文件，", "其中，", "")


def paraphrase(sentence: str, rng: random.Random) -> Mutation | None:
    """Return a true variant: other spelling of a figure, a like word, a lead, a clause left out."""
    text = _respelt(sentence, rng)
    swapped = _swap(text, _swaps()["words"], rng) if rng.random() < 0.7 else None
    text = swapped or text
    pieces = text.rstrip("。；").split("，")
    if len(pieces) > 2 and rng.random() < 0.4:
        pieces.pop(0 if rng.random() < 0.5 else len(pieces) - 1)
        text = "，".join(pieces) + "。"
    text = rng.choice(_LEADS) + text
    return Mutation("paraphrase", sentence, text) if text != sentence else None


_ROUND_MONEY = re.compile(r"(?<![\d.])(?P<value>\d{1,4})万元")
_WHOLE_PERCENT = re.compile(r"(?<![\d.])(?P<value>\d{1,2})%")


def _respelt(text: str, rng: random.Random) -> str:
    """Write one figure in another spelling of the same value."""

    def money(match: re.Match[str]) -> str:
        value = int(match["value"])
        return rng.choice([f"{format_numeral(value)}万元", f"{value * 10000}元"])

    def percent(match: re.Match[str]) -> str:
        return f"百分之{format_numeral(int(match['value']))}"

    text = _ROUND_MONEY.sub(money, text, count=1)
    return _WHOLE_PERCENT.sub(percent, text, count=1)
