"""Finds, for each measure of the reference, the clauses of the draft that take it up.

Evidence is added up from three sides: rare character pairs that both texts hold, nearness in
meaning where an embedding model is at hand, and order, since drafts follow the order of the
document they implement.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from service.align.measures import Measure, Sentence, sentences_of, strip_departments

Matrix = NDArray[np.float64]
#: Texts → one unit vector each; ``None`` where no model is at hand.
Embed = Callable[[list[str]], NDArray[np.float32]]

# Chosen on four drafts (2026-11-22, 78 measures): of those that the draft takes up all but two
# score ≥ .19 (order confirms paraphrases), of those that it leaves out none; meaning alone cannot
# tell them apart, since all clauses of one field are near each other (weights .1 to .35 tried).
ACCEPT = 0.185
ACCEPT_IN_ORDER = 0.13
ACCEPT_IN_GAP = 0.05
DENSE_WEIGHT = 0.2
ORDER_BONUS = 0.02
HEADING_WEIGHT = 0.05
# A clause that fits another measure better must hold this share of the words that only this one has
_OWN_WORDS = 0.1
# A clause says at its head what it is about; the rest costs time and adds nothing.
_EMBEDDED_CHARS = 120
# What meaning adds to a true pair of clauses, so that less is asked where no model is at hand.
_DENSE_USUAL = 0.06
# A sentence of a shared clause belongs to each measure that it fits nearly as well as the best.
_SENTENCE_SHARE = 0.6

_NOT_CHINESE = re.compile(r"[^一-鿿0-9A-Za-z%％]+")
_PHRASE = re.compile(r"[^，。；：\n]{4,}")
_PHRASE_FIT = 0.2
_LABEL = re.compile(r"^[（(]?[一二三四五六七八九十百\d]{1,5}[）)、.．]\s*")


@dataclass(frozen=True, slots=True)
class Match:
    """A measure of the reference and what of the draft was found for it.

    ``units`` are ordinals of the draft's measures, best first; ``sentences`` the draft's sentences
    that speak to the measure, in order; ``score`` that of the best unit. ``themes`` are named where
    nothing else than a common theme joins the two.
    """

    measure: Measure
    units: tuple[int, ...]
    sentences: tuple[Sentence, ...]
    score: float
    themes: tuple[str, ...] = ()


def match_measures(
    measures: Sequence[Measure], units: Sequence[Measure], *, embed: Embed | None
) -> tuple[Match, ...]:
    """Return one match per measure, with no units where the draft does not take it up."""
    if not measures or not units:
        return tuple(Match(measure, (), (), 0.0) for measure in measures)
    weights = pair_weights([item.own_words for item in (*measures, *units)])
    scores = _lexical(measures, units, weights)
    if embed is not None:
        scores = scores + DENSE_WEIGHT * _dense(measures, units, embed)
    else:
        scores = np.where(scores > 0, scores + _DENSE_USUAL, 0.0)
    on_path = _order_path(scores)
    scores = scores + ORDER_BONUS * on_path
    chosen = [_select(row, scores, on_path) for row in range(len(measures))]
    _drop_borrowed(chosen, scores, measures, units, weights)
    _fill_gaps(chosen, scores)
    spoken = _speaking(measures, chosen, units, weights)
    return tuple(
        Match(
            measure,
            tuple(chosen[row]),
            spoken[row],
            float(scores[row, chosen[row][0]] if chosen[row] else scores[row].max()),
        )
        for row, measure in enumerate(measures)
    )


def pairs_of(text: str) -> Counter[str]:
    """Count the adjacent character pairs of the words of ``text``.

    >>> sorted(pairs_of("减税，降费"))
    ['减税', '降费']
    """
    runs = _NOT_CHINESE.split(_LABEL.sub("", text))
    return Counter(run[i : i + 2] for run in runs for i in range(len(run) - 1))


def overlap(text: str, other: str, weights: dict[str, float]) -> float:
    """Return the share of the weight of ``text``'s pairs that ``other`` holds too, 0 to 1."""
    return _share(pairs_of(text), pairs_of(other), weights)


