"""Metadata: every field from each place it may stand in; unknown stays None."""

from __future__ import annotations

from datetime import date

import pytest

from corpus.document import DocType
from ingest.metadata.issuers import issuers_of_title
from ingest.metadata.organs import split_organs
from ingest.metadata.read import Metadata, read_metadata
from ingest.metadata.signature import find_signatures, parse_date
from ingest.metadata.title import read_inner_title
from ingest.page import Block, CleanText, RawPage

LETTER = """广州市人力资源和社会保障局广州市财政局关于印发广州市就业见习
基地管理办法的通知
穗人社规字〔2019〕6号
各区人力资源和社会保障局：
为贯彻落实《广州市人民政府关于促进就业的意见》（穗府规〔2018〕19号），现将《广州市就业见习基地管理办法》印发给你们。
广州市人力资源和社会保障局 广州市财政局
2019年10月9日
广州市就业见习基地管理办法
第一条 为加强管理，制定本办法。
第二条 本办法自印发之日起施行，有效期5年。"""


def read(text: str, *facts: tuple[str, str], name: str = "a.txt") -> Metadata:
    """Metadata of a text whose page states ``facts``."""
    page = RawPage(tuple(Block(line) for line in text.split("\n")), "txt", name, tuple(facts))
    return read_metadata(page, CleanText(text))


def test_letter_without_any_field_of_the_page() -> None:
    known = read(LETTER)
    assert known.title == (
        "广州市人力资源和社会保障局广州市财政局关于印发广州市就业见习基地管理办法的通知"
    )
    assert known.doc_number == "穗人社规字〔2019〕6号"
    assert known.issuers == ("广州市人力资源和社会保障局", "广州市财政局")
    assert known.issued_on == date(2019, 10, 9)
    assert (known.effective_on, known.expires_on) == (date(2019, 10, 9), date(2024, 10, 8))
    assert (known.doc_type, known.level, known.region) == ("通知", "市", "广州市")
    assert known.inner_title == "广州市就业见习基地管理办法"
    for item in known.evidence:
        if item.start is not None and item.end is not None:
            assert LETTER[item.start : item.end] == item.text


def test_fields_of_the_page_win() -> None:
    known = read(
        LETTER,
        ("line:实施日期", "2019年10月16日"),
        ("line:失效日期", "2023年06月01日"),
        ("line:文件状态", ""),
        ("line:统一编号", "GZ0220210007"),
        ("script:状态", "失效（提前废止）"),
        ("script:状态", "有效"),
    )
    assert (known.effective_on, known.expires_on) == (date(2019, 10, 16), date(2023, 6, 1))
    assert known.stated_status == "已废止"


def test_status_of_another_link_is_not_the_documents() -> None:
    assert read(LETTER, ("script:状态", "(已失效)")).stated_status is None


def test_guide_without_number_or_date_says_so() -> None:
    known = read(
        "一、申请资格\n2026年积分入学见穗天教规字〔2024〕1号。",
        ("meta:ArticleTitle", "2026年广州市天河区积分制入学学位申请指引"),
        ("line:发表时间", "2026-06-25 16:07:09"),
        ("line:信息来源", "天河区教育局浏览量： -"),
    )
    assert (known.doc_number, known.issued_on) == (None, None)
    assert known.issuers == ("天河区教育局",)
    assert known.published_on == date(2026, 6, 25)
    assert (known.doc_type, known.region) == ("指南", "广州市天河区")


def test_newspaper_as_source_is_no_issuer() -> None:
    assert read("电子居住证。", ("line:来源", "粤省事微信公众号")).issuers == ()


def test_law_by_its_history() -> None:
    known = read(
        "保障中小企业款项支付条例\n2020年7月5日 中华人民共和国国务院令第728号公布\n"
        "2025年3月17日 中华人民共和国国务院令第802号修订\n第一条 为了发展。\n第二条 "
        "本条例自2025年6月1日起施行。"
    )
    assert known.doc_number == "国务院令第802号"
    assert known.issuers == ("国务院",)
    assert known.issued_on == date(2020, 7, 5)
    assert known.effective_on == date(2025, 6, 1)
    assert (known.doc_type, known.level) == ("条例", "国家")


