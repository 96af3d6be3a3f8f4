"""The alignment report as JSON (DESIGN §5, POST /api/align)."""

from __future__ import annotations

from typing import Any

from service.align.report import AlignmentReport
from service.align.review_report import ReviewReport
from service.align.versions import VersionComparison
from service.schema.strict import Strict


class AlignmentResponse(Strict):
    """One report per reference; ``comparison`` only where an earlier version was given."""

    reports: tuple[AlignmentReport, ...]
    comparison: VersionComparison | None = None


class AlignRequest(Strict):
    """A draft as text; ``against`` are numbers, titles or ids, empty for the draft's own bases."""

    draft: str
    against: tuple[str, ...] = ()
    previous: str | None = None


class ReviewRequest(Strict):
    """审议意见 as text, or ``document`` as number, title or id of a held one."""

    comments: str | None = None
    document: str | None = None
    against: tuple[str, ...] = ()


class ReviewResponse(Strict):
    """The 办理情况对照表."""

    report: ReviewReport


def reports_to_json(
    reports: tuple[AlignmentReport, ...], comparison: VersionComparison | None = None
) -> dict[str, Any]:
    """Return the reports as the JSON object that the command line prints."""
    return AlignmentResponse(reports=reports, comparison=comparison).model_dump(mode="json")


def review_to_json(report: ReviewReport) -> dict[str, Any]:
    """Return the table of review comments as the JSON object that the command line prints."""
    return ReviewResponse(report=report).model_dump(mode="json")
