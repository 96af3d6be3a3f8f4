"""The claim guard: does a quote bear out a sentence, in every figure, date, place and word?

Deterministic and pure: a claim and a span of text go in, a verdict with its reason comes out.
"""

from __future__ import annotations

from dataclasses import dataclass

from service.answer.figures import compare_dates, compare_figures, stray_digits
from service.answer.model import Support
from service.answer.norms import compare_norms
from service.answer.places import foreign_place
from service.answer.substitution import find_exchange
from service.answer.wording import is_verbatim, leftover_runs, names_subject, plain, words_of

# Shares of a claim's words that must stand in the quote: below the first the quote speaks of
# something else; below the second too much is added. Mutations and paraphrases of 1,000 real
# sentences, 2026-11-22.
_SAME_MATTER = 0.45
_BORNE_OUT = 0.7


@dataclass(frozen=True, slots=True)
class Finding:
    """A verdict on a claim; ``reason`` says in Chinese what is not borne out."""

    verdict: Support
    reason: str | None = None


def check_claim(claim: str, quote: str, *, context: str = "") -> Finding:
    """Return whether ``quote`` bears out ``claim``; ``context`` is its title, issuer, headings.

    >>> check_claim("奖励500万元。", "一次性奖励五百万元。").verdict
    'supported'
    >>> check_claim("奖励50万元。", "一次性奖励500万元。").verdict
    'contradicted'
    """
    wanted, held = plain(claim), plain(quote)
    if not words_of(claim) and not wanted.strip("。；;,.!?、:"):
        return Finding("unsupported", "没有可核对的内容。")
    if is_verbatim(wanted, held):
        return Finding("exact")
    leftovers = leftover_runs(claim, f"{quote} {context}")
    share = _borne_share(claim, leftovers)
    if share < _SAME_MATTER:
        return Finding("unsupported", "引文说的不是这件事。")
    return (
        _figures(claim, quote, context)
        or _place(claim, quote, context)
        or _norms(claim, quote)
        or _exchanged(claim, quote, context)
        or _words(claim, leftovers, share)
        or Finding("supported")
    )


def _figures(claim: str, quote: str, context: str) -> Finding | None:
    for problem in (
        compare_figures(claim, quote, context=context),
        compare_dates(claim, quote, context=context),
        stray_digits(claim, f"{quote} {context}"),
    ):
        if problem is not None:
            return Finding(problem.verdict, problem.reason)
    return None


def _place(claim: str, quote: str, context: str) -> Finding | None:
    place = foreign_place(claim, f"{quote} {context}")
    return None if place is None else Finding("misattributed", f"引文及其文件未涉及“{place}”。")


def _norms(claim: str, quote: str) -> Finding | None:
    reason = compare_norms(claim, quote)
    return None if reason is None else Finding("contradicted", reason)


def _exchanged(claim: str, quote: str, context: str) -> Finding | None:
    found = find_exchange(claim, quote, context=context)
    if found is None:
        return None
    verdict: Support = "contradicted" if found.is_contrary else "misattributed"
    return Finding(verdict, f"原文此处是“{found.held}”，不是“{found.claimed}”。")


def _words(claim: str, leftovers: tuple[str, ...], share: float) -> Finding | None:
    subject = next((run for run in leftovers if names_subject(run, claim)), None)
    if subject is not None:
        return Finding("unsupported", f"引文没有提到“{subject}”。")
    if share < _BORNE_OUT:
        added = "、".join(leftovers[:3])
        return Finding("unsupported", f"引文没有“{added}”这些内容。")
    return None


def _borne_share(claim: str, leftovers: tuple[str, ...]) -> float:
    total = len(words_of(claim).replace(" ", ""))
    return 1 - sum(map(len, leftovers)) / total if total else 1.0
