"""The ledger of cleaning: edits composed onto the page's text, and the way back.

Each cleaning rule sees the text as the rules before it left it; the ledger keeps every edit in
terms of the original, so that text and ledger together always rebuild the page.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from corpus.document import Removal


@dataclass(frozen=True, slots=True)
class Edit:
    """Replace ``[start, end)`` of the current text by ``replacement``, in the name of ``rule``."""

    start: int
    end: int
    rule: str
    replacement: str = ""


@dataclass(frozen=True, slots=True)
class _Piece:
    """A run of the original and what stands for it now; ``rule`` None where it is untouched."""

    original: str
    current: str
    rule: str | None


class Ledger:
    """A text under cleaning: ``text`` is its present state, ``removals`` how it came about.

    >>> ledger = Ledger("首页 正文")
    >>> ledger.apply([Edit(0, 3, "导航")])
    >>> ledger.text, ledger.removals()[0].text
    ('正文', '首页 ')
    """

    def __init__(self, original: str) -> None:
        self.text = original
        self._pieces: list[_Piece] = [_Piece(original, original, None)] if original else []

    def apply(self, edits: Iterable[Edit]) -> None:
        """Apply ``edits``: in terms of the current text, in order, never overlapping or empty."""
        wanted = [
            edit
            for edit in edits
            if edit.end > edit.start and self.text[edit.start : edit.end] != edit.replacement
        ]
        if wanted:
            self._pieces = _joined(_edited(_cut(self._pieces, wanted), wanted, self.text))
            self.text = "".join(piece.current for piece in self._pieces)

    def removals(self) -> tuple[Removal, ...]:
        """Return the edits as a ledger whose positions are offsets in the current text."""
        found: list[Removal] = []
        position = 0
        for piece in self._pieces:
            if piece.rule is not None:
                found.append(Removal(piece.original, piece.rule, position, piece.current))
            position += len(piece.current)
        return tuple(found)

    def current_offsets(self, originals: Sequence[int]) -> list[int]:
        """Return where ascending offsets of the original stand now (deleted: their place)."""
        found: list[int] = []
        before, position, number = 0, 0, 0
        for piece in self._pieces:
            while number < len(originals) and originals[number] < before + len(piece.original):
                inside = originals[number] - before if piece.rule is None else 0
                found.append(position + inside)
                number += 1
            before += len(piece.original)
            position += len(piece.current)
        found.extend([position] * (len(originals) - number))
        return found


def rebuild(text: str, removed: Sequence[Removal]) -> str:
    """Return the page text that cleaned ``text`` and its ledger came from.

    >>> rebuild("正文", (Removal("首页 ", "导航", 0),))
    '首页 正文'
    """
    parts: list[str] = []
    cursor = 0
    for removal in removed:
        parts.append(text[cursor : removal.position])
        parts.append(removal.text)
        cursor = removal.position + len(removal.replacement)
    parts.append(text[cursor:])
    return "".join(parts)


def _cut(pieces: Sequence[_Piece], edits: Sequence[Edit]) -> list[_Piece]:
    """Split untouched pieces where an edit begins or ends."""
    cuts = [offset for edit in edits for offset in (edit.start, edit.end)]
    atoms: list[_Piece] = []
    position, number = 0, 0
    for piece in pieces:
        end = position + len(piece.current)
        inner: list[int] = []
        while number < len(cuts) and cuts[number] < end:
            if cuts[number] > position and piece.rule is None:
                inner.append(cuts[number] - position)
            number += 1
        bounds = [0, *dict.fromkeys(inner), len(piece.current)]
        if piece.rule is not None or len(bounds) == 2:
            atoms.append(piece)
        else:
            parts = [piece.current[a:b] for a, b in pairwise(bounds)]
            atoms.extend(_Piece(part, part, None) for part in parts)
        position = end
    return atoms


def _edited(atoms: Sequence[_Piece], edits: Sequence[Edit], text: str) -> list[_Piece]:
    """Replace the atoms that an edit touches by one edited piece."""
    result: list[_Piece] = []
    position, index, number = 0, 0, 0
    while index < len(atoms):
        end = position + len(atoms[index].current)
        edit = edits[number] if number < len(edits) else None
        if edit is None or end <= edit.start or position >= edit.end:
            result.append(atoms[index])
            position, index = end, index + 1
            continue
        touched: list[_Piece] = []
        used: list[Edit] = []
        start, reach = position, edit.end
        while True:
            while index < len(atoms) and position < reach:
                touched.append(atoms[index])
                position += len(atoms[index].current)
                index += 1
            while number < len(edits) and edits[number].start < position:
                used.append(edits[number])
                reach = max(reach, edits[number].end)
                number += 1
            if position >= reach or index >= len(atoms):
                break
        result.append(_replaced(touched, used, text[start:position], start))
    return result


def _replaced(touched: Sequence[_Piece], used: Sequence[Edit], text: str, start: int) -> _Piece:
    """Return one piece for ``touched`` (now ``text``, at ``start``) with its edits applied."""
    parts: list[str] = []
    cursor = 0
    for edit in used:
        parts += [text[cursor : edit.start - start], edit.replacement]
        cursor = edit.end - start
    parts.append(text[cursor:])
    current = "".join(parts)
    earlier = [piece.rule for piece in touched if piece.rule and current]
    rules = dict.fromkeys([*earlier, *(edit.rule for edit in used)])
    return _Piece("".join(piece.original for piece in touched), current, "+".join(rules))


def _joined(pieces: Sequence[_Piece]) -> list[_Piece]:
    """Join deletions of one rule that touch each other."""
    result: list[_Piece] = []
    for piece in pieces:
        last = result[-1] if result else None
        if last and last.rule == piece.rule and last.rule and not (last.current or piece.current):
            result[-1] = _Piece(last.original + piece.original, "", piece.rule)
        else:
            result.append(piece)
    return result
