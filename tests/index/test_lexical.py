"""The keyword index on a real tantivy: terms, coverage, deletion, what survives reopening."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.lexical import LexicalEntry, LexicalIndex, query_terms, title_terms


@pytest.fixture
def index(tmp_path: Path) -> LexicalIndex:
    made = LexicalIndex(tmp_path / "lexical")
    made.write(
        [
            LexicalEntry(
                1, "租金减免政策 前两年免收租金", "青石县若干措施", "青石县审议意见", "全文 租金"
            ),
            LexicalEntry(2, "价格形成机制改革", "发展改革委通知", None, None),
            LexicalEntry(3, "重大项目奖励 最高500万元", "青石县若干措施", None, None),
        ]
    )
    return made


@pytest.mark.parametrize(
    ("query", "best"),
    [("价格形成机制", 2), ("免收租金", 1), ("500万元奖励", 3), ("價格形成機制", 2)],
)
def test_finds_chinese_words(index: LexicalIndex, query: str, best: int) -> None:
    found = index.search("context", query_terms(query), 10)
    assert max(found, key=lambda pid: found[pid]) == best


def test_nothing_matches_nothing(index: LexicalIndex) -> None:
    assert index.search("context", query_terms("航天"), 10) == {}
    assert index.search("context", query_terms("。。。"), 10) == {}


def test_scores_only_the_passages_asked_for(index: LexicalIndex) -> None:
    assert set(index.score("context", query_terms("租金奖励项目"), [3])) == {3}


def test_cover_counts_a_term_once_and_looks_at_the_head(index: LexicalIndex) -> None:
    found = index.cover({"租金": 1.0, "青石": 2.0, "航天": 5.0}, [1, 2, 3])
    assert found == {1: 3.0, 3: 2.0}


def test_rare_terms_weigh_more(index: LexicalIndex) -> None:
    rarity = index.rarity(["奖励", "价格", "航天"])
    assert rarity["航天"] > rarity["价格"] > 0


def test_whole_document_is_searched_through_its_first_passage(index: LexicalIndex) -> None:
    assert set(index.search("whole", query_terms("全文"), 10)) == {1}


def test_titles_are_searched_by_words(index: LexicalIndex) -> None:
    assert set(index.search("title", title_terms("审议意见提了什么"), 10)) == {1}
    assert index.search("title", title_terms("议意"), 10) == {}


def test_deletion_and_reopening(index: LexicalIndex, tmp_path: Path) -> None:
    index.write((), delete=[1, 99])
    again = LexicalIndex(tmp_path / "lexical")
    assert sorted(again.pids()) == [2, 3]
    again.clear()
    assert again.count() == 0
