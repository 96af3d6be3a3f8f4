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


STEPS = """1.先扫二维码，关注公众号
2.进入“云省事”小程序，搜索“调解仲裁”服务
3.填写当事人信息、仲裁申请信息和上传资料
4.提交申请
特别提醒：仲裁申请已预受理的，请于5个工作日内递交材料。
1.本页由窗口人员维护
"""
ENTRY = """一、申报渠道
《根据《引进人才入户管理办法》，在“云省办”APP申报。
二、办理流程
需要上传材料的，由人力资源社会保障部门进行人工审核。
1.必备材料清单：
（1）身份证明材料
身份证正反面、户口簿首页。
（2）学历学位证明材料
①毕业证书、学位证书。
（3）落户地址材料
2.办理时效：人力资源社会保障部门将在15个工作日内完成审核。
"""


def test_a_page_of_nothing_but_steps_is_a_procedure() -> None:
    (card,) = procedures_of("劳动人事争议仲裁网上申请流程", STEPS)
    assert card.name == "劳动人事争议仲裁网上申请"
    assert [item[:4] for item in card.steps] == ["先扫二维", "进入“云", "填写当事", "提交申请"]
    assert card.materials == ()


def test_a_list_of_materials_keeps_to_its_own_numbering() -> None:
    card = next(item for item in procedures_of("人才入户申报指南", ENTRY) if item.materials)
    assert card.materials == ("身份证明材料", "学历学位证明材料", "落户地址材料")
    assert card.department == "人力资源社会保障部门"
    assert (card.time_limit or "").startswith("15个工作日")


def test_a_title_that_advertises_names_the_matter_before() -> None:
    text = "步骤1：打开APP，点击备案。\n步骤2：提交申请，2个工作日内完成审批。\n"
    (card,) = procedures_of("广州异地就医备案，上“穗好办”快速办理！", text)
    assert card.name == "广州异地就医备案"
