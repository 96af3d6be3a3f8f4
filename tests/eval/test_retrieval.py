"""The measure of retrieval: figures known by hand, and one run through the real stores."""

from __future__ import annotations

import json
import math
from pathlib import Path

import pytest

import eval.retrieval
import index.search
import index.sync
from corpus.settings import EmbeddingSettings, Settings
from eval.retrieval import Question, figures_of, judge, measure, read_questions
from index.embed import Embedder
from index.search import Hit


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
    tmp_path: Path, fake_embedder: Embedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (index.sync, index.search):
        monkeypatch.setattr(module, "open_embedder", lambda _settings: fake_embedder)
    folder = tmp_path / "set"
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

    questions = read_questions(folder, "dev", None)
    settings = Settings(data=tmp_path / "data", embedding=EmbeddingSettings(model="fake"))
    report = measure(folder, questions, settings, None, tmp_path / "outcomes.jsonl")

    assert report["documents"] == 2
    assert report["all"]["hit_at_1"] == 1.0
    assert report["all"]["span_in_1000"] == 1.0
    assert report["embedded"] == 2
    assert len((tmp_path / "outcomes.jsonl").read_text().splitlines()) == 1
    again = measure(folder, questions, settings, None, None)
    assert again["embedded"] == 0
    assert "hit_at_1" in eval.retrieval._readable(again)


def write(path: Path, rows: list[dict[str, str]]) -> None:
    path.write_text(
        "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8"
    )
