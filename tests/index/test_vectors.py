"""Vectors on a real Chroma and the file beside it: exact search and search by outlines agree."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

import index.loaded_vectors
import index.vectors
from index.loaded_vectors import OutlinedVectors, highest
from index.vector_file import VectorFile, standing
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
    assert set(loaded.search(QUERY, 2).tolist()) == {1, 2}
    assert loaded.similarities(QUERY, np.array([2, 0])).tolist() == pytest.approx([0.8, 0.0])


def test_only_what_is_allowed(vectors: VectorIndex) -> None:
    loaded = vectors.load([11, 12, 13])
    allowed = np.array([False, True, False])
    assert loaded.search(QUERY, 3, allowed=allowed).tolist() == [1]
    assert loaded.search(QUERY, 3, allowed=np.zeros(3, bool)).tolist() == []


def test_deletion_reopening_and_clearing(vectors: VectorIndex, tmp_path: Path) -> None:
    vectors.delete([11, 99])
    again = VectorIndex(tmp_path / "vectors", url=None)
    assert sorted(again.pids()) == [12, 13, 14]
    assert set(again.get([11, 12])) == {12}
    again.clear()
    assert again.count() == 0


def test_an_empty_index_finds_nothing(tmp_path: Path) -> None:
    empty = VectorIndex(tmp_path / "none", url=None)
    assert empty.load([]).search(QUERY, 5).tolist() == []


def test_the_file_follows_chroma_after_a_crash(vectors: VectorIndex, tmp_path: Path) -> None:
    path = tmp_path / "vectors" / "vectors.bin"
    path.write_bytes(path.read_bytes()[:-7])  # the last record was cut short
    assert vectors.load([14]).similarities(QUERY, np.array([0])).tolist() == [0.0]
    again = VectorIndex(tmp_path / "vectors", url=None)
    again.settle()
    loaded = again.load([14, 11])
    assert loaded.similarities(QUERY, np.array([0, 1])).tolist() == pytest.approx([0.0, 0.8])
    path.unlink()
    again.settle()
    assert set(held(path)) == {11, 12, 13, 14}


def test_records_after_a_torn_one_are_read(tmp_path: Path) -> None:
    path = tmp_path / "v.bin"
    file = VectorFile(path)
    file.append([1, 2], np.eye(2, dtype=np.float32))
    path.write_bytes(path.read_bytes()[:-3])
    file.append([3], np.ones((1, 2), np.float32))
    file.remove([1])
    assert held(path) == [3]
    assert file.vectors()[file.ids() == 3].tolist() == [[1.0, 1.0]]


def held(path: Path) -> list[int]:
    ids = VectorFile(path).ids()
    return [int(pid) for pid in ids[standing(ids)]]


def test_reading_needs_no_chroma(vectors: VectorIndex, tmp_path: Path) -> None:
    assert vectors.count() == 4
    reader = VectorIndex(tmp_path / "vectors", url=None)
    assert reader.load([11]).similarities(QUERY, np.array([0])).tolist() == pytest.approx([0.8])
    assert reader._opened is None


# -- outlines -----------------------------------------------------------------------------------


def alike(count: int, seed: int) -> np.ndarray:
    """Return unit vectors that, as those of texts, differ mostly in some directions."""
    random = np.random.default_rng(seed)
    rows = random.normal(size=(count, 48)) * np.linspace(1.0, 0.1, 48)
    return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)


@pytest.fixture
def outlined(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> VectorIndex:
    """Three hundred vectors, more than are held whole; outlines of 24 numbers, 60 compared."""
    monkeypatch.setattr(index.vectors, "EXACT_LIMIT", 100)
    monkeypatch.setattr(index.loaded_vectors, "OUTLINE", 24)
    monkeypatch.setattr(index.loaded_vectors, "COMPARED", 60)
    made = VectorIndex(tmp_path / "vectors", url=None)
    made.file.append(list(range(1, 301)), alike(300, 1))
    return made


def test_outlines_find_what_exact_search_finds(outlined: VectorIndex) -> None:
    pids = np.arange(300, 0, -1)
    loaded = outlined.load(pids)
    assert isinstance(loaded, OutlinedVectors)
    assert loaded.outlines.matrix.shape == (300, 24)
    matrix = alike(300, 1)[::-1]
    for query in alike(20, 2):
        exact = set(highest(matrix @ query, 10).tolist())
        assert len(exact & set(loaded.search(query, 10).tolist())) >= 9
        rows = np.array([3, 299])
        assert loaded.similarities(query, rows) == pytest.approx(matrix[rows] @ query, abs=1e-5)


def test_outlines_keep_to_what_is_allowed_and_held(outlined: VectorIndex) -> None:
    query = alike(1, 3)[0]
    loaded = outlined.load(np.arange(1, 301))
    best = loaded.search(query, 5)
    allowed = np.ones(300, bool)
    allowed[best] = False
    assert not set(best.tolist()) & set(loaded.search(query, 5, allowed=allowed).tolist())
    assert loaded.search(query, 5, allowed=np.zeros(300, bool)).tolist() == []
    outlined.file.remove([int(best[0]) + 1])
    again = outlined.load(np.arange(1, 301), loaded)
    assert int(best[0]) not in again.search(query, 5).tolist()
    assert again.similarities(query, best[:1]).tolist() == [0.0]


def test_only_new_records_are_outlined_anew(outlined: VectorIndex) -> None:
    first = outlined.load(np.arange(1, 301))
    assert isinstance(first, OutlinedVectors)
    outlined.file.append([301, 302], alike(2, 4))
    second = outlined.load(np.arange(1, 303), first)
    assert isinstance(second, OutlinedVectors)
    assert second.outlines.basis is first.outlines.basis
    assert int(second.search(alike(2, 4)[1], 1)[0]) == 301
    outlined.file.replace([7, 8], alike(2, 5))
    replaced = outlined.load(np.arange(1, 303), second)
    assert isinstance(replaced, OutlinedVectors)
    assert replaced.outlines.basis is not first.outlines.basis


@pytest.mark.parametrize("limit", [1, 5, 100, 10_000])
def test_the_highest_of_many(limit: int) -> None:
    scores = np.random.default_rng(6).normal(size=9_000).astype(np.float32)
    scores[::3] = -np.inf
    expected = set(np.argsort(-scores)[: min(limit, 6_000)].tolist())
    assert set(highest(scores, limit).tolist()) == expected
