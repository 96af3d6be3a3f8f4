"""Compare the figures and dates of a claim with those of a quote, by value and by owner.

500万元, 五百万元 and 0.05亿元 are one figure. Where a quote gives several (主板300万元、科创板200
万元), a figure must belong to the words that the claim joins it with.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from corpus.dates import DateMention, find_dates
from corpus.quantities import Quantity, find_quantities
from corpus.regions import find_regions
from service.answer.asking import text_pairs
from service.answer.model import Support
from service.answer.sentences import split_sentences
from service.answer.wording import leftover_runs, plain, words_of


@dataclass(frozen=True, slots=True)
class Problem:
    """A figure or date that the quote does not bear out."""

    verdict: Support
    reason: str


def compare_figures(claim: str, quote: str, *, context: str = "") -> Problem | None:
    """Return the first figure of ``claim`` that ``quote`` (or its titles) does not bear out."""
    held = _quantities(quote)
    titles = _quantities(context)
    claimed = _quantities(claim)
    for place, figure in enumerate(claimed):
        if _sums_up(claim, figure):
            continue
        equal = [item for item in held if same_quantity(figure, item)]
        if not equal and any(same_quantity(figure, item) for item in titles):
            continue
        if not equal:
            return _not_borne_out(figure, held)
        stranger = _other_owner(claim, claimed, place, quote, held, equal)
        if stranger is not None:
            reason = f"引文中“{figure.text}”说的不是“{stranger}”。"
            return Problem("contradicted", reason)
        nearest = _other_sentence(claim, figure, quote)
        if nearest is not None:
            return nearest
    return None


@lru_cache(maxsize=2048)
def _quantities(text: str) -> tuple[Quantity, ...]:
    """Return the quantities of a text that are no part of a date: 「2025-06-|01起|」."""
    days = [item for item in find_dates(text) if item.kind != "relative"]
    return tuple(
        item
        for item in find_quantities(text)
        if not any(day.start < item.end and item.start < day.end for day in days)
    )


#: Word pairs by which one sentence must be nearer to a claim than the one with its figure.
_NEARER = 3


def _other_sentence(claim: str, figure: Quantity, quote: str) -> Problem | None:
    """Return the figure of the sentence that speaks of the claim's matter, where it is another."""
    wanted = {pair for pair in text_pairs(words_of(claim)) if len(pair) > 1}
    with_it: list[int] = [0]
    without: list[tuple[int, str]] = []
    for extent in split_sentences(quote):
        piece = quote[extent.start : extent.end]
        near = len(wanted & text_pairs(piece))
        alike = [item for item in _quantities(piece) if item.kind == figure.kind]
        if any(same_quantity(figure, item) for item in alike):
            with_it.append(near)
        elif figure.text not in piece and any(item.unit == figure.unit for item in alike):
            without.append((near, "、".join(item.text for item in alike[:3])))
    near, stated = max(without, default=(0, ""))
    if near >= max(with_it) + _NEARER and near >= 2 * max(with_it):
        return Problem("contradicted", f"引文中说这件事的是“{stated}”，不是“{figure.text}”。")
    return None


# The members that a count sums up: 「省、市、县|三级」
_MEMBERS = re.compile(r"(?:[^、，。；\s]{1,8}、)+[^、，。；\s]{1,8}$")


def _sums_up(claim: str, figure: Quantity) -> bool:
    """Say whether a count only sums up what the claim has just listed."""
    if figure.kind != "count" or figure.unit not in ("级", "类", "者", "项", "个"):
        return False
    members = _MEMBERS.search(claim[: figure.start])
    return members is not None and members[0].count("、") + 1 == figure.value


def _not_borne_out(figure: Quantity, held: Sequence[Quantity]) -> Problem:
    alike = [item.text for item in held if item.kind == figure.kind]
    if alike:
        stated = "、".join(dict.fromkeys(alike[:3]))
        return Problem("contradicted", f"引文中是“{stated}”，不是“{figure.text}”。")
    return Problem("unsupported", f"引文中没有“{figure.text}”。")


_LOWER, _UPPER = {"≥", ">"}, {"≤", "<"}


def same_quantity(claimed: Quantity, held: Quantity) -> bool:
    """Say whether two quantities are one figure; 以上 and 不超过 never meet."""
    if claimed.kind != held.kind or claimed.unit != held.unit:
        return False
    if claimed.per and held.per and set(claimed.per) != set(held.per):
        return False
    one, other = claimed.comparator, held.comparator
    if (one in _LOWER and other in _UPPER) or (one in _UPPER and other in _LOWER):
        return False
    if (claimed.value, claimed.upper) == (held.value, held.upper):
        return True
    return claimed.upper is None and one in _UPPER and held.upper == claimed.value


_PIECE = re.compile(r"[，,、；;。！？!?：:\n（）()]+")


# The level that a figure is for: 「|国家级|开发区不得低于每亩300万元」
_LEVEL = re.compile(r"国家级|省级|市级|县级|区级|世界级|部级")


