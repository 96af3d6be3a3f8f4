"""The gate with tiny figures: what passes, what fails, what may be pinned."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from eval.gate import CASES, SETS, load_cases
from eval.gate_baseline import (
    EPSILON,
    Baseline,
    Measured,
    load_baseline,
    problems,
    save_baseline,
    tree_sha256,
    updated,
)
from eval.gate_figures import Tally, filters_of, unknown_sources

MEASURED = Measured(
    figures={"retrieval.mrr": 0.9, "qa.quotes_verbatim": 1.0},
    counts={"documents": 2, "qa": 3},
    cases_sha256="c1",
    corpus_sha256="d1",
    model="default",
    commit="abc",
    as_of="2026-11-22",
)


def pinned() -> Baseline:
    return updated(MEASURED, None, allow_regression=False)


def test_what_was_pinned_passes() -> None:
    assert problems(MEASURED, pinned()) == ()


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"figures": {"retrieval.mrr": 0.5, "qa.quotes_verbatim": 1.0}}, "retrieval.mrr fell"),
        ({"figures": {"retrieval.mrr": 0.9, "qa.quotes_verbatim": 0.999}}, "qa.quotes_verbatim"),
        ({"figures": {"qa.quotes_verbatim": 1.0}}, "retrieval.mrr was not measured"),
        ({"figures": {**MEASURED.figures, "new": 1.0}}, "new has no floor"),
        ({"cases_sha256": "c2"}, "eval/cases changed"),
        ({"corpus_sha256": "d2"}, "corpus/documents changed"),
        ({"counts": {"documents": 1, "qa": 3}}, "counts"),
    ],
    ids=["drop", "exact-figure", "missing", "unpinned", "cases", "corpus", "counts"],
)
def test_each_difference_fails(change: dict[str, object], expected: str) -> None:
    found = problems(replace(MEASURED, **change), pinned())  # type: ignore[arg-type]
    assert any(expected in line for line in found), found


def test_a_drop_within_epsilon_passes_but_not_for_quotes() -> None:
    near = {"retrieval.mrr": 0.9 - EPSILON / 2, "qa.quotes_verbatim": 1.0}
    assert problems(replace(MEASURED, figures=near), pinned()) == ()
    quotes = {"retrieval.mrr": 0.9, "qa.quotes_verbatim": 1.0 - EPSILON / 2}
    assert len(problems(replace(MEASURED, figures=quotes), pinned())) == 1


def test_update_refuses_to_lower_a_floor() -> None:
    worse = replace(MEASURED, figures={"retrieval.mrr": 0.89, "qa.quotes_verbatim": 1.0})
    with pytest.raises(ValueError, match=r"retrieval\.mrr 0\.9000 → 0\.8900"):
        updated(worse, pinned(), allow_regression=False)
    lowered = updated(worse, pinned(), allow_regression=True)
    assert lowered.floors["retrieval.mrr"] == 0.89


def test_update_refuses_to_drop_a_figure() -> None:
    fewer = replace(MEASURED, figures={"qa.quotes_verbatim": 1.0})
    with pytest.raises(ValueError, match=r"retrieval\.mrr"):
        updated(fewer, pinned(), allow_regression=False)


def test_baseline_survives_the_disk(tmp_path: Path) -> None:
    path = tmp_path / "baseline.json"
    assert load_baseline(path) is None
    save_baseline(path, pinned())
    assert load_baseline(path) == pinned()


def test_tree_hash_sees_names_and_bytes(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("一", encoding="utf-8")
    first = tree_sha256(tmp_path)
    (tmp_path / "a.txt").write_text("二", encoding="utf-8")
    second = tree_sha256(tmp_path)
    (tmp_path / "a.txt").rename(tmp_path / "b.txt")
    assert len({first, second, tree_sha256(tmp_path)}) == 3


def test_unknown_documents_are_named() -> None:
    cases: dict[str, list[dict[str, object]]] = {
        "qa": [{"gold": [{"doc": "a"}], "alternatives": ["b"]}],
        "refuse": [{"near_doc": None}],
        "docno": [{"doc": None, "mentioned_in": "c"}],
    }
    assert unknown_sources(cases, {"a"}) == ("b", "c")


def test_filters_of_a_case() -> None:
    assert not filters_of({})
    narrowed = filters_of({"filters": {"type": "指南", "region": "青石县"}})
    assert (narrowed.doc_type, narrowed.region) == ("指南", "青石县")


def test_a_tally_keeps_what_went_wrong() -> None:
    tally = Tally()
    tally.share("docno", [("云政发〔2024〕9号", True), ("云政发〔2024〕90号", False)])
    assert tally.figures == {"docno": 0.5}
    assert tally.misses == ["docno: 云政发〔2024〕90号"]


def test_the_shipped_cases_are_many_enough() -> None:
    cases = load_cases(CASES)
    assert set(cases) == set(SETS)
    assert len(cases["retrieval"]) >= 120
    assert len(cases["qa"]) >= 60
    assert len(cases["refuse"]) >= 30
    assert len(cases["verify"]) >= 40
    for rows in cases.values():
        ids = [row["id"] for row in rows if "id" in row]
        assert len(ids) == len(set(ids))


def test_an_empty_set_of_cases_is_an_error(tmp_path: Path) -> None:
    for name in SETS:
        (tmp_path / f"{name}.jsonl").write_text("", encoding="utf-8")
    with pytest.raises(ValueError, match="no cases"):
        load_cases(tmp_path)
