"""What a document says once for all its incentives: whom it is for, and what cannot be combined."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from corpus.cards import Card, FieldSpan, IncentiveCard
from corpus.document import PolicyDocument

Range = tuple[int, int]

# Two benefits for one thing: 按照就高不重复原则执行; 同一项目只能享受一项县级奖补.
_COMBINATION = re.compile(
    r"[^。；\n]{0,80}(?:就高不重复|从优不重复|不重复享受|不得重复(?:享受|申报|申请)|只能享受一项|不得多头申报|择优享受|从高不重复)[^。；\n]{0,40}"
)
# Said of all rules of the document, not of two that it names.
_GENERAL = re.compile(r"同一|多项|同类|其他")
_LABEL = re.compile(
    r"\s*(?:第[一二三四五六七八九十百]+条|\d{1,2}[.．、]|[（(][一二三四五六七八九十]+[)）])?\s*"
)
# What a word means here: 本办法所称总部企业，是指注册地在临江区，…的企业.
_MEANING = re.compile(
    r"本(?:办法|规定|措施|政策|意见|细则|规则|实施意见)所称(?:的)?(?P<term>[^，。；\s]{2,24}?)[，,]?(?:是指|指的是|指|包括)(?P<what>[^。\n]{8,300})"
)
# Whom all of it is for: 符合下列条件的企业可以申请租金减免：（一）…;
# 奖补对象为在青石县注册的农业企业; 本措施适用于在本市注册的企业.
_SCOPE = re.compile(
    r"(?:(?:奖补|奖励|扶持|支持|补贴|资助|补助|申报|适用)对象(?:为|是|：)|本(?:办法|规定|措施|政策|意见|细则|实施意见)适用于)"
    r"(?P<what>[^。\n]{6,200})|"
    r"[^。\n]{0,60}符合下列(?:全部)?条件(?:之一)?[^。：\n]{0,20}可以?申请[^。：\n]{0,24}：(?:\n?[（(][一二三四五六七八九十]+[）)][^\n]{4,120}){1,8}"
)
_LONGEST_SENTENCE = 160


def with_document_terms(cards: Sequence[Card], document: PolicyDocument) -> Iterator[Card]:
    """Give each incentive the general terms of its document that bear on it."""
    combination = _combination(document.text)
    meanings = [(match["term"], match.span()) for match in _MEANING.finditer(document.text)]
    general = [match.span() for match in _SCOPE.finditer(document.text)]
    for card in cards:
        if not isinstance(card, IncentiveCard):
            yield card
            continue
        terms = [
            (span, term)
            for term, span in meanings
            if card.beneficiary and _core(term) in card.beneficiary and not _inside(span, card)
        ]
        terms += [(span, "") for span in general if not _inside(span, card)]
        scope = terms[0][0] if terms else None
        named = _named_in(document.text, scope) if scope and card.beneficiary is None else None
        yield _with(_for(card, named, document.text), scope, combination, document.text)


# Whom a scope names: 奖补对象为｜在青石县注册的农业企业…; 符合下列条件的｜企业｜可以申请租金减免.
_NAMED = re.compile(
    r"对象(?:为|是|：)(?P<whom>[^。，；：\n（(]{2,60})|"
    r"适用于(?P<applied>[^。，；：\n（(]{2,60})|"
    r"符合下列(?:全部)?条件(?:之一)?的(?P<who>[^。，；：\n（(]{2,24}?)可以?申请"
)


def _named_in(text: str, scope: Range) -> Range | None:
    match = _NAMED.search(text, *scope)
    if match is None or not _SOMEBODY.search(match[match.lastgroup or 0]):
        return None
    return match.span(match.lastgroup or 0)


_SOMEBODY = re.compile(r"(?:企业|单位|机构|组织|个人|人员|项目|家庭|合作社|农场|商户|户|者|人)$")


def _for(card: IncentiveCard, who: Range | None, text: str) -> IncentiveCard:
    """A rule that names nobody is for whom the document says all of it is for."""
    if who is None:
        return card
    spans = (*card.spans, FieldSpan("beneficiary", *who))
    return replace(card, beneficiary=text[slice(*who)], spans=spans)


def _combination(text: str) -> Range | None:
    match = next(
        (
            item
            for item in _COMBINATION.finditer(text)
            if len(item[0]) <= _LONGEST_SENTENCE and _GENERAL.search(item[0])
        ),
        None,
    )
    return _bare(text, *match.span()) if match else None


def _bare(text: str, start: int, end: int) -> Range:
    lead = _LABEL.match(text, start, end)
    start = lead.end() if lead else start
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _core(term: str) -> str:
    """总部企业 is spoken of as 综合型总部 too."""
    return term.removesuffix("企业") if len(term) > 3 else term


def _inside(span: Range, card: IncentiveCard) -> bool:
    return card.start <= span[0] < card.end


def _with(
    card: IncentiveCard, scope: Range | None, combination: Range | None, text: str
) -> IncentiveCard:
    if scope is not None:
        card = replace(
            card,
            scope=text[slice(*scope)],
            spans=(*card.spans, FieldSpan("scope", *scope)),
        )
    if combination is not None and card.combination is None:
        card = replace(
            card,
            combination=text[slice(*combination)],
            spans=(*card.spans, FieldSpan("combination", *combination)),
        )
    return card
