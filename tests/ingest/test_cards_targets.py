"""Target cards: indicator, comparator, value and unit as printed, deadline."""

from __future__ import annotations

from datetime import date

import pytest

from corpus.cards import TargetCard
from corpus.document import PolicyDocument
from ingest.cards.extract import extract_cards

#: (sentence of a document of 2020, [(indicator, comparator, value, unit, year)])
CASES = (
    ("到2025年，全国农机总动力稳定在11亿千瓦左右，其中灌排机械动力达到1.3亿千瓦。",
     [("全国农机总动力", "≈", "11", "亿千瓦", 2025), ("灌排机械动力", "=", "1.3", "亿千瓦", 2025)]),
    ("到2025年，马铃薯种植、收获机械化率均达到45%，花生种植、收获机械化率分别达到65%和55%。",
     [("马铃薯种植机械化率", "=", "45", "%", 2025), ("马铃薯收获机械化率", "=", "45", "%", 2025),
      ("花生种植机械化率", "=", "65", "%", 2025), ("花生收获机械化率", "=", "55", "%", 2025)]),
    ("力争2020年科创类企业贷款同比增长不低于15%。",
     [("科创类企业贷款同比增长", "≥", "15", "%", 2020)]),
    ("推动2020年全市普惠型小微企业贷款综合融资成本较2019年再下降0.5个百分点。",
     [("全市普惠型小微企业贷款综合融资成本下降", "=", "0.5", "个百分点", 2020)]),
    ("小微企业无还本续贷占比提升20个百分点以上。",
     [("小微企业无还本续贷占比提升", "≥", "20", "个百分点", None)]),
    ("到2022年，建设50所高水平高等职业学校和150个骨干专业（群）。",
     [("高水平高等职业学校", "=", "50", "所", 2022), ("骨干专业（群）", "=", "150", "个", 2022)]),
    ("今年主要预期目标是：国内生产总值增长5%左右；城镇新增就业1200万人以上。",
     [("国内生产总值增长", "≈", "5", "%", 2020), ("城镇新增就业", "≥", "1200", "万人", 2020)]),
    ("到2020年，全国农机总动力超过10亿千瓦。",
     [("全国农机总动力", ">", "10", "亿千瓦", 2020)]),
    ("到2025年，常住人口城镇化率提高到60%。", [("常住人口城镇化率", "=", "60", "%", 2025)]),
)  # fmt: skip


def targets_of(text: str) -> list[TargetCard]:
    document = PolicyDocument(
        "0" * 16, "a.txt", "default", "发展规划", text, issued_on=date(2020, 2, 5)
    )
    return [card for card in extract_cards(document) if isinstance(card, TargetCard)]


@pytest.mark.parametrize(("text", "wanted"), CASES, ids=lambda item: str(item)[:14])
def test_targets(text: str, wanted: list[tuple[str, str, str, str, int | None]]) -> None:
    assert [
        (item.indicator, item.comparator, str(item.value), item.unit, item.deadline_year)
        for item in targets_of(text)
    ] == wanted


@pytest.mark.parametrize(
    "text",
    [
        "2019年，全区完成工业产值21.29亿元，税收1.99亿元。",
        "过去五年，城镇新增就业超过6600万人，目前贫困人口减少6800多万。",
        "全面落实省“外资10条”，加紧出台实施细则。",
        "对引进单体投资额超200亿元项目的招商组将给予重奖。",
    ],
)
def test_what_was_reached_or_is_a_condition_is_no_target(text: str) -> None:
    assert targets_of(text) == []


def test_a_target_knows_its_baseline() -> None:
    found = targets_of("到2025年，单位地区生产总值能耗比2020年下降14.5%。")
    assert [(item.baseline, str(item.value)) for item in found] == [("2020年", "14.5")]
