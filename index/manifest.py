"""What the two indexes hold: one small database that both are compared with.

A document's passages get their ids here, in state *pending*, before anything is written to an
index, and become *done* only when both indexes have committed. A killed run therefore leaves
every passage that may stand in an index known by id, and the next ``sync`` takes it out again.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from index.passage_rows import (
    PassageColumns,
    PassageRow,
    insert_row,
    read_columns,
    read_rows,
    read_rows_at,
    read_text_keys,
)

#: Moves with the tables below: an older file is emptied, and the indexes are built anew.
_VERSION = 3
_TABLES = ("meta", "documents", "passages", "doomed")
_SCHEMA = """
CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS documents (
    document_id TEXT PRIMARY KEY, stamp TEXT NOT NULL, content_hash TEXT NOT NULL,
    places TEXT NOT NULL, done INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS passages (
    pid INTEGER PRIMARY KEY AUTOINCREMENT, document_id TEXT NOT NULL,
    vector_key TEXT NOT NULL, entry_key TEXT NOT NULL, text_key TEXT NOT NULL,
    clause_path TEXT, clause_label TEXT, start INTEGER NOT NULL, "end" INTEGER NOT NULL,
    parts TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS passages_document ON passages (document_id);
CREATE TABLE IF NOT EXISTS doomed (pid INTEGER PRIMARY KEY);
"""


@dataclass(frozen=True, slots=True)
class IndexedDocument:
    """A document as the indexes hold it; ``stamp`` is the catalogue's of that moment.

    ``places`` are the regions whose rules it states (canonical), empty for a nationwide one.
    """

    document_id: str
    stamp: str
    content_hash: str
    places: tuple[str, ...] = ()
    done: bool = False


class Manifest:
    """The database ``manifest.sqlite3`` of one data directory's indexes."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._path = path
        with self._connect() as connection:
            connection.execute("PRAGMA journal_mode=WAL")
            if connection.execute("PRAGMA user_version").fetchone()[0] != _VERSION:
                for table in _TABLES:
                    connection.execute(f"DROP TABLE IF EXISTS {table}")
            connection.executescript(f"{_SCHEMA} PRAGMA user_version = {_VERSION};")

    @contextmanager
    def _connect(self) -> Iterator[sqlite3.Connection]:
        """Open, commit on success, and close: a connection must not cross threads."""
        connection = sqlite3.connect(self._path, timeout=10)
        try:
            connection.execute("PRAGMA synchronous=FULL")
            with connection:
                yield connection
        finally:
            connection.close()

    # -- meta ----------------------------------------------------------------------------------

    def meta(self, key: str) -> str | None:
        """Return a remembered value."""
        with self._connect() as connection:
            row = connection.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
        return None if row is None else str(row[0])

    def set_meta(self, key: str, value: str) -> None:
        """Remember a value."""
        with self._connect() as connection:
            connection.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, value))

    def generation(self) -> int:
        """Return a number that moves with every change of what is done."""
        return int(self.meta("generation") or 0)

    # -- reading -------------------------------------------------------------------------------

    def documents(self) -> dict[str, IndexedDocument]:
        """Return every document that stands, or may stand, in an index."""
        query = "SELECT document_id, stamp, content_hash, places, done FROM documents"
        with self._connect() as connection:
            return {
                row[0]: IndexedDocument(row[0], row[1], row[2], tuple(row[3].split()), bool(row[4]))
                for row in connection.execute(query)
            }

    def passages(self, *, document_id: str | None = None) -> list[PassageRow]:
        """Return the passages of finished documents in order, or of one document."""
        with self._connect() as connection:
            if document_id is not None:
                return read_rows(connection, "WHERE p.document_id = ?", (document_id,))
            return read_rows(connection, "JOIN documents d USING (document_id) WHERE d.done", ())

    def passages_at(self, pids: Sequence[int]) -> dict[int, PassageRow]:
        """Return those of the passages that are still held."""
        with self._connect() as connection:
            return read_rows_at(connection, pids)

    def columns(self) -> PassageColumns:
        """Return ids, documents and places of the passages of all finished documents."""
        with self._connect() as connection:
            return read_columns(connection)

    def text_keys(self, document_ids: Sequence[str]) -> dict[str, frozenset[str]]:
        """Return for each of the documents the digests of its passages' texts."""
        with self._connect() as connection:
            return read_text_keys(connection, document_ids)

    def count(self) -> int:
        """Return the number of passages of finished documents."""
        query = "SELECT COUNT(*) FROM passages p JOIN documents d USING (document_id) WHERE d.done"
        with self._connect() as connection:
            return int(connection.execute(query).fetchone()[0])

    def leftover(self) -> list[int]:
        """Return passages that may stand in an index but must not: doomed ones and unfinished."""
        query = (
            "SELECT pid FROM doomed UNION SELECT p.pid FROM passages p"
            " LEFT JOIN documents d USING (document_id) WHERE d.done IS NOT 1"
        )
        with self._connect() as connection:
            return [row[0] for row in connection.execute(query)]

    # -- writing -------------------------------------------------------------------------------

    def begin(
        self, documents: Sequence[IndexedDocument], passages: Iterable[PassageRow]
    ) -> list[PassageRow]:
        """Give the new passages their ids and doom those that stood there; nothing is done yet."""
        with self._connect() as connection:
            for document in documents:
                _doom(connection, document.document_id)
                connection.execute(
                    "INSERT OR REPLACE INTO documents VALUES (?, ?, ?, ?, 0)",
                    (
                        document.document_id,
                        document.stamp,
                        document.content_hash,
                        " ".join(document.places),
                    ),
                )
            return [insert_row(connection, row) for row in passages]

    def finish(self, document_ids: Sequence[str]) -> None:
        """Record that both indexes hold these documents and none of the doomed passages."""
        with self._connect() as connection:
            connection.executemany(
                "UPDATE documents SET done = 1 WHERE document_id = ?",
                [(document_id,) for document_id in document_ids],
            )
            connection.execute("DELETE FROM doomed")
            _move(connection)

    def restamp(self, document: IndexedDocument) -> None:
        """Record a new stamp where the passages turned out the same."""
        with self._connect() as connection:
            connection.execute(
                "UPDATE documents SET stamp = ?, content_hash = ?, places = ?"
                " WHERE document_id = ?",
                (
                    document.stamp,
                    document.content_hash,
                    " ".join(document.places),
                    document.document_id,
                ),
            )
            _move(connection)

    def doom(self, document_ids: Sequence[str]) -> None:
        """Forget documents; their passages are to be taken out of both indexes."""
        with self._connect() as connection:
            for document_id in document_ids:
                _doom(connection, document_id)
                connection.execute("DELETE FROM documents WHERE document_id = ?", (document_id,))

    def doom_passages(self, pids: Sequence[int]) -> None:
        """Mark passages that an index holds although no document has them."""
        with self._connect() as connection:
            connection.executemany(
                "INSERT OR IGNORE INTO doomed VALUES (?)", [(pid,) for pid in pids]
            )

    def invalidate(self, document_ids: Iterable[str] | None = None) -> None:
        """Have documents (all, or those named) written anew, keeping vectors that still fit."""
        with self._connect() as connection:
            named = self._all_ids(connection) if document_ids is None else document_ids
            for document_id in named:
                connection.execute(
                    "UPDATE documents SET stamp = '' WHERE document_id = ?", (document_id,)
                )
                connection.execute(
                    "UPDATE passages SET entry_key = '' WHERE document_id = ?", (document_id,)
                )

    @staticmethod
    def _all_ids(connection: sqlite3.Connection) -> list[str]:
        return [row[0] for row in connection.execute("SELECT document_id FROM documents")]

    def clear(self) -> None:
        """Forget everything but the ids already given, which are never given again."""
        with self._connect() as connection:
            connection.executescript(
                "DELETE FROM documents; DELETE FROM passages; DELETE FROM doomed;"
            )
            _move(connection)


def _doom(connection: sqlite3.Connection, document_id: str) -> None:
    connection.execute(
        "INSERT OR IGNORE INTO doomed SELECT pid FROM passages WHERE document_id = ?",
        (document_id,),
    )
    connection.execute("DELETE FROM passages WHERE document_id = ?", (document_id,))


def _move(connection: sqlite3.Connection) -> None:
    connection.execute(
        "INSERT INTO meta VALUES ('generation', '1')"
        " ON CONFLICT (key) DO UPDATE SET value = CAST(value AS INTEGER) + 1"
    )
