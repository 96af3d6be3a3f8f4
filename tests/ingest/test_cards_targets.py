"""Target cards: indicator, comparator, value and unit as printed, deadline."""

from __future__ import annotations

from datetime import date

import pytest

from corpus.cards import TargetCard
from corpus.document import PolicyDocument
from ingest.cards.extract import extract_cards
from ingest.clauses.split import split_clauses

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
    ("到2027年，重点企业关键工序数控化率、数字化研发设计工具普及率分别超过75%、90%。",
     [("重点企业关键工序数控化率", ">", "75", "%", 2027),
      ("数字化研发设计工具普及率", ">", "90", "%", 2027)]),
    ("“十四五”末，在全省建成20个左右国家临床中心分中心。",
     [("国家临床中心分中心", "≈", "20", "个", 2025)]),
    ("今年全国固定资产投资总规模为５７００．５亿元。",
     [("全国固定资产投资总规模", "=", "5700.5", "亿元", 2020)]),
    ("今年将奖励扶助标准由人均600元提高到720元。", [("奖励扶助标准", "=", "720", "元", 2020)]),
    ("今年城镇保障性住房基本建成470万套。", [("城镇保障性住房基本建成", "=", "470", "万套", 2020)]),
    ("到2027年，打造具有推广效应的100个算法产品。", [("算法产品", "=", "100", "个", 2027)]),
    ("力争实现95%以上的企业纳税人、缴费人网上申报。",
     [("企业纳税人、缴费人网上申报", "≥", "95", "%", None)]),
    ("到2025年，形成200家以上拥有自主知识产权、自主品牌的创新型领军企业。",
     [("创新型领军企业", "≥", "200", "家", 2025)]),
    ("今年粮食产量保持在1.3万亿斤以上。", [("粮食产量", "≥", "1.3", "万亿斤", 2020)]),
    ("到2025年底，全市80%以上工程项目采用数字化建造模式。",
     [("工程项目采用数字化建造模式", "≥", "80", "%", 2025)]),
    ("三年内参保率均提高到90%以上，力争提前实现。", [("三年内参保率", "≥", "90", "%", None)]),
    ("到2025年，常住人口城镇化率提高到60%。", [("常住人口城镇化率", "=", "60", "%", 2025)]),
)  # fmt: skip


def targets_of(text: str) -> list[TargetCard]:
    document = PolicyDocument(
        "0" * 16,
        "a.txt",
        "default",
        "发展规划",
        text,
        issued_on=date(2020, 2, 5),
        clauses=split_clauses(text),
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
        "1956年职工全年的平均工资是610元，比农民收入高一倍多。",
        "2005年与2000年相比，国内生产总值增长57.3%，年均增长9.5%。",
        "最近1年内无超速50%以上、违反交通信号灯通行等严重交通违法行为记录。",
    ],
)
def test_what_was_reached_or_is_a_condition_is_no_target(text: str) -> None:
    assert targets_of(text) == []


def test_a_target_knows_its_baseline() -> None:
    found = targets_of("到2025年，单位地区生产总值能耗比2020年下降14.5%。")
    assert [(item.baseline, str(item.value)) for item in found] == [("2020年", "14.5")]


def test_what_is_asked_of_applicants_is_no_target() -> None:
    text = "一、申报条件\n（一）2020年，智能产品收入占主营业务收入的比重达到50%以上，确保真实。"
    assert targets_of(text) == []


def test_the_part_of_a_report_about_this_year_dates_its_targets() -> None:
    (card,) = targets_of("三、今年的工作\n（一）国内生产总值预期增长8%左右。")
    assert (card.indicator, card.deadline_year) == ("国内生产总值预期增长", 2020)
