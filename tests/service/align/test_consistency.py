"""Statements of one draft that cannot all be true."""

from datetime import date

import pytest

from corpus.document import Clause, PolicyDocument
from service.align.consistency import find_inconsistencies


def _draft(text: str, *clauses: Clause) -> PolicyDocument:
    return PolicyDocument(
        document_id="0" * 16, source="draft", collection="draft", title="某市意见", text=text,
        clauses=clauses, issued_on=date(2024, 5, 20),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("实施期限为2024年至2023年。", ["period"]),
        ("实施期限为2024年7月1日至2024年3月1日。", ["period"]),
        ("实施期限为2024年至2026年。", []),
        ("2023年12月底前全部完成。", ["period"]),
        ("2023年12月底前已全部完成。", []),
        ("专项资金总规模2亿元。专项资金总规模3亿元。", ["total"]),
        ("每年安排2000万元，四年总规模1亿元。", ["sum"]),
        ("每年安排2000万元，五年总规模1亿元。", []),
        ("总投资10亿元，其中基建6亿元、设备5亿元。", ["sum"]),
        ("总投资10亿元，其中基建6亿元、设备3亿元。", []),
        (
            "到2027年，农作物综合机械化率达到73%。\n到2027年，农作物综合机械化率达到75%。",
            ["repeated_figure"],
        ),
        (
            "到2025年，农作物综合机械化率达到73%。\n到2027年，农作物综合机械化率达到75%。",
            [],
        ),
    ],
)
def test_kinds(text: str, kinds: list[str]) -> None:
    assert [item.kind for item in find_inconsistencies(_draft(text))] == kinds


def test_labels_that_leave_a_number_out() -> None:
    text = "一、甲。二、乙。四、丁。"
    clauses = tuple(
        Clause(text[at : at + 2], text[at], "章", 1, None, at, at + 4, None) for at in (0, 4, 8)
    )
    (found,) = find_inconsistencies(_draft(text, *clauses))
    assert found.kind == "numbering"
    assert "“二、”之后是“四、”" in found.reason
