"""Incentive cards: every distinct rule of a clause that grants a sum, a rate or a remission."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from corpus.cards import Condition, FieldSpan, IncentiveCard, Tier
from ingest.cards.benefits import benefit_type
from ingest.cards.conditions import read_condition
from ingest.cards.departments import Department, find_departments, find_window
from ingest.cards.figures import Figure, find_figures
from ingest.cards.rule_text import RuleText, Segment, split_segments
from ingest.cards.subjects import (
    Subject,
    fund_purpose,
    given_to,
    heading_subject,
    named_recipient,
    pieces,
    read_subject,
)
from ingest.cards.tiers import find_tiers

Range = tuple[int, int]

# Words without which a segment grants nothing.
_GRANTS = re.compile(
    r"奖励|奖补|奖金|补贴|补助|资助|津贴|贴息|返还|退还|免收|免征|减免|免除|减半|减征|全免|给予[^，。；]{0,30}支持|"
    r"予以[^，。；]{0,20}支持|资金支持|研发支持|配套资金|扶持|补偿|慰问|引导资金|担保贷款|(?:设立|安排)[^，。；]{0,30}(?:资金|基金)|优惠"
)
# A segment that reports what was done or is a plan of work grants nothing.
_REPORTS = re.compile(
    r"累计(?:发放|兑现|减免|拨付|投入)|共(?:发放|计发放)|已(?:发放|减免|兑现|拨付|落实)|全年(?:累计|发放)|去年|示例|\d×|[元%][\uff1d=]|已为|合计不得超过|合计不超过|全额退[还回]|追回|收回|退回|收取(?!租金)|[均应]收|应?奖励(?:总?额|资金|金额)度?的\d|应奖励|分期拨付比例|"
    r"罚款|处以|没收|违法所得|赔偿|保证金额"
)
# A later sentence that only caps what was granted before.
_CAP_ONLY = re.compile(
    r"^(?:其中|且|但|同一|对?(?:单|每|同)[个家户笔项一名年位]|单[个家户笔项位]|每[个家户年]|补[贴助]|奖励|资助|贴息|总额|累计|年度|合计|最高|"
    r"奖[励补]?(?:总额|额度|金额)|支持|额度)[^给对]{0,22}(?:上限|最高|不超过|封顶|限额|不得超过|总额)"
)
_ONE_TO_ONE = re.compile(
    r"(?:对?其奖励)?(?:实行|采取|给予)?[“\"]?(?:一事一议|一企一策|一项目一议)[”\"]?"
)
_COMBINATION = re.compile(
    r"(?:就高不重复|从优不重复|不重复享受|不得重复享受|择优|就高)[^，。；]{0,12}"
)
_NUMBER = "(?:[0-9]+|[一二两三四五六七八九十]+)"
_MONTH = r"(?:\d{4}年)?\d{1,2}月(?:份)?"
# A run of years stands before everything else: 连续5年, 给予五年奖励, 累计不超过3年.
_YEARS = re.compile(
    rf"(?:(?:累计|每次期限|补贴期限|期限)?最?长?不超过{_NUMBER}(?:年|个月)|连续{_NUMBER}年)(?![^，。；]{{0,6}}(?:以上|无|未|盈))|"
    rf"(?:给予|予以|给)(?:[^，。；第前后\d]{{0,4}})(?P<years>{_NUMBER}年)|(?<![第前后满近])(?P<more>{_NUMBER}年)(?=的?(?:奖励|补贴|补助|\d+%))"
)
# 一次性 and months in the granting words: 一次性奖励, 3个月应缴纳, 2月份房租.
_ONCE = re.compile(
    rf"一次性|(?P<months>{_MONTH}(?:[、至到和]{_MONTH})*)(?=房租|租金|的?物业)|{_NUMBER}个月(?=应|实际|的|租金|房租)|"
    rf"从?{_MONTH}(?:\d{{1,2}}日)?起|每学年|每年(?!最高|不)|疫情防控期间|疫情期间|按月|按年"
)
_MONTHS_OF = re.compile(rf"{_NUMBER}个月(?=应|实际|的?租金|房租)")
_SINCE = re.compile(
    rf"{_MONTH}(?:\d{{1,2}}日)?起|{_MONTH}(?:[、至到和]{_MONTH})*(?=房租|租金|的?物业)|每年(?=安排|列支)|在疫情(?:防控)?期间"
)
_CAP_PER = re.compile(
    r"(?:单(?:个|家|户|笔|项|一|品种)|每(?:个|家|户|年|人|项|月|名|位|辆)|同一|年度|累计|合计|总额)[^，。；、\d]{0,10}?"
    r"(?=奖励|补[贴助]|资助|贴息|最高|上限|的?奖励上限|总额|不超过|额度|支持|给予|合计|累计|$)"
)
# What a rate is taken of stands before it: 营业额的15%; 按减免金额的30%; 首笔贷款金额2%.
_BASE_BEFORE = re.compile(
    r"(?P<base>[^，。；：\d%（）()、]{2,30}?)(?:的|给予?企业|给予|最高|不超过|不低于|不高于|总额的|以内的)*$"
)
# … or after it: 50%的中介费用补贴.
_BASE_AFTER = re.compile(
    r"^的(?P<base>[^，。；\d]{2,10}?)(?=补贴|补助|贴息|奖励|资助|返还|支持|优惠|减免)"
)
# … or is named once for several rates: 参照其年度地方财政贡献给予企业连续5年奖励，即：前2年…80%.
_BASE_NAMED = re.compile(
    r"(?:按照?|参照|以(?![上下内]))(?:其|该|企业)?(?P<base>[^，。；：\d%规定要求]{2,24}?)(?:的|，|给予|为基数|为标准|奖励)"
)
_BASE_LEAD = re.compile(
    r"(?:.*(?:按照?|参照|根据|给予|予以|奖励|返还|享受|分别|补贴|补助|支付|最高|不超过|退还|一次性))?"
    r"(?:其|该|每家|企业(?=.{3})|单个|对|给|即|以|为)*"
)
_NO_BASE = re.compile(r"^(?:资金|一次性|财政|前|后|第|.{0,3}(?:年(?!度)|级|星)|配套|相应|各|最高)")


@dataclass(frozen=True, slots=True)
class _Draft:
    """A card in the making with what later segments may add to."""

    card: IncentiveCard
    segment: Segment
    zone: int
    subject: Subject


def read_incentives(rule: RuleText, text: str) -> tuple[IncentiveCard, ...]:
    """Return the incentive cards of one rule text; ``text`` is the whole document.

    对在主板上市企业，给予企业300万元奖励。 → 奖励, 300万元, 在主板上市企业.
    """
    if not _GRANTS.search(rule.view):
        return ()
    drafts: list[_Draft] = []
    pending: Subject | None = None
    heading: Range | None = None
    previous_ender = ""
    for number, segment in enumerate(split_segments(rule.view)):
        figures = find_figures(rule.view, segment.start, segment.end)
        if number == 0 and not figures and segment.end - segment.start <= 40:
            heading = heading_subject(rule.view, segment.start, segment.end)
        draft = _read_segment(rule, segment, figures, text=text, pending=pending, heading=heading)
        if draft is None:
            capped = _cap_statement(rule, segment, figures)
            if capped is not None and drafts:
                drafts[-1] = _with_cap(rule, drafts[-1], capped, text)
            pending = _pending(rule, segment, figures) or (pending if segment.ender else None)
        elif drafts and _continues(rule, drafts[-1], draft, previous_ender):
            drafts[-1] = _merged(drafts[-1], draft, text)
            pending = None
        else:
            drafts.append(_inheriting(drafts[-1], draft) if drafts else draft)
            pending = None
        previous_ender = segment.ender
    return tuple(_completed(rule, text, [_labelled(rule, text, item) for item in drafts]))


def _read_segment(
    rule: RuleText,
    segment: Segment,
    figures: Sequence[Figure],
    *,
    text: str,
    pending: Subject | None,
    heading: Range | None,
) -> _Draft | None:
    view = rule.view[segment.start : segment.end]
    if not _GRANTS.search(view) and not (pending and figures):
        return None
    if _REPORTS.search(view):
        return None
    granted = [item for item in figures if item.role in ("benefit", "cap")]
    if not granted:
        return _without_figure(rule, segment, text)
    if all(item.role == "cap" for item in granted) and _CAP_ONLY.match(view):
        return None
    zone = _zone(rule.view, segment, granted[0])
    subject = read_subject(rule.view, segment.start, zone)
    if pending is not None and not subject.addressed and subject.beneficiary is None:
        subject = Subject(pending.beneficiary, (*pending.conditions, *subject.conditions), True)
    card = _card(rule, segment, zone, figures, subject=subject, heading=heading, text=text)
    return None if card is None else _Draft(card, segment, zone, subject)


def _zone(view: str, segment: Segment, first: Figure) -> int:
    """Where the granting words begin: before them stand the subject and the conditions."""
    parts = pieces(view, segment.start, segment.end, marks="，,：:")
    index = next(
        (number for number, (_, end) in enumerate(parts) if end >= first.end), len(parts) - 1
    )
    begun = _grant_start(view, parts[index][0], first.start)
    if begun is not None and begun - parts[index][0] <= 5:
        begun = parts[index][0]
    while begun == parts[index][0] and index > 0:
        earlier = parts[index - 1]
        if view[earlier[1] - 1] == "的" or re.match("对|凡", view[earlier[0] : earlier[1]]):
            break
        if "基础上" in view[earlier[0] : earlier[1]]:
            break
        start = _grant_start(view, *earlier, strict=True)
        if start is None:
            break
        index, begun = index - 1, start
    return begun if begun is not None else first.start


def _grant_start(view: str, start: int, end: int, *, strict: bool = False) -> int | None:
    """Where the run of granting words before a figure starts; the piece's start without any."""
    words = r"一次性|分别|给予|予以|奖励|补贴|补助|资助|发放|减免|免收|返还|享受" + (
        "" if strict else "|按照|按|参照|每(?!年安排)|最高|不超过|不高于|设立|安排"
    )
    match = re.search(words, view[start:end])
    if match is None:
        return (
            None if strict else (end if re.search(r"[一-龥]", view[start:end]) is None else start)
        )
    return start + match.start()


