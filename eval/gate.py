"""The gate of CI: the shipped corpus measured anew, compared with floors that only rise.

``python -m eval gate [--update [--allow-regression]] [--verbose] [--json]``
"""

from __future__ import annotations

import json
import logging
import sys
import tempfile
import time
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

import corpus
from corpus.settings import Settings
from eval.cards_gate import tally_cards
from eval.gate_alignment import tally_alignment
from eval.gate_baseline import (
    Baseline,
    Measured,
    load_baseline,
    problems,
    save_baseline,
    tree_sha256,
    updated,
)
from eval.gate_figures import (
    Cases,
    Tally,
    places,
    tally_answers,
    tally_parsing,
    tally_retrieval,
    tally_verify,
    unknown_sources,
)
from eval.provenance import commit
from eval.qa import load_rows, ratio
from service.ingesting import shipped_batches
from service.workspace import Workspace

logger = logging.getLogger(__name__)

_HERE = Path(__file__).parent
CASES = _HERE / "cases"
BASELINE = _HERE / "baseline.json"
CORPUS = Path(corpus.__file__).parent / "documents"
#: The day on which every case is asked, since documents expire.
TODAY = date(2026, 11, 22)
#: What the gate measures; each is one file of cases.
SETS = (
    "meta", "clean", "structure", "lineage", "validity", "docno",
    "retrieval", "qa", "refuse", "verify", "cards", "eligibility",
)  # fmt: skip


def run(
    *,
    update: Annotated[bool, typer.Option(help="Pin the floors to what is measured now.")] = False,
    allow_regression: Annotated[bool, typer.Option(help="Let --update lower floors.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="The figures as JSON.")] = False,
    verbose: Annotated[bool, typer.Option(help="Every case that went wrong, on stderr.")] = False,
) -> None:
    """Measure the shipped corpus and compare with eval/baseline.json."""
    started = time.monotonic()
    measured = measure(load_cases(CASES))
    logger.info("measured in %.0f s", time.monotonic() - started)
    baseline = load_baseline(BASELINE)
    sys.stdout.write(_table(measured, baseline, as_json=as_json))
    if verbose:
        sys.stderr.write("".join(f"{line}\n" for line in measured.misses))
    if update:
        _pin(measured, baseline, allow_regression=allow_regression)
        return
    found = problems(measured, baseline) if baseline else ("no baseline: run with --update",)
    for line in found:
        sys.stderr.write(f"gate: {line}\n")
    if found:
        raise typer.Exit(1)


def load_cases(folder: Path) -> Cases:
    """Read every set of cases; a missing or empty one is an error."""
    return {name: load_rows(folder / f"{name}.jsonl") for name in SETS}


def measure(cases: Cases) -> Measured:
    """Ingest the shipped corpus into a new data directory and compute every figure.

    Raises ValueError where a case names a document that was not taken in.
    """
    with tempfile.TemporaryDirectory(prefix="ceyuan-gate-") as folder:
        settings = Settings(data=Path(folder) / "data")
        workspace = Workspace(settings, today=lambda: TODAY)
        try:
            read = _ingest(workspace)
            unknown = unknown_sources(cases, places(workspace))
            if unknown:
                raise ValueError(f"cases name documents that were not taken in: {unknown}")
            tally = _tally(workspace, cases)
            documents = len(workspace.catalogue.summaries())
        finally:
            workspace.close()
    counts = {"documents": documents} | {name: len(rows) for name, rows in cases.items()}
    return Measured(
        figures=read | tally.figures,
        counts=counts,
        cases_sha256=tree_sha256(CASES),
        corpus_sha256=tree_sha256(CORPUS),
        model=settings.embedding.model,
        commit=commit(),
        as_of=TODAY.isoformat(),
        misses=tuple(tally.misses),
    )


def _ingest(workspace: Workspace) -> dict[str, float]:
    summary = workspace.ingest(shipped_batches(), wait_s=10.0)
    for item in summary.failed:
        sys.stderr.write(f"gate: not taken in: {item.source}: {item.reason}\n")
    offered = len(summary.accepted) + len(summary.failed)
    return {"corpus.read": ratio(len(summary.accepted), offered)}


def _tally(workspace: Workspace, cases: Cases) -> Tally:
    tally = Tally()
    tally_parsing(workspace, cases, tally)
    tally_retrieval(workspace, cases["retrieval"], tally)
    tally_answers(workspace, cases, tally)
    tally_verify(workspace, cases["verify"], tally)
    tally_cards(workspace, cases, tally)
    tally_alignment(workspace, CASES / "align", tally, today=TODAY)
    return tally


def _table(measured: Measured, baseline: Baseline | None, *, as_json: bool) -> str:
    if as_json:
        shown = {"figures": dict(measured.figures), "counts": dict(measured.counts)}
        return json.dumps(shown, ensure_ascii=False) + "\n"
    floors = baseline.floors if baseline else {}
    return "".join(
        f"{name:40} {value:7.4f}  {floors.get(name, float('nan')):7.4f}\n"
        for name, value in sorted(measured.figures.items())
    )


def _pin(measured: Measured, baseline: Baseline | None, *, allow_regression: bool) -> None:
    try:
        pinned = updated(measured, baseline, allow_regression=allow_regression)
    except ValueError as error:
        sys.stderr.write(f"gate: {error}; --allow-regression lets them fall\n")
        raise typer.Exit(1) from error
    save_baseline(BASELINE, pinned)
