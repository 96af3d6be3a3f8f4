"""The vectors that one search compares with: all of them exactly, or by an outline first.

Up to some hundred thousand passages the vectors are one matrix in memory. Beyond, memory holds an
outline of each: its coordinates along the directions in which the vectors of this library differ
most (a quarter of the numbers). The outlines choose a few thousand candidates, which are compared
exactly with their vectors in the file. Measured on 1,000,000 passages: see docs/figures.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from index.embed import Vectors
from index.vector_file import Ids, VectorFile, VectorReader, standing

#: Numbers of an outline, and how many of the likeliest outlines are compared exactly.
OUTLINE = 96
COMPARED = 2_000
#: Vectors from which the directions of the outlines are found.
_SAMPLE = 20_000
#: One score in so many tells how high the best ones are.
_STEP = 64

Rows = NDArray[np.int64]
Mask = NDArray[np.bool_]


class LoadedVectors(Protocol):
    """Vectors by row of the holdings."""

    def search(self, query: Vectors, limit: int, *, allowed: Mask | None = None) -> Rows:
        """Return the rows of the ``limit`` likeliest passages, of those that are allowed."""

    def similarities(self, query: Vectors, rows: Rows) -> Vectors:
        """Return the cosine of the passages in ``rows``."""


@dataclass(frozen=True, slots=True)
class ExactVectors:
    """All vectors in memory, row by row."""

    matrix: Vectors

    def search(self, query: Vectors, limit: int, *, allowed: Mask | None = None) -> Rows:
        """Return the rows of the ``limit`` likeliest passages, of those that are allowed."""
        if not self.matrix.size:
            return np.zeros(0, np.int64)
        scores = self.matrix @ query
        if allowed is not None:
            scores[~allowed] = -np.inf
        return highest(scores, limit)

    def similarities(self, query: Vectors, rows: Rows) -> Vectors:
        """Return the cosine of the passages in ``rows``."""
        if not self.matrix.size:
            return np.zeros(len(rows), np.float32)
        found: Vectors = self.matrix[rows] @ query
        return found


@dataclass(frozen=True, slots=True)
class Outlines:
    """Outlines of the file's first records; ``ids`` are those records' ids, ``basis`` the
    directions: an outline is ``basis @ vector``."""

    ids: Ids
    basis: Vectors
    matrix: Vectors


@dataclass(frozen=True, slots=True)
class OutlinedVectors:
    """Outlines in memory, vectors in the file.

    ``row_of`` and ``record_of`` are -1 where there is none; ``unused`` are the records without
    a row.
    """

    outlines: Outlines
    vectors: VectorReader
    row_of: Rows
    record_of: Rows
    unused: Rows

    def search(self, query: Vectors, limit: int, *, allowed: Mask | None = None) -> Rows:
        """Return the rows of the ``limit`` likeliest passages, of those that are allowed."""
        scores = self.outlines.matrix @ (self.outlines.basis @ query)
        if allowed is not None and not allowed.all():
            scores[~allowed[self.row_of]] = -np.inf
        scores[self.unused] = -np.inf
        rows = np.sort(self.row_of[highest(scores, COMPARED)])
        exact = self.similarities(query, rows)
        found: Rows = rows[highest(exact, limit)]
        return found

    def similarities(self, query: Vectors, rows: Rows) -> Vectors:
        """Return the cosine of the passages in ``rows``."""
        records = self.record_of[rows]
        found = np.zeros(len(rows), np.float32)
        found[records >= 0] = self.vectors.read(records[records >= 0]) @ query
        return found


def load_exact(file: VectorFile, wanted: Ids) -> ExactVectors:
    """Read the vectors of ``wanted``, in this order; zero where one is missing."""
    ids = file.ids()
    row_of, _ = _places(ids, wanted)
    matrix = np.zeros((len(wanted), file.vectors().shape[1]), np.float32)
    for start, block in file.blocks(0, len(ids)):
        rows = row_of[start : start + len(block)]
        matrix[rows[rows >= 0]] = block[rows >= 0]
    return ExactVectors(matrix)


def load_outlined(
    file: VectorFile, wanted: Ids, earlier: LoadedVectors | None = None
) -> OutlinedVectors:
    """Read outlines of ``wanted``; those that ``earlier`` has already are not made again."""
    reader, ids, vectors = file.reader(), file.ids(), file.vectors()
    known = _still_true(earlier, ids, vectors.shape[1])
    basis = known.basis if known else _directions(vectors)
    matrix = np.empty((len(ids), len(basis)), np.float32)
    done = len(known.ids) if known else 0
    if known:
        matrix[:done] = known.matrix
    for start, block in file.blocks(done, len(ids)):
        matrix[start : start + len(block)] = block @ basis.T
    row_of, record_of = _places(ids, wanted)
    return OutlinedVectors(
        Outlines(ids, basis, matrix), reader, row_of, record_of, np.flatnonzero(row_of < 0)
    )


def highest(scores: Vectors, limit: int) -> Rows:
    """Return the places of the ``limit`` highest finite scores, in no order.

    >>> import numpy as np
    >>> sorted(highest(np.array([0.1, 0.9, -np.inf, 0.5], np.float32), 2).tolist())
    [1, 3]
    """
    places = np.arange(len(scores))
    if len(scores) > 2 * _STEP * limit:
        # A sample tells a score that certainly more than ``limit`` reach: sorting all is slow.
        sample = np.sort(scores[::_STEP])
        bound = sample[-min(len(sample), 2 * (limit // _STEP + 8))]
        near = np.flatnonzero(scores >= bound)
        places = near if len(near) >= limit else places
    if len(places) > limit:
        places = places[np.argpartition(-scores[places], limit - 1)[:limit]]
    return places[np.isfinite(scores[places])]


def _places(ids: Ids, wanted: Ids) -> tuple[Rows, Rows]:
    """Return the row of every record and the record of every row, -1 where there is none."""
    row_of = np.full(len(ids), -1, np.int64)
    record_of = np.full(len(wanted), -1, np.int64)
    records = np.flatnonzero(standing(ids))
    if len(records) and len(wanted):
        records = records[np.argsort(ids[records])]
        at = np.minimum(np.searchsorted(ids[records], wanted), len(records) - 1)
        held = ids[records[at]] == wanted
        record_of[held] = records[at[held]]
        row_of[record_of[held]] = np.flatnonzero(held)
    return row_of, record_of


def _still_true(earlier: LoadedVectors | None, ids: Ids, dimension: int) -> Outlines | None:
    """Return the outlines made before, if the file has only grown since."""
    if not isinstance(earlier, OutlinedVectors):
        return None
    known = earlier.outlines
    grown = known.basis.shape[1] == dimension and np.array_equal(ids[: len(known.ids)], known.ids)
    return known if grown else None


def _directions(vectors: Vectors) -> Vectors:
    """Return the directions that keep most of the vectors' inner products, strongest first."""
    sample = np.asarray(vectors[:: max(1, len(vectors) // _SAMPLE)], np.float32)
    _, directions = np.linalg.eigh(sample.T @ sample)
    strongest: Vectors = np.ascontiguousarray(directions[:, ::-1][:, :OUTLINE].T, np.float32)
    return strongest
