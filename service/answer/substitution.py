"""Find what a claim puts in the place of something else: a figure, a date, a subject, a unit.

The claim is laid word by word against the sentence of the quote that it repeats; where both
differ at the same place, the claim has exchanged one thing for another, even if that other stands
elsewhere nearby. Synonyms, abbreviations and a list told in another order are no exchange.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

from corpus.dates import find_dates
from corpus.numerals import parse_numeral
from corpus.quantities import find_quantities, format_value
from index.words import cut_words
from service.answer.asking import text_pairs
from service.answer.opposites import opposed
from service.answer.sentences import split_sentences
from service.answer.wording import (
    canonical,
    leftover_runs,
    names_subject,
    plain,
    without_function_words,
    word_lists,
)

#: Sentences less alike than this are different statements, whose words have no common places.
_ALIKE = 0.6
#: Above this the claim repeats the sentence, so that any other word in a place is an exchange.
_REPEATED = 0.8
#: Exchanges longer than this are another wording, not one thing for another.
_LONGEST = 12
#: Sentences of a quote that one claim may run over.
_MOST_SENTENCES = 3
# What a figure is counted by. Example: 「单个项目」每年最高1000万元
_COUNTED = re.compile(r"(?:单个|单家|每个|每家|每户)(?P<by>[\u4e00-\u9fff]{2})")


@dataclass(frozen=True, slots=True)
class Exchange:
    """``claimed`` stands in the claim where the quote has ``held``; both as written.

    ``is_contrary``: a figure for another one, or a word for its opposite.
    """

    claimed: str
    held: str
    is_contrary: bool


@dataclass(frozen=True, slots=True)
class _Token:
    """A word, or a figure or date whole; tokens are equal where ``value`` is."""

    value: str
    text: str
    is_figure: bool


@dataclass(frozen=True, slots=True)
class _Laid:
    """A claim laid against a sentence: what both consist of, where they differ, how alike."""

    claimed: tuple[_Token, ...]
    held: tuple[_Token, ...]
    differences: tuple[tuple[int, int, int, int], ...]
    likeness: float


def find_exchange(claim: str, quote: str, *, context: str = "") -> Exchange | None:
    """Return the first exchange of ``claim`` against the sentence of ``quote`` it repeats.

    What the claim begins with may name the document, its place or issuer (``context``) instead.

    >>> find_exchange("对省级平台奖励50万元。", "对市级平台奖励50万元，对省级平台奖励100万元。")
    Exchange(claimed='省级', held='市级', is_contrary=False)
    """
    counted = _counted_otherwise(claim, quote)
    if counted is not None:
        return counted
    laid = _laid(claim, _nearest_sentences(claim, quote))
    if laid.likeness < _ALIKE or _only_reordered(laid):
        return None
    for i1, i2, j1, j2 in laid.differences:
        if _names_document(laid.claimed[:i2], context):
            continue
        found = _exchange(claim, laid, laid.claimed[i1:i2], laid.held[j1:j2])
        if found is not None:
            return found
    return None


def _counted_otherwise(claim: str, quote: str) -> Exchange | None:
    """Return what a claim counts a figure by, where no quoted sentence with it counts so."""
    figures = _figure_values(claim)
    pieces = [quote[item.start : item.end] for item in split_sentences(quote)]
    borne = "".join(piece for piece in pieces if figures & _figure_values(piece))
    ours, theirs = (
        {canonical(match["by"]): match["by"] for match in _COUNTED.finditer(plain(text))}
        for text in (claim, borne)
    )
    if not ours or not theirs or ours.keys() & theirs.keys():
        return None
    return Exchange(next(iter(ours.values())), next(iter(theirs.values())), is_contrary=False)


def _figure_values(text: str) -> set[str]:
    return {item.value for item in _tokens(text) if item.is_figure}


def _laid(claim: str, sentence: str) -> _Laid:
    claimed, held = _tokens(claim), _tokens(sentence)
    matcher = SequenceMatcher(
        None, [item.value for item in claimed], [item.value for item in held], autojunk=False
    )
    blocks = matcher.get_matching_blocks()
    matched = sum(len(item.text) for b in blocks for item in claimed[b.a : b.a + b.size])
    total = sum(len(item.text) for item in claimed)
    return _Laid(
        claimed,
        held,
        tuple(codes for tag, *codes in matcher.get_opcodes() if tag == "replace"),  # type: ignore[misc]
        matched / max(1, total),
    )


def _only_reordered(laid: _Laid) -> bool:
    """Say whether the differing places hold the same words in another order, no figure between."""
    if len(laid.differences) < 2:
        return False
    ours = Counter(t.value for i1, i2, _, _ in laid.differences for t in laid.claimed[i1:i2])
    theirs = Counter(t.value for _, _, j1, j2 in laid.differences for t in laid.held[j1:j2])
    between = laid.claimed[laid.differences[0][0] : laid.differences[-1][1]]
    return ours == theirs and not any(item.is_figure for item in between)


def _names_document(opening: Sequence[_Token], context: str) -> bool:
    """Say whether a claim's opening stands so in what the quote is read with."""
    said = "".join(item.text for item in opening)
    held = "".join(mark for mark in plain(context) if mark.isalnum())
    return bool(said) and not any(item.is_figure for item in opening) and said in held


