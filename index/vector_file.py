"""The vectors of all passages in one file that a reader maps or reads at once.

Records are only ever added, each of one fixed size: a passage id with its vector, or the negative
id for a passage that went. A record cut short by a crash is passed over and overwritten. Readers
in other processes may read at any time, which Chroma's embedded store does not allow.
"""

from __future__ import annotations

import os
import struct
import weakref
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.embed import Vectors

_HEADER = struct.Struct("<4sI8x")
_MAGIC = b"CEYV"
#: Records read at a time: 30 MB.
_BLOCK = 20_000

Ids = NDArray[np.int64]


class VectorFile:
    """One file of vectors keyed by passage id; ids are given once and never reused."""

    def __init__(self, path: Path) -> None:
        self._path = path

    # -- writing -------------------------------------------------------------------------------

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

    # -- reading -------------------------------------------------------------------------------

    def ids(self) -> Ids:
        """Return the id of every record, negative where it says that a passage went."""
        records = self._records()
        if records is None:
            return np.zeros(0, np.int64)
        found = [np.zeros(0, np.int64)]
        for first in range(0, len(records), _BLOCK):
            found.append(self._block(records, first)["pid"].copy())
        return np.concatenate(found)

    def vectors(self) -> Vectors:
        """Return the vectors of all records, mapped: what is read of them is what costs."""
        records = self._records()
        if records is None:
            return np.zeros((0, 0), np.float32)
        mapped: Vectors = records["vector"]
        return mapped

    def reader(self) -> VectorReader:
        """Return a reader of single vectors of the file as it is now."""
        return VectorReader(self._path, self._dimension() or 0)

    def blocks(self, first: int, last: int) -> Iterator[tuple[int, Vectors]]:
        """Yield the vectors of the records ``first`` to ``last``, some at a time, by their place.

        They are read and not mapped, so that going through all leaves nothing in memory.
        """
        records = self._records()
        if records is None:
            return
        for start in range(first, last, _BLOCK):
            block = self._block(records, start)[: last - start]
            yield start, block["vector"]

    def _block(self, records: NDArray[np.void], first: int) -> NDArray[np.void]:
        count = min(_BLOCK, len(records) - first)
        offset = _HEADER.size + first * records.dtype.itemsize
        return np.fromfile(self._path, records.dtype, count, offset=offset)

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

    def _write(self, pids: Ids, vectors: Vectors) -> None:
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


class VectorReader:
    """Reads vectors by record, also after the file was replaced by another.

    Mapping would be as fast, but every page met stays in the process's memory.
    """

    def __init__(self, path: Path, dimension: int) -> None:
        self._dimension = dimension
        self._size = _record(dimension).itemsize
        self._file = os.open(path, os.O_RDONLY) if dimension else -1
        if dimension:
            weakref.finalize(self, os.close, self._file)

    def read(self, records: NDArray[np.int64]) -> Vectors:
        """Return the vectors of the records, one row each."""
        length = 4 * self._dimension
        start = _HEADER.size + self._size - length
        found = [os.pread(self._file, length, start + at * self._size) for at in records.tolist()]
        return np.frombuffer(b"".join(found), np.float32).reshape(len(found), self._dimension)


def standing(ids: Ids) -> NDArray[np.bool_]:
    """Mark the records that hold a passage which did not go."""
    marked: NDArray[np.bool_] = (ids > 0) & ~np.isin(ids, -ids[ids < 0])
    return marked


def _record(dimension: int) -> np.dtype[np.void]:
    return np.dtype([("pid", "<i8"), ("vector", "<f4", (dimension,))])
