"""What the granting words say: sums, rates and caps, the base of a rate, how long."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from ingest.cards.figures import Figure
from ingest.cards.rule_text import Segment

Range = tuple[int, int]

_NUMBER = "(?:[0-9]+|[一二两三四五六七八九十]+)"


_MONTH = r"(?:\d{4}年)?\d{1,2}(?:[—－–~至-]\d{1,2})?月(?:份)?"


# 连续5年奖励, but not 连续两年每年接收….
_CONSECUTIVE = (
    rf"连续(?:补贴|补助|奖励|资助|扶持|支持|享受|给予){_NUMBER}年|"
    rf"(?<![第前满近后起\d]){_NUMBER}年(?=内(?:分别|每|给予|按|连续))|"
    rf"(?:(?<=给予)|(?<=予以)|(?<=企业))连续{_NUMBER}年|"
    rf"连续{_NUMBER}年(?=的?(?:[，。]|奖|补|资|支|给|予|按|享|减|免|返|每年(?:给|奖|补|按)))"
)


# A run of years stands before everything else: 连续5年, 给予五年奖励, 累计不超过3年,
# 自兼并重组完成后的3年内.
_YEARS = re.compile(
    rf"(?:(?:累计|每次期限|补贴期限|期限)?最?长?不超过{_NUMBER}(?:年|个月)|{_CONSECUTIVE}|(?:补贴|补助|贴息|资助|享受)?期限(?:最长)?为?{_NUMBER}(?:年|个月|天))(?![^，。；]{{0,6}}(?:以上|无|未|盈))|"
    rf"(?:给予|予以|给)(?:[^，。；第前后\d]{{0,4}})(?P<years>{_NUMBER}年)|(?<![第前后满近])(?P<more>{_NUMBER}年)(?=的?(?:奖励|补贴|补助|\d+%))|"
    rf"自[^，。；]{{2,16}}(?:起|后)的?(?P<within>{_NUMBER}年)内"
)


# 一次性 and months in the granting words: 一次性奖励, 3个月应缴纳, 2月份房租.
_ONCE = re.compile(
    rf"一次性|(?P<months>{_MONTH}(?:[、至到和]{_MONTH})*)(?=房租|租金|的?物业)|(?<![第前满\d—－-])(?:\d[—－~至-])?{_NUMBER}个月(?=应|实际|租金|房租)|"
    rf"从?{_MONTH}(?:\d{{1,2}}日)?起|每学年|每年(?!最高|不)|疫情防控期间|疫情期间|按月|按年"
)


_MONTHS_OF = re.compile(
    rf"(?<![第\d—－-])(?:\d[—－~至-])?{_NUMBER}个月(?=应|实际|的?租金|的?房租|的?企业及其职工)"
)


_SINCE = re.compile(
    rf"{_MONTH}(?:\d{{1,2}}日)?起|{_MONTH}(?:[、至到和]{_MONTH})*(?=房租|租金|的?物业)|每年(?=安排|列支)|在疫情(?:防控)?期间"
)


_CAP_PER = re.compile(
    r"(?:单(?:个|家|户|笔|项|一|品种)|每(?:个|家|户|年|人|项|月|名|位|辆)|同一|年度|累计|合计|总额)[^，。；、\d]{0,10}?"
    r"(?=奖励|补[贴助]|资助|贴息|原则上|最高|上限|的?奖励上限|总额|不超过|额度|支持|给予|合计|累计|$)"
)


# What a rate is taken of stands before it: 营业额的15%; 按减免金额的30%; 首笔贷款金额2%.
_BASE_BEFORE = re.compile(
    r"(?P<base>[^，。；：\d%（）()、]{2,50}?)(?:的|给予?企业|给予|最高|不超过|不低于|不高于|总额的|以内的)*$"
)


# … or after it: 50%的中介费用补贴.
_BASE_AFTER = re.compile(
    r"^的(?P<base>[^，。；\d]{1,9}?(?:费用?|额|租金|利息|利率|成本|投入|价|价款|税|支出|金|部分))(?=补贴|补助|贴息|奖励|资助|返还|支持|优惠|减免)"
)


# … or is named once for several rates: 参照其年度地方财政贡献给予企业连续5年奖励，即：前2年…80%.
_BASE_NAMED = re.compile(
    r"(?:按照?|参照|以(?![上下内]))(?:其|该|企业)?(?P<base>[^，。；：\d%规定要求]{2,24}?)(?:的|，|给予|为基数|为标准|奖励)"
)


_BASE_LEAD = re.compile(
    r"(?:.*(?:按照?|参照|根据|给予|予以|奖励|返还|享受|分别|补贴|补助|支付|最高|不超过|退还|一次性))?"
    r"(?:标准为|每人|每次|每户|每月|其(?!他)|该|个月|月份|每家|企业(?=.{3})|单个|对|给|即|以|为|的)*"
)


# 检验项目收费减免50% is taken of 检验项目收费.
_BASE_TAIL = re.compile(r"(?:减免|减少|减收|上浮|下浮|提高|下调|降低|优惠|补贴|补助)*$")


_NO_BASE = re.compile(
    r"提高[到至]|由原|财政|全额|^(?:资金|一次性|财政|前|后|第|.{0,3}(?:年(?!度)|级|星)|配套|相应|各|最高)"
)


def granted_numbers(granted: Sequence[Figure], kind: str) -> dict[str, tuple[Decimal, Figure]]:
    """Which figure says the least and the most amount, rate and the cap."""
    found: dict[str, tuple[Decimal, Figure]] = {}
    amounts = [item for item in granted if item.is_money and item.role == "benefit"]
    rates = [item for item in granted if not item.is_money and item.role == "benefit"]
    caps = [item for item in granted if item.role == "cap"]
    open_ended = kind == "引导资金"
    for prefix, items in (("amount", amounts), ("rate", rates)):
        if items:
            least = min(items, key=lambda item: item.low)
            most = max(items, key=lambda item: item.high)
            found[f"{prefix}_min"] = (least.low, least)
            if not (open_ended and prefix == "amount") and most.quantity.comparator != "≥":
                found[f"{prefix}_max"] = (most.high, most)
    for item in caps:
        if not item.is_money:
            found.setdefault("rate_max", (item.high, item))
        elif item.unit is not None:
            if "amount_max" not in found or not amounts:
                found["amount_max"] = max(
                    (item.high, item),
                    found.get("amount_max", (item.high, item)),
                    key=lambda pair: pair[0],
                )
        else:
            found["cap"] = max(
                (item.high, item), found.get("cap", (item.high, item)), key=lambda pair: pair[0]
            )
            if kind == "贷款" and not amounts:
                found["amount_max"] = found["cap"]
    return found


def amount_end(view: str, last: int, limit: int) -> int:
    """Where the granted sum's own words end: 300万元的一次性奖励｜."""
    match = re.compile(r"(?:[（(][^）)]*[）)])?(?:[^，。；、：（(〔]|(?<=\d)、(?=\d)){0,24}").match(
        view, last, limit
    )
    return match.end() if match else last


