"""A sign of life from long readings (pages of a scan), so that only what hangs is killed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_listener: ContextVar[Callable[[], None] | None] = ContextVar("alive_listener", default=None)


@contextmanager
def listening(listener: Callable[[], None]) -> Iterator[None]:
    """Call ``listener`` at each sign of life given within the block."""
    token = _listener.set(listener)
    try:
        yield
    finally:
        _listener.reset(token)


def give_sign() -> None:
    """Say that the reading goes on; does nothing where nobody listens."""
    listener = _listener.get()
    if listener is not None:
        listener()
