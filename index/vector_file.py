"""The vectors of all passages in one file that a reader maps or reads at once.

Records are only ever added, each of one fixed size: a passage id with its vector, or the negative
id for a passage that went. A record cut short by a crash is passed over and overwritten. Readers
in other processes may read at any time, which Chroma's embedded store does not allow.
"""

from __future__ import annotations

import os
import struct
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.embed import Vectors

_HEADER = struct.Struct("<4sI8x")
_MAGIC = b"CEYV"


class VectorFile:
    """One file of vectors keyed by passage id; ids are given once and never reused."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def append(self, pids: Sequence[int], vectors: Vectors) -> None:
        """Add vectors, on disk before this returns."""
        if len(pids):
            self._write(np.asarray(pids, np.int64), np.asarray(vectors, np.float32))

    def remove(self, pids: Sequence[int]) -> None:
        """Record that passages went."""
        dimension = self._dimension()
        if len(pids) and dimension is not None:
            gone = -np.asarray(pids, np.int64)
            self._write(gone, np.zeros((len(pids), dimension), np.float32))

    def replace(self, pids: Sequence[int], vectors: Vectors) -> None:
        """Hold exactly these vectors, by one rename."""
        if not len(pids):
            self.clear()
            return
        draft = VectorFile(self._path.with_suffix(".draft"))
        draft.clear()
        draft.append(pids, vectors)
        os.replace(draft._path, self._path)

    def clear(self) -> None:
        """Hold nothing."""
        self._path.unlink(missing_ok=True)

    def read(self) -> tuple[NDArray[np.int64], Vectors]:
        """Return the ids held and their vectors, row by row."""
        records = self._records()
        if records is None or not len(records):
            return np.zeros(0, np.int64), np.zeros((0, 0), np.float32)
        pids = np.asarray(records["pid"])
        gone = -pids[pids < 0]
        rows = np.flatnonzero((pids > 0) & ~np.isin(pids, gone))
        return pids[rows], np.asarray(records["vector"][rows])

    def _records(self) -> NDArray[np.void] | None:
        dimension = self._dimension()
        if dimension is None:
            return None
        record = _record(dimension)
        count = (self._path.stat().st_size - _HEADER.size) // record.itemsize
        if count <= 0:
            return None
        return np.memmap(self._path, record, "r", offset=_HEADER.size, shape=(count,))

    def _dimension(self) -> int | None:
        """Return the length of a vector, None where there is no (usable) file."""
        try:
            with self._path.open("rb") as stream:
                magic, dimension = _HEADER.unpack(stream.read(_HEADER.size))
        except (FileNotFoundError, struct.error):
            return None
        return int(dimension) if magic == _MAGIC else None

    def _write(self, pids: NDArray[np.int64], vectors: Vectors) -> None:
        if self._dimension() != vectors.shape[1]:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            self._path.write_bytes(_HEADER.pack(_MAGIC, vectors.shape[1]))
        record = _record(vectors.shape[1])
        rows = np.empty(len(pids), record)
        rows["pid"], rows["vector"] = pids, vectors
        with self._path.open("r+b") as stream:
            size = stream.seek(0, os.SEEK_END)
            stream.seek(size - (size - _HEADER.size) % record.itemsize)
            stream.write(rows.tobytes())
            stream.flush()
            os.fsync(stream.fileno())


def _record(dimension: int) -> np.dtype[np.void]:
    return np.dtype([("pid", "<i8"), ("vector", "<f4", (dimension,))])
