"""One file in, documents out: read → clean → metadata → clauses → references, nothing stored."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterator
from dataclasses import dataclass, replace

from corpus.document import PolicyDocument, Source, document_id_of
from corpus.errors import ParseError, PolicyError
from ingest.cards.extract import extract_cards
from ingest.clauses.split import split_clauses
from ingest.clean.converted import with_simplified_facts
from ingest.clean.page_text import clean
from ingest.metadata.read import read_metadata
from ingest.page import CleanText, RawPage, Unread
from ingest.read.source import read_pages
from ingest.references.find import find_references

logger = logging.getLogger(__name__)

#: Moves whenever the same bytes would be understood differently: held documents are read again.
PARSER_VERSION = 5


@dataclass(frozen=True, slots=True)
class ParsedSource:
    """A document with where its bytes were found."""

    document: PolicyDocument
    source: Source


def parse_bytes(data: bytes, *, source: str, collection: str) -> tuple[ParsedSource, ...]:
    """Return the documents of a file; raise PolicyError where it holds none that can be read.

    >>> parsed = parse_bytes("一、总则".encode(), source="a.txt", collection="default")
    >>> parsed[0].source.path
    'a.txt'
    """
    parsed: list[ParsedSource] = []
    reason = "没有可入库的文件"
    for item in iter_parsed(data, source=source, collection=collection):
        if isinstance(item, ParsedSource):
            parsed.append(item)
        else:
            reason = item.reason
    if not parsed:
        raise ParseError(source, reason.removeprefix(f"{source}："))
    return tuple(parsed)


def iter_parsed(
    data: bytes,
    *,
    source: str,
    collection: str,
    name: str | None = None,
    url: str | None = None,
) -> Iterator[ParsedSource | Unread]:
    """Yield the documents of a file one by one; a bad record does not stop the rest.

    ``name`` decides the reader where ``source`` cannot (an address without an extension);
    ``url`` is where the file was fetched.
    """
    for item in read_pages(data, name=name or source):
        if not isinstance(item, RawPage):
            yield item
            continue
        if name is not None and item.name == name:
            item = replace(item, name=source)
        path = item.name if item.record_id is None else f"{item.name}#{item.record_id}"
        raw = data if item.data is None else item.data
        found = Source(
            path, hashlib.sha256(raw).hexdigest(), len(raw), item.format, url or item.url
        )
        try:
            yield ParsedSource(_document(item, path, collection), found)
        except PolicyError as error:
            yield Unread(path, str(error))


def _document(page: RawPage, path: str, collection: str) -> PolicyDocument:
    cleaned = clean(page)
    if not cleaned.text.strip():
        raise ParseError(path, "没有正文（页面只有导航或空白），请确认下载的是文件页面本身。")
    if any("繁体转简体" in removal.rule for removal in cleaned.removed):
        page = with_simplified_facts(page)
    known = read_metadata(page, cleaned)
    tables = tuple((table.start, table.end) for table in cleaned.tables)
    clauses = split_clauses(cleaned.text, tables=tables)
    references = find_references(cleaned.text, clauses, known)
    document = PolicyDocument(
        document_id=document_id_of(path),
        source=path,
        collection=collection,
        text=cleaned.text,
        title=known.title or _fallback_title(page, cleaned),
        doc_number=known.doc_number,
        other_numbers=known.other_numbers,
        issuers=known.issuers,
        issued_on=known.issued_on,
        published_on=known.published_on,
        effective_on=known.effective_on,
        expires_on=known.expires_on,
        stated_status=known.stated_status,
        doc_type=known.doc_type,
        level=known.level,
        region=known.region,
        topics=known.topics,
        inner_title=known.inner_title,
        digest=known.digest,
        suspect_figures=cleaned.suspect_figures,
        clauses=clauses,
        references=references,
        removed=cleaned.removed,
        evidence=known.evidence,
    )
    return replace(document, cards=extract_cards(document))


def _fallback_title(page: RawPage, cleaned: CleanText) -> str:
    """A document must be called something: its first line, cut, else the file's name."""
    first = cleaned.text.split("\n", 1)[0].strip()
    return first[:60] or page.name.rsplit("/", 1)[-1]
