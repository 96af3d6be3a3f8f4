"""Cut a document's text into its clauses (编/章/节/条/款/项/目 and 一、（一）1.（1）①).

Labels are found by ``labels`` and ``marks``, parts with numbering of their own by
``segments``; here they become the tree of ``Clause``. A clause with children has its own
leading words again as a child without a label (``段``) with the same path, so that the leaves tile
the text. ``address`` resolves what a person writes to a clause.
"""

from __future__ import annotations

from collections.abc import Sequence

from corpus.document import Clause
from ingest.clauses.layout import Node, fill_gaps, nodes_of_segment
from ingest.clauses.lines import Line, lines_of
from ingest.clauses.marks import Placement, candidates
from ingest.clauses.paths import with_paths
from ingest.clauses.segments import Segment, segments_of
from ingest.clauses.signature import split_signature


def split_clauses(text: str, *, tables: Sequence[tuple[int, int]] = ()) -> tuple[Clause, ...]:
    """Return the clauses of ``text``, parents before children, leaves tiling it.

    ``tables`` are the spans of real tables, in whose cells no label opens a clause.

    >>> [clause.path for clause in split_clauses("一、总则\\n（一）目的。\\n（二）范围。")]
    ['一、', '一、', '一、（一）', '一、（二）']
    """
    lines = lines_of(text)
    roots: list[Node] = []
    for segment in _joined(text, lines, segments_of(text, lines)):
        inside = [line for line in lines if segment.start <= line.start < segment.end]
        roots.extend(nodes_of_segment(text, inside, segment, tables))
    for root in roots:
        fill_gaps(text, root)
    return with_paths(text, roots)


def _joined(text: str, lines: Sequence[Line], segments: tuple[Segment, ...]) -> tuple[Segment, ...]:
    """Make one part of a letter without numbering and the document that it sends out."""
    main, *others = segments
    inside = [line for line in lines if line.start < main.end]
    body, _ = split_signature(text, inside)
    if others and others[0].kind == "inner" and not Placement(candidates(text, body)).place():
        main = Segment("main", main.start, others[0].end)
        others = others[1:]
    return (main, *others)
