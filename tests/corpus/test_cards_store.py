"""Cards live and die with their document."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from corpus.cards import FieldSpan, IncentiveCard, ProcedureCard, TargetCard, plain_number
from corpus.catalogue import Catalogue
from corpus.document import PolicyDocument, Source

TEXT = "对在主板上市企业，给予企业300万元奖励。到2025年，机械化率达到75%。"
CARDS = (
    IncentiveCard(
        "第十五条",
        0,
        20,
        "奖励",
        beneficiary="在主板上市企业",
        amount_min=Decimal(3000000),
        spans=(FieldSpan("beneficiary", 1, 8),),
    ),
    TargetCard("一、", 20, 36, "机械化率", Decimal("75.5"), "%", "="),
    ProcedureCard("二、", 0, 4, "申报", materials=("申请书",)),
)


def test_cards_are_stored_with_their_document_and_leave_with_it(tmp_path: Path) -> None:
    catalogue = Catalogue(f"sqlite:///{tmp_path / 'c.sqlite3'}", tmp_path / "lock")
    document = PolicyDocument("a" * 16, "a.txt", "default", "措施", TEXT, cards=CARDS)
    source = Source("a.txt", "0" * 64, 10, "txt")
    catalogue.put(document, source, parser_version=1)
    catalogue.put(document, source, parser_version=1)
    assert catalogue.document("a" * 16) == document
    assert [item.card for item in catalogue.all_cards()] == list(CARDS)
    assert [item.card.kind for item in catalogue.all_cards("target")] == ["target"]
    catalogue.remove_document("a" * 16)
    assert catalogue.all_cards() == []
    catalogue.close()


def test_plain_numbers_are_whole_where_they_can_be() -> None:
    assert [plain_number(Decimal(item)) for item in ("3000000", "0.5", "20.00")] == [
        3000000,
        0.5,
        20,
    ]
    assert plain_number(None) is None
