"""The parent's handle on the reading process: starts it, waits with a limit, survives its death."""

from __future__ import annotations

import logging
import os
import queue
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from typing import IO

from corpus.errors import SourceError
from corpus.settings import IngestSettings
from ingest.page import Unread
from ingest.parse import ParsedSource
from ingest.reader_time import Patience
from ingest.worker_messages import Alive, Done, Job, Ready, receive, send

logger = logging.getLogger(__name__)

#: Starting takes a second or two; on a machine that is busy, longer.
_START_LIMIT_S = 120.0


class WorkerProcess:
    """Reads files one after the other in a process that can be killed.

    ``submit`` queues a job, ``results`` yields what the oldest job gives and ends with Done.
    A job that takes longer than the limit without giving anything (see ``reader_time``), or that
    kills the process, fails; the jobs behind it go to a new process.
    """

    def __init__(self, settings: IngestSettings) -> None:
        self._settings = settings
        self._jobs: list[Job] = []
        self._process: subprocess.Popen[bytes] | None = None
        self._messages: queue.Queue[object | None] = queue.Queue()
        self._talk: IO[bytes] | None = None  # what libraries print

    def submit(self, job: Job) -> None:
        """Hand a job to the process, starting it where there is none."""
        self._jobs.append(job)
        if self._process is None:
            self._start()
        else:
            self._write(job)

    def results(self) -> Iterator[ParsedSource | Unread | Done]:
        """Yield what the oldest job gives; the last item is Done."""
        job = self._jobs[0]
        while True:
            message = self._next(job)
            if isinstance(message, Done):
                self._jobs.pop(0)
                if self._process is None and self._jobs:
                    self._start()
                yield message
                return
            yield message

    def close(self) -> None:
        """Kill the process, whatever it does."""
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        process.wait()
        for stream in (process.stdin, process.stdout):
            if stream is not None:
                try:
                    stream.close()
                except BrokenPipeError:
                    logger.debug("reading process was gone before its pipe was closed")
        if self._talk is not None:
            self._talk.close()

    def _next(self, job: Job) -> ParsedSource | Unread | Done:
        message: object | None = Alive()
        try:
            while isinstance(message, Alive):
                message = self._awaited(self._settings.timeout_s)
        except queue.Empty:
            self.close()
            limit = f"{self._settings.timeout_s:.0f}"
            return Done(f"{job.source}：读取超过 {limit} 秒，已中止；请拆分或转换该文件后重试。")
        if isinstance(message, ParsedSource | Unread | Done):
            return message
        self._log_talk()
        self.close()
        return Done(
            f"{job.source}：读取进程意外退出（文件可能已损坏，或超过内存上限），请重新导出该文件。"
        )

    def _awaited(self, limit_s: float) -> object | None:
        """Return the next message; raise queue.Empty where the process is given up."""
        pid = self._process.pid if self._process is not None else None
        patience = Patience(limit_s=limit_s, pid=pid)
        while True:
            try:
                return self._messages.get(timeout=limit_s)
            except queue.Empty:
                if patience.is_over():
                    raise

    def _start(self) -> None:
        self._messages = queue.Queue()
        self._talk = tempfile.TemporaryFile()  # noqa: SIM115 - open as long as the process
        python_path = os.pathsep.join(item for item in sys.path if item)
        self._process = subprocess.Popen(
            [sys.executable, "-m", "ingest.worker", str(self._settings.memory_mb)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._talk,
            env=os.environ | {"PYTHONPATH": python_path},
        )
        threading.Thread(
            target=_pump, args=(self._process, self._messages), name="reader", daemon=True
        ).start()
        self._await_start()
        for job in self._jobs:
            self._write(job)

    def _await_start(self) -> None:
        """Make sure the process serves: one that cannot start would fail every file."""
        try:
            first = self._awaited(_START_LIMIT_S)
        except queue.Empty:
            first = None
        if not isinstance(first, Ready):
            self._log_talk()
            self.close()
            raise SourceError("读取进程无法启动，请运行 ceyuan doctor 检查安装。")

    def _log_talk(self) -> None:
        if self._talk is not None:
            self._talk.seek(0)
            logger.error("reading process said: %s", self._talk.read()[-2000:])

    def _write(self, job: Job) -> None:
        if self._process is None or self._process.stdin is None:
            return
        try:
            send(self._process.stdin, job)
        except (BrokenPipeError, ValueError):
            logger.debug("reading process died before it took %s", job.source)


def _pump(process: subprocess.Popen[bytes], messages: queue.Queue[object | None]) -> None:
    """Carry messages from the process into the queue; None when it has ended."""
    stream = process.stdout
    try:
        while stream is not None and (message := receive(stream)) is not None:
            messages.put(message)
    except (OSError, ValueError, EOFError):
        logger.debug("reading process %s closed its pipe", process.pid)
    finally:
        messages.put(None)
