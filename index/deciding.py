"""Which of several clauses in a passage a question is about: the one to cite."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from index.passage_rows import PassageRow
from index.words import bigrams


@dataclass(frozen=True, slots=True)
class Cited:
    """How a clause is cited; both None where the document has no clause there."""

    path: str | None
    label: str | None


def deciding_clause(passage: PassageRow, text: str, rarity: Mapping[str, float]) -> Cited:
    """Return the clause inside ``passage`` that holds most of what was asked for.

    ``text`` is the whole document, ``rarity`` weighs the terms of the question. Where no clause
    stands out, the one around the whole passage is cited.
    """
    around = Cited(passage.clause_path, passage.clause_label)
    covers = [
        (sum(rarity.get(term, 0.0) for term in set(bigrams(text[part.start : part.end]))), part)
        for part in passage.parts
    ]
    best = max((cover for cover, _ in covers), default=0.0)
    leading = [part for cover, part in covers if cover == best]
    if best <= 0.0 or len(leading) != 1:
        return around
    return Cited(leading[0].path, leading[0].label)
