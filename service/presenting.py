"""From stored documents to the JSON that a reader gets: rows, whole documents, parse results."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from corpus.catalogue import DocumentSummary, StoredSource
from corpus.document import EXAMPLES_COLLECTION, Clause, PolicyDocument
from corpus.errors import NotFoundError
from corpus.validity import title_key
from service.schema.document import (
    ClauseText,
    ClauseView,
    CopyView,
    DocumentRow,
    DocumentView,
    EvidenceView,
    ReferenceView,
    RemovalView,
    SourceView,
    VersionView,
)
from service.schema.hits import (
    CandidateView,
    ClauseSpot,
    FacetsView,
    HitView,
    ResolutionView,
    SearchResponse,
)
from service.snapshot import Snapshot

if TYPE_CHECKING:
    from index.resolve import Resolution
    from index.search import Hit, SearchResult

#: A title like 通知 alone is shared by many documents that are no versions of one another.
_MAX_VERSIONS = 20


def row_of(summary: DocumentSummary, snapshot: Snapshot, as_of: date) -> DocumentRow:
    """Return a document as lists show it, with its status on ``as_of``."""
    found = snapshot.status(summary.document_id, as_of)
    return DocumentRow(
        document_id=summary.document_id,
        source=summary.source,
        collection=summary.collection,
        title=summary.title,
        inner_title=summary.inner_title,
        doc_number=summary.doc_number,
        other_numbers=list(summary.other_numbers),
        issuers=list(summary.issuers),
        issuer="、".join(summary.issuers) or None,
        issued_on=summary.issued_on,
        published_on=summary.published_on,
        effective_on=summary.effective_on,
        expires_on=summary.expires_on,
        status=found.status,
        status_reason=found.reason,
        status_document_id=found.because_document_id,
        doc_type=summary.doc_type,
        level=summary.level,
        region=summary.region,
        topics=list(summary.topics),
        digest=summary.digest,
        example=summary.collection == EXAMPLES_COLLECTION,
        suspect_figures=summary.suspect_figures,
    )


def view_of(
    document: PolicyDocument,
    sources: list[StoredSource],
    snapshot: Snapshot,
    as_of: date,
    *,
    has_original: bool,
) -> DocumentView:
    """Return a document whole, its references resolved to held documents where they are."""
    row = row_of(snapshot.summaries[document.document_id], snapshot, as_of)
    return DocumentView(
        **row.model_dump(),
        text=document.text,
        clauses=clauses_of(document),
        references=[
            ReferenceView(
                relation=item.relation,
                doc_number=item.doc_number,
                title=item.title,
                clause_label=item.clause_path,
                cue=item.cue,
                start=item.start,
                end=item.end,
                document_id=snapshot.target(item),
            )
            for item in document.references
        ],
        removed=[
            RemovalView(
                text=item.text,
                rule=item.rule,
                position=item.position,
                replacement=item.replacement,
            )
            for item in document.removed
        ],
        evidence=evidence_of(document),
        sources=[
            SourceView(
                path=item.path,
                url=_web_address(item.url),
                format=item.format,
                size=item.size,
                sha256=item.sha256,
            )
            for item in sources
        ],
        has_original=has_original,
        versions=_versions_of(document.document_id, snapshot),
        copies=_copies_of(document.document_id, snapshot),
    )


def _copies_of(document_id: str, snapshot: Snapshot) -> list[CopyView]:
    work = snapshot.copies.get(document_id, ())
    return [
        CopyView(
            document_id=item,
            source=snapshot.summaries[item].source,
            title=snapshot.summaries[item].title,
            leads=item == work[0],
        )
        for item in work
        if item != document_id
    ]


def _versions_of(document_id: str, snapshot: Snapshot) -> list[VersionView]:
    """Other documents of the same title that are no copies: earlier and later versions."""
    summary = snapshot.summaries[document_id]
    same = snapshot.by_title.get(title_key(summary.title), ())
    copies = snapshot.copies.get(document_id, (document_id,))
    found = [snapshot.summaries[item] for item in same if item not in copies]
    found.sort(key=lambda item: item.dated_on or date.min, reverse=True)
    return [
        VersionView(
            document_id=item.document_id,
            source=item.source,
            title=item.title,
            doc_number=item.doc_number,
            issued_on=item.dated_on,
        )
        for item in found[:_MAX_VERSIONS]
    ]


def clauses_of(document: PolicyDocument) -> list[ClauseView]:
    """Return the clauses of a document in reading order."""
    return [_clause(item) for item in document.clauses]


def _clause(item: Clause) -> ClauseView:
    return ClauseView(
        label=item.label,
        path=item.path,
        level=item.depth,
        kind=item.kind,
        heading=item.heading,
        start=item.start,
        end=item.end,
        parent=item.parent,
    )


def clause_of(document: PolicyDocument, address: str) -> ClauseText:
    """Return the clause of an address (第十五条第二款, 二（三）), or raise NotFoundError."""
    from ingest.clauses.address import resolve_address  # show must not wait for the readers

    found = resolve_address(document.clauses, address)
    if found is None:
        labels = "、".join(item.path for item in document.clauses if item.depth == 1)[:300]
        raise NotFoundError(f"《{document.title}》中没有“{address}”。第一层条款有：{labels}")
    return ClauseText(
        document_id=document.document_id,
        source=document.source,
        doc_number=document.doc_number,
        title=document.title,
        clause=_clause(found),
        text=document.text_of(found),
    )


def response_of(
    found: SearchResult, snapshot: Snapshot, *, top_k: int, facets: FacetsView | None
) -> SearchResponse:
    """Return a search result as JSON shows it: the best ``top_k`` of its hits."""
    return SearchResponse(
        hits=[_hit(item, snapshot) for item in found.hits[:top_k]],
        hidden=dict(found.hidden),
        total=len(found.hits),
        facets=facets,
        took_ms=round(found.took_ms, 1),
    )


def _hit(hit: Hit, snapshot: Snapshot) -> HitView:
    summary = snapshot.summaries[hit.document_id]
    return HitView(
        document_id=hit.document_id,
        source=summary.source,
        collection=summary.collection,
        doc_number=summary.doc_number,
        title=summary.title,
        issuer="、".join(summary.issuers) or None,
        issued_on=summary.issued_on,
        doc_type=summary.doc_type,
        level=summary.level,
        region=summary.region,
        status=hit.status,
        digest=summary.digest,
        example=summary.collection == EXAMPLES_COLLECTION,
        clause=ClauseSpot(
            label=hit.clause_label, path=hit.clause_path, start=hit.start, end=hit.end
        ),
        text=hit.text,
        start=hit.start,
        end=hit.end,
        score=round(hit.score, 4),
        also_in=list(hit.also_in),
        features={name: round(value, 4) for name, value in hit.features},
    )


def resolution_of(found: Resolution) -> ResolutionView:
    """Return a resolution as JSON shows it."""
    return ResolutionView(
        document_id=found.document_id,
        source=found.source,
        doc_number=found.doc_number,
        title=found.title,
        known_as_cited=bool(found.known_as_cited),
        candidates=[
            CandidateView(
                document_id=item.document_id,
                source=item.source,
                doc_number=item.doc_number,
                title=item.title,
            )
            for item in found.candidates
        ],
    )


def evidence_of(document: PolicyDocument) -> list[EvidenceView]:
    """Return where each metadata value of a document was read."""
    return [
        EvidenceView(
            field=item.field, rule=item.rule, text=item.text, start=item.start, end=item.end
        )
        for item in document.evidence
    ]


def _web_address(url: str | None) -> str | None:
    """Return what may become a link: a page can say anything of its own address."""
    return url if url is not None and url.startswith(("http://", "https://")) else None