def _card(
    rule: RuleText,
    segment: Segment,
    zone: int,
    figures: Sequence[Figure],
    *,
    subject: Subject,
    heading: Range | None,
    text: str,
) -> IncentiveCard | None:
    view = rule.view
    granted = [item for item in figures if item.role in ("benefit", "cap")]
    granting = view[zone : _amount_end(view, granted[-1].end, segment.end)]
    kind = benefit_type(granting, view[segment.start : segment.end]) or benefit_type(view, view)
    if kind is None:
        return None
    spans: list[FieldSpan] = []

    def take(name: str, item: Range | None) -> str | None:
        if item is None or item[0] >= item[1]:
            return None
        start, end = rule.span(*item)
        spans.append(FieldSpan(name, start, end))
        return text[start:end]

    who = (
        named_recipient(view, zone, segment.end)
        or subject.beneficiary
        or given_to(view, zone, segment.end)
        or heading
    )
    if kind == "引导资金":
        who = fund_purpose(view, segment.start, segment.end) or who
    tiers = find_tiers(rule, segment.start, figures)
    if heading and tiers and who and _is_enumeration(view, who, tiers):
        who = heading
    conditions = _conditions(rule, text, subject, tiers, segment)
    begun = zone
    if tiers and tiers[0].label_end == tiers[0].start:
        begun = min(zone, rule.offsets.index(tiers[0].label_start))
    period = _find_period(view, segment, zone)
    start, end = rule.span(segment.start, segment.end)
    numbers = _numbers(granted, kind)
    for name, figure in numbers.items():
        spans.append(FieldSpan(name, *rule.span(figure[1].start, figure[1].end)))
    for index, condition in enumerate(conditions):
        spans.append(FieldSpan(f"conditions.{index}", condition.start, condition.end))
    combination = _COMBINATION.search(view, segment.start, segment.end)
    cap_figure = numbers.get("cap")
    return IncentiveCard(
        clause_path=rule.clause_path,
        start=start,
        end=end,
        benefit_type=kind,
        beneficiary=take("beneficiary", who),
        conditions=conditions,
        tiers=tiers,
        amount_text=take("amount_text", (begun, _amount_end(view, granted[-1].end, segment.end))),
        amount_min=_value(numbers, "amount_min"),
        amount_max=_value(numbers, "amount_max"),
        rate_min=_value(numbers, "rate_min"),
        rate_max=_value(numbers, "rate_max"),
        cap=_value(numbers, "cap"),
        cap_per=take("cap_per", _cap_per(view, segment, cap_figure[1] if cap_figure else None)),
        unit=next((item.unit for item in granted if item.unit), None),
        base=take("base", _base(view, segment, granted)),
        period=take("period", period),
        combination=take("combination", combination.span() if combination else None),
        window=take("window", find_window(view, segment.start, segment.end)),
        spans=tuple(spans),
    )


