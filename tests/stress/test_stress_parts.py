"""The parts of the stress run work on a handful of files."""

from __future__ import annotations

import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from tests.stress.fuzzing import fuzz
from tests.stress.mutations import MUTATIONS, mutated
from tests.stress.reading import read_all

TEXT = "云川市人民政府关于支持投资的若干意见\n一、支持投资。\n二、优化服务。\n".encode()


def _zip() -> bytes:
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("word/document.xml", "<w:p>一、支持投资</w:p>" * 20)
    return packed.getvalue()


@pytest.mark.parametrize("data", [TEXT, _zip(), b"x"])
def test_the_same_seed_does_the_same_damage(data: bytes) -> None:
    for seed in range(3 * len(MUTATIONS)):
        assert mutated(data, seed=seed) == mutated(data, seed=seed)
    assert any(mutated(data, seed=seed) != data for seed in range(20))


def test_damaged_files_are_read_or_refused(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_bytes(TEXT)
    packed = tmp_path / "b.docx"
    packed.write_bytes(_zip())
    figures = fuzz([file, packed], tmp_path, budget_s=0.5)
    assert figures.tried > 0
    assert figures.tried == figures.read + figures.refused
    assert figures.tracebacks == figures.killed == []


def test_files_are_read_and_memory_noted(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_bytes(TEXT)
    figures = read_all([file, file], budget_s=10)
    assert (figures.files, figures.documents, figures.failures) == (2, 2, [])
    assert all(figure > 0 for figure in figures.memory_mb)
