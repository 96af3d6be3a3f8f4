"""The claim guard: what a quote bears out, and what it does not."""

from __future__ import annotations

import pytest

from service.answer.guard import check_claim
from service.answer.model import PASSING

LISTING = "对在主板上市的企业，一次性奖励300万元；在科创板上市的企业，一次性奖励200万元。"
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
