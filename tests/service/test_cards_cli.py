"""``ceyuan cards`` and ``ceyuan eligibility`` on a small real library."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from typer.testing import CliRunner

from service.cli.app import app
from service.workspace import Workspace

Run = Callable[..., Any]


@pytest.fixture
def run(tiny_workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run one command line on the small library and return click's result."""
    monkeypatch.setattr("service.cli.cards.open_workspace", lambda _data: tiny_workspace)
    runner = CliRunner()
    return lambda *words: runner.invoke(app, [*words])


def test_cards_as_json_are_those_of_the_interface(run: Run) -> None:
    result = run("cards", "--kind", "incentive", "--region", "青石县", "--format", "json")
    assert result.exit_code == 0
    found = json.loads(result.stdout)
    assert found["total"] == len(found["cards"])
    rule = next(card for card in found["cards"] if card["clause_label"] == "第三条")
    assert (rule["rate_min"], rule["cap"], rule["status"]) == (5, 8000000, "有效")
    expired = next(card for card in found["cards"] if card["source"] == "files/dianshang.txt")
    assert expired["status"] == "已失效"


def test_cards_as_a_table_name_document_and_clause(run: Run) -> None:
    result = run("cards", "--kind", "incentive", "--text", "标准厂房")
    assert result.exit_code == 0
    assert "第二条" in result.stdout


def test_cards_as_a_workbook(run: Run, tmp_path: Path) -> None:
    target = tmp_path / "cards.xlsx"
    result = run("cards", "--kind", "incentive", "--format", "xlsx", "--output", str(target))
    assert result.exit_code == 0
    assert load_workbook(io.BytesIO(target.read_bytes())).sheetnames == ["奖补"]


def test_eligibility_says_why_and_promises_nothing(run: Run) -> None:
    words = ("青石县制造业项目，固定资产投资2亿元", "--as-of", "2026-01-01")
    found = json.loads(run("eligibility", *words, "--json").stdout)
    rule = next(item for item in found["items"] if item["card"]["clause_label"] == "第三条")
    assert rule["verdict"] == "yes"
    assert rule["estimate"]["computation"] == "投资额 2亿元 × 5% = 1000万元，以上限 800万元 为准"
    shown = run("eligibility", *words)
    assert shown.exit_code == 0
    assert "不构成承诺" in shown.stderr


def test_parse_tells_the_cards_of_a_file(run: Run, tiny_files: Path) -> None:
    parsed = json.loads(run("parse", str(tiny_files / "cuoshi.txt"), "--json").stdout)
    kinds = {card["kind"] for card in parsed["cards"]}
    assert "incentive" in kinds
    for card in parsed["cards"]:
        assert parsed["text"][card["start"] : card["end"]] == card["text"]
