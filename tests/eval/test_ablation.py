"""Ablation: the variants leave out what they say, and the whole search is the measure."""

from __future__ import annotations

from pathlib import Path

import pytest

import eval.ablation
from eval.ablation import ablate, table, variants
from eval.gate import CASES, TODAY
from eval.retrieval_questions import Question, shipped_questions
from index.embed import Embedder
from index.fusion import load_weights
from tests.conftest import settings_in


def test_every_weight_is_left_out_by_some_variant() -> None:
    whole = load_weights()
    found = variants()
    assert found[0].weights == whole
    for kind in ("document", "passage"):
        for name, weight in getattr(whole, kind).items():
            zeroed = [item for item in found if getattr(item.weights, kind)[name] == 0.0]
            assert zeroed or weight == 0.0, name
    assert len({item.name for item in found}) == len(found)


def test_parts_are_compared_with_the_whole(
    tiny_data: Path, fake_embedder: Embedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(eval.ablation, "open_embedder", lambda _settings: fake_embedder)
    question = Question("q", "青石县标准厂房租金怎么减免", frozenset({"cuoshi"}), None)
    report = ablate([question], settings_in(tiny_data))
    assert report["everything"]["hit_at_1"]["b"] == 1.0
    assert all(figures["hit_at_1"]["a"] == 1.0 for figures in report.values())
    assert table(report).splitlines()[0] == "| search | ndcg_at_10 | hit_at_1 |"


def test_the_shipped_cases_are_questions() -> None:
    found = shipped_questions(CASES / "retrieval.jsonl", TODAY)
    assert len(found) > 120
    assert {"kind", "role", "source"} == set(found[0].groups)
    assert all(
        "/" not in record and "." not in record for item in found for record in item.relevant
    )


def test_lay_words_are_left_as_they_are() -> None:
    literal = next(item for item in variants() if "lay words" in item.name).understood
    assert literal("减房租", today=eval.ablation.date(2026, 1, 1)).expansions == ()
