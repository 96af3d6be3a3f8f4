"""Score the sentences of a document for whether they answer a question, not only resemble it.

The features are measured on text alone, so that they hold for any document; their weights were
fitted on half of the development questions and stand in ``data/weights.json`` with the evidence.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from service.answer.asking import Asking, text_pairs
from service.answer.logistic import fitted_weights, probability
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
    "sentence", "rare", "context", "lay", "shows", "shows_none", "length", "short", "before",
    "first", "position", "heading", "enumerated", "novel", "figure_echo", "passage",
    "before_ends_colon", "around", "focus",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Lens:
    """A question as it looks at one document: the weights of its pairs there."""

    asking: Asking
    question: str
    weights: dict[str, float]
    untitled: dict[str, float]
    rare: dict[str, float]
    focus: dict[str, float]
    lay: dict[str, float]


def _lens(asking: Asking, sentences: Sequence[Prepared], title: str) -> _Lens:
    weights = _pair_weights(asking.terms, sentences)
    title_pairs = text_pairs(title)
    return _Lens(
        asking=asking,
        question=plain(asking.text),
        weights=weights,
        untitled={pair: w for pair, w in weights.items() if pair not in title_pairs},
        rare=_rare(weights),
        focus={pair: weights[pair] for pair in asking.focus if pair in weights},
        lay=dict.fromkeys(asking.lay_terms, 1.0),
    )


def features_of(
    asking: Asking,
    sentences: Sequence[Prepared],
    *,
    title: str,
    passage_scores: Sequence[float],
) -> list[tuple[float, ...]]:
    """Return the features of every sentence of a document, in the order of ``FEATURES``."""
    lens = _lens(asking, sentences, title)
    cover = [_share(lens.untitled, item.pairs) for item in sentences]
    return [_row(lens, sentences, i, cover, passage_scores[i]) for i in range(len(sentences))]


def _row(
    lens: _Lens,
    sentences: Sequence[Prepared],
    i: int,
    cover: Sequence[float],
    passage: float,
) -> tuple[float, ...]:
    item = sentences[i]
    before = sentences[i - 1] if i else None
    around = item.pairs | item.heading | (before.pairs if before else frozenset())
    shown = [shows(want, item.plain, lens.question) for want in lens.asking.wants]
    novel = sum(1 for pair in item.pairs if len(pair) > 1 and pair not in lens.weights)
    return (
        cover[i],
        _share(lens.rare, item.pairs),
        _share(lens.untitled, around),
        _share(lens.lay, item.pairs),
        float(any(shown)),
        float(bool(shown) and not any(shown)),
        math.log1p(len(item.text)) / 5,
        float(len(item.text) < 10),
        cover[i - 1] if i else 0.0,
        float(i == 0),
        i / max(len(sentences) - 1, 1),
        float(item.is_heading),
        float(bool(_ENUMERATOR.match(item.text))),
        min(novel, 60) / 60,
        float(any(figure in lens.question for figure in _DIGITS.findall(item.plain))),
        passage,
        float(before is not None and before.text[-1] in "：:"),
        max(cover[max(0, i - 3) : i] or [0.0]),
        _share(lens.focus, item.pairs),
    )


def _pair_weights(terms: Sequence[str], sentences: Sequence[Prepared]) -> dict[str, float]:
    wanted = frozenset(terms)
    count = Counter(pair for item in sentences for pair in item.pairs & wanted)
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


def score_sentences(
    asking: Asking,
    sentences: Sequence[Prepared],
    *,
    title: str,
    passage_scores: Sequence[float],
) -> list[Scored]:
    """Return the sentences of a document with their probabilities, the best first."""
    weights = fitted_weights("sentence", FEATURES)
    rows = features_of(asking, sentences, title=title, passage_scores=passage_scores)
    scored = [Scored(i, probability(row, weights)) for i, row in enumerate(rows)]
    return sorted(scored, key=lambda item: (-item.probability, item.index))
