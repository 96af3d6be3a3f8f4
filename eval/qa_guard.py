"""Measure the guard: false variants of true sentences caught, true paraphrases let pass."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable
from typing import Any

from corpus.document import PolicyDocument
from eval.mutations import Mutation, mutate, paraphrase
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
    """Return the shares of mutations caught, by kind, and of paraphrases wrongly rejected."""
    rng = random.Random(seed)
    made, caught = Counter[str](), Counter[str]()
    for document in documents:
        reading = cut(document)
        for place in _sentences(reading, rng):
            exhibit = _quote(reading, place)
            for item in _variants(reading.sentences[place].text, rng):
                found = check_claim(item.text, exhibit.quote, context=exhibit.context)
                made[item.kind] += 1
                caught[item.kind] += found.verdict not in PASSING
    false = sum(made.values()) - made["paraphrase"]
    right = sum(caught.values()) - caught["paraphrase"]
    return {
        "mutations": false,
        "caught": _ratio(right, false),
        "paraphrases": made["paraphrase"],
        "wrongly_rejected": _ratio(caught["paraphrase"], made["paraphrase"]),
        "by_kind": {
            kind: {"made": count, "caught": _ratio(caught[kind], count)}
            for kind, count in sorted(made.items())
        },
    }


def _variants(sentence: str, rng: random.Random) -> list[Mutation]:
    same = paraphrase(sentence, rng)
    return [*mutate(sentence, rng), *([same] if same is not None else [])]


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


def _ratio(part: int, whole: int) -> float:
    return round(part / whole, 4) if whole else 0.0