def _is_enumeration(view: str, who: Range, tiers: Sequence[Tier]) -> bool:
    """Whether the supposed beneficiary is nothing but the tiers' own labels."""
    words = view[slice(*who)]
    rest = words
    for tier in tiers:
        rest = rest.replace(tier.label, "")
    return all(tier.label in words for tier in tiers) and len(rest) <= 2 + len(tiers)


def _numbers(granted: Sequence[Figure], kind: str) -> dict[str, tuple[Decimal, Figure]]:
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
            if not (open_ended and prefix == "amount"):
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


def _value(numbers: dict[str, tuple[Decimal, Figure]], name: str) -> Decimal | None:
    return numbers[name][0] if name in numbers else None


def _conditions(
    rule: RuleText, text: str, subject: Subject, tiers: Sequence[Tier], segment: Segment
) -> tuple[Condition, ...]:
    found = [read_condition(rule, *item, text) for item in subject.conditions]
    begun, ended = rule.span(segment.start, segment.end)
    for tier in tiers:
        covered = any(item.text == tier.label for item in found)
        if not covered and begun <= tier.label_start < ended:
            place = _range_of(rule, tier.label_start, tier.label_end)
            found.append(read_condition(rule, *place, text))
    return tuple(found)


def _range_of(rule: RuleText, start: int, end: int) -> Range:
    first = rule.offsets.index(start)
    return first, rule.offsets.index(end - 1) + 1


