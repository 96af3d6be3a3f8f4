"""The cards' part of the gate: fields of the shipped documents' cards, and who may get what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from corpus.cards import IncentiveCard
from corpus.document import PolicyDocument
from eval.cards import score
from eval.gate_figures import Cases, Tally
from service.eligibility import decide
from service.profile import read_profile
from service.workspace import Workspace

Row = Mapping[str, Any]
#: What of the cards' report has a floor.
FIGURES = (
    ("incentives", "recall"), ("incentives", "beneficiary"), ("incentives", "amount_rate_cap"),
    ("incentives", "period"), ("targets", "all_right"), ("procedures", "time_limit"),
    ("procedures", "department"), ("procedures", "materials_f1"),
)  # fmt: skip
#: A case about a whole document: every rule of it must get the verdict.
EVERY_CLAUSE = "*"


def card_figures(
    rows: Sequence[Row], documents: Mapping[str, PolicyDocument]
) -> tuple[dict[str, float], list[str]]:
    """Return figures by name and a line for each miss, over the documents that rows name."""
    by_kind = {
        f"{kind}s": [dict(row) for row in rows if row["kind"] == kind]
        for kind in ("incentive", "target", "procedure")
    }
    named = {row["doc"]: documents[row["doc"]] for row in rows}
    found = score(by_kind, named)
    figures = {f"cards.{part}.{name}": float(found[part][name]) for part, name in FIGURES}
    figures["cards.spans_verbatim"] = float(found["spans_verbatim"])
    misses = [
        f"cards.{part}: {line}"
        for part in by_kind
        for detail in ("missed", "wrong")
        for line in found[part].get(detail, ())
    ]
    return figures, misses


def eligibility_outcomes(
    workspace: Workspace, rows: Sequence[Row], documents: Mapping[str, PolicyDocument]
) -> list[tuple[Row, tuple[str, ...]]]:
    """Return each case with the verdicts on the rules of its clause, as of its day."""
    outcomes: list[tuple[Row, tuple[str, ...]]] = []
    known = {item.region for item in documents.values() if item.region}
    for row in rows:
        document = documents[row["doc"]]
        day = date.fromisoformat(row["as_of"])
        status = workspace.snapshot().status(document.document_id, day).status
        profile = read_profile(row["text"], known=known)
        outcomes.append(
            (
                row,
                tuple(
                    decide(
                        card, profile, region=document.region, status=status, title=document.title
                    ).verdict
                    for card in document.cards
                    if isinstance(card, IncentiveCard)
                    and row["clause"] in (EVERY_CLAUSE, card.clause_path)
                ),
            )
        )
    return outcomes


def is_right(row: Row, verdicts: Sequence[str]) -> bool:
    """Whether the clause's first rule (all of a whole document's) got the verdict."""
    judged = verdicts if row["clause"] == EVERY_CLAUSE else verdicts[:1]
    return bool(judged) and all(item == row["verdict"] for item in judged)


def tally_cards(workspace: Workspace, cases: Cases, tally: Tally) -> None:
    """Score the stored cards against the truth, and the verdicts on written applicants."""
    named = {row["doc"] for row in (*cases["cards"], *cases["eligibility"])}
    documents = {
        item.source: workspace.catalogue.document(item.document_id)
        for item in workspace.catalogue.summaries()
        if item.source in named
    }
    figures, misses = card_figures(cases["cards"], documents)
    tally.figures |= figures
    tally.misses += misses
    outcomes = eligibility_outcomes(workspace, cases["eligibility"], documents)
    told = [
        (f"{row['id']} {row['text']} → {verdicts}, expected {row['verdict']}", row, verdicts)
        for row, verdicts in outcomes
    ]
    tally.share("eligibility.right", [(what, is_right(row, held)) for what, row, held in told])
    tally.share(
        "eligibility.no_wrong_yes",
        [(what, row["verdict"] == "yes" or held[:1] != ("yes",)) for what, row, held in told],
    )
