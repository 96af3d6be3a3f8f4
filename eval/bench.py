"""Our retrieval beside what a user could pick instead: ``python -m eval bench DIR --qrels NAME``.

Peers whose packages are not installed (``pip install .[bench]``) are passed over, with the reason.
The tables and plots are written below ``--out``.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Annotated, Any

import typer

from corpus.settings import Settings
from eval.ablation import ablate
from eval.bench_peers import PEERS
from eval.bench_report import write_report
from eval.load import measure_sizes
from eval.provenance import provenance
from eval.retrieval import ask_all, data_directory, report_on, take_in
from eval.retrieval_questions import Question, read_questions
from eval.retrieval_scores import figures_of, judge

_PEER_TIMEOUT_S = 7200
OUT = Path(__file__).parent.parent / "docs" / "figures"


@dataclass(frozen=True, slots=True)
class _PeerHit:
    """What a peer returned, as the judge reads it."""

    source: str
    text: str
    also_in: tuple[str, ...] = ()


def run(
    folder: Annotated[Path, typer.Argument(help="BEIR folder: corpus, queries, qrels/, answers.")],
    *,
    qrels: Annotated[str, typer.Option(help="Name of the file below qrels/, without .tsv.")],
    data: Annotated[
        Path | None, typer.Option(help="Data directory to keep; default: a temporary one.")
    ] = None,
    sizes: Annotated[str, typer.Option(help="Libraries to measure load with.")] = "6000,60000",
    place: Annotated[Path | None, typer.Option(help="Keep those libraries here.")] = None,
    limit: Annotated[int | None, typer.Option(help="Only so many questions.")] = None,
    out: Annotated[Path, typer.Option(help="Where tables and plots are written.")] = OUT,
) -> None:
    """Measure retrieval, peers, ablation and load in one go, and write it all down."""
    if not (folder / "corpus.jsonl").is_file():
        raise typer.BadParameter(f"{folder} holds no corpus.jsonl: name a BEIR folder (BENCH_SET=)")
    questions = read_questions(folder, qrels, None)[:limit]
    with data_directory(data) as library, data_directory(place) as libraries:
        settings = Settings(data=library)
        taken_in = take_in(folder / "corpus.jsonl", settings)
        ours = report_on(ask_all(questions, settings), ("kind",))
        report = {
            "set": f"{folder.name} {qrels}",
            "on": provenance(settings),
            "taken_in": taken_in,
            "ours": ours,
            "peers": {name: run_peer(name, folder, questions) for name in PEERS},
            "ablation": ablate(questions, settings),
            "load": measure_sizes(library, libraries, sizes, [item.text for item in questions]),
        }
    typer.echo(write_report(report, out))


def run_peer(name: str, folder: Path, questions: Sequence[Question]) -> dict[str, Any]:
    """Return a peer's figures, or why there are none."""
    with tempfile.TemporaryDirectory(prefix="ceyuan-bench-") as scratch:
        asked, out = Path(scratch) / "questions.jsonl", Path(scratch) / "out.jsonl"
        rows = [{"_id": item.query_id, "text": item.text} for item in questions]
        asked.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
        command = [sys.executable, "-m", "eval.bench_peers", name]
        done = subprocess.run(
            [*command, str(folder / "corpus.jsonl"), str(asked), str(out)],
            capture_output=True, text=True, timeout=_PEER_TIMEOUT_S, check=False,
        )  # fmt: skip
        if not out.is_file():
            lines = done.stderr.strip().splitlines()
            return {"skipped": lines[-1] if lines else f"exit {done.returncode}"}
        return judge_peer(questions, out.read_text(encoding="utf-8").splitlines())


def judge_peer(questions: Sequence[Question], lines: Sequence[str]) -> dict[str, Any]:
    """Score what a peer wrote: the first line is about the whole, the others about questions."""
    head, *rows = (json.loads(line) for line in lines)
    by_id = {row["query_id"]: row for row in rows}
    outcomes = [
        judge(
            item,
            [_PeerHit(f"#{record}", text) for record, text in by_id[item.query_id]["hits"]],
            by_id[item.query_id]["ms"],
        )
        for item in questions
    ]
    figures: Mapping[str, Any] = asdict(figures_of(outcomes))
    return {**figures, **head}
