"""Measure search and memory at a size: ``python -m eval load --base DIR --sizes 6000,60000``.

Each size is a library built from the real one in ``--base`` (see :mod:`eval.load_library`), kept
below ``--place`` and built only once. Questions are asked one at a time in a process of its own,
the embedding of the question included, with nothing else held in memory.
"""

from __future__ import annotations

import json
import multiprocessing
import statistics
import tempfile
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from typing import Annotated, Any

import numpy as np
import typer

from corpus.catalogue import Catalogue
from corpus.settings import Settings
from corpus.viewer import Viewer
from eval.load_library import build_library
from eval.memory import memory_mb
from index.loaded_vectors import highest
from index.search import SearchIndex
from index.sync import open_stores

_CASES = Path(__file__).parent / "cases" / "retrieval.jsonl"
_TOP_K = 10
#: Questions whose ten nearest passages are also found by comparing all vectors exactly.
_EXACT = 100


def run(
    *,
    base: Annotated[Path, typer.Option(help="Data directory of a real library, indexed.")],
    sizes: Annotated[str, typer.Option(help="Passages, as 6000,60000.")] = "6000,60000,1000000",
    questions: Annotated[
        Path, typer.Option(help="jsonl with question or text; default: the shipped cases.")
    ] = _CASES,
    limit: Annotated[int, typer.Option(help="Only so many questions.")] = 150,
    place: Annotated[
        Path | None, typer.Option(help="Keep the libraries built here; default: temporary.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object on stdout.")] = False,
) -> None:
    """Measure latency by stage, memory and size of libraries of the sizes given."""
    asked = read_texts(questions)[:limit]
    with ExitStack() as stack:
        folder = place or Path(stack.enter_context(tempfile.TemporaryDirectory("ceyuan-load")))
        reports = measure_sizes(base, folder, sizes, asked)
    typer.echo(json.dumps({"sizes": reports}, ensure_ascii=False) if as_json else table(reports))


def measure_sizes(
    base: Path, place: Path, sizes: str, questions: Sequence[str]
) -> list[dict[str, Any]]:
    """Build what is missing of the sizes (as 6000,60000) below ``place`` and measure each."""
    reports = []
    for size in (int(item) for item in sizes.split(",") if item):
        target = place / str(size)
        built_s = _build(base, target, size)
        reports.append(_apart(measure, target, questions) | {"built_s": built_s})
    return reports


def read_texts(path: Path) -> list[str]:
    """Return the questions of a jsonl file, each once."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]
    return list(dict.fromkeys(str(row.get("question") or row["text"]) for row in rows))


def _build(base: Path, target: Path, size: int) -> float | None:
    """Build the library unless it stands there whole; return the seconds it took."""
    done = target / "built"
    if done.is_file():
        return None
    started = time.perf_counter()
    _apart(build_library, Settings(data=base), Settings(data=target), size)
    done.touch()
    return round(time.perf_counter() - started, 1)


def _apart(function: Any, *arguments: Any) -> Any:
    """Call a function in a new process, so that only its own memory is measured."""
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(max_workers=1, mp_context=context) as pool:
        return pool.submit(function, *arguments).result()


def measure(data: Path, questions: Sequence[str]) -> dict[str, Any]:
    """Ask every question of the library in ``data``; times in milliseconds, memory in MB."""
    settings = Settings(data=data)
    catalogue = Catalogue(settings.catalogue_url, data / "writer.lock")
    search = SearchIndex.open(settings, catalogue)
    viewer = Viewer(frozenset(catalogue.collections()))
    started = time.perf_counter()
    search.search("预热", viewer=viewer, top_k=1)
    opened_s = time.perf_counter() - started
    taken: list[float] = []
    cpu: list[float] = []
    stages: dict[str, list[float]] = {}
    for question in questions:
        before = time.process_time()
        result = search.search(question, viewer=viewer, top_k=_TOP_K)
        cpu.append((time.process_time() - before) * 1000)
        taken.append(result.took_ms)
        for name, spent in result.stages.items():
            stages.setdefault(name, []).append(spent)
    memory = memory_mb()
    return {
        "passages": open_stores(settings).manifest.count(),
        "documents": len(catalogue.content_hashes()),
        "questions": len(questions),
        "p50_ms": quantile(taken, 0.5),
        "p95_ms": quantile(taken, 0.95),
        "cpu_p50_ms": quantile(cpu, 0.5),
        "cpu_p95_ms": quantile(cpu, 0.95),
        "stages_p50_ms": {name: quantile(spent, 0.5) for name, spent in stages.items()},
        "stages_p95_ms": {name: quantile(spent, 0.95) for name, spent in stages.items()},
        "opened_s": round(opened_s, 1),
        "rss_mb": memory["VmRSS"],
        "own_mb": memory["RssAnon"],
        "catalogue_mb": _size_mb(data, "catalogue.sqlite3"),
        "index_mb": _size_mb(data, "index/**/*"),
        "nearest_recall_at_10": nearest_recall(settings, search, questions[:_EXACT]),
    }


def nearest_recall(settings: Settings, search: SearchIndex, questions: Sequence[str]) -> float:
    """Return which share of the ten nearest passages the search by vectors finds."""
    file = open_stores(settings).vectors.file
    ids = file.ids()
    loaded = open_stores(settings).vectors.load(ids)
    asked = np.stack([search.embedder().embed_query(question) for question in questions])
    scores = np.empty((len(asked), len(ids)), np.float32)
    for start, block in file.blocks(0, len(ids)):
        scores[:, start : start + len(block)] = asked @ block.T
    shares = [
        len(set(highest(exact, _TOP_K).tolist()) & set(loaded.search(query, _TOP_K).tolist()))
        / min(_TOP_K, len(ids))
        for query, exact in zip(asked, scores, strict=True)
    ]
    return round(statistics.fmean(shares), 4)


def quantile(values: Sequence[float], share: float) -> float:
    """Return the value below which ``share`` of the values lie, of those that were measured."""
    ordered = sorted(values)
    return round(ordered[min(len(ordered) - 1, int(len(ordered) * share))], 1)


def _size_mb(data: Path, pattern: str) -> int:
    return sum(item.stat().st_size for item in data.glob(pattern) if item.is_file()) >> 20


def table(reports: Sequence[Mapping[str, Any]]) -> str:
    """Return the figures as a Markdown table, one column a size."""
    lines = ["| | " + " | ".join(f"{report['passages']:,}" for report in reports) + " |"]
    lines.append("|---|" + "---:|" * len(reports))
    for name in reports[0]:
        if not isinstance(reports[0][name], dict):
            values = " | ".join(str(report[name]) for report in reports)
            lines.append(f"| {name} | {values} |")
            continue
        for part in reports[0][name]:
            values = " | ".join(str(report[name].get(part, "")) for report in reports)
            lines.append(f"| {name}: {part} | {values} |")
    return "\n".join(lines)
