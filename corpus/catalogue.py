"""The catalogue: the truth about every document held, in one relational database.

SQLite in WAL mode by default. One document is one transaction, so that after a crash a document
is wholly there or not at all; ``version`` moves with every change, so that readers know when to
reload. Everything else (indexes, cards) is derived from here.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, fields
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout
from pydantic import TypeAdapter
from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Connection,
    Date,
    DateTime,
    ForeignKey,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    create_engine,
    delete,
    event,
    func,
    insert,
    select,
    update,
)
from sqlalchemy.engine import Engine, RowMapping

from corpus.cards import Card, CardKind, dump_card, load_card
from corpus.document import (
    Clause,
    DocType,
    Evidence,
    Level,
    PolicyDocument,
    Reference,
    Removal,
    Source,
    Status,
)
from corpus.errors import BusyError, NotFoundError

logger = logging.getLogger(__name__)

metadata = MetaData()

documents = Table(
    "documents",
    metadata,
    Column("document_id", String(16), primary_key=True),
    Column("collection", String(80), nullable=False, index=True),
    Column("source", Text, nullable=False, index=True),
    Column("content_hash", String(64), nullable=False, index=True),
    Column("title", Text, nullable=False),
    Column("doc_number", String(80), index=True),
    Column("other_numbers", JSON, nullable=False),
    Column("issuers", JSON, nullable=False),
    Column("issued_on", Date),
    Column("published_on", Date),
    Column("effective_on", Date),
    Column("expires_on", Date),
    Column("stated_status", String(8)),
    Column("doc_type", String(8), nullable=False),
    Column("level", String(4)),
    Column("region", String(80)),
    Column("topics", JSON, nullable=False),
    Column("inner_title", Text),
    Column("digest", Boolean, nullable=False),
    Column("suspect_figures", Boolean, nullable=False),
    Column("text", Text, nullable=False),
    Column("clauses", JSON, nullable=False),
    Column("removed", JSON, nullable=False),
    Column("evidence", JSON, nullable=False),
    Column("stored_at", DateTime(timezone=True), nullable=False),
)

sources = Table(
    "sources",
    metadata,
    Column("path", Text, primary_key=True),
    Column(
        "document_id",
        ForeignKey("documents.document_id", ondelete="CASCADE"),
        nullable=False,
        index=True,
    ),
    Column("collection", String(80), nullable=False),
    Column("sha256", String(64), nullable=False, index=True),
    Column("size", Integer, nullable=False),
    Column("format", String(16), nullable=False),
    Column("url", Text),
    Column("parser_version", Integer, nullable=False),
    Column("seen_at", DateTime(timezone=True), nullable=False),
)

references = Table(
    "document_references",
    metadata,
    Column("id", Integer, primary_key=True),
    Column(
        "document_id",
        ForeignKey("documents.document_id", ondelete="CASCADE"),
        nullable=False,
        index=True,
    ),
    Column("relation", String(4), nullable=False),
    Column("doc_number", String(80), index=True),
    Column("title", Text),
    Column("clause_path", Text),
    Column("cue", Text, nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
)

cards = Table(
    "cards",
    metadata,
    Column("id", Integer, primary_key=True),
    Column(
        "document_id",
        ForeignKey("documents.document_id", ondelete="CASCADE"),
        nullable=False,
        index=True,
    ),
    Column("kind", String(10), nullable=False, index=True),
    Column("fields", JSON, nullable=False),
)

#: Files that hold many documents (jsonl, zip) and were taken in wholly: ``mark`` tells whether the
#: same bytes were read by the same parser into the same collection.
containers = Table(
    "containers",
    metadata,
    Column("path", Text, primary_key=True),
    Column("mark", Text, nullable=False),
)

#: Copies of one text (reprints, mirrors) folded into one work; ``sketch`` is what they were
#: compared by, ``leads`` marks the most official copy. Kept by ingest.duplicates.
works = Table(
    "works",
    metadata,
    Column(
        "document_id",
        ForeignKey("documents.document_id", ondelete="CASCADE"),
        primary_key=True,
    ),
    Column("content_hash", String(64), nullable=False),
    Column("sketch", LargeBinary, nullable=False),
    Column("work_id", String(16), nullable=False, index=True),
    Column("leads", Boolean, nullable=False),
)

state = Table(
    "state",
    metadata,
    Column("key", String(40), primary_key=True),
    Column("value", Integer, nullable=False),
)

_clauses = TypeAdapter(tuple[Clause, ...])
_removals = TypeAdapter(tuple[Removal, ...])
_evidence = TypeAdapter(tuple[Evidence, ...])


@dataclass(frozen=True, slots=True)
class DocumentSummary:
    """What lists, filters and validity rules need to know of a document: all but its text."""

    document_id: str
    source: str
    collection: str
    content_hash: str
    title: str
    doc_number: str | None
    other_numbers: tuple[str, ...]
    issuers: tuple[str, ...]
    issued_on: date | None
    published_on: date | None
    effective_on: date | None
    expires_on: date | None
    stated_status: Status | None
    doc_type: DocType
    level: Level | None
    region: str | None
    topics: tuple[str, ...]
    inner_title: str | None
    digest: bool
    suspect_figures: bool

    @property
    def dated_on(self) -> date | None:
        """成文日期, else 发布日期."""
        return self.issued_on or self.published_on


@dataclass(frozen=True, slots=True)
class StoredSource:
    """One place where a held document was found; ``url`` is where it was fetched, if it was."""

    path: str
    document_id: str
    collection: str
    sha256: str
    size: int
    format: str
    parser_version: int
    url: str | None = None


@dataclass(frozen=True, slots=True)
class StoredCard:
    """A card together with the document it was read from and its number in the catalogue."""

    card_id: int
    document_id: str
    card: Card


@dataclass(frozen=True, slots=True)
class StoredWork:
    """Which work a document is a copy of; ``leads`` for the copy that stands for all."""

    document_id: str
    content_hash: str
    sketch: bytes
    work_id: str
    leads: bool


@dataclass(frozen=True, slots=True)
class StoredReference:
    """A reference together with the document that makes it."""

    document_id: str
    reference: Reference


_SUMMARY_COLUMNS = tuple(documents.c[item.name] for item in fields(DocumentSummary))
#: Fields of a document that stand in tables of their own.
_OWN_TABLES = ("references", "cards")
_TUPLE_FIELDS = ("other_numbers", "issuers", "topics")


class Catalogue:
    """Reads and writes of the catalogue database; safe to share between threads.

    ``lock_path`` is the file that the single writer of this data directory holds.
    """

    def __init__(self, url: str, lock_path: Path) -> None:
        if url.startswith("sqlite:///"):
            Path(url.removeprefix("sqlite:///")).parent.mkdir(parents=True, exist_ok=True)
        lock_path.parent.mkdir(parents=True, exist_ok=True)
        self._engine = create_engine(url)
        self._lock_path = lock_path
        if self._engine.dialect.name == "sqlite":
            event.listen(self._engine, "connect", _configure_sqlite)
        metadata.create_all(self._engine)

    @property
    def engine(self) -> Engine:
        """The SQLAlchemy engine, for modules that keep tables of their own beside these."""
        return self._engine

    def close(self) -> None:
        """Release the database connections."""
        self._engine.dispose()

    # -- writing -------------------------------------------------------------------------------

    @contextmanager
    def writer(self, *, wait_s: float = 0.0) -> Iterator[None]:
        """Hold the one writer lock of the data directory, or raise BusyError after ``wait_s``."""
        lock = FileLock(self._lock_path)
        try:
            lock.acquire(timeout=wait_s)
        except Timeout as error:
            raise BusyError("另一个进程正在写入同一数据目录，请等它完成后再试。") from error
        try:
            yield
        finally:
            lock.release()

    def put(self, document: PolicyDocument, source: Source, *, parser_version: int) -> None:
        """Store ``document`` (replacing its earlier text) with where it was found, atomically."""
        with self._engine.begin() as connection:
            _delete_documents(connection, [document.document_id], keep_sources=True)
            exists = connection.execute(
                select(documents.c.document_id).where(
                    documents.c.document_id == document.document_id
                )
            ).first()
            row = _document_row(document)
            if exists is None:
                connection.execute(insert(documents).values(**row))
            else:
                connection.execute(
                    update(documents)
                    .where(documents.c.document_id == document.document_id)
                    .values(**row)
                )
            if document.references:
                connection.execute(insert(references), _reference_rows(document))
            if document.cards:
                connection.execute(insert(cards), _card_rows(document))
            _put_source(connection, document, source, parser_version)
            _bump(connection)

    def add_source(self, document_id: str, source: Source, *, parser_version: int) -> None:
        """Record that the bytes of a held document were found at one more place.

        A document that only this place held leaves the catalogue.
        """
        with self._engine.begin() as connection:
            earlier = connection.execute(
                select(sources.c.document_id).where(sources.c.path == source.path)
            ).scalar_one_or_none()
            collection = connection.execute(
                select(documents.c.collection).where(documents.c.document_id == document_id)
            ).scalar_one()
            connection.execute(delete(sources).where(sources.c.path == source.path))
            connection.execute(
                insert(sources).values(
                    **_source_row(source, document_id, collection, parser_version)
                )
            )
            if earlier not in (None, document_id) and _is_orphan(connection, earlier):
                _delete_documents(connection, [earlier], keep_sources=False)
            _bump(connection)

    def remove_sources(self, paths: Sequence[str]) -> list[str]:
        """Forget ``paths``; return the ids of documents that thereby left the catalogue.

        A document whose own path goes while a copy remains elsewhere stays under its id.
        """
        with self._engine.begin() as connection:
            removed: list[str] = []
            for path in paths:
                document_id = connection.execute(
                    select(sources.c.document_id).where(sources.c.path == path)
                ).scalar_one_or_none()
                connection.execute(delete(sources).where(sources.c.path == path))
                if document_id is not None and _is_orphan(connection, document_id):
                    _delete_documents(connection, [document_id], keep_sources=False)
                    removed.append(document_id)
            if paths:
                _bump(connection)
            return removed

    def remove_document(self, document_id: str) -> None:
        """Remove a document with all its sources, or raise NotFoundError."""
        with self._engine.begin() as connection:
            if not _delete_documents(connection, [document_id], keep_sources=False):
                raise NotFoundError(f"库中没有文件 {document_id}。")
            _bump(connection)

    def put_works(self, found: Sequence[StoredWork]) -> None:
        """Store which work each of these documents belongs to; other documents stay as they are."""
        if not found:
            return
        with self._engine.begin() as connection:
            held = set(connection.execute(select(documents.c.document_id)).scalars())
            rows = [asdict(item) for item in found if item.document_id in held]
            for row in rows:
                connection.execute(delete(works).where(works.c.document_id == row["document_id"]))
            if rows:
                connection.execute(insert(works), rows)
            _bump(connection)

    def put_container(self, path: str, mark: str) -> None:
        """Record that the file ``path`` and all it holds were taken in as ``mark`` says."""
        with self._engine.begin() as connection:
            connection.execute(delete(containers).where(containers.c.path == path))
            connection.execute(insert(containers).values(path=path, mark=mark))

    def remove_containers(self, paths: Sequence[str]) -> None:
        """Forget that these files were taken in."""
        with self._engine.begin() as connection:
            for path in paths:
                connection.execute(delete(containers).where(containers.c.path == path))

    # -- reading -------------------------------------------------------------------------------

    def version(self) -> int:
        """A number that moves with every change of the catalogue; 0 while it is empty."""
        with self._engine.connect() as connection:
            found = connection.execute(select(state.c.value).where(state.c.key == "version"))
            return found.scalar_one_or_none() or 0

    def collections(self) -> dict[str, int]:
        """Return the number of documents of each collection held."""
        query = select(documents.c.collection, func.count()).group_by(documents.c.collection)
        with self._engine.connect() as connection:
            return {row[0]: row[1] for row in connection.execute(query)}

    def content_hashes(self) -> dict[str, str]:
        """Return document id → content hash of everything held: what indexes must agree with."""
        query = select(documents.c.document_id, documents.c.content_hash)
        with self._engine.connect() as connection:
            return {row[0]: row[1] for row in connection.execute(query)}

    def stamps(self) -> dict[str, str]:
        """Return document id → a mark that moves whenever the document is stored anew."""
        query = select(documents.c.document_id, documents.c.content_hash, documents.c.stored_at)
        with self._engine.connect() as connection:
            return {row[0]: f"{row[1]}@{row[2].isoformat()}" for row in connection.execute(query)}

    def texts(self, document_ids: Sequence[str]) -> dict[str, str]:
        """Return the texts alone of those documents that are held."""
        query = select(documents.c.document_id, documents.c.text)
        with self._engine.connect() as connection:
            found = connection.execute(query.where(documents.c.document_id.in_(document_ids)))
            return {row[0]: row[1] for row in found}

    def unchanged_texts(self, hashes: Mapping[str, str]) -> dict[str, str]:
        """Return the texts of those documents that still have the content hash given."""
        query = select(documents.c.document_id, documents.c.content_hash, documents.c.text)
        with self._engine.connect() as connection:
            found = connection.execute(query.where(documents.c.document_id.in_(list(hashes))))
            return {row[0]: row[2] for row in found if hashes[row[0]] == row[1]}

    def document(self, document_id: str) -> PolicyDocument:
        """Return one document whole, or raise NotFoundError."""
        for document in self.iter_documents([document_id]):
            return document
        raise NotFoundError(f"库中没有文件 {document_id}。")

    def document_to_read(self, document_id: str) -> PolicyDocument:
        """Return one document without its cards, or raise NotFoundError.

        Of a long document the cards take half of the time, and its reader does not see them.
        """
        with self._engine.connect() as connection:
            found = _read(connection, document_id)
        if found is None:
            raise NotFoundError(f"库中没有文件 {document_id}。")
        return _document(*found, ())

    def iter_documents(self, document_ids: Iterable[str]) -> Iterator[PolicyDocument]:
        """Yield the documents of ``document_ids`` that are held, one in memory at a time."""
        for document_id in document_ids:
            with self._engine.connect() as connection:
                found = _read(connection, document_id)
                if found is None:
                    continue
                held = connection.execute(
                    select(cards).where(cards.c.document_id == document_id).order_by(cards.c.id)
                ).mappings()
                yield _document(
                    *found, tuple(load_card(item["kind"], item["fields"]) for item in held)
                )

    def summaries(self, document_ids: Iterable[str] | None = None) -> list[DocumentSummary]:
        """Return the summaries of all documents (in order of source), or of those named."""
        query = select(*_SUMMARY_COLUMNS).order_by(documents.c.source)
        wanted = None if document_ids is None else set(document_ids)
        if wanted is not None and len(wanted) <= 500:
            query = query.where(documents.c.document_id.in_(sorted(wanted)))
        with self._engine.connect() as connection:
            rows = connection.execute(query).mappings().all()
        return [_summary(row) for row in rows if wanted is None or row["document_id"] in wanted]

    def all_references(self) -> list[StoredReference]:
        """Return every reference that any held document makes."""
        with self._engine.connect() as connection:
            rows = connection.execute(select(references).order_by(references.c.id)).mappings()
            return [StoredReference(row["document_id"], _reference(row)) for row in rows]

    def source(self, path: str) -> StoredSource | None:
        """Return what is recorded of the place ``path``, None where nothing is."""
        with self._engine.connect() as connection:
            row = connection.execute(select(sources).where(sources.c.path == path)).mappings()
            return next((_stored_source(item) for item in row), None)

    def sources(self) -> list[StoredSource]:
        """Return every place where a held document was found, in order of path."""
        with self._engine.connect() as connection:
            rows = connection.execute(select(sources).order_by(sources.c.path)).mappings()
            return [_stored_source(row) for row in rows]

    def sources_of(self, document_id: str) -> list[StoredSource]:
        """Return the places where one document was found, its own source first."""
        with self._engine.connect() as connection:
            rows = connection.execute(
                select(sources).where(sources.c.document_id == document_id).order_by(sources.c.path)
            ).mappings()
            return [_stored_source(row) for row in rows]

    def document_with_bytes(self, sha256: str, collection: str) -> str | None:
        """Return the id of the document of ``collection`` that came from the same bytes."""
        query = select(sources.c.document_id).where(
            sources.c.sha256 == sha256, sources.c.collection == collection
        )
        with self._engine.connect() as connection:
            return connection.execute(query).scalars().first()

    def works(self) -> dict[str, StoredWork]:
        """Return document id → the work it belongs to, for documents that were compared."""
        with self._engine.connect() as connection:
            rows = connection.execute(select(works)).mappings()
            return {row["document_id"]: StoredWork(**row) for row in rows}

    def containers(self) -> dict[str, str]:
        """Return path → mark of the files of many documents that were taken in wholly."""
        with self._engine.connect() as connection:
            rows = connection.execute(select(containers.c.path, containers.c.mark))
            return {row[0]: row[1] for row in rows}

    def all_cards(self, kind: CardKind | None = None) -> list[StoredCard]:
        """Return every card held, in the order of documents and of their text."""
        query = select(cards).order_by(cards.c.document_id, cards.c.id)
        if kind is not None:
            query = query.where(cards.c.kind == kind)
        with self._engine.connect() as connection:
            return [
                StoredCard(row["id"], row["document_id"], load_card(row["kind"], row["fields"]))
                for row in connection.execute(query).mappings()
            ]


def _configure_sqlite(connection: Any, _record: Any) -> None:
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=NORMAL")
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.execute("PRAGMA busy_timeout=10000")
    cursor.close()


def _document_row(document: PolicyDocument) -> dict[str, Any]:
    row: dict[str, Any] = {
        item.name: getattr(document, item.name)
        for item in fields(PolicyDocument)
        if item.name not in _OWN_TABLES
    }
    for name in _TUPLE_FIELDS:
        row[name] = list(row[name])
    row["clauses"] = _clauses.dump_python(document.clauses, mode="json")
    row["removed"] = _removals.dump_python(document.removed, mode="json")
    row["evidence"] = _evidence.dump_python(document.evidence, mode="json")
    row["content_hash"] = document.content_hash
    row["stored_at"] = datetime.now(UTC)
    return row


def _card_rows(document: PolicyDocument) -> list[dict[str, Any]]:
    return [
        {"document_id": document.document_id, "kind": card.kind, "fields": dump_card(card)}
        for card in document.cards
    ]


def _reference_rows(document: PolicyDocument) -> list[dict[str, Any]]:
    names = [item.name for item in fields(Reference)]
    return [
        {"document_id": document.document_id, **{name: getattr(item, name) for name in names}}
        for item in document.references
    ]


def _source_row(
    source: Source, document_id: str, collection: str, parser_version: int
) -> dict[str, Any]:
    return {
        "path": source.path,
        "document_id": document_id,
        "collection": collection,
        "sha256": source.sha256,
        "size": source.size,
        "format": source.format,
        "url": source.url,
        "parser_version": parser_version,
        "seen_at": datetime.now(UTC),
    }


def _put_source(
    connection: Connection, document: PolicyDocument, source: Source, parser_version: int
) -> None:
    """Point the path at the document; a document that only this path held leaves."""
    earlier = connection.execute(
        select(sources.c.document_id).where(sources.c.path == source.path)
    ).scalar_one_or_none()
    connection.execute(delete(sources).where(sources.c.path == source.path))
    connection.execute(
        insert(sources).values(
            **_source_row(source, document.document_id, document.collection, parser_version)
        )
    )
    if earlier not in (None, document.document_id) and _is_orphan(connection, earlier):
        _delete_documents(connection, [earlier], keep_sources=False)


def _is_orphan(connection: Connection, document_id: str) -> bool:
    query = select(func.count()).where(sources.c.document_id == document_id)
    return connection.execute(query).scalar_one() == 0


def _delete_documents(
    connection: Connection, document_ids: Sequence[str], *, keep_sources: bool
) -> int:
    """Delete what hangs on the documents, and unless ``keep_sources`` the documents themselves."""
    connection.execute(delete(references).where(references.c.document_id.in_(document_ids)))
    connection.execute(delete(cards).where(cards.c.document_id.in_(document_ids)))
    if keep_sources:
        return 0
    connection.execute(delete(works).where(works.c.document_id.in_(document_ids)))
    connection.execute(delete(sources).where(sources.c.document_id.in_(document_ids)))
    return connection.execute(
        delete(documents).where(documents.c.document_id.in_(document_ids))
    ).rowcount


def _bump(connection: Connection) -> None:
    changed = connection.execute(
        update(state).where(state.c.key == "version").values(value=state.c.value + 1)
    )
    if changed.rowcount == 0:
        connection.execute(insert(state).values(key="version", value=1))


def _read(
    connection: Connection, document_id: str
) -> tuple[RowMapping, tuple[Reference, ...]] | None:
    """Return the row and the references of one document, None where it is not held."""
    row = (
        connection.execute(select(documents).where(documents.c.document_id == document_id))
        .mappings()
        .first()
    )
    if row is None:
        return None
    found = connection.execute(
        select(references).where(references.c.document_id == document_id).order_by(references.c.id)
    ).mappings()
    return row, tuple(_reference(item) for item in found)


def _document(
    row: RowMapping, found: tuple[Reference, ...], held: tuple[Card, ...]
) -> PolicyDocument:
    values: dict[str, Any] = {
        item.name: row[item.name] for item in fields(PolicyDocument) if item.name not in _OWN_TABLES
    }
    for name in _TUPLE_FIELDS:
        values[name] = tuple(values[name])
    values["clauses"] = _clauses.validate_python(row["clauses"])
    values["removed"] = _removals.validate_python(row["removed"])
    values["evidence"] = _evidence.validate_python(row["evidence"])
    return PolicyDocument(references=found, cards=held, **values)


def _summary(row: RowMapping) -> DocumentSummary:
    values = dict(row)
    for name in _TUPLE_FIELDS:
        values[name] = tuple(values[name])
    return DocumentSummary(**values)


def _reference(row: RowMapping) -> Reference:
    return Reference(**{item.name: row[item.name] for item in fields(Reference)})


def _stored_source(row: RowMapping) -> StoredSource:
    return StoredSource(**{item.name: row[item.name] for item in fields(StoredSource)})
