"""Incentive cards read from real sentences: who, how much, up to what, for how long."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

import pytest

from corpus.cards import IncentiveCard
from corpus.document import PolicyDocument
from ingest.cards.extract import extract_cards
from ingest.clauses.split import split_clauses


@dataclass(frozen=True)
class Rule:
    """A sentence of a real document and what it grants."""

    text: str
    who: str | None
    kind: str = "奖励"
    amounts: tuple[int | None, int | None] = (None, None)
    rates: tuple[float | None, float | None] = (None, None)
    cap: int | None = None
    unit: str | None = None
    period: str | None = None
    base: str | None = None


RULES = (
    Rule("对在主板上市企业，给予企业300万元奖励。", "在主板上市企业", amounts=(3000000, 3000000)),
    Rule("对新评定为三星级、四星级、五星级的酒店，一次性分别给予20万元、50万元、100万元奖励。",
         "酒店", amounts=(200000, 1000000), period="一次性"),
    Rule("对一个行政村建设标准化民宿5家以上的每间奖励2000元。", "民宿",
         amounts=(2000, 2000), unit="元/间"),
    Rule("对年组织游客来柳河旅游景区人数达到1万人次以上的旅行社、户外团队进行奖励。每满一万人奖励一万元。",
         "旅行社、户外团队", amounts=(10000, 10000), unit="元/万人"),
    Rule("县内外旅行社宣传促销重点旅游市场，在旅游节庆活动期间对组团达1000人次以上的，给予5元/人/夜的奖励。",
         "县内外旅行社", amounts=(5, 5), unit="元/人/夜"),
    Rule("对一次性引进国际性、全国性主办的营业额10万元以上的大型会议，分别按其营业额的15%、10%对引进企业和社团进行奖励，"
         "单个项目奖励最高不超过30万元。", "企业和社团", rates=(10, 15), cap=300000, base="营业额"),
    Rule("对重点产业新建项目，自实现税收年度起且亩均税收达到10万元的，参照其年度地方财政贡献给予企业连续5年奖励，即："
         "前2年给予企业地方财政贡献80%的奖励，后3年给予企业地方财政贡献50%的奖励，每年最高奖励不超过5000万元。",
         "重点产业新建项目", rates=(50, 80), cap=50000000, period="5年", base="地方财政贡献"),
    Rule("对规上工业企业年产值同比增长超过1000万元的，给予企业超出额0.5%的奖励，奖励最高不超过20万元。",
         "规上工业企业", rates=(0.5, 0.5), cap=200000, base="超出额"),
    Rule("对从事新冠肺炎快速检测试剂研发的企业，给予不高于300万元的研发支持。",
         "从事新冠肺炎快速检测试剂研发的企业", kind="补贴", cap=3000000),
    Rule("对疫情期间向中小微企业提供信用贷款的金融机构，出现信贷损失的，按本金的20%至70%予以补贴，"
         "对单家机构或网点的补贴上限为500万元。", "金融机构", kind="补贴",
         rates=(20, 70), cap=5000000, base="本金"),
    Rule("对开展确权融资业务的企业给予基准利率50%的贴息，对单家企业的补贴上限为50万元。",
         "开展确权融资业务的企业", kind="贷款贴息", rates=(50, 50), cap=500000, base="基准利率"),
    Rule("对开展续贷业务超过20笔（含）的金融机构，按照0.5万元/笔的标准予以奖励，对单一金融机构的奖励上限为20万元。",
         "金融机构", amounts=(5000, 5000), unit="元/笔", cap=200000),
    Rule("企业接收职业院校在校学生顶岗实习3个月以上的，按每人最高1000元奖励企业。",
         "企业", amounts=(None, 1000), unit="元/人"),
    Rule("对承租全市国有资产类经营性用房的中小微企业以及个体工商户，2020年2月份、3月份、4月份房租（含摊位费）减半。",
         "中小微企业以及个体工商户", kind="租金减免", rates=(50, 50),
         period="2020年2月份、3月份、4月份"),
    Rule("按贷款实际利率的50%给予财政贴息。", None, kind="贷款贴息", rates=(50, 50),
         base="贷款实际利率"),
    Rule("企业采购远程办公等指定服务产品的，对每家企业给予不超过合同额50%的补贴，最高额度不超过20万元。",
         "企业", kind="补贴", rates=(None, 50), cap=200000, base="合同额"),
    Rule("县财政每年安排旅游引导资金1000万元，并视财力状况逐年增加。", "旅游", kind="引导资金",
         amounts=(10000000, None), period="每年"),
    Rule("对新设立的博士后科研工作站，给予五十万元资助。", "博士后科研工作站", kind="补贴",
         amounts=(500000, 500000)),
    # Who acts, not what they act on, is the beneficiary.
    Rule("企业和社会组织于2026年招用毕业年度未就业高校毕业生，为其足额缴纳社会保险费满3个月的，按每招用1人不超过1500元的标准给予补助。",
         "企业和社会组织", kind="补贴", amounts=(None, 1500), unit="元/人"),
    Rule("见习者属于就业困难人员、低保对象或残疾人的，见习期间由就业补助资金按每月500元给予生活费补贴。",
         "见习者", kind="补贴", amounts=(500, 500), unit="元/月", period="见习期间"),
    Rule("区级社区养老服务设施服务评估为优秀、良好、合格等级的，每年每个分别给予40万元、30万元、20万元服务奖励。",
         "区级社区养老服务设施", amounts=(200000, 400000), unit="元/年/个", period="每年"),
    Rule("街道（镇）级社区养老服务设施服务评估为优秀、良好等级的，每年每个分别给予30万元、20万元服务奖励。",
         "街道（镇）级社区养老服务设施", amounts=(200000, 300000), unit="元/年/个"),
    Rule("商务楼宇年度纳税总额首次达到5000万元、1亿元的，分别给予楼宇运营单位50万元、100万元奖励。",
         "楼宇运营单位", amounts=(500000, 1000000)),
    Rule("对生产、配送疫情防控急需物资，在疫情防控期间新招用员工的企业，按每人不超过1000元标准给予一次性吸纳就业补助。",
         "企业", kind="补贴", amounts=(None, 1000), unit="元/人", period="一次性"),
    Rule("对2020年新增的全省疫情防控重点保障企业专项再贷款，在中央财政按人民银行再贷款利率的50%给予贴息的基础上，省财政统筹资金再给予25%的贴息支持，贴息期限不超过1年。",
         "全省疫情防控重点保障企业", kind="贷款贴息", rates=(25, 25), period="期限不超过1年"),
    # What one pays oneself and what others grant is no benefit.
    Rule("其他参保人员：个人缴费标准为每人549元，财政补助标准为每人820元。",
         "其他参保人员", kind="补贴",
         amounts=(820, 820), unit="元/人"),
    Rule("给予企业引进成本不低于10%的资金支持。",
         "企业", kind="补贴", rates=(10, None), base="引进成本"),
    Rule("对复工复产企业计量器具检定校准减免收费50%。",
         "复工复产企业", kind="费用减免", rates=(50, 50)),
    Rule("总部企业租用办公用房的，按实际租金的30%给予补贴，连续补贴3年，每年最高80万元。",
         "总部企业",
         kind="租金补贴", rates=(30, 30), cap=800000, period="连续补贴3年"),
    Rule("对承租国有资产类经营用房的中小微企业，免收2、3月两个月租金。",
         "中小微企业", kind="租金减免",
         rates=(100, 100)),
)  # fmt: skip


def cards_of(text: str) -> tuple[IncentiveCard, ...]:
    """The incentive cards of a text that is one document."""
    document = PolicyDocument(
        "0" * 16, "a.txt", "default", "若干措施", text, clauses=split_clauses(text)
    )
    found = extract_cards(document)
    incentives = tuple(card for card in found if isinstance(card, IncentiveCard))
    for card in incentives:
        for span in card.spans:
            name, _, index = span.field.partition(".")
            value = getattr(card, name)
            value = getattr(value[int(index)], "text", value[int(index)]) if index else value
            held = text[span.start : span.end]
            assert held == value if isinstance(value, str) else held.strip()
    return incentives


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.text[:16])
def test_one_rule_is_one_card(rule: Rule) -> None:
    found = cards_of(rule.text)
    assert len(found) == 1
    card = found[0]
    if rule.who is None:
        assert card.beneficiary is None
    else:
        assert rule.who in (card.beneficiary or "")
    assert card.benefit_type == rule.kind
    assert (card.amount_min, card.amount_max) == rule.amounts
    wanted = tuple(None if item is None else Decimal(str(item)) for item in rule.rates)
    assert (card.rate_min, card.rate_max) == wanted
    assert (card.cap, card.unit) == (rule.cap, rule.unit)
    assert rule.period is None or card.period == rule.period
    assert rule.base is None or rule.base in (card.base or "")


@pytest.mark.parametrize(
    "text",
    [
        "累计发放各类补贴资金4.92亿元。",
        "对企业违规申报的，处以5万元罚款，并追回奖励资金。",
        "2025年1月至9月，全市完成工业产值21.29亿元，同比增长9.13%。",
        "在土地审批上，优先安排和保障旅游用地。",
        "按建筑面积每平方米收取18.05元市政基础设施配套费。",
        "政策奖励分别按应奖励额的30%、30%和40%对企业进行奖励。",
        "短短4天后，63家企业就收到了两江新区发放的500多万元一次性防疫补贴。",
        "鼓励口岸运营主体为防疫物资通关免收机场服务费用。",
        "江苏银行等4家银行共落实专项授信额度200亿元，给予企业支持。",
        "评估结果作为发放第三十三条规定的服务奖励的依据。",
    ],
)
def test_what_grants_nothing_is_no_card(text: str) -> None:
    assert cards_of(text) == ()


def test_different_rules_of_one_clause_are_different_cards() -> None:
    found = cards_of(
        "第九条 对初次认定为国家级和省级企业技术中心的，分别给予企业100万元和30万元奖励；"
        "对初次认定为国家高新技术企业的，给予企业20万元奖励。"
    )
    assert [(card.amount_min, card.amount_max) for card in found] == [
        (300000, 1000000),
        (200000, 200000),
    ]
    assert [(tier.label, tier.amount) for tier in found[0].tiers] == [
        ("国家级", 1000000),
        ("省级", 300000),
    ]


def test_tiers_of_one_rule_stay_together() -> None:
    found = cards_of(
        "对新发展的100—500亩的中药材种植基地，一次性奖励企业100元/亩；"
        "对新发展的500亩以上的中药材种植基地，一次性奖励企业200元/亩。"
    )
    assert [(card.amount_min, card.amount_max, card.unit) for card in found] == [
        (100, 200, "元/亩")
    ]
    assert [(tier.lower, tier.upper) for tier in found[0].tiers] == [(100, 500), (500, None)]


def test_items_take_the_subject_of_their_opening() -> None:
    found = cards_of(
        "第四条 对实际完成固定资产投资达到下列标准的制造业项目，分档给予奖励：\n"
        "（一）1亿元以上不足5亿元的，按实际完成固定资产投资的4%奖励，最高2000万元；\n"
        "（二）5亿元以上的，按5%奖励，最高4000万元。\n"
    )
    assert [card.beneficiary for card in found] == ["制造业项目", "制造业项目"]
    assert [card.cap for card in found] == [20000000, 40000000]


def test_the_department_that_follows_is_named_with_the_others() -> None:
    card = cards_of(
        "4.对不裁员的参保企业，返还其上年度实际缴纳失业保险费的50%。\n"
        "责任单位：市人社局、财政局、工信局\n"
    )[0]
    assert card.department == "市人社局"
    assert card.co_departments == "市人社局、财政局、工信局"


def test_scrambled_figures_yield_no_card() -> None:
    text = "对在主板上市企业，给予企业5355万元奖励。"
    document = PolicyDocument("0" * 16, "a.txt", "default", "措施", text, suspect_figures=True)
    assert extract_cards(document) == ()


def test_the_sector_is_read_from_the_beneficiary() -> None:
    found = cards_of("对特色农业类项目，给予企业3万元奖励。")
    assert found[0].sector == "特色农业"
    assert cards_of("对在主板上市企业，给予企业300万元奖励。")[0].sector is None


def test_two_addressed_grants_of_one_sentence_are_two_cards() -> None:
    first, second = cards_of(
        "对直接接触确诊病例的诊断、治疗、护理等工作相关人员给予每人每天300元补助，"
        "对参与疫情防控的其他医务人员给予每人每天200元补助。"
    )
    assert (first.amount_max, second.amount_max) == (300, 200)
    assert second.beneficiary == "参与疫情防控的其他医务人员"


def test_an_opening_that_only_names_the_matter_is_no_card() -> None:
    (card,) = cards_of(
        "对疫情防控重点企业贷款给予财政贴息。对享受人民银行专项再贷款支持的企业，"
        "按企业实际获得贷款利率的50%进行贴息，贴息期限不超过1年。"
    )
    assert card.beneficiary == "享受人民银行专项再贷款支持的企业"
    assert card.conditions == ()


def test_a_rule_that_names_nobody_is_for_whom_the_document_is() -> None:
    found = cards_of(
        "第一条 奖补对象为在青石县注册的农业企业、农民专业合作社。\n"
        "第二条 新购置农产品初加工设备10万元以上的，按设备投资额的20%给予补助，最高50万元。"
    )
    assert [item.beneficiary for item in found] == ["在青石县注册的农业企业、农民专业合作社"]
