"""A search as the page wants it: the best passages, and what to narrow all that was found by."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING

from corpus.viewer import Filters, Viewer
from service.listing import facets_among
from service.presenting import response_of
from service.schema.hits import SearchResponse
from service.snapshot import Snapshot

if TYPE_CHECKING:
    from index.search import SearchIndex, SearchResult

#: More passages than a search ever ranks: facets are counted over all of them.
_EVERYTHING = 10_000


def search_with_facets(
    query: str,
    *,
    index: SearchIndex,
    snapshot: Callable[[], Snapshot],
    filters: Filters,
    viewer: Viewer,
    as_of: date | None,
    today: date,
    top_k: int,
) -> SearchResponse:
    """Return the best ``top_k`` passages and the values of every filter over all that was found.

    Where conditions are set, the search is made without them as well: the other values of a
    chosen filter are shown beside it.
    """

    def found_under(kept: Filters) -> SearchResult:
        return index.search(query, filters=kept, viewer=viewer, as_of=as_of, top_k=_EVERYTHING)

    found = found_under(filters)
    widely = found_under(Filters(collection=filters.collection)) if filters else found
    held = snapshot()
    facets = facets_among(
        held, _documents(found), _documents(widely), filters, as_of or found.plan.as_of or today
    )
    return response_of(found, held, top_k=top_k, facets=facets)


def _documents(found: SearchResult) -> Sequence[str]:
    return [*dict.fromkeys(hit.document_id for hit in found.hits)]
