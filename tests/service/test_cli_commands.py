"""The command line on a small real library: what it prints, its JSON, its exit codes."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from service.cli import session
from service.cli.app import app
from service.workspace import Workspace

Run = Callable[..., Any]


@pytest.fixture
def run(tiny_workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run one command line on the small library and return click's result."""
    for module in ("asking", "reading", "ingesting", "checking"):
        monkeypatch.setattr(f"service.cli.{module}.open_workspace", lambda _data: tiny_workspace)
    runner = CliRunner()
    return lambda *words: runner.invoke(app, [*words])


def test_search_prints_hits_and_the_same_as_json(run: Run) -> None:
    shown = run("search", "租金减免")
    assert shown.exit_code == 0
    assert "青石县招商引资优惠政策若干措施" in shown.stdout
    assert "有效" in shown.stdout
    found = json.loads(run("search", "租金减免", "--json", "--top-k", "1").stdout)
    assert [hit["source"] for hit in found["hits"]] == ["files/cuoshi.txt"]


def test_search_without_a_hit_says_so(run: Run) -> None:
    shown = run("search", "租金减免", "--region", "大连市")
    assert shown.exit_code == 0
    assert "没有找到" in shown.stdout


def test_ask_prints_sentences_with_sources(run: Run) -> None:
    shown = run("ask", "青石县标准厂房租金怎么减免？")
    assert shown.exit_code == 0
    assert "免收租金" in shown.stdout
    assert "[1]" in shown.stdout
    assert "files/cuoshi.txt" in shown.stdout
    answer = json.loads(run("ask", "青石县标准厂房租金怎么减免？", "--json").stdout)
    assert answer["verdict"] == "answered"


@pytest.mark.parametrize(
    "doc",
    ["files/cuoshi.txt", "青政规〔2025〕1号", "青政规2025年1号", "青石县招商引资优惠政策若干措施"],
)
def test_show_takes_source_number_and_title(run: Run, doc: str) -> None:
    view = json.loads(run("show", doc, "--json").stdout)
    assert view["source"] == "files/cuoshi.txt"
    assert view["text"].startswith("青石县招商引资优惠政策")


@pytest.mark.parametrize("address", ["第二条", "二条"])
def test_show_takes_a_clause(run: Run, address: str) -> None:
    found = json.loads(run("show", "files/cuoshi.txt", address, "--json").stdout)
    assert found["clause"]["path"] == "第二条"
    assert found["text"].startswith("第二条 租金减免。")
    assert "第二条" in run("show", "files/cuoshi.txt", address).stdout


def test_show_without_json_prints_the_facts_above_the_text(run: Run) -> None:
    shown = run("show", "files/dianshang.txt").stdout
    assert "已失效" in shown
    assert "2022年2月28日" in shown
    assert "一次性奖励10万元" in shown


def test_resolve_says_when_nothing_is_held(run: Run) -> None:
    shown = run("resolve", "国发2019年11号")
    assert shown.exit_code == 0
    assert "不等于该文件不存在" in shown.stdout
    assert "引用过它" in shown.stdout
    found = json.loads(run("resolve", "国发2019年11号", "--json").stdout)
    assert found["document_id"] is None


def test_lineage_shows_both_directions(run: Run) -> None:
    shown = run("lineage", "云政发〔2024〕8号").stdout
    assert "国发〔2019〕11号" in shown
    assert "库中未收" in shown
    assert "青石县招商引资优惠政策若干措施" in shown


def test_parse_prints_the_fields_of_the_design(run: Run, tiny_files: Path) -> None:
    parsed = json.loads(run("parse", str(tiny_files / "cuoshi.txt"), "--json").stdout)
    assert parsed["source"] == "cuoshi.txt"
    assert parsed["doc_number"] == "青政规〔2025〕1号"
    assert set(parsed) >= {
        "title", "issuers", "issued_on", "published_on", "effective_on", "expires_on", "status",
        "doc_type", "level", "region", "text", "clauses", "references", "cards", "removed",
    }  # fmt: skip
    assert set(parsed["clauses"][0]) == {"label", "path", "level", "heading", "start", "end"}
    assert set(parsed["references"][0]) >= {
        "relation", "doc_number", "title", "clause_label", "cue",
    }  # fmt: skip
    assert "第二条" in run("parse", str(tiny_files / "cuoshi.txt")).stdout


def test_doctor_finds_the_index_in_agreement(run: Run) -> None:
    shown = run("doctor")
    assert shown.exit_code == 0
    assert "与文件库一致，3 份文件" in shown.stdout
    checks = json.loads(run("doctor", "--json").stdout)["checks"]
    assert {item["state"] for item in checks} <= {"ok", "warn"}


def test_a_wrong_setting_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CEYUAN_EMBEDDING__BATCH_SIZE", "0")
    with pytest.raises(Exception, match="CEYUAN_EMBEDDING__BATCH_SIZE"):
        session.read_settings(None)


def test_verify_marks_each_sentence_of_a_text(run: Run, tmp_path: Path) -> None:
    draft = tmp_path / "jianghua.txt"
    draft.write_text(
        "招商讲话稿\n固定资产投资1亿元以上的制造业项目，单个项目最高奖励900万元。\n",
        encoding="utf-8",
    )
    shown = run("verify", str(draft))
    assert shown.exit_code == 0
    assert "与原文相悖" in shown.stdout
    found = json.loads(run("verify", str(draft), "--json").stdout)
    assert "contradicted" in {item["verdict"] for item in found["sentences"]}
