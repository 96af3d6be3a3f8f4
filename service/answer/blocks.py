"""What belongs together in a document: a list with its lead, a heading with its clause."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass

from service.answer.library import Reading

# A clause's opening that only names it: 「第六条 总部企业奖励。」 「三、申报材料」
_NAMING = re.compile(
    r"^\s*(?P<label>第\s*[一二三四五六七八九十百零\d]+\s*[条章节编]|[（(][一二三四五六七八九十\d]+[）)]|"
    r"[一二三四五六七八九十]+、|\d+[.、．])\s*(?P<name>[^，,；;：:。！？|]{1,16})。?\s*$"
)
# A figure or an action, so that the line says something: 「收费标准50元」 「不收费。」
_SAYS = re.compile(r"\d|[不免应须可]|[一二三四五六七八九十]+(?:元|年|月|日|个)")
# A question that a page puts to itself: 「3.问：在机关工作可以申请吗？」
_POSED = re.compile(r"^\s*(?:\d+[.、．])?\s*问[:：]|[？?]\s*$")
# Formalities that state no rule: 「各区、县人民政府：」 「现印发给你们，请遵照执行。」
_FORMAL = re.compile(
    r"^各[^。；]{1,60}[:：]$|印发给你们|请(?:认真|结合实际|遵照|抓好)[^。]{0,20}(?:执行|落实|实施)。?$"
    r"|^特此(?:通知|报告|公告|通告|函告|批复)|^上一篇|^下一篇|^转载须注明"
)
# The date under a signature: 「2025年3月28日」
_DATE_ONLY = re.compile(r"^[（(]?\s*(?:19|20)\d\d\s*年\s*\d+\s*月\s*\d+\s*日\s*[）)]?$")
_NAME_LIST_KINDS = frozenset({"项", "目"})


@dataclass(frozen=True, slots=True)
class ListBlock:
    """A list: the sentences that lead it, and the sentences of each item, in order."""

    lead: tuple[int, ...]
    items: tuple[tuple[int, ...], ...]

    @property
    def all(self) -> tuple[int, ...]:
        """Every sentence of the list with its lead."""
        return (*self.lead, *(index for item in self.items for index in item))


def is_bare(reading: Reading, index: int) -> bool:
    """Say whether a sentence states nothing alone: a heading, a title, a formality, a question."""
    item = reading.sentences[index]
    text = item.text.strip()
    if is_posed(reading, index) or _FORMAL.search(text) or _DATE_ONLY.match(text):
        return True
    naming = _NAMING.match(text)
    if naming is not None:
        return not _SAYS.search(naming["name"]) and _continues(reading, index)
    if item.is_heading:
        return not any(mark in text for mark in "：:|，") and not _SAYS.search(text)
    return _is_title(reading, text)


def is_posed(reading: Reading, index: int) -> bool:
    """Say whether a sentence is a question that the page puts to itself, to answer it."""
    return _POSED.search(reading.sentences[index].text.strip()) is not None


def _continues(reading: Reading, index: int) -> bool:
    """Say whether the clause that a sentence names goes on after it."""
    following = index + 1
    if following >= len(reading.sentences):
        return False
    place = reading.clauses[index]
    after = reading.clauses[following]
    above = {place}
    if place is not None and reading.document.clauses[place].kind == "段":
        above.add(reading.document.clauses[place].parent)
    while after is not None and after not in above:
        after = reading.document.clauses[after].parent
    return after in above


def _is_title(reading: Reading, text: str) -> bool:
    document = reading.document
    flat = "".join(text.split())
    if document.doc_number and "".join(document.doc_number.split()) == flat:
        return True
    titles = [document.title, document.inner_title or ""]
    rest = flat
    for known in (*titles, document.doc_number or ""):
        known = "".join(known.split())
        if known:
            rest = rest.replace(known, "")
    return len(flat) > 6 and len(rest) <= 2


def list_of(reading: Reading, index: int) -> ListBlock | None:
    """Return the list that a sentence is an item or the lead of, None where it is of none."""
    place = reading.clauses[index]
    if place is None:
        return None
    clauses = reading.document.clauses
    own = clauses[place]
    if own.kind in _NAME_LIST_KINDS and own.label is not None:
        return _block(reading, own.parent, own.kind)
    children = [i for i, item in enumerate(clauses) if item.parent == place]
    if reading.sentences[index].text[-1] in "：:" and children:
        return _block(reading, place, clauses[children[0]].kind)
    return None


def _block(reading: Reading, parent: int | None, kind: str) -> ListBlock | None:
    clauses = reading.document.clauses
    members = [
        i for i, item in enumerate(clauses)
        if item.parent == parent and item.kind == kind and item.label is not None
    ]  # fmt: skip
    if len(members) < 2:
        return None
    starts = [item.start for item in reading.sentences]
    items = [
        tuple(
            range(
                bisect_left(starts, clauses[member].start),
                bisect_left(starts, clauses[member].end),
            )
        )
        for member in members
    ]
    kept = tuple(item for item in items if item)
    if len(kept) < 2 or any(is_posed(reading, item[0]) for item in kept):
        return None
    first = kept[0][0]
    inside = (
        parent is not None
        and first > 0
        and (reading.sentences[first - 1].start >= clauses[parent].start)
    )
    lead = (first - 1,) if inside and not is_bare(reading, first - 1) else ()
    return ListBlock(lead, kept)
