"""Ingestion as JSON: what happened to each source, and a job that is still running."""

from __future__ import annotations

from typing import Literal

from service.schema.strict import Strict

JobState = Literal["queued", "running", "done", "failed"]
Phase = Literal["fetch", "read", "index"]


class SourceOutcome(Strict):
    """One source with why it was taken, skipped or failed."""

    source: str
    reason: str | None


class IngestSummary(Strict):
    """What one ingestion did, each source once, and what it changed in the indexes."""

    accepted: list[SourceOutcome]
    unchanged: list[SourceOutcome]
    skipped: list[SourceOutcome]
    failed: list[SourceOutcome]
    removed: list[SourceOutcome]
    documents_indexed: int
    documents_unindexed: int
    passages_indexed: int
    took_s: float


class JobView(Strict):
    """An ingestion that was started over HTTP; ``summary`` is set when it is done."""

    job_id: str
    state: JobState
    collection: str
    phase: Phase | None
    done: int
    total: int
    current: str | None
    summary: IngestSummary | None
    error: str | None
