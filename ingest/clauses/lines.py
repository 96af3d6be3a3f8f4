"""Lines of a text, and labels found on them that may open a clause."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest.clauses.labels import Label


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the text: its extent without surrounding white space."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Mark:
    """A label that opens a clause; ``parent`` is the ordinal of the mark it stands under."""

    label: Label
    at_line_start: bool
    parent: int | None = None


def lines_of(text: str) -> tuple[Line, ...]:
    """Return the lines of ``text`` that hold more than white space."""
    return tuple(
        Line(m.start(), m.end()) for m in re.finditer(r"[^\s][^\n]*?(?=\s*(?:\n|\Z))", text)
    )
