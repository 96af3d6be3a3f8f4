"""Web pages into the library: fetch politely, then the ordinary ingestion, then the indexes."""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from service.ingesting import Batch, OnProgress, Progress
from service.schema.jobs import IngestSummary, SourceOutcome

if TYPE_CHECKING:
    from ingest.fetch.pace import Clock
    from ingest.fetch.store import Wanted
    from ingest.pipeline import Outcome
    from service.workspace import Workspace


def wanted_of(urls: Iterable[str], *, collection: str, follow: bool = False) -> tuple[Wanted, ...]:
    """Return what to fetch, each address in its normal spelling; raise Forbidden for a bad one.

    With ``follow`` the addresses are columns: the documents that they link to are meant.
    """
    from ingest.fetch.address import read_address  # not needed by those who never fetch
    from ingest.fetch.sources import document_link
    from ingest.fetch.store import Wanted

    pattern = document_link() if follow else None
    found = (Wanted(str(read_address(url)), collection, pattern) for url in urls)
    return tuple(dict.fromkeys(found))


def pending(workspace: Workspace) -> tuple[Wanted, ...]:
    """Return what an interrupted run has left to fetch; raise BusyError while one is running."""
    from ingest.fetch.store import FetchStore

    store = FetchStore(workspace.settings.data)
    try:
        with store.running():
            return tuple(store.queued())
    finally:
        store.close()


def fetch_into(
    workspace: Workspace,
    wanted: Sequence[Wanted],
    *,
    wait_s: float = 0.0,
    on_progress: OnProgress = lambda _progress: None,
    clock: Clock | None = None,
) -> IngestSummary:
    """Fetch ``wanted`` and ingest what came; what is interrupted or stopped stays queued.

    Raises BusyError while another run fetches, or another process writes for longer than
    ``wait_s``. A ``clock`` may raise Stopped (the program ends) or not wait at all (tests).
    """
    from ingest.fetch.client import Client
    from ingest.fetch.pace import SystemClock
    from ingest.fetch.run import fetch_all
    from ingest.fetch.store import FetchStore

    started = time.perf_counter()
    settings = workspace.settings.fetch
    clock = clock or SystemClock()
    store = FetchStore(workspace.settings.data)
    try:
        with store.running():
            fetched = fetch_all(
                wanted,
                store=store,
                client=Client(settings, clock=clock),
                settings=settings,
                clock=clock,
                on_fetched=lambda done, total, url: on_progress(
                    Progress("fetch", done, total, url)
                ),
            )
            batches = [Batch(files, collection) for collection, files in fetched.files.items()]
            summary = _ingested(workspace, batches, wait_s, on_progress)
            store.done(fetched.dealt_with)
    finally:
        store.close()
    return summary.model_copy(
        update={
            "skipped": [*_outcomes(fetched.skipped), *summary.skipped],
            "failed": [*_outcomes(fetched.failed), *summary.failed],
            "took_s": round(time.perf_counter() - started, 2),
        }
    )


def _ingested(
    workspace: Workspace, batches: Sequence[Batch], wait_s: float, on_progress: OnProgress
) -> IngestSummary:
    if batches:
        return workspace.ingest(batches, wait_s=wait_s, on_progress=on_progress)
    return IngestSummary(
        accepted=[],
        unchanged=[],
        skipped=[],
        failed=[],
        removed=[],
        documents_indexed=0,
        documents_unindexed=0,
        passages_indexed=0,
        took_s=0.0,
    )


def _outcomes(found: Iterable[Outcome]) -> list[SourceOutcome]:
    return [SourceOutcome(source=item.source, reason=item.reason or None) for item in found]
