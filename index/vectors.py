"""Vectors of passages: kept in Chroma, read from one file beside it.

Up to ``EXACT_LIMIT`` passages all vectors are held as one matrix and compared exactly: 1.7 ms at
50,000 against 3 ms for Chroma's graph and 60 ms for its filtered query (FINDINGS §3), and every
candidate of the keyword search gets its likeness for free. The matrix comes from a file of its
own, because an embedded Chroma cannot be read while another process writes, and because a server
then need not load Chroma at all. Beyond the limit an outline of each vector is in memory and
the vectors themselves stay in the file (:mod:`index.loaded_vectors`).
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from index.embed import Vectors
from index.loaded_vectors import LoadedVectors, load_exact, load_outlined
from index.vector_file import Ids, VectorFile, standing

if TYPE_CHECKING:
    from index.chroma_store import ChromaStore

logger = logging.getLogger(__name__)

#: Passages up to which all vectors are held in memory (384 numbers each: 0.2 GB).
EXACT_LIMIT = 150_000


class VectorIndex:
    """The vectors of one data directory, keyed by passage id."""

    def __init__(self, folder: Path, *, url: str | None) -> None:
        self._folder = folder
        self._url = url
        self.file = VectorFile(folder / "vectors.bin")
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
        self.file.append(pids, vectors)

    def delete(self, pids: Sequence[int]) -> None:
        """Take out the passages; those that are not held are passed over."""
        self._store.delete(pids)
        self.file.remove(pids)

    def clear(self) -> None:
        """Take out everything, also what a model of another dimension left."""
        self._store.clear()
        self.file.clear()

    def settle(self) -> None:
        """Make the file hold what Chroma holds, should a crash have parted them.

        Their numbers tell: what a crash left half done is taken out of both before this.
        """
        in_file = int(standing(self.file.ids()).sum())
        if in_file == self._store.count():
            return
        logger.warning("%d vectors in the file: reading all from Chroma", in_file)
        pages = list(self._store.pages())
        pids = [pid for page, _ in pages for pid in page]
        rows = [vectors for _, vectors in pages]
        self.file.replace(pids, np.concatenate(rows) if rows else np.zeros((0, 0), np.float32))

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

    def load(
        self, pids: Sequence[int] | Ids, earlier: LoadedVectors | None = None
    ) -> LoadedVectors:
        """Return the vectors of ``pids``, in this order, for searching (see EXACT_LIMIT).

        What ``earlier`` has read already is kept where it still holds.
        """
        wanted = np.asarray(pids, np.int64)
        if len(wanted) > EXACT_LIMIT:
            return load_outlined(self.file, wanted, earlier)
        return load_exact(self.file, wanted)
