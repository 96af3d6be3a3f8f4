"""Gold paths are found whether the folder given is their root or lies inside or above it."""

from __future__ import annotations

from pathlib import Path

import pytest
import typer

from eval.gold_paths import gold_files, located, located_roots


@pytest.fixture
def shared(tmp_path: Path) -> Path:
    (tmp_path / "documents" / "site").mkdir(parents=True)
    (tmp_path / "seeds").mkdir()
    (tmp_path / "documents" / "site" / "a.html").write_text("甲")
    (tmp_path / "seeds" / "b.txt").write_text("乙")
    return tmp_path


@pytest.mark.parametrize("given", [".", "documents"])
@pytest.mark.parametrize("path", ["documents/site/a.html", "seeds/b.txt", "site/a.html"])
def test_found_at_beside_or_below(shared: Path, given: str, path: str) -> None:
    found = located(shared / given, path)
    assert found.is_file()
    assert found.name == Path(path).name


def test_found_from_inside_with_a_relative_folder(
    shared: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(shared / "documents")
    assert located(Path(), "seeds/b.txt").is_file()


def test_roots_are_named_once(shared: Path) -> None:
    roots = located_roots(shared / "documents", ["documents/site/a.html", "documents/x", "seeds/b"])
    assert [root.name for root in roots] == ["documents", "seeds"]


@pytest.mark.parametrize("given", [".", "documents"])
def test_gold_files_bring_their_neighbours(shared: Path, given: str) -> None:
    (shared / "documents" / "site" / "c.html").write_text("丙")
    (shared / "documents" / "other").mkdir()
    (shared / "documents" / "other" / "d.html").write_text("丁")
    found = gold_files(shared / given, ["documents/site/a.html", "seeds/b.txt"])
    assert sorted(item.source for item in found) == [
        "documents/site/a.html",
        "documents/site/c.html",
        "seeds/b.txt",
    ]


def test_a_large_collection_gives_a_part_of_itself(shared: Path) -> None:
    for number in range(600):
        (shared / "documents" / "site" / f"n{number:03}.txt").write_text("戊")
    found = {item.source for item in gold_files(shared, ["documents/site/n001.txt"])}
    assert "documents/site/n001.txt" in found
    assert 25 <= len(found) <= 40


def test_absent_path_is_a_usage_error(shared: Path) -> None:
    with pytest.raises(typer.BadParameter, match="中都没有"):
        located(shared, "不存在.html")
