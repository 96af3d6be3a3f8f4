"""Deadlines: what counts as one, and when two of them disagree."""

from datetime import date

import pytest

from service.align.deadlines import compare_deadlines, find_deadlines


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("2019年12月底前全部复制到位", [("by", "2019年12月底前")]),
        ("到2025年实现全覆盖", [("by", "2025年")]),
        ("自国务院批准设立之日起享受", [("from_event", "自国务院批准设立之日起")]),
        ("在抽样后3个工作日内放行", [("within", "3个工作日内")]),
        ("在抽样后即放行", [("at_once", "后即")]),
        # a year in which something happened is no deadline
        ("2019年印发的意见", []),
        ("2018年以来", []),
    ],
)
def test_find(text: str, found: list[tuple[str, str]]) -> None:
    deadlines = find_deadlines(text, counted_from=None)
    assert [(item.kind, item.text) for item in deadlines] == found


@pytest.mark.parametrize(
    ("ours", "theirs", "late", "early"),
    [
        # 2019 plus three years is 2022, and 2025 is later
        ("争取三年内实现全覆盖", "到2025年实现全覆盖", 1, 0),
        ("在抽样后即放行", "抽样后3个工作日内放行", 1, 0),
        ("自国务院批准设立综合保税区之日起", "自综保区通过封关验收之日起", 1, 0),
        # a term to claim within binds both ways
        ("事由应发生在申请日前12个月内。", "事由应当发生在申请日前6个月内。", 1, 0),
        # tighter than asked, or a day where none was asked
        ("20个工作日内办结", "10个工作日内办结", 0, 1),
        ("推广改革试点经验", "2019年12月底前全部复制", 0, 1),
        # the same
        ("到2025年建成", "到2025年建成", 0, 0),
        ("自印发之日起执行", "自本意见印发之日起执行", 0, 0),
    ],
)
def test_compare(ours: str, theirs: str, late: int, early: int) -> None:
    differences = compare_deadlines(
        find_deadlines(ours, counted_from=date(2019, 1, 22)),
        find_deadlines(theirs, counted_from=None),
    )
    assert tuple(len(group) for group in differences) == (late, early)