def _share(mine: Counter[str], theirs: Counter[str], weights: dict[str, float]) -> float:
    total = shared = 0.0
    for pair in mine:
        weight = weights.get(pair, 1.0)
        total += weight
        shared += weight if pair in theirs else 0.0
    return shared / total if total else 0.0


def pair_weights(texts: Sequence[str]) -> dict[str, float]:
    """Inverse document frequency of each pair over all clauses of both documents."""
    frequency: Counter[str] = Counter()
    for text in texts:
        frequency.update(set(pairs_of(text)))
    return {pair: math.log(1 + len(texts) / count) ** 2 for pair, count in frequency.items()}


def _lexical(
    measures: Sequence[Measure], units: Sequence[Measure], weights: dict[str, float]
) -> Matrix:
    scores = np.zeros((len(measures), len(units)))
    wholes = [pairs_of(measure.own_words) for measure in measures]
    for column, unit in enumerate(units):
        pairs = pairs_of(unit.own_words)
        parts = [
            pairs_of(part.text) for part in sentences_of(unit.own_words) if len(part.text) >= 6
        ]
        for row, whole in enumerate(wholes):
            covered = _share(whole, pairs, weights)
            precise = max((_share(part, whole, weights) for part in parts), default=0.0)
            heading = overlap(unit.heading or "", measures[row].heading or "", weights)
            scores[row, column] = math.sqrt(covered * precise) + HEADING_WEIGHT * heading
    return scores


def _dense(measures: Sequence[Measure], units: Sequence[Measure], embed: Embed) -> Matrix:
    """Cosines, stretched so that the typical pair of clauses of these documents counts 0."""
    vectors = embed([item.own_words[:_EMBEDDED_CHARS] for item in (*measures, *units)])
    cosines = np.asarray(vectors[: len(measures)] @ vectors[len(measures) :].T, dtype=np.float64)
    typical, high = np.median(cosines), max(float(cosines.max()), 1e-6)
    return np.clip((cosines - typical) / max(high - typical, 1e-6), 0.0, 1.0)


def _order_path(scores: Matrix) -> Matrix:
    """Mark the cells of the best path that goes down and right only (dynamic programme)."""
    rows, columns = scores.shape
    best = np.zeros((rows + 1, columns + 1))
    gain = np.where(scores >= ACCEPT_IN_ORDER, scores, 0.0)
    for row in range(1, rows + 1):
        for column in range(1, columns + 1):
            # one draft clause may take up several measures and the other way round
            here = gain[row - 1, column - 1] + max(
                best[row - 1, column - 1], best[row - 1, column], best[row, column - 1]
            )
            best[row, column] = max(best[row - 1, column], best[row, column - 1], here)
    marks = np.zeros_like(scores)
    row, column = rows, columns
    while row and column:
        if best[row, column] == best[row - 1, column]:
            row -= 1
        elif best[row, column] == best[row, column - 1]:
            column -= 1
        else:
            marks[row - 1, column - 1] = 1.0
            origins = (
                (best[row - 1, column - 1], row - 1, column - 1),
                (best[row - 1, column], row - 1, column),
                (best[row, column - 1], row, column - 1),
            )
            _, row, column = max(origins)
    return marks


def _select(row: int, scores: Matrix, on_path: Matrix) -> list[int]:
    """Ordinals of the draft's clauses for one measure, best first; empty where none will do."""
    best = int(scores[row].argmax())
    score = float(scores[row, best] - ORDER_BONUS * on_path[row, best])
    mutual = int(scores[:, best].argmax()) == row
    in_order = score >= ACCEPT_IN_ORDER and bool(on_path[row, best]) and mutual
    if score < ACCEPT and not in_order:
        return []
    return [best] + [
        column
        for column in np.argsort(-scores[row])[1:3].tolist()
        if scores[row, column] >= ACCEPT and int(scores[:, column].argmax()) == row
    ]


