"""The bench: peers are judged like us, absent ones passed over, all is written down."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import eval.bench
import eval.bench_report
from eval.bench import judge_peer, run_peer
from eval.bench_peers import passages
from eval.bench_report import markdown, write_report
from eval.retrieval_questions import Question

QUESTION = Question("q", "租金减免多少", frozenset({"a"}), "前两年免收租金")


def test_passages_end_at_sentences() -> None:
    text = "第一句。" * 70 + "没有句号的结尾"
    found = list(passages([{"_id": "a", "title": "", "text": text}]))
    assert "".join(part for _, part in found) == text
    assert all(len(part) <= 250 for _, part in found)
    assert found[0][1].endswith("。")


def test_a_peer_is_judged_like_a_search() -> None:
    rows = [
        {"index_s": 1.0, "rss_mb": 9},
        {"query_id": "q", "ms": 2.0, "hits": [["a", "对企业前两年免收租金。"]]},
    ]
    found = judge_peer([QUESTION], [json.dumps(row) for row in rows])
    assert (found["hit_at_1"], found["span_in_1000"], found["rss_mb"]) == (1.0, 1.0, 9)


def test_a_peer_that_cannot_run_is_passed_over(tmp_path: Path) -> None:
    (tmp_path / "corpus.jsonl").write_text("", encoding="utf-8")
    assert "KeyError" in run_peer("no such peer", tmp_path, [QUESTION])["skipped"]


def test_all_is_written_down(tmp_path: Path) -> None:
    text = write_report(a_report(), tmp_path)
    assert (tmp_path / "bench.md").read_text(encoding="utf-8") == text
    assert json.loads((tmp_path / "bench.json").read_text(encoding="utf-8"))["set"] == "ncp dev"
    assert "| 策源 | 2 | 0.950 |" in text
    assert "Not run: LanceDB: no module" in text
    assert "| passages | 6000 |" in text


def test_the_report_stands_without_load() -> None:
    assert "not measured" in markdown(a_report() | {"load": []})


def test_plots_need_matplotlib(tmp_path: Path) -> None:
    pytest.importorskip("matplotlib", reason="plots need the bench extra")
    drawn = eval.bench_report.write_plots(a_report(), tmp_path)
    assert {path.name for path in drawn} == {"recall.svg", "ablation.svg", "latency.svg"}


def a_report() -> dict[str, Any]:
    figures = {
        "questions": 2, "ndcg_at_10": 0.95, "hit_at_1": 0.9, "recall_at_10": 1.0,
        "span_in_1000": None, "span_in_3000": 1.0, "p50_ms": 12.5, "p95_ms": 20.0,
    }  # fmt: skip
    part = {"a": 0.95, "b": 0.9, "difference": -0.05, "low": -0.1, "high": 0.0, "p": 0.04}
    return {
        "set": "ncp dev",
        "on": {"commit": "abc", "build": "model"},
        "taken_in": {
            "documents": 2, "embedded": 4, "index_s": 1.5, "passages_per_s": 2.7,
            "embedding_share": 0.9,
        },
        "ours": {"all": figures, "by_kind": {"fact": figures}, "peak_rss_mb": 900},
        "peers": {
            "Chroma": {**figures, "index_s": 3.0, "rss_mb": 100},
            "LanceDB": {"skipped": "no module"},
        },
        "ablation": {
            "everything": {"ndcg_at_10": part | {"b": 0.95, "difference": 0.0}},
            "without vectors": {"ndcg_at_10": part},
        },
        "load": [{"passages": 6000, "p50_ms": 10.0, "p95_ms": 20.0, "stages_p50_ms": {"embed": 5}}],
    }  # fmt: skip
