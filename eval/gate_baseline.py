"""What the gate compares with: floors, the data they were measured on, and the rules of change."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

#: A figure may fall this far below its floor before the gate fails: about two of the 146 questions
#: (bfloat16 and float32 embeddings order near ties differently on other processors).
EPSILON = 0.015
#: Figures that may not fall at all: one wrong quote is one too many.
EXACT = frozenset(
    {
        "qa.quotes_verbatim",
        "qa.passing_sentences",
        "corpus.read",
        "cards.spans_verbatim",
        "eligibility.no_wrong_yes",
    }
)

#: Written beside the floors, so that nobody compares what cannot be compared.
NOTE = "Figures of other corpora, cases or models are not comparable with these."


@dataclass(frozen=True, slots=True)
class Baseline:
    """Floors by figure, and what they were measured on."""

    floors: Mapping[str, float]
    counts: Mapping[str, int]
    cases_sha256: str
    corpus_sha256: str
    model: str
    commit: str
    as_of: str
    note: str = NOTE


@dataclass(frozen=True, slots=True)
class Measured:
    """One run of the gate: figures by name, with what they were measured on."""

    figures: Mapping[str, float]
    counts: Mapping[str, int]
    cases_sha256: str
    corpus_sha256: str
    model: str
    commit: str
    as_of: str
    misses: tuple[str, ...] = ()


def load_baseline(path: Path) -> Baseline | None:
    """Return the stored baseline, None where there is none yet."""
    if not path.exists():
        return None
    stored: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return Baseline(**stored)


def save_baseline(path: Path, baseline: Baseline) -> None:
    """Write ``baseline`` with its floors in order."""
    stored = asdict(baseline) | {"floors": dict(sorted(baseline.floors.items()))}
    path.write_text(json.dumps(stored, ensure_ascii=False, indent=2) + "\n", "utf-8")


def tree_sha256(folder: Path) -> str:
    """Return the sha256 over names and bytes of all files below ``folder``."""
    digest = hashlib.sha256()
    for path in sorted(item for item in folder.rglob("*") if item.is_file()):
        digest.update(path.relative_to(folder).as_posix().encode("utf-8") + b"\x1f")
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def problems(measured: Measured, baseline: Baseline) -> tuple[str, ...]:
    """Return why ``measured`` does not pass ``baseline``, nothing when it passes."""
    found = [
        f"{what} changed since the floors were pinned: run `python -m eval gate --update`"
        for what, ours, theirs in (
            ("eval/cases", measured.cases_sha256, baseline.cases_sha256),
            ("corpus/documents", measured.corpus_sha256, baseline.corpus_sha256),
        )
        if ours != theirs
    ]
    if measured.counts != baseline.counts:
        found.append(f"counts {dict(measured.counts)} differ from {dict(baseline.counts)}")
    missing = sorted(set(baseline.floors) - set(measured.figures))
    found += [f"{name} was not measured" for name in missing]
    unpinned = sorted(set(measured.figures) - set(baseline.floors))
    found += [f"{name} has no floor: run `python -m eval gate --update`" for name in unpinned]
    return (*found, *drops(measured.figures, baseline.floors))


def drops(figures: Mapping[str, float], floors: Mapping[str, float]) -> tuple[str, ...]:
    """Return a line for each figure that fell further below its floor than it may."""
    return tuple(
        f"{name} fell to {figures[name]:.4f}, floor {floor:.4f}"
        for name, floor in sorted(floors.items())
        if name in figures and figures[name] < floor - tolerance(name)
    )


def tolerance(name: str) -> float:
    """Return how far the figure ``name`` may fall below its floor."""
    return 0.0 if name in EXACT else EPSILON


def updated(measured: Measured, old: Baseline | None, *, allow_regression: bool) -> Baseline:
    """Return the baseline that ``measured`` sets; floors never fall unless that is allowed.

    Raises ValueError naming the figures that fell, or that are no longer measured.
    """
    floors = old.floors if old else {}
    lowered = [
        f"{name} {floor:.4f} → {measured.figures.get(name, 0.0):.4f}"
        for name, floor in sorted(floors.items())
        if measured.figures.get(name, 0.0) < floor
    ]
    if lowered and not allow_regression:
        raise ValueError("would lower floors: " + "；".join(lowered))
    return Baseline(
        floors=dict(measured.figures),
        counts=dict(measured.counts),
        cases_sha256=measured.cases_sha256,
        corpus_sha256=measured.corpus_sha256,
        model=measured.model,
        commit=measured.commit,
        as_of=measured.as_of,
    )
