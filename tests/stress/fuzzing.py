"""Mutated real files through the reading process: it may refuse them, not hang or break."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic

from corpus.settings import IngestSettings
from ingest.worker_messages import Done, Job
from ingest.worker_process import WorkerProcess
from tests.stress.mutations import mutated

#: A file that takes longer hangs.
LIMIT_S = 60.0


@dataclass(slots=True)
class FuzzFigures:
    """What became of the mutated files; ``tracebacks`` and ``killed`` must stay empty."""

    tried: int = 0
    read: int = 0
    refused: int = 0
    seconds: float = 0.0
    by_format: Counter[str] = field(default_factory=Counter)
    tracebacks: list[str] = field(default_factory=list)
    killed: list[str] = field(default_factory=list)


def fuzz(files: Sequence[Path], folder: Path, *, budget_s: float) -> FuzzFigures:
    """Read mutated ``files`` (written into ``folder``) until ``budget_s`` seconds have passed."""
    figures = FuzzFigures()
    worker = WorkerProcess(IngestSettings(timeout_s=LIMIT_S))
    began = monotonic()
    try:
        seed = 0
        while monotonic() - began < budget_s:
            for file in files:
                _one(file, seed, folder, worker, figures)
                if monotonic() - began >= budget_s:
                    break
            seed += 1
    finally:
        worker.close()
    figures.seconds = monotonic() - began
    return figures


def _one(file: Path, seed: int, folder: Path, worker: WorkerProcess, figures: FuzzFigures) -> None:
    victim = folder / f"victim{file.suffix}"
    victim.write_bytes(mutated(file.read_bytes(), seed=seed))
    worker.submit(Job(str(victim), victim.name, "default"))
    answers = list(worker.results())
    last = answers[-1]
    name = f"{file.name} seed {seed}"
    figures.tried += 1
    figures.by_format[file.suffix] += 1
    if not isinstance(last, Done) or last.failure is None:
        figures.read += 1
    elif last.detail:
        figures.tracebacks.append(f"{name}: {last.detail.strip().splitlines()[-1]}")
    elif "已中止" in last.failure or "意外退出" in last.failure:
        figures.killed.append(f"{name}: {last.failure}")
    else:
        figures.refused += 1