def find_period(view: str, segment: Segment, zone: int) -> Range | None:
    """Return how long or how often is granted: 连续5年, 一次性, 2020年2月份."""
    match = _YEARS.search(view, segment.start, segment.end)
    if match is not None:
        name = next((item for item in ("years", "more", "within") if match[item]), None)
        return match.span(name) if name else match.span()
    match = (
        _MONTHS_OF.search(view, zone, segment.end)
        or _ONCE.search(view, zone, segment.end)
        or _SINCE.search(view, segment.start, zone + 2)
    )
    if match is None:
        match = _DATES.search(view, segment.start, segment.end) or _DURING.search(
            view, segment.start, zone
        )
    if match is None:
        return None
    return match.span(match.lastgroup or 0)


# From day to day: 2019年1月1日至12月31日; 实施期限至2020年12月31日.
_DAY = r"(?:\d{4}年)?\d{1,2}月\d{1,2}日"
_DATES = re.compile(
    rf"\d{{4}}年\d{{1,2}}月\d{{1,2}}日?(?:起)?[至到—－-]+{_DAY}|(?:实施|执行|政策)期限(?:至|延长至|到){_DAY}"
)
# A time that stands for itself: 疫情防控期间，…; 见习期间由….
_DURING = re.compile(
    r"(?:^|[，。；\n])(?:对?在)?(?P<during>[一-龥]{2,6}期间(?:至疫情[^，。；]{2,10})?)(?=[，由])"
)


def find_cap_per(view: str, segment: Segment, figure: Figure | None) -> Range | None:
    """Return whom or what a cap binds: 单个项目, 每年."""
    if figure is None:
        return None
    begun = max(segment.start, figure.start - 24)
    found = [match.span() for match in _CAP_PER.finditer(view, begun, figure.start)]
    whose = [item for item in found if not _TOTAL.match(view, item[0])]
    return next(iter((whose or found)[-1:]), None)


# 总额, 累计 say how a cap is counted; whom it binds stands before: 每家企业补助总额.
_TOTAL = re.compile("总额|累计|合计")


_WORDED_RATES = ("免收", "减半", "减征一半", "半价", "全部免除", "全免")


def find_base(view: str, segment: Segment, granted: Sequence[Figure]) -> Range | None:
    """What the first rate is a share of."""
    rate = next((item for item in granted if not item.is_money), None)
    if rate is None or rate.quantity.text in _WORDED_RATES:
        return None
    after = _BASE_AFTER.match(view[rate.end : segment.end])
    if after and not _NO_BASE.match(after["base"]):
        return rate.end + after.start("base"), rate.end + after.end("base")
    begun = max(view.rfind(mark, segment.start, rate.start) + 1 for mark in "，。；：:、")
    before = _BASE_BEFORE.search(view[max(begun, segment.start) : rate.start])
    if before:
        start = max(begun, segment.start) + before.start("base")
        end = max(begun, segment.start) + before.end("base")
        lead = _BASE_LEAD.match(view[start:end])
        start += lead.end() if lead else 0
        end -= len(_BASE_TAIL.search(view[start:end])[0])  # type: ignore[index]
        if end - start >= 2 and not _NO_BASE.match(view[start:end]):
            return start, end
    named = _BASE_NAMED.search(view, segment.start, segment.end)
    return named.span("base") if named else None
