"""What the library knows of documents: those it holds, and those that held ones cite."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from corpus.catalogue import Catalogue, DocumentSummary
from corpus.validity import title_key


@dataclass(frozen=True, slots=True)
class KnownDocument:
    """A document as the library knows it; ``summary`` is None where it is only cited.

    ``repealed_by`` is the held document by which it is cited as 废止.
    """

    doc_number: str | None
    title: str | None
    summary: DocumentSummary | None
    cited_by: str | None
    repealed_by: DocumentSummary | None = None


@dataclass(slots=True)
class KnownDocuments:
    """Look-ups by number and by title over what is held and what is cited."""

    by_number: dict[str, list[KnownDocument]] = field(default_factory=dict)
    by_title: dict[str, list[KnownDocument]] = field(default_factory=dict)

    @classmethod
    def of(cls, catalogue: Catalogue, collections: Iterable[str]) -> KnownDocuments:
        """Build the look-ups from the documents of ``collections``."""
        seen = set(collections)
        known = cls()
        held = {item.document_id: item for item in catalogue.summaries()}
        for summary in held.values():
            if summary.collection in seen:
                known.add(KnownDocument(summary.doc_number, summary.title, summary, None))
                for number in summary.other_numbers:
                    known.add(KnownDocument(number, summary.title, summary, None))
                if summary.inner_title:
                    known.add(KnownDocument(summary.doc_number, summary.inner_title, summary, None))
        for stored in catalogue.all_references():
            by = held.get(stored.document_id)
            reference = stored.reference
            if by is not None and by.collection in seen:
                repeals = by if reference.relation == "废止" else None
                known.add(
                    KnownDocument(reference.doc_number, reference.title, None, by.title, repeals)
                )
        return known

    def add(self, document: KnownDocument) -> None:
        """Enter a document under its number and its title."""
        if document.doc_number:
            self.by_number.setdefault(document.doc_number, []).append(document)
        if document.title:
            self.by_title.setdefault(title_key(document.title), []).append(document)

    def numbered(self, doc_number: str) -> list[KnownDocument]:
        """Everything known under a canonical number, held documents first."""
        return sorted(self.by_number.get(doc_number, []), key=lambda item: item.summary is None)

    def titled(self, title: str) -> list[KnownDocument]:
        """Everything known under a title, held documents first.

        A title without its issuer (关于促进…的意见) finds the full one that ends with it.
        """
        key = title_key(title)
        found = list(self.by_title.get(key, []))
        if not found and len(key) >= 10:
            found = [
                item
                for other, items in self.by_title.items()
                if other.endswith(key) or (key.endswith(other) and len(other) >= 10)
                for item in items
            ]
        return sorted(found, key=lambda item: item.summary is None)


def issued_before(document: KnownDocument, day: date | None) -> bool:
    """Whether a held document stood at ``day``; True where a date is unknown."""
    if document.summary is None or day is None or document.summary.dated_on is None:
        return True
    return document.summary.dated_on <= day
