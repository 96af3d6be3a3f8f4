"""Clauses: labels, trees, paths, addresses; real lines of each kind of document."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.document import Clause
from ingest.clauses.address import resolve_address
from ingest.clauses.labels import read_label
from ingest.clauses.split import split_clauses

LAW = """中华人民共和国示例法
第一章 总 则
第一条 为了规范公司的组织和行为，制定本法。
第二条 有下列情形之一的，应当备案：
（一）新设公司；
（二）变更下列事项：
1.名称；
2.住所；
（三）注销。
前款所称备案，应当在三十日内办理。
第二章 附 则
第三条 本法自2024年7月1日起施行。
本法施行前已登记的公司，逐步调整。"""

OPINION = """国务院关于促进示例的若干意见
国发〔2019〕3号
各省、自治区、直辖市人民政府：
为促进发展，现提出以下意见：
一、指导思想
坚持新发展理念。
二、主要任务
（一）统筹两个市场，打造加工制造中心。
1.拓展两个市场。积极稳妥地推进。
2.提前适用政策。自批准之日起适用。
（二）推动创新创业。
3.促进研发创新。除禁止进境的外免证。
国务院
2019年1月12日"""


def paths(text: str) -> list[str]:
    """Paths of the clauses that print a label or are a 款."""
    return [c.path for c in split_clauses(text) if c.label or c.kind == "款"]


@pytest.mark.parametrize(
    ("line", "style", "number"),
    [
        ("第十五条 为了", "条", 15),
        ("第一百二十三条　本细则", "条", 123),
        ("第 1 0 条 新引进", "条", 10),
        ("第2条 对新建", "条", 2),
        ("一、总体要求", "一、", 1),
        ("二 、产业扶持", "一、", 2),
        ("（三）加大支持", "（一）", 3),
        ("(四)注重提质", "（一）", 4),
        ("１．领取住房", "1.", 1),
        ("4.2025年度积分制入户按照什么规则", "1.", 4),
        ("（１）承租", "（1）", 1),
        ("②军转干部", "①", 2),
        ("4.2.1　出现国家级", "1.1.1", 1),
        ("03 电子居住证怎样申领", "01", 3),
        ("第三章 附 则", "章", 3),
        ("第二部分 恶性肿瘤", "部分", 2),
    ],
)
def test_labels_that_open_clauses(line: str, style: str, number: int) -> None:
    label = read_label(line, 0)
    assert label is not None
    assert (label.style, label.number) == (style, number)


@pytest.mark.parametrize(
    "line",
    [
        "1.5万元以上的项目",  # an amount
        "（三）项规定的情形",  # the tail of a citation broken over lines
        "第十条规定的条件",
        "第三条第二款",
        "2020年2月5日",
        "一次性奖励100元",
    ],
)
def test_lines_that_open_no_clause(line: str) -> None:
    assert read_label(line, 0) is None


def test_law_is_cited_as_one_cites_it() -> None:
    assert paths(LAW) == [
        "第一章",
        "第一条",
        "第二条",
        "第二条第一款",
        "第二条第一款第（一）项",
        "第二条第一款第（二）项",
        "第二条第一款第（二）项第1目",
        "第二条第一款第（二）项第2目",
        "第二条第一款第（三）项",
        "第二条第二款",
        "第二章",
        "第三条",
        "第三条第一款",
        "第三条第二款",
    ]


def test_opinion_with_run_on_headings_and_continuous_numbers() -> None:
    clauses = [clause for clause in split_clauses(OPINION) if clause.label]
    assert [clause.path for clause in clauses] == [
        "一、", "二、", "二、（一）", "二、（一）1.", "二、（一）2.", "二、（二）", "二、（二）3.",
    ]  # fmt: skip
    assert [clause.heading for clause in clauses[2:5]] == [
        "统筹两个市场，打造加工制造中心", "拓展两个市场", "提前适用政策",
    ]  # fmt: skip
    kinds = [clause.kind for clause in split_clauses(OPINION)]
    assert kinds[0] == "前言"
    assert kinds[-1] == "落款"


def test_text_whose_line_breaks_are_lost() -> None:
    text = (
        "若干措施 各区人民政府： 制定以下措施。 一、减轻负担 1.停征收费。停征检验费。"
        "(责任单位：市财政局) "
        "2.减免房租。按照本条第（一）项和附件1执行，共2.5万元。 二、金融支持 3.增加信贷。"
        "全年增速不低于20%。"
    )
    assert paths(text) == ["一、", "一、1.", "一、2.", "二、", "二、3."]


def test_a_lost_number_does_not_lose_the_rest() -> None:
    text = (
        "工作措施。 1.设立资金。好。 2.搭建平台。好。 区属企业免收租金。 "
        "4.对租用房屋给予补贴。 5.提供贷款。"
    )
    assert paths(text) == ["1.", "2.", "4.", "5."]


def test_letter_with_the_document_it_sends_out() -> None:
    text = (
        "关于印发示例办法的通知\n各单位：\n现将《示例办法》印发给你们。\n示例局\n2020年3月4日\n"
        "示例办法\n第一条 目的。\n第二条 范围。"
    )
    assert paths(text) == ["第一条", "第二条"]


def test_parts_with_the_same_numbers_carry_their_name() -> None:
    text = (
        "关于印发示例方案的通知\n各单位：\n一、高度重视。\n二、抓好落实。\n示例局\n2020年3月4日\n"
        "附件1\n示例方案\n一、目标\n达到十个。\n二、任务\n建设平台。\n附件2\n任务分工\n一、办公室负责。"
    )
    assert paths(text) == [
        "一、", "二、", "附件1", "附件1一、", "附件1二、", "附件2", "附件2一、",
    ]  # fmt: skip


def test_table_of_contents_is_no_chapter() -> None:
    text = (
        "示例条例\n目 录\n第一章 总则\n第二章 附则\n第一章 总则\n第一条 目的。\n第二章 "
        "附则\n第二条 施行。"
    )
    assert paths(text) == ["第一章", "第一条", "第二章", "第二条"]
    bare = text.replace("目 录\n", "第〇章 略\n").replace("第〇章 略\n", "")
    assert paths(bare.replace("第二章 附则\n第一章", "第二章 附则\n第三章 罚则\n第一章"))[:2] == [
        "第一章", "第一条",
    ]  # fmt: skip


def test_quoted_articles_of_an_amendment_are_no_clauses() -> None:
    text = (
        "关于修改示例法的决定\n一、将第三条修改为：\n“第三条 设立公司应当登记。\n第四条 "
        "公司有住所。”\n"
        "二、删去第五条。"
    )
    assert paths(text) == ["一、", "二、"]


def test_document_order_wins_over_the_usual_one() -> None:
    text = "1.总则\n（一）目的。\n（二）范围。\n2.附则\n（一）解释。\n（二）施行。"
    assert paths(text) == ["1.", "1.（一）", "1.（二）", "2.", "2.（一）", "2.（二）"]


def test_table_is_a_clause_and_its_cells_are_not() -> None:
    text = "一、标准\n项目 | 金额\n1.培训 | 100元\n二、施行\n自印发之日起施行。"
    assert [c.path for c in split_clauses(text) if c.kind == "表"] == ["一、表"]
    assert paths(text) == ["一、", "二、"]


def test_page_number_glued_to_a_label() -> None:
    text = "第一条 目的：\n（一）银行；\n2（二）信托公司；\n— 12 —第二条 范围。"
    assert paths(text) == ["第一条", "第一条第（一）项", "第一条第（二）项", "第二条"]


@pytest.mark.parametrize(
    ("address", "path"),
    [
        ("第二条第一款第三项", "第二条第一款第（三）项"),
        ("第二条第一款第（三）项", "第二条第一款第（三）项"),
        ("二条一款三项", "第二条第一款第（三）项"),
        ("第2条第2款", "第二条第二款"),
        ("第一条第一款", "第一条"),
        ("第三条 第二款", "第三条第二款"),
        ("第二章", "第二章"),
    ],
)
def test_addresses_in_a_law(address: str, path: str) -> None:
    found = resolve_address(split_clauses(LAW), address)
    assert found is not None
    assert found.path == path


@pytest.mark.parametrize(
    ("address", "path"),
    [
        ("第二部分第一条", "二、（一）"),
        ("二（二）", "二、（二）"),
        ("二、(一)1.", "二、（一）1."),
        ("第二部分", "二、"),
        ("二（一）2", "二、（一）2."),
    ],
)
def test_addresses_in_an_opinion(address: str, path: str) -> None:
    found = resolve_address(split_clauses(OPINION), address)
    assert found is not None
    assert found.path == path


@pytest.mark.parametrize("address", ["第九条", "第二条第五款", "三（一）", "随便", ""])
def test_addresses_that_do_not_exist(address: str) -> None:
    assert resolve_address(split_clauses(LAW), address) is None
    assert resolve_address(split_clauses(OPINION), address) is None


def assert_sound(text: str, clauses: tuple[Clause, ...]) -> None:
    """Offsets hold, parents come before and enclose, siblings do not overlap, leaves tile."""
    parents = {clause.parent for clause in clauses}
    position = 0
    for ordinal, clause in enumerate(clauses):
        assert 0 <= clause.start < clause.end <= len(text)
        if clause.parent is not None:
            parent = clauses[clause.parent]
            assert clause.parent < ordinal
            assert parent.start <= clause.start
            assert clause.end <= parent.end
            assert clause.depth == parent.depth + 1
        if ordinal in parents:
            continue
        assert not text[position : clause.start].strip()
        assert clause.start >= position
        position = clause.end
    assert not text[position:].strip()


_LINES = st.sampled_from(
    [
        "第一章 总则", "第一条 为了发展。", "第二条 下列：", "（一）甲；", "（二）乙。",
        "1.丙。", "2.丁。", "（1）戊",
        "一、总体要求", "二、任务。落实。", "普通一段，没有编号。", "附件", "附件1",
        "附件：1.甲", "甲 | 乙", "示例局",
        "2020年3月4日", "示例办法", "各单位：", "现将《示例办法》印发给你们。",
        "“第五条 引用。", "终。”", "1.1 编制目的",
        "1.2 范围", "1 总则", "目 录", "第十条规定的", "　", "①己；②庚。",
        "甲。（一）子；（二）丑。第三条 寅。",
    ]
)  # fmt: skip


@given(st.lists(_LINES, max_size=24).map("\n".join))
def test_any_text_gives_a_sound_tree_and_paths_lead_back(text: str) -> None:
    clauses = split_clauses(text)
    assert_sound(text, clauses)
    for clause in clauses:
        found = resolve_address(clauses, clause.path)
        assert found is not None
        assert found.path == clause.path


@given(st.text(alphabet="第一二条章（）().、1 2\n。：“”附件|表年月日", max_size=120))
def test_hostile_text_never_breaks_the_tree(text: str) -> None:
    assert_sound(text, split_clauses(text))


@pytest.mark.parametrize("opening", ["注：", "注：\n", "备注: "])
def test_numbered_notes_below_a_table_are_no_clauses(opening: str) -> None:
    notes = f"{opening}1.综合医院采用全部指标。\n2.标记的为监测指标。"
    text = f"一、指标\n甲 | 乙\n{notes}\n二、要求\n1.准确。\n2.及时。"
    paths = [clause.path for clause in split_clauses(text) if clause.label]
    assert paths == ["一、", "二、", "二、1.", "二、2."]


def test_two_lists_in_a_text_without_line_breaks_are_both_kept() -> None:
    words = "认真做好各项工作，不得推诿。"
    text = (
        f"转发通知 请一并执行。 一、暂停招聘。{words} 二、暂停职称评审。{words} 三、其他。{words} "
        f"福建省办公室 各单位： 一、加强领导。{words} 二、落实责任。{words} 三、及时报告。{words}"
    )
    labels = [clause.label for clause in split_clauses(text) if clause.label]
    assert labels == ["一、", "二、", "三、"] * 2


def test_chapter_below_a_law_s_history_and_one_that_stands_alone() -> None:
    text = (
        "某省物业管理条例\n2017年9月29日 某省第十二届人民代表大会常务委员会第三十一次会议通过\n"
        "第一章 总则\n第一条 为了规范管理。\n第二条 适用于本省。\n"
        "第四章 法律责任\n第三条 责令改正。"
    )
    paths = [clause.path for clause in split_clauses(text) if clause.label]
    assert paths == ["第一章", "第一条", "第二条", "第四章", "第三条"]


def test_annex_is_headed_by_the_line_below_its_label() -> None:
    text = (
        "示例通知\n各单位：\n请执行。\n示例局\n2020年3月4日\n"
        "附件1\n绩效考核指标\n一、医疗质量\n二、运营效率\n附件2\n1.甲表\n2.乙表"
    )
    headings = {clause.label: clause.heading for clause in split_clauses(text) if clause.label}
    assert headings["附件1"] == "绩效考核指标"
    assert headings["附件2"] is None
