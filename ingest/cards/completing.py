"""What stands around a rule and belongs to it: caps, headed lines, departments."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from corpus.cards import FieldSpan, IncentiveCard
from ingest.cards.departments import Department, find_departments
from ingest.cards.figures import Figure
from ingest.cards.granted_terms import find_cap_per
from ingest.cards.rule_text import RuleText, Segment
from ingest.cards.tier_merge import Draft

# A later sentence that only caps what was granted before.
CAP_ONLY = re.compile(
    r"^(?:其中|且|但|同一|对?(?:单|每|同)[个家户笔项一名年位]|单[个家户笔项位]|每[个家户年]|补[贴助]|奖励|资助|贴息|总额|累计|年度|合计|最高|"
    r"奖[励补]?(?:总额|额度|金额)|支持|额度)[^给对]{0,22}(?:上限|最高|不超过|封顶|限额|不得超过|总额)"
)


def cap_statement(
    rule: RuleText, segment: Segment, figures: Sequence[Figure]
) -> tuple[Figure, Segment] | None:
    """Return the cap of a sentence that only caps what was granted before it."""
    view = rule.view[segment.start : segment.end]
    cap = next((item for item in figures if item.role == "cap" and item.is_money), None)
    return (cap, segment) if cap is not None and CAP_ONLY.match(view) else None


def with_cap(rule: RuleText, draft: Draft, capped: tuple[Figure, Segment], text: str) -> Draft:
    """Return the rule with the cap that a later sentence sets."""
    figure, segment = capped
    per = find_cap_per(rule.view, segment, figure)
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


# A list of headed lines: 补贴对象：…。 补贴标准：10000元。 补贴期限：一次性。
_LABEL = re.compile(
    r"(?:^|[。\n])(?:补贴|奖励|资助|补助|支持|扶持|享受|申请|申领)?(?P<label>对象|期限|标准|金额|额度)[：:](?P<value>[^。\n]{2,80})"
)


def labelled(rule: RuleText, text: str, draft: Draft) -> Draft:
    """Take beneficiary and period from the lines 补贴对象：… and 补贴期限：… around 补贴标准：…."""
    view = rule.view
    begun = rule.offsets.index(draft.card.start)
    if not re.match(r".{0,4}(?:标准|金额|额度)[：:]", view[begun : begun + 8]):
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


def completed(rule: RuleText, text: str, drafts: Sequence[Draft]) -> list[IncentiveCard]:
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
