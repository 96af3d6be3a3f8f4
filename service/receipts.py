"""Receipts: every answer is stored with its spans and hashes, and can be re-checked later."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, Literal

from pydantic import TypeAdapter
from sqlalchemy import JSON, Column, DateTime, Integer, MetaData, String, Table, insert, select

from corpus.catalogue import Catalogue
from corpus.document import PolicyDocument, Status, stable_id
from corpus.errors import NotFoundError
from service.answer.model import (
    Answer,
    Citation,
    answer_from_json,
    answer_to_json,
    quote_sha256,
)

ChangeKind = Literal["document_gone", "quote_moved", "quote_gone", "status_changed"]

_metadata = MetaData()
_receipts = Table(
    "receipts",
    _metadata,
    Column("receipt_id", String(16), primary_key=True),
    Column("answered_at", DateTime(timezone=True), nullable=False),
    Column("catalogue_version", Integer, nullable=False),
    Column("answer", JSON, nullable=False),
)


@dataclass(frozen=True, slots=True)
class Change:
    """What is different now about one citation of a stored answer."""

    n: int
    kind: ChangeKind
    message: str


@dataclass(frozen=True, slots=True)
class Receipt:
    """A stored answer, and what has changed in the library since."""

    receipt_id: str
    answered_at: datetime
    catalogue_version: int
    catalogue_version_now: int
    holds: bool
    changes: tuple[Change, ...]
    answer: Answer


_receipt = TypeAdapter(Receipt)


def receipt_to_json(receipt: Receipt) -> dict[str, Any]:
    """Return the JSON of ``GET /api/receipts/{id}``."""
    dumped: dict[str, Any] = _receipt.dump_python(receipt, mode="json")
    return dumped


class Receipts:
    """The stored answers of one catalogue; the table stands beside the catalogue's own."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        _metadata.create_all(catalogue.engine)

    def store(self, answer: Answer) -> Answer:
        """Store ``answer`` and return it with its receipt's id."""
        now = datetime.now(UTC)
        quotes = (item.sha256 for item in answer.citations)
        receipt_id = stable_id("receipt", now.isoformat(), answer.question, *quotes)
        kept = replace(answer, receipt_id=receipt_id)
        with self._catalogue.engine.begin() as connection:
            connection.execute(
                insert(_receipts).values(
                    receipt_id=receipt_id,
                    answered_at=now,
                    catalogue_version=self._catalogue.version(),
                    answer=answer_to_json(kept),
                )
            )
        return kept

    def check(self, receipt_id: str, statuses: dict[str, Status]) -> Receipt:
        """Re-check a stored answer; ``statuses`` are the documents' present ones by id.

        Raises NotFoundError for an unknown id.
        """
        with self._catalogue.engine.connect() as connection:
            row = (
                connection.execute(select(_receipts).where(_receipts.c.receipt_id == receipt_id))
                .mappings()
                .first()
            )
        if row is None:
            raise NotFoundError(f"没有编号为 {receipt_id} 的回答存根，请核对编号。")
        answer = answer_from_json(row["answer"])
        changes = self._changes(answer, statuses)
        return Receipt(
            receipt_id=receipt_id,
            answered_at=row["answered_at"],
            catalogue_version=row["catalogue_version"],
            catalogue_version_now=self._catalogue.version(),
            holds=not changes,
            changes=changes,
            answer=answer,
        )

    def _changes(self, answer: Answer, statuses: dict[str, Status]) -> tuple[Change, ...]:
        wanted = sorted({item.document_id for item in answer.citations})
        held = {item.document_id: item for item in self._catalogue.iter_documents(wanted)}
        found = (
            change_of(citation, held.get(citation.document_id), statuses)
            for citation in answer.citations
        )
        return tuple(change for change in found if change is not None)


def change_of(
    citation: Citation, document: PolicyDocument | None, statuses: dict[str, Status]
) -> Change | None:
    """Return what is different about ``citation`` now, None where it stands as it stood."""
    if document is None:
        return Change(citation.n, "document_gone", f"《{citation.title}》已不在库中。")
    if quote_sha256(document.text[citation.start : citation.end]) != citation.sha256:
        if citation.quote in document.text:
            return Change(citation.n, "quote_moved", "引文仍在原文件中，但位置已变动。")
        return Change(citation.n, "quote_gone", "原文件已更新，引文不再是其原文。")
    now = statuses.get(citation.document_id, citation.status)
    if now != citation.status:
        message = f"效力状态由“{citation.status}”变为“{now}”。"
        return Change(citation.n, "status_changed", message)
    return None
