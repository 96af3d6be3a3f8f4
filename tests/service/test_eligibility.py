"""Who may get what: written cases over official wording; no yes that is wrong."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from functools import lru_cache

import pytest

from corpus.cards import IncentiveCard
from corpus.document import PolicyDocument
from ingest.cards.extract import extract_cards
from ingest.clauses.split import split_clauses
from service.eligibility import Eligibility, decide
from service.profile import read_profile

LIUHE = """第2条 对重点产业新上的工业类项目，固定资产投资1000万元及以上且亩均投资强度不低于200万元\
的，按固定资产投资的5%—20%给予企业奖励。
第3条 对特色农业类项目，固定资产投资1000万元及以上至5000万元、5000万元以上至1亿元、1亿元以上\
的，分别参照其年度地方财政贡献的70%、80%和90%给予企业奖励。
第5条 对新引进的总部经济项目，年度地方财政贡献1000万元及以上至2000万元、2000万元以上至5000万元、\
5000万元以上的，分别参照其地方财政贡献的70%、80%和90%给予企业奖励。
第8条 新开发和引进一类新药，年销售额在1亿元及以上的，单品种奖励企业200万元。
第9条 对初次认定为国家高新技术企业的，给予企业20万元奖励。
第11条 对规上工业企业年产值同比增长超过1000万元的，给予企业超出额0.5%的奖励，奖励最高不超过20万元。
第14条 对新增并纳入统计口径的限上商贸企业，给予企业5万元奖励。
第15条 对在主板上市企业，给予企业300万元奖励；对在新三板挂牌企业，给予企业100万元奖励。
第17条 对医药企业投资新建中药材种植基地面积在100亩及以上至500亩的，给予企业100元/亩奖励；\
对医药企业投资新建中药材种植基地面积在500亩以上的，给予企业200元/亩奖励。
第18条 对一个行政村建设标准化民宿5家以上的每间奖励2000元。
第19条 对新评定为三星级、四星级、五星级的酒店，一次性分别给予20万元、50万元、100万元奖励。
第20条 对年组织游客来柳河旅游景区人数达到1万人次以上的旅行社进行奖励。每满一万人奖励一万元。
第21条 对取得中级、高级导游证人员，分别给予3000元/年、5000元/年奖励。
第22条 对营业面积在100平方米以上的餐厅，一次性奖励1万元。
第23条 对农业企业，给予企业3万元奖励。
第24条 对外资企业，给予企业100万元奖励。
第25条 对中小微企业，给予企业2万元补贴。
第26条 对固定资产投资2000万元以上的工业项目，按固定资产投资的3%给予奖励，单个项目最高500万元。
第27条 对年营业收入5000万元以上的软件企业，一次性奖励30万元。
第28条 对年纳税额超过500万元的企业，给予企业10万元奖励。
第29条 对实际完成固定资产投资5000万元以上的制造业项目，按实际完成固定资产投资的3%给予奖励。
"""

Y, N, U = "yes", "no", "unknown"
#: (article, who asks, verdict, what the case proves)
CASES = (
    ("第2条", "在柳河县新建工业项目，固定资产投资2亿元，用地50亩", U, "重点产业由主管部门认定"),
    ("第2条", "在柳河县新建工业项目，固定资产投资800万元，用地3亩", N, "投资额不足"),
    ("第2条", "在柳河县新建工业项目，固定资产投资1亿元，用地80亩", N, "亩均强度不足"),
    ("第2条", "在柳河县新建工业项目，固定资产投资1亿元", U, "未说用地面积"),
    ("第2条", "在柳河县的工业企业", U, "未说投资额"),
    ("第2条", "在青岛市新建工业项目，固定资产投资2亿元，用地50亩", N, "外地"),
    ("第2条", "在柳河县新建民宿，固定资产投资2亿元，用地50亩", N, "行业不符"),
    ("第3条", "柳河县农业种植项目，固定资产投资6000万元", U, "特色农业由主管部门认定"),
    ("第3条", "柳河县农业种植项目，固定资产投资600万元", N, "不在任何一档"),
    ("第3条", "柳河县软件企业，固定资产投资6000万元", N, "行业不符"),
    ("第5条", "新引进到柳河县的总部经济项目，年地方财政贡献3000万元", Y, "档次之内"),
    ("第5条", "新引进到柳河县的总部经济项目，年地方财政贡献300万元", N, "低于最低档"),
    ("第5条", "新引进到柳河县的总部经济项目", U, "未说财政贡献"),
    ("第5条", "柳河县已有企业，不是总部，年地方财政贡献3000万元", N, "不是总部"),
    ("第8条", "柳河县医药企业引进一类新药，年销售额2亿元", U, "品种是否符合须核"),
    ("第8条", "柳河县医药企业引进一类新药，年销售额3000万元", N, "销售额不足"),
    ("第8条", "柳河县医药企业，年销售额2亿元，没有一类新药", N, "没有一类新药"),
    ("第9条", "柳河县企业，初次认定为国家高新技术企业", Y, "条件全部说明"),
    ("第9条", "柳河县企业，不是国家高新技术企业", N, "明说不具备"),
    ("第9条", "柳河县软件公司", U, "未说资质"),
    ("第9条", "杭州市企业，初次认定为国家高新技术企业", N, "外地"),
    ("第9条", "企业，初次认定为国家高新技术企业", U, "未说地区"),
    ("第11条", "柳河县规上工业企业，年产值8000万元", U, "同比增长未知"),
    ("第14条", "柳河县限上商贸企业", U, "是否新增纳统未知"),
    ("第15条", "柳河县企业，在主板上市", Y, "主板一档"),
    ("第15条", "柳河县企业，在新三板挂牌", Y, "新三板一档"),
    ("第15条", "柳河县企业，没有上市计划", U, "未上市，但是否挂牌未说"),
    ("第15条", "柳河县制造企业", U, "未说上市"),
    ("第17条", "柳河县医药企业投资新建中药材种植基地600亩", Y, "面积在第二档"),
    ("第17条", "柳河县医药企业投资新建中药材种植基地300亩", Y, "面积在第一档"),
    ("第17条", "柳河县医药企业投资新建中药材种植基地50亩", N, "面积不足"),
    ("第17条", "柳河县医药企业", U, "未说面积"),
    ("第17条", "柳河县软件企业投资新建中药材种植基地600亩", U, "是否医药企业须核"),
    ("第18条", "柳河县民宿", U, "未说家数"),
    ("第18条", "柳河县软件公司", N, "行业不符"),
    ("第19条", "柳河县酒店，新评定为四星级", Y, "四星级一档"),
    ("第19条", "柳河县酒店", U, "未说星级"),
    ("第19条", "柳河县制药企业", N, "行业不符"),
    ("第20条", "柳河县旅行社，年组织游客3万人次来柳河旅游景区", Y, "人次达到"),
    ("第20条", "柳河县旅行社，年组织游客5000人次", N, "人次不足"),
    ("第20条", "柳河县旅行社", U, "未说人次"),
    ("第20条", "柳河县医药企业，年组织游客3万人次", N, "行业不符"),
    ("第21条", "我是柳河县的导游个人，取得高级导游证", U, "高级一档，其余须核"),
    ("第21条", "柳河县医药企业", N, "只给个人"),
    ("第22条", "柳河县餐厅，营业面积150平方米", Y, "面积达到"),
    ("第22条", "柳河县餐厅，营业面积60平方米", N, "面积不足"),
    ("第22条", "柳河县餐厅", U, "未说面积"),
    ("第22条", "柳河县餐厅，营业面积100平方米", U, "恰为界值，是否含本数须核"),
    ("第23条", "柳河县农业企业", Y, "行业即条件"),
    ("第23条", "柳河县软件企业", N, "行业不符"),
    ("第23条", "柳河县企业", U, "未说行业"),
    ("第24条", "柳河县外资企业", Y, "外资"),
    ("第24条", "柳河县企业，不是外资", N, "明说不是外资"),
    ("第24条", "柳河县企业", U, "未说是否外资"),
    ("第25条", "柳河县小微企业", Y, "小微"),
    ("第25条", "柳河县企业", U, "未说规模"),
    ("第25条", "我是柳河县居民个人", N, "不是企业"),
    ("第26条", "柳河县工业项目，固定资产投资3000万元", Y, "投资达到"),
    ("第26条", "柳河县工业项目，固定资产投资1500万元", N, "投资不足"),
    ("第26条", "柳河县工业项目，固定资产投资2000万元", U, "恰为界值"),
    ("第26条", "柳河县工业项目", U, "未说投资"),
    ("第27条", "柳河县软件企业，年营业收入8000万元", Y, "营收达到"),
    ("第27条", "柳河县软件企业，年营业收入800万元", N, "营收不足"),
    ("第27条", "柳河县软件企业，年产值8000万元", U, "产值不是营业收入"),
    ("第28条", "柳河县企业，年纳税600万元", Y, "纳税达到"),
    ("第28条", "柳河县企业，年纳税300万元", N, "纳税不足"),
    ("第28条", "柳河县企业，年产值3亿元", U, "产值不是纳税额"),
    ("第29条", "柳河县制造业项目，计划投资6000万元", U, "计划数不是实际完成数"),
    ("第29条", "柳河县制造业项目，实际完成固定资产投资6000万元", Y, "实际完成"),
    ("第29条", "柳河县制造业项目，实际完成固定资产投资600万元", N, "不足"),
    ("第29条", "柳河县旅行社，实际完成固定资产投资6000万元", N, "行业不符"),
)  # fmt: skip


@lru_cache(maxsize=1)
def cards() -> dict[str, IncentiveCard]:
    """The cards of the text above by article, the one with the most tiers first."""
    document = PolicyDocument(
        "0" * 16, "liuhe.txt", "default", "意见", LIUHE,
        clauses=split_clauses(LIUHE), issued_on=date(2023, 2, 8),
    )  # fmt: skip
    found: dict[str, IncentiveCard] = {}
    for card in extract_cards(document):
        if isinstance(card, IncentiveCard) and card.clause_path is not None:
            found.setdefault(card.clause_path, card)
    return found


def judge(article: str, who: str) -> Eligibility:
    """The verdict on one article, the document being in force in 柳河县."""
    return decide(cards()[article], read_profile(who), region="柳河县", status="有效")


@pytest.mark.parametrize(("article", "who", "verdict", "proves"), CASES)
def test_verdict(article: str, who: str, verdict: str, proves: str) -> None:
    found = judge(article, who)
    assert found.verdict == verdict, (proves, found.decisions)


def test_every_article_of_the_text_is_a_card() -> None:
    assert set(cards()) == {case[0] for case in CASES}


def test_unknown_says_what_is_missing_and_no_says_why() -> None:
    unknown = judge("第2条", "在柳河县新建工业项目，固定资产投资1亿元")
    assert any("用地面积" in item for item in unknown.missing)
    refused = judge("第26条", "柳河县工业项目，固定资产投资1500万元")
    assert any("1500万元" in item.reason for item in refused.decisions if item.verdict == "no")


@pytest.mark.parametrize("status", ["已失效", "已废止", "尚未施行"])
def test_a_rule_out_of_force_is_never_a_yes(status: str) -> None:
    profile = read_profile("柳河县农业企业")
    found = decide(cards()["第23条"], profile, region="柳河县", status=status)  # type: ignore[arg-type]
    assert found.verdict == "no"


def test_an_unknown_validity_is_never_a_yes() -> None:
    profile = read_profile("柳河县农业企业")
    found = decide(cards()["第23条"], profile, region="柳河县", status="未知")
    assert found.verdict == "unknown"


@pytest.mark.parametrize(
    ("article", "who", "high", "computation"),
    [
        ("第26条", "柳河县工业项目，固定资产投资1亿元", 3000000, "投资额 1亿元 × 3% = 300万元"),
        ("第26条", "柳河县工业项目，固定资产投资3亿元", 5000000,
         "投资额 3亿元 × 3% = 900万元，以上限 500万元 为准"),
        ("第2条", "柳河县新建工业项目，固定资产投资1.2亿元，用地50亩", 24000000,
         "投资额 1.2亿元 × 5%—20% = 600万元—2400万元"),
        ("第17条", "柳河县医药企业投资新建中药材种植基地600亩", 120000,
         "200元/亩 × 600亩 = 12万元"),
        ("第19条", "柳河县酒店，新评定为四星级", 500000, "50万元"),
        ("第5条", "新引进到柳河县的总部经济项目，年地方财政贡献3000万元", 24000000,
         "年度地方财政贡献 3000万元 × 80% = 2400万元"),
    ],
)  # fmt: skip
def test_estimate_shows_its_computation(
    article: str, who: str, high: int, computation: str
) -> None:
    estimate = judge(article, who).estimate
    assert estimate is not None
    assert (estimate.high, estimate.computation) == (Decimal(high), computation)


def test_no_estimate_without_the_asker_s_own_figure() -> None:
    assert judge("第26条", "柳河县工业项目").estimate is None


def test_a_shared_rank_is_not_the_same_honour() -> None:
    text = "第9条 对初次认定为国家级和省级企业技术（研发）中心的，分别给予企业100万元和30万元奖励。"
    document = PolicyDocument(
        "0" * 16, "a.txt", "default", "若干措施", text, clauses=split_clauses(text)
    )
    (card,) = (item for item in extract_cards(document) if isinstance(item, IncentiveCard))
    profile = read_profile("柳河县企业，初次认定为国家高新技术企业", known={"柳河县"})
    assert decide(card, profile, region="柳河县", status="有效").verdict == "unknown"


def test_a_fund_is_granted_to_nobody_by_being_set_up() -> None:
    text = "第1条 县财政每年安排旅游引导资金1000万元。"
    document = PolicyDocument(
        "0" * 16, "a.txt", "default", "若干措施", text, clauses=split_clauses(text)
    )
    (card,) = (item for item in extract_cards(document) if isinstance(item, IncentiveCard))
    profile = read_profile("柳河县旅游企业", known={"柳河县"})
    assert decide(card, profile, region="柳河县", status="有效").verdict == "unknown"


def test_a_bare_project_of_a_document_on_one_trade_asks_for_that_trade() -> None:
    text = "第1条 对投资500万元以上的项目，给予5万元奖励。"
    title = "关于加快旅游业发展的若干意见"
    document = PolicyDocument(
        "0" * 16, "a.txt", "default", title, text, clauses=split_clauses(text)
    )
    (card,) = (item for item in extract_cards(document) if isinstance(item, IncentiveCard))
    profile = read_profile("柳河县工业项目，投资600万元", known={"柳河县"})
    found = decide(card, profile, region="柳河县", status="有效", title=title)
    assert found.verdict == "unknown"