def _amount_end(view: str, last: int, limit: int) -> int:
    """Where the granted sum's own words end: 300万元的一次性奖励｜."""
    match = re.compile(r"(?:[（(][^）)]*[）)])?[^，。；、：（(〔]{0,24}").match(view, last, limit)
    return match.end() if match else last


def _find_period(view: str, segment: Segment, zone: int) -> Range | None:
    match = _YEARS.search(view, segment.start, segment.end)
    if match is not None:
        name = next((item for item in ("years", "more") if match[item]), None)
        return match.span(name) if name else match.span()
    match = (
        _MONTHS_OF.search(view, zone, segment.end)
        or _ONCE.search(view, zone, segment.end)
        or _SINCE.search(view, segment.start, zone + 2)
    )
    return match.span() if match else None


def _cap_per(view: str, segment: Segment, figure: Figure | None) -> Range | None:
    if figure is None:
        return None
    begun = max(segment.start, figure.start - 24)
    found = None
    for match in _CAP_PER.finditer(view, begun, figure.start):
        found = match.span()
    return found


_WORDED_RATES = ("免收", "减半", "减征一半", "半价", "全部免除", "全免")


def _base(view: str, segment: Segment, granted: Sequence[Figure]) -> Range | None:
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
        if end - start >= 2 and not _NO_BASE.match(view[start:end]):
            return start, end
    named = _BASE_NAMED.search(view, segment.start, segment.end)
    return named.span("base") if named else None


