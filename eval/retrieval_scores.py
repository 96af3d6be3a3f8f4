"""Scores of one search and their means: ranks of records, and whether the answer was returned."""

from __future__ import annotations

import math
import statistics
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import PurePosixPath
from typing import Any, Protocol

from eval.gold_text import fold
from eval.retrieval_questions import Question

_BUDGETS = (1000, 3000)
#: FINDINGS §2 counts an answer as found by its first words, since passages cut long ones.
_BEGINNING = 25


class Returned(Protocol):
    """What is judged of a hit: ours or another system's."""

    @property
    def source(self) -> str:
        """The record it is from."""

    @property
    def also_in(self) -> tuple[str, ...]:
        """The records it is a copy of."""

    @property
    def text(self) -> str:
        """What was returned, verbatim."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a search gave for one question; ranks count records from 1, None: not found."""

    query_id: str
    ndcg_at_10: float
    hit_at_1: float
    recall_at_10: float
    recall_at_100: float
    reciprocal_rank: float
    span_in_1000: float | None
    span_in_3000: float | None
    beginning_in_1000: float | None
    beginning_in_3000: float | None
    took_ms: float
    groups: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Figures:
    """Means over questions."""

    questions: int
    ndcg_at_10: float
    hit_at_1: float
    recall_at_10: float
    recall_at_100: float
    mrr: float
    span_in_1000: float | None
    span_in_3000: float | None
    beginning_in_1000: float | None
    beginning_in_3000: float | None
    p50_ms: float
    p95_ms: float


def judge(question: Question, hits: Sequence[Returned], took_ms: float) -> Outcome:
    """Score one search: records in the order of their first passage, folded copies after it."""
    ranked = list(dict.fromkeys(record for hit in hits for record in _records(hit)))
    gains = [float(record in question.relevant) for record in ranked]
    first = next((rank for rank, gain in enumerate(gains, 1) if gain), None)
    total = len(question.relevant)
    ideal = sum(1 / math.log2(rank + 1) for rank in range(1, min(10, total) + 1))
    answer = None if question.answer is None else fold(question.answer)
    whole = _spans(answer, hits)
    beginning = _spans(answer and answer[:_BEGINNING], hits)
    return Outcome(
        query_id=question.query_id,
        ndcg_at_10=sum(g / math.log2(rank + 1) for rank, g in enumerate(gains[:10], 1)) / ideal,
        hit_at_1=gains[0] if gains else 0.0,
        recall_at_10=sum(gains[:10]) / total,
        recall_at_100=sum(gains[:100]) / total,
        reciprocal_rank=1 / first if first else 0.0,
        span_in_1000=whole[0],
        span_in_3000=whole[1],
        beginning_in_1000=beginning[0],
        beginning_in_3000=beginning[1],
        took_ms=took_ms,
        groups=question.groups,
    )


def _records(hit: Returned) -> list[str]:
    """Return the record ids of a hit and of its copies.

    A record of a file has its id behind #, a file its own name: ``corpus.jsonl#ID``, ``ID.txt``.
    """
    return [record_of(source) for source in (hit.source, *hit.also_in)]


def record_of(source: str) -> str:
    """Return the record id of a source.

    >>> record_of("corpus.jsonl#15c1"), record_of("documents/ncp/15c1.txt")
    ('15c1', '15c1')
    """
    _, mark, record = source.rpartition("#")
    return record if mark else PurePosixPath(source).stem


def _spans(answer: str | None, hits: Sequence[Returned]) -> tuple[float | None, float | None]:
    """Whether the (folded) words stand whole in the first characters returned."""
    if answer is None:
        return None, None
    returned = ""
    for hit in hits:
        returned += fold(hit.text)
        if len(returned) > max(_BUDGETS):
            break
    return float(answer in returned[: _BUDGETS[0]]), float(answer in returned[: _BUDGETS[1]])


def figures_of(outcomes: Sequence[Outcome]) -> Figures:
    """Return the means; an evaluation without questions is an error."""
    if not outcomes:
        raise ValueError("no questions were measured")
    times = sorted(item.took_ms for item in outcomes)
    return Figures(
        questions=len(outcomes),
        ndcg_at_10=_mean([item.ndcg_at_10 for item in outcomes]),
        hit_at_1=_mean([item.hit_at_1 for item in outcomes]),
        recall_at_10=_mean([item.recall_at_10 for item in outcomes]),
        recall_at_100=_mean([item.recall_at_100 for item in outcomes]),
        mrr=_mean([item.reciprocal_rank for item in outcomes]),
        span_in_1000=_mean_known([item.span_in_1000 for item in outcomes]),
        span_in_3000=_mean_known([item.span_in_3000 for item in outcomes]),
        beginning_in_1000=_mean_known([item.beginning_in_1000 for item in outcomes]),
        beginning_in_3000=_mean_known([item.beginning_in_3000 for item in outcomes]),
        p50_ms=round(statistics.median(times), 1),
        p95_ms=round(times[min(len(times) - 1, int(len(times) * 0.95))], 1),
    )


def figures_by(outcomes: Sequence[Outcome], group: str) -> dict[str, dict[str, Any]]:
    """Return the figures of every kind, role or source, the most frequent first."""
    found: defaultdict[str, list[Outcome]] = defaultdict(list)
    for item in outcomes:
        found[item.groups.get(group, "-")].append(item)
    ordered = sorted(found.items(), key=lambda item: (-len(item[1]), item[0]))
    return {name: asdict(figures_of(items)) for name, items in ordered}


def _mean(values: Sequence[float]) -> float:
    return round(statistics.fmean(values), 4)


def _mean_known(values: Sequence[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return _mean(known) if known else None
