"""Every card of a document, in the order of its text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from corpus.cards import Card, Condition, FieldSpan, IncentiveCard
from corpus.document import PolicyDocument
from ingest.cards.completing import with_department
from ingest.cards.conditions import read_condition
from ingest.cards.departments import find_departments
from ingest.cards.document_terms import with_document_terms
from ingest.cards.incentives import read_incentives
from ingest.cards.procedures import read_procedures
from ingest.cards.refined_conditions import with_refined_conditions
from ingest.cards.rule_text import RuleText, rule_texts
from ingest.cards.subjects import pieces
from ingest.cards.tables import read_table
from ingest.cards.targets import read_targets

# The year in a title or file name dates a work report or a plan whose page prints no date.
_YEAR_NAMED = re.compile(r"(?<!\d)((?:19|20)\d{2})(?!\d)")
# … or the date in its opening: ——2022年3月5日在第十三届全国人民代表大会第五次会议上.
_DATED_IN_FULL = re.compile(r"(?<!\d)((?:19|20)\d{2})年\d{1,2}月\d{1,2}日")
_OPENING = 300


def extract_cards(document: PolicyDocument) -> tuple[Card, ...]:
    """Return the incentive, target and procedure cards of ``document``.

    A text whose figures are scrambled yields none: no figure of it may be answered as fact.
    """
    if document.suspect_figures:
        return ()
    found: list[Card] = []
    openers: dict[str, IncentiveCard] = {}
    dated = _year(document)
    legal = document.doc_type in ("法律", "条例")
    siblings: dict[str | None, list[RuleText]] = {}
    waiting: list[int] = []
    for rule in rule_texts(document):
        if _RESPONSIBLE.match(rule.view):
            _name_department(document, rule, found, waiting)
        before = len(found)
        if not _grants_nothing(document, rule):
            granted = _opened(read_incentives(rule, document.text), rule, openers)
            found.extend(_listed(card, rule, siblings, document.text) for card in granted)
            siblings.setdefault(rule.parent_path, []).append(rule)
        waiting = list(range(before, len(found))) or waiting
        if not legal:
            found.extend(read_targets(rule, document.text, dated=dated))
    found.extend(read_procedures(document))
    for clause in document.clauses:
        if clause.kind == "表":
            found.extend(read_table(document, clause))
    refined = [
        with_refined_conditions(card, document.text) if isinstance(card, IncentiveCard) else card
        for card in found
    ]
    complete = with_document_terms(refined, document)
    return tuple(sorted(complete, key=lambda card: (card.start, card.end)))


# Where the list of conditions ends: the lines 补贴对象：…, 补贴标准：… that follow its last item.
_HEADED_LINE = re.compile(r"\n?(?:补贴|奖励|资助|补助|申请)?(?:对象|标准|期限|金额)[：:]")
_MAX_CONDITION = 120


def _listed(
    card: IncentiveCard, rule: RuleText, siblings: dict[str | None, list[RuleText]], text: str
) -> IncentiveCard:
    """Give a card of headed lines (补贴条件：（1）…补贴标准：…) the items of its conditions."""
    if rule.parent_path is None or card.clause_path != rule.parent_path or card.conditions:
        return card
    conditions: list[Condition] = []
    for item in (*siblings.get(rule.parent_path, ()), rule):
        line = _HEADED_LINE.search(item.view)
        stop = min(len(item.view) if line is None else line.start(), _MAX_CONDITION)
        words = item.view[:stop].strip("\n。；：:，")
        if len(words) >= _SHORTEST and not words.endswith("条件"):
            start = item.view.index(words)
            conditions.extend(
                read_condition(item, *part, text)
                for part in pieces(item.view, start, start + len(words))
                if part[1] - part[0] >= _SHORTEST
            )
    spans = (FieldSpan(f"conditions.{i}", c.start, c.end) for i, c in enumerate(conditions))
    return replace(card, conditions=tuple(conditions), spans=(*card.spans, *spans))


_SHORTEST = 6
# A paragraph that only says who is responsible for the one before it: 责任单位：市人社局、财政局.
_RESPONSIBLE = re.compile(r"[（(]?(?:责任|牵头|主管|实施|对接)(?:单位|部门)[：:]")


def _name_department(
    document: PolicyDocument, rule: RuleText, found: list[Card], waiting: list[int]
) -> None:
    """Give the cards of the paragraph before the department that this paragraph names."""
    stated = find_departments(rule.view)
    if not stated:
        return
    for index in waiting:
        card = found[index]
        if isinstance(card, IncentiveCard) and card.department is None:
            found[index] = with_department(card, stated[0][1], rule, document.text)


# Kinds of document that tell of incentives but grant none.
_TELLING = ("报告", "审议意见", "通报", "批复", "解读")
_TOLD = re.compile(r"决议$|工作报告|[答接]记者问")
_EXAMPLE = re.compile(r"示例|举例|案例")


def _grants_nothing(document: PolicyDocument, rule: RuleText) -> bool:
    if document.doc_type in _TELLING or _TOLD.search(document.title):
        return True
    return bool(_EXAMPLE.search(rule.ancestry))


def _opened(
    cards: tuple[IncentiveCard, ...], rule: RuleText, openers: dict[str, IncentiveCard]
) -> Iterator[IncentiveCard]:
    """Give the items of 对制造业项目，按下列标准给予奖励：（一）… the subject of their opening.

    The opening itself is no card: what it grants stands in its items.
    """
    for card in cards:
        if card.amount_text is not None and card.amount_text.endswith(("：", ":")):
            if rule.clause_path is not None:
                openers[rule.clause_path] = card
            continue
        opener = openers.get(rule.parent_path or "")
        yield card if opener is None or card.beneficiary else _with_subject(card, opener)


def _with_subject(card: IncentiveCard, opener: IncentiveCard) -> IncentiveCard:
    conditions = (*opener.conditions, *card.conditions)
    spans = [
        *(item for item in opener.spans if item.field == "beneficiary"),
        *(item for item in card.spans if not item.field.startswith("conditions.")),
        *(FieldSpan(f"conditions.{i}", c.start, c.end) for i, c in enumerate(conditions)),
    ]
    return replace(card, beneficiary=opener.beneficiary, conditions=conditions, spans=tuple(spans))


def _year(document: PolicyDocument) -> int | None:
    when = document.issued_on or document.published_on
    if when is not None:
        return when.year
    name = document.source.rsplit("/", 1)[-1]
    for text, pattern in (
        (name if "报告" in name else "", _YEAR_NAMED),
        (document.title, _YEAR_NAMED),
        (document.text[:_OPENING], _DATED_IN_FULL),
        (name, _YEAR_NAMED),
    ):
        match = pattern.search(text)
        if match:
            return int(match[1])
    return None