def _exchange(
    claim: str, laid: _Laid, claimed: Sequence[_Token], held: Sequence[_Token]
) -> Exchange | None:
    new = [item for item in claimed if item.is_figure]
    old = [item for item in held if item.is_figure]
    if new and old and {item.value for item in new}.isdisjoint(item.value for item in old):
        return Exchange(new[0].text, old[0].text, is_contrary=True)
    if bool(new) != bool(old) and _is_other_figure(_text(claimed), _text(held)):
        return Exchange(_text(claimed), _text(held), is_contrary=True)
    words = _text([item for item in claimed if not item.is_figure])
    instead = _text([item for item in held if not item.is_figure])
    if not words or not instead or len(words) > _LONGEST or len(instead) > _LONGEST:
        return None
    if _is_other_figure(words, instead) or opposed(words, instead):
        return Exchange(words, instead, is_contrary=True)
    if _is_same(words, instead):
        return None
    as_long = len(claimed) == len(held) or len(words) == len(instead)
    repeated = laid.likeness >= _REPEATED and as_long
    strange = leftover_runs(words, instead)
    if repeated or (strange and leftover_runs(instead, words) and _names(strange[0], claim, words)):
        return Exchange(words, instead, is_contrary=False)
    return None


def _text(tokens: Sequence[_Token]) -> str:
    return "".join(item.text for item in tokens)


# A figure in any way of writing: 「15」 「三」
_FIGURE = re.compile(r"\d+(?:\.\d+)?|[一二三四五六七八九十百千]+")


def _is_other_figure(words: str, instead: str) -> bool:
    ours, theirs = (
        [parse_numeral(item) or item for item in _FIGURE.findall(text)] for text in (words, instead)
    )
    return bool(ours and theirs) and ours != theirs


def _is_same(words: str, instead: str) -> bool:
    """Say whether one is the other in like words, in short, or as a like thing to do."""
    if canonical(words) == canonical(instead):
        return True
    ours, theirs = (canonical(without_function_words(item)) for item in (words, instead))
    if not ours or not theirs or ours == theirs:
        return True
    return _adds_little(ours, theirs) or _adds_little(theirs, ours) or _both_done(ours, theirs)


def _adds_little(short: str, long: str) -> bool:
    """Say whether ``long`` is ``short`` in full (规上, 规模以上) or with an adverb (积极参与)."""
    rest = iter(long)
    if len(short) > 1 and all(mark in rest for mark in short):
        return True
    return short in long and long.replace(short, "", 1) in word_lists().verbs


def _both_done(words: str, instead: str) -> bool:
    verbs = word_lists().verbs
    return words in verbs and instead in verbs


def _names(run: str, claim: str, words: str) -> bool:
    """Say whether an exchanged run names a subject, alone or with what follows it in the claim."""
    place = plain(claim).find(plain(words))
    return names_subject(run, plain(claim)[place:] if place >= 0 else claim)


def _nearest_sentences(claim: str, quote: str) -> str:
    """Return the run of quoted sentences most like the claim, by character pairs."""
    pairs = text_pairs(claim)
    extents = split_sentences(quote)
    if not extents:
        return quote

    def likeness(piece: str) -> float:
        other = text_pairs(piece)
        return 2 * len(pairs & other) / (len(pairs) + len(other)) if pairs and other else 0.0

    runs = [
        quote[first.start : extents[min(i + size, len(extents)) - 1].end]
        for i, first in enumerate(extents)
        for size in range(1, _MOST_SENTENCES + 1)
    ]
    return max(runs, key=likeness)


@lru_cache(maxsize=1024)
def _tokens(text: str) -> tuple[_Token, ...]:
    spans = [
        (item.start, item.end, f"{format_value(item.value)}-{item.upper or ''}{item.unit}")
        for item in find_quantities(text)
    ] + [
        (item.start, item.end, f"{item.first}~{item.last}")
        for item in find_dates(text)
        if item.kind != "relative"
    ]
    tokens: list[_Token] = []
    position = 0
    for start, end, value in sorted(spans, key=lambda span: (span[0], -span[1])):
        if start < position:
            continue
        tokens += _words(text[position:start])
        tokens.append(_Token(value, text[start:end], is_figure=True))
        position = end
    return (*tokens, *_words(text[position:]))


def _words(text: str) -> list[_Token]:
    return [_Token(word, word, is_figure=False) for word in cut_words(plain(text))]
