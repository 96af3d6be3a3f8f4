"""The graph of relations as JSON."""

from __future__ import annotations

from datetime import date

from corpus.document import Level, Relation, Status
from service.schema.strict import Strict


class GraphNode(Strict):
    """One document; ``rank`` counts steps upwards (positive) and downwards (negative).

    ``document_id`` is null for a document that is known only by its number or title.
    """

    key: str
    rank: int
    document_id: str | None
    title: str | None
    doc_number: str | None
    issued_on: date | None
    level: Level | None
    status: Status | None
    digest: bool = False


class GraphEdge(Strict):
    """A relation: ``lower`` says of ``upper`` what ``cue`` reads, at ``start``–``end`` of lower."""

    lower: str
    upper: str
    relation: Relation
    clause_label: str | None
    cue: str
    start: int
    end: int


class LineageGraph(Strict):
    """The documents around one; ``left_out`` counts relations that were too many to draw."""

    document_id: str
    nodes: list[GraphNode]
    edges: list[GraphEdge]
    left_out: int
