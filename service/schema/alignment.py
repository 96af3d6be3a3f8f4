"""The alignment report as JSON (DESIGN §5, POST /api/align)."""

from __future__ import annotations

from typing import Any

from pydantic import TypeAdapter

from service.align.report import AlignmentReport
from service.schema.strict import Strict

_REPORTS = TypeAdapter(tuple[AlignmentReport, ...])


class AlignmentResponse(Strict):
    """One report per reference."""

    reports: tuple[AlignmentReport, ...]


class AlignRequest(Strict):
    """A draft as text; ``against`` are numbers, titles or ids, empty for the draft's own bases."""

    draft: str
    against: tuple[str, ...] = ()


def reports_to_json(reports: tuple[AlignmentReport, ...]) -> dict[str, Any]:
    """Return the reports as the JSON object that the command line prints."""
    return {"reports": _REPORTS.dump_python(reports, mode="json")}
