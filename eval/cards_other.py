"""Target and procedure cards against gold rows."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from corpus.cards import ProcedureCard, TargetCard
from corpus.document import PolicyDocument
from eval.cards_text import alike, fold, same_clause, share


def score_targets(
    gold: Sequence[Mapping[str, Any]], documents: Mapping[str, PolicyDocument]
) -> dict[str, Any]:
    """Return the share of targets whose indicator, value, unit and deadline are all right."""
    rows = [row for row in gold if row["doc"] in documents]
    wrong = [
        row
        for row in rows
        if not any(_target(row, card) for card in _cards(row, documents, TargetCard))
    ]
    return {
        "targets": len(rows),
        "all_right": share(len(rows) - len(wrong), len(rows)),
        "comparator": share(
            sum(
                any(
                    _target(row, card) and card.comparator == row["comparator"]
                    for card in _cards(row, documents, TargetCard)
                )
                for row in rows
            ),
            len(rows),
        ),
        "wrong": [
            f"{row['doc'][-24:]}#{row['clause']} {row['indicator']} "
            f"{row['value']}{row['unit']} {row['deadline_year']}"
            for row in wrong
        ],
    }


def _target(row: Mapping[str, Any], card: TargetCard) -> bool:
    return (
        float(card.value) == row["value"]
        and fold(card.unit).lstrip("个") == fold(row["unit"]).lstrip("个")
        and card.deadline_year == row["deadline_year"]
        and alike(row["indicator"], card.indicator) >= 0.6
    )


def _cards(row: Mapping[str, Any], documents: Mapping[str, PolicyDocument], kind: Any) -> list[Any]:
    return [
        card
        for card in documents[row["doc"]].cards
        if isinstance(card, kind) and same_clause(row["clause"], card.clause_path)
    ]


def score_procedures(
    gold: Sequence[Mapping[str, Any]], documents: Mapping[str, PolicyDocument]
) -> dict[str, Any]:
    """Return how often time limit and department are right, and materials' F1."""
    rows = [row for row in gold if row["doc"] in documents]
    best: list[tuple[Mapping[str, Any], ProcedureCard | None]] = []
    for row in rows:
        held = [card for card in documents[row["doc"]].cards if isinstance(card, ProcedureCard)]
        best.append((row, max(held, key=lambda card: _procedure_likeness(row, card), default=None)))
    found = wanted = right = 0
    for row, card in best:
        asked = list(row["materials"])
        listed = list(card.materials) if card else []
        wanted, found = wanted + len(asked), found + len(listed)
        right += sum(any(alike(item, other) >= 0.5 for other in listed) for item in asked)
    f1 = 2 * right / (wanted + found) if wanted + found else 1.0
    return {
        "procedures": len(rows),
        "time_limit": share(
            sum(_procedure_field(row, card, "time_limit") for row, card in best), len(rows)
        ),
        "department": share(
            sum(_procedure_field(row, card, "department") for row, card in best), len(rows)
        ),
        "where": share(sum(_procedure_field(row, card, "where") for row, card in best), len(rows)),
        "materials_f1": round(f1, 4),
        "wrong": [
            f"{row['doc'][-30:]} {name}: {getattr(card, name, None)} ≠ {row[name]}"
            for row, card in best
            for name in ("time_limit", "department", "where")
            if not _procedure_field(row, card, name)
        ],
    }


def _procedure_likeness(row: Mapping[str, Any], card: ProcedureCard) -> float:
    return (
        alike(row["name"], card.name)
        + (0.5 if row["clause"] and same_clause(row["clause"], card.clause_path) else 0.0)
        + sum(
            0.5
            for name in ("time_limit", "department", "where")
            if row.get(name) and getattr(card, name) and alike(row[name], getattr(card, name)) > 0.4
        )
    )


def _procedure_field(row: Mapping[str, Any], card: ProcedureCard | None, name: str) -> bool:
    held = getattr(card, name) if card else None
    if row[name] is None:
        return held is None or name == "where"
    return held is not None and alike(re.sub(r"（[^）]*）$", "", row[name]), held) >= 0.5
