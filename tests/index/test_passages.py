"""Passages: verbatim, whole, by clause, with the headings above them."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.document import Clause, PolicyDocument
from index.passages import MAX_CHARS, Passage, passages_of


def document(text: str, *clauses: Clause, title: str = "某市办法", **more: str) -> PolicyDocument:
    return PolicyDocument("d", "d.txt", "default", title, text, clauses=clauses, **more)  # type: ignore[arg-type]


def clause(
    text: str, words: str, path: str, *, parent: int | None = None, kind: str = "条",
    heading: str | None = None, until: str | None = None, label: str | None = "",
) -> Clause:  # fmt: skip
    start = text.index(words)
    end = len(text) if until is None else text.index(until)
    return Clause(
        label=path if label == "" else label,
        path=path,
        kind=kind,  # type: ignore[arg-type]
        depth=1 if parent is None else 2,
        heading=heading,
        start=start,
        end=end,
        parent=parent,
    )


def paths(found: tuple[Passage, ...]) -> list[str | None]:
    return [passage.clause_path for passage in found]


def test_short_articles_stay_apart() -> None:
    text = "第一条 甲。\n第二条 乙。"
    found = passages_of(
        document(
            text,
            clause(text, "第一条", "第一条", until="\n第二条"),
            clause(text, "第二条", "第二条"),
        )
    )
    assert [passage.text for passage in found] == ["第一条 甲。", "第二条 乙。"]
    assert paths(found) == ["第一条", "第二条"]


def test_small_items_join_under_their_heading() -> None:
    text = "三、主要任务\n（一）抓招商。\n（二）优环境。" + "长" * 300
    found = passages_of(
        document(
            text,
            clause(text, "三、", "三、", kind="章", heading="主要任务"),
            clause(text, "（一）", "三、（一）", parent=0, kind="项", until="\n（二）"),
            clause(text, "（二）", "三、（二）", parent=0, kind="项"),
        )
    )
    assert found[0].text == "三、主要任务\n（一）抓招商。"
    assert found[0].clause_path == "三、（一）"
    assert found[1].headings.startswith("三、主要任务")


def test_long_clause_is_cut_at_sentences_with_overlap() -> None:
    sentence = "企业应当按照规定向主管部门提交申请材料。"
    text = "第一条 " + sentence * 40
    found = passages_of(document(text, clause(text, "第一条", "第一条")))
    assert len(found) > 2
    assert all(len(passage.text) <= MAX_CHARS for passage in found)
    assert all(passage.text.endswith("。") for passage in found)
    assert all(b.start < a.end for a, b in pairwise(found)), "no overlap"
    assert paths(found) == ["第一条"] * len(found)


def test_text_to_embed_carries_title_region_and_headings() -> None:
    text = "一、奖励\n（一）最高500万元。" + "其他规定。" * 70
    found = passages_of(
        document(
            text,
            clause(text, "一、", "一、", kind="章", heading="奖励"),
            clause(text, "（一）", "一、（一）", parent=0, kind="项"),
            region="青石县",
        )
    )
    last = found[-1]
    assert last.embed_text.startswith("某市办法 青石县 一、奖励")
    assert last.text in last.embed_text
    assert "某市办法" not in last.text


def test_rows_of_a_long_table_repeat_its_head() -> None:
    text = "指标\t单位\t2025年\n" + "\n".join(f"指标{i}\t亿元\t{i * 10}" for i in range(60))
    found = passages_of(document(text, clause(text, "指标", "表1", kind="表", label=None)))
    assert len(found) > 1
    assert "指标\t单位\t2025年" in found[1].embed_text
    assert "指标\t单位\t2025年" not in found[1].text


def test_text_without_clauses_is_still_searchable() -> None:
    found = passages_of(document("今年计划引进项目20个。"))
    assert [(passage.text, passage.clause_path) for passage in found] == [
        ("今年计划引进项目20个。", None)
    ]


@pytest.mark.parametrize("text", ["没有标点" * 400, "\n\n".join("短句。" for _ in range(300))])
def test_awkward_texts_are_covered(text: str) -> None:
    assert_covers(document(text))


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="甲乙。；，\n 第一二条1", min_size=1, max_size=1500))
def test_passages_are_verbatim_and_lose_nothing(text: str) -> None:
    if text.strip():
        assert_covers(document(text))


def assert_covers(whole: PolicyDocument) -> None:
    held: set[int] = set()
    for passage in passages_of(whole):
        assert whole.text[passage.start : passage.end] == passage.text
        assert 0 < len(passage.text) <= MAX_CHARS
        held.update(range(passage.start, passage.end))
    lost = [c for i, c in enumerate(whole.text) if i not in held and not c.isspace()]
    assert not lost
