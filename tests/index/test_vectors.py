"""Vectors on a real Chroma: exact search in memory and Chroma's own agree."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

import index.vectors
from index.vector_file import VectorFile
from index.vectors import VectorIndex


@pytest.fixture
def vectors(tmp_path: Path) -> VectorIndex:
    made = VectorIndex(tmp_path / "vectors", url=None)
    rows = np.eye(4, dtype=np.float32)
    made.add([11, 12, 13, 14], rows, document_ids=["a", "a", "b", "b"])
    return made


QUERY = np.array([0.8, 0.6, 0.0, 0.0], np.float32)


def test_exact_search_in_the_order_loaded(vectors: VectorIndex) -> None:
    loaded = vectors.load([14, 12, 11])
    assert loaded.search(QUERY, 2) == pytest.approx({11: 0.8, 12: 0.6})
    assert loaded.similarities(QUERY, np.array([2, 0])).tolist() == pytest.approx([0.8, 0.0])
    scores = loaded.scores(QUERY)
    assert scores is not None
    assert scores.tolist() == pytest.approx([0.0, 0.6, 0.8])


def test_only_what_is_allowed(vectors: VectorIndex) -> None:
    loaded = vectors.load([11, 12, 13])
    assert loaded.search(QUERY, 3, allowed=np.array([False, True, False])) == pytest.approx(
        {12: 0.6}
    )
    assert loaded.search(QUERY, 3, allowed=np.zeros(3, bool)) == {}


def test_beyond_the_limit_chroma_itself_is_asked(
    vectors: VectorIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index.vectors, "EXACT_LIMIT", 2)
    loaded = vectors.load([11, 12, 13, 14])
    assert loaded.scores(QUERY) is None
    assert loaded.search(QUERY, 2) == pytest.approx({11: 0.8, 12: 0.6})
    assert loaded.similarities(QUERY, np.array([1, 3])).tolist() == pytest.approx([0.6, 0.0])


def test_deletion_reopening_and_clearing(vectors: VectorIndex, tmp_path: Path) -> None:
    vectors.delete([11, 99])
    again = VectorIndex(tmp_path / "vectors", url=None)
    assert sorted(again.pids()) == [12, 13, 14]
    assert set(again.get([11, 12])) == {12}
    again.clear()
    assert again.count() == 0


def test_an_empty_index_finds_nothing(tmp_path: Path) -> None:
    empty = VectorIndex(tmp_path / "none", url=None)
    assert empty.load([]).search(QUERY, 5) == {}


def test_the_file_follows_chroma_after_a_crash(vectors: VectorIndex, tmp_path: Path) -> None:
    path = tmp_path / "vectors" / "vectors.bin"
    path.write_bytes(path.read_bytes()[:-7])  # the last record was cut short
    assert vectors.load([14]).search(QUERY, 1) == {14: 0.0}
    again = VectorIndex(tmp_path / "vectors", url=None)
    again.settle()
    assert again.load([14, 11]).scores(QUERY).tolist() == pytest.approx([0.0, 0.8])  # type: ignore[union-attr]
    path.unlink()
    again.settle()
    assert set(VectorFile(path).read()[0].tolist()) == {11, 12, 13, 14}


def test_records_after_a_torn_one_are_read(tmp_path: Path) -> None:
    file = VectorFile(tmp_path / "v.bin")
    file.append([1, 2], np.eye(2, dtype=np.float32))
    path = tmp_path / "v.bin"
    path.write_bytes(path.read_bytes()[:-3])
    file.append([3], np.ones((1, 2), np.float32))
    file.remove([1])
    pids, rows = file.read()
    assert pids.tolist() == [3]
    assert rows.tolist() == [[1.0, 1.0]]


def test_reading_needs_no_chroma(vectors: VectorIndex, tmp_path: Path) -> None:
    assert vectors.count() == 4
    reader = VectorIndex(tmp_path / "vectors", url=None)
    assert reader.load([11]).search(QUERY, 1) == pytest.approx({11: 0.8})
    assert reader._opened is None
