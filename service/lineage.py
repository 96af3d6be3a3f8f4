"""The relations of a document, upwards to what it rests on and downwards to what rests on it."""

from __future__ import annotations

from datetime import date

from corpus.catalogue import Catalogue, DocumentSummary, StoredReference
from corpus.conflicts import numbered_alike, signed_otherwise, stated_otherwise
from corpus.document import Reference, Relation
from service.schema.document import FactConflictView, LineageView, RelatedDocument
from service.snapshot import Snapshot

_MAX_EACH_WAY = 500
#: The texts of so many citing documents are read for what they say of the document.
_MAX_COMPARED = 100


def lineage_of(snapshot: Snapshot, document_id: str, as_of: date) -> LineageView:
    """Return what the document refers to, and which held documents refer to it."""
    summary = snapshot.summaries[document_id]
    up: list[RelatedDocument] = []
    down: list[RelatedDocument] = []
    for stored in snapshot.references:
        target = snapshot.target(stored.reference)
        if stored.document_id == document_id and target != document_id:
            up.append(_upper(snapshot, stored.reference, target, as_of))
        elif target == document_id and stored.document_id != document_id:
            down.append(_lower(snapshot, stored, as_of))
    return LineageView(
        document_id=document_id,
        source=summary.source,
        doc_number=summary.doc_number,
        title=summary.title,
        up=_distinct(up)[:_MAX_EACH_WAY],
        down=_distinct(down)[:_MAX_EACH_WAY],
        conflicts=[],
    )


def conflicts_of(
    snapshot: Snapshot, catalogue: Catalogue, view: LineageView
) -> list[FactConflictView]:
    """Return what does not agree with the document: its signature, its namesakes, what cites it."""
    summary = snapshot.summaries[view.document_id]
    found = [
        (summary.source, signed_otherwise(summary, catalogue.document(view.document_id).evidence))
    ]
    found += [
        (other.source, numbered_alike(summary, [other]))
        for other in snapshot.summaries.values()
        if other.document_id != view.document_id and other.doc_number == summary.doc_number
    ]
    citing = {item.document_id: item.source for item in view.down}
    found += [
        (source or "", stated_otherwise(summary, catalogue.document(document_id).text))
        for document_id, source in list(citing.items())[:_MAX_COMPARED]
        if document_id is not None
    ]
    return [
        FactConflictView(
            field=item.field, held=item.held, stated=item.stated, quote=item.quote, source=source
        )
        for source, items in found
        for item in items
    ]


def _upper(
    snapshot: Snapshot, reference: Reference, target: str | None, as_of: date
) -> RelatedDocument:
    held = snapshot.summaries[target] if target is not None else None
    return _related(reference.relation, reference, held, snapshot, as_of)


def _lower(snapshot: Snapshot, stored: StoredReference, as_of: date) -> RelatedDocument:
    held = snapshot.summaries[stored.document_id]
    return _related(stored.reference.relation, stored.reference, held, snapshot, as_of)


def _related(
    relation: Relation,
    reference: Reference,
    held: DocumentSummary | None,
    snapshot: Snapshot,
    as_of: date,
) -> RelatedDocument:
    return RelatedDocument(
        relation=relation,
        document_id=held.document_id if held else None,
        source=held.source if held else None,
        doc_number=held.doc_number if held else reference.doc_number,
        title=held.title if held else reference.title,
        status=snapshot.status(held.document_id, as_of).status if held else None,
        clause_label=reference.clause_path,
        cue=reference.cue,
    )


def _distinct(found: list[RelatedDocument]) -> list[RelatedDocument]:
    """Keep the first of several mentions of one document in one relation."""
    seen: set[tuple[str, str | None, str | None, str | None]] = set()
    kept: list[RelatedDocument] = []
    for item in found:
        key = (item.relation, item.document_id, item.doc_number, item.title)
        if key not in seen:
            seen.add(key)
            kept.append(item)
    return kept
