"""Candidates for a question and the evidence for each: what fusion weighs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from corpus.regions import contains
from index.embed import Vectors
from index.holdings import Holdings
from index.lexical import LexicalIndex, query_terms, title_terms
from index.loaded_vectors import LoadedVectors
from index.query import QueryPlan
from index.stages import stage

#: Candidates of each kind of search; 150 of both hold the right document always, and the right
#: passage in 99 % of cases (bench/ncp dev, 2026-11-22).
_CANDIDATES = 150
#: Up to this many passages that pass the filters, all of them are scored by keywords.
_EXHAUSTIVE_ROWS = 4_000
_OVERFETCH = 20
_WHOLE_DOCUMENTS = 300

Rows = NDArray[np.int64]
Scores = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Candidates:
    """Passages to rank (``rows`` of the holdings) with the evidence for them.

    ``documents`` are the documents they come from, each once; ``document_at[i]`` says which of
    them passage ``i`` belongs to. ``passage`` and ``document`` hold the evidence by name.
    """

    rows: Rows
    documents: Rows
    document_at: Rows
    passage: Mapping[str, Scores]
    document: Mapping[str, Scores]


class FindCandidates(Protocol):
    """Finds candidates, as :func:`find_candidates` does."""

    def __call__(
        self,
        plan: QueryPlan,
        vector: Vectors,
        *,
        holdings: Holdings,
        lexical: LexicalIndex,
        vectors: LoadedVectors,
        passes: NDArray[np.bool_],
    ) -> Candidates:
        """Return the passages worth ranking among the documents that ``passes`` marks."""


def find_candidates(
    plan: QueryPlan,
    vector: Vectors,
    *,
    holdings: Holdings,
    lexical: LexicalIndex,
    vectors: LoadedVectors,
    passes: NDArray[np.bool_],
) -> Candidates:
    """Return the passages worth ranking among the documents that ``passes`` marks."""
    allowed = passes[holdings.document_of]
    if not allowed.any():
        return _with_evidence(plan, vector, np.zeros(0, np.int64), holdings, lexical, vectors)
    with stage("keywords"):
        by_keywords = _by_keywords(plan, holdings, lexical, allowed)
    with stage("vectors"):
        by_vectors = vectors.search(vector, _CANDIDATES, allowed=allowed)
    found = [
        by_keywords,
        by_vectors,
        *(np.array(holdings.rows_of(item)) for item in named_documents(plan, holdings)),
    ]
    rows = np.unique(np.concatenate(found).astype(np.int64))
    with stage("evidence"):
        return _with_evidence(plan, vector, rows[allowed[rows]], holdings, lexical, vectors)


def named_documents(plan: QueryPlan, holdings: Holdings) -> list[int]:
    """Return the documents whose number the question names."""
    return [document for number in plan.numbers for document in holdings.by_number.get(number, ())]


def _by_keywords(
    plan: QueryPlan, holdings: Holdings, lexical: LexicalIndex, allowed: NDArray[np.bool_]
) -> Rows:
    terms = query_terms(plan.text, plan.expansions)
    if allowed.all():
        ranked = lexical.search("context", terms, _CANDIDATES)
    elif allowed.sum() > _EXHAUSTIVE_ROWS:
        ranked = lexical.search("context", terms, _CANDIDATES * _OVERFETCH)
    else:
        ranked = lexical.score("context", terms, holdings.pids[allowed].tolist())
    rows = holdings.rows_at(ranked)
    found: Rows = rows[(rows >= 0) & allowed[rows]][:_CANDIDATES]
    return found


def _with_evidence(
    plan: QueryPlan,
    vector: Vectors,
    rows: Rows,
    holdings: Holdings,
    lexical: LexicalIndex,
    vectors: LoadedVectors,
) -> Candidates:
    documents, document_at = np.unique(
        holdings.document_of[rows].astype(np.int64), return_inverse=True
    )
    terms = query_terms(plan.text, plan.expansions)
    pids = holdings.pids[rows].tolist()
    passage = {
        "context": _aligned(lexical.score("context", terms, pids), pids),
        "cover": _aligned(lexical.cover(lexical.rarity(query_terms(plan.text)), pids), pids),
        "dense": vectors.similarities(vector, rows),
    }
    whole = _of_documents(lexical.search("whole", terms, _WHOLE_DOCUMENTS), holdings)
    title = _of_documents(
        lexical.search("title", title_terms(plan.text), _WHOLE_DOCUMENTS), holdings
    )
    same, other = _places(plan, documents, holdings)
    document = {
        **{
            f"best_{name}": _best(values, document_at, len(documents))
            for name, values in passage.items()
        },
        "whole": _aligned(whole, [int(item) for item in documents]),
        "title": _aligned(title, [int(item) for item in documents]),
        "same_place": same,
        "other_place": other,
        "same_year": _marked(
            documents,
            lambda item: bool(plan.years) and not holdings.years[item].isdisjoint(plan.years),
        ),
        "other_year": _marked(
            documents,
            lambda item: (
                bool(plan.years and holdings.years[item])
                and holdings.years[item].isdisjoint(plan.years)
            ),
        ),
        "same_type": _marked(
            documents, lambda item: holdings.documents[item].doc_type in plan.types
        ),
    }
    return Candidates(rows, documents, document_at, passage, document)


def _of_documents(scores: Mapping[int, float], holdings: Holdings) -> dict[int, float]:
    """Return scores of first passages by document."""
    rows = holdings.rows_at(scores)
    return {
        int(holdings.document_of[row]): score
        for row, score in zip(rows, scores.values(), strict=True)
        if row >= 0
    }


def _marked(documents: Rows, holds: Callable[[int], bool]) -> Scores:
    return np.array([holds(int(item)) for item in documents], np.float32)


def _aligned(scores: Mapping[int, float], keys: list[int]) -> Scores:
    return np.array([scores.get(key, 0.0) for key in keys], np.float32)


def _best(values: Scores, document_at: Rows, count: int) -> Scores:
    best = np.full(count, -np.inf, np.float32)
    np.maximum.at(best, document_at, values)
    return best


def _places(plan: QueryPlan, documents: Rows, holdings: Holdings) -> tuple[Scores, Scores]:
    """Mark documents of the place asked about (or around, or within it), and of other places."""
    same = np.zeros(len(documents), np.float32)
    other = np.zeros(len(documents), np.float32)
    for index, document in enumerate(documents):
        places = holdings.places[document]
        if plan.regions and places:
            related = any(_related(a, b) for a in plan.regions for b in places)
            same[index], other[index] = float(related), float(not related)
    return same, other


@lru_cache(maxsize=100_000)
def _related(asked: str, place: str) -> bool:
    return contains(asked, place) or contains(place, asked)
