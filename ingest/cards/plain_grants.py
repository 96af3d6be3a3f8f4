"""Grants without a sum: 给予交通补贴; 享受第5条政策; 实行“一事一议”."""

from __future__ import annotations

import re
from decimal import Decimal

from corpus.cards import FieldSpan, IncentiveCard
from corpus.quantities import find_quantities
from ingest.cards.benefits import benefit_type
from ingest.cards.conditions import read_condition
from ingest.cards.granted_terms import find_period
from ingest.cards.rule_text import RuleText, Segment
from ingest.cards.subjects import read_subject
from ingest.cards.tier_merge import Draft

_ONE_TO_ONE = re.compile(
    r"(?:对?其奖励)?(?:实行|采取|给予)?[“\"]?(?:一事一议|一企一策|一项目一议)[”\"]?"
)


def plain_grant(rule: RuleText, segment: Segment, text: str) -> Draft | None:
    """A grant without a sum: only where somebody is addressed and something is given."""
    view = rule.view[segment.start : segment.end]
    match = _PLAIN_GRANT.search(view)
    talk = _ONE_TO_ONE.search(view)
    if (match is None and talk is None) or _VAGUE.search(view):
        return None
    zone = segment.start + (match or talk).start()  # type: ignore[union-attr]
    subject = read_subject(rule.view, segment.start, zone)
    if subject.beneficiary is None or not (subject.addressed or (talk and "基础上" in view)):
        return None
    referring = talk is not None or (match is not None and match[0].startswith("享受"))
    kind = benefit_type(rule.view[zone : segment.end], view) or ("奖励" if referring else None)
    if kind is None:
        return None
    conditions = tuple(read_condition(rule, *item, text) for item in subject.conditions)
    spans = [
        FieldSpan("beneficiary", *rule.span(*subject.beneficiary)),
        FieldSpan("amount_text", *rule.span(zone, segment.end)),
        *(FieldSpan(f"conditions.{i}", c.start, c.end) for i, c in enumerate(conditions)),
    ]
    start, end = rule.span(segment.start, segment.end)
    period = find_period(rule.view, segment, zone)
    if period:
        spans.append(FieldSpan("period", *rule.span(*period)))
    cap = _bracketed_cap(rule, segment)
    if cap:
        spans.append(FieldSpan("cap", cap[1], cap[2]))
    card = IncentiveCard(
        clause_path=rule.clause_path,
        start=start,
        end=end,
        benefit_type=kind,
        beneficiary=text[slice(*rule.span(*subject.beneficiary))],
        conditions=conditions,
        amount_text=text[slice(*rule.span(zone, segment.end))],
        period=text[slice(*rule.span(*period))] if period else None,
        cap=cap[0] if cap else None,
        spans=tuple(spans),
    )
    return Draft(card, segment, zone, subject)


# A cap that only a parenthesis states: (…享受此条政策，最高奖励不超过50万元).
_BRACKETED_CAP = re.compile(r"最高[^，。；\d]{0,8}(?P<sum>\d[\d.]*[万亿]?元)")


def _bracketed_cap(rule: RuleText, segment: Segment) -> tuple[Decimal, int, int] | None:
    match = _BRACKETED_CAP.search(rule.view, segment.start, segment.end)
    figure = next(iter(find_quantities(match["sum"])), None) if match else None
    if match is None or figure is None:
        return None
    return figure.value, *rule.span(*match.span("sum"))


# 给予一次性奖励; 给予交通补贴; 免收变更过户手续费; 实行“一事一议”.
_PLAIN_GRANT = re.compile(
    r"(?:给予|享受|发放|予以)[^，。；]{0,20}?(?:奖励|补贴|补助|资助|津贴|贴息|奖补|扶持|返还)(?![^，。；]{0,6}政策)|"
    r"享受(?:本[^，。；]{0,4})?第[^，。；]{1,4}条[^，。；]{0,4}(?:政策|奖励|补贴)|免收[^，。；]{2,20}费|免征[^，。；]{2,12}税"
)


_VAGUE = re.compile(
    r"显著|突出(?:成绩|贡献|表现)|有功|举报|优异|表扬|褒扬|报酬|名单|拟批准|公示|表彰|的依据|优先|鼓励|探索|研究|引导|争取|不再|不得|不予|积极|落实|继续|参照|按规定|可申请|符合条件|重点支持"
)
