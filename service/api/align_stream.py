"""The event stream of ``POST /api/align`` with ``progress=true``: each step, then the report."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from queue import SimpleQueue
from typing import Any

from corpus.errors import PolicyError
from service.api.streaming import event

logger = logging.getLogger(__name__)


def stream_alignment(make: Callable[[Callable[[str], None]], dict[str, Any]]) -> Iterator[str]:
    """Yield ``stage`` for each step that ``make`` tells of, then ``report``, or ``error``."""
    steps: SimpleQueue[str | None] = SimpleQueue()
    with ThreadPoolExecutor(max_workers=1) as pool:
        task = pool.submit(make, steps.put)
        task.add_done_callback(lambda _task: steps.put(None))
        while (step := steps.get()) is not None:
            yield event("stage", {"stage": step})
        try:
            yield event("report", task.result())
        except PolicyError as error:
            yield event("error", {"code": error.code, "message": str(error)})
        except Exception:
            logger.exception("a streamed alignment failed")
            yield event("error", {"code": "internal", "message": "程序内部出错，已记入日志。"})
