"""The measure of retrieval: figures known by hand, and one run through the real stores."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import eval.retrieval
import index.search
import index.sync
from eval.compare import compare, paired_bootstrap, read_outcomes
from eval.retrieval import run
from eval.retrieval_questions import Question, read_questions
from eval.retrieval_scores import figures_by, figures_of, judge, record_of
from index.embed import Embedder
from index.search import Hit
from tests.conftest import settings_in


def hit(record: str, text: str = "", *, also_in: tuple[str, ...] = ()) -> Hit:
    return Hit(
        document_id=record, source=f"corpus.jsonl#{record}", doc_number=None, title=record,
        issuer=None, issued_on=None, status="未知", clause_label=None, clause_path=None,
        start=0, end=len(text), text=text, score=1.0, also_in=also_in,
    )  # fmt: skip


def question(*relevant: str, answer: str | None = None) -> Question:
    return Question("q", "问", frozenset(relevant), answer)


def test_ranks_count_documents_once() -> None:
    found = judge(question("b"), [hit("a"), hit("a"), hit("b")], 1.0)
    assert found.ndcg_at_10 == pytest.approx(1 / math.log2(3))
    assert (found.hit_at_1, found.reciprocal_rank, found.recall_at_10) == (0.0, 0.5, 1.0)


def test_a_folded_copy_ranks_after_its_leader() -> None:
    found = judge(question("copy"), [hit("a", also_in=("corpus.jsonl#copy",)), hit("b")], 1.0)
    assert found.reciprocal_rank == 0.5


def test_several_relevant_records() -> None:
    found = judge(question("a", "b"), [hit("a"), hit("x")], 1.0)
    assert found.ndcg_at_10 == pytest.approx(1 / (1 + 1 / math.log2(3)))
    assert found.recall_at_100 == 0.5


def test_nothing_found_is_zero() -> None:
    found = judge(question("a", answer="甲"), [], 1.0)
    assert (found.ndcg_at_10, found.hit_at_1, found.span_in_1000) == (0.0, 0.0, 0.0)


def test_the_span_must_stand_whole_within_the_budget() -> None:
    hits = [hit("a", "填" * 995), hit("b", "答案 在此，完整")]
    found = judge(question("b", answer="答案在此,完整"), hits, 1.0)
    assert (found.span_in_1000, found.span_in_3000) == (0.0, 1.0)
    assert judge(question("b"), hits, 1.0).span_in_1000 is None


def test_figures_without_questions_are_an_error() -> None:
    with pytest.raises(ValueError, match="no questions"):
        figures_of([])


def test_a_whole_run(
    tmp_path: Path,
    fake_embedder: Embedder,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    for module in (index.sync, index.search):
        monkeypatch.setattr(module, "open_embedder", lambda _settings: fake_embedder)
    folder = small_set(tmp_path / "set")
    monkeypatch.setattr(eval.retrieval, "Settings", lambda data: settings_in(data))
    outcomes = tmp_path / "outcomes.jsonl"
    report = measured(capsys, folder, data=tmp_path / "data", outcomes=outcomes, by="kind,source")

    assert report["documents"] == 2
    assert report["all"]["hit_at_1"] == 1.0
    assert report["all"]["span_in_1000"] == 1.0
    assert report["embedded"] == 2
    assert report["on"]["build"].startswith("fake")
    assert list(report["by_source"]) == ["set"]
    assert compare(read_outcomes(outcomes), read_outcomes(outcomes))["hit_at_1"].difference == 0
    again = measured(capsys, folder, data=tmp_path / "data")
    assert again["embedded"] == 0
    assert "hit_at_1" in eval.retrieval._readable(again)


def test_the_same_questions_over_files_named_by_record(
    tmp_path: Path,
    fake_embedder: Embedder,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    for module in (index.sync, index.search):
        monkeypatch.setattr(module, "open_embedder", lambda _settings: fake_embedder)
    monkeypatch.setattr(eval.retrieval, "Settings", lambda data: settings_in(data))
    folder = small_set(tmp_path / "set")
    files = tmp_path / "files"
    files.mkdir()
    for row in read_questions(folder, "dev", None):
        for record in row.relevant:
            (files / f"{record}.txt").write_text("租金减免办法\n对入驻企业前两年免收租金。\n")
    (files / "other.txt").write_text("企业开办指南\n企业开办实行一日办结，由市场监管局负责。\n")
    report = measured(capsys, folder, documents=files, data=tmp_path / "data")
    assert (report["documents"], report["all"]["hit_at_1"]) == (2, 1.0)


def measured(capsys: pytest.CaptureFixture[str], folder: Path, **options: object) -> dict[str, Any]:
    """Return the report of one run of the command."""
    capsys.readouterr()
    run(folder, qrels="dev", as_json=True, **options)  # type: ignore[arg-type]
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


def test_figures_by_group() -> None:
    questions = [
        Question(str(n), "问", frozenset({"b"}), None, {"kind": kind})
        for n, kind in enumerate(("fact", "fact", "target"))
    ]
    outcomes = [judge(item, [hit("b")], 1.0) for item in questions]
    found = figures_by(outcomes, "kind")
    assert [(name, item["questions"]) for name, item in found.items()] == [
        ("fact", 2),
        ("target", 1),
    ]


def test_a_row_states_its_kind_and_role_or_is_understood(tmp_path: Path) -> None:
    folder = small_set(tmp_path / "set")
    write(folder / "queries.jsonl", [{"_id": "q1", "text": "补贴多少", "role": "staff"}])
    (question_read,) = read_questions(folder, "dev", None)
    assert question_read.groups == {"kind": "incentive", "role": "staff", "source": "set"}


def test_records_are_named_by_mark_or_by_file() -> None:
    assert record_of("corpus.jsonl#15c1.x") == "15c1.x"
    assert record_of("documents/ncp/15c1.txt") == "15c1"


def test_chance_is_told_from_gain() -> None:
    random = np.random.default_rng(3)
    a = random.integers(0, 2, 400).astype(float)
    better = np.minimum(1.0, a + (random.random(400) < 0.1))
    gain = paired_bootstrap(a, better)
    assert gain.low > 0
    assert gain.p < 0.01
    noise = paired_bootstrap(a, random.permutation(a))
    assert noise.low < 0 < noise.high
    assert noise.p > 0.05


def test_runs_without_a_question_in_common_are_an_error() -> None:
    with pytest.raises(ValueError, match="no question in common"):
        compare({"a": {"hit_at_1": 1.0}}, {"b": {"hit_at_1": 1.0}})


def small_set(folder: Path) -> Path:
    """Write a BEIR folder of two records and one question."""
    (folder / "qrels").mkdir(parents=True)
    records = [
        {
            "_id": "d1",
            "title": "租金减免办法",
            "text": "对入驻企业前两年免收租金，第三年减半收取。",
        },
        {"_id": "d2", "title": "企业开办指南", "text": "企业开办实行一日办结，由市场监管局负责。"},
    ]
    write(folder / "corpus.jsonl", records)
    write(folder / "queries.jsonl", [{"_id": "q1", "text": "企业租金怎么减免"}])
    write(folder / "answers.jsonl", [{"_id": "q1", "docid": "d1", "answer": "前两年免收租金"}])
    (folder / "qrels" / "dev.tsv").write_text("query-id\tcorpus-id\tscore\nq1\td1\t1\n")
    return folder


def write(path: Path, rows: list[dict[str, str]]) -> None:
    path.write_text(
        "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8"
    )
