"""Which documents a list shows: filters and words, resolved in the catalogue's snapshot."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date

from corpus.catalogue import DocumentSummary
from corpus.docnumber import normalize_number
from corpus.regions import contains
from corpus.validity import title_key
from corpus.viewer import Filters
from service.schema.hits import Facet, FacetsView
from service.snapshot import Snapshot

_FACET_VALUES = 300


def matching(
    snapshot: Snapshot, filters: Filters, text: str | None, as_of: date
) -> list[DocumentSummary]:
    """Return the documents that pass every condition, in order of source."""
    return [
        item
        for item in snapshot.summaries.values()
        if _passes(item, filters) and _has_status(snapshot, item, filters, as_of)
        and (not text or _mentions(item, text))
    ]  # fmt: skip


def _passes(item: DocumentSummary, filters: Filters) -> bool:
    dated = item.dated_on
    return (
        (filters.collection is None or item.collection == filters.collection)
        and (filters.level is None or item.level == filters.level)
        and (filters.doc_type is None or item.doc_type == filters.doc_type)
        and (filters.issuer is None or any(filters.issuer in name for name in item.issuers))
        and (filters.since is None or (dated is not None and dated >= filters.since))
        and (filters.until is None or (dated is not None and dated <= filters.until))
        and (filters.region is None or _is_within(filters.region, item.region))
    )


def _is_within(asked: str, region: str | None) -> bool:
    """A list by region shows what that region and its parts issued, not what applies there."""
    return region is not None and (region == asked or contains(asked, region))


def _has_status(snapshot: Snapshot, item: DocumentSummary, filters: Filters, as_of: date) -> bool:
    if filters.status is None:
        return True
    return filters.status == snapshot.status(item.document_id, as_of).status


def _mentions(item: DocumentSummary, text: str) -> bool:
    """Whether title, number or source hold the words typed, however a number is spelt."""
    wanted = title_key(text)
    number = normalize_number(text)
    numbers = (item.doc_number, *item.other_numbers)
    return (
        (number is not None and number in numbers)
        or wanted in title_key(item.title)
        or any(wanted in value for value in (*numbers, item.inner_title) if value)
        or text in item.source
    )


def facets_of(snapshot: Snapshot, filters: Filters, text: str | None, as_of: date) -> FacetsView:
    """Count the values of every filter over the documents that pass all *other* conditions."""

    def counted(
        values: Callable[[DocumentSummary], Sequence[str | None]], **without: None
    ) -> list[Facet]:
        return _count(
            value
            for item in matching(snapshot, replace(filters, **without), text, as_of)
            for value in values(item)
        )

    return FacetsView(
        collections=counted(lambda item: [item.collection], collection=None),
        regions=counted(lambda item: [item.region], region=None),
        levels=counted(lambda item: [item.level], level=None),
        types=counted(lambda item: [item.doc_type], doc_type=None),
        issuers=counted(lambda item: item.issuers, issuer=None),
        years=counted(lambda item: [_year(item)], since=None, until=None),
        statuses=counted(
            lambda item: [snapshot.status(item.document_id, as_of).status], status=None
        ),
        total=len(matching(snapshot, filters, text, as_of)),
    )


def facets_among(snapshot: Snapshot, document_ids: Sequence[str], as_of: date) -> FacetsView:
    """Count the values of every filter over the documents given."""
    items = [snapshot.summaries[key] for key in document_ids if key in snapshot.summaries]
    return FacetsView(
        collections=_count(item.collection for item in items),
        regions=_count(item.region for item in items),
        levels=_count(item.level for item in items),
        types=_count(item.doc_type for item in items),
        issuers=_count(name for item in items for name in item.issuers),
        years=_count(_year(item) for item in items),
        statuses=_count(snapshot.status(item.document_id, as_of).status for item in items),
        total=len(items),
    )


def _year(item: DocumentSummary) -> str | None:
    return str(item.dated_on.year) if item.dated_on else None


def _count(values: Iterable[str | None]) -> list[Facet]:
    counts = Counter(value for value in values if value is not None)
    return [Facet(value=value, count=count) for value, count in counts.most_common(_FACET_VALUES)]
