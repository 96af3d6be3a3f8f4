"""A passage as the manifest keeps it: its place, and digests of what the indexes hold of it."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import astuple, dataclass, replace
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from index.passages import Part

_Value = TypeVar("_Value")

_COLUMNS = (
    "p.pid, p.document_id, p.vector_key, p.entry_key, p.text_key, p.clause_path, p.clause_label,"
    ' p.start, p."end", p.parts'
)
#: Values of one query; SQLite takes some ten thousand.
_ASKED_AT_ONCE = 5_000
_PAGE = 50_000


@dataclass(frozen=True, slots=True)
class PassageRow:
    """Where a passage stands, with digests of what is embedded, of its keyword entry, its text."""

    pid: int
    document_id: str
    vector_key: str
    entry_key: str
    text_key: str
    clause_path: str | None
    clause_label: str | None
    start: int
    end: int
    parts: tuple[Part, ...] = ()


@dataclass(frozen=True, slots=True)
class PassageColumns:
    """All passages of finished documents, in order of id: ``document_ids[document[i]]`` has
    passage ``pid[i]``, which begins at ``start[i]``."""

    document_ids: tuple[str, ...]
    pid: NDArray[np.int64]
    document: NDArray[np.int64]
    start: NDArray[np.int64]


def read_rows(
    connection: sqlite3.Connection, where: str, values: Sequence[Any]
) -> list[PassageRow]:
    """Return the passages for which a condition holds, in order of id."""
    query = f"SELECT {_COLUMNS} FROM passages p {where} ORDER BY p.pid"
    return [_row(row) for row in connection.execute(query, values)]


def read_rows_at(connection: sqlite3.Connection, pids: Sequence[int]) -> dict[int, PassageRow]:
    """Return those of the passages that are still held."""
    query = f"SELECT {_COLUMNS} FROM passages p WHERE p.pid IN"
    return {
        row.pid: row
        for marks, some in _portions(pids)
        for row in map(_row, connection.execute(f"{query} ({marks})", some))
    }


def read_columns(connection: sqlite3.Connection) -> PassageColumns:
    """Return what every search needs of all passages: a million of them in some seconds."""
    connection.execute("BEGIN")  # both queries of one moment
    documents = connection.execute("SELECT rowid, document_id FROM documents WHERE done").fetchall()
    query = (
        "SELECT p.pid, d.rowid, p.start FROM passages p JOIN documents d USING (document_id)"
        " WHERE d.done ORDER BY p.pid"
    )
    found = connection.execute(query)
    pages = [np.zeros((0, 3), np.int64)]
    while page := found.fetchmany(_PAGE):
        pages.append(np.array(page, np.int64))
    table = np.concatenate(pages)
    numbers = np.array([number for number, _ in documents], np.int64)
    order = np.argsort(numbers)
    place = order[np.searchsorted(numbers, table[:, 1], sorter=order)]
    return PassageColumns(tuple(name for _, name in documents), table[:, 0], place, table[:, 2])


def read_text_keys(
    connection: sqlite3.Connection, document_ids: Sequence[str]
) -> dict[str, frozenset[str]]:
    """Return for each of the documents the digests of its passages' texts."""
    found: dict[str, set[str]] = {document_id: set() for document_id in document_ids}
    query = "SELECT document_id, text_key FROM passages WHERE document_id IN"
    for marks, some in _portions(document_ids):
        for document_id, key in connection.execute(f"{query} ({marks})", some):
            found[document_id].add(key)
    return {document_id: frozenset(keys) for document_id, keys in found.items()}


def insert_row(connection: sqlite3.Connection, row: PassageRow) -> PassageRow:
    """Write a new passage and return it with its id."""
    cursor = connection.execute(
        "INSERT INTO passages (document_id, vector_key, entry_key, text_key, clause_path,"
        ' clause_label, start, "end", parts) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)',
        (
            row.document_id,
            row.vector_key,
            row.entry_key,
            row.text_key,
            row.clause_path,
            row.clause_label,
            row.start,
            row.end,
            _write_parts(row.parts),
        ),
    )
    return replace(row, pid=cursor.lastrowid or 0)


def _portions(values: Sequence[_Value]) -> Iterator[tuple[str, Sequence[_Value]]]:
    """Yield the values some at a time, each portion with its question marks."""
    for start in range(0, len(values), _ASKED_AT_ONCE):
        some = values[start : start + _ASKED_AT_ONCE]
        yield ",".join("?" * len(some)), some


def _row(row: tuple[Any, ...]) -> PassageRow:
    *values, parts = row
    return PassageRow(*values, _read_parts(parts))  # type: ignore[call-arg]


def _write_parts(parts: tuple[Part, ...]) -> str:
    return json.dumps([astuple(part) for part in parts], ensure_ascii=False) if parts else ""


def _read_parts(text: str) -> tuple[Part, ...]:
    return tuple(Part(*values) for values in json.loads(text)) if text else ()
