"""Tables of sums become one card with tiers, tables of indicators one target a row and year."""

from __future__ import annotations

from corpus.cards import Card
from corpus.document import Clause, PolicyDocument
from ingest.cards.tables import read_table

SUMS = (
    "学历层次 | 年龄 | 租房补贴标准（元）\n"
    "博士研究生 | 45周岁以下 | 2000\n硕士研究生 | 40周岁以下 | 1200元"
)
INDICATORS = (
    "指标 | 单位 | 2023年 | 2027年目标\n工业总产值 | 亿元 | 820 | ≥1200\n研发强度 | % | 2.1 | 3"
)
OTHER = "学历层次 | 年龄要求\n博士研究生 | 50周岁以下"


def cards_of(text: str) -> tuple[Card, ...]:
    clause = Clause(None, "表", "表", 1, None, 0, len(text), None)
    document = PolicyDocument("0" * 16, "a.txt", "default", "租房补贴", text, clauses=(clause,))
    return read_table(document, clause)


def test_a_table_of_sums_is_one_card_with_tiers() -> None:
    (card,) = cards_of(SUMS)
    assert card.kind == "incentive"
    assert (card.amount_min, card.amount_max) == (1200, 2000)
    assert [(tier.label, tier.amount) for tier in card.tiers] == [
        ("博士研究生", 2000),
        ("硕士研究生", 1200),
    ]
    assert SUMS[card.tiers[1].start : card.tiers[1].end] == "1200元"


def test_a_table_of_indicators_gives_targets_of_target_years_only() -> None:
    found = cards_of(INDICATORS)
    assert [
        (card.indicator, card.comparator, int(card.value), card.unit, card.deadline_year)
        for card in found
        if card.kind == "target"
    ] == [("工业总产值", "≥", 1200, "亿元", 2027), ("研发强度", "=", 3, "%", 2027)]


def test_other_tables_give_no_card() -> None:
    assert cards_of(OTHER) == ()
