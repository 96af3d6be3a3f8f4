"""Gold paths are found whether the folder given is their root or lies inside or above it."""

from __future__ import annotations

from pathlib import Path

import pytest
import typer

from eval.gold_paths import located, located_roots


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


def test_absent_path_is_a_usage_error(shared: Path) -> None:
    with pytest.raises(typer.BadParameter, match="中都没有"):
        located(shared, "不存在.html")
