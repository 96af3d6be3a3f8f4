"""Ingestions and fetches that run behind the page, and what is known of each."""

from __future__ import annotations

import logging
import shutil
import threading
import uuid
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.errors import NotFoundError, PolicyError
from service.fetching import fetch_into
from service.ingesting import Batch, OnProgress, Progress
from service.schema.jobs import IngestSummary, JobView
from service.workspace import Workspace

if TYPE_CHECKING:
    from ingest.fetch.store import Wanted

logger = logging.getLogger(__name__)

Work = Callable[[OnProgress], IngestSummary]

#: Finished jobs that can still be asked for.
_KEPT = 200
#: How long an upload waits for another process that is writing.
_WAIT_FOR_WRITER_S = 600.0


class Jobs:
    """Runs uploads one at a time, and beside them fetches, whose sites are slow.

    Safe to ask from any thread.
    """

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="ingest")
        self._fetch_pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="fetch")
        self._lock = threading.Lock()
        self._closing = threading.Event()
        self._views: dict[str, JobView] = {}

    def start(self, folder: Path, paths: Sequence[Path], collection: str) -> JobView:
        """Queue the ingestion of ``paths``; ``folder``, which holds them, is deleted after it."""
        work = partial(self._ingest, folder, tuple(paths), collection)
        return self._start(self._pool, work, collection)

    def start_fetch(self, wanted: Sequence[Wanted], collection: str) -> JobView:
        """Queue the fetching of ``wanted``; ``collection`` is what the view shows."""
        work = partial(self._fetch, tuple(wanted))
        return self._start(self._fetch_pool, work, collection)

    def _start(self, pool: ThreadPoolExecutor, work: Work, collection: str) -> JobView:
        view = JobView(
            job_id=uuid.uuid4().hex[:16],
            state="queued",
            collection=collection,
            phase=None,
            done=0,
            total=0,
            current=None,
            summary=None,
            error=None,
        )
        with self._lock:
            self._views[view.job_id] = view
            for old in list(self._views)[:-_KEPT]:
                del self._views[old]
        pool.submit(self._run, view.job_id, work)
        return view

    def view(self, job_id: str) -> JobView:
        """Return how a job stands, or raise NotFoundError."""
        with self._lock:
            if job_id not in self._views:
                raise NotFoundError(f"没有入库任务 {job_id}；服务重启后旧任务不再保留。")
            return self._views[job_id]

    def views(self) -> list[JobView]:
        """Return the jobs still known, the newest first."""
        with self._lock:
            return [*reversed(self._views.values())]

    def close(self) -> None:
        """Let the running ingestion finish and take no more; what a fetch has left stays queued."""
        self._closing.set()
        self._fetch_pool.shutdown(wait=True, cancel_futures=True)
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _ingest(
        self, folder: Path, paths: tuple[Path, ...], collection: str, on_progress: OnProgress
    ) -> IngestSummary:
        try:
            return self._workspace.ingest(
                [Batch(paths, collection)], wait_s=_WAIT_FOR_WRITER_S, on_progress=on_progress
            )
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def _fetch(self, wanted: tuple[Wanted, ...], on_progress: OnProgress) -> IngestSummary:
        from ingest.fetch.pace import StoppableClock

        return fetch_into(
            self._workspace,
            wanted,
            wait_s=_WAIT_FOR_WRITER_S,
            on_progress=on_progress,
            clock=StoppableClock(self._closing),
        )

    def _run(self, job_id: str, work: Work) -> None:
        try:
            self._update(job_id, state="running")
            summary = work(lambda progress: self._progress(job_id, progress))
            self._update(job_id, state="done", summary=summary, current=None)
        except PolicyError as error:
            self._update(job_id, state="failed", error=str(error))
        except Exception:
            logger.exception("ingest job %s failed", job_id)
            self._update(job_id, state="failed", error="程序内部出错，已记入日志。")

    def _progress(self, job_id: str, progress: Progress) -> None:
        self._update(
            job_id,
            phase=progress.phase,
            done=progress.done,
            total=progress.total,
            current=progress.current,
        )

    def _update(self, job_id: str, **changes: object) -> None:
        with self._lock:
            if job_id in self._views:
                self._views[job_id] = self._views[job_id].model_copy(update=changes)
