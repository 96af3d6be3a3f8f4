"""The one way to an Answer: unknown citation keys are dropped, nothing stands on no citation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from corpus.document import Clause, PolicyDocument, Status
from service.answer.guard import check_claim
from service.answer.model import (
    PASSING,
    Answer,
    AnswerVerdict,
    Check,
    Citation,
    Mode,
    Refusal,
    Sentence,
    currency_of,
    quote_sha256,
)


@dataclass(frozen=True, slots=True)
class Exhibit:
    """A stretch of a document that may be cited; ``document.text[start:end]`` is the quote."""

    document: PolicyDocument
    clause: Clause | None
    start: int
    end: int
    status: Status

    @property
    def quote(self) -> str:
        """The verbatim words."""
        return self.document.text[self.start : self.end]

    @property
    def context(self) -> str:
        """What the quote may be read with: who says it, in which document, under what heading."""
        document = self.document
        parts = (
            document.title, document.doc_number, document.region, *document.issuers,
            str(document.issued_on or ""), *self.headings(),
        )  # fmt: skip
        return " ".join(part for part in parts if part)

    def headings(self) -> tuple[str, ...]:
        """Return the headings above the quote, the outermost first."""
        found: list[str] = []
        clause = self.clause
        while clause is not None:
            if clause.heading:
                found.append(clause.heading)
            clause = None if clause.parent is None else self.document.clauses[clause.parent]
        return tuple(reversed(found))


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence proposed for an answer, with the keys of the exhibits it rests on."""

    text: str
    keys: tuple[str, ...]


def build_answer(
    question: str,
    lines: Sequence[Line],
    exhibits: Mapping[str, Exhibit],
    *,
    as_of: date,
    mode: Mode = "extractive",
    verdict: AnswerVerdict = "answered",
    refusal: Refusal | None = None,
    leads: Sequence[Sentence] = (),
    notes: Sequence[str] = (),
) -> Answer | None:
    """Return the answer that ``lines`` make, or None where none of them stands on a citation.

    A line whose keys are all unknown, or which the guard does not pass, is left out.
    """
    kept = [(line, check) for line in lines if (check := checked(line, exhibits)) is not None]
    if not kept:
        return None
    used = tuple(dict.fromkeys(key for line, _ in kept for key in line.keys if key in exhibits))
    numbers = {key: n for n, key in enumerate(used, start=1)}
    sentences = tuple(
        Sentence(line.text, tuple(numbers[key] for key in line.keys if key in numbers), check)
        for line, check in kept
    )
    text = "".join(f"{note}\n" for note in notes) + _joined((*leads, *sentences))
    return Answer(
        question=question,
        verdict=verdict,
        refusal=refusal,
        answer=text,
        sentences=(*leads, *sentences),
        citations=tuple(cite(numbers[key], exhibits[key]) for key in used),
        as_of=as_of,
        mode=mode,
        notes=tuple(notes),
    )


def checked(line: Line, exhibits: Mapping[str, Exhibit]) -> Check | None:
    """Return the guard's verdict on ``line`` where it passes, else None."""
    cited = [exhibits[key] for key in line.keys if key in exhibits]
    if not cited:
        return None
    quote = "\n".join(item.quote for item in cited)
    context = " ".join(item.context for item in cited)
    finding = check_claim(line.text, quote, context=context)
    if finding.verdict not in PASSING:
        return None
    return Check(finding.verdict, currency_of(cited[0].status), finding.reason)


def _joined(sentences: Sequence[Sentence]) -> str:
    return "\n".join(item.text + "".join(f"[{n}]" for n in item.citations) for item in sentences)


def cite(n: int, exhibit: Exhibit) -> Citation:
    """Return citation number ``n`` of an exhibit."""
    document = exhibit.document
    return Citation(
        n=n,
        document_id=document.document_id,
        source=document.source,
        doc_number=document.doc_number,
        title=document.title,
        clause_label=exhibit.clause.path if exhibit.clause else None,
        quote=exhibit.quote,
        start=exhibit.start,
        end=exhibit.end,
        sha256=quote_sha256(exhibit.quote),
        status=exhibit.status,
    )
