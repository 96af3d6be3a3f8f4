"""Ingestion as the command line and HTTP run it: read into the catalogue, then sync the indexes."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import corpus
from corpus.catalogue import Catalogue
from corpus.document import EXAMPLES_COLLECTION, REFERENCE_COLLECTION
from corpus.errors import BusyError
from corpus.settings import Settings
from service.originals import Originals
from service.schema.jobs import IngestSummary, Phase, SourceOutcome

if TYPE_CHECKING:
    from index.embed import Embedder
    from index.sync import SyncReport
    from ingest.found_files import FoundFile
    from ingest.pipeline import IngestReport, Outcome

_RETRY_S = 0.25

Done = TypeVar("Done")


@dataclass(frozen=True, slots=True)
class Batch:
    """Files, folders and fetched files that go into one collection."""

    paths: tuple[Path | FoundFile, ...]
    collection: str


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an ingestion is: ``done`` of ``total`` files read, or documents indexed."""

    phase: Phase
    done: int
    total: int
    current: str | None = None


OnProgress = Callable[[Progress], None]


def shipped_batches() -> tuple[Batch, ...]:
    """Return the documents that ship with the product, each folder with its collection."""
    folder = Path(corpus.__file__).parent / "documents"
    names = (("examples", EXAMPLES_COLLECTION), ("reference", REFERENCE_COLLECTION))
    return tuple(Batch((folder / name,), collection) for name, collection in names)


def ingest_batches(
    batches: Sequence[Batch],
    *,
    catalogue: Catalogue,
    settings: Settings,
    embedder: Embedder | None,
    prune: bool,
    wait_s: float,
    on_progress: OnProgress,
) -> IngestSummary:
    """Read ``batches`` into the catalogue and bring the indexes into agreement with it.

    Raises BusyError when another process keeps writing for longer than ``wait_s``.
    """
    from index.sync import sync  # slow libraries
    from ingest.pipeline import ingest_paths

    started = time.perf_counter()
    deadline = time.monotonic() + wait_s

    def read(batch: Batch) -> IngestReport:
        return ingest_paths(
            batch.paths,
            catalogue=catalogue,
            settings=settings,
            collection=batch.collection,
            prune=prune,
            on_progress=lambda at: on_progress(Progress("read", at.done, at.total, at.source)),
        )

    reports = [_when_free(partial(read, batch), deadline) for batch in batches]
    if settings.ingest.keep_originals:
        _keep_originals(batches, catalogue, settings)
    with catalogue.writer(wait_s=max(wait_s, _RETRY_S)):
        synced = sync(
            catalogue,
            settings,
            embedder=embedder,
            on_progress=lambda done, total: on_progress(Progress("index", done, total)),
        )
    return _summary(reports, synced, time.perf_counter() - started)


def _keep_originals(batches: Sequence[Batch], catalogue: Catalogue, settings: Settings) -> None:
    from ingest.found_files import FoundFile, find_files

    found = [item for batch in batches for item in find_files(batch.paths)]
    Originals(settings).keep(
        ((item.source, item.path) for item in found if isinstance(item, FoundFile)), catalogue
    )


def _when_free(action: Callable[[], Done], deadline: float) -> Done:
    """Try until no other process writes, or the deadline passes."""
    while True:
        try:
            return action()
        except BusyError:
            if time.monotonic() >= deadline:
                raise
            time.sleep(_RETRY_S)


def _summary(reports: Sequence[IngestReport], synced: SyncReport, took_s: float) -> IngestSummary:
    return IngestSummary(
        accepted=_outcomes(item for report in reports for item in report.accepted),
        unchanged=_outcomes(item for report in reports for item in report.unchanged),
        skipped=_outcomes(item for report in reports for item in report.skipped),
        failed=_outcomes(item for report in reports for item in report.failed),
        removed=_outcomes(item for report in reports for item in report.removed),
        documents_indexed=synced.added,
        documents_unindexed=synced.removed,
        passages_indexed=synced.passages,
        took_s=round(took_s, 2),
    )


def _outcomes(found: Iterable[Outcome]) -> list[SourceOutcome]:
    return [SourceOutcome(source=item.source, reason=item.reason or None) for item in found]
