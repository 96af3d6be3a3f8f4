"""Measure retrieval on a BEIR folder through the real ingestion, indexes and search.

``python -m eval retrieval DIR --qrels NAME [--answers FILE] [--data DIR] [--json]``

``DIR`` holds corpus.jsonl, queries.jsonl and qrels/NAME.tsv; the answers file says which words of
which document answer a question. Figures are given over all questions and over the half that the
fusion weights were never fitted on.
"""

from __future__ import annotations

import hashlib
import json
import math
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from corpus.catalogue import Catalogue
from corpus.settings import Settings
from corpus.viewer import Viewer
from eval.gold_text import fold
from index.search import Hit, SearchIndex
from index.sync import SyncReport, sync
from ingest.pipeline import ingest_paths

_TOP_K = 200
_BUDGETS = (1000, 3000)
#: FINDINGS §2 counts an answer as found by its first words, since passages cut long ones.
_BEGINNING = 25


@dataclass(frozen=True, slots=True)
class Question:
    """A question with the records that answer it and, where known, the words that do."""

    query_id: str
    text: str
    relevant: frozenset[str]
    answer: str | None


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


def run(
    folder: Annotated[Path, typer.Argument(help="BEIR folder: corpus, queries, qrels/.")],
    *,
    qrels: Annotated[str, typer.Option(help="Name of the file below qrels/, without .tsv.")],
    answers: Annotated[
        Path | None, typer.Option(help="jsonl of {_id, docid, answer}; default answers.jsonl.")
    ] = None,
    data: Annotated[
        Path | None, typer.Option(help="Data directory to keep; default: a temporary one.")
    ] = None,
    as_of: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Day on which status counts.")
    ] = None,
    limit: Annotated[int | None, typer.Option(help="Only so many questions.")] = None,
    outcomes: Annotated[
        Path | None, typer.Option(help="Write each question's figures here, as jsonl.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object on stdout.")] = False,
) -> None:
    """Index DIR (incrementally below --data) and search it with every question of the qrels."""
    questions = read_questions(folder, qrels, answers)[:limit]
    if not questions:
        raise typer.BadParameter(f"no questions in {folder} for qrels {qrels}")
    with _data_directory(data) as place:
        report = measure(folder, questions, Settings(data=place), as_of, outcomes)
    typer.echo(json.dumps(report, ensure_ascii=False) if as_json else _readable(report))


def measure(
    folder: Path,
    questions: Sequence[Question],
    settings: Settings,
    as_of: datetime | None,
    outcomes: Path | None,
) -> dict[str, Any]:
    """Return the report on one folder as JSON-ready values."""
    catalogue = Catalogue(settings.catalogue_url, settings.data / "writer.lock")
    started = time.perf_counter()
    ingested = ingest_paths(
        [folder / "corpus.jsonl"],
        catalogue=catalogue,
        settings=settings,
        collection="default",
        prune=False,
        on_progress=None,
    )
    synced = sync(catalogue, settings, on_progress=_progress)
    index_s = time.perf_counter() - started
    found = _ask_all(questions, settings, catalogue, as_of)
    if outcomes is not None:
        lines = [json.dumps(asdict(item), ensure_ascii=False) for item in found]
        outcomes.write_text("\n".join(lines) + "\n", encoding="utf-8")
    held_out = [item for item in found if is_held_out(item.query_id)]
    return {
        "all": asdict(figures_of(found)),
        "held_out": asdict(figures_of(held_out)) if held_out else None,
        "documents": len(catalogue.content_hashes()),
        "failed": [[item.source, item.reason] for item in ingested.failed],
        **_speed(synced, index_s),
        "peak_rss_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }


def _speed(synced: SyncReport, index_s: float) -> dict[str, float | None]:
    return {
        "index_s": round(index_s, 1),
        "passages": synced.passages,
        "embedded": synced.embedded,
        "passages_per_s": round(synced.embedded / index_s, 1) if synced.embedded else None,
        "embedding_share": round(synced.embedding_seconds / index_s, 3),
    }


def _ask_all(
    questions: Sequence[Question],
    settings: Settings,
    catalogue: Catalogue,
    as_of: datetime | None,
) -> list[Outcome]:
    search = SearchIndex.open(settings, catalogue)
    viewer = Viewer(frozenset(catalogue.collections()))
    day = as_of.date() if as_of else None
    search.search("预热", viewer=viewer, as_of=day, top_k=1)
    found: list[Outcome] = []
    for question in questions:
        result = search.search(question.text, viewer=viewer, as_of=day, top_k=_TOP_K)
        found.append(judge(question, result.hits, result.took_ms))
    return found


def read_questions(folder: Path, qrels: str, answers: Path | None) -> list[Question]:
    """Read the questions that the qrels name, in the order of the qrels."""
    texts = {row["_id"]: row["text"] for row in _rows(folder / "queries.jsonl")}
    relevant: dict[str, set[str]] = {}
    lines = (folder / "qrels" / f"{qrels}.tsv").read_text(encoding="utf-8").splitlines()
    for line in lines[1:]:
        query_id, record_id, score = line.split("\t")
        if float(score) > 0:
            relevant.setdefault(query_id, set()).add(record_id)
    path = answers or folder / "answers.jsonl"
    words = {row["_id"]: row["answer"] for row in _rows(path)} if path.is_file() else {}
    return [
        Question(query_id, texts[query_id], frozenset(records), words.get(query_id))
        for query_id, records in relevant.items()
    ]


def judge(question: Question, hits: Sequence[Hit], took_ms: float) -> Outcome:
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
    )


def _records(hit: Hit) -> list[str]:
    """Return the record ids of a hit and of its copies (``corpus.jsonl#ID`` → ``ID``)."""
    return [source.rpartition("#")[2] for source in (hit.source, *hit.also_in)]


def _spans(answer: str | None, hits: Sequence[Hit]) -> tuple[float | None, float | None]:
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


def is_held_out(query_id: str) -> bool:
    """Whether a question belongs to the half on which nothing was fitted."""
    return int(hashlib.sha256(query_id.encode("utf-8")).hexdigest(), 16) % 2 == 1


def _mean(values: Sequence[float]) -> float:
    return round(statistics.fmean(values), 4)


def _mean_known(values: Sequence[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return _mean(known) if known else None


def _rows(path: Path) -> Iterator[Mapping[str, str]]:
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            if line.strip():
                yield json.loads(line)


@contextmanager
def _data_directory(chosen: Path | None) -> Iterator[Path]:
    if chosen is not None:
        yield chosen
        return
    with tempfile.TemporaryDirectory(prefix="ceyuan-retrieval-") as folder:
        yield Path(folder)


def _progress(done: int, total: int) -> None:
    sys.stderr.write(f"\rindexed {done}/{total} documents")
    sys.stderr.flush()


def _readable(report: Mapping[str, Any]) -> str:
    lines: list[str] = []
    for name, value in report.items():
        if isinstance(value, dict):
            lines.append(name)
            lines += [f"  {key:16} {figure}" for key, figure in value.items()]
        else:
            lines.append(f"{name:18} {value}")
    return "\n".join(lines)
