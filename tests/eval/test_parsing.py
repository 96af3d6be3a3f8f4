"""The scores of parsing: what counts as right, and one run over gold of a temporary folder."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from corpus.document import PolicyDocument, Reference
from eval.gold_text import fold
from eval.parsing_relations import score_lineage, score_validity
from eval.parsing_scores import Score, score_clean, score_meta, score_structure
from ingest.clauses.split import split_clauses

TEXT = "一、减轻负担\n1.停征收费。停征检验费。\n2.减免房租。"


def document(**fields: object) -> PolicyDocument:
    """A document with the text of these tests."""
    return PolicyDocument(
        "d",
        "a.txt",
        "default",
        "若干措施",
        TEXT,
        clauses=split_clauses(TEXT),
        **fields,  # type: ignore[arg-type]
    )


def test_strings_are_folded_before_they_are_compared() -> None:
    assert fold("１，０００ 万元") == "1000万元"
    assert fold("〈办法〉") == "《办法》"


def test_structure_counts_missing_and_surplus_labels() -> None:
    score = Score()
    clauses = [
        {"label": "一、", "starts_with": "减轻负担", "heading": "减轻负担"},
        {"label": "1．", "starts_with": "停征收费。停征", "heading": None},
        {"label": "3.", "starts_with": "别的", "heading": None},
    ]
    score_structure({"doc": "a", "clauses": clauses}, document(), score)
    assert score.summary() == {
        "recall": 0.6667, "heading": 1.0, "precision": 0.6667, "f1": 0.6667, "n": 3,
    }  # fmt: skip


def test_unknown_must_stay_unknown() -> None:
    score = Score()
    row: dict[str, object] = {
        "doc": "a",
        "title": "若干措施",
        "doc_no": None,
        "issuer": [],
        "region": None,
    }
    score_meta(row, document(doc_number="国发〔2019〕1号"), score)
    assert score.counts["title"] == [1, 1]
    assert score.counts["doc_no"] == [0, 1]
    assert score.counts["issuer"] == [1, 1]


def test_clean_counts_lost_left_and_doubled_strings() -> None:
    score = Score()
    row = {"doc": "a", "keep": ["停征检验费", "没有"], "drop": ["打印"], "once": ["停征"]}
    score_clean(row, document(), score)
    assert score.counts == {"keep": [1, 2], "drop": [1, 1], "once": [0, 1]}


def test_lineage_needs_relation_and_target() -> None:
    reference = Reference("废止", "穗府规〔2018〕3号", "示例办法", "一、", "停征", 9, 11)
    score = Score()
    row = {"doc": "a", "relation": "废止", "target_doc_no": "穗府规[2018]3号", "clause": "一、"}
    score_lineage(row, document(references=(reference,)), score)
    score_lineage({**row, "relation": "修改"}, document(references=(reference,)), score)
    assert score.counts["recall"] == [1, 2]
    assert score.counts["target"] == [2, 2]


def test_validity_within_a_day_and_the_page_wins() -> None:
    score = Score()
    row = {
        "doc": "a",
        "effective_on": "2020-01-01",
        "expires_on": "2024-12-31",
        "page_expires": "2023-06-01",
    }
    known = document(effective_on=date(2020, 1, 1), expires_on=date(2023, 5, 31))
    score_validity(row, known, score)
    assert score.counts["dates"] == [2, 2]


def test_command_prints_one_json_object(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(
        "某市关于甲的通知\n某发〔2020〕1号\n各单位：\n一、根据《乙法》办理。\n本通知自2020年1月1日起施行。",
        encoding="utf-8",
    )
    rows: dict[str, dict[str, object]] = {
        "meta": {"title": "某市关于甲的通知", "doc_no": "某发〔2020〕1号"},
        "clean": {"keep": ["根据"]},
        "structure": {"clauses": [{"label": "一、", "starts_with": "根据", "heading": None}]},
        "lineage": {"relation": "依据", "target_title": "乙法"},
        "validity": {"effective_on": "2020-01-01", "expires_on": None},
    }
    for name, row in rows.items():
        line = json.dumps({"doc": "a.txt", **row}, ensure_ascii=False)
        (tmp_path / f"{name}.jsonl").write_text(line + "\n", encoding="utf-8")
    command = [
        sys.executable,
        "-m",
        "eval",
        "parsing",
        str(tmp_path),
        "--documents",
        str(tmp_path),
        "--json",
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    report = json.loads(done.stdout)
    assert report["lineage"]["recall"] == 1.0
    assert report["meta"]["doc_no"] == 1.0


@pytest.mark.shared
def test_floors_on_the_development_labels() -> None:
    shared = Path(os.environ.get("CEYUAN_SHARED", Path(__file__).parents[2].parent / "shared"))
    if not (shared / "gold" / "dev").is_dir():
        pytest.skip("development data (../shared/gold/dev) is not here")
    command = [
        sys.executable, "-m", "eval", "parsing", str(shared / "gold" / "dev"),
        "--documents", str(shared), "--json",
    ]  # fmt: skip
    report = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    for name, floor in (("title", 0.97), ("doc_no", 0.98), ("issuer", 0.98), ("issued_on", 0.98)):
        assert report["meta"][name] >= floor
    assert report["structure"]["f1"] >= 0.96
    assert report["lineage"]["recall"] >= 0.90
    assert report["validity"]["dates"] >= 0.95
