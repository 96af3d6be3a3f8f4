"""Whom the granting words, a heading or a fund's name tell of, where no subject does."""

from __future__ import annotations

import re

from ingest.cards.subjects import HEAD, SHORT_HEAD, STRIP_BEFORE

Range = tuple[int, int]

# Whom a sum is given to: 给予企业20万元, 对引进企业和社团进行奖励, 补助给承训单位.
_GIVEN_TO = re.compile(
    r"(?:给予|奖励|补贴|补助|资助|发放给?)(?:该|引进|相应|每[家个名位户])?"
    r"(?P<who>[^，。；\d一每最不按对的其]{0,6}(?:运营单位|承办单位|承办机构|服务机构)(?=\d|一次性|每)|(?:企业和社团|项目单位|项目方|投资方|投资人|企业|个人|机构|单位|团队|培训机构|业主|用人单位|项目|法人|学生|家庭))|"
    r"对(?P<to>(?!每|单|该|其|同)[^，。；\d的]{2,12}?(?:企业和社团|企业|社团|单位|机构|个人))(?:进行|给予|予以)(?:奖励|补贴|补助)|"
    r"(?:补助|支付|发放|拨付)给(?P<paid>[^，。；\d]{1,8}?(?:单位|机构|企业|人员|个人))|"
    r"给予(?P<person>[^，。；\d每最]{1,8}人)(?=\d)|给予(?P<first>最[先初早][^，。；\d]{1,6}人)(?=\d)|"
    r"给予每[名位个家户](?P<each>[^，。；]{4,40}?(?:人员|毕业生|学生|企业|单位|职工|员工))(?=一次性|[^，。；]{0,8}(?:补贴|奖励))|"
    r"向(?P<toward>[^，。；\d]{2,12}?(?:单位|机构|企业|人员|个人))(?:支付|发放|提供)(?=[^，。；]{0,24}(?:补贴|补助|奖励))"
)


def given_to(view: str, start: int, end: int) -> Range | None:
    """Whom the granting words name: 给予企业20万元奖励 → 企业."""
    match = _GIVEN_TO.search(view, start, end)
    return match.span(match.lastgroup or 0) if match else None


# The trade that a beneficiary is named by: 先进制造业企业, 特色农业类项目.
_SECTOR = re.compile(
    r"(?:先进|高端|现代|特色|绿色|生物|新一代|智能)?(?:制造业|工业|服务业|农业|医药|旅游业?|软件|金融业?|物流|商贸|"
    r"文化产业|人工智能|大数据|数字经济|新能源|新材料|电子商务|电商|食品|家政服务|养老|餐饮|住宿|外贸|建筑业)"
)


def find_sector(view: str, who: Range | None) -> Range | None:
    """Return the trade that the beneficiary ``view[who]`` names, None where it names none."""
    match = None if who is None else _SECTOR.search(view, *who)
    return match.span() if match else None


# What a fund is for: 旅游产业发展引导资金 → 旅游产业发展.
_FUND = re.compile(
    r"(?:亿元|万元|规模|安排|设立|的|成立)(?:的|不低于|总)*(?P<what>[^，。；的\d]{2,20}?)"
    r"(?:引导|专项|扶持|发展)*(?:资金|基金)"
)


def fund_purpose(view: str, start: int, end: int) -> Range | None:
    """What a fund is set up for, by its name."""
    match = _FUND.search(view, start, end)
    return match.span("what") if match else None


def named_recipient(view: str, start: int, end: int) -> Range | None:
    """A recipient that the granting words name more closely than 企业: 给予投资方奖励."""
    found = given_to(view, start, end)
    return found if found and view[slice(*found)] not in _PLAIN_RECIPIENTS else None


_PLAIN_RECIPIENTS = ("企业", "个人", "机构", "单位", "项目", "团队", "学生", "家庭")

# The clause's heading without its verb names the subject where nothing else does: 酒店建设.
_HEADING_NOUN = re.compile(
    r"^(?:支持|鼓励|扶持|促进|推进|推动|加强|加大|加快|提升|实施|对|培育|引进|打造|优化|规范)*(?P<what>[^，。：:]{2,20}?)"
    r"(?:建设|创建|发展|评定|奖励|补助|补贴|支持|资助|政策|扶持|引进)*[。：:.]?$"
)


# A heading names somebody only by a noun that can receive: 酒店建设, not 降低企业融资担保费率.
_RECEIVES = re.compile(rf"(?:{HEAD}|{SHORT_HEAD})$")


_ABOUT_SUMS = re.compile(r"(?:补贴|奖励|支持|资助|补助|奖补|认定|扶持)(?:标准|对象|项目)$")


def heading_subject(view: str, start: int, end: int) -> Range | None:
    """The noun of a heading such as 3.酒店建设 or 鼓励企业挂牌上市."""
    lead = STRIP_BEFORE.match(view, start, end)
    begun = lead.end() if lead else start
    match = _HEADING_NOUN.match(view[begun:end])
    if match is None or not _RECEIVES.search(match["what"]) or _ABOUT_SUMS.search(match["what"]):
        return None
    return begun + match.start("what"), begun + match.end("what")