def _without_figure(rule: RuleText, segment: Segment, text: str) -> _Draft | None:
    """A grant without a sum: only where somebody is addressed and something is given."""
    view = rule.view[segment.start : segment.end]
    match = _PLAIN_GRANT.search(view)
    talk = _ONE_TO_ONE.search(view)
    if (match is None and talk is None) or _VAGUE.search(view):
        return None
    zone = segment.start + (match or talk).start()  # type: ignore[union-attr]
    subject = read_subject(rule.view, segment.start, zone)
    if not subject.addressed or subject.beneficiary is None:
        return None
    kind = benefit_type(rule.view[zone : segment.end], view) or ("奖励" if talk else None)
    if kind is None:
        return None
    conditions = tuple(read_condition(rule, *item, text) for item in subject.conditions)
    spans = [
        FieldSpan("beneficiary", *rule.span(*subject.beneficiary)),
        FieldSpan("amount_text", *rule.span(zone, segment.end)),
        *(FieldSpan(f"conditions.{i}", c.start, c.end) for i, c in enumerate(conditions)),
    ]
    start, end = rule.span(segment.start, segment.end)
    period = _find_period(rule.view, segment, zone)
    if period:
        spans.append(FieldSpan("period", *rule.span(*period)))
    card = IncentiveCard(
        clause_path=rule.clause_path,
        start=start,
        end=end,
        benefit_type=kind,
        beneficiary=text[slice(*rule.span(*subject.beneficiary))],
        conditions=conditions,
        amount_text=text[slice(*rule.span(zone, segment.end))],
        period=text[slice(*rule.span(*period))] if period else None,
        spans=tuple(spans),
    )
    return _Draft(card, segment, zone, subject)


# 给予一次性奖励; 给予交通补贴; 免收变更过户手续费; 实行“一事一议”.
_PLAIN_GRANT = re.compile(
    r"(?:给予|享受|发放|予以)[^，。；]{0,20}?(?:奖励|补贴|补助|资助|津贴|贴息|奖补|扶持|返还)(?![^，。；]{0,6}政策)|"
    r"享受(?:本[^，。；]{0,4})?第[^，。；]{1,4}条[^，。；]{0,4}(?:政策|奖励|补贴)|免收[^，。；]{2,20}费|免征[^，。；]{2,12}税"
)
_VAGUE = re.compile(
    r"优先|鼓励|探索|研究|引导|争取|不再|不得|不予|积极|落实|继续|参照|按规定|可申请|符合条件|重点支持"
)


def _pending(rule: RuleText, segment: Segment, figures: Sequence[Figure]) -> Subject | None:
    """The subject of a sentence that grants in general and leaves the sum to the next one."""
    view = rule.view[segment.start : segment.end]
    match = re.search(r"(?:进行|给予|予以|实施|实行)?(?:奖励|补贴|补助|资助|奖补)", view)
    if match is None or any(item.role == "benefit" for item in figures):
        return None
    subject = read_subject(rule.view, segment.start, segment.start + match.start())
    return subject if subject.addressed and subject.beneficiary else None


def _cap_statement(
    rule: RuleText, segment: Segment, figures: Sequence[Figure]
) -> tuple[Figure, Segment] | None:
    view = rule.view[segment.start : segment.end]
    cap = next((item for item in figures if item.role == "cap" and item.is_money), None)
    return (cap, segment) if cap is not None and _CAP_ONLY.match(view) else None


def _with_cap(rule: RuleText, draft: _Draft, capped: tuple[Figure, Segment], text: str) -> _Draft:
    figure, segment = capped
    per = _cap_per(rule.view, segment, figure)
    spans = [*draft.card.spans, FieldSpan("cap", *rule.span(figure.start, figure.end))]
    if per:
        spans.append(FieldSpan("cap_per", *rule.span(*per)))
    card = replace(
        draft.card,
        cap=figure.high,
        cap_per=text[slice(*rule.span(*per))] if per else draft.card.cap_per,
        end=max(draft.card.end, rule.span(segment.start, segment.end)[1]),
        spans=tuple(spans),
    )
    return replace(draft, card=card)


