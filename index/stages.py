"""Where the time of a search goes: stages by name, recorded where somebody asks for them."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_recorded: ContextVar[dict[str, float] | None] = ContextVar("recorded_stages", default=None)


@contextmanager
def recording() -> Iterator[dict[str, float]]:
    """Collect the milliseconds of every stage inside, by name."""
    found: dict[str, float] = {}
    token = _recorded.set(found)
    try:
        yield found
    finally:
        _recorded.reset(token)


@contextmanager
def stage(name: str) -> Iterator[None]:
    """Add the time spent inside to the stage ``name``."""
    found = _recorded.get()
    if found is None:
        yield
        return
    started = time.perf_counter()
    try:
        yield
    finally:
        found[name] = found.get(name, 0.0) + (time.perf_counter() - started) * 1000