def _drop_borrowed(
    chosen: list[list[int]],
    scores: Matrix,
    measures: Sequence[Measure],
    units: Sequence[Measure],
    weights: dict[str, float],
) -> None:
    """Take from a measure the clauses that only share with it what another measure says too.

    Clauses of one field share their phrases (对新认定的省级……给予补助, 到2027年产值达到……): one
    that fits another measure better must hold words of this measure which that other one lacks.
    """
    for row, columns in enumerate(chosen):
        for column in tuple(columns):
            rivals = [
                other
                for other, theirs in enumerate(chosen)
                if other != row and column in theirs and scores[other, column] > scores[row, column]
            ]
            if any(
                _is_borrowed(measures[row], measures[other], units[column], weights)
                for other in rivals
            ):
                columns.remove(column)


def _is_borrowed(
    measure: Measure, rival: Measure, unit: Measure, weights: dict[str, float]
) -> bool:
    """Whether ``unit``, which fits ``rival`` better, has nothing that is this measure's alone."""
    heading = pairs_of(measure.heading or "").keys() - pairs_of(rival.heading or "").keys()
    if heading and not heading & pairs_of(unit.own_words).keys():
        return True
    return _own_share(measure, rival, unit.own_words, weights) < _OWN_WORDS and not any(
        overlap(phrase, measure.own_words, weights)
        > max(_PHRASE_FIT, overlap(phrase, rival.own_words, weights))
        for phrase in _PHRASE.findall(strip_departments(unit.own_words))
    )


def _own_share(measure: Measure, rival: Measure, words: str, weights: dict[str, float]) -> float:
    """How much of what ``measure`` says and ``rival`` does not is in ``words``."""
    own = pairs_of(measure.own_words).keys() - pairs_of(rival.own_words).keys()
    theirs = pairs_of(words)
    total = sum(weights.get(pair, 1.0) for pair in own)
    return sum(weights.get(pair, 1.0) for pair in own if pair in theirs) / total if total else 1.0


def _fill_gaps(chosen: list[list[int]], scores: Matrix) -> None:
    """Give a measure without a clause the unused clause that stands where its own would stand.

    Drafts follow their reference: between the clauses of the measure before and the measure after,
    a clause that nothing else claims takes up the measure between, in other words.
    """
    used = {column for columns in chosen for column in columns}
    for row, columns in enumerate(chosen):
        if columns or not 0 < row < len(chosen) - 1:
            continue
        before, after = chosen[row - 1], chosen[row + 1]
        if not before or not after:
            continue
        free = [
            column
            for column in range(before[0] + 1, after[0])
            if column not in used and scores[row, column] >= ACCEPT_IN_GAP
        ]
        if len(free) == 1:
            columns.append(free[0])
            used.add(free[0])


def _speaking(
    measures: Sequence[Measure],
    chosen: Sequence[Sequence[int]],
    units: Sequence[Measure],
    weights: dict[str, float],
) -> list[tuple[Sentence, ...]]:
    """For each measure the sentences of its clauses that belong to it rather than to another."""
    found: list[list[Sentence]] = [[] for _ in measures]
    for column, unit in enumerate(units):
        rows = [row for row, columns in enumerate(chosen) if column in columns]
        owners = rows
        for part in unit.sentences:
            owners = _owners(part, rows, measures, weights) or owners
            for row in owners:
                found[row].append(part)
    return [
        tuple(sorted(parts or _whole(columns, units), key=lambda part: part.start))
        for parts, columns in zip(found, chosen, strict=True)
    ]


def _owners(
    part: Sentence, rows: Sequence[int], measures: Sequence[Measure], weights: dict[str, float]
) -> list[int]:
    """The measures that a sentence of a shared clause fits; none where it fits none of them."""
    if len(rows) < 2:
        return list(rows)
    words = strip_departments(part.text)
    shares = {row: overlap(words, measures[row].own_words, weights) for row in rows}
    best = max(shares.values())
    return [row for row, share in shares.items() if share > 0 and share >= _SENTENCE_SHARE * best]


def _whole(columns: Sequence[int], units: Sequence[Measure]) -> list[Sentence]:
    return list(units[columns[0]].sentences) if columns else []