def test_history_of_many_steps_in_one_bracket() -> None:
    steps = "　根据2009年8月27日全国人民代表大会常务委员会第十次会议《关于修改部分法律的决定》修正"
    known = read(
        "中华人民共和国行政复议法\n（1999年4月29日第九届全国人民代表大会常务委员会第九次会议通过"
        f"{steps * 3}）\n第一条 为了防止和纠正违法的行政行为，制定本法。"
    )
    assert known.issued_on == date(1999, 4, 29)


def test_text_whose_line_breaks_are_lost() -> None:
    known = read(
        "石政发〔2020〕3号-北京市石景山区人民政府关于印发《石景山区支持企业发展的若干措施》的通知 "
        "各街道办事处：《石景山区支持企业发展的若干措施》已经区政府同意，现印发给你们。 "
        "1.设立专项资金。支持企业。 "
        "2.搭建平台。协助企业。 本措施自印发之日起施行，适用于疫情防控期间。" + "落实措施。" * 20
    )
    assert known.title.startswith("北京市石景山区人民政府关于印发")
    assert known.doc_number == "石政发〔2020〕3号"
    assert known.region == "北京市石景山区"
    assert (known.issued_on, known.effective_on, known.expires_on) == (None, None, None)


def test_order_with_its_number_on_a_line_of_its_own() -> None:
    known = read(
        "广州市人民政府令\n第179号\n《广州市老年人优待办法》已经通过，现予公布，自2021年5月1日起施行。\n"
        "市 长：某某\n2021年1月29日\n广州市老年人优待办法\n第一条 目的。\n第十三条 "
        "优待证有效期2年。",
        ("h1", "广州市老年人优待办法"),
    )
    assert known.doc_number == "广州市人民政府令第179号"
    assert known.issuers == ("广州市人民政府",)
    assert (known.issued_on, known.effective_on) == (date(2021, 1, 29), date(2021, 5, 1))
    assert known.expires_on is None  # the two years are those of a card


def test_joint_document_has_every_number_and_organ() -> None:
    known = read(
        "云科规〔2025〕4号\n云财科〔2025〕18号\n云岭省科学技术厅\n云岭省财政厅\n"
        "国家税务总局云岭省税务局关于印发《后补助实施细则》的通知\n各市科技局：\n"
        "根据《管理办法》（云财规〔2024〕9号），制定本细则。"
    )
    assert (known.doc_number, known.other_numbers) == ("云科规〔2025〕4号", ("云财科〔2025〕18号",))
    assert known.issuers[1:] == ("云岭省财政厅", "国家税务总局云岭省税务局")


def test_number_of_the_document_sent_out_is_not_a_second_number() -> None:
    known = read(
        "云政办发〔2025〕4号\n关于转发省财政厅意见的通知\n云财规〔2024〕9号\n各市人民政府：\n现转发。"
    )
    assert (known.doc_number, known.other_numbers) == ("云政办发〔2025〕4号", ())


NAMESAKE = "白水县人民政府关于支持工业发展的通知\n各乡镇：\n根据{}的部署，制定本通知。"


@pytest.mark.parametrize(
    ("names", "region"),
    [("云川市", "云川市白水县"), ("陕西省渭南市", "渭南市白水县"), ("上级", None)],
)
def test_namesakes_are_told_apart_by_the_places_named(names: str, region: str | None) -> None:
    assert read(NAMESAKE.format(names)).region == region


def test_adopting_meeting_names_organ_and_day() -> None:
    known = read(
        "云川经济技术开发区园区管理规则\n"
        "（云经管发〔2024〕26号，2024年11月20日云川经济技术开发区管理委员会主任办公会议通过）\n"
        "第一条 为规范管理，制定本规则。",
        ("line:来源", "管委会办公室"),
    )
    assert known.issuers == ("云川经济技术开发区管理委员会",)
    assert (known.issued_on, known.doc_number) == (date(2024, 11, 20), "云经管发〔2024〕26号")


def test_part_of_an_organ_is_no_issuer() -> None:
    assert read("一、规则。", ("line:来源", "管委会办公室")).issuers == ()


def test_title_of_the_page_yields_to_the_notice_that_holds_it() -> None:
    known = read(
        "云川市人民政府关于印发云川市招商引资奖励办法的通知\n云川政规〔2025〕3号\n各区：\n"
        "现将《云川市招商引资奖励办法》印发给你们。",
        ("title", "云川市招商引资奖励办法（云川政规〔2025〕3号）|投资云川网"),
    )
    assert (known.title, known.doc_type) == (
        "云川市人民政府关于印发云川市招商引资奖励办法的通知",
        "通知",
    )
    assert known.inner_title == "云川市招商引资奖励办法"


