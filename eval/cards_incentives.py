"""Recall, precision and fields of incentive cards against gold rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from corpus.cards import IncentiveCard
from corpus.document import PolicyDocument
from eval.cards_text import alike, same_clause, share

#: Documents whose incentives the gold lists completely, so that precision can be counted there.
COMPLETE = ("liuhe_county_investment", "lingang_policy")

_NUMBERS = ("amount_min", "amount_max", "rate_min", "rate_max", "cap")


@dataclass(frozen=True, slots=True)
class Pair:
    """A gold row with the card that answers it."""

    gold: Mapping[str, Any]
    card: IncentiveCard


def score_incentives(
    gold: Sequence[Mapping[str, Any]], documents: Mapping[str, PolicyDocument]
) -> dict[str, Any]:
    """Return recall, precision and field figures of incentive cards."""
    granted = [row for row in gold if row["benefit_type"] != "无" and row["doc"] in documents]
    pairs, missed, used = _match_incentives(granted, documents)
    scoped = _scoped_cards(granted, gold, documents)
    false = [item for item in scoped if id(item[1]) not in used]
    return {
        "cards": len(granted),
        "recall": share(len(pairs), len(granted)),
        "precision": share(len(scoped) - len(false), len(scoped)),
        "beneficiary": share(sum(_beneficiary(pair) for pair in pairs), len(pairs)),
        "amount_rate_cap": share(sum(_numbers(pair) for pair in pairs), len(pairs)),
        "period": share(sum(_period(pair) for pair in pairs), len(pairs)),
        "department": share(sum(_same_text(pair, "department") for pair in pairs), len(pairs)),
        "benefit_type": share(sum(_benefit(pair) for pair in pairs), len(pairs)),
        "conditions_f1": _conditions_f1(pairs),
        "missed": [f"{row['doc']}#{row['clause']} {row['amount']}" for row in missed],
        "false": [f"{source}#{card.clause_path} {card.amount_text}" for source, card in false],
        "wrong": [_complaint(pair) for pair in pairs if _complaint(pair)],
    }


def _match_incentives(
    gold: Iterable[Mapping[str, Any]], documents: Mapping[str, PolicyDocument]
) -> tuple[list[Pair], list[Mapping[str, Any]], set[int]]:
    pairs: list[Pair] = []
    missed: list[Mapping[str, Any]] = []
    used: set[int] = set()
    for row in gold:
        held = [
            (_likeness(row, card), number, card)
            for number, card in enumerate(documents[row["doc"]].cards)
            if isinstance(card, IncentiveCard)
            and id(card) not in used
            and same_clause(row["clause"], card.clause_path)
        ]
        best = max(held, key=lambda item: (item[0], -item[1]), default=(0.0, 0, None))
        if best[2] is None or best[0] < 1.0:
            missed.append(row)
            continue
        used.add(id(best[2]))
        pairs.append(Pair(row, best[2]))
    return pairs, missed, used


def _likeness(row: Mapping[str, Any], card: IncentiveCard) -> float:
    """1 for each agreeing figure, and up to 1 for the beneficiary; figures decide."""
    figures = [(row.get(name), getattr(card, name)) for name in _NUMBERS]
    printed = [item for item in figures if item[0] is not None]
    agreeing = sum(1 for wanted, held in printed if held is not None and float(held) == wanted)
    if printed and not agreeing:
        return 0.0
    if not printed and any(held is not None for _, held in figures):
        return 0.0
    who = alike(row["beneficiary"], card.beneficiary or "")
    return agreeing + who + (0.7 if not printed else 0.0)


def _scoped_cards(
    granted: Sequence[Mapping[str, Any]],
    gold: Sequence[Mapping[str, Any]],
    documents: Mapping[str, PolicyDocument],
) -> list[tuple[str, IncentiveCard]]:
    """The cards of documents that the gold lists completely (or says to grant nothing)."""
    complete = {row["doc"] for row in granted if any(name in row["doc"] for name in COMPLETE)}
    refusing = {(row["doc"], row["clause"]) for row in gold if row["benefit_type"] == "无"}
    return [
        (source, card)
        for source, document in documents.items()
        for card in document.cards
        if isinstance(card, IncentiveCard)
        and (
            source in complete
            or any(
                doc == source and same_clause(clause, card.clause_path) for doc, clause in refusing
            )
        )
    ]


def _beneficiary(pair: Pair) -> bool:
    who = pair.card.beneficiary or ""
    return alike(pair.gold["beneficiary"], who) >= 0.34


def _numbers(pair: Pair) -> bool:
    return all(
        (None if getattr(pair.card, name) is None else float(getattr(pair.card, name)))
        == pair.gold.get(name)
        for name in _NUMBERS
    )


def _period(pair: Pair) -> bool:
    wanted, held = pair.gold.get("period"), pair.card.period
    if wanted is None or held is None:
        return wanted is None and held is None
    return alike(wanted, held) >= 0.6


def _same_text(pair: Pair, name: str) -> bool:
    wanted, held = pair.gold.get(name), getattr(pair.card, name)
    return held is None if wanted is None else held is not None and alike(wanted, held) >= 0.6


def _benefit(pair: Pair) -> bool:
    return alike(pair.gold["benefit_type"], pair.card.benefit_type) >= 0.5


def _conditions_f1(pairs: Sequence[Pair]) -> float:
    found = right = wanted = 0
    for pair in pairs:
        held = [item.text for item in pair.card.conditions]
        asked = list(pair.gold.get("conditions", ()))
        wanted += len(asked)
        found += len(held)
        right += sum(any(_same_condition(item, other) for other in held) for item in asked)
    if not wanted or not found or not right:
        return 0.0
    recall, precision = right / wanted, min(1.0, right / found)
    return round(2 * recall * precision / (recall + precision), 4)


def _same_condition(gold: str, held: str) -> bool:
    return alike(gold.partition("：")[0], held) >= 0.4 or alike(gold, held) >= 0.4


def _complaint(pair: Pair) -> str:
    faults = [
        f"{name}: {getattr(pair.card, field, None)} ≠ {pair.gold.get(field)}"
        for name, field, test in (
            ("beneficiary", "beneficiary", _beneficiary(pair)),
            ("period", "period", _period(pair)),
            ("department", "department", _same_text(pair, "department")),
            ("benefit_type", "benefit_type", _benefit(pair)),
        )
        if not test
    ]
    if not _numbers(pair):
        faults.append(
            "numbers: "
            + str([str(getattr(pair.card, name)) for name in _NUMBERS])
            + " ≠ "
            + str([pair.gold.get(name) for name in _NUMBERS])
        )
    return f"{pair.gold['doc'][-24:]}#{pair.gold['clause']} " + "; ".join(faults) if faults else ""
