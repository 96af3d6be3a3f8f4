"""Find what a claim puts in the place of something else: a figure, a date, a subject, a unit.

The claim is laid against the sentence of the quote that it repeats; where both differ at the same
place, the claim has exchanged one thing for another, even if that other stands elsewhere nearby.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from corpus.dates import find_dates
from corpus.quantities import find_quantities, format_value
from service.answer.asking import text_pairs
from service.answer.sentences import split_sentences
from service.answer.wording import leftover_runs, names_subject, plain

#: Sentences less alike than this are different statements, whose words have no common places.
_ALIKE = 0.6
#: Exchanges longer than this are another wording, not one thing for another.
_LONGEST = 12


@dataclass(frozen=True, slots=True)
class Exchange:
    """``claimed`` stands in the claim where the quote has ``held``; both as written."""

    claimed: str
    held: str
    is_figure: bool


@dataclass(frozen=True, slots=True)
class _Token:
    """A character, or a figure or date whole; tokens are equal where ``value`` is."""

    value: str
    text: str
    is_figure: bool


def find_exchange(claim: str, quote: str, *, context: str = "") -> Exchange | None:
    """Return the first exchange of ``claim`` against the sentence of ``quote`` it repeats.

    What the claim begins with may name the document, its place or issuer (``context``) instead.

    >>> find_exchange("对省级平台奖励50万元。", "对市级平台奖励50万元，对省级平台奖励100万元。")
    Exchange(claimed='省', held='市', is_figure=False)
    """
    nearest = _nearest_sentence(claim, quote)
    claimed, held = _tokens(claim), _tokens(nearest)
    matcher = SequenceMatcher(
        None, [item.value for item in claimed], [item.value for item in held], autojunk=False
    )
    matched = sum(block.size for block in matcher.get_matching_blocks())
    if matched < _ALIKE * max(1, len(claimed)):
        return None
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag != "replace" or _names_document(claimed[:i2], context):
            continue
        found = _exchange(claim, claimed[i1:i2], held[j1:j2])
        if found is not None:
            return found
    return None


def _names_document(opening: Sequence[_Token], context: str) -> bool:
    """Say whether a claim's opening stands so in what the quote is read with."""
    said = "".join(item.text for item in opening)
    held = "".join(item.text for item in _characters(context))
    return bool(said) and not any(item.is_figure for item in opening) and said in held


def _exchange(claim: str, claimed: Sequence[_Token], held: Sequence[_Token]) -> Exchange | None:
    new = [item for item in claimed if item.is_figure]
    old = [item for item in held if item.is_figure]
    if new and old and {item.value for item in new}.isdisjoint(item.value for item in old):
        return Exchange(new[0].text, old[0].text, is_figure=True)
    words = "".join(item.text for item in claimed if not item.is_figure)
    instead = "".join(item.text for item in held if not item.is_figure)
    if not words or not instead or len(words) > _LONGEST or len(instead) > _LONGEST:
        return None
    if _digits(words) != _digits(instead) and _digits(words) and _digits(instead):
        return Exchange(words, instead, is_figure=True)
    strange = leftover_runs(words, instead) or ((words,) if len(words) == 1 else ())
    if strange and leftover_runs(instead, words) and _names(strange[0], claim, words):
        return Exchange(words, instead, is_figure=False)
    return None


def _digits(text: str) -> str:
    return "".join(mark for mark in text if mark.isdigit())


def _names(run: str, claim: str, words: str) -> bool:
    """Say whether an exchanged run names a subject, alone or with what follows it in the claim."""
    place = plain(claim).find(plain(words))
    return names_subject(run, plain(claim)[place:] if place >= 0 else claim)


def _nearest_sentence(claim: str, quote: str) -> str:
    """Return the run of quoted sentences most like the claim, by character pairs."""
    pairs = text_pairs(claim)
    pieces = [quote[item.start : item.end] for item in split_sentences(quote)] or [quote]

    def likeness(piece: str) -> float:
        other = text_pairs(piece)
        return 2 * len(pairs & other) / (len(pairs) + len(other)) if pairs and other else 0.0

    return max(pieces, key=likeness)


def _tokens(text: str) -> list[_Token]:
    spans = [
        (item.start, item.end, f"{format_value(item.value)}-{item.upper or ''}{item.unit}")
        for item in find_quantities(text)
    ] + [(item.start, item.end, f"{item.first}~{item.last}") for item in find_dates(text)]
    tokens: list[_Token] = []
    position = 0
    for start, end, value in sorted(spans):
        if start < position:
            continue
        tokens += _characters(text[position:start])
        tokens.append(_Token(value, text[start:end], is_figure=True))
        position = end
    return tokens + _characters(text[position:])


def _characters(text: str) -> list[_Token]:
    return [_Token(mark, mark, is_figure=False) for mark in plain(text) if mark.isalnum()]
