"""Target cards put together from an indicator, its value and the deadline that holds."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from corpus.cards import Comparator, FieldSpan, TargetCard
from corpus.numerals import parse_numeral
from ingest.cards.departments import find_departments
from ingest.cards.rule_text import RuleText

Range = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Deadline:
    """The year that the words before a figure set, and where they stand."""

    year: int | None
    place: Range | None


def target_card(
    rule: RuleText,
    text: str,
    indicator: str,
    place: Range,
    match: re.Match[str],
    *,
    deadline: Deadline,
    baseline: Range | None,
) -> TargetCard | None:
    """Return the card of one value, None where the words before it are no indicator."""
    value = _number(match["value"])
    if value is None or len(indicator) < 2 or re.fullmatch(r"[\d.%％亿万元]+", indicator):
        return None
    if (
        _NO_INDICATOR.search(indicator)
        or "|" in indicator
        or not re.search(r"[一-龥]{2}", indicator)
    ):
        return None
    spans = [
        FieldSpan("indicator", *rule.span(*place)),
        FieldSpan("value", *rule.span(match.start("value"), match.end("value"))),
        FieldSpan("unit", *rule.span(match.start("unit"), match.end("unit"))),
    ]
    if deadline.place:
        spans.append(FieldSpan("deadline_text", *rule.span(*deadline.place)))
    if baseline:
        spans.append(FieldSpan("baseline", *rule.span(*baseline)))
    start, end = rule.span(min(place[0], match.start()), max(place[1], match.end()))
    return TargetCard(
        clause_path=rule.clause_path,
        start=start,
        end=end,
        indicator=indicator,
        value=value,
        unit="%" if match["value"].startswith("百分之") else match["unit"].replace("％", "%"),
        comparator=_comparator(_before(rule.view, match.start()), match["tail"]),
        upper=_number(match["upper"]) if match["upper"] else None,
        baseline=text[slice(*rule.span(*baseline))] if baseline else None,
        deadline_year=deadline.year,
        deadline_text=text[slice(*rule.span(*deadline.place))] if deadline.place else None,
        scope=next((word for word in _SCOPES if indicator.startswith(word)), None),
        spans=tuple(spans),
    )


# What is granted, capped or allowed is no target: 单个项目最高400万元; 每年入企检查不得超过2次.
_NO_INDICATOR = re.compile(
    r"最高$|最低$|不得|给予|每[人年月户]+$|[的按]$|^.{0,8}每年安排$|调整后|(?:突破|达到?|超过)$|津贴$|^的|无超|超员|违法|裁员率|^且|占$|毕业生$|费率$"
)


_SCOPES = ("全国", "全省", "全市", "全县", "全区", "全州")


def _number(text: str) -> Decimal | None:
    plain = text.replace(",", "").removeprefix("百分之")
    if plain[:1].isdecimal():
        return Decimal(plain)
    value = 100 if plain == "百" else parse_numeral(plain)
    return None if value is None else Decimal(value)


# 分别超过75%、｜90%: what is said of the first figure is said of all.
_SIBLINGS = re.compile(r"(?<=分别)(?P<said>[^，。；\d]{0,4})(?:[\d.]+[^\d，。；、和]{1,5}[、和])+$")


def _before(view: str, start: int) -> str:
    words = view[max(0, start - 40) : start]
    siblings = _SIBLINGS.search(words)
    return siblings["said"] if siblings else words[-8:]


def _comparator(before: str, tail: str | None) -> Comparator:
    words = re.split(r"[，。；、]", before)[-1]
    if tail == "左右" or tail == "上下" or re.search(r"约$", words):
        return "≈"
    if re.search(r"(?:不低于|不少于|至少|不小于)$", words) or tail == "以上":
        return "≥"
    if re.search(r"(?:不超过|不高于|不大于)$", words) or tail in ("以内", "以下"):
        return "≤"
    if re.search(r"(?:超过?|突破|高于|大于)$", words):
        return ">"
    return "<" if re.search(r"(?<!不)(?:低于|小于)$", words) else "="


def with_departments(
    rule: RuleText, text: str, cards: Sequence[TargetCard]
) -> Iterator[TargetCard]:
    """Give each card the department whose statement follows it in the clause."""
    departments = find_departments(rule.view) if cards else ()
    for card in cards:
        following = next(
            (item for place, item in departments if rule.offsets[place] >= card.start), None
        )
        if following is None:
            yield card
            continue
        lead = rule.span(*following.lead)
        yield replace(
            card,
            department=text[slice(*lead)],
            spans=(*card.spans, FieldSpan("department", *lead)),
        )
