"""Who a rule is for and what they must fulfil, read from the words before the grant."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest.cards.actors import acting

Range = tuple[int, int]

# A noun that can receive something stands at the end of a beneficiary: 新建星级酒店, 高新技术企业.
HEAD = (
    "(?:企业|公司|单位|机构|项目|个人|人员|人才|团队|组织|平台|园区|基地|载体|业主|房东|用户|商户|工商户|农户|"
    "合作社|学校|高校|院校|学生|毕业生|青年|老年人|老人|长者|残疾人|儿童|职工|员工|劳动者|家庭|投资方|投资者|投资人|经营者|"
    "创业者|创业主体|酒店|饭店|民宿|景区|餐厅|旅行社|医院|银行|研究院|研究所|实验室|中心|产品|品牌|商标|船舶|车辆|"
    "子女|居民|参保人|参保者|借款人|申请人|对象|主体|协会|商会|社团|产业|专家|院士|博士|硕士|博士后|开发区|示范区|乡镇|街道|"
    "网点|门店|冰场|雪道|活动|赛事|会议|会展|展会|社区|食堂|饭堂|餐饮店|新药|品种|孤儿|军人|烈属|困难群众|楼宇|总部|工厂|车间|"
    "集群|竞赛|患者|温室|大棚|养殖场|设施|码头|仓库|专利|标志|菜店|商超|便利店|加盟店|连锁店|工作组|孵化器|示范社|农场|工作站|冷库|研发机构|领军人才)"
)
#: Nouns that end a beneficiary but are too short to begin one.
SHORT_HEAD = "(?:园|馆|店|村|人|者|户|方|员|师|生|奖|称号|标准|荣誉|地区|县|市|区|部门|企)"
STRIP_BEFORE = re.compile(
    r"(?:答[：:]|可(?=对)|(?:进一步)?(?:加大|强化)(?=对)|[省市县区]?政府(?=对)|且(?!不)|其中[，,：:]?|同时[，,]?|此外[，,]?|另[，,]?|即[：:]|并[，,]?|如果?|若|凡是?|对于?|针对|(?:优先|重点|适当|大力)?支持|鼓励|"
    r"(?:第?[一二三四五六七八九十]+|\d+)[是、]|[(（]?[一二三四五六七八九十\d]+[)）]|\d+[.．、]|[①-⑳]|[”“、:：,，]|[—-])+"
)
# Reaching a rank is a condition, what is reached is the beneficiary: 新评定为国家级示范单位的.
_RANKED = re.compile(
    r"(?:(?:认定|评定|评选|授予|命名|批准|确定|纳入|列入|评|认（评）定)(?:并纳入)?(?:为|成为|成)|"
    r"获评|获得|荣获|取得|获批|入选|列入|纳入|引进|新建|新设立?|新?获?认定|创建)(?:为)?"
    r"(?P<what>[^，。；]{3,70}?)的?$"
)
_HEADED = re.compile(rf"(?:{HEAD}|{SHORT_HEAD})(?:[（(][^）)]*[）)])?$")
# A test stands in a modifier with a number or a rank: 达到1万人次以上的, 新评定为三星级的.
_TESTS = re.compile(
    r"\d|[一二三四五六七八九十两]+(?:年|家|人|亩|万)|认定|评定|评为|达到|超过|以上|以下|不低于|满|取得|首次|初次|获得|入选|列入"
)
# A sentence that begins with who it is about: 中小微企业承租国有房产….
_LEADING_NOUN = re.compile(
    rf"(?!为|因|经|按|由|根据|结合|如|在)(?:(?!取得|完成|承租|从事|开展|接收|招用|销售|纳税|达到|购置|输送|提供|参加|采购|租赁|租用|投资|新建|引进|购买|实施|举办|利用|参与|招聘|吸纳|向)[^，。；\d（(]){{0,18}}{HEAD}"
    rf"(?!孵化|示范|后科研)(?=[^，。；]{{2,}})"
)
_NOT_ADDRESSED = re.compile(
    r"^(?:每[^，]{0,6}\d|可以?(?:申请|享受)|由|经(?!营)|按|根据|为了?|因|结合|采取|设立|通过|以|依托|发放|搭建|完善|建立|加强|充分|发挥|开展|围绕|聚焦|推动|加快|[省市县区]财政)"
)
# 对每家企业给予…: says how the sum is counted, not whom the rule is for.
_DISTRIBUTES = re.compile(r"每|单[个家项笔]|该|其|同一|引进企业")


@dataclass(frozen=True, slots=True)
class Subject:
    """The beneficiary's range in the view, or None, and the ranges of the conditions."""

    beneficiary: Range | None
    conditions: tuple[Range, ...]
    addressed: bool


def pieces(view: str, start: int, end: int, *, marks: str = "，,") -> list[Range]:
    """Split ``view[start:end]`` at commas outside parentheses into trimmed ranges."""
    found: list[Range] = []
    depth, begun = 0, start
    for index in range(start, end):
        if view[index] in "（(〔[《":
            depth += 1
        elif view[index] in "）)〕]》":
            depth = max(0, depth - 1)
        elif view[index] in marks and depth == 0:
            found.append((begun, index))
            begun = index + 1
    found.append((begun, end))
    return [item for item in found if item[0] < item[1]]


