"""The reading process: takes jobs on stdin, answers on stdout, may be killed at any time.

It writes nothing but messages (:mod:`ingest.worker_messages`) and ends when its parent goes.
"""

from __future__ import annotations

import logging
import os
import signal
import sys
import traceback
from typing import IO

from corpus.errors import PolicyError
from ingest.parse import iter_parsed
from ingest.read.alive import listening
from ingest.worker_messages import Alive, Done, Job, Ready, receive, send


def main() -> None:
    """Serve jobs until stdin closes. The first argument is the memory limit in megabytes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides what Ctrl-C means
    logging.disable(logging.CRITICAL)
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a library prints must not mix with the messages
    _limit_memory(int(sys.argv[1]))
    send(answers, Ready())
    while isinstance(job := receive(sys.stdin.buffer), Job):
        try:
            _serve(job, answers)
        except BrokenPipeError:
            return


def _serve(job: Job, answers: IO[bytes]) -> None:
    try:
        with open(job.path, "rb") as file:
            data = file.read()
        with listening(lambda: send(answers, Alive())):
            for item in iter_parsed(
                data, source=job.source, collection=job.collection, name=job.name, url=job.url
            ):
                send(answers, item)
        done = Done()
    except BrokenPipeError:
        raise
    except PolicyError as error:
        done = Done(str(error))
    except OSError as error:
        done = Done(f"{job.source}：文件读不出来（{error.strerror or error}），请检查权限后重试。")
    except MemoryError:
        done = Done(f"{job.source}：读取时超过内存上限，请拆分文件或调高 ingest.memory_mb。")
    except Exception as error:  # one bad file must not stop the rest
        reason = f"{job.source}：解析出错（{type(error).__name__}），文件可能已损坏，请重新导出。"
        done = Done(reason, traceback.format_exc())
    send(answers, done)


def _limit_memory(megabytes: int) -> None:
    try:
        import resource  # not on Windows
    except ImportError:
        return
    limit = megabytes * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))


if __name__ == "__main__":
    main()
