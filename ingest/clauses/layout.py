"""The tree of clauses while it is built: placed marks become nodes with extents, 款 and tables."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from corpus.document import ClauseKind
from ingest.clauses.headings import MAX_LINE_HEADING, heading_of
from ingest.clauses.labels import Label, Style, read_label
from ingest.clauses.lines import Line, Mark
from ingest.clauses.marks import Placement, candidates, is_wrapped
from ingest.clauses.segments import Segment
from ingest.clauses.signature import split_signature
from ingest.page import CELL_SEPARATOR

_KIND_OF_STYLE: dict[Style, ClauseKind] = {
    "编": "编", "分编": "编", "部分": "章", "章": "章", "节": "节", "条": "条", "一、": "章",
    "1": "章",
    "01": "章", "（一）": "项", "1.1": "节",
}  # fmt: skip

#: How many characters a page number glued to a label may take.
PAGE_NUMBER = 9


@dataclass(slots=True)
class Node:
    """A clause in the making; ``end`` 0 is still open."""

    kind: ClauseKind
    start: int
    end: int = 0
    label: Label | None = None
    printed: str | None = None
    heading: str | None = None
    title: str | None = None
    ordinal_among: int | None = None
    below_article: bool = False
    repeats_parent: bool = False
    children: list[Node] = field(default_factory=list)


def nodes_of_segment(
    text: str, lines: Sequence[Line], segment: Segment, tables: Sequence[tuple[int, int]]
) -> list[Node]:
    """Return the top nodes of one segment: preamble, clauses, signature, or one annex node."""
    rows = _table_runs(text, lines, tables)
    prose = [line for line in lines if not _inside(line, rows)]
    body, closing = split_signature(text, prose) if segment.kind == "main" else (prose, None)
    marks = Placement(candidates(text, body)).place()
    top = _tree(text, marks, segment.end if closing is None else closing)
    if closing is not None:
        top.append(Node("落款", closing))
    first = top[0].start if top else segment.end
    if body and body[0].start < first:
        top[:0] = _preamble(body, bool(marks) or segment.kind != "main" or closing is not None)
    _close_off(text, top, segment.end)
    opened = frozenset(mark.label.start for mark in marks)
    for article in _articles(top):
        _divide_article(text, body, article, opened)
    _close_off(text, top, segment.end)
    for start, end in rows:
        _insert(top, Node("表", start, end))
    _close_off(text, top, segment.end)
    return top if segment.kind == "main" else [_annex_node(text, segment, top)]


def fill_gaps(text: str, node: Node) -> None:
    """Give the words of a clause that stand in no child a child of their own (段)."""
    for child in node.children:
        fill_gaps(text, child)
    if not node.children:
        return
    filled: list[Node] = []
    cursor = node.start
    for child in node.children:
        filled.extend(_gap(text, cursor, child.start))
        filled.append(child)
        cursor = child.end
    filled.extend(_gap(text, cursor, node.end))
    node.children = filled


def _gap(text: str, start: int, stop: int) -> list[Node]:
    words = text[start:stop]
    if not words.strip():
        return []
    begin = start + len(words) - len(words.lstrip())
    return [Node("段", begin, start + len(words.rstrip()), repeats_parent=True)]


def _preamble(body: Sequence[Line], whole: bool) -> list[Node]:
    """Return what stands before the first label; a text without labels goes by paragraphs."""
    if whole:
        return [Node("前言", body[0].start)]
    return [Node("段", line.start, ordinal_among=n) for n, line in enumerate(body, 1)]


def _annex_node(text: str, segment: Segment, top: list[Node]) -> Node:
    stop = segment.start + len(text[segment.start : segment.end].rstrip())
    node = Node("附件", segment.start, stop, printed=segment.label, title=segment.title)
    node.heading = segment.title or _title_below(text, segment)
    node.children = [child for child in top if child.kind != "前言"]
    return node


def _title_below(text: str, segment: Segment) -> str | None:
    """Return the line below 附件1 where it is its title: short, no sentence, no list."""
    lines = text[segment.start : segment.end].split("\n")
    below = next((line.strip() for line in lines[1:] if line.strip()), "")
    is_title = 2 <= len(below) <= MAX_LINE_HEADING and not re.search(r"[。；：，|]", below)
    return below if is_title and segment.kind == "annex" and read_label(below, 0) is None else None


def _inside(line: Line, spans: Iterable[tuple[int, int]]) -> bool:
    return any(start <= line.start < end for start, end in spans)


def _table_runs(
    text: str, lines: Sequence[Line], tables: Sequence[tuple[int, int]]
) -> list[tuple[int, int]]:
    """Return the extents of tables: those given, and runs of lines with cell separators."""
    first, last = (lines[0].start, lines[-1].end) if lines else (0, 0)
    found = [span for span in tables if first <= span[0] < span[1] <= last]
    run: list[Line] = []
    for line in lines:
        is_row = CELL_SEPARATOR in text[line.start : line.end] and not _inside(line, found)
        if is_row:
            run.append(line)
        if run and (not is_row or line is lines[-1]):
            found.append((run[0].start, run[-1].end))
            run = []
    return sorted(found)


def _tree(text: str, marks: Sequence[Mark], end: int) -> list[Node]:
    nodes: list[Node] = []
    top: list[Node] = []
    for index, mark in enumerate(marks):
        parent = nodes[mark.parent] if mark.parent is not None else None
        stop = marks[index + 1].label.start if index + 1 < len(marks) else end
        node = Node(
            _kind_of(mark.label.style, parent),
            mark.label.start,
            label=mark.label,
            printed=mark.label.text.strip(),
            heading=heading_of(text, mark.label, stop, has_parts=_has_parts(marks, index)),
            below_article=_below_article(parent),
        )
        nodes.append(node)
        (top if parent is None else parent.children).append(node)
    return top


def _has_parts(marks: Sequence[Mark], index: int) -> bool:
    return index + 1 < len(marks) and marks[index + 1].parent == index


def _below_article(parent: Node | None) -> bool:
    return parent is not None and (parent.kind == "条" or parent.below_article)


def _kind_of(style: Style, parent: Node | None) -> ClauseKind:
    if _below_article(parent):
        return "项" if parent is not None and parent.kind == "条" else "目"
    return _KIND_OF_STYLE.get(style, "目")


def _close_off(text: str, nodes: Sequence[Node], end: int) -> None:
    """Let every node end where the next begins, white space left out; tables keep their end."""
    for index, node in enumerate(nodes):
        stop = nodes[index + 1].start if index + 1 < len(nodes) else end
        if node.kind != "表":
            node.end = node.start + len(text[node.start : stop].rstrip())
        _close_off(text, node.children, node.end)


def _articles(nodes: Iterable[Node]) -> list[Node]:
    found: list[Node] = []
    for node in nodes:
        found.extend([node] if node.kind == "条" else _articles(node.children))
    return found


def _divide_article(
    text: str, lines: Sequence[Line], article: Node, opened: frozenset[int]
) -> None:
    """Divide a 条 of several paragraphs into its 款, each with the 项 that follow it."""
    starts = [article.start, *_paragraph_starts(text, lines, article, opened)]
    if len(starts) == 1:
        return
    paragraphs: list[Node] = []
    for number, (start, stop) in enumerate(zip(starts, [*starts[1:], article.end], strict=True), 1):
        paragraph = Node("款", start, ordinal_among=number)
        paragraph.children = [child for child in article.children if start <= child.start < stop]
        paragraphs.append(paragraph)
    article.children = paragraphs


def _paragraph_starts(
    text: str, lines: Sequence[Line], article: Node, opened: frozenset[int]
) -> list[int]:
    """Return where the second and further paragraphs begin.

    A paragraph between two items of a list belongs to the first of them; after the list's last
    item it is a new 款.
    """
    found: list[int] = []
    before: Line | None = None
    for line in lines:
        if not article.start <= line.start < article.end:
            continue
        owner = _child_at(article, line.start)
        ends_list = owner is None or (
            _is_last_of_list(article, owner)
            and all(start <= line.start for start in _starts(article.children[owner]))
        )
        broken = before is not None and is_wrapped(text, before)
        if ends_list and not broken and not _opens(line, opened):
            found.append(line.start)
        before = line
    return found


def _opens(line: Line, labels: frozenset[int]) -> bool:
    """True where a clause opens on this line, perhaps behind a page number."""
    return any(start in labels for start in range(line.start, line.start + PAGE_NUMBER))


def _starts(node: Node) -> list[int]:
    return [node.start, *(start for child in node.children for start in _starts(child))]


def _child_at(node: Node, position: int) -> int | None:
    for index, child in enumerate(node.children):
        if child.start <= position < child.end:
            return index
    return None


def _is_last_of_list(article: Node, index: int) -> bool:
    if index + 1 == len(article.children):
        return True
    following = article.children[index + 1].label
    return following is not None and following.number == 1


def _insert(nodes: list[Node], table: Node) -> None:
    """Put a table under the deepest clause that it stands in."""
    for node in nodes:
        if node.start <= table.start < node.end and node.kind != "表":
            _insert(node.children, table)
            return
    nodes.append(table)
    nodes.sort(key=lambda node: node.start)
