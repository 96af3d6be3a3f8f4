"""Vectors of passages: kept in Chroma through llama-index's vector-store interface.

Up to ``EXACT_LIMIT`` passages the vectors are also held as one matrix and compared exactly:
1.7 ms at 50,000 against 3 ms for Chroma's graph and 60 ms for its filtered query (FINDINGS §3),
and every candidate of the keyword search gets its likeness for free. Beyond, Chroma's own
search is asked.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import chromadb
import numpy as np
from chromadb.config import Settings as ChromaSettings
from llama_index.core.schema import BaseNode, TextNode
from llama_index.core.vector_stores.types import VectorStoreQuery
from llama_index.vector_stores.chroma import ChromaVectorStore
from numpy.typing import NDArray

from index.embed import Vectors

#: Passages up to which all vectors are held in memory (384 numbers each: 0.5 GB).
EXACT_LIMIT = 350_000
_COLLECTION = "passages"
_PAGE = 5_000


class VectorIndex:
    """The vectors of one data directory (or of a Chroma server), keyed by passage id."""

    def __init__(self, folder: Path, *, url: str | None) -> None:
        self._client = _client(folder, url)
        self._open_collection()

    def _open_collection(self) -> None:
        # Inner product of unit vectors; never Chroma's own embedder, which downloads a model.
        self._collection = self._client.get_or_create_collection(
            _COLLECTION, metadata={"hnsw:space": "ip"}, embedding_function=None
        )
        self._store = ChromaVectorStore(chroma_collection=self._collection)

    # -- writing -------------------------------------------------------------------------------

    def add(self, pids: Sequence[int], vectors: Vectors, *, document_ids: Sequence[str]) -> None:
        """Put in one vector per passage."""
        nodes: list[BaseNode] = [
            TextNode(
                id_=str(pid), text="", metadata={"document": document}, embedding=vector.tolist()
            )
            for pid, vector, document in zip(pids, vectors, document_ids, strict=True)
        ]
        if nodes:
            self._store.add(nodes)

    def delete(self, pids: Sequence[int]) -> None:
        """Take out the passages; those that are not held are passed over."""
        for start in range(0, len(pids), _PAGE):
            self._store.delete_nodes(node_ids=[str(pid) for pid in pids[start : start + _PAGE]])

    def clear(self) -> None:
        """Take out everything, also what a model of another dimension left."""
        self._client.delete_collection(_COLLECTION)
        self._open_collection()

    # -- reading -------------------------------------------------------------------------------

    def count(self) -> int:
        """Return the number of vectors held."""
        return int(self._collection.count())

    def pids(self) -> list[int]:
        """Return every passage held: for comparing with the manifest."""
        found: list[int] = []
        while page := self._collection.get(include=[], limit=_PAGE, offset=len(found))["ids"]:
            found.extend(int(item) for item in page)
        return found

    def get(self, pids: Sequence[int]) -> dict[int, Vectors]:
        """Return the vectors of those passages that are held."""
        if not pids:
            return {}
        got = self._collection.get(ids=[str(pid) for pid in pids], include=["embeddings"])
        vectors = np.asarray(got["embeddings"], dtype=np.float32)
        return {int(pid): vector for pid, vector in zip(got["ids"], vectors, strict=True)}

    def load(self, pids: Sequence[int]) -> LoadedVectors:
        """Return the vectors of ``pids``, in this order, for searching (see EXACT_LIMIT)."""
        matrix = None if len(pids) > EXACT_LIMIT else self._read_matrix(pids)
        return LoadedVectors(self, np.asarray(pids, np.int64), matrix)

    def _read_matrix(self, pids: Sequence[int]) -> Vectors:
        row_of = {pid: row for row, pid in enumerate(pids)}
        matrix: Vectors | None = None
        offset = 0
        while True:
            page = self._collection.get(include=["embeddings"], limit=_PAGE, offset=offset)
            if not page["ids"]:
                break
            vectors = np.asarray(page["embeddings"], dtype=np.float32)
            if matrix is None:
                matrix = np.zeros((len(pids), vectors.shape[1]), np.float32)
            rows = [row_of.get(int(item), -1) for item in page["ids"]]
            held = [index for index, row in enumerate(rows) if row >= 0]
            matrix[[rows[index] for index in held]] = vectors[held]
            offset += len(page["ids"])
        return np.zeros((len(pids), 0), np.float32) if matrix is None else matrix

    def search(self, query: Vectors, limit: int) -> dict[int, float]:
        """Return the ``limit`` likeliest passages by Chroma's own graph: passage id → cosine."""
        asked = VectorStoreQuery(query_embedding=query.tolist(), similarity_top_k=limit)
        ids = self._store.query(asked).ids or []
        return self.similarities(query, [int(item) for item in ids])

    def similarities(self, query: Vectors, pids: Sequence[int]) -> dict[int, float]:
        """Return the cosine of given passages with the question."""
        return {pid: float(vector @ query) for pid, vector in self.get(pids).items()}


@dataclass(frozen=True, slots=True)
class LoadedVectors:
    """The vectors of one moment, row by row those of ``pids``; None: too many to hold."""

    index: VectorIndex
    pids: NDArray[np.int64]
    matrix: Vectors | None

    def search(
        self, query: Vectors, limit: int, *, allowed: NDArray[np.bool_] | None = None
    ) -> dict[int, float]:
        """Return the ``limit`` likeliest passages: passage id → cosine.

        ``allowed`` marks, in the order of ``pids``, which passages may be returned.
        """
        scores = self.scores(query)
        if scores is None:
            return self.index.search(query, limit)
        if not len(scores):
            return {}
        if allowed is not None:
            scores = np.where(allowed, scores, -np.inf)
        count = min(limit, len(scores))
        best = np.argpartition(-scores, count - 1)[:count]
        return {int(self.pids[row]): float(scores[row]) for row in best if np.isfinite(scores[row])}

    def scores(self, query: Vectors) -> Vectors | None:
        """Return the cosine of every passage, None where there are too many to hold."""
        if self.matrix is None:
            return None
        if not self.matrix.size:
            return np.zeros(len(self.matrix), np.float32)
        scores: Vectors = self.matrix @ query
        return scores

    def similarities(self, query: Vectors, rows: NDArray[np.int64]) -> Vectors:
        """Return the cosine of the passages in ``rows``."""
        if self.matrix is not None and self.matrix.size:
            found: Vectors = self.matrix[rows] @ query
            return found
        pids = [int(pid) for pid in self.pids[rows]]
        near = self.index.similarities(query, pids)
        return np.array([near.get(pid, 0.0) for pid in pids], np.float32)


def _client(folder: Path, url: str | None) -> Any:
    settings = ChromaSettings(anonymized_telemetry=False)
    if url is None:
        folder.mkdir(parents=True, exist_ok=True)
        return chromadb.PersistentClient(path=str(folder), settings=settings)
    parts = urlsplit(url)
    return chromadb.HttpClient(
        host=parts.hostname or "localhost",
        port=parts.port or 8000,
        ssl=parts.scheme == "https",
        settings=settings,
    )
