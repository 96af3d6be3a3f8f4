"""Which documents a query may return: collections, filters and validity, failing closed.

Filters are resolved here, in memory, from the catalogue's summaries; a value that no document
has leaves nothing, and what a filter hid is counted by reason.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from corpus.catalogue import DocumentSummary
from corpus.regions import contains
from corpus.validity import RepealIndex, status_on
from corpus.viewer import Filters, Viewer

Reason = Literal["region", "level", "type", "issuer", "date", "status", "collection"]

#: What a reader may write for rules that hold everywhere.
_NATIONWIDE = ("全国", "国家", "中国")


@dataclass(frozen=True, slots=True)
class Eligibility:
    """Decides about documents for one viewer, one set of filters and one day."""

    viewer: Viewer
    filters: Filters
    as_of: date
    repeals: RepealIndex

    def sees(self, document: DocumentSummary) -> bool:
        """Whether the document exists at all for the viewer."""
        return document.collection in self.viewer.collections

    def refusal(self, document: DocumentSummary) -> Reason | None:
        """Return the first filter that the document fails, None where it passes them all."""
        return next((reason for reason, holds in self._checks() if not holds(document)), None)

    def _checks(self) -> list[tuple[Reason, Callable[[DocumentSummary], bool]]]:
        filters = self.filters
        checks: list[tuple[Reason, Callable[[DocumentSummary], bool]]] = []
        if filters.collection is not None:
            checks.append(("collection", lambda item: item.collection == filters.collection))
        if filters.region is not None:
            checks.append(("region", lambda item: lies_in(item, filters.region or "")))
        if filters.level is not None:
            checks.append(("level", lambda item: item.level == filters.level))
        if filters.doc_type is not None:
            checks.append(("type", lambda item: item.doc_type == filters.doc_type))
        if filters.issuer is not None:
            checks.append(("issuer", lambda item: _is_issued_by(item, filters.issuer or "")))
        if filters.since is not None or filters.until is not None:
            checks.append(("date", lambda item: _is_dated_within(item, filters)))
        if filters.status is not None:
            checks.append(("status", self._has_status))
        return checks

    def _has_status(self, document: DocumentSummary) -> bool:
        return status_on(document, self.repeals, self.as_of).status == self.filters.status


def lies_in(document: DocumentSummary, region: str) -> bool:
    """A region's own documents and those of the places in it; 全国 means the national ones."""
    if region in _NATIONWIDE:
        return document.level == "国家" or document.region in _NATIONWIDE
    if document.region is None:
        return False
    return document.region == region or contains(region, document.region)


def _is_issued_by(document: DocumentSummary, issuer: str) -> bool:
    return any(issuer in name for name in document.issuers)


def _is_dated_within(document: DocumentSummary, filters: Filters) -> bool:
    dated = document.dated_on
    if dated is None:
        return False
    return (filters.since is None or dated >= filters.since) and (
        filters.until is None or dated <= filters.until
    )
