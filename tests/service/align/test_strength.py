"""Strength: hedges and new conditions weaken, exceptionless words strengthen."""

import pytest

from service.align.strength import compare_strength


@pytest.mark.parametrize(
    ("reference", "draft", "weaker", "stronger"),
    [
        ("支持开展跨境电商", "适时研究开展跨境电商的可行性", True, False),
        ("支持企业自主备案", "选择5家信用良好的企业先行试点自主备案", True, False),
        ("直接赋予最高信用等级", "运行满一年并经考核合格的，再推荐认定", True, False),
        # turned round: what was to be taken away is kept
        ("逐步减少、取消反担保要求", "可以根据风险情况继续要求客户提供反担保", True, False),
        ("有条件的地方可给予适当补贴", "市财政一律给予补贴", False, True),
        # the reference hedges itself
        ("探索开展试点", "探索开展试点", False, False),
        ("允许开展保税检测", "支持企业开展保税检测", False, False),
    ],
)
def test_compare(reference: str, draft: str, weaker: bool, stronger: bool) -> None:
    found = compare_strength(reference, draft)
    assert (bool(found[0]), bool(found[1])) == (weaker, stronger)
