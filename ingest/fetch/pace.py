"""How fast: at most one request per site and interval, and never before a site said so."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Protocol

from ingest.fetch.failure import Stopped

_FIRST_BACKOFF_S = 2.0
_LONGEST_WAIT_S = 3600.0


class Clock(Protocol):
    """Time as the fetcher feels it; ``sleep`` may raise Stopped. Tests pass one that runs fast."""

    def now(self) -> float:
        """Return seconds since 1970."""
        ...

    def sleep(self, seconds: float) -> None:
        """Wait."""
        ...


class SystemClock:
    """The clock on the wall."""

    def now(self) -> float:
        """Return seconds since 1970."""
        return time.time()

    def sleep(self, seconds: float) -> None:
        """Wait."""
        time.sleep(seconds)


class StoppableClock(SystemClock):
    """A clock that wakes, raising Stopped, when the event is set."""

    def __init__(self, stop: threading.Event) -> None:
        self._stop = stop

    def sleep(self, seconds: float) -> None:
        """Wait, or raise Stopped."""
        if self._stop.wait(seconds):
            raise Stopped


@dataclass(slots=True)
class Pace:
    """Lets requests to one host go only so fast."""

    clock: Clock
    interval_s: float
    _next: dict[str, float] = field(default_factory=dict)

    def wait(self, host: str, delay_s: float = 0.0) -> None:
        """Wait until ``host`` may be asked; ``delay_s`` is what its robots.txt demands."""
        interval = max(self.interval_s, delay_s)
        left = self._next.get(host, 0.0) - self.clock.now()
        if left > 0:
            # A wall clock that was set back must not make the wait longer than settings allow.
            self.clock.sleep(min(left, _LONGEST_WAIT_S))
        self._next[host] = self.clock.now() + interval


def backoff_s(attempt: int) -> float:
    """Return the wait after the ``attempt``-th failure, counted from 0: 2, 4, 8 … seconds."""
    return _FIRST_BACKOFF_S * 2.0**attempt


def read_retry_after(value: str | None, now: float) -> float | None:
    """Return how many seconds a Retry-After header asks for, None where it says nothing clear.

    >>> read_retry_after("120", 0.0)
    120.0
    >>> read_retry_after("Thu, 01 Jan 1970 00:01:00 GMT", 0.0)
    60.0
    """
    if value is None:
        return None
    value = value.strip()
    if value.isascii() and value.isdigit() and len(value) < 10:
        return float(value)
    try:
        moment = parsedate_to_datetime(value)
    except ValueError:
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return max(0.0, (moment - datetime.fromtimestamp(now, UTC)).total_seconds())
