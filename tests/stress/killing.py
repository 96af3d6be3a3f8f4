"""``kill -9`` in the middle of an ingestion: what is held is whole, the next run completes it."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from time import monotonic, sleep

from corpus.catalogue import Catalogue

_SCRIPT = """
import sys
from pathlib import Path
from corpus.catalogue import Catalogue
from corpus.settings import Settings
from ingest.pipeline import ingest_paths
data = Path(sys.argv[1])
held = Catalogue(f"sqlite:///{data}/catalogue.sqlite3", data / "write.lock")
ingest_paths([Path(sys.argv[2])], catalogue=held, settings=Settings(), collection="default")
"""


@dataclass(slots=True)
class KillFigures:
    """How often it was killed, and what was found afterwards."""

    kills: int = 0
    held_after_each: tuple[int, ...] = ()
    broken: int = 0
    expected: int = 0
    complete: int = 0


def kill_while_ingesting(folder: Path, data: Path, *, kills: int, expected: int) -> KillFigures:
    """Ingest ``folder`` into ``data``, killed ``kills`` times on the way, then to the end."""
    data.mkdir(parents=True)
    catalogue = Catalogue(f"sqlite:///{data}/catalogue.sqlite3", data / "write.lock")
    chance = random.Random(11)
    held: list[int] = []
    broken = 0
    try:
        for _ in range(kills):
            goal = len(catalogue.content_hashes()) + chance.randrange(1, max(2, expected // 8))
            _kill_at(goal, folder, data, catalogue)
            ids = catalogue.content_hashes()
            held.append(len(ids))
            broken += sum(not _is_whole(item) for item in catalogue.iter_documents(ids))
        subprocess.run(_command(folder, data), check=True)
        done = len(catalogue.content_hashes())
        return KillFigures(kills, tuple(held), broken, expected, done)
    finally:
        catalogue.close()


def _command(folder: Path, data: Path) -> list[str]:
    return [sys.executable, "-c", _SCRIPT, str(data), str(folder)]


def _kill_at(goal: int, folder: Path, data: Path, catalogue: Catalogue) -> None:
    process = subprocess.Popen(_command(folder, data))
    deadline = monotonic() + 300
    while (
        process.poll() is None and len(catalogue.content_hashes()) < goal and monotonic() < deadline
    ):
        sleep(0.02)
    process.send_signal(signal.SIGKILL)
    process.wait()


def _is_whole(document: object) -> bool:
    text = getattr(document, "text", "")
    clauses = getattr(document, "clauses", ())
    return bool(text) and all(0 <= item.start < item.end <= len(text) for item in clauses)
