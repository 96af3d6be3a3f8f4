"""Measures: departments, sentences, and which clauses count."""

import pytest

from corpus.document import Clause, PolicyDocument
from service.align.measures import (
    departments_of,
    measures_of,
    sentences_of,
    strip_citations,
    strip_departments,
    units_of,
)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("支持跨境电商。（商务部、海关总署等有关部门负责）", ("商务部", "海关总署")),
        # the note about who leads is not a department
        (
            "推广试点。（税务总局、财政部、海关总署负责，排在第一位的部门为牵头部门，下同）",
            ("税务总局", "财政部", "海关总署"),
        ),
        (
            "降低成本。（责任单位：市发展改革委、市能源局按职责分工负责）",
            ("市发展改革委", "市能源局"),
        ),
        # a remark in brackets is nobody's duty
        ("支持园区（含省级开发区）发展。", ()),
    ],
)
def test_departments(text: str, names: tuple[str, ...]) -> None:
    assert departments_of(text) == names


def test_the_note_of_departments_is_not_part_of_the_words_compared() -> None:
    assert strip_departments("支持跨境电商。（商务部负责）") == "支持跨境电商。"


def test_sentences_know_their_place() -> None:
    text = "一是减税；二是降费。\n三是补贴"
    assert [text[s.start : s.end] for s in sentences_of(text)] == [
        "一是减税；",
        "二是降费。",
        "三是补贴",
    ]


def test_measures_are_the_lowest_labelled_clauses() -> None:
    text = "一、总则（一）甲。（二）乙。二、附则。"
    clauses = (
        Clause("一、", "一", "条", 1, "总则", 0, 13, None),
        Clause("（一）", "一、（一）", "款", 2, None, 4, 9, 0),
        Clause("（二）", "一、（二）", "款", 2, None, 9, 13, 0),
        Clause("二、", "二", "条", 1, None, 13, len(text), None),
    )
    document = PolicyDocument(
        document_id="0" * 16, source="a", collection="draft", title="题", text=text, clauses=clauses
    )
    assert [measure.label for measure in measures_of(document)] == ["（一）", "（二）", "二、"]
    assert measures_of(document)[0].body == "甲。"


def test_paragraphs_that_close_a_document_are_no_part_of_its_last_measure() -> None:
    tasks = ("建设公共服务平台", "培养技能人才", "改善场馆条件", "强化日常监管")
    lines = [
        f"（{number}）{task}，各县区每年报告一次。"
        for number, task in zip("一二三四", tasks, strict=True)
    ]
    closing = "各部门要按照职责分工，抓好各项任务的落实。"
    text = "\n".join([*lines, closing])
    starts = [text.index(line) for line in lines]
    ends = [*starts[1:], len(text)]
    clauses = tuple(
        Clause(line[:3], line[:3], "款", 1, None, start, end, None)
        for line, start, end in zip(lines, starts, ends, strict=True)
    )
    document = PolicyDocument(
        document_id="0" * 16, source="a", collection="draft", title="题", text=text, clauses=clauses
    )
    assert [measure.text.strip() for measure in measures_of(document)] == lines
    assert [unit.text for unit in units_of(document)][-1] == closing


def test_words_quoted_from_a_named_document_are_not_the_own_words() -> None:
    quoted = "国办发〔2018〕121号“积极推进体育竞赛表演产业融合化发展”的要求要落实。"
    assert "融合化" not in strip_citations(quoted)
    assert "总对总" in strip_citations("推动“总对总”合作。")


@pytest.mark.parametrize(
    ("text", "national"),
    [
        ("（一）试点范围。在全国范围内选择10个左右有条件的城市开展试点。", True),
        ("（一）由国务院办公厅、国家医保局组成试点工作小组，领导试点工作。", True),
        ("（一）选择北京、天津、上海等11个城市开展试点。", True),
        # ministries' tasks may still be a city's to pass on
        ("（一）完善信用管理。（海关总署负责）", False),
        ("（一）在全市范围内推广。", False),
    ],
)
def test_what_is_done_for_the_whole_country(text: str, national: bool) -> None:
    document = PolicyDocument(
        document_id="0" * 16, source="a", collection="draft", title="题", text=text,
        clauses=(Clause("（一）", "（一）", "款", 1, None, 0, len(text), None),),
    )  # fmt: skip
    assert measures_of(document)[0].is_national is national
