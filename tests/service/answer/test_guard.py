"""The claim guard: what a quote bears out, and what it does not."""

from __future__ import annotations

import pytest

from service.answer.guard import check_claim
from service.answer.model import PASSING

LISTING = "对在主板上市的企业，一次性奖励300万元；在科创板上市的企业，一次性奖励200万元。"
COUNTED = "单个项目每年最高1000万元。\n经营贡献奖励前2年按80%，单个企业每年最高2000万元。"
DEADLINE = "到2025年底，园区企业应当在20个工作日内完成备案，不得重复享受补贴。"


@pytest.mark.parametrize(
    ("claim", "quote", "verdict"),
    [
        ("一次性奖励300万元", LISTING, "exact"),
        ("一次性奖励三百万元", LISTING, "supported"),
        ("一次性奖励0.03亿元", LISTING, "supported"),
        ("在主板上市的企业奖励300万元", LISTING, "supported"),
        ("公司在主板上市可获300万元奖励", LISTING, "supported"),
        ("在主板上市的企业，一次性奖励500万元", LISTING, "contradicted"),
        ("在主板上市的企业，一次性奖励300万美元", LISTING, "contradicted"),
        ("在主板上市的企业，一次性奖励200万元", LISTING, "contradicted"),
        ("奖励单个企业每年最高2000万元", COUNTED, "supported"),
        ("奖励单个公司每年最高2000万元", COUNTED, "supported"),
        ("奖励单个项目每年最高2000万元", COUNTED, "misattributed"),
        ("在新三板上市的企业，一次性奖励300万元", LISTING, "unsupported"),
        ("到2026年底，园区企业应当在20个工作日内完成备案", DEADLINE, "contradicted"),
        ("到2025年底，园区企业应当在30个工作日内完成备案", DEADLINE, "contradicted"),
        ("到2025年底，园区企业可以在20个工作日内完成备案", DEADLINE, "contradicted"),
        ("园区企业可以重复享受补贴", DEADLINE, "contradicted"),
        ("重复享受补贴", DEADLINE, "contradicted"),
        ("园区学校应当在20个工作日内完成备案", DEADLINE, "misattributed"),
        ("居民养老金由社保机构按月发放", DEADLINE, "unsupported"),
    ],
)
def test_verdicts(claim: str, quote: str, verdict: str) -> None:
    found = check_claim(claim, quote)
    passing = verdict in PASSING
    assert (found.verdict in PASSING) is passing, found
    if passing:
        assert found.verdict == verdict
    else:
        assert found.reason


def test_a_place_must_be_the_documents_own() -> None:
    quote = "对新认定的高新技术企业，奖励20万元。"
    context = "柳河县加快重点产业发展实施意见 柳河县"
    own = check_claim("柳河县对新认定的高新技术企业奖励20万元", quote, context=context)
    other = check_claim("大连市对新认定的高新技术企业奖励20万元", quote, context=context)
    assert own.verdict in PASSING
    assert other.verdict == "misattributed"


def test_nothing_said_is_not_supported() -> None:
    assert check_claim("。", LISTING).verdict == "unsupported"


# Real sentences, each with one thing exchanged (false) or said otherwise (true).
PARK = "县级以上人民政府应当支持工业园区加快基础设施建设，单品种最高奖励不超过300万元。"
OWED = "逾期不改正的，由税务机关处违法所得一倍以上三倍以下的罚款。"
SCHOOL = "6月13日，各录取学生到录取学校确认学位，三名以上学生缺席的另行通知。"


@pytest.mark.parametrize(
    ("claim", "quote", "passes"),
    [
        (PARK.replace("以上", "以下"), PARK, False),
        (PARK.replace("支持", "限制"), PARK, False),
        (PARK.replace("工业园区", "农业园区"), PARK, False),
        (PARK.replace("不超过", "不低于"), PARK, False),
        (PARK.replace("最高", "最低"), PARK, False),
        (PARK.replace("加快", "推动"), PARK, True),
        (PARK.replace("人民政府", "政府"), PARK, True),
        (PARK.replace("应当支持", "应当积极支持"), PARK, True),
        (OWED.replace("税务机关", "海关"), OWED, False),
        (OWED.replace("三倍", "五倍"), OWED, False),
        (OWED.replace("一倍以上三倍以下", "1倍以上3倍以下"), OWED, True),
        (OWED.replace("不改正", "未改正"), OWED, True),
        (SCHOOL.replace("录取学生", "录取教师"), SCHOOL, False),
        (SCHOOL.replace("三名", "一名"), SCHOOL, False),
        (SCHOOL.replace("6月13日", "6月3日"), SCHOOL, False),
        ("各社区、乡镇、园区应当配合。", "各园区、乡镇、社区应当配合。", True),
        ("标准自2025-06-01起执行。", "标准自2025年6月1日起执行。", True),
        ("应自本批复下发之日起六个月内募集。", "应自本批复下发之日起6个月内募集。", True),
        ("应自本批复下发之日起九个月内募集。", "应自本批复下发之日起6个月内募集。", False),
    ],
)
def test_one_thing_exchanged(claim: str, quote: str, passes: bool) -> None:
    found = check_claim(f"其中，{claim}", quote)
    assert (found.verdict in PASSING) is passes, found
