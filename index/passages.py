"""Cut a document into passages: clauses first, sentences where a clause is long.

A passage is verbatim text (``document.text[start:end] == text``) of one clause, or of small
neighbours under one heading. What is embedded and searched may carry more: the title, the
heading path and the region, because knowing which document a passage belongs to is worth more
than a better model (FINDINGS §2).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.document import Clause, PolicyDocument
from index.passage_context import ancestors, heading_path, text_to_embed

#: Moves whenever the same document would give other passages: indexes are then rebuilt.
PASSAGE_VERSION = 4

#: Characters of a passage, and what its neighbour repeats where a clause had to be cut.
MAX_CHARS = 300
OVERLAP_CHARS = 50
#: A clause shorter than this is joined to its neighbour under the same heading.
TINY_CHARS = 80
_TABLE_HEAD_CHARS = 60

#: The end of a sentence with its closing quotes. Example: 。”
_SENTENCE_END = re.compile(r"[。！？!?；;](?:[”’」』）)])*|\n+")
#: Where a sentence too long for a passage may still be cut. Example: ，
_PAUSE = re.compile(r"[，,、：:\s]")


@dataclass(frozen=True, slots=True)
class Part:
    """A labelled clause inside a passage, by its place in the document."""

    path: str
    label: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Passage:
    """A run of a document's text small enough to rank; ``embed_text`` is what the model reads.

    ``clause_path`` names the innermost clause that holds the whole passage, None where the
    document has no clause there; ``headings`` are the labels and headings above it; ``parts`` are
    the labelled clauses inside the passage, innermost ones, where there is more than one to cite.
    """

    document_id: str
    ordinal: int
    clause_path: str | None
    clause_label: str | None
    text: str
    start: int
    end: int
    headings: str
    embed_text: str
    parts: tuple[Part, ...] = ()


@dataclass(frozen=True, slots=True)
class _Unit:
    """A span to become one or more passages; ``clause`` is an index into the clauses."""

    start: int
    end: int
    clause: int | None

    @property
    def length(self) -> int:
        return self.end - self.start


def passages_of(document: PolicyDocument) -> tuple[Passage, ...]:
    """Return the passages of ``document`` in order; together they hold all of its text.

    >>> from corpus.document import Clause, PolicyDocument
    >>> clause = Clause("一、", "一、", "项", 1, "目标", 0, 10, None)
    >>> document = PolicyDocument("d", "s", "c", "方案", "一、目标。做到五个。", clauses=(clause,))
    >>> [(passage.clause_path, passage.text) for passage in passages_of(document)]
    [('一、', '一、目标。做到五个。')]
    """
    found: list[Passage] = []
    starts = [clause.start for clause in document.clauses]
    for unit in _units(document):
        headings = heading_path(document, unit.clause)
        table_head = _table_head(document, unit)
        for start, end in _windows(document.text, unit.start, unit.end):
            text = document.text[start:end]
            lead = table_head if table_head and not text.startswith(table_head) else ""
            found.append(
                Passage(
                    document_id=document.document_id,
                    ordinal=len(found),
                    clause_path=_clause(document, unit).path if unit.clause is not None else None,
                    clause_label=_clause(document, unit).label if unit.clause is not None else None,
                    text=text,
                    start=start,
                    end=end,
                    headings=headings,
                    embed_text=text_to_embed(document, headings, f"{lead}\n{text}".strip()),
                    parts=_parts(document, starts, start, end),
                )
            )
    return tuple(found)


def _parts(
    document: PolicyDocument, starts: Sequence[int], start: int, end: int
) -> tuple[Part, ...]:
    """Return the innermost labelled clauses that lie between ``start`` and ``end``.

    ``starts`` are where the clauses begin, in order.
    """
    near = document.clauses[bisect_left(starts, start) : bisect_left(starts, end)]
    inside = [clause for clause in near if clause.label is not None and clause.end <= end]
    parents = {document.clauses[clause.parent] for clause in inside if clause.parent is not None}
    return tuple(
        Part(clause.path, clause.label or "", clause.start, clause.end)
        for clause in inside
        if clause not in parents
    )


def _clause(document: PolicyDocument, unit: _Unit) -> Clause:
    assert unit.clause is not None
    return document.clauses[unit.clause]


def _units(document: PolicyDocument) -> Iterator[_Unit]:
    children: dict[int | None, list[int]] = {}
    for index, clause in enumerate(document.clauses):
        children.setdefault(clause.parent, []).append(index)
    units = _units_between(document, children, None, 0, len(document.text))
    for unit in _join_small(document, units):
        start, end = _trim(document.text, unit.start, unit.end)
        if start < end:
            yield _Unit(start, end, unit.clause)


def _units_between(
    document: PolicyDocument,
    children: dict[int | None, list[int]],
    parent: int | None,
    start: int,
    end: int,
) -> list[_Unit]:
    """Return units for the span of ``parent``: its children, and the text between them."""
    units: list[_Unit] = []
    position = start
    for index in children.get(parent, ()):
        clause = document.clauses[index]
        units.extend(_gap(document, parent, position, clause.start))
        whole = clause.end - clause.start <= MAX_CHARS and not _has_articles(document, index)
        if whole or index not in children:
            units.append(_Unit(clause.start, clause.end, index))
        else:
            inside = _units_between(document, children, index, clause.start, clause.end)
            units.extend(_join_small(document, inside))
        position = clause.end
    units.extend(_gap(document, parent, position, end))
    return units


def _has_articles(document: PolicyDocument, index: int) -> bool:
    """Whether articles (条) stand inside: they are cited one by one and are never one passage."""
    clause = document.clauses[index]
    for inner in document.clauses[index + 1 :]:
        if inner.start >= clause.end:
            return False
        if inner.kind == "条":
            return True
    return False


def _gap(document: PolicyDocument, parent: int | None, start: int, end: int) -> list[_Unit]:
    """Return the text that no child holds, if it is more than white space."""
    start, end = _trim(document.text, start, end)
    return [_Unit(start, end, parent)] if start < end else []


def _join_small(document: PolicyDocument, units: Sequence[_Unit]) -> list[_Unit]:
    joined: list[_Unit] = []
    for unit in units:
        if joined and (merged := _merge(document, joined[-1], unit)) is not None:
            joined[-1] = merged
        else:
            joined.append(unit)
    return joined


def _merge(document: PolicyDocument, before: _Unit, after: _Unit) -> _Unit | None:
    """Join two neighbours, or return None where they must stay apart."""
    if after.end - before.start > MAX_CHARS or min(before.length, after.length) >= TINY_CHARS:
        return None
    first, second = _printed(document, before), _printed(document, after)
    shared = _common_parent(document, before.clause, after.clause)
    if second is not None and first is None and before.length < TINY_CHARS:
        # The bare heading of a chapter goes with its first article, whose label it keeps.
        return _Unit(before.start, after.end, after.clause)
    if first is not None and second is not None and (shared is None or _is_article(first, second)):
        return None
    return _Unit(before.start, after.end, shared if shared is not None else before.clause)


def _printed(document: PolicyDocument, unit: _Unit) -> Clause | None:
    """Return the labelled clause that a unit wholly holds, None for unlabelled text."""
    if unit.clause is None or document.clauses[unit.clause].label is None:
        return None
    clause = document.clauses[unit.clause]
    return clause if unit.start <= clause.start and clause.end <= unit.end else None


def _is_article(*clauses: Clause) -> bool:
    """Articles (条) are cited one by one and stay apart however short they are."""
    return any(clause.kind == "条" for clause in clauses)


def _common_parent(document: PolicyDocument, first: int | None, second: int | None) -> int | None:
    above = ancestors(document, first)
    return next((index for index in ancestors(document, second) if index in above), None)


def _table_head(document: PolicyDocument, unit: _Unit) -> str:
    """Return the first row of a table, which every part of it repeats to the model."""
    if unit.clause is None or _clause(document, unit).kind != "表":
        return ""
    return document.text[unit.start : unit.end].split("\n", 1)[0][:_TABLE_HEAD_CHARS]


def _windows(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield spans of at most MAX_CHARS that end at sentences; each repeats a little of the last."""
    while True:
        start, end = _trim(text, start, end)
        if end - start <= MAX_CHARS:
            if start < end:
                yield start, end
            return
        cut = _last_break(text, start, start + MAX_CHARS)
        yield _trim(text, start, cut)
        start = _overlap_start(text, start, cut)


def _last_break(text: str, start: int, limit: int) -> int:
    """Return the last end of a sentence in the second half, else of a pause, else ``limit``."""
    half = start + (limit - start) // 2
    for pattern in (_SENTENCE_END, _PAUSE):
        ends = [found.end() for found in pattern.finditer(text, half, limit)]
        if ends:
            return ends[-1]
    return limit


def _overlap_start(text: str, start: int, cut: int) -> int:
    """Return where the next window begins: at a sentence close before ``cut``, or at ``cut``."""
    low = max(start + 1, cut - OVERLAP_CHARS)
    ends = [found.end() for found in _SENTENCE_END.finditer(text, low, cut)]
    inner = [position for position in ends if position < cut]
    return inner[0] if inner else cut


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
