"""General terms of a document reach each of its incentives, verbatim."""

from __future__ import annotations

from corpus.cards import IncentiveCard
from corpus.document import PolicyDocument
from ingest.cards.extract import extract_cards
from ingest.clauses.split import split_clauses

TEXT = """第一条 本办法所称总部企业，是指注册地和纳税地在临江区，年度纳税总额1000万元以上的企业。
第二条 总部企业租用办公用房的，按实际租金的30%给予补贴，每年最高80万元。
第三条 对首次认定的瞪羚企业，奖励30万元。
第四条 同一事项符合市、区多项扶持政策的，按照就高不重复原则执行。
"""


def _cards(text: str) -> list[IncentiveCard]:
    document = PolicyDocument(
        "0" * 16, "one.txt", "default", "办法", text, clauses=split_clauses(text)
    )
    return [card for card in extract_cards(document) if isinstance(card, IncentiveCard)]


def test_a_defined_word_and_the_combination_rule_are_attached() -> None:
    rent, award = _cards(TEXT)
    assert rent.scope is not None
    assert rent.scope.startswith("本办法所称总部企业，是指注册地")
    assert award.scope is None
    for card in (rent, award):
        assert card.combination == "同一事项符合市、区多项扶持政策的，按照就高不重复原则执行"
        for span in card.spans:
            if span.field in ("scope", "combination"):
                assert TEXT[span.start : span.end] == getattr(card, span.field)


def test_two_named_benefits_bind_only_each_other() -> None:
    text = (
        "第一条 对首次认定的瞪羚企业，奖励30万元。\n第二条 购房补贴与安家补助不重复享受。\n"
        "第三条 奖补对象为在本县注册的农业企业和家庭农场。\n"
    )
    (card,) = _cards(text)
    assert card.combination is None
    assert card.scope == "奖补对象为在本县注册的农业企业和家庭农场"
