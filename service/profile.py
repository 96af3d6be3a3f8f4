"""Who asks what they may get: a company or person, from a form or from one sentence."""

from __future__ import annotations

import re
from collections.abc import Collection
from decimal import Decimal
from typing import Literal

from pydantic import Field

from corpus.quantities import find_quantities
from corpus.regions import find_regions
from service.schema.strict import Strict

Kind = Literal["企业", "个人"]

#: Words that name a trade, and what else they are called in policies.
SECTORS: dict[str, tuple[str, ...]] = {
    "医药": ("医药", "药品", "新药", "中药", "生物医药", "药材", "制药"),
    "制造": ("工业", "制造", "生产加工", "加工", "生产型", "生产企业"),
    "农业": ("农业", "种植", "养殖", "农产品", "花卉"),
    "旅游": ("旅游", "景区", "旅行社", "民宿", "酒店", "星级酒店", "餐厅", "导游"),
    "服务业": ("服务业", "现代服务", "商贸", "物流", "电商"),
    "软件": ("软件", "数字经济", "互联网", "人工智能", "大数据", "信息技术"),
    "金融": ("银行", "金融机构", "担保", "保险"),
    "养老": ("养老", "助餐", "护理"),
}
#: Ranks and honours that policies ask for; each is only taken as held where the asker says so.
QUALIFICATIONS = (
    "国家高新技术企业", "高新技术企业", "专精特新", "规模以上", "规上", "限上", "驰名商标",
    "中国质量奖", "上市", "挂牌", "总部", "世界500强", "技术中心", "研发中心", "企业技术中心",
    "发明专利", "老字号", "绿色工厂", "瞪羚", "独角兽", "单项冠军", "首台套", "一致性评价",
    "一类新药", "二类新药",
)  # fmt: skip


class Profile(Strict):
    """What is known of the asker; None is unknown, and unknown never counts as fulfilled."""

    text: str = Field("", max_length=2000, description="原话")
    kind: Kind | None = Field(None, description="企业或个人")
    region: str | None = Field(None, max_length=80, description="所在或拟落户地区")
    newly_founded: bool | None = Field(None, description="是否新设（新建、新引进）")
    foreign: bool | None = Field(None, description="是否外资")
    small: bool | None = Field(None, description="是否中小微企业")
    sectors: tuple[str, ...] = Field((), description="行业")
    qualifications: tuple[str, ...] = Field((), description="已有资质、荣誉")
    investment: Decimal | None = Field(None, ge=0, description="（固定资产）投资额，元")
    output: Decimal | None = Field(None, ge=0, description="年产值，元")
    revenue: Decimal | None = Field(None, ge=0, description="年营业（销售）收入，元")
    tax: Decimal | None = Field(None, ge=0, description="年纳税额，元")
    contribution: Decimal | None = Field(None, ge=0, description="年度地方财政贡献，元")
    loan: Decimal | None = Field(None, ge=0, description="贷款额，元")
    rent: Decimal | None = Field(None, ge=0, description="年租金，元")
    area_mu: Decimal | None = Field(None, ge=0, description="用地（种植）面积，亩")
    floor_m2: Decimal | None = Field(None, ge=0, description="营业（建筑）面积，平方米")
    headcount: Decimal | None = Field(None, ge=0, description="职工人数")
    years: Decimal | None = Field(None, ge=0, description="经营（登记）年限，年")
    rooms: Decimal | None = Field(None, ge=0, description="客房间数")
    visitors: Decimal | None = Field(None, ge=0, description="年组织游客人次")


