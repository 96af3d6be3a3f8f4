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
        ("应按规定建立临时救助备用金制度", "镇（街道）可以根据需要建立备用金制度", True, False),
        ("县级以上政府应当开设政务新媒体", "县级以上政府可以结合实际开设政务新媒体", True, False),
        ("实行总量控制", "每年不设总量限制", True, False),
        ("免费向社会推介精品景点线路", "对精品线路给予推介，收取成本费用", True, False),
        ("未成年子女可随迁", "未成年子女随迁另行规定", True, False),
        ("定期组织专项检查", "每季度组织一次专项检查", False, True),
        # the same in other words
        ("连续居住一年以上的材料", "连续居住满一年的证明材料", False, False),
        ("凡有承接能力的事项，全部下放给园区管理", "有能力承接的事项全部交由园区", False, False),
        ("相应调整供应标准", "可以根据需要调整标准", False, False),
        # the reference hedges itself
        ("探索开展试点", "探索开展试点", False, False),
        ("允许开展保税检测", "支持企业开展保税检测", False, False),
    ],
)
def test_compare(reference: str, draft: str, weaker: bool, stronger: bool) -> None:
    found = compare_strength(reference, draft)
    assert (bool(found[0]), bool(found[1])) == (weaker, stronger)
