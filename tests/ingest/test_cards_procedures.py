"""Procedure cards of guides and of clauses that say how to apply."""

from __future__ import annotations

from corpus.cards import ProcedureCard
from corpus.document import PolicyDocument
from ingest.cards.extract import extract_cards
from ingest.clauses.split import split_clauses

GUIDE = """房屋租赁登记备案指南
一、什么时候办理
房屋租赁当事人应当在订立租赁合同之日起30日内办理房屋租赁登记备案手续。
二、需要申请材料如下：
1、租赁双方当事人身份证明;
2、房屋权属证明或者房屋合法来源资料（房产证，宅基地证）;
3、房屋租赁合同。
三、在哪里办理
可通过广州市房屋租赁信息服务平台或“穗好办”APP申请登记备案。咨询电话：020-12345678。
"""
MEASURES = """第四条 房租补贴
申请补贴的，应当向县投资促进局提交申请材料，县投资促进局在15个工作日内办结。
第五条 附则
本措施由县投资促进局负责解释。
"""


def procedures_of(title: str, text: str) -> list[ProcedureCard]:
    document = PolicyDocument(
        "0" * 16, "a.txt", "default", title, text, clauses=split_clauses(text)
    )
    return [card for card in extract_cards(document) if isinstance(card, ProcedureCard)]


def test_a_guide_is_one_procedure_with_its_fields() -> None:
    card = next(
        item for item in procedures_of("房屋租赁登记备案指南", GUIDE) if item.clause_path is None
    )
    assert card.name == "房屋租赁登记备案"
    assert card.materials == (
        "租赁双方当事人身份证明", "房屋权属证明或者房屋合法来源资料", "房屋租赁合同",
    )  # fmt: skip
    assert card.time_limit == "订立租赁合同之日起30日内"
    assert "“穗好办”APP" in (card.where or "")
    assert card.phone == "020-12345678"


def test_a_clause_names_department_and_limit() -> None:
    found = procedures_of("招商若干措施", MEASURES)
    assert [(card.clause_path, card.department) for card in found] == [("第四条", "县投资促进局")]
    assert found[0].time_limit is not None
    assert found[0].time_limit.startswith("15个工作日")


def test_spans_hold_what_they_say() -> None:
    for card in procedures_of("房屋租赁登记备案指南", GUIDE):
        for span in card.spans:
            name, _, index = span.field.partition(".")
            value = getattr(card, name)
            assert GUIDE[span.start : span.end] == (value[int(index)] if index else value)
