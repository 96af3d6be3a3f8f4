"""What a question asks for: numbers, titles, places, years, kind, official words for lay ones."""

from __future__ import annotations

import json
import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from importlib import resources
from typing import Literal, Protocol

from corpus.dates import find_dates
from corpus.docnumber import find_numbers
from corpus.document import DocType, Level
from corpus.regions import find_regions, level_of
from index.asked_day import asked_day
from index.words import normalize

Kind = Literal["incentive", "target", "procedure", "which_policy", "comparison", "fact"]

#: A title between book-title marks. Example: 《优化营商环境条例》
_TITLE = re.compile(r"《(?P<title>[^《》]{2,80})》")


@dataclass(frozen=True, slots=True)
class QueryPlan:
    """A question understood; ``text`` is the question with widths and characters unified.

    ``numbers`` are canonical document numbers, ``regions`` canonical places, ``as_of`` the day
    that the question itself names (None: it names none), ``types`` the kinds of document it names,
    ``expansions`` official words for lay ones (减房租 → 租金减免).
    """

    text: str
    numbers: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    level: Level | None = None
    years: tuple[int, ...] = ()
    as_of: date | None = None
    kind: Kind = "fact"
    types: tuple[DocType, ...] = ()
    expansions: tuple[str, ...] = ()


class Understood(Protocol):
    """Reads a question, as :func:`understand` does."""

    def __call__(
        self, question: str, *, known_regions: Collection[str] = (), today: date
    ) -> QueryPlan:
        """Return what the question asks for."""


@dataclass(frozen=True, slots=True)
class _Lexicon:
    kinds: tuple[tuple[Kind, tuple[str, ...]], ...]
    types: tuple[tuple[str, DocType], ...]
    expansions: tuple[tuple[str, tuple[str, ...]], ...]


def understand(question: str, *, known_regions: Collection[str] = (), today: date) -> QueryPlan:
    """Read a question; ``known_regions`` are those that the catalogue holds documents of.

    >>> plan = understand("國发〔2019〕11号对经开区有什么税收优惠", today=date(2026, 1, 1))
    >>> plan.numbers, plan.kind, plan.expansions
    (('国发〔2019〕11号',), 'incentive', ('经济技术开发区',))
    """
    text = normalize(question)
    numbers = tuple(dict.fromkeys(str(number) for number in find_numbers(text)))
    regions = tuple(
        dict.fromkeys(item.canonical for item in find_regions(text, known=known_regions))
    )
    return QueryPlan(
        text=text,
        numbers=numbers,
        titles=tuple(match["title"] for match in _TITLE.finditer(text)),
        regions=regions,
        level=level_of(regions[-1]) if regions else None,
        years=_years(text),
        as_of=asked_day(text, today),
        kind=_kind(text),
        types=tuple(dict.fromkeys(kind for word, kind in _lexicon().types if word in text)),
        expansions=_expansions(text),
    )


def _years(text: str) -> tuple[int, ...]:
    """Return the years that the question is about, titles included: not those of numbers, and not
    deadlines (到2025年底), which rules of earlier years set."""
    for number in reversed(find_numbers(text)):
        text = text[: number.start] + " " + text[number.end :]
    found = [
        mention.first.year
        for mention in find_dates(text)
        if mention.kind in ("day", "month", "year") and mention.first and mention.last
    ]
    return tuple(dict.fromkeys(found))


def _kind(text: str) -> Kind:
    for kind, cues in _lexicon().kinds:
        if any(cue in text for cue in cues):
            return kind
    return "fact"


def _expansions(text: str) -> tuple[str, ...]:
    found = [
        word
        for lay, official in _lexicon().expansions
        if lay in text
        for word in official
        if word not in text
    ]
    return tuple(dict.fromkeys(found))


@lru_cache(maxsize=1)
def _lexicon() -> _Lexicon:
    text = (resources.files("index") / "data" / "query.json").read_text(encoding="utf-8")
    found = json.loads(text)
    return _Lexicon(
        kinds=tuple((kind, tuple(cues)) for kind, cues in found["kinds"]),
        types=tuple(found["types"].items()),
        expansions=tuple((lay, tuple(words)) for lay, words in found["expansions"].items()),
    )
