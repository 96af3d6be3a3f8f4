"""A second look at the likeliest sentences: how closely each says what the question asks.

The first look (:mod:`service.answer.scoring`) is cheap and sees every sentence of a document;
this one sees only the likeliest and measures more: whole words, what is to be named, and whether
one part of the sentence names the thing and shows the figure together.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from service.answer.asking import Asking, text_pairs
from service.answer.library import Reading
from service.answer.logistic import fitted_weights, logit, probability
from service.answer.scoring import Scored
from service.answer.shows import shows
from service.answer.wording import plain

#: Sentences of one document that are looked at again.
_AGAIN = 40
#: A clause longer than this says too much for its words to count for each sentence.
_SHORT_CLAUSE = 400
#: Probabilities nearer to 0 or 1 count as this near.
_LEAST = 1e-6
# The marks between the parts of a sentence: 「补贴标准|：每连续租满1年补贴6000元」
_PARTS = re.compile(r"[,;。、:!?|\n]+")
# Nothing but who is to do it: 「（农业农村部、财政部负责）」
_BRACKETED = re.compile(r"^[（(][^（）()]*[）)]。?$")
# Whom a document is sent to, and its opening formula: 「各区人民政府：」 「现通知如下：」
_FORMAL = re.compile(r"^各[^。；]{1,60}[:：]$|(?:如下|以下意见|以下措施)[:：。]$|^现(?:就|将|印发)")

FEATURES = (
    "first", "gap", "words", "words_around", "part_shows", "named", "repeated", "verb",
    "focus_shows", "leads", "bracketed", "formal", "preamble", "shown_share", "enumerates",
    "clause", "figure_free", "heading_words",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Lens:
    """A question as it looks at one document: the weight of each word and pair there."""

    asking: Asking
    question: str
    words: dict[str, float]
    pairs: dict[str, float]


def looked_again(asking: Asking, reading: Reading, scored: Sequence[Scored]) -> list[Scored]:
    """Return the scored sentences with the likeliest of them judged anew, the best first."""
    weights = fitted_weights("closeness", FEATURES)
    again, rest = scored[:_AGAIN], scored[_AGAIN:]
    rows = features_of(asking, reading, again)
    judged = [
        Scored(item.index, probability(row, weights)) for item, row in zip(again, rows, strict=True)
    ]
    least = min((item.probability for item in judged), default=0.0)
    judged += [Scored(item.index, min(item.probability, least)) for item in rest]
    return sorted(judged, key=lambda item: (-item.probability, item.index))


def features_of(
    asking: Asking, reading: Reading, scored: Sequence[Scored]
) -> list[tuple[float, ...]]:
    """Return the features of the scored sentences, each in the order of ``FEATURES``."""
    lens = _lens(asking, reading)
    best = max((item.probability for item in scored), default=0.5)
    return [_row(lens, reading, item, best) for item in scored]


def _lens(asking: Asking, reading: Reading) -> _Lens:
    texts = [item.plain for item in reading.sentences]
    total = len(texts)

    def rarity(word: str) -> float:
        count = sum(word in text for text in texts)
        weight = math.log((total + 1) / (count + 0.5)) if count else 0.3
        return weight * (0.3 if word in reading.document.title else 1.0)

    pairs = {
        pair: math.log((total + 1) / (0.5 + sum(pair in item.pairs for item in reading.sentences)))
        for pair in asking.terms
        if pair not in reading.title_pairs
    }
    words = {word: rarity(word) for word in asking.words}
    return _Lens(asking, plain(asking.text), words, pairs)


def _row(lens: _Lens, reading: Reading, item: Scored, best: float) -> tuple[float, ...]:
    index = item.index
    sentence = reading.sentences[index]
    text = sentence.plain
    wants = lens.asking.wants
    first = logit(item.probability, least=_LEAST)
    before = reading.sentences[index - 1].plain if index else ""
    headings = _headings(reading, index)
    shown = [shows(want, text, lens.question) for want in wants]
    part_shows, focus_shows = _best_part(lens, text)
    return (
        first,
        first - logit(best, least=_LEAST),
        _share(lens.words, text),
        _share(lens.words, f"{headings} {before} {text}"),
        part_shows,
        _characters_share(lens.asking.named, text),
        _repeated(lens.asking.named, text),
        float(any(mark in text for mark in lens.asking.verbs)),
        focus_shows,
        float(text[-1:] == ":"),
        float(bool(_BRACKETED.match(sentence.text)) and "who" not in wants),
        float(bool(_FORMAL.search(sentence.text))),
        float(reading.clauses[index] is None or _is_preamble(reading, index)),
        sum(shown) / len(shown) if shown else 0.5,
        min(text.count("、"), 6) / 6 * ("list" in wants or bool(lens.asking.named)),
        _clause_share(lens, reading, index),
        float(bool(wants) and not any(mark.isdigit() for mark in text)),
        _share(lens.words, headings),
    )  # fmt: skip


def _best_part(lens: _Lens, text: str) -> tuple[float, float]:
    """Return how well one part of a sentence that shows what is wanted covers the question's
    words, and those of what the figure is of."""
    cuts = [piece for piece in _PARTS.split(text) if piece]
    showing = focused = 0.0
    for before, piece in pairwise(["", *cuts]):
        pairs = text_pairs(piece)
        if any(shows(want, piece, lens.question) for want in lens.asking.wants):
            both = pairs | text_pairs(before)
            showing = max(showing, _pair_cover(lens, both))
            focused = max(focused, _pairs_share(lens.asking.focus, both))
    return showing, focused


def _pair_cover(lens: _Lens, pairs: frozenset[str]) -> float:
    total = sum(lens.pairs.values())
    return sum(w for pair, w in lens.pairs.items() if pair in pairs) / total if total else 0.0


def _pairs_share(wanted: Sequence[str], pairs: frozenset[str]) -> float:
    return sum(pair in pairs for pair in wanted) / len(wanted) if wanted else 0.0


def _characters_share(names: Sequence[str], text: str) -> float:
    marks = "".join(names)
    return sum(mark in text for mark in marks) / len(marks) if marks else 0.0


def _repeated(names: Sequence[str], text: str) -> float:
    """Return how often, up to five times, a sentence says what is to be named: 哪五个|中心."""
    most = max((text.count(name[-2:]) for name in names), default=0)
    return min(most, 5) / 5


def _share(words: dict[str, float], text: str) -> float:
    total = sum(words.values())
    return sum(w for word, w in words.items() if word in text) / total if total else 0.0


def _headings(reading: Reading, index: int) -> str:
    """Return the headings above a sentence, the innermost first."""
    return plain(" ".join(clause.heading or "" for clause in reading.clauses_around(index)))


def _is_preamble(reading: Reading, index: int) -> bool:
    clause = reading.clause_of(index)
    return clause is not None and clause.label is None and clause.parent is None


def _clause_share(lens: _Lens, reading: Reading, index: int) -> float:
    clause = reading.clause_of(index)
    if clause is None or clause.end - clause.start > _SHORT_CLAUSE:
        return 0.0
    return _share(lens.words, plain(reading.document.text[clause.start : clause.end]))
