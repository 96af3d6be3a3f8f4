"""What ingest understood of one file, as the JSON of ``ceyuan parse``."""

from __future__ import annotations

from corpus.document import PolicyDocument
from service.card_views import parsed_cards
from service.presenting import evidence_of
from service.schema.document import (
    ParsedClause,
    ParsedDocument,
    ParsedReference,
    ParsedRemoval,
)


def parsed_of(document: PolicyDocument) -> ParsedDocument:
    """Return what ingest understood of a document that is not stored."""
    return ParsedDocument(
        source=document.source,
        title=document.title,
        inner_title=document.inner_title,
        doc_number=document.doc_number,
        other_numbers=list(document.other_numbers),
        issuers=list(document.issuers),
        issued_on=document.issued_on,
        published_on=document.published_on,
        effective_on=document.effective_on,
        expires_on=document.expires_on,
        status=document.stated_status or "未知",
        doc_type=document.doc_type,
        level=document.level,
        region=document.region,
        topics=list(document.topics),
        digest=document.digest,
        suspect_figures=document.suspect_figures,
        text=document.text,
        clauses=[
            ParsedClause(
                label=item.label,
                path=item.path,
                level=item.depth,
                heading=item.heading,
                start=item.start,
                end=item.end,
            )
            for item in document.clauses
        ],
        references=[
            ParsedReference(
                relation=item.relation,
                doc_number=item.doc_number,
                title=item.title,
                clause_label=item.clause_path,
                cue=item.cue,
            )
            for item in document.references
        ],
        removed=[ParsedRemoval(text=item.text, rule=item.rule) for item in document.removed],
        cards=parsed_cards(document),
        evidence=evidence_of(document),
    )
