"""Score the sentences of a document for whether they answer a question, not only resemble it.

The features are measured on text alone, so that they hold for any document; their weights were
fitted on half of the development questions and stand in ``data/weights.json`` with the evidence.
"""

from __future__ import annotations

import json
import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from service.answer.asking import Asking, text_pairs
from service.answer.shows import shows
from service.answer.wording import plain

_DIGITS = re.compile(r"\d+(?:\.\d+)?")
_ENUMERATOR = re.compile(
    r"^(?:[（(]?[一二三四五六七八九十\d]+[）)、.．]|[一二三四五六七八九十]是|第.{1,5}条|[①-⑳])"
)


@dataclass(frozen=True, slots=True)
class Prepared:
    """One sentence with what scoring needs of it, computed once for a document.

    ``heading`` holds the pairs of the headings above it, ``plain`` its compared form.
    """

    start: int
    end: int
    text: str
    plain: str
    pairs: frozenset[str]
    heading: frozenset[str]
    is_heading: bool


@dataclass(frozen=True, slots=True)
class Scored:
    """A sentence with its probability of answering the question."""

    index: int
    probability: float


def prepare(text: str, start: int, end: int, *, heading: str = "") -> Prepared:
    """Return one sentence of ``text`` ready for scoring."""
    words = text[start:end]
    return Prepared(
        start=start,
        end=end,
        text=words,
        plain=plain(words),
        pairs=text_pairs(words),
        heading=text_pairs(heading),
        is_heading=len(words) <= 30 and words[-1] not in "。；;！？?：:，,",
    )


FEATURES = (
    "sentence", "rare", "context", "lay", "run", "shows", "shows_none", "length", "short",
    "before", "after", "first", "position", "heading", "enumerated", "novel", "figure_echo",
    "part", "passage", "before_ends_colon", "title_only", "around", "focus", "shows_cover",
    "shows_context", "focus_around",
)  # fmt: skip


def features_of(
    asking: Asking,
    sentences: Sequence[Prepared],
    *,
    title: str,
    passage_scores: Sequence[float],
) -> list[tuple[float, ...]]:
    """Return the features of every sentence of a document, in the order of ``FEATURES``."""
    weights = _pair_weights(asking.terms, sentences)
    rare = _rare(weights)
    title_pairs = text_pairs(title)
    untitled = {pair: w for pair, w in weights.items() if pair not in title_pairs}
    cover = [_share(untitled, item.pairs) for item in sentences]
    focus = {pair: weights[pair] for pair in asking.focus if pair in weights}
    question = plain(asking.text)
    return [
        _row(
            asking, sentences, i, cover, weights, rare, untitled, focus, question, passage_scores[i]
        )
        for i in range(len(sentences))
    ]


def _row(
    asking: Asking,
    sentences: Sequence[Prepared],
    i: int,
    cover: Sequence[float],
    weights: dict[str, float],
    rare: dict[str, float],
    untitled: dict[str, float],
    focus: dict[str, float],
    question: str,
    passage: float,
) -> tuple[float, ...]:
    item = sentences[i]
    before = sentences[i - 1] if i else None
    around = item.pairs | item.heading | (before.pairs if before else frozenset())
    shown = [shows(want, item.plain, question) for want in asking.wants]
    novel = sum(1 for pair in item.pairs if len(pair) > 1 and pair not in weights)
    return (
        cover[i],
        _share(rare, item.pairs),
        _share(untitled, around),
        _share(dict.fromkeys(asking.lay_terms, 1.0), item.pairs),
        min(_longest_run(question, item.plain), 12) / 12,
        float(any(shown)),
        float(bool(shown) and not any(shown)),
        math.log1p(len(item.text)) / 5,
        float(len(item.text) < 10),
        cover[i - 1] if i else 0.0,
        cover[i + 1] if i + 1 < len(cover) else 0.0,
        float(i == 0),
        i / max(len(sentences) - 1, 1),
        float(item.is_heading),
        float(bool(_ENUMERATOR.match(item.text))),
        min(novel, 60) / 60,
        float(any(figure in question for figure in _DIGITS.findall(item.plain))),
        max((_part_share(part, item, untitled) for part in asking.parts), default=0.0),
        passage,
        float(before is not None and before.text[-1] in "：:"),
        float(bool(item.pairs) and not (untitled.keys() & item.pairs)),
        max(cover[max(0, i - 3) : i] or [0.0]),
        _share(focus, item.pairs),
        cover[i] * any(shown),
        _share(untitled, around) * any(shown),
        _share(focus, around),
    )


def _part_share(part: str, item: Prepared, weights: dict[str, float]) -> float:
    held = {pair: weights[pair] for pair in text_pairs(part) if pair in weights}
    return _share(held, item.pairs)


def _pair_weights(terms: Sequence[str], sentences: Sequence[Prepared]) -> dict[str, float]:
    count = Counter(pair for item in sentences for pair in item.pairs if pair in set(terms))
    total = len(sentences)
    return {
        term: math.log((total + 1) / (count[term] + 0.5)) if count[term] else 0.3 for term in terms
    }


def _rare(weights: dict[str, float]) -> dict[str, float]:
    """Return the half of the pairs that the document uses least."""
    order = sorted(weights, key=lambda pair: -weights[pair])
    return {pair: weights[pair] for pair in order[: (len(order) + 1) // 2]}


def _share(weights: dict[str, float], pairs: frozenset[str]) -> float:
    total = sum(weights.values())
    return sum(w for pair, w in weights.items() if pair in pairs) / total if total else 0.0


def _longest_run(question: str, sentence: str) -> int:
    best = 0
    for i in range(len(question)):
        while i + best < len(question) and question[i : i + best + 1] in sentence:
            best += 1
    return best


@dataclass(frozen=True, slots=True)
class Weights:
    """Fitted weights of the features, in their order, and the intercept."""

    values: tuple[float, ...]
    intercept: float


@cache
def sentence_weights() -> Weights:
    """Return the fitted weights, read once."""
    stored = json.loads(
        files("service.answer").joinpath("data/weights.json").read_text(encoding="utf-8")
    )["sentence"]
    return Weights(tuple(stored["weights"][name] for name in FEATURES), stored["intercept"])


def score_sentences(
    asking: Asking,
    sentences: Sequence[Prepared],
    *,
    title: str,
    passage_scores: Sequence[float],
) -> list[Scored]:
    """Return the sentences of a document with their probabilities, the best first."""
    weights = sentence_weights()
    rows = features_of(asking, sentences, title=title, passage_scores=passage_scores)
    scored = [Scored(i, _probability(row, weights)) for i, row in enumerate(rows)]
    return sorted(scored, key=lambda item: (-item.probability, item.index))


def _probability(row: tuple[float, ...], weights: Weights) -> float:
    z = weights.intercept + sum(w * x for w, x in zip(weights.values, row, strict=True))
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, z))))
