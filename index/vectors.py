"""Vectors of passages: kept in Chroma, read from one file beside it.

Up to ``EXACT_LIMIT`` passages all vectors are held as one matrix and compared exactly: 1.7 ms at
50,000 against 3 ms for Chroma's graph and 60 ms for its filtered query (FINDINGS §3), and every
candidate of the keyword search gets its likeness for free. The matrix comes from a file of its
own, because an embedded Chroma cannot be read while another process writes, and because a server
then need not load Chroma at all. Beyond the limit Chroma's own search is asked.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from index.embed import Vectors
from index.vector_file import VectorFile

if TYPE_CHECKING:
    from index.chroma_store import ChromaStore

logger = logging.getLogger(__name__)

#: Passages up to which all vectors are held in memory (384 numbers each: 0.5 GB).
EXACT_LIMIT = 350_000


class VectorIndex:
    """The vectors of one data directory, keyed by passage id."""

    def __init__(self, folder: Path, *, url: str | None) -> None:
        self._folder = folder
        self._url = url
        self._file = VectorFile(folder / "vectors.bin")
        self._opened: ChromaStore | None = None

    @property
    def _store(self) -> ChromaStore:
        if self._opened is None:
            from index.chroma_store import ChromaStore  # slow library, for writing only

            self._opened = ChromaStore(self._folder, url=self._url)
        return self._opened

    # -- writing -------------------------------------------------------------------------------

    def add(self, pids: Sequence[int], vectors: Vectors, *, document_ids: Sequence[str]) -> None:
        """Put in one vector per passage."""
        self._store.add(pids, vectors, document_ids=document_ids)
        self._file.append(pids, vectors)

    def delete(self, pids: Sequence[int]) -> None:
        """Take out the passages; those that are not held are passed over."""
        self._store.delete(pids)
        self._file.remove(pids)

    def clear(self) -> None:
        """Take out everything, also what a model of another dimension left."""
        self._store.clear()
        self._file.clear()

    def settle(self) -> None:
        """Make the file hold what Chroma holds, should a crash have parted them."""
        in_file, _ = self._file.read()
        if len(in_file) == self._store.count() and set(in_file.tolist()) == set(self.pids()):
            return
        logger.warning("%d vectors in the file: reading all from Chroma", len(in_file))
        pages = list(self._store.pages())
        pids = [pid for page, _ in pages for pid in page]
        rows = [vectors for _, vectors in pages]
        self._file.replace(pids, np.concatenate(rows) if rows else np.zeros((0, 0), np.float32))

    # -- reading -------------------------------------------------------------------------------

    def count(self) -> int:
        """Return the number of vectors that Chroma holds."""
        return self._store.count()

    def pids(self) -> list[int]:
        """Return every passage that Chroma holds: for comparing with the manifest."""
        return self._store.pids()

    def get(self, pids: Sequence[int]) -> dict[int, Vectors]:
        """Return the vectors of those passages that are held."""
        return self._store.get(pids)

    def load(self, pids: Sequence[int]) -> LoadedVectors:
        """Return the vectors of ``pids``, in this order, for searching (see EXACT_LIMIT)."""
        wanted = np.asarray(pids, np.int64)
        if len(wanted) > EXACT_LIMIT:
            return LoadedVectors(self, wanted, None)
        held, vectors = self._file.read()
        matrix = np.zeros((len(wanted), vectors.shape[1]), np.float32)
        order = np.argsort(held)
        if len(held):
            at = np.minimum(np.searchsorted(held, wanted, sorter=order), len(held) - 1)
            rows = order[at]
            found = held[rows] == wanted
            matrix[found] = vectors[rows[found]]
        return LoadedVectors(self, wanted, matrix)

    def nearest(self, query: Vectors, limit: int) -> dict[int, float]:
        """Return the ``limit`` likeliest passages by Chroma's own graph: passage id → cosine."""
        found = self.get(self._store.nearest(query, limit))
        return {pid: float(vector @ query) for pid, vector in found.items()}


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
            return self.index.nearest(query, limit)
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
        if self.matrix is not None:
            found: Vectors = (
                self.matrix[rows] @ query if self.matrix.size else np.zeros(len(rows), np.float32)
            )
            return found
        pids = [int(pid) for pid in self.pids[rows]]
        near = self.index.get(pids)
        return np.array([near[pid] @ query if pid in near else 0.0 for pid in pids], np.float32)
