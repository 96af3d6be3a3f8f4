"""One decision of an eligibility check: its words, the verdict, why, and what is missing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from corpus.cards import Condition, IncentiveCard

Verdict = Literal["yes", "no", "unknown"]


#: Of several verdicts the worst one holds.
WORSE: dict[Verdict, int] = {"no": 0, "unknown": 1, "yes": 2}


@dataclass(frozen=True, slots=True)
class Decision:
    """How one condition stands: its words, the verdict and why."""

    text: str
    verdict: Verdict
    reason: str
    missing: str | None
    start: int
    end: int


def decided(
    verdict: Verdict,
    reason: str,
    card: IncentiveCard | Condition,
    *,
    text: str = "",
    missing: str | None = None,
) -> Decision:
    """Return a decision whose deciding words are those of a card or of one condition."""
    return Decision(text, verdict, reason, missing, card.start, card.end)
