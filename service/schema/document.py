"""Documents as JSON: the row of a list, the whole document, and what ``parse`` understood."""

from __future__ import annotations

from datetime import date

from corpus.conflicts import ConflictField
from corpus.document import ClauseKind, DocType, Level, Relation, Status
from service.schema.cards import CardView
from service.schema.strict import Strict


class DocumentRow(Strict):
    """One document in a list: everything but its text."""

    document_id: str
    source: str
    collection: str
    title: str
    inner_title: str | None
    doc_number: str | None
    other_numbers: list[str]
    issuers: list[str]
    issuer: str | None
    issued_on: date | None
    published_on: date | None
    effective_on: date | None
    expires_on: date | None
    status: Status
    status_reason: str | None
    status_document_id: str | None
    doc_type: DocType
    level: Level | None
    region: str | None
    topics: list[str]
    digest: bool
    example: bool
    suspect_figures: bool


class DocumentList(Strict):
    """A page of documents; ``total`` counts all that match."""

    documents: list[DocumentRow]
    total: int
    limit: int
    offset: int


class ClauseView(Strict):
    """A clause; ``level`` is its depth, ``parent`` the index of the clause around it."""

    label: str | None
    path: str
    level: int
    kind: ClauseKind
    heading: str | None
    start: int
    end: int
    parent: int | None


class ReferenceView(Strict):
    """A relation to another document; ``document_id`` is null where that one is not held."""

    relation: Relation
    doc_number: str | None
    title: str | None
    clause_label: str | None
    cue: str
    start: int
    end: int
    document_id: str | None = None


class RemovalView(Strict):
    """A run that cleaning took out or replaced."""

    text: str
    rule: str
    position: int
    replacement: str


class EvidenceView(Strict):
    """Where a metadata value was read."""

    field: str
    rule: str
    text: str
    start: int | None
    end: int | None


class SourceView(Strict):
    """One place where the document was found; ``url`` is its web address where that is known."""

    path: str
    url: str | None
    format: str
    size: int
    sha256: str


class CopyView(Strict):
    """Another copy of the same text; ``leads`` marks the most official one."""

    document_id: str
    source: str
    title: str
    leads: bool


class VersionView(Strict):
    """Another document of the same title: an earlier or later version."""

    document_id: str
    source: str
    title: str
    doc_number: str | None
    issued_on: date | None


class DocumentView(DocumentRow):
    """A document whole; ``copies`` are the other documents that hold the same text."""

    text: str
    clauses: list[ClauseView]
    references: list[ReferenceView]
    removed: list[RemovalView]
    evidence: list[EvidenceView]
    sources: list[SourceView]
    copies: list[CopyView]
    versions: list[VersionView]
    has_original: bool


class ParsedReference(Strict):
    """A reference as ``parse`` reports it, unresolved."""

    relation: Relation
    doc_number: str | None
    title: str | None
    clause_label: str | None
    cue: str


class ParsedClause(Strict):
    """A clause as ``parse`` reports it."""

    label: str | None
    path: str
    level: int
    heading: str | None
    start: int
    end: int


class ParsedRemoval(Strict):
    """A removed run as ``parse`` reports it."""

    text: str
    rule: str


class ParsedDocument(Strict):
    """What ingest understood of one file, without storing it (``ceyuan parse --json``)."""

    source: str
    title: str
    inner_title: str | None
    doc_number: str | None
    other_numbers: list[str]
    issuers: list[str]
    issued_on: date | None
    published_on: date | None
    effective_on: date | None
    expires_on: date | None
    status: Status
    doc_type: DocType
    level: Level | None
    region: str | None
    topics: list[str]
    digest: bool
    suspect_figures: bool
    text: str
    clauses: list[ParsedClause]
    references: list[ParsedReference]
    removed: list[ParsedRemoval]
    cards: list[CardView]
    evidence: list[EvidenceView]


class RelatedDocument(Strict):
    """One end of a relation: a held document, or one known only by its number or title."""

    relation: Relation
    document_id: str | None
    source: str | None
    doc_number: str | None
    title: str | None
    status: Status | None
    clause_label: str | None
    cue: str


class FactConflictView(Strict):
    """A fact of the document that is stated otherwise, by itself or by a held document."""

    field: ConflictField
    held: str
    stated: str
    quote: str
    source: str


class LineageView(Strict):
    """Relations of a document: ``up`` to what it rests on, ``down`` to what rests on it.

    ``conflicts`` are statements about the document that do not agree with what it says itself.
    """

    document_id: str
    source: str
    doc_number: str | None
    title: str
    up: list[RelatedDocument]
    down: list[RelatedDocument]
    conflicts: list[FactConflictView]


class ClauseText(Strict):
    """One clause with its text."""

    document_id: str
    source: str
    doc_number: str | None
    title: str
    clause: ClauseView
    text: str