# Which words before or after a sum say what it is: 年产值8000万; 投资1.2亿元.
_MEASURES: tuple[tuple[str, str], ...] = (
    ("output", r"产值"),
    ("revenue", r"营业额|营业收入|销售额|销售收入|营收|收入"),
    ("contribution", r"地方财政贡献|财政贡献|地方经济贡献|地方贡献"),
    ("tax", r"纳税|税收|缴税|税金|上税"),
    ("loan", r"贷款|借款"),
    ("rent", r"租金|房租"),
    ("investment", r"投资|投入|固投"),
)
# 200亩, 60人, 30间, 营业面积120平方米, 经营满2年, 3万人次
_COUNTED: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("area_mu", re.compile(r"(?P<n>\d+(?:\.\d+)?)(?P<w>万)?亩")),
    ("floor_m2", re.compile(r"(?P<n>\d+(?:\.\d+)?)(?P<w>万)?(?:平方米|平米|㎡|平)")),
    ("visitors", re.compile(r"(?P<n>\d+(?:\.\d+)?)(?P<w>万)?(?:人次|名?游客|个?游客)")),
    ("rooms", re.compile(r"(?P<n>\d+)(?P<w>万)?间")),
    ("headcount", re.compile(
        r"(?:职工|员工|从业人员|招了?|招用|雇了?|共)[^，。；\d]{0,4}"
        r"(?P<n>\d+)(?P<w>万)?(?:个|名)?(?:人|员工|职工)?(?!次|年|亩|间|万|家)"
    )),
    ("years", re.compile(
        r"(?:满|了|已|经营|成立|注册|登记|从业|种植|开业|营业)[^，。；\d]{0,4}"
        r"(?P<n>\d+(?:\.\d+)?)(?P<w>万)?(?:年|周年)(?!产|均|销|纳)"
    )),
)  # fmt: skip
_MONEY = re.compile(
    r"(?P<n>\d+(?:\.\d+)?)(?P<unit>万亿|亿|千万|百万|万)(?!亩|人|平|家|元|美元|间|户)"
)
_UNITS = {"万亿": 10**12, "亿": 10**8, "千万": 10**7, "百万": 10**6, "万": 10**4}
_NOT = r"(?:不是|非|没有|未|尚未|无|不属于|没)"


def read_profile(sentence: str, *, known: Collection[str] = ()) -> Profile:
    """Read what one sentence says of the asker; nothing is filled in that it does not say.

    ``known`` are the regions that the library holds; they decide between namesakes.

    >>> found = read_profile("年产值8000万的外资医药企业，在云川市新设，投资1.2亿元")
    >>> str(found.output), str(found.investment), found.foreign, found.sectors
    ('80000000', '120000000', True, ('医药',))
    """
    words = "".join(sentence.split())
    values: dict[str, object] = {"text": sentence}
    values.update(_sums(words))
    for name, pattern in _COUNTED:
        match = pattern.search(words)
        if match:
            values[name] = Decimal(match["n"]) * (10000 if match["w"] else 1)
    regions = find_regions(words, known=known)
    if regions:
        values["region"] = regions[-1].canonical
    values["sectors"] = tuple(
        name for name, known in SECTORS.items() if any(word in words for word in known)
    )
    values["qualifications"] = tuple(
        item
        for item in QUALIFICATIONS
        if item in words and not re.search(f"{_NOT}[^，。；]{{0,8}}{re.escape(item)}", words)
    )
    values["kind"] = _kind(words)
    values["newly_founded"] = _said(words, r"新设|新建|新上|新引进|新注册|新办|拟设立|落户|新开")
    values["foreign"] = _said(words, r"外资|外商|港资|台资|合资")
    values["small"] = _said(words, r"中小微|小微|中小企业|小型|微型|个体")
    return Profile.model_validate(values)


def _sums(words: str) -> dict[str, Decimal]:
    """The sums of a sentence, each under the measure whose word stands nearest."""
    places: list[tuple[int, int, Decimal]] = [
        (item.start, item.end, item.value)
        for item in find_quantities(words)
        if item.kind == "money"
    ]
    for match in _MONEY.finditer(words):
        if not any(start <= match.start() < end for start, end, _ in places):
            value = Decimal(match["n"]) * _UNITS[match["unit"]]
            places.append((match.start(), match.end(), value))
    found: dict[str, Decimal] = {}
    for start, end, value in sorted(places):
        name = _measure(words, start, end)
        if name is not None:
            found.setdefault(name, value)
    return found


def _measure(words: str, start: int, end: int) -> str | None:
    """The measure a sum is given for: its word in the same piece, before it if there are two."""
    begun = max(words.rfind(mark, 0, start) for mark in "，。；,;、") + 1
    before, after = words[begun:start], re.split(r"[，。；,;、\d]", words[end:])[0][:8]
    best: tuple[int, str] | None = None
    for name, pattern in _MEASURES:
        for match in re.finditer(pattern, before):
            if best is None or match.end() > best[0]:
                best = (match.end(), name)
    if best is not None:
        return best[1]
    return next((name for name, pattern in _MEASURES if re.search(pattern, after)), None)


def _kind(words: str) -> Kind | None:
    if re.search(
        r"企业|公司|项目|工厂|厂|旅行社|酒店|机构|民宿|餐厅|合作社|银行|总部|农场|店", words
    ):
        return "企业"
    return "个人" if re.search(r"本人|我是|个人|毕业生|青年|老人|导游|创业者|居民", words) else None


def _said(words: str, pattern: str) -> bool | None:
    match = re.search(pattern, words)
    if match is None:
        return None
    return re.search(f"{_NOT}.{{0,2}}$", words[max(0, match.start() - 6) : match.start()]) is None
