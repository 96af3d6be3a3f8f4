"""What a question asks for."""

from __future__ import annotations

from datetime import date

import pytest

from index.query import understand

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("question", "numbers"),
    [
        ("国发〔2019〕11号讲了什么", ("国发〔2019〕11号",)),
        ("國發[２０１９]11號的依据", ("国发〔2019〕11号",)),
        ("国发2019年11号", ("国发〔2019〕11号",)),
        ("2019年有11个项目", ()),
    ],
)
def test_numbers(question: str, numbers: tuple[str, ...]) -> None:
    assert understand(question, today=TODAY).numbers == numbers


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("青石县对引进项目最高奖励多少", "incentive"),
        ("今年合同投资目标是多少", "target"),
        ("企业开办要几天办完", "procedure"),
        ("哪份文件规定了租金减免", "which_policy"),
        ("两个县的补贴有什么区别", "comparison"),
        ("营口有几家省级开发区", "fact"),
    ],
)
def test_kind(question: str, kind: str) -> None:
    assert understand(question, today=TODAY).kind == kind


@pytest.mark.parametrize(
    ("question", "as_of"),
    [
        ("2020年对小微企业有什么补贴", None),
        ("按2020年的规定对小微企业有什么补贴", date(2020, 12, 31)),
        ("2026年的时候对小微企业有什么补贴", TODAY),
        ("2023年5月时怎么规定", date(2023, 5, 31)),
        ("2021年5月3日还有效吗", date(2021, 5, 3)),
        ("2022年的招商引资奖励办法还有效吗", None),
        ("2023年印发的办法是否废止", None),
        ("到2027年目标是多少", None),
        ("2025年GDP目标", None),
        ("2024年政府工作报告提出什么", None),
        ("2025年度申报指南的时间", None),
        ("国发〔2019〕11号有什么要求", None),
        ("《2020年政府工作报告》的目标", None),
        ("现在有什么补贴", None),
    ],
)
def test_the_day_asked_about(question: str, as_of: date | None) -> None:
    assert understand(question, today=TODAY).as_of == as_of


def test_places_and_level() -> None:
    plan = understand("广东省肇庆市怎么奖励", today=TODAY)
    assert plan.regions == ("肇庆市",)
    assert plan.level == "市"


def test_lay_words_get_their_official_ones() -> None:
    plan = understand("公司减房租的政策", today=TODAY)
    assert "企业" in plan.expansions
    assert "租金减免" in plan.expansions
    assert understand("企业的租金减免", today=TODAY).expansions == ()


def test_titles() -> None:
    plan = understand("《优化营商环境条例》什么时候施行", today=TODAY)
    assert plan.titles == ("优化营商环境条例",)


@pytest.mark.parametrize(
    ("question", "years"),
    [
        ("2022年GDP目标定的几个点", (2022,)),
        ("《2020年政府工作报告》的目标", (2020,)),
        ("到2025年底要建成多少个", ()),
        ("国发〔2019〕11号有什么要求", ()),
    ],
)
def test_years(question: str, years: tuple[int, ...]) -> None:
    assert understand(question, today=TODAY).years == years


def test_kinds_of_document_named() -> None:
    assert understand("审议意见提了几条建议", today=TODAY).types == ("审议意见",)
    assert understand("企业开办几天", today=TODAY).types == ()
