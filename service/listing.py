"""Which documents a list shows: filters and words, resolved in the catalogue's snapshot."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date

from corpus.catalogue import DocumentSummary
from corpus.docnumber import normalize_number
from corpus.validity import title_key
from corpus.viewer import Filters
from index.eligibility import lies_in
from service.region_tree import region_tree
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
        and (filters.region is None or lies_in(item, filters.region))
    )


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
    mentioned = [item for item in snapshot.summaries.values() if not text or _mentions(item, text)]
    return _facets(snapshot, mentioned, filters, as_of)


def facets_among(
    snapshot: Snapshot,
    found: Sequence[str],
    widely_found: Sequence[str],
    filters: Filters,
    as_of: date,
) -> FacetsView:
    """Count the values of every filter over the documents of a search.

    ``found`` passed all conditions; ``widely_found`` is what the search finds without them, from
    which the values of a chosen filter come, so that one can change one's mind.
    """
    within = [snapshot.summaries[key] for key in found if key in snapshot.summaries]
    if not filters:
        return _facets(snapshot, within, Filters(), as_of)
    others = [snapshot.summaries[key] for key in widely_found if key in snapshot.summaries]
    both = {item.document_id: item for item in (*within, *others)}
    return _facets(snapshot, [*both.values()], filters, as_of)


def _facets(
    snapshot: Snapshot, items: Sequence[DocumentSummary], filters: Filters, as_of: date
) -> FacetsView:
    def passing(**without: None) -> list[DocumentSummary]:
        kept = replace(filters, **without)
        return [
            item
            for item in items
            if _passes(item, kept) and _has_status(snapshot, item, kept, as_of)
        ]

    def counted(
        values: Callable[[DocumentSummary], Sequence[str | None]], **without: None
    ) -> list[Facet]:
        return _count(value for item in passing(**without) for value in values(item))

    placed = [item.region for item in passing(region=None) if item.region is not None]
    return FacetsView(
        collections=counted(lambda item: [item.collection], collection=None),
        regions=_count(placed),
        region_tree=region_tree(placed),
        levels=counted(lambda item: [item.level], level=None),
        types=counted(lambda item: [item.doc_type], doc_type=None),
        issuers=counted(lambda item: item.issuers, issuer=None),
        years=counted(lambda item: [_year(item)], since=None, until=None),
        statuses=counted(
            lambda item: [snapshot.status(item.document_id, as_of).status], status=None
        ),
        total=len(passing()),
    )


def _year(item: DocumentSummary) -> str | None:
    return str(item.dated_on.year) if item.dated_on else None


def _count(values: Iterable[str | None]) -> list[Facet]:
    counts = Counter(value for value in values if value is not None)
    return [Facet(value=value, count=count) for value, count in counts.most_common(_FACET_VALUES)]
