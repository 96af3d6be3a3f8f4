"""Measures taken apart: who does what, how strongly, how much, until when, on what terms."""

import pytest

from corpus.document import Clause, PolicyDocument
from service.align.measures import measures_of
from service.align.parts import parts_of
from service.align.report import MeasureParts


def _parts(text: str) -> MeasureParts:
    document = PolicyDocument(
        document_id="0" * 16, source="a", collection="draft", title="题", text=text,
        clauses=(Clause("（一）", "（一）", "款", 1, None, 0, len(text), None),),
    )  # fmt: skip
    (measure,) = measures_of(document)
    return parts_of(measure)


def test_a_measure_is_taken_apart() -> None:
    parts = _parts(
        "（一）地方各级人民政府要加快建设创业孵化载体，2019年12月底前建成5家；对符合条件的，"
        "给予500万元补助。（人力资源社会保障部、财政部等有关部门和单位负责）"
    )
    assert parts.actors == ("地方各级人民政府",)
    assert (parts.action, parts.object) == ("加快", "建设创业孵化载体")
    assert parts.figures == ("5家", "500万元")
    assert parts.deadlines == ("2019年12月底前",)
    assert parts.conditions == ("对符合条件的",)
    assert parts.departments == ("人力资源社会保障部", "财政部")
    assert parts.strength == "应当"


@pytest.mark.parametrize(
    ("text", "strength"),
    [
        ("（一）不得要求提交审批材料。", "必须"),
        ("（一）各地应当开设账号。", "应当"),
        ("（一）探索建立信用制度。", "探索"),
        ("（一）鼓励企业采购。", "鼓励"),
        ("（一）支持企业采购。", "支持"),
        # words that look like it
        ("（一）相应给予补助。", None),
        ("（一）重要事项报告。", None),
    ],
)
def test_strength(text: str, strength: str | None) -> None:
    assert _parts(text).strength == strength
