"""Whether the places that a claim names are those that its quote and document speak of."""

from __future__ import annotations

from corpus.regions import contains, find_regions


def foreign_place(claim: str, held: str) -> str | None:
    """Return the first region of ``claim`` that ``held`` does not name, None where all are named.

    A region is named by itself or by one inside it: a county's document speaks of its province.
    """
    known = {mention.canonical for mention in find_regions(held)}
    for mention in find_regions(claim):
        if mention.name in held or mention.canonical in known:
            continue
        if not any(contains(mention.canonical, name) for name in known):
            return mention.name
    return None
