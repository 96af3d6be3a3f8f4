"""Join lines that a page layout broke inside a sentence, keeping the way back to the offsets."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest.clauses.labels import read_label
from ingest.clauses.marks import STOPS, WRAPPED_LINE

#: From this share of broken long lines on, a text is taken to be wrapped as a whole.
MIN_SHARE = 0.3


@dataclass(frozen=True, slots=True)
class Unwrapped:
    """``text`` without the line breaks inside sentences; ``offsets`` lead back to the original."""

    text: str
    offsets: tuple[int, ...] | None = None

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the span of the original that ``[start, end)`` of ``text`` came from."""
        if self.offsets is None or end <= start:
            return start, end
        return self.offsets[start], self.offsets[end - 1] + 1


def unwrap(text: str) -> Unwrapped:
    """Return ``text`` as written before a layout broke its lines; most texts stay as they are.

    >>> unwrap("一、总则\\n本办法自印发之日起施行。").text
    '一、总则\\n本办法自印发之日起施行。'
    """
    lines = text.split("\n")
    long = [line for line in lines if len(line.strip()) >= WRAPPED_LINE]
    broken = [line for line in long if line.rstrip()[-1] not in STOPS]
    if len(broken) < 3 or len(broken) < MIN_SHARE * len(long):
        return Unwrapped(text)
    drop = _breaks(text)
    kept = [index for index in range(len(text)) if index not in drop]
    return Unwrapped("".join(text[index] for index in kept), tuple(kept))


def _breaks(text: str) -> set[int]:
    """Return the offsets of line breaks, and spaces around them, that stand inside a sentence."""
    found: set[int] = set()
    for match in re.finditer(r"(?<=\S)[ \u3000]*\n[ \u3000]*(?=\S)", text):
        line_start = text.rfind("\n", 0, match.start()) + 1
        line = text[line_start : match.start()].strip()
        if len(line) < WRAPPED_LINE or line[-1] in STOPS:
            continue
        if read_label(text, match.end()) is None:
            found.update(range(match.start(), match.end()))
    return found
