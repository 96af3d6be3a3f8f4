"""What a draft takes up of a document of which only a digest is held."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from service.align.match import Match
from service.align.measures import Measure, Sentence
from service.align.themes import Shared, Themes, load_themes, shared_themes

# A digest is short and in other words than the draft: only a clear match says that a draft takes a
# measure up (own case 3: true ones ≥ .36; the 政策解读 of 营口: chance ones ≤ .27, 2026-11-22).
_CLEAR = 0.42


def match_digest(matches: Sequence[Match], units: Sequence[Measure]) -> tuple[Match, ...]:
    """Keep the clear matches; find for the other measures what speaks of the same theme.

    Clauses that a measure clearly has are not looked at again for another one.
    """
    themes = load_themes()
    clear = [bool(match.units) and match.score >= _CLEAR for match in matches]
    taken = {
        unit for match, keep in zip(matches, clear, strict=True) if keep for unit in match.units
    }
    return tuple(
        match if keep else _by_theme(match, units, taken, themes)
        for match, keep in zip(matches, clear, strict=True)
    )


def _by_theme(match: Match, units: Sequence[Measure], taken: set[int], themes: Themes) -> Match:
    best: tuple[int, int, Sentence, Shared] | None = None
    for ordinal, unit in enumerate(units):
        if ordinal in taken or unit.is_background:
            continue
        for sentence in unit.sentences:
            shared = shared_themes(
                match.measure.heading or match.measure.body, sentence.text, themes
            )
            weight = len(set(shared.words))
            if weight and (best is None or weight > best[0]):
                best = (weight, ordinal, sentence, shared)
    if best is None:
        return replace(match, units=(), sentences=())
    _, ordinal, sentence, shared = best
    return replace(match, units=(ordinal,), sentences=(sentence,), themes=shared.themes)
