"""What readers think of answers, useful or wrong: the matter for new test questions."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from sqlalchemy import (
    Column,
    DateTime,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    func,
    insert,
    select,
)
from sqlalchemy.engine import RowMapping

from corpus.catalogue import Catalogue
from service.schema.feedback import FeedbackList, FeedbackRequest, FeedbackView

_metadata = MetaData()
_feedback = Table(
    "feedback",
    _metadata,
    Column("id", Integer, primary_key=True),
    Column("given_at", DateTime(timezone=True), nullable=False),
    Column("verdict", String(8), nullable=False, index=True),
    Column("question", Text, nullable=False),
    Column("receipt_id", String(16), index=True),
    Column("note", Text),
)


class Feedback:
    """The feedback of one catalogue; the table stands beside the catalogue's own."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._engine = catalogue.engine
        _metadata.create_all(self._engine)

    def add(self, given: FeedbackRequest) -> FeedbackView:
        """Store what a reader says of an answer."""
        row = {**given.model_dump(), "given_at": datetime.now(UTC)}
        with self._engine.begin() as connection:
            key = connection.execute(insert(_feedback).values(row)).inserted_primary_key
        return FeedbackView(feedback_id=int(key[0]) if key else 0, **row)

    def page(self, *, limit: int, offset: int) -> FeedbackList:
        """Return the newest feedback first, and how much there is in all."""
        query = select(_feedback).order_by(_feedback.c.id.desc()).limit(limit).offset(offset)
        with self._engine.connect() as connection:
            total = connection.execute(select(func.count()).select_from(_feedback)).scalar_one()
            rows = connection.execute(query).mappings().all()
        return FeedbackList(feedback=[_view(row) for row in rows], total=total)

    def all(self) -> Iterator[FeedbackView]:
        """Yield every feedback in the order in which it was given."""
        with self._engine.connect() as connection:
            for row in connection.execute(select(_feedback).order_by(_feedback.c.id)).mappings():
                yield _view(row)


def _view(row: RowMapping) -> FeedbackView:
    return FeedbackView(
        feedback_id=row["id"],
        given_at=row["given_at"],
        verdict=row["verdict"],
        question=row["question"],
        receipt_id=row["receipt_id"],
        note=row["note"],
    )
