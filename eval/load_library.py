"""Build a library of any size from a real one: real documents and copies of them, perturbed.

Copy ``k`` of a document keeps its length, its punctuation and its passages' places. In its text
every tenth pair of Han characters, in its title every fourth, is replaced by a pair drawn from
the library as often as it stands there; it has no number. Its passages' vectors are the real ones
plus a third of the difference of two other real ones, made unit again: they stay in the
directions in which real vectors differ. What is written goes straight into the catalogue, the
manifest, the keyword index and the vector file; Chroma, which a search does not read, is left out.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import insert, select

from corpus.catalogue import Catalogue, documents, state
from corpus.document import PolicyDocument, stable_id
from corpus.settings import Settings
from index.entries import Entry, places_of, prepare
from index.manifest import IndexedDocument
from index.passages import Passage, passages_of
from index.sync import Stores, build_id, open_stores
from index.vector_file import standing

_TEXT_SHARE, _TITLE_SHARE = 0.10, 0.25
_VECTOR_SHARE = 1 / 3
_BATCH_PASSAGES = 50_000
_SEED = 1
_HAN = (0x4E00, 0x9FFF)

Codes = NDArray[np.uint32]
Vectors = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class _Real:
    """A real document with its passages, their vectors and its row in the catalogue."""

    document: PolicyDocument
    passages: tuple[Passage, ...]
    vectors: Vectors
    row: dict[str, Any]


@dataclass(frozen=True, slots=True)
class _Copy:
    """A document as it is written; the ids of its passages are still to come."""

    row: dict[str, Any]
    indexed: IndexedDocument
    entries: tuple[Entry, ...]
    vectors: Vectors


def build_library(base: Settings, target: Settings, passages: int) -> int:
    """Fill the empty data directory of ``target`` from ``base``; return the passages written."""
    if target.data.exists():
        shutil.rmtree(target.data)
    real = _read(base)
    catalogue = Catalogue(target.catalogue_url, target.data / "writer.lock")
    stores = open_stores(target)
    written = 0
    batch: list[_Copy] = []
    for copy in _copies(real, passages, np.random.default_rng(_SEED)):
        batch.append(copy)
        written += len(copy.entries)
        if sum(len(item.entries) for item in batch) >= _BATCH_PASSAGES:
            _write(catalogue, stores, batch)
            batch = []
    if batch:
        _write(catalogue, stores, batch)
    with catalogue.engine.begin() as connection:
        connection.execute(insert(state).values(key="version", value=1))
    stores.manifest.set_meta("build", build_id(target))
    catalogue.close()
    return written


def _read(base: Settings) -> list[_Real]:
    """Read all real documents whose passages have their vectors in the index."""
    catalogue = Catalogue(base.catalogue_url, base.data / "writer.lock")
    stores = open_stores(base)
    ids, vectors = stores.vectors.file.ids(), stores.vectors.file.vectors()
    place = {int(ids[at]): int(at) for at in np.flatnonzero(standing(ids))}
    pids: dict[str, list[int]] = {}
    for row in stores.manifest.passages():
        pids.setdefault(row.document_id, []).append(row.pid)
    found: list[_Real] = []
    with catalogue.engine.connect() as connection:
        stored = connection.execute(select(documents)).mappings().all()
    for item in stored:
        document = catalogue.document(item["document_id"])
        passages = passages_of(document)
        held = [place[pid] for pid in pids.get(document.document_id, ()) if pid in place]
        if held and len(held) == len(passages):
            values = {str(key): value for key, value in item.items()}
            found.append(_Real(document, passages, np.array(vectors[held]), values))
    catalogue.close()
    if not found:
        raise ValueError(f"{base.data}: no indexed documents to start from")
    return found


def _copies(real: Sequence[_Real], passages: int, random: np.random.Generator) -> Iterator[_Copy]:
    """Yield the real documents, then copies in rounds, until there are enough passages."""
    pairs = _pairs(real)
    pool = np.concatenate([item.vectors for item in real])
    written = number = 0
    while True:
        for item in real:
            copy = _as_it_is(item) if number == 0 else _copy(item, number, pairs, pool, random)
            yield copy
            written += len(copy.entries)
            if written >= passages:
                return
        number += 1


def _as_it_is(item: _Real) -> _Copy:
    entries = tuple(prepare(item.document, passage) for passage in item.passages)
    return _Copy(item.row, _indexed(item.document), entries, item.vectors)


def _copy(
    item: _Real, number: int, pairs: Codes, pool: Vectors, random: np.random.Generator
) -> _Copy:
    original = item.document
    text = _perturbed(original.text, _TEXT_SHARE, pairs, random)
    document = replace(
        original,
        document_id=stable_id("load", str(number), original.document_id),
        source=f"load/{number}/{original.source}",
        title=_perturbed(original.title, _TITLE_SHARE, pairs, random),
        text=text,
        doc_number=None, other_numbers=(), inner_title=None,
        clauses=(), references=(), removed=(), evidence=(), cards=(),
    )  # fmt: skip
    passages = (
        replace(passage, document_id=document.document_id, text=text[passage.start : passage.end])
        for passage in item.passages
    )
    row = item.row | {
        "document_id": document.document_id, "source": document.source, "title": document.title,
        "text": text, "content_hash": document.content_hash, "doc_number": None,
        "other_numbers": [], "inner_title": None, "clauses": [], "removed": [], "evidence": [],
        "stored_at": datetime.now(UTC),
    }  # fmt: skip
    return _Copy(
        row,
        _indexed(document),
        tuple(prepare(document, passage) for passage in passages),
        _moved(item.vectors, pool, random),
    )


def _indexed(document: PolicyDocument) -> IndexedDocument:
    return IndexedDocument(
        document.document_id, document.content_hash, document.content_hash, places_of(document)
    )


def _moved(vectors: Vectors, pool: Vectors, random: np.random.Generator) -> Vectors:
    """Move each vector along the difference of two real ones."""
    one, other = (pool[random.integers(0, len(pool), len(vectors))] for _ in range(2))
    moved = vectors + np.float32(_VECTOR_SHARE) * (one - other)
    found: Vectors = moved / np.linalg.norm(moved, axis=1, keepdims=True)
    return found


def _pairs(real: Sequence[_Real]) -> Codes:
    """Return the pairs of Han characters of the library, each as often as it stands there."""
    codes = np.concatenate([_codes(item.document.text) for item in real])
    at = _pair_places(codes)
    return np.stack([codes[at], codes[at + 1]], axis=1)


def _perturbed(text: str, share: float, pairs: Codes, random: np.random.Generator) -> str:
    """Replace about ``share`` of the pairs of Han characters; the length stays."""
    codes = _codes(text).copy()
    places = _pair_places(codes)[::2]
    chosen = places[random.random(len(places)) < share]
    if len(chosen) and len(pairs):
        drawn = pairs[random.integers(0, len(pairs), len(chosen))]
        codes[chosen], codes[chosen + 1] = drawn[:, 0], drawn[:, 1]
    return codes.tobytes().decode("utf-32-le")


def _codes(text: str) -> Codes:
    return np.frombuffer(text.encode("utf-32-le"), np.uint32)


def _pair_places(codes: Codes) -> NDArray[np.int64]:
    han = (codes >= _HAN[0]) & (codes <= _HAN[1])
    return np.flatnonzero(han[:-1] & han[1:])


def _write(catalogue: Catalogue, stores: Stores, batch: Sequence[_Copy]) -> None:
    with catalogue.engine.begin() as connection:
        connection.execute(insert(documents), [item.row for item in batch])
    entries = [entry for item in batch for entry in item.entries]
    rows = stores.manifest.begin([item.indexed for item in batch], [entry.row for entry in entries])
    vectors = np.concatenate([item.vectors for item in batch])
    stores.vectors.file.append([row.pid for row in rows], vectors)
    stores.lexical.write(
        replace(entry.lexical, pid=row.pid) for entry, row in zip(entries, rows, strict=True)
    )
    stores.manifest.finish([item.indexed.document_id for item in batch])