@pytest.mark.parametrize(
    ("clause", "effective", "expires"),
    [
        ("本办法自2019年7月1日起实施，有效期5年。", "2019-07-01", "2024-06-30"),
        ("本通知自2025年11月20日起施行，有效期为五年。", "2025-11-20", "2030-11-19"),
        ("本办法自印发之日起施行，有效期至2026年12月31日。", "2020-02-05", "2026-12-31"),
        (
            "以上措施自印发之日起实施，有效期至2020年底(另有规定的除外)。",
            "2020-02-05",
            "2020-12-31",
        ),
        ("本意见自2019年1月1日起执行，暂定三年。", "2019-01-01", "2021-12-31"),
        ("本政策自发布之日起施行，施行期暂定为6个月。", "2020-02-05", "2020-08-04"),
        ("本政策执行期暂定为自发布之日起的三个月。", "2020-02-05", "2020-05-04"),
        ("本通知执行期限为2019年1月1日至2023年12月31日。", "2019-01-01", "2023-12-31"),
        ("本条例自公布之日起三十日后施行。", "2020-03-06", None),
        ("本方案自印发之日起施行，实施期限至2030年12月31日。", "2020-02-05", "2030-12-31"),
        ("本办法自2025年1月1日起试行三年。", "2025-01-01", "2027-12-31"),
        ("本政策执行期暂定为自政策发布之日起至2020年6月30日。", "2020-02-05", "2020-06-30"),
        ("本意见政策期限为2016年至2018年。", None, None),
        ('按照“就高"原则执行。本措施自2024年1月1日起实施。', "2024-01-01", None),
        ("有效期为疫情防控期间。", None, None),
        ("从2019年1月1日起，实施三年百万青年见习计划。", None, None),
        ("电子居住证有效期为一年，自签发之日起计算。", None, None),
        ("车辆经营权期限为四年。", None, None),
    ],
)
def test_validity_is_computed(clause: str, effective: str | None, expires: str | None) -> None:
    known = read(
        f"示例市关于示例的通知\n各单位：\n一、做好工作。\n二、{clause}\n示例市人民政府\n2020年2月5日"
    )
    assert known.effective_on == (date.fromisoformat(effective) if effective else None)
    assert known.expires_on == (date.fromisoformat(expires) if expires else None)


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("国务院办公厅关于黄金经济政策有关问题的复函", "函"),
        ("国务院关于河北雄安新区总体规划（2018—2035年）的批复", "批复"),
        ("广州市长期护理保险试行办法", "办法"),
        ("关于推进全市经济开发区高质量发展的实施方案【政策解读】", "解读"),
        ("2025年度积分制入户工作热点13问", "问答"),
        ("关于全市招商引资工作情况的报告的审议意见", "审议意见"),
        ("重庆出台援企稳岗返还政策", "新闻"),
        ("电子居住证如何申领？一文说清", "指南"),
        ("中华人民共和国公司法", "法律"),
        ("支持民营经济发展若干措施（试行）", "措施"),
        ("中华人民共和国可再生能源法", "法律"),
        ("最高人民法院关于审理抢劫案件具体应用法律若干问题的解释（二）", "办法"),
        ("某市启动紧急预案积极应对疫情", "新闻"),
    ],
)
def test_kind_of_document(title: str, kind: DocType) -> None:
    text = "近日，记者获悉。" if kind == "新闻" else "一、正文。"
    assert read(text, ("table:标题", title)).doc_type == kind


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("为加快制造强省建设，特制定本行动方案。\n一、总体要求\n（一）目标。", "方案"),
        ("第一章 总则\n第一条 为规范管理，制定本办法。", "办法"),
        ("各位代表：\n现在，我代表国务院，向大会作政府工作报告，请予审议。\n一、回顾", "报告"),
        ("一、正文。", "其他"),
    ],
)
def test_kind_of_a_text_without_a_title(text: str, kind: DocType) -> None:
    assert read(text).doc_type == kind


def test_a_page_of_links_is_none_of_the_documents_it_lists() -> None:
    links = [f"某某公司开庭通知公告（{name}）[ 2026-08-2{name} ]" for name in "01234"]
    assert read("\n".join(links)).doc_type == "其他"