def read_subject(view: str, start: int, end: int) -> Subject:
    """Read the beneficiary and the conditions from the words ``view[start:end]``.

    >>> text = "对年组织游客达到1万人次以上的旅行社、户外团队"
    >>> found = read_subject(text, 0, len(text))
    >>> text[slice(*found.beneficiary)], [text[slice(*item)] for item in found.conditions]
    ('旅行社、户外团队', ['年组织游客达到1万人次以上'])
    """
    parts: list[tuple[Range, bool]] = []
    for begun, ended in pieces(view, start, end):
        lead = STRIP_BEFORE.match(view, begun, ended)
        called = lead is not None and bool(re.search(r"[对凡]", lead[0]))
        called = called and not _DISTRIBUTES.match(view, lead.end() if lead else begun)
        begun = lead.end() if lead else begun
        if begun < ended:
            parts.append(((begun, ended), called))
    first = next((number for number, part in enumerate(parts) if part[1]), 0)
    conditions = [item for item, _ in parts[:first] if not _is_background(view, item)]
    beneficiary, tests = _beneficiary(view, parts[first:])
    if beneficiary is None and first:
        opening = parts[0][0]
        earlier = None if _is_background(view, opening) else acting(view, *opening)
        beneficiary = earlier[0] if earlier else None
    trimmed = [_trim(view, item) for item in (*conditions, *tests)]
    return Subject(
        None if beneficiary is None else _without_parenthesis(view, beneficiary),
        tuple(item for item in trimmed if _says_something(view, item)),
        any(called for _, called in parts),
    )


def _beneficiary(view: str, called: list[tuple[Range, bool]]) -> tuple[Range | None, list[Range]]:
    """The piece that names somebody, preferring one that ends with who is meant."""
    parts = [item for item, _ in called]
    told = next(
        (n for n, (item, named) in enumerate(called) if named or not _is_background(view, item)), 0
    )
    acts = acting(view, *parts[told]) if parts else None
    if acts is not None:
        return acts[0], [*parts[:told], *acts[1], *parts[told + 1 :]]
    described = any(_NAMED_BY.search(view[slice(*item)]) for item in parts[1:]) or (
        len(parts) > 1 and _PEOPLE.search(view[slice(*parts[-1])]) is not None
    )
    if called and called[0][1] and not described and _is_plain_name(view[slice(*parts[0])]):
        return parts[0], parts[1:]
    for reader in (_named_by, _headed, _ranked, _leading, _owner):
        for number, item in enumerate(parts):
            piece = view[slice(*item)]
            if (
                _NOT_ADDRESSED.match(piece)
                and not called[number][1]
                and (reader not in (_named_by, _headed) or not re.search(r"的[^的]{2,14}$", piece))
            ):
                continue
            beneficiary, tests = reader(view, *item)
            if beneficiary is not None:
                return beneficiary, [*parts[:number], *tests, *parts[number + 1 :]]
    return None, parts


# 诊断、治疗、护理等工作相关人员: the last piece names who gets it.
_PEOPLE = re.compile(r"(?:企业|人员|机构|单位|个人|毕业生|工作者|家庭|工商户)$")


def _is_plain_name(piece: str) -> bool:
    """对新设立的博士后科研工作站，…: a short piece without a test is whom the rule is for."""
    return (
        len(piece) <= 20
        and not piece.endswith("的")
        and not _TESTS.search(piece)
        and not _HAPPENS.search(piece)
        and not _HEADED.search(piece)
    )


# What the government sets out to do stands before whom it grants to: 打通文商旅体的消费渠道，对….
_AIM = re.compile(
    r"(?:进一步|继续|切实|大力|密切|全面|着力)|(?:加大|打通|推进|拓展|降低|缓解|提升|提高|优化|强化|落实|严格|积极|帮助|各地|扩大|统筹|安排|用好|实施)(?!了)"
)


def _is_background(view: str, item: Range) -> bool:
    words = view[slice(*item)]
    return bool(_NOT_ADDRESSED.match(words) or _AIM.match(words))


# Words that say something happens: such a piece is a condition.
_HAPPENS = re.compile(
    r"上市|挂牌|投资|租用|租赁|承租|购|完成|招用|开展|参加|实施|建设|建成|迁|销售|引进|组织|举办|设备|费用|支出|产后|投产|收入|贡献|经营|享受|转化"
)
# A piece that ends with 的企业 says whom the pieces before it speak of.
_NAMED_BY = re.compile(
    r"的(?:[^的，]{0,10}(?:企业|单位|机构|个人|人员|人才|项目|家庭|学生|毕业生))$"
)


def _named_by(view: str, start: int, end: int) -> tuple[Range | None, list[Range]]:
    """完成成果转化的企业: preferred to a piece that merely ends with a noun."""
    return _headed(view, start, end) if _NAMED_BY.search(view[start:end]) else (None, [])