def _other_owner(
    claim: str,
    claimed: Sequence[Quantity],
    place: int,
    quote: str,
    held: Sequence[Quantity],
    equal: Sequence[Quantity],
) -> str | None:
    """Return words of the claim that the quote joins only with another figure, else None."""
    if len(held) < 2:
        return None
    begin = claimed[place - 1].end if place else 0
    figure = claimed[place]
    own = claim[begin : figure.start] + " " + _until_mark(claim, figure.end)
    rivals = [item for item in held if item not in equal and item.kind == figure.kind]
    foreign = " ".join(_owner_words(quote, held, item) for item in rivals)
    tied = " ".join(_owner_words(quote, held, item) for item in equal)
    shared = _shared_words(quote, held)
    levels = set(_LEVEL.findall(own)), set(_LEVEL.findall(tied))
    if all(levels) and levels[0].isdisjoint(levels[1]):
        return str(min(levels[0]))
    narrower = {item.canonical for item in find_regions(tied)} - {
        item.canonical for item in find_regions(f"{claim} {foreign}")
    }
    if narrower and rivals:
        return words_of(own)
    rest = leftover_runs(own, f"{tied} {shared}")
    strangers = [run for run in rest if len(run) > 1 and run in words_of(foreign)]
    if not strangers:
        return None
    unsaid = leftover_runs(tied, f"{claim} {shared}")
    has_tie = len("".join(leftover_runs(tied, claim))) < len(words_of(tied).replace(" ", ""))
    return strangers[0] if unsaid or not has_tie else None


def _owner_words(quote: str, held: Sequence[Quantity], item: Quantity) -> str:
    """Return the words of the quote that belong to one figure: those right before and after it."""
    place = held.index(item)
    begin = held[place - 1].end if place else 0
    before = quote[begin : item.start]
    if begin == 0 or re.search(r"[。；;\n]", before):
        before = _PIECE.split(before)[-1] if _PIECE.split(before)[-1].strip() else before
    return before + " " + _until_mark(quote, item.end)


def _until_mark(text: str, start: int) -> str:
    return _PIECE.split(text[start:], maxsplit=1)[0]


def _shared_words(quote: str, held: Sequence[Quantity]) -> str:
    """Return the words of the quote that belong to no single figure."""
    owned: list[tuple[int, int]] = []
    for place, item in enumerate(held):
        begin = held[place - 1].end if place else 0
        pieces = [m.end() for m in _PIECE.finditer(quote, begin, item.start)]
        after = _PIECE.search(quote, item.end)
        owned.append((pieces[-1] if pieces else begin, after.start() if after else len(quote)))
    rest, position = [], 0
    for start, end in owned:
        rest.append(quote[position : max(position, start)])
        position = max(position, end)
    return " ".join((*rest, quote[position:]))


def compare_dates(claim: str, quote: str, *, context: str = "") -> Problem | None:
    """Return the first date of ``claim`` that neither ``quote`` nor its titles bear out."""
    held = (*find_dates(quote), *find_dates(context))
    for item in find_dates(claim):
        if item.kind == "relative":  # its figure and its words are compared as such
            continue
        if plain(item.text) in plain(f"{quote} {context}") or any(
            _same_date(item, other) for other in held
        ):
            continue
        if held:
            stated = "、".join(dict.fromkeys(other.text for other in held[:3]))
            return Problem("contradicted", f"引文中的日期是“{stated}”，不是“{item.text}”。")
        return Problem("unsupported", f"引文中没有日期“{item.text}”。")
    return None


def _same_date(claimed: DateMention, held: DateMention) -> bool:
    bounds = {claimed.first, claimed.last} - {None}
    if bounds and bounds <= {held.first, held.last}:
        return True
    day = held.first or held.last
    return claimed.kind == "year" and day is not None and day.year == _year(claimed)


def _year(item: DateMention) -> int | None:
    day = item.first or item.last
    return day.year if day else None


# A figure of any kind, dates without a year whole: 「9月8日」 「17+1」 「2.5」
_TOKEN = re.compile(r"\d+月\d+日|\d+(?:\.\d+)?")


def stray_digits(claim: str, quote: str) -> Problem | None:
    """Return the first figure of ``claim`` that no reader above understands and the quote lacks."""
    rest = list(claim)
    for start, end in _understood(claim):
        rest[start:end] = " " * (end - start)
    held = set(_TOKEN.findall(plain(quote))) | {
        part for token in _TOKEN.findall(plain(quote)) for part in re.findall(r"\d+", token)
    }
    for token in _TOKEN.findall(plain("".join(mark if mark != " " else "，" for mark in rest))):
        if token not in held:
            days = [item for item in _TOKEN.findall(plain(quote)) if "月" in item]
            if "月" in token and days:
                stated = "、".join(dict.fromkeys(days[:3]))
                return Problem("contradicted", f"引文中是“{stated}”，不是“{token}”。")
            return Problem("unsupported", f"引文中没有“{token}”。")
    return None


def _understood(claim: str) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = [(item.start, item.end) for item in find_quantities(claim)]
    return found + [(item.start, item.end) for item in find_dates(claim)]