# Ranks of one and the same honour or market: rules that differ only here are tiers of one rule.
_GRADES = re.compile(
    r"主板|中小板|创业板|科创板|新三板|北交所|区域性股权市场|境外|上市|挂牌|[一二三四五六七八九十\d]+(?:星|A|类|等|级)+|国家级?|省级?|市级?|县级?|"
    r"世界|全国|国际|高级|中级|初级|[\d.—~-]+|[一二三四五六七八九十百千万亿]+|以上|以下|以内|及|至|含|[（）()、，的不]|持平|或|增长|人|亩|元|家|年"
)


def _continues(rule: RuleText, earlier: _Draft, later: _Draft, ender: str) -> bool:
    """Whether ``later`` is one more tier of the rule in ``earlier``, not a rule of its own."""
    if ender not in ("；", ";") or earlier.card.benefit_type != later.card.benefit_type:
        return False
    if earlier.card.unit != later.card.unit or _scale(earlier.card) != _scale(later.card):
        return False
    if earlier.card.amount_max is None:
        return False
    if not later.subject.addressed and later.subject.beneficiary is None:
        return all(item.value is not None for item in later.card.conditions)
    first = rule.view[earlier.segment.start : earlier.zone]
    second = rule.view[later.segment.start : later.zone]
    plain = sorted((_GRADES.sub("", item) for item in (first, second)), key=len)
    if first == second or not _GRADES.search(first) or len(plain[0]) < 3:
        return False
    near = len(plain[0]) >= 5 or len(plain[1]) <= 2 * len(plain[0]) + 6
    return near and _within(*plain)


def _within(short: str, long: str) -> bool:
    """Whether ``short`` is what remains of ``long`` when characters are left out."""
    rest = iter(long)
    return all(character in rest for character in short)


def _inheriting(earlier: _Draft, later: _Draft) -> _Draft:
    """A rule that names nobody speaks of whom the rule before it named."""
    if later.subject.beneficiary is not None or later.subject.addressed:
        return later
    if earlier.card.beneficiary is None or earlier.segment.ender not in ("；", ";"):
        return later
    place = next(item for item in earlier.card.spans if item.field == "beneficiary")
    spans = [item for item in later.card.spans if item.field != "beneficiary"]
    card = replace(later.card, beneficiary=earlier.card.beneficiary, spans=(*spans, place))
    return replace(later, card=card)


def _scale(card: IncentiveCard) -> tuple[bool, bool]:
    return card.amount_max is not None, card.rate_max is not None


def _merged(earlier: _Draft, later: _Draft, text: str) -> _Draft:
    """Keep both tiers in one card: the least and the most, and every condition."""
    first, second = earlier.card, later.card
    conditions = (
        *first.conditions,
        *(
            item
            for item in second.conditions
            if item.text not in {c.text for c in first.conditions}
        ),
    )
    spans = [
        item for item in first.spans if not item.field.startswith(("conditions.", "amount_text"))
    ]
    named = {item.field for item in spans}
    spans += [
        item
        for item in second.spans
        if item.field not in named and not item.field.startswith(("conditions.", "amount_text"))
    ]
    begun = next((item.start for item in first.spans if item.field == "amount_text"), first.start)
    ended = next((item.end for item in second.spans if item.field == "amount_text"), second.end)
    spans.append(FieldSpan("amount_text", begun, ended))
    spans += [FieldSpan(f"conditions.{i}", c.start, c.end) for i, c in enumerate(conditions)]
    card = replace(
        first,
        end=second.end,
        conditions=conditions,
        tiers=(*_as_tiers(first), *_as_tiers(second)),
        amount_text=text[begun:ended],
        amount_min=_least(first.amount_min, second.amount_min),
        amount_max=_most(first.amount_max, second.amount_max),
        rate_min=_least(first.rate_min, second.rate_min),
        rate_max=_most(first.rate_max, second.rate_max),
        cap=_most(first.cap, second.cap),
        period=first.period or second.period,
        cap_per=first.cap_per or second.cap_per,
        base=first.base or second.base,
        spans=tuple(spans),
    )
    return _Draft(card, later.segment, later.zone, earlier.subject)


