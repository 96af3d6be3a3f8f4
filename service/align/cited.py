"""What a draft cites: pairs of title and number, bare numbers, bare titles, short names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.docnumber import DocumentNumber, find_numbers
from corpus.validity import title_key

# 《国务院关于促进融资担保行业加快发展的意见》, one inner pair of marks allowed.
_TITLE = re.compile(r"《(?P<title>(?:[^《》]|《[^《》]*》)+)》")
# Between a title and its number: 《…》（国发〔2019〕3号）
_OPENS = re.compile(r"\s*[（(\[【]?\s*$")
# 《…》（国发〔2018〕42号，以下简称《指导意见》）
_SHORT_NAME = re.compile(
    r"(?:以下|下文|后文)?(?:统称|简称)(?:为|：|:)?\s*[“《\"]?(?P<name>[^“”《》\"（）()，。]{2,20})[”》\"]?"
)
_SHORTEST_TITLE = 8


@dataclass(frozen=True, slots=True)
class Cited:
    """A number, a title or a pair of both, as the draft writes them, with its short name."""

    text: str
    number: DocumentNumber | None
    title: str | None
    start: int
    end: int
    number_first: bool = False
    short_name: str | None = None


def citations_in(text: str) -> tuple[Cited, ...]:
    """Return the citations of ``text`` in order of place.

    >>> [(c.title, str(c.number)) for c in citations_in("《稳就业若干意见》（国发〔2018〕39号）")]
    [('稳就业若干意见', '国发〔2018〕39号')]
    """
    numbers = find_numbers(text)
    used: set[int] = set()
    found: list[Cited] = []
    for match in _TITLE.finditer(text):
        number, first = _number_of(text, match, numbers)
        if number is None and len(title_key(match["title"])) < _SHORTEST_TITLE:
            continue  # 《意见》 is a short name, no title to look up
        if number is not None:
            used.add(number.start)
        found.append(_cited(text, match, number, first))
    for number in numbers:
        if number.start not in used:
            piece = text[number.start : number.end]
            found.append(Cited(piece, number, None, number.start, number.end))
    return tuple(sorted(found, key=lambda item: item.start))


def named_in(text: str, cited: Sequence[Cited], *, start: int, end: int) -> Cited | None:
    """Return the document that ``text[start:end]`` names last, in full or by its short name."""
    best: tuple[int, Cited] | None = None
    for item in cited:
        places = [item.start] if start <= item.start < end else []
        if item.short_name and item.start < end:
            for written in (f"《{item.short_name}》", f"“{item.short_name}”"):
                place = text.rfind(written, max(start, item.end), end)
                places += [place] if place >= 0 else []
        for place in places:
            if best is None or place > best[0]:
                best = (place, item)
    return best[1] if best else None


def _number_of(
    text: str, title: re.Match[str], numbers: Sequence[DocumentNumber]
) -> tuple[DocumentNumber | None, bool]:
    """The number that belongs to a title, and whether it stands before the title."""
    for number in numbers:
        if number.start >= title.end() and _OPENS.match(text[title.end() : number.start]):
            return number, False
        if number.start > title.end() + 3:
            break
    before = next((item for item in numbers if item.end == title.start()), None)
    if before is not None and len(title_key(title["title"])) >= _SHORTEST_TITLE:
        return before, True
    return None, False


def _cited(
    text: str, title: re.Match[str], number: DocumentNumber | None, number_first: bool
) -> Cited:
    start, end = title.start(), title.end()
    if number is not None and number_first:
        start = number.start
    elif number is not None:
        end = number.end + (text[number.end : number.end + 1] in ("）", ")", "〕", "】", "]"))
    sentence_end = min((at for mark in "。\n《" if (at := text.find(mark, end)) >= 0), default=end)
    tail = text[end : max(end, min(sentence_end, end + 40))]
    if text[sentence_end : sentence_end + 1] == "《" and tail.rstrip().endswith("简称"):
        tail = text[end : sentence_end + 24]
    short = _SHORT_NAME.search(tail)
    name = short["name"] if short else None
    return Cited(text[start:end], number, title["title"], start, end, number_first, name)