# A thing is got by somebody; who that is may stand before it: 生产加工型企业｜取得专利的产品.
_THING = re.compile(r"(?:产品|新药|品种|商标|专利)$")
_OWNER = re.compile(
    r"[^，。；、\d（(的]{0,10}?(?:企业|公司|单位|机构)(?=取得|获得|研发|开发|引进|经[^，。；]{0,12}批准|发行|生产|申请|注册)"
)
# A longer modifier is cut from the noun: who is meant must stay readable.
_LONGEST_MODIFIER = 40
# 不裁员或少裁员的, 符合年龄要求的: a modifier that one can fail is a condition as well.
_CAN_BE_FAILED = re.compile(
    r"不(?!断)|未|无|保障|批准|具有|拥有|招用|毕业|缴纳|录取|迁入|就读|纳税|付息|管理"
)
# 符合条件的创业者 says no more than 创业者.
_SAYS_NOTHING = re.compile(r"^符合(?:申请|规定|相关|享受|本[^的]{0,6})*条件$")


def _headed(view: str, start: int, end: int) -> tuple[Range | None, list[Range]]:
    """初次认定为国家级研发中心的企业: the noun is the beneficiary, its test a condition."""
    piece = view[start:end]
    if piece.endswith("的") or not _HEADED.search(piece):
        return None, []
    if _THING.search(piece):
        owner = _OWNER.match(view, start, end)
        if owner is not None and owner.end() < end:
            return owner.span(), [(owner.end(), end)]
    cut = _last_de(piece)
    if cut is None:
        return (start, end), []
    test = (start, start + cut)
    if _SAYS_NOTHING.search(piece[:cut]):
        return (start + cut + 1, end), []
    if _TESTS.search(piece[:cut]) or cut > _LONGEST_MODIFIER:
        return (start + cut + 1, end), [test]
    return (start, end), [test] if _CAN_BE_FAILED.search(piece[:cut]) else []


def _ranked(view: str, start: int, end: int) -> tuple[Range | None, list[Range]]:
    """新评定为国家级示范单位的: what is reached names the beneficiary."""
    match = _RANKED.search(view[start:end])
    if match is None or not view[start:end].endswith("的"):
        return None, []
    if re.search(r"\d", match["what"]) and not _HEADED.search(match["what"]):
        return None, []
    return (start + match.start("what"), start + match.end("what")), [(start, end)]


def _leading(view: str, start: int, end: int) -> tuple[Range | None, list[Range]]:
    """中小微企业承租国有房产…: the noun that the piece begins with."""
    match = _LEADING_NOUN.match(view, start, end)
    return (None, []) if match is None else (match.span(), [(match.end(), end)])


# Whose thing is spoken of: 2020年新增的｜全省疫情防控重点保障企业｜专项再贷款.
_OWNS = re.compile(
    r"(?:^|的|年)(?P<who>[^，。；：\d的年（(]{0,16}?(?:企业|机构|单位|工商户|合作社|农户|人员))[^，。；：的]{2,14}$"
)


def _owner(view: str, start: int, end: int) -> tuple[Range | None, list[Range]]:
    """重点保障企业专项再贷款: whose the thing is that a grant is reckoned by."""
    match = _OWNS.search(view[start:end])
    if match is None:
        return None, []
    return (start + match.start("who"), start + match.end("who")), [(start, end)]


def _without_parenthesis(view: str, item: Range) -> Range:
    """工业类项目（不含采矿类项目） → 工业类项目."""
    start, end = item
    match = re.search(r"[（(][^（）()]*[）)]$", view[start:end])
    return (start, start + match.start()) if match and match.start() else item


def _last_de(piece: str) -> int | None:
    """Where the last 的 outside parentheses and with words behind it stands."""
    depth = 0
    for index in range(len(piece) - 1, 0, -1):
        if piece[index] in "）)〕":
            depth += 1
        elif piece[index] in "（(〔":
            depth -= 1
        elif piece[index] == "的" and depth == 0 and index < len(piece) - 1:
            return index
    return None


def _trim(view: str, item: Range) -> Range:
    start, end = item
    lead = re.match(r"(?:且|并且|并(?!购)|以及|、|，|如|若)", view[start:end])
    if lead:
        start += lead.end()
    payer = _PAID_FROM.search(view, start, end)
    end = payer.start() if payer else end
    while end > start and view[end - 1] in "的，、。：:":
        end -= 1
    return start, end


# Who pays stands before the sum and is no test: 见习期间｜由就业补助资金.
_PAID_FROM = re.compile(r"由[^，。；]{1,16}(?:资金|财政|基金|经费)$")


# Words that tell why or by what means something is granted, not on what condition.
_BACKGROUND = re.compile(
    r"根据(?![^，]*情况$)|依托|为了?(?!其)|打造|鼓励|结合|按照不同|[省市县区]财政|由[省市县区]|给予"
)


def _says_something(view: str, item: Range) -> bool:
    if _BACKGROUND.match(view, item[0], item[1]):
        return False
    return item[1] - item[0] >= 2 and view[slice(*item)] not in (
        "除上级奖励外", "只能", "分别", "一次性", "单品种", "当年", "产品", "政策", "企业", "奖励",
    )  # fmt: skip
