"""What an alignment says: one finding per measure, extra clause, citation and inconsistency."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

Verdict = Literal[
    "covered", "weaker", "stronger", "number_conflict", "deadline_conflict", "partly", "missing",
    "not_applicable",
]  # fmt: skip
CitationStatus = Literal[
    "correct", "misquote", "title_number_mismatch", "wrong_number", "nonexistent", "repealed",
    "unknown",
]  # fmt: skip

#: Said with every result that rests on a digest, whose words are not the issuer's.
DIGEST_NOTICE = "依据为摘编，无法核对原文"


class ReportForm(StrEnum):
    """How a result is written: data, a report, or the draft itself with Word comments."""

    JSON = "json"
    MARKDOWN = "md"
    WORD = "docx"
    COMMENTS = "comments"


@dataclass(frozen=True, slots=True)
class DraftClause:
    """A clause of the draft that a finding rests on; offsets are those of the draft's text."""

    label: str | None
    path: str
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Difference:
    """Words of the reference and words of the draft that do not agree; either may be absent."""

    kind: Literal["number", "deadline", "strength", "scope", "direction"]
    reference_text: str | None
    draft_text: str | None


@dataclass(frozen=True, slots=True)
class MeasureParts:
    """The parts of one measure, each in its own words; empty where the text does not say."""

    actors: tuple[str, ...]
    action: str | None
    object: str | None
    figures: tuple[str, ...]
    deadlines: tuple[str, ...]
    conditions: tuple[str, ...]
    departments: tuple[str, ...]
    strength: str | None


@dataclass(frozen=True, slots=True)
class MeasureFinding:
    """How the draft takes up one measure of the reference.

    ``parts`` takes the measure apart (who, what, how much, until when), ``draft_parts`` each of the
    draft's clauses.
    """

    label: str
    path: str
    heading: str | None
    text: str
    start: int
    end: int
    departments: tuple[str, ...]
    verdict: Verdict
    draft_clauses: tuple[DraftClause, ...]
    reason: str
    confidence: float
    differences: tuple[Difference, ...] = ()
    parts: MeasureParts | None = None
    draft_parts: tuple[MeasureParts, ...] = ()


@dataclass(frozen=True, slots=True)
class ExtraClause:
    """A measure of the draft for which no reference names a basis."""

    label: str | None
    path: str
    text: str
    start: int
    end: int
    reason: str


@dataclass(frozen=True, slots=True)
class CitationFinding:
    """One document number, title or quotation of the draft, checked against the library.

    ``form`` is a remark on how the citation is written (GB/T 9704), which is no error of fact.
    """

    text: str
    doc_number: str | None
    title: str | None
    status: CitationStatus
    reason: str
    correct_doc_no: str | None
    start: int
    end: int
    quote: str | None = None
    correct_quote: str | None = None
    form: str | None = None


@dataclass(frozen=True, slots=True)
class TermFinding:
    """A term that the reference writes as ``official`` and the draft as ``written``."""

    official: str
    written: str
    start: int
    end: int

    @property
    def reason(self) -> str:
        """What is told of it."""
        return f"草案写作“{self.written}”，依据的提法为“{self.official}”"


@dataclass(frozen=True, slots=True)
class Inconsistency:
    """Statements of the draft that cannot all be true; ``places`` are offsets in the draft."""

    kind: Literal["total", "sum", "period", "date", "repeated_figure", "numbering"]
    reason: str
    places: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class ReferenceUsed:
    """The upper-level document a report compares with."""

    document_id: str
    source: str
    doc_number: str | None
    title: str
    digest: bool
    notice: str | None


@dataclass(frozen=True, slots=True)
class AlignmentReport:
    """The comparison of one draft with one reference."""

    reference: ReferenceUsed
    measures: tuple[MeasureFinding, ...]
    extra: tuple[ExtraClause, ...]
    citations: tuple[CitationFinding, ...]
    inconsistencies: tuple[Inconsistency, ...]
    terms: tuple[TermFinding, ...] = ()
