"""Conditions of cards, one test each, over short official wording."""

from __future__ import annotations

import pytest

from corpus.cards import IncentiveCard
from corpus.document import PolicyDocument
from ingest.cards.extract import extract_cards
from ingest.clauses.split import split_clauses

CASES = (
    # A list of steps is taken apart; what stands before the first belongs to it.
    ("对新评定为三星级、四星级、五星级的酒店，一次性分别给予20万元、50万元、100万元奖励。",
     ["新评定为三星级", "四星级", "五星级"]),
    # Two bounds in one breath are two tests.
    ("对工业类项目，固定资产投资1000万元及以上且亩均投资强度不低于200万元的，按固定资产投资的5%给予企业奖励。",
     ["固定资产投资1000万元及以上", "亩均投资强度不低于200万元"]),
    # What the rate is taken of is no condition.
    ("对新引进的总部经济项目，自认定当年起，参照其年度地方财政贡献给予企业连续5年奖励，"
     "每年奖励地方财政贡献的50%。", ["自认定当年起"]),
    # A modifier that says what is done or not done is a condition.
    ("对不裁员或少裁员的参保企业，可返还其上年度实际缴纳失业保险费的50%。", ["不裁员或少裁员"]),
    # What stands before the test belongs to it where somebody else receives.
    ("对一个行政村发展标准化民宿达20家以上、床位100张以上的，给予投资方奖励100万元。",
     ["一个行政村发展标准化民宿达20家以上", "床位100张以上"]),
    # A wish is no condition.
    ("鼓励企业多途径扩大招工规模，疫情解除后当月参保人数较上年同期每新增1人，按每人500元标准补助企业。",
     []),
    # The offices that decide are no steps.
    ("对中小微企业，经行业主管部门和出租方认定，除免收2月份房租外，另免收该月的物业费。",
     ["经行业主管部门和出租方认定"]),
)  # fmt: skip


def _cards(text: str) -> list[IncentiveCard]:
    body = f"第一条 {text}\n"
    document = PolicyDocument(
        "0" * 16, "one.txt", "default", "办法", body, clauses=split_clauses(body)
    )
    return [card for card in extract_cards(document) if isinstance(card, IncentiveCard)]


@pytest.mark.parametrize(("text", "conditions"), CASES)
def test_conditions_are_single_tests(text: str, conditions: list[str]) -> None:
    (card,) = _cards(text)
    assert [item.text for item in card.conditions] == conditions
    spans = [item for item in card.spans if item.field.startswith("conditions.")]
    assert [(item.start, item.end) for item in spans] == [
        (item.start, item.end) for item in card.conditions
    ]


def test_reference_to_another_article_and_one_to_one_are_rules() -> None:
    first, second = (
        *_cards("对本土企业将域外业务迁回本县结算的，按企业新增地方财政贡献享受第5条政策。"),
        *_cards("重大产业项目投资奖励可在第2条基础上，实行“一事一议”。"),
    )
    assert (first.beneficiary, first.benefit_type) == ("本土企业", "奖励")
    assert (second.beneficiary, second.amount_text) == ("重大产业项目", "实行“一事一议”")


def test_period_after_an_event() -> None:
    (card,) = _cards("企业自兼并重组完成后的3年内，按年度新增地方财政贡献的70%给予企业奖励。")
    assert card.period == "3年"
