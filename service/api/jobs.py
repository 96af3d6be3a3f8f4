"""Ingestions that run behind the page, one after another, and what is known of each."""

from __future__ import annotations

import logging
import shutil
import threading
import uuid
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from corpus.errors import NotFoundError, PolicyError
from service.ingesting import Batch, Progress
from service.schema.jobs import JobView
from service.workspace import Workspace

logger = logging.getLogger(__name__)

#: Finished jobs that can still be asked for.
_KEPT = 200
#: How long an upload waits for another process that is writing.
_WAIT_FOR_WRITER_S = 600.0


class Jobs:
    """Runs uploads one at a time; safe to ask from any thread."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="ingest")
        self._lock = threading.Lock()
        self._views: dict[str, JobView] = {}

    def start(self, folder: Path, paths: Sequence[Path], collection: str) -> JobView:
        """Queue the ingestion of ``paths``; ``folder``, which holds them, is deleted after it."""
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
        self._pool.submit(self._run, view.job_id, folder, paths)
        return view

    def view(self, job_id: str) -> JobView:
        """Return how a job stands, or raise NotFoundError."""
        with self._lock:
            if job_id not in self._views:
                raise NotFoundError(f"没有入库任务 {job_id}；服务重启后旧任务不再保留。")
            return self._views[job_id]

    def close(self) -> None:
        """Let the running job finish and take no more."""
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _run(self, job_id: str, folder: Path, paths: Sequence[Path]) -> None:
        try:
            collection = self.view(job_id).collection
            self._update(job_id, state="running")
            summary = self._workspace.ingest(
                [Batch(tuple(paths), collection)],
                wait_s=_WAIT_FOR_WRITER_S,
                on_progress=lambda progress: self._progress(job_id, progress),
            )
            self._update(job_id, state="done", summary=summary, current=None)
        except PolicyError as error:
            self._update(job_id, state="failed", error=str(error))
        except Exception:
            logger.exception("ingest job %s failed", job_id)
            self._update(job_id, state="failed", error="程序内部出错，已记入日志。")
        finally:
            shutil.rmtree(folder, ignore_errors=True)

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
