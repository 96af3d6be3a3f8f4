"""Scores of one gold row against a parsed document: metadata, cleaning, clause structure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from corpus.docnumber import normalize_number
from corpus.document import PolicyDocument
from corpus.regions import contains
from eval.gold_text import fold


@dataclass(slots=True)
class Score:
    """Right answers and all answers by name, with a line for each miss."""

    counts: dict[str, list[int]] = field(default_factory=lambda: defaultdict(lambda: [0, 0]))
    misses: list[str] = field(default_factory=list)

    def add(self, name: str, right: bool, miss: str) -> None:
        """Count one answer; ``miss`` describes it where it is wrong."""
        self.counts[name][0] += int(right)
        self.counts[name][1] += 1
        if not right and miss:
            self.misses.append(f"{name}: {miss}")

    def summary(self) -> dict[str, float | int]:
        """Return the share of right answers by name, and how many there were."""
        shares: dict[str, float | int] = {
            name: round(right / total, 4) for name, (right, total) in self.counts.items()
        }
        if "precision" in shares and "recall" in shares:
            both = shares["precision"] + shares["recall"]
            product = 2 * shares["precision"] * shares["recall"]
            shares["f1"] = round(product / both, 4) if both else 0.0
        shares["n"] = max(total for _, total in self.counts.values()) if self.counts else 0
        return shares


def score_meta(row: Mapping[str, Any], document: PolicyDocument, score: Score) -> None:
    """Compare every metadata field that the row labels."""
    for name, wanted, got in _fields(row, document):
        accepted = [fold(item) for item in wanted]
        right = fold(got) in accepted if accepted else got == ""
        score.add(name, right, f"{row['doc']}: {got!r}, expected {wanted}")
    if "region" in row:
        region, wanted_region = document.region or "", row["region"] or ""
        right = region == wanted_region or (
            bool(region and wanted_region)
            and contains(region, wanted_region)
            and contains(wanted_region, region)
        )
        score.add("region", right, f"{row['doc']}: {region!r}, expected {wanted_region!r}")


def _fields(row: Mapping[str, Any], document: PolicyDocument) -> list[tuple[str, list[str], str]]:
    """Return (field, acceptable values, our value); no acceptable value means unknown."""
    issuers = [item for name in ("issuer", "issuer_alt") for item in [row.get(name)] if item]
    wanted_issuers = ["".join(sorted(fold("".join(item)))) for item in issuers]
    if row.get("issuer_full"):
        wanted_issuers.append("".join(sorted(fold(row["issuer_full"]))))
    numbers = [*_alternatives(row, "doc_no"), *row.get("doc_no_aliases", [])]
    found = [
        ("title", _alternatives(row, "title"), document.title),
        (
            "doc_no",
            [normalize_number(number) or number for number in numbers],
            document.doc_number or "",
        ),
        ("issuer", wanted_issuers, "".join(sorted(fold("".join(document.issuers))))),
        ("issued_on", _alternatives(row, "issued_on"), str(document.issued_on or "")),
        ("published_on", _alternatives(row, "published_on"), str(document.published_on or "")),
        ("doc_type", _alternatives(row, "doc_type") or ["其他"], document.doc_type),
        ("level", _alternatives(row, "level"), document.level or ""),
    ]
    if row.get("inner_title"):
        found.append(("inner_title", [row["inner_title"]], document.inner_title or ""))
    return found


def _alternatives(row: Mapping[str, Any], name: str) -> list[str]:
    values = [row.get(name), row.get(f"{name}_alt")]
    flat = [item for value in values for item in (value if isinstance(value, list) else [value])]
    return [str(item) for item in flat if item]


def score_clean(row: Mapping[str, Any], document: PolicyDocument, score: Score) -> None:
    """Look for the strings that must stay, must go, and must stand exactly once."""
    text = fold(document.text)
    for item in row.get("keep", ()):
        score.add("keep", fold(item) in text, f"{row['doc']}: lost {item!r}")
    for item in row.get("drop", ()):
        score.add("drop", fold(item) not in text, f"{row['doc']}: left {item!r}")
    for item in row.get("once", ()):
        count = text.count(fold(item))
        score.add("once", count == 1, f"{row['doc']}: {count} times {item!r}")


def score_structure(row: Mapping[str, Any], document: PolicyDocument, score: Score) -> None:
    """Match printed labels with the words behind them, each clause at most once."""
    found = [
        (fold(clause.label), fold(document.text[clause.start : clause.end][:80]), clause)
        for clause in document.clauses
        if clause.label
    ]
    matched: set[int] = set()
    for wanted in row["clauses"]:
        label, words = fold(wanted["label"]), fold(wanted["starts_with"])
        index = next(
            (
                i
                for i, (printed, text, _) in enumerate(found)
                if i not in matched
                and printed == label
                and (text.removeprefix(printed).lstrip(":：").startswith(words))
            ),
            None,
        )
        score.add("recall", index is not None, f"{row['doc']}: lacks {wanted['label']} {words}")
        if index is None:
            continue
        matched.add(index)
        clause = found[index][2]
        if wanted.get("heading"):
            got = fold(clause.heading or "")
            right = got == fold(wanted["heading"])
            score.add("heading", right, f"{row['doc']}: {got!r}, expected {wanted['heading']!r}")
    for index, (label, text, clause) in enumerate(found):
        right = index in matched
        score.add(
            "precision", right, f"{row['doc']}: too many: {clause.path} {text[:24]} ({label})"
        )
