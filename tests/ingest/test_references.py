"""Relations between documents, each proved by its words; lines of real documents."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from corpus.document import DocType, Reference
from ingest.clauses.split import split_clauses
from ingest.references.find import find_references
from ingest.references.mentions import find_mentions


@dataclass(frozen=True)
class Own:
    """What a document says of itself."""

    title: str = "示例市关于促进示例的通知"
    doc_number: str | None = None
    inner_title: str | None = None
    doc_type: DocType = "通知"


def found(text: str, **own: object) -> list[tuple[str, str | None]]:
    """(relation, number or title) of every reference of ``text``."""
    references = find_references(text, split_clauses(text), Own(**own))  # type: ignore[arg-type]
    for reference in references:
        assert text[reference.start : reference.end] == reference.cue
    return [(item.relation, item.doc_number or item.title) for item in references]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "根据《公共租赁住房管理办法》（住房城乡建设部令第11号）、《广东省城镇住房保障办法》等规定，制定本通知。",
            [("依据", "住房城乡建设部令第11号"), ("依据", "广东省城镇住房保障办法")],
        ),
        (
            "为贯彻落实《广州市人民政府关于进一步促进就业的实施意见》（穗府规〔2018〕19号）有关规定，现将《示例办法》印发给你们。",
            [("落实", "穗府规〔2018〕19号"), ("印发", "示例办法")],
        ),
        (
            "按照《国务院办公厅关于促进全域旅游发展的指导意见》（国办发〔2018〕15号）相关要求，",
            [("落实", "国办发〔2018〕15号")],
        ),
        (
            "本通知有效期5年。《甲办法》（穗人社发〔2014〕52号）、《乙办法》（穗人社发〔2015〕58号）同时废止。",
            [("废止", "穗人社发〔2014〕52号"), ("废止", "穗人社发〔2015〕58号")],
        ),
        (
            "1992年12月21日中国专利局发布的《专利法实施细则》同时废止。",
            [("废止", "专利法实施细则")],
        ),
        (
            "《国务院办公厅关于加大激励支持力度的通知》（国办发〔2016〕82号）停止执行。",
            [("废止", "国办发〔2016〕82号")],
        ),
        (
            "《甲规定》和《乙规定》已经国务院同意，现印发给你们。",
            [("印发", "甲规定"), ("印发", "乙规定")],
        ),
        (
            "你部《关于完善联席会议制度的请示》（教职成〔2018〕8号）收悉。现批复如下：",
            [("批复", "教职成〔2018〕8号")],
        ),
        (
            "白银的经济政策继续按照《国务院办公厅关于调整白银经济政策问题的复函》（国办函〔1994〕69号）执行。",
            [("依据", "国办函〔1994〕69号")],
        ),
        ("审批程序参照《示例检查程序规定》执行。", [("参照", "示例检查程序规定")]),
        (
            "中小微企业，特指符合《中小企业划型标准规定》的企业。",
            [("参照", "中小企业划型标准规定")],
        ),
    ],
)
def test_relation_by_the_words_beside_the_name(
    text: str, expected: list[tuple[str, str | None]]
) -> None:
    assert found(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "申请人应当持《食品经营许可证》和《受理回执》办理。",  # papers, not rules
        "依照本办法第三条执行。",
        "财政部正在抓紧修改完善《示例基金管理办法》。",  # not this document changes it
        "2004年8月28日《关于修改〈中华人民共和国公司法〉的决定》第二次修正",
        # how the law came about
        "《示例办法》废止前作出的决定继续有效。",
    ],
)
def test_what_is_no_relation(text: str) -> None:
    assert [item for item in found(text) if item[0] in ("废止", "修改", "依据")] == []


def test_own_name_and_number_are_no_reference() -> None:
    text = "《示例办法》已经市政府同意，现予公布。根据穗府规〔2020〕1号文件。"
    assert found(text, title="示例办法", doc_number="穗府规〔2020〕1号") == []


def test_list_of_a_decision_that_repeals() -> None:
    text = (
        "决定：\n一、废止《甲条例》（1992年9月19日通过）\n二、废止《乙条例》（1994年7月22日通过）\n"
        "本决定自公布之日起施行。"
    )
    title = "某市人大常委会关于废止部分地方性法规的决定"
    references = find_references(text, split_clauses(text), Own(title=title, doc_type="决定"))
    assert [(r.relation, r.title, r.clause_path) for r in references] == [
        ("废止", "甲条例", "一、"),
        ("废止", "乙条例", "二、"),
    ]


def test_table_of_repealed_documents() -> None:
    text = (
        "经研究，决定废止下列文件：\n序号 | 名称 | 文号\n"
        "1 | 关于印发甲办法的通知 | 穗府〔2010〕1号\n"
        "2 | 《乙办法》 | 穗府办〔2011〕22号"
    )
    title = "示例市人民政府关于废止部分行政规范性文件的通知"
    references = find_references(text, split_clauses(text), Own(title=title))
    assert [(r.relation, r.doc_number, r.title) for r in references] == [
        ("废止", "穗府〔2010〕1号", "关于印发甲办法的通知"),
        ("废止", "穗府办〔2011〕22号", "乙办法"),
    ]


def test_entries_of_a_decision_that_amends() -> None:
    text = (
        "十六、修改《甲规定》\n将引言修改为：\n“为正确审理。"
        "”\n十七、《乙规定》\n1.将引言修改为：\n“根据《民法典》。”"
    )
    assert found(text, title="最高人民法院关于修改《甲规定》等件的决定", doc_type="决定")[:2] == [
        ("修改", "甲规定"),
        ("修改", "乙规定"),
    ]


def test_short_name_leads_to_the_full_one() -> None:
    text = (
        "为落实《关于推进开发区创新提升的意见》（国发〔2019〕11号，以下简称《意见》），"
        "制定方案。\n一、根据《意见》，分工如下。"
    )
    assert found(text) == [("落实", "国发〔2019〕11号"), ("依据", "国发〔2019〕11号")]


def test_title_broken_over_wrapped_lines() -> None:
    line = "银行业金融机构和支付机构应当按照规定开展客户尽职调查并妥善保存有关的身份资料与交易记录"
    text = "\n".join(
        [
            *[line] * 3,
            "第五十二条 本办法自2026年1月1日起施行。《金融机构客户身份识别和客户",
            "身份资料保存管理办法》（中国人民银行令〔2007〕第2号发布）同时废",
            "止。",
        ]
    )  # fmt: skip
    references: tuple[Reference, ...] = find_references(text, split_clauses(text), Own())
    assert [(r.relation, r.title) for r in references] == [
        ("废止", "金融机构客户身份识别和客户身份资料保存管理办法")
    ]
    assert text[references[0].start : references[0].end] == references[0].cue


def test_news_about_a_document_explains_it() -> None:
    text = "滨海新区日前出台《关于进一步强化招商引资的意见》(以下简称“意见”)。"
    assert found(text, title="滨城下一步这样做", doc_type="新闻") == [
        ("解释", "关于进一步强化招商引资的意见")
    ]


def test_mentions_know_number_and_nested_titles() -> None:
    text = (
        "《关于印发〈就业补助资金办法〉的通知》（穗人社规字〔2019〕1号）"
        "和国务院关于促进就业的意见（国发〔2018〕39号）"
    )
    assert [(m.title, str(m.number)) for m in find_mentions(text)] == [
        ("关于印发〈就业补助资金办法〉的通知", "穗人社规字〔2019〕1号"),
        ("国务院关于促进就业的意见", "国发〔2018〕39号"),
    ]


@pytest.mark.parametrize(
    ("text", "doc_type", "expected"),
    [
        # 实施细则 is a name, not an act
        (
            "西安发布“金融十条”实施细则 三部门于20日联合出台《金融支持措施实施细则》，共十条。",
            "新闻",
            [("解释", "金融支持措施实施细则")],
        ),
        # what no longer applies is not carried out
        ("对港澳台资企业，不再执行《外商投资企业管理规定》中的限制性规定。", "通知", []),
        # another organ hands it on, not this document
        ("近日，国务院办公厅转发了《关于改善条件的措施》（国办发〔2020〕4号）。", "通知", []),
        ("具体流程见省厅网站发布的《关于提前退休业务管理有关事项的通知》。", "指南",
         [("参照", "关于提前退休业务管理有关事项的通知")]),
    ],
)  # fmt: skip
def test_words_that_only_look_like_a_cue(
    text: str, doc_type: DocType, expected: list[tuple[str, str | None]]
) -> None:
    assert found(text, doc_type=doc_type) == expected


def test_list_of_legal_bases_under_its_heading() -> None:
    rules = "《广东省社会养老保险条例》、《关于制止提前退休的通知》（粤劳薪〔1999〕114号）等。"
    text = f"九、设定依据\n{rules}\n十、时限"
    assert found(text, doc_type="指南") == [
        ("依据", "广东省社会养老保险条例"),
        ("依据", "粤劳薪〔1999〕114号"),
    ]
