"""Search results and resolutions as JSON."""

from __future__ import annotations

from datetime import date

from corpus.document import DocType, Level, Status
from service.schema.strict import Strict


class ClauseSpot(Strict):
    """The clause that a hit stands in; ``path`` is how one cites it."""

    label: str | None
    path: str | None
    start: int
    end: int


class HitView(Strict):
    """One passage found; ``text`` is verbatim, ``start``/``end`` its place in the document."""

    document_id: str
    source: str
    collection: str
    doc_number: str | None
    title: str
    issuer: str | None
    issued_on: date | None
    doc_type: DocType
    level: Level | None
    region: str | None
    status: Status
    digest: bool
    example: bool
    clause: ClauseSpot
    text: str
    start: int
    end: int
    score: float
    also_in: list[str]
    features: dict[str, float]


class CandidateView(Strict):
    """One of several documents that a query may mean."""

    document_id: str
    source: str
    doc_number: str | None
    title: str


class ResolutionView(Strict):
    """Which document a number or title means; ``document_id`` null where none is held."""

    document_id: str | None
    source: str | None
    doc_number: str | None
    title: str | None
    known_as_cited: bool
    candidates: list[CandidateView]


class Facet(Strict):
    """One value that documents can be narrowed to, and how many have it."""

    value: str
    count: int


class RegionFacet(Strict):
    """A place in the tree of places; ``count`` includes the documents of all places within it."""

    value: str
    parent: str | None
    count: int


class FacetsView(Strict):
    """The values of every filter over the documents that pass the others."""

    collections: list[Facet]
    regions: list[Facet]
    region_tree: list[RegionFacet]
    levels: list[Facet]
    types: list[Facet]
    issuers: list[Facet]
    years: list[Facet]
    statuses: list[Facet]
    total: int


class SearchResponse(Strict):
    """Answer of ``POST /api/search``; ``hidden`` counts what was left out, by reason.

    ``total`` counts all passages found; ``facets`` are counted over their documents.
    """

    hits: list[HitView]
    hidden: dict[str, int]
    total: int
    facets: FacetsView | None
    took_ms: float
