"""Bring both indexes into agreement with the catalogue, whatever state a crash left them in.

Order of one batch: the manifest gives ids (pending) → vectors → keywords commit → manifest
(done). Whatever was interrupted is taken out and done again; a document whose passages did not
change costs nothing, and a passage that stays the same is not embedded again.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from corpus.catalogue import Catalogue
from corpus.settings import Settings
from index.embed import Embedder, Vectors, model_id_of, open_embedder
from index.entries import LEXICAL_VERSION, Entry, places_of, prepare
from index.lexical import LexicalIndex
from index.manifest import IndexedDocument, Manifest
from index.passage_rows import PassageRow
from index.passages import PASSAGE_VERSION, passages_of
from index.vectors import VectorIndex

logger = logging.getLogger(__name__)

_FORMAT = f"passages-{PASSAGE_VERSION} lexical-{LEXICAL_VERSION}"
#: Passages embedded and committed together: some seconds of work, lost at most by a crash.
BATCH_PASSAGES = 768

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class SyncReport:
    """What one run changed; ``embedded`` counts passages that the model had to read."""

    added: int
    removed: int
    passages: int
    embedded: int
    seconds: float
    embedding_seconds: float


@dataclass(frozen=True, slots=True)
class Stores:
    """The two indexes and the manifest that binds them."""

    manifest: Manifest
    lexical: LexicalIndex
    vectors: VectorIndex


@dataclass(slots=True)
class _Pending:
    documents: list[IndexedDocument]
    passages: list[Entry]


def open_stores(settings: Settings) -> Stores:
    """Open (or create, empty) the indexes of the data directory."""
    folder = index_folder(settings)
    return Stores(
        Manifest(folder / "manifest.sqlite3"),
        LexicalIndex(folder / f"lexical-{LEXICAL_VERSION}"),
        VectorIndex(folder / "vectors", url=settings.vectors.chroma_url),
    )


def index_folder(settings: Settings) -> Path:
    """Return the folder that holds both indexes; deleting it only costs the time to rebuild."""
    return settings.data / "index"


def build_id(settings: Settings) -> str:
    """Return what an index was built with; another build id means building anew."""
    return f"{model_id_of(settings.embedding)} {_FORMAT}"


def sync(
    catalogue: Catalogue,
    settings: Settings,
    *,
    embedder: Embedder | None = None,
    stores: Stores | None = None,
    on_progress: Progress | None = None,
) -> SyncReport:
    """Make both indexes hold exactly what the catalogue holds; call it under the writer lock.

    The model is loaded only if something must be embedded. ``on_progress`` receives the number
    of documents done and the number to do.
    """
    return _Sync(
        catalogue, settings, embedder=embedder, stores=stores or open_stores(settings)
    ).run(on_progress or _no_progress)


def _no_progress(_done: int, _total: int) -> None:
    return None


class _Sync:
    def __init__(
        self,
        catalogue: Catalogue,
        settings: Settings,
        *,
        embedder: Embedder | None,
        stores: Stores,
    ) -> None:
        self._catalogue = catalogue
        self._settings = settings
        self._embedder = embedder
        self._stores = stores
        self._embedded = 0
        self._embedding_s = 0.0

    def run(self, on_progress: Progress) -> SyncReport:
        started = time.perf_counter()
        self._start_anew_if_built_otherwise()
        self._repair()
        removed = self._remove_departed()
        todo = self._outdated()
        added = passages = done = 0
        for batch in self._batches(todo):
            self._write(batch)
            added += sum(not document.done for document in batch.documents)
            passages += len(batch.passages)
            done += len(batch.documents)
            on_progress(done, len(todo))
        return SyncReport(
            added=added,
            removed=removed,
            passages=passages,
            embedded=self._embedded,
            seconds=time.perf_counter() - started,
            embedding_seconds=self._embedding_s,
        )

    # -- agreement -----------------------------------------------------------------------------

    def _start_anew_if_built_otherwise(self) -> None:
        """Build anew for another model; for another version only what it changes."""
        stores, wanted = self._stores, build_id(self._settings)
        found = stores.manifest.meta("build")
        if found == wanted:
            return
        if found is not None and found.split(" ")[0] == wanted.split(" ")[0]:
            logger.warning("index was built as %s, rewriting it as %s", found, wanted)
            stores.manifest.invalidate()
        else:
            logger.warning("building the index by %s (was: %s)", wanted, found)
            stores.manifest.clear()
            stores.lexical.clear()
            stores.vectors.clear()
        stores.manifest.set_meta("build", wanted)

    def _repair(self) -> None:
        """Take out what a killed run left, and redo every document that an index misses."""
        self._take_out_leftover()
        self._stores.vectors.settle()
        manifest, expected = self._stores.manifest, self._stores.manifest.count()
        if expected == self._stores.lexical.count() == self._stores.vectors.count():
            return
        rows = manifest.passages()
        known = {row.pid for row in rows}
        lexical, vectors = set(self._stores.lexical.pids()), set(self._stores.vectors.pids())
        missing = known - (lexical & vectors)
        broken = sorted({row.document_id for row in rows if row.pid in missing})
        logger.warning(
            "%d passages expected, %d in the keyword, %d in the vector index: redoing %d documents",
            len(known), len(lexical), len(vectors), len(broken),
        )  # fmt: skip
        manifest.invalidate(broken)
        manifest.doom_passages(sorted((lexical | vectors) - known))
        self._take_out_leftover()

    def _take_out_leftover(self) -> None:
        leftover = self._stores.manifest.leftover()
        if leftover:
            self._stores.vectors.delete(leftover)
            self._stores.lexical.write((), delete=leftover)
        unfinished = [
            document.document_id
            for document in self._stores.manifest.documents().values()
            if not document.done
        ]
        self._stores.manifest.doom(unfinished)
        if leftover:
            self._stores.manifest.finish(())

    def _remove_departed(self) -> int:
        held = self._catalogue.stamps()
        departed = [item for item in self._stores.manifest.documents() if item not in held]
        if departed:
            self._stores.manifest.doom(departed)
            self._take_out_leftover()
        return len(departed)

    def _outdated(self) -> list[IndexedDocument]:
        """Return the documents whose stamp moved since they were indexed, as they stand now."""
        indexed = self._stores.manifest.documents()
        hashes = self._catalogue.content_hashes()
        return [
            IndexedDocument(document_id, stamp, hashes.get(document_id, ""))
            for document_id, stamp in self._catalogue.stamps().items()
            if document_id not in indexed or indexed[document_id].stamp != stamp
        ]

    # -- writing -------------------------------------------------------------------------------

    def _batches(self, todo: Sequence[IndexedDocument]) -> Iterator[_Pending]:
        batch = _Pending([], [])
        stamps = {document.document_id: document for document in todo}
        for document in self._catalogue.iter_documents(list(stamps)):
            rows = [prepare(document, passage) for passage in passages_of(document)]
            stamp = replace(
                stamps[document.document_id],
                content_hash=document.content_hash,
                places=places_of(document),
            )
            if self._is_same(document.document_id, [entry.row for entry in rows]):
                self._stores.manifest.restamp(stamp)
                batch.documents.append(replace(stamp, done=True))
                continue
            batch.documents.append(stamp)
            batch.passages.extend(rows)
            if len(batch.passages) >= BATCH_PASSAGES:
                yield batch
                batch = _Pending([], [])
        if batch.documents:
            yield batch

    def _is_same(self, document_id: str, rows: list[PassageRow]) -> bool:
        held = self._stores.manifest.passages(document_id=document_id)
        return bool(held) and [replace(row, pid=0) for row in held] == rows

    def _write(self, batch: _Pending) -> None:
        stores = self._stores
        documents = [document for document in batch.documents if not document.done]
        if not documents:
            return
        kept = self._kept_vectors(documents)
        rows = stores.manifest.begin(documents, [entry.row for entry in batch.passages])
        vectors = self._embed(batch, kept)
        leftover = sorted(set(stores.manifest.leftover()) - {row.pid for row in rows})
        stores.vectors.delete(leftover)
        stores.vectors.add(
            [row.pid for row in rows], vectors, document_ids=[row.document_id for row in rows]
        )
        stores.lexical.write(
            (
                replace(entry.lexical, pid=row.pid)
                for entry, row in zip(batch.passages, rows, strict=True)
            ),
            delete=leftover,
        )
        stores.manifest.finish([document.document_id for document in documents])

    def _kept_vectors(self, documents: Sequence[IndexedDocument]) -> dict[str, Vectors]:
        """Return the vectors of passages that these documents had already, by passage key."""
        keys = {
            row.pid: row.vector_key
            for document in documents
            for row in self._stores.manifest.passages(document_id=document.document_id)
        }
        return {keys[pid]: vector for pid, vector in self._stores.vectors.get(list(keys)).items()}

    def _embed(self, batch: _Pending, kept: dict[str, Vectors]) -> Vectors:
        fresh = [entry for entry in batch.passages if entry.row.vector_key not in kept]
        started = time.perf_counter()
        embedder = self._embedder = self._embedder or open_embedder(self._settings)
        new = iter(embedder.embed_passages([entry.embed_text for entry in fresh]))
        self._embedding_s += time.perf_counter() - started
        self._embedded += len(fresh)
        found = [
            kept[entry.row.vector_key] if entry.row.vector_key in kept else next(new)
            for entry in batch.passages
        ]
        return np.asarray(found, np.float32).reshape(len(found), -1)