@pytest.mark.parametrize(
    ("names", "organs"),
    [
        ("国务院、中央军委", ("国务院", "中央军委")),
        ("财政部税务总局", ("财政部", "税务总局")),
        ("商务部办公厅财政部办公厅", ("商务部办公厅", "财政部办公厅")),
        ("广州市民政局 广州市财政局", ("广州市民政局", "广州市财政局")),
        (
            "云岭省财政厅国家税务总局云岭省税务局",
            ("云岭省财政厅", "国家税务总局云岭省税务局"),
        ),
        ("财政部国家税务总局海关总署", ("财政部", "国家税务总局", "海关总署")),
        ("某某网", ()),
        ("根据《办法》", ()),
    ],
)
def test_runs_of_organs(names: str, organs: tuple[str, ...]) -> None:
    assert split_organs(names) == organs


def test_issuers_of_titles() -> None:
    assert issuers_of_title("国务院办公厅关于同意申办的复函") == ("国务院办公厅",)
    assert issuers_of_title("重庆市税务局发布网上办税清单") == ()
    assert issuers_of_title("关于做好工作的通知") == ()


def test_inner_titles() -> None:
    text = "现将《关于推进数据专区建设的指导意见》印发给你们"
    title = "北京市经济和信息化局印发《关于推进数据专区建设的指导意见》的通知"
    assert read_inner_title(title, text) == "关于推进数据专区建设的指导意见"
    assert read_inner_title("关于印发我市2025年低保标准的通知", "一、标准为1309元。") is None
    assert read_inner_title("关于做好就业工作的意见", "") is None


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("二〇〇五年六月十一日", date(2005, 6, 11)),
        ("２０１８年12月3日", date(2018, 12, 3)),
        ("2024-04-07 10:16:08", date(2024, 4, 7)),
        ("2025.10.31", date(2025, 10, 31)),
        ("2018年13月1日", None),
        ("5355年1月1日", None),
    ],
)
def test_dates(text: str, day: date | None) -> None:
    assert parse_date(text) == day


def test_signatures_in_lines_and_in_flat_text() -> None:
    lines = find_signatures("完。\n国务院 中央军委\n一九九六年十一月五日")
    assert [(s.organs, s.signed_on) for s in lines] == [(("国务院", "中央军委"), date(1996, 11, 5))]
    flat = find_signatures("自然失效)。 北京市人民政府办公厅 2020年2月5日 分享")
    assert [(s.organs, s.signed_on) for s in flat] == [
        (("北京市人民政府办公厅",), date(2020, 2, 5))
    ]


def test_date_in_brackets_below_the_title_begins_the_period() -> None:
    known = read(
        "加快重点产业实施意见\n中共柳河县委 柳河县人民政府\n关于支持重点产业加快发展的实施意见\n"
        "(2023年2月8日)\n为抢抓机遇，制定如下实施意见。\n第 1 条 设立引导资金。\n"
        "第 2 6 条 本政策自发布之日起施行，暂定三年有效期。"
    )
    assert known.issued_on == date(2023, 2, 8)
    assert (known.effective_on, known.expires_on) == (date(2023, 2, 8), date(2026, 2, 7))


def test_date_at_the_end_without_an_organ() -> None:
    words = "本通知印发后，请各参保单位及时办理，逾期不再受理。" * 8
    known = read(f"关于待遇核准有关问题的通知 各参保单位： {words} 社会养老保险科 2020年2月3日")
    assert known.issued_on == date(2020, 2, 3)
    assert known.issuers == ()


def test_organ_broken_over_two_words_is_one() -> None:
    words = "各级机关要严格落实主体责任，实行一把手负责制。" * 8
    known = read(
        f"关于返岗工作的通告 有关要求通告如下: {words} 热线电话：12320。 "
        "广西壮族自治区新型冠状病毒感染的肺炎疫情 防控工作领导小组指挥部 2020年2月8日"
    )
    assert known.issuers == ("广西壮族自治区新型冠状病毒感染的肺炎疫情防控工作领导小组指挥部",)
    assert known.region == "广西壮族自治区"


@pytest.mark.parametrize(
    ("names", "place"),
    [
        ("国家税务总局河南省税务局", ("省", "河南省")),
        ("国家税务总局广州市税务局", ("市", "广州市")),
        ("国家税务总局", ("国家", "全国")),
    ],
)
def test_branch_of_a_national_organ_speaks_for_its_place(
    names: str, place: tuple[str, str]
) -> None:
    known = read(
        f"{names}关于延长申报期限的通告\n现通告如下：\n一、延长期限。\n{names}\n2020年2月3日"
    )
    assert (known.level, known.region) == place