def _as_tiers(card: IncentiveCard) -> tuple[Tier, ...]:
    """A card's tiers; a card without any is one tier under its first condition."""
    if card.tiers or not (card.conditions or card.beneficiary):
        return card.tiers
    place = next(
        (
            item
            for name in ("conditions.0", "beneficiary")
            for item in card.spans
            if item.field == name
        ),
        None,
    )
    sums = next((item for item in card.spans if item.field in ("amount_max", "rate_max")), None)
    if place is None or sums is None:
        return ()
    first = next(iter(card.conditions), None)
    return (
        Tier(
            label=(card.conditions[0].text if card.conditions else card.beneficiary) or "",
            label_start=place.start,
            label_end=place.end,
            amount=card.amount_max,
            rate=card.rate_max,
            lower=_bound(first, "≥"),
            upper=_bound(first, "≤"),
            start=sums.start,
            end=sums.end,
        ),
    )


def _bound(condition: Condition | None, side: str) -> Decimal | None:
    if condition is None or condition.value is None:
        return None
    if condition.upper is not None:
        return condition.value if side == "≥" else condition.upper
    if side == "≥":
        return condition.value if condition.comparator in ("≥", ">") else None
    return condition.value if condition.comparator in ("≤", "<") else None


def _least(first: Decimal | None, second: Decimal | None) -> Decimal | None:
    return min((item for item in (first, second) if item is not None), default=None)


def _most(first: Decimal | None, second: Decimal | None) -> Decimal | None:
    return max((item for item in (first, second) if item is not None), default=None)


# A list of headed lines: 补贴对象：…。 补贴标准：10000元。 补贴期限：一次性。
_LABEL = re.compile(
    r"(?:^|[。\n])(?:补贴|奖励|资助|补助|支持|扶持|享受|申请|申领)?(?P<label>对象|期限|标准|金额|额度)[：:](?P<value>[^。\n]{2,80})"
)


def _labelled(rule: RuleText, text: str, draft: _Draft) -> _Draft:
    """Take beneficiary and period from the lines 补贴对象：… and 补贴期限：… around 补贴标准：…."""
    view = rule.view
    if not re.match(
        r".{0,4}(?:标准|金额|额度)[：:为]", view[draft.segment.start : draft.segment.end]
    ):
        return draft
    card = draft.card
    for match in _LABEL.finditer(view):
        field = {"对象": "beneficiary", "期限": "period"}.get(match["label"])
        if field is None:
            continue
        value = re.split(r"[（(]", match["value"])[0].rstrip("，；")
        start, end = rule.span(match.start("value"), match.start("value") + len(value))
        spans = tuple(item for item in card.spans if item.field != field)
        card = replace(
            card,
            beneficiary=text[start:end] if field == "beneficiary" else card.beneficiary,
            period=text[start:end] if field == "period" else card.period,
            spans=(*spans, FieldSpan(field, start, end)),
        )
    if rule.parent_path and not _LABEL.match(view):
        card = replace(card, clause_path=rule.parent_path)
    return replace(draft, card=card)


def with_department(
    card: IncentiveCard, department: Department, rule: RuleText, text: str
) -> IncentiveCard:
    """Return the card with the department that ``rule`` names, and with all of them."""
    lead = rule.span(*department.lead)
    card = replace(
        card,
        department=text[slice(*lead)],
        spans=(*card.spans, FieldSpan("department", *lead)),
    )
    if department.all is None:
        return card
    everyone = rule.span(*department.all)
    return replace(
        card,
        co_departments=text[slice(*everyone)],
        spans=(*card.spans, FieldSpan("co_departments", *everyone)),
    )


def _completed(rule: RuleText, text: str, drafts: Sequence[_Draft]) -> list[IncentiveCard]:
    """Give each card the department whose statement follows it in the clause."""
    departments = find_departments(rule.view)
    found = []
    for draft in drafts:
        following = next((item for place, item in departments if place >= draft.zone), None)
        card = draft.card
        if following is not None:
            card = with_department(card, following, rule, text)
        found.append(card)
    return found
