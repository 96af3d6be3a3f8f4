"""A reading process is given up by what it computes; a busy machine alone does not end it."""

from __future__ import annotations

import os

import pytest

from ingest import reader_time
from ingest.reader_time import MAX_PATIENCE, Patience, cpu_seconds


def _patience(monkeypatch: pytest.MonkeyPatch, used: list[float | None]) -> Patience:
    readings = iter(used)
    monkeypatch.setattr(reader_time, "cpu_seconds", lambda _pid: next(readings))
    return Patience(limit_s=10.0, pid=1)


def test_slow_but_working_process_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    patience = _patience(monkeypatch, [0.0, 1.0, 2.0, 3.0])
    assert [patience.is_over() for _ in range(3)] == [False, False, False]


def test_process_that_used_its_time_is_over(monkeypatch: pytest.MonkeyPatch) -> None:
    patience = _patience(monkeypatch, [0.0, 6.0, 11.0])
    assert [patience.is_over() for _ in range(2)] == [False, True]


def test_process_that_waits_is_over_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    assert _patience(monkeypatch, [5.0, 5.01]).is_over()


def test_patience_has_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    patience = _patience(monkeypatch, [number * 0.5 for number in range(MAX_PATIENCE + 1)])
    assert [patience.is_over() for _ in range(MAX_PATIENCE)][-2:] == [False, True]


def test_unknown_time_counts_by_the_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    assert _patience(monkeypatch, [None, None]).is_over()


def test_own_time_is_read_where_the_system_tells() -> None:
    used = cpu_seconds(os.getpid())
    assert used is None or used > 0
    assert cpu_seconds(None) is None
