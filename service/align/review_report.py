"""What a 办理情况对照 says: each suggestion of 审议意见, its requests, and what answers them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

#: How far a request is answered; every value is a machine's cautious guess (疑似).
Handling = Literal["answered", "in_progress", "declined", "related", "open"]

HANDLING: dict[Handling, str] = {
    "open": "未见回应",
    "declined": "明确暂未实施",
    "in_progress": "正在办理",
    "related": "提到相关事项",
    "answered": "已有回应",
}


@dataclass(frozen=True, slots=True)
class AnswerClause:
    """The clause of a held document that speaks to a request; offsets are that document's."""

    document_id: str
    source: str
    title: str
    doc_number: str | None
    path: str
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class RequestFinding:
    """One request of a suggestion and how the library answers it."""

    text: str
    start: int
    end: int
    handling: Handling
    reason: str
    confidence: float
    answers: tuple[AnswerClause, ...]


@dataclass(frozen=True, slots=True)
class SuggestionFinding:
    """One suggestion （一）, with its requests in order."""

    label: str
    path: str
    heading: str | None
    text: str
    start: int
    end: int
    requests: tuple[RequestFinding, ...]


@dataclass(frozen=True, slots=True)
class ReviewReport:
    """The comparison of review comments with the documents that may answer them."""

    title: str
    source: str
    considered: tuple[str, ...]
    suggestions: tuple[SuggestionFinding, ...]
