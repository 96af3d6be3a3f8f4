"""Scores of one gold row against a parsed document: relations to other documents, validity."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from corpus.docnumber import normalize_number
from corpus.document import PolicyDocument, Reference
from eval.gold_text import fold
from eval.parsing_scores import Score

#: How far a computed last day may lie from the labelled one.
TOLERANCE_DAYS = 1


def score_lineage(row: Mapping[str, Any], document: PolicyDocument, score: Score) -> None:
    """Look for the labelled relation: same kind, same number or title."""
    target = row.get("target_doc_no") or row.get("target_title")
    named = [item for item in document.references if _names(item, row)]
    related = [item for item in named if item.relation == row["relation"]]
    score.add("target", bool(named), f"{row['doc']}: does not name {target}")
    got = [item.relation for item in named]
    score.add("recall", bool(related), f"{row['doc']}: {row['relation']} {target}; got {got}")
    if row.get("clause") and related:
        paths = [item.clause_path or "" for item in related]
        right = any(fold(row["clause"]) in fold(path) for path in paths)
        score.add("clause", right, f"{row['doc']}: {paths}, expected {row['clause']}")


def _names(reference: Reference, row: Mapping[str, Any]) -> bool:
    number = row.get("target_doc_no")
    ours = fold(reference.doc_number or "")
    if number and ours == fold(normalize_number(number) or number):
        return True
    title = row.get("target_title")
    if not title or not reference.title:
        return False
    ours, wanted = _bare(reference.title), _bare(title)
    return ours == wanted or (len(ours) >= 6 and wanted.endswith(ours))


def _bare(title: str) -> str:
    return fold(title).replace("《", "").replace("》", "").replace("“", "").replace("”", "")


def score_validity(row: Mapping[str, Any], document: PolicyDocument, score: Score) -> None:
    """Compare first and last day in force; what the page itself states is the truth."""
    for name, got in (
        ("effective", document.effective_on),
        ("expires", document.expires_on),
    ):
        if row.get("repealed_by") and name == "expires":
            continue
        wanted = row.get(f"page_{name}") or row.get(f"{name}_on")
        right = _near(got, date.fromisoformat(wanted) if wanted else None)
        score.add(f"{name}_on", right, f"{row['doc']}: {got}, expected {wanted}")
        score.add("dates", right, "")


def _near(got: date | None, wanted: date | None) -> bool:
    if got is None or wanted is None:
        return got is wanted
    return abs((got - wanted).days) <= TOLERANCE_DAYS
