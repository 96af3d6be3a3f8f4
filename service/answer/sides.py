"""Split a question that compares into one question for each side: a place, a year, a level."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from corpus.gazetteer import NATION
from corpus.regions import contains
from service.answer.asking import Asking
from service.answer.subject import Subject

# What joins the sides of a comparison: 「柳河和济南各奖励多少」
_EACH = re.compile(r"各自?|分别|对比|比较|相比|区别|不同|变化|差异|差别")
# Joining words and marks left over when the other side's name is taken out
_LOOSE = re.compile(r"[和与及跟同、，,]+(?=[的各分有对：:]|$)|^[和与及跟同、，,的：:]+")
#: The nation's side of a comparison with a place.
_NATION_WORDS = ("国家法律", "国家", "全国", "国务院", "中央")


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a comparison: the question about it alone, and what to call it."""

    name: str
    question: str
    subject: Subject


def sides_of(asking: Asking, subject: Subject) -> tuple[Side, ...]:
    """Return the sides that a question compares; none where it does not compare."""
    if not (asking.comparison or _EACH.search(asking.text)):
        return ()
    regions = _separate(subject)
    if len(regions) >= 2:
        return tuple(
            _side(asking.text, subject, name, region, [n for n, _ in regions if n != name])
            for name, region in regions
        )
    if len(subject.years) >= 2 and asking.comparison:
        return tuple(_year_side(asking.text, subject, year) for year in subject.years)
    nation = next((word for word in _NATION_WORDS if word in asking.text), None)
    if nation is not None and len(regions) == 1 and asking.comparison:
        name, region = regions[0]
        return (
            _side(asking.text, subject, nation, NATION, [name]),
            _side(asking.text, subject, name, region, [nation]),
        )
    return ()


def _separate(subject: Subject) -> list[tuple[str, str]]:
    """Return the places that do not lie within one another, as written and canonical."""
    return [
        (name, region)
        for name, region in subject.places
        if not any(other != region and contains(region, other) for other in subject.regions)
    ]


def _side(text: str, subject: Subject, name: str, region: str, others: list[str]) -> Side:
    for other in others:
        text = text.replace(other, "")
    text = _LOOSE.sub("", text)
    return Side(name, text, replace(subject, places=((name, region),)))


def _year_side(text: str, subject: Subject, year: int) -> Side:
    for other in subject.years:
        if other != year:
            text = re.sub(rf"{other}\s*(?:年|版)?", "", text)
    return Side(f"{year}年", _LOOSE.sub("", text), replace(subject, years=(year,)))
