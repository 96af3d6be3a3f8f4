"""A search as the page wants it: the best passages, and what to narrow all that was found by."""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable
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


#: Searches without conditions that are remembered.
_KEPT = 64


class RecentSearches:
    """Which documents recent searches found without conditions; a facet is clicked right after.

    Safe to share between threads.
    """

    def __init__(self) -> None:
        self._found: dict[Hashable, tuple[str, ...]] = {}
        self._lock = threading.Lock()

    def documents(self, key: Hashable, search: Callable[[], SearchResult]) -> tuple[str, ...]:
        """Return what is remembered under ``key``, else what ``search`` finds."""
        with self._lock:
            known = self._found.get(key)
        return known if known is not None else self.keep(key, search())

    def keep(self, key: Hashable, found: SearchResult) -> tuple[str, ...]:
        """Remember and return the documents of a search."""
        ids = tuple(dict.fromkeys(hit.document_id for hit in found.hits))
        with self._lock:
            self._found[key] = ids
            for old in list(self._found)[:-_KEPT]:
                del self._found[old]
        return ids


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
    recent: RecentSearches,
) -> SearchResponse:
    """Return the best ``top_k`` passages and the values of every filter over all that was found.

    Where conditions are set, the search is made without them as well: the other values of a
    chosen filter are shown beside it.
    """

    def found_under(kept: Filters) -> SearchResult:
        return index.search(query, filters=kept, viewer=viewer, as_of=as_of, top_k=_EVERYTHING)

    free = Filters(collection=filters.collection)
    found = found_under(filters)
    held = snapshot()
    key = (query, free, viewer, as_of, today, held.version)
    if filters == free:
        widely = recent.keep(key, found)
    else:
        widely = recent.documents(key, lambda: found_under(free))
    ids = tuple(dict.fromkeys(hit.document_id for hit in found.hits))
    day = as_of or found.plan.as_of or today
    facets = facets_among(held, ids, widely, filters, day)
    return response_of(found, held, top_k=top_k, facets=facets)
