"""Read what a document says of itself: title, number, issuers, dates, validity, kind and place.

Every value comes with the Evidence of the rule and the words that gave it; what no rule finds
stays None.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from corpus.document import DocType, Evidence, Level, Status
from ingest.metadata.dates import read_dates
from ingest.metadata.fields import with_printed_fields
from ingest.metadata.head import Head, read_head
from ingest.metadata.issuers import read_issuers
from ingest.metadata.kind import read_doc_type, read_topics
from ingest.metadata.number import read_numbers
from ingest.metadata.place import read_place
from ingest.metadata.title import read_inner_title, read_title
from ingest.metadata.validity import read_validity
from ingest.page import CleanText, RawPage

__all__ = ["Head", "Metadata", "read_metadata"]


@dataclass(frozen=True, slots=True)
class Metadata:
    """The fields of PolicyDocument that describe the document, each with its evidence."""

    title: str
    doc_number: str | None = None
    other_numbers: tuple[str, ...] = ()
    issuers: tuple[str, ...] = ()
    issued_on: date | None = None
    published_on: date | None = None
    effective_on: date | None = None
    expires_on: date | None = None
    stated_status: Status | None = None
    doc_type: DocType = "其他"
    level: Level | None = None
    region: str | None = None
    topics: tuple[str, ...] = ()
    inner_title: str | None = None
    digest: bool = False
    evidence: tuple[Evidence, ...] = ()


def read_metadata(page: RawPage, cleaned: CleanText) -> Metadata:
    """Return the metadata of ``page``, whose official text is ``cleaned``."""
    page = with_printed_fields(page)
    evidence: list[Evidence] = []
    head = read_head(page, cleaned)
    title = read_title(page, cleaned, head, evidence)
    numbers = read_numbers(page, cleaned, head, evidence)
    issuers = read_issuers(page, cleaned, head, title, numbers, evidence)
    dates = read_dates(page, cleaned, head, evidence)
    validity = read_validity(page, cleaned, dates, evidence)
    level, region = read_place(page, cleaned, title, issuers, numbers, evidence)
    return Metadata(
        title=title,
        doc_number=numbers[0] if numbers else None,
        other_numbers=numbers[1:],
        issuers=issuers,
        issued_on=dates.issued_on,
        published_on=dates.published_on,
        effective_on=validity.effective_on,
        expires_on=validity.expires_on,
        stated_status=validity.stated_status,
        doc_type=read_doc_type(page, cleaned, title, evidence),
        level=level,
        region=region,
        topics=read_topics(title, cleaned.text),
        inner_title=read_inner_title(title, cleaned.text),
        digest="要点摘编" in cleaned.text[:400] or "非原文" in cleaned.text[:400],
        evidence=tuple(evidence),
    )
