"""Measure retrieval on a BEIR folder through the real ingestion, indexes and search.

``python -m eval retrieval DIR --qrels NAME [--answers FILE] [--documents FOLDER] [--by kind,role]``

``DIR`` holds corpus.jsonl, queries.jsonl and qrels/NAME.tsv; the answers file says which words of
which document answer a question. With ``--documents`` the questions are asked of that folder's
files instead, each of which is the record that its name says. Figures are given over all
questions and over the half that the fusion weights were never fitted on.
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from corpus.catalogue import Catalogue
from corpus.settings import Settings
from corpus.viewer import Viewer
from eval.memory import memory_mb
from eval.provenance import provenance
from eval.retrieval_questions import GROUPS, Question, is_held_out, read_questions
from eval.retrieval_scores import Outcome, figures_by, figures_of, judge
from index.search import SearchIndex
from index.sync import SyncReport, sync
from ingest.pipeline import ingest_paths

_TOP_K = 200


def run(
    folder: Annotated[Path, typer.Argument(help="BEIR folder: corpus, queries, qrels/.")],
    *,
    qrels: Annotated[str, typer.Option(help="Name of the file below qrels/, without .tsv.")],
    answers: Annotated[
        Path | None, typer.Option(help="jsonl of {_id, docid, answer}; default answers.jsonl.")
    ] = None,
    documents: Annotated[
        Path | None, typer.Option(help="Ask the files of this folder; records are their names.")
    ] = None,
    data: Annotated[
        Path | None, typer.Option(help="Data directory to keep; default: a temporary one.")
    ] = None,
    as_of: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Day on which status counts.")
    ] = None,
    limit: Annotated[int | None, typer.Option(help="Only so many questions.")] = None,
    by: Annotated[str, typer.Option(help="Also figures by kind, role or source: kind,role.")] = "",
    outcomes: Annotated[
        Path | None, typer.Option(help="Write each question's figures here, as jsonl.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object on stdout.")] = False,
) -> None:
    """Index DIR (incrementally below --data) and search it with every question of the qrels."""
    questions = read_questions(folder, qrels, answers)[:limit]
    if not questions:
        raise typer.BadParameter(f"no questions in {folder} for qrels {qrels}")
    groups = [name for name in by.split(",") if name]
    if not set(groups) <= set(GROUPS):
        raise typer.BadParameter(f"--by takes {', '.join(GROUPS)}")
    with data_directory(data) as place:
        settings = Settings(data=place)
        taken_in = take_in(documents or folder / "corpus.jsonl", settings)
        found = ask_all(questions, settings, as_of)
    if outcomes is not None:
        lines = [json.dumps(asdict(item), ensure_ascii=False) for item in found]
        outcomes.write_text("\n".join(lines) + "\n", encoding="utf-8")
    report = report_on(found, groups) | taken_in | {"on": provenance(settings)}
    typer.echo(json.dumps(report, ensure_ascii=False) if as_json else _readable(report))


def take_in(path: Path, settings: Settings) -> dict[str, Any]:
    """Ingest and index what changed below ``path``; return how much and how fast."""
    catalogue = Catalogue(settings.catalogue_url, settings.data / "writer.lock")
    started = time.perf_counter()
    ingested = ingest_paths(
        [path],
        catalogue=catalogue,
        settings=settings,
        collection="default",
        prune=False,
        on_progress=None,
    )
    synced = sync(catalogue, settings, on_progress=_progress)
    index_s = time.perf_counter() - started
    return {
        "documents": len(catalogue.content_hashes()),
        "failed": [[item.source, item.reason] for item in ingested.failed],
        **_speed(synced, index_s),
    }


def ask_all(
    questions: Sequence[Question], settings: Settings, as_of: datetime | None = None
) -> list[Outcome]:
    """Ask every question of the library, one at a time."""
    catalogue = Catalogue(settings.catalogue_url, settings.data / "writer.lock")
    search = SearchIndex.open(settings, catalogue)
    viewer = Viewer(frozenset(catalogue.collections()))
    day = as_of.date() if as_of else None
    search.search("预热", viewer=viewer, as_of=day, top_k=1)
    found: list[Outcome] = []
    for question in questions:
        result = search.search(question.text, viewer=viewer, as_of=day, top_k=_TOP_K)
        found.append(judge(question, result.hits, result.took_ms))
    return found


def report_on(outcomes: Sequence[Outcome], groups: Sequence[str] = ()) -> dict[str, Any]:
    """Return the figures of all questions, of those held out, and by group, as JSON-ready."""
    held_out = [item for item in outcomes if is_held_out(item.query_id)]
    return {
        "all": asdict(figures_of(outcomes)),
        "held_out": asdict(figures_of(held_out)) if held_out else None,
        **{f"by_{name}": figures_by(outcomes, name) for name in groups},
        "peak_rss_mb": memory_mb()["VmHWM"],
    }


def _speed(synced: SyncReport, index_s: float) -> dict[str, float | None]:
    return {
        "index_s": round(index_s, 1),
        "passages": synced.passages,
        "embedded": synced.embedded,
        "passages_per_s": round(synced.embedded / index_s, 1) if synced.embedded else None,
        "embedding_share": round(synced.embedding_seconds / index_s, 3),
    }


@contextmanager
def data_directory(chosen: Path | None) -> Iterator[Path]:
    """Yield the data directory chosen, or a temporary one."""
    if chosen is not None:
        yield chosen
        return
    with tempfile.TemporaryDirectory(prefix="ceyuan-retrieval-") as folder:
        yield Path(folder)


def _progress(done: int, total: int) -> None:
    sys.stderr.write(f"\rindexed {done}/{total} documents")
    sys.stderr.flush()


def _readable(report: Mapping[str, Any], indent: str = "") -> str:
    lines: list[str] = []
    for name, value in report.items():
        if isinstance(value, dict):
            lines += [f"{indent}{name}", _readable(value, indent + "  ")]
        else:
            lines.append(f"{indent}{name:18} {value}")
    return "\n".join(lines)
