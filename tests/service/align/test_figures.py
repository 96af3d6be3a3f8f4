"""Figures of two texts: which conflict, which go further, which were added or left out."""

import pytest

from service.align.figures import compare_figures
from service.align.lone_figures import added_demands, added_grants, dropped_figures


@pytest.mark.parametrize(
    ("reference", "draft", "conflicts", "firmer"),
    [
        # floors and ceilings
        ("占比达到80%以上。", "占比达到70%以上。", 1, 0),
        ("占比不得低于80%。", "占比不得低于85%。", 0, 1),
        ("平均担保费率不超过1%。", "平均担保费率不超过0.8%。", 0, 1),
        ("收费不高于承担责任的0.5%。", "收费不高于承担责任的0.8%。", 1, 0),
        # what is granted may be neither raised nor lowered
        ("可申请最高不超过15万元的贷款。", "可申请最高不超过20万元的贷款。", 1, 0),
        ("返还失业保险费的50%。", "返还失业保险费的40%。", 1, 0),
        # whom a rule is for
        ("单户担保金额500万元及以下的企业。", "单户担保金额800万元及以下的企业。", 1, 0),
        ("参加失业保险3年以上放宽至1年以上。", "参加失业保险3年以上放宽至2年以上。", 1, 0),
        # one way of writing and another
        ("主导产业占比不低于60%。", "主导产业占比不低于百分之六十。", 0, 0),
        ("完成率达到60%。", "完成率达到六成。", 0, 0),
        # years keep figures apart, national totals are no figures for one city
        (
            "到2020年机械化率达到70%。到2025年机械化率达到75%。",
            "到2025年机械化率达到75%。",
            0,
            0,
        ),
        ("推出100项精品赛事。", "推出5项精品赛事。", 0, 0),
        ("每年组织不少于8场活动。", "每年组织活动4场。", 1, 0),
        # a figure given for several at once
        (
            "基金和银行承担的比例均不低于20%。",
            "银行承担的比例不低于10%，基金承担的比例不低于20%。",
            1,
            0,
        ),
        # a term to qualify is neither lengthened nor shortened; the last sums left meet
        ("在本市单位工作满3年以上的人员。", "在本市用人单位工作满5年以上的。", 1, 0),
        (
            "救助标准不超过240元/人/日。同一家庭在1个自然年度内救助金额累计不得超过5万元。",
            "不超过240元/人/日。同一家庭一个自然年度累计不超过3万元。",
            1,
            0,
        ),
        # equal figures belong together
        ("省财政给予300万元奖励。", "在省级300万元的基础上，市财政再给予100万元奖励。", 0, 0),
    ],
)
def test_compare(reference: str, draft: str, conflicts: int, firmer: int) -> None:
    found = compare_figures(reference, draft)
    assert (len(found[0]), len(found[1])) == (conflicts, firmer), found


def test_a_grant_of_which_the_reference_says_nothing_is_added() -> None:
    added = added_grants("支持建设创新平台。", "支持建设创新平台，由市财政一次性补助500万元。")
    assert [item.draft_text for item in added] == ["由市财政一次性补助500万元"]
    assert not added_grants("补助500万元。", "补助五百万元。")


def test_a_figure_left_out_of_the_same_words_is_dropped() -> None:
    assert dropped_figures("每年组织不少于10场招商推介活动。", "每年组织招商推介活动。")
    assert not dropped_figures("每年组织不少于10场招商推介活动。", "加强人才引进。")


def test_a_demand_of_which_the_reference_gives_no_figure_is_added() -> None:
    assert added_demands("列入年度绩效考核。", "列入年度绩效考核，权重不低于3%。")
    assert not added_demands("占比不低于60%。", "占比不低于60%。")
    assert not added_demands("支持小微企业。", "支持营业收入500万元以上的企业。")
    assert not dropped_figures("将四镇招商引资职能转移到管委会。", "各镇招商引资职能上收至管委会。")
