"""The texts that cards are read from: each clause's own words, split into segments."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from corpus.document import Clause, PolicyDocument

_OPENING = "（(〔[《“"
_CLOSING = '）)〕]》”"'
_ENDERS = "。；;！？\n"
#: A parenthesis longer than this was never closed; it must not swallow the rest of the clause.
_MAX_PARENTHESIS = 200


@dataclass(frozen=True, slots=True)
class RuleText:
    """One clause's own words without the spaces that hard wrapping left in them.

    ``view`` is what rules are matched on; :meth:`span` gives the place in the document.
    """

    clause_path: str | None
    heading: str | None
    ancestry: str
    parent_path: str | None
    view: str
    offsets: Sequence[int] = field(repr=False)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the document's offsets of ``view[start:end]``."""
        return self.offsets[start], self.offsets[end - 1] + 1


@dataclass(frozen=True, slots=True)
class Segment:
    """A part of a rule text that ends at 。；or a line's end; ``ender`` is that character."""

    start: int
    end: int
    ender: str


def rule_text(
    text: str,
    start: int,
    end: int,
    *,
    path: str | None,
    heading: str | None = None,
    ancestry: str = "",
    parent_path: str | None = None,
) -> RuleText:
    """Return ``text[start:end]`` as a rule text; lines stay apart, other white space goes.

    The indentation of a paragraph tells where a line ended that was lost.
    """
    words = text[start:end].replace("\u3000\u3000", "\n\u3000")
    words = _HEADING_SPACE.sub(r"\g<heading>\n", words)
    words = _DATELINE_SPACE.sub("\n", words)
    if not _SPACE.search(words):
        return RuleText(path, heading, ancestry, parent_path, words, range(start, end))
    kept = tuple(start + match.start() for match in _KEPT.finditer(words))
    view = "".join(_KEPT.findall(words))
    return RuleText(path, heading, ancestry, parent_path, view, kept)


# A heading that only a space parts from its sentence: 减免中小微企业房租和物业费 对承租….
_HEADING_SPACE = re.compile(
    r"(?P<heading>(?:^|[\n。；）])[^，。；：\n]{4,30}(?<![并且和或及、]))"
    r"[ \u3000](?=(?:对于?|凡)[^，。；]{4})"
)
# A headline that only a space parts from its report: …30万元补助 新华社宁波2月16日电（记者….
_DATELINE_SPACE = re.compile(
    r"(?<=\S)[ \u3000](?=(?:新华社|中新社|本报)[^，。；\s]{0,14}(?:电|讯|记者))"
)
# White space within a line: 财 政贡献; and the characters that stay.
_SPACE = re.compile(r"[^\S\n]|\u200b")
_KEPT = re.compile(r"[^\s\u200b]|\n")
# What no card can do without: a figure or a word of granting.
_TELLING = re.compile(r"[\d０-９百分奖补贴免返扶津助惠资减责牵]")


def rule_texts(document: PolicyDocument) -> Iterator[RuleText]:
    """Yield the own words of every clause (its text without its children's), in order."""
    if not document.clauses:
        yield rule_text(document.text, 0, len(document.text), path=None)
        return
    children: dict[int, list[Clause]] = {}
    for clause in document.clauses:
        if clause.parent is not None:
            children.setdefault(clause.parent, []).append(clause)
    position = 0
    for ordinal, clause in enumerate(document.clauses):
        if clause.parent is None and clause.start > position:
            yield rule_text(document.text, position, clause.start, path=None)
        if clause.parent is None:
            position = max(position, clause.end)
        for start, end in _own_runs(clause, children.get(ordinal, ())):
            if start == clause.start:
                start = _past_label(document, clause)
            if not _TELLING.search(document.text, start, end):
                continue
            yield rule_text(
                document.text,
                start,
                end,
                path=clause.path,
                heading=clause.heading,
                ancestry=_ancestry(document, clause),
                parent_path=None if clause.parent is None else document.clauses[clause.parent].path,
            )
    if position < len(document.text):
        yield rule_text(document.text, position, len(document.text), path=None)


def _past_label(document: PolicyDocument, clause: Clause) -> int:
    """Where a clause's words begin behind its label, however that is spaced: 第 1 条 设立….

    The first unprinted 款 of an article begins with the article's label.
    """
    text, position = document.text, clause.start
    named = clause
    while named.label is None and named.parent is not None:
        parent = document.clauses[named.parent]
        if parent.start != clause.start:
            break
        named = parent
    for character in "".join((named.label or "").split()):
        while position < clause.end and text[position].isspace():
            position += 1
        if position >= clause.end or text[position] != character:
            return clause.start
        position += 1
    return position


def _ancestry(document: PolicyDocument, clause: Clause) -> str:
    """The beginnings of the clause and of those around it, where their headings stand."""
    lines = []
    current: Clause | None = clause
    while current is not None:
        line = document.text[current.start : min(current.end, current.start + 40)]
        lines.append(line.partition("\n")[0].partition("。")[0])
        current = None if current.parent is None else document.clauses[current.parent]
    return "\n".join(reversed(lines))


def _own_runs(clause: Clause, children: Sequence[Clause]) -> Iterator[tuple[int, int]]:
    position = clause.start
    for child in children:
        if child.start > position:
            yield position, child.start
        position = max(position, child.end)
    if position < clause.end:
        yield position, clause.end


def split_segments(view: str) -> tuple[Segment, ...]:
    """Split at 。；！？ and line ends, but not inside parentheses.

    >>> [item.ender for item in split_segments("一（甲；乙）。二；三")]
    ['。', '；', '']
    """
    found: list[Segment] = []
    start = depth = 0
    opened = 0
    for index, character in enumerate(view):
        if character in _OPENING:
            depth += 1
            opened = index
        elif character in _CLOSING:
            depth = max(0, depth - 1)
        elif character in _ENDERS and (
            depth == 0 or character == "\n" or index - opened > _MAX_PARENTHESIS
        ):
            if view[start:index].strip():
                found.append(Segment(_past_parenthesis(view, start, index), index, character))
            start, depth = index + 1, 0
    if view[start:].strip():
        found.append(Segment(_past_parenthesis(view, start, len(view)), len(view), ""))
    return tuple(found)


def _past_parenthesis(view: str, start: int, end: int) -> int:
    """A parenthesis right after a full stop belongs to the sentence before: 。（责任单位：…）对…"""
    while view[start : start + 1] in ("（", "("):
        closed = min((p for p in (view.find(c, start, end) for c in "）)") if p > 0), default=-1)
        if closed < 0 or closed + 1 >= end:
            return start
        start = closed + 1
    return start
