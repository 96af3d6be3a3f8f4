"""Two versions of one draft: what changed, and which findings the later one resolved."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from corpus.document import PolicyDocument
from service.align.measures import Measure, units_of
from service.align.report import AlignmentReport
from service.align.wording import CITATIONS, VERDICTS

_FINE = {"covered", "stronger", "not_applicable"}
_SAME_CLAUSE = 0.5


@dataclass(frozen=True, slots=True)
class ChangedClause:
    """A clause that was added, removed or reworded between two versions."""

    kind: Literal["added", "removed", "changed"]
    path: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class ChangedFinding:
    """A finding that the later version resolved, raised or changed."""

    kind: Literal["resolved", "new", "changed"]
    what: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class VersionComparison:
    """What changed between two versions of a draft."""

    clauses: tuple[ChangedClause, ...]
    findings: tuple[ChangedFinding, ...]


def compare_versions(
    before: PolicyDocument,
    after: PolicyDocument,
    before_reports: Sequence[AlignmentReport],
    after_reports: Sequence[AlignmentReport],
) -> VersionComparison:
    """Compare two versions that were aligned with the same references."""
    return VersionComparison(
        clauses=tuple(_clauses(units_of(before), units_of(after))),
        findings=(
            *_measures(before_reports, after_reports),
            *_own(_citations(before_reports), _citations(after_reports)),
            *_own(_inconsistencies(before_reports), _inconsistencies(after_reports)),
        ),
    )


def _clauses(before: Sequence[Measure], after: Sequence[Measure]) -> Iterator[ChangedClause]:
    left = {unit.start: unit for unit in before}
    for unit in after:
        same = next((item for item in left.values() if item.body == unit.body), None)
        nearest = same or max(left.values(), key=lambda item: _likeness(item, unit), default=None)
        if nearest is None or (same is None and _likeness(nearest, unit) < _SAME_CLAUSE):
            yield ChangedClause("added", unit.clause.path, None, unit.text)
            continue
        del left[nearest.start]
        if same is None:
            yield ChangedClause("changed", unit.clause.path, nearest.text, unit.text)
    for unit in left.values():
        yield ChangedClause("removed", unit.clause.path, unit.text, None)


def _likeness(one: Measure, other: Measure) -> float:
    return difflib.SequenceMatcher(None, one.body, other.body, autojunk=False).ratio()


def _measures(
    before: Sequence[AlignmentReport], after: Sequence[AlignmentReport]
) -> Iterator[ChangedFinding]:
    old = {
        (report.reference.document_id, item.path): item
        for report in before
        for item in report.measures
    }
    for report in after:
        for item in report.measures:
            was = old.get((report.reference.document_id, item.path))
            if was is None or was.verdict == item.verdict:
                continue
            fine, was_fine = item.verdict in _FINE, was.verdict in _FINE
            yield ChangedFinding(
                "resolved" if fine and not was_fine else "new" if was_fine else "changed",
                f"《{report.reference.title}》{item.path} {item.heading or ''}".strip(),
                f"{VERDICTS[was.verdict]}：{was.reason}",
                f"{VERDICTS[item.verdict]}：{item.reason}",
            )


def _own(before: dict[str, str], after: dict[str, str]) -> Iterator[ChangedFinding]:
    """Findings about the draft itself: gone, or not there before."""
    for what, reason in before.items():
        if what not in after:
            yield ChangedFinding("resolved", what, reason, None)
    for what, reason in after.items():
        if what not in before:
            yield ChangedFinding("new", what, None, reason)


def _citations(reports: Sequence[AlignmentReport]) -> dict[str, str]:
    return {
        item.text: f"{CITATIONS[item.status]}：{item.reason}"
        for report in reports[:1]
        for item in report.citations
        if item.status not in ("correct", "unknown")
    }


def _inconsistencies(reports: Sequence[AlignmentReport]) -> dict[str, str]:
    return {item.reason: item.reason for report in reports[:1] for item in report.inconsistencies}


_FINDING_WORDS = {"resolved": "已解决", "new": "新出现", "changed": "有变化"}
_CLAUSE_WORDS = {"added": "新增", "removed": "删去", "changed": "改写"}


def version_lines(comparison: VersionComparison) -> list[str]:
    """Return one line of Markdown per changed finding, then per changed clause."""
    lines = [
        f"- {_FINDING_WORDS[item.kind]}：{item.what}（{item.before or '—'} → {item.after or '—'}）"
        for item in comparison.findings
    ]
    lines += [
        f"- {_CLAUSE_WORDS[item.kind]}：{item.path}：{item.after or item.before or ''}".replace(
            "\n", " "
        )
        for item in comparison.clauses
    ]
    return [line.replace("\n", " ") for line in lines] or ["两版没有差别。"]