def test_addressee_is_neither_title_nor_place() -> None:
    known = read(
        "各省、自治区、直辖市及新疆生产建设兵团工业和信息化主管部门，有关行业协会：\n"
        "现将《中小企业数字化转型指南》印发给你们，请结合实际认真贯彻执行。\n"
        "工业和信息化部办公厅\n2022年11月3日"
    )
    assert known.title == "中小企业数字化转型指南"
    assert known.region == "全国"


@pytest.mark.parametrize(
    ("text", "name", "title"),
    [
        (
            "各位代表：\n现在，我代表国务院向大会作政府工作报告，请予审议。\n一、五年的成就\n合作、合作、合作。",
            "政府工作报告_1993_49.txt",
            "政府工作报告（1993年）",
        ),
        (
            "各位代表：\n现在，我代表国务院，作关于我国国民经济和社会发展第六个五年计划的报告，请大会审议。",
            "政府工作报告_1982_57.txt",
            "关于我国国民经济和社会发展第六个五年计划的报告（1982年）",
        ),
        (
            "同志们：\n现在，我代表第十四届中央委员会向大会作报告。",
            "党代会报告_15_10.txt",
            "党代会报告",
        ),
    ],
)
def test_untitled_reports_are_called_what_they_call_themselves(
    text: str, name: str, title: str
) -> None:
    known = read(text, name=name)
    assert known.title == title
    assert (known.level, known.region, known.doc_type) == ("国家", "全国", "报告")


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("医用物资够不够？公众如何防护？\n新华社北京2月13日电 题：医用物资够不够？", "新闻"),
        ("广州编印政策问答\n新华社广州2月19日电（记者 徐弘毅）广州市台办18日编印问答。", "新闻"),
        ("中国银监会发布《商业银行委托贷款管理办法》\n为规范业务，银监会制定了办法。", "新闻"),
        # an agency prints the whole law
        ("中华人民共和国行政复议法\n新华社北京9月1日电\n第一条 为了防止违法，制定本法。", "法律"),
    ],
)
def test_dateline_makes_a_report(text: str, kind: DocType) -> None:
    assert read(text).doc_type == kind


def test_order_whose_name_is_broken_over_two_lines() -> None:
    known = read(
        "四川省应对新型冠状病毒肺炎\n疫情应急指挥部公告\n（第6号）\n"
        "为进一步加强防控，现将有关事项公告如下：\n一、实施网格化管理。"
    )
    assert known.doc_number == "四川省应对新型冠状病毒肺炎疫情应急指挥部公告第6号"


def test_column_of_a_site_ends_its_name() -> None:
    words = "为深入贯彻部署，坚决执行决策，近日财税部门联合发布公告，确保政策落实到位。" * 6
    known = read(f"国家税务总局山东省税务局 通知公告 疫情防控税收优惠政策指引 {words}")
    assert known.title == "疫情防控税收优惠政策指引"


def test_inner_title_has_no_line_break() -> None:
    title = "国务院办公厅关于印发《政府网站集约化试点工作方案》的通知"
    text = f"关于印发《政府网站集约化\n试点工作方案》的通知\n{title}"
    assert read_inner_title(title, text) == "政府网站集约化试点工作方案"


def test_signature_of_another_day_than_the_page_is_kept_in_evidence() -> None:
    signed = "国务院办公厅\n二〇〇四年四月二十七日"
    text = f"国务院办公厅关于申办运动会的复函\n教育部：\n同意申办。\n{signed}"
    known = read(text, ("table:成文日期", "2004年04月17日"))
    assert known.issued_on == date(2004, 4, 17)
    (other,) = [item for item in known.evidence if item.rule == "落款日期与页面字段不一致"]
    assert other.text.endswith("二〇〇四年四月二十七日")
    agreeing = read(text, ("table:成文日期", "2004年04月27日"))
    assert not [item for item in agreeing.evidence if "不一致" in item.rule]


def test_line_of_the_history_says_from_when_it_applies() -> None:
    known = read(
        "最高人民法院关于办理敲诈勒索案件若干问题的解释\n2013年4月15日 审判委员会第1575次会议通过\n"
        "2013年4月23日 最高人民法院公告公布\n2013年4月27日 施行\n第一条 数额较大的，应当认定。"
    )
    assert known.effective_on == date(2013, 4, 27)
