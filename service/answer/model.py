"""The types that an answer is made of; their JSON is that of ``POST /api/ask``."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from pydantic import TypeAdapter

from corpus.document import Status

Support = Literal["exact", "supported", "misattributed", "contradicted", "unsupported"]
Currency = Literal["current", "expired", "repealed", "unknown"]
RefusalKind = Literal[
    "absent_region", "absent_year", "absent_document", "absent", "not_granted", "off_topic"
]
AnswerVerdict = Literal["answered", "partial", "refused"]
#: Who worded the answer: the sources themselves, or a language model under the guard.
Mode = Literal["extractive", "llm"]

#: The verdicts with which a sentence may be shown as fact.
PASSING: frozenset[Support] = frozenset({"exact", "supported"})

_CURRENCY_OF: dict[Status, Currency] = {
    "有效": "current",
    "已失效": "expired",
    "已废止": "repealed",
    "已被修改": "repealed",
    "尚未施行": "unknown",
    "未知": "unknown",
}


def currency_of(status: Status) -> Currency:
    """Return how a document's status bears on a sentence that rests on it."""
    return _CURRENCY_OF[status]


def quote_sha256(quote: str) -> str:
    """Return the sha256 of a quote, by which a receipt is re-checked later."""
    return hashlib.sha256(quote.encode("utf-8")).hexdigest()


@dataclass(frozen=True, slots=True)
class Check:
    """What the guard found: the support of a sentence, and beside it whether the rule is valid."""

    verdict: Support
    currency: Currency
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Citation:
    """A verbatim quote and where it stands: ``document.text[start:end] == quote``."""

    n: int
    document_id: str
    source: str
    doc_number: str | None
    title: str
    clause_label: str | None
    quote: str
    start: int
    end: int
    sha256: str
    status: Status


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of an answer with the numbers of its citations and the guard's verdict."""

    text: str
    citations: tuple[int, ...]
    check: Check


@dataclass(frozen=True, slots=True)
class Nearest:
    """The nearest evidence to a question that could not be answered."""

    document_id: str
    source: str
    doc_number: str | None
    title: str
    clause_label: str | None
    text: str
    status: Status


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why there is no answer, in words for the user, with what is nearest."""

    kind: RefusalKind
    message: str
    nearest: tuple[Nearest, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer or a refusal; ``notes`` are remarks on it that state no fact of a document."""

    question: str
    verdict: AnswerVerdict
    refusal: Refusal | None
    answer: str
    sentences: tuple[Sentence, ...]
    citations: tuple[Citation, ...]
    as_of: date
    mode: Mode = "extractive"
    notes: tuple[str, ...] = ()
    receipt_id: str | None = None
    took_ms: float = 0.0


@dataclass(frozen=True, slots=True)
class VerifiedSentence:
    """One sentence of a text that was checked against the library."""

    text: str
    verdict: Support
    currency: Currency
    citations: tuple[Citation, ...]
    reason: str | None


@dataclass(frozen=True, slots=True)
class Verification:
    """The verdicts on a text, sentence by sentence: the JSON of ``POST /api/verify``."""

    sentences: tuple[VerifiedSentence, ...]


_answer = TypeAdapter(Answer)
_verification = TypeAdapter(Verification)


def answer_to_json(answer: Answer) -> dict[str, Any]:
    """Return the JSON of DESIGN §5 for an answer."""
    dumped: dict[str, Any] = _answer.dump_python(answer, mode="json")
    return dumped


def answer_from_json(stored: dict[str, Any]) -> Answer:
    """Return the answer that :func:`answer_to_json` wrote."""
    return _answer.validate_python(stored)


def verification_to_json(verification: Verification) -> dict[str, Any]:
    """Return the JSON of ``POST /api/verify``."""
    dumped: dict[str, Any] = _verification.dump_python(verification, mode="json")
    return dumped
