"""Feedback on answers as JSON."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import Field, field_validator

from service.schema.query import MAX_QUERY_CHARS
from service.schema.strict import Strict

Opinion = Literal["useful", "wrong"]
MAX_NOTE_CHARS = 2_000


class FeedbackRequest(Strict):
    """Body of ``POST /api/feedback``: what a reader thinks of one answer."""

    verdict: Opinion = Field(description="useful 有用；wrong 有误")
    question: str = Field(min_length=1, max_length=MAX_QUERY_CHARS, description="当时的问题")
    receipt_id: str | None = Field(None, max_length=16, description="回答的存根编号")
    note: str | None = Field(None, max_length=MAX_NOTE_CHARS, description="说明，如错在何处")

    @field_validator("note")
    @classmethod
    def _blank_is_none(cls, value: str | None) -> str | None:
        return value.strip() or None if value is not None else None


class FeedbackView(FeedbackRequest):
    """A stored feedback."""

    feedback_id: int
    given_at: datetime


class FeedbackList(Strict):
    """A page of feedback, newest first; ``total`` counts all."""

    feedback: list[FeedbackView]
    total: int
