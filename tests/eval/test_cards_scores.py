"""The measure of cards, and its floors on the development half of the gold."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from eval.__main__ import build_app
from eval.cards_text import alike, fold, same_clause


@pytest.mark.parametrize(
    ("gold", "path", "same"),
    [
        ("4.", "二、4.", True), ("第2条", "第2条第一款", True), ("（二）", "一、（二）", True),
        (None, "二、", True), ("5.", "二、4.", False), ("第2条", "第3条", False),
    ],
)  # fmt: skip
def test_clauses_are_the_same_where_one_lies_in_the_other(
    gold: str | None, path: str, same: bool
) -> None:
    assert same_clause(gold, path) is same


def test_texts_are_folded_before_they_are_compared() -> None:
    assert fold("１,０００ 万元") == "1000万元"
    assert alike("星级酒店", "新建星级酒店") == 1.0
    assert alike("导游", "中药材") == 0.0


@pytest.mark.shared
def test_floors_on_the_development_gold(shared_dir: Path) -> None:
    gold = shared_dir / "gold" / "dev"
    arguments = ["cards", str(gold), "--documents", str(shared_dir), "--json"]
    result = CliRunner().invoke(build_app(arguments), arguments)
    assert result.exit_code == 0, result.output
    report = json.loads(result.stdout)
    incentives, targets = report["incentives"], report["targets"]
    assert incentives["recall"] >= 0.96
    assert incentives["precision"] >= 0.96
    assert incentives["amount_rate_cap"] >= 0.96
    assert incentives["period"] >= 0.92
    assert incentives["beneficiary"] >= 0.87
    assert targets["all_right"] >= 0.95
    assert report["procedures"]["time_limit"] >= 0.9
    assert report["spans_verbatim"] == 1.0
