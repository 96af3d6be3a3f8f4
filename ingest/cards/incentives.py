"""Incentive cards: every distinct rule of a clause that grants a sum, a rate or a remission."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from corpus.cards import Condition, FieldSpan, IncentiveCard, Tier
from ingest.cards.benefits import benefit_type
from ingest.cards.completing import CAP_ONLY, cap_statement, completed, labelled, with_cap
from ingest.cards.conditions import read_condition
from ingest.cards.departments import find_window
from ingest.cards.figures import Figure, find_figures
from ingest.cards.granted_terms import (
    amount_end,
    find_base,
    find_cap_per,
    find_period,
    granted_numbers,
)
from ingest.cards.plain_grants import plain_grant
from ingest.cards.recipients import (
    find_sector,
    fund_purpose,
    given_to,
    heading_subject,
    named_recipient,
)
from ingest.cards.rule_text import RuleText, Segment
from ingest.cards.segments import is_headline, is_opening, split_rules
from ingest.cards.subjects import Subject, read_subject
from ingest.cards.tier_merge import Draft, continues, inheriting, merged
from ingest.cards.tiers import find_tiers
from ingest.cards.zones import granting_zone

Range = tuple[int, int]

# Words without which a segment grants nothing.
_GRANTS = re.compile(
    r"奖励|奖补|奖金|补贴|补助|资助|津贴|贴息|返还|退还|免收|免征|减免|免除|减半|减征|全免|给予[^，。；]{0,30}支持|"
    r"予以[^，。；]{0,20}支持|资金支持|研发支持|配套资金|扶持|补偿|慰问|引导资金|担保贷款|(?:设立|安排)[^，。；]{0,30}(?:资金|基金)|优惠|"
    r"享受(?:本[^，。；]{0,4})?第[^，。；]{1,4}[条款]|一事一议|一企一策"
)


# A segment that reports what was done or is a plan of work grants nothing.
_REPORTS = re.compile(
    r"累计(?:发放|兑现|减免|拨付|投入)|共(?:发放|计发放)|已(?:发放|减免|兑现|拨付|落实)|全年(?:累计|发放)|(?<![与较比])去年(?!同期|相比|持平)|示例|\d×|[元%][\uff1d=]|已为|补偿费|案件受理费|有奖销售|合计不得超过|合计不超过|全额退[还回]|追回|收回|退回|(?<!减半)(?<!%)收取(?!租金)|[均应]收|应?奖励(?:总?额|资金|金额)度?的\d|应奖励|分期拨付比例|收到了|预计(?:补助|补贴|返还|发放|减免)|授信额度|"
    r"^[\s一二三四五六七八九十\d（）()、.．]*(?:号召|鼓励|倡导|引导)[^，。；]{2,40}(?:免收|减免|减半)|"
    r"计租|骗取|套取|冒用|弄虚作假|虚报|罚款|处以|没收|违法所得|赔偿|保证金额"
)


_COMBINATION = re.compile(
    r"(?:就高不重复|从优不重复|不重复享受|不得重复享受|择优|就高)[^，。；]{0,12}"
)


def read_incentives(rule: RuleText, text: str) -> tuple[IncentiveCard, ...]:
    """Return the incentive cards of one rule text; ``text`` is the whole document.

    对在主板上市企业，给予企业300万元奖励。 → 奖励, 300万元, 在主板上市企业.
    """
    if not _GRANTS.search(rule.view):
        return ()
    drafts: list[Draft] = []
    pending: Subject | None = None
    heading: Range | None = None
    previous_ender = ""
    segments = split_rules(rule.view)
    for number, segment in enumerate(segments):
        if is_headline(rule.view, segments, number):
            continue
        figures = find_figures(rule.view, segment.start, segment.end)
        if number == 0 and not figures and segment.end - segment.start <= 40:
            heading = heading_subject(rule.view, segment.start, segment.end)
            if is_opening(rule.view, segments):
                continue
        draft = _read_segment(rule, segment, figures, text=text, pending=pending, heading=heading)
        if draft is None:
            capped = cap_statement(rule, segment, figures)
            if capped is not None and drafts:
                drafts[-1] = with_cap(rule, drafts[-1], capped, text)
            pending = _pending(rule, segment, figures) or (pending if segment.ender else None)
        elif drafts and continues(rule, drafts[-1], draft, previous_ender):
            drafts[-1] = merged(drafts[-1], draft, text)
            pending = None
        else:
            drafts.append(inheriting(drafts[-1], draft) if drafts else draft)
            pending = None
        previous_ender = segment.ender
    return tuple(completed(rule, text, [labelled(rule, text, item) for item in drafts]))


def _read_segment(
    rule: RuleText,
    segment: Segment,
    figures: Sequence[Figure],
    *,
    text: str,
    pending: Subject | None,
    heading: Range | None,
) -> Draft | None:
    view = rule.view[segment.start : segment.end]
    if not _GRANTS.search(view) and not (pending and figures):
        return None
    if _REPORTS.search(view):
        return None
    granted = [item for item in figures if item.role in ("benefit", "cap")]
    if not granted:
        return plain_grant(rule, segment, text)
    if all(item.role == "cap" for item in granted) and CAP_ONLY.match(view):
        return None
    zone = granting_zone(rule.view, segment, granted[0])
    subject = read_subject(rule.view, segment.start, zone)
    if pending is not None and not subject.addressed and subject.beneficiary is None:
        subject = Subject(pending.beneficiary, (*pending.conditions, *subject.conditions), True)
    card = _card(rule, segment, zone, figures, subject=subject, heading=heading, text=text)
    return None if card is None else Draft(card, segment, zone, subject)


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
    granting = view[zone : amount_end(view, granted[-1].end, segment.end)]
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
        who = given_to(view, zone, segment.end) or heading
    subject = _with_deed(view, subject, who)
    conditions = _conditions(rule, text, subject, tiers, segment)
    begun = zone
    if tiers and tiers[0].label_end == tiers[0].start:
        begun = min(zone, rule.offsets.index(tiers[0].label_start))
    period = find_period(view, segment, zone)
    start, end = rule.span(segment.start, segment.end)
    numbers = granted_numbers(granted, kind)
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
        sector=take("sector", find_sector(view, who)),
        conditions=conditions,
        tiers=tiers,
        amount_text=take("amount_text", (begun, amount_end(view, granted[-1].end, segment.end))),
        amount_min=_value(numbers, "amount_min"),
        amount_max=_value(numbers, "amount_max"),
        rate_min=_value(numbers, "rate_min"),
        rate_max=_value(numbers, "rate_max"),
        cap=_value(numbers, "cap"),
        cap_per=take("cap_per", find_cap_per(view, segment, cap_figure[1] if cap_figure else None)),
        unit=next((item.unit for item in granted if item.unit), None),
        base=take("base", find_base(view, segment, granted)),
        period=take("period", period),
        combination=take("combination", combination.span() if combination else None),
        window=take("window", find_window(view, segment.start, segment.end)),
        spans=tuple(spans),
    )


def _with_deed(view: str, subject: Subject, who: Range | None) -> Subject:
    """Give a test its subject back where somebody else receives: 一个行政村…达20家以上."""
    named = subject.beneficiary
    if named is None or who == named or "的" in view[slice(*named)]:
        return subject
    tests = tuple(
        (named[0], item[1]) if item[0] == named[1] else item for item in subject.conditions
    )
    return replace(subject, conditions=tests)


def _is_enumeration(view: str, who: Range, tiers: Sequence[Tier]) -> bool:
    """Whether the supposed beneficiary is nothing but the tiers' own labels."""
    words = view[slice(*who)]
    rest = words
    for tier in tiers:
        rest = rest.replace(tier.label, "")
    named = _HOLDER.search(words) is not None
    return not named and all(tier.label in words for tier in tiers) and len(rest) <= 2 + len(tiers)


# 国家级、省级农民合作社示范社 names who gets it, 三星级、四星级 only the steps.
_HOLDER = re.compile(r"(?:示范社|企业|机构|单位|中心|载体|基地|园区|平台|团队|合作社|农场)$")


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


def _pending(rule: RuleText, segment: Segment, figures: Sequence[Figure]) -> Subject | None:
    """The subject of a sentence that grants in general and leaves the sum to the next one."""
    view = rule.view[segment.start : segment.end]
    match = re.search(
        r"(?:(?:进行|给予|予以|实施|实行|可?享受|可申请)[^，。；]{0,6})?(?:奖励|补贴|补助|资助|奖补)",
        view,
    )
    if match is None or any(item.role == "benefit" for item in figures):
        return None
    subject = read_subject(rule.view, segment.start, segment.start + match.start())
    given = subject.addressed or _MAY_HAVE.match(match[0])
    return subject if given and subject.beneficiary else None


# 户籍居家老年人可享受就餐补贴。补贴标准为…
_MAY_HAVE = re.compile(r"可?享受|可申请")
