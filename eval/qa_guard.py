"""Measure the guard: false variants of true sentences caught, true paraphrases let pass."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from corpus.document import PolicyDocument
from eval.mutations import mutate
from eval.paraphrases import paraphrases
from service.answer.building import Exhibit
from service.answer.guard import check_claim
from service.answer.library import Reading, cut
from service.answer.model import PASSING

#: Sentences taken from each document, and the length of those that state something.
_PER_DOCUMENT = 5
_SHORTEST, _LONGEST = 15, 160
#: A clause longer than this is cut to what stands around the sentence.
_LONGEST_QUOTE = 600
_AROUND = 150


def guard_figures(documents: Iterable[PolicyDocument], *, seed: int = 1) -> dict[str, Any]:
    """Return the shares of mutations caught and of paraphrases wrongly rejected, by kind."""
    false, caught = Counter[str](), Counter[str]()
    true, rejected = Counter[str](), Counter[str]()
    for kind, is_true, passes in guard_cases(documents, seed=seed):
        (true if is_true else false)[kind] += 1
        (rejected if is_true else caught)[kind] += not passes
    return {
        "mutations": false.total(),
        "caught": _ratio(caught.total(), false.total()),
        "paraphrases": true.total(),
        "wrongly_rejected": _ratio(rejected.total(), true.total()),
        "caught_by_kind": _by_kind(false, caught),
        "rejected_by_kind": _by_kind(true, rejected),
    }


def guard_cases(
    documents: Iterable[PolicyDocument], *, seed: int = 1
) -> Iterator[tuple[str, bool, bool]]:
    """Yield the kind of every variant, whether it is true, and whether the guard let it pass."""
    rng = random.Random(seed)
    for document in documents:
        reading = cut(document)
        for place in _sentences(reading, rng):
            exhibit = _quote(reading, place)
            sentence, quote = reading.sentences[place].text, exhibit.quote
            for false in mutate(sentence, rng, quote=quote):
                found = check_claim(false.text, quote, context=exhibit.context)
                yield false.kind, False, found.verdict in PASSING
            for true in paraphrases(sentence, rng):
                found = check_claim(true.text, quote, context=exhibit.context)
                yield true.kind, True, found.verdict in PASSING


def _sentences(reading: Reading, rng: random.Random) -> list[int]:
    """Return some sentences that state something and can be trusted."""
    if reading.document.suspect_figures:
        return []
    whole = [
        place
        for place, item in enumerate(reading.sentences)
        if _SHORTEST <= len(item.text) <= _LONGEST and item.text[-1] in "。；"
    ]
    return rng.sample(whole, min(_PER_DOCUMENT, len(whole)))


def _quote(reading: Reading, place: int) -> Exhibit:
    sentence, clause = reading.sentences[place], reading.clause_of(place)
    start, end = max(0, sentence.start - _AROUND), sentence.end + _AROUND
    if clause is not None and clause.end - clause.start <= _LONGEST_QUOTE:
        start, end = clause.start, clause.end
    return Exhibit(reading.document, clause, start, min(end, len(reading.document.text)), "有效")


def _by_kind(made: Counter[str], counted: Counter[str]) -> dict[str, dict[str, float]]:
    return {
        kind: {"made": count, "share": _ratio(counted[kind], count)}
        for kind, count in sorted(made.items())
    }


def _ratio(part: int, whole: int) -> float:
    return round(part / whole, 4) if whole else 0.0
