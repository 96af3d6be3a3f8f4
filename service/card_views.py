"""A card as readers get it: its fields, the proof of each, and what document it stands in."""

from __future__ import annotations

from dataclasses import dataclass

from corpus.cards import Card, IncentiveCard, ProcedureCard, TargetCard, plain_number
from corpus.catalogue import DocumentSummary
from corpus.document import EXAMPLES_COLLECTION, PolicyDocument, Status
from service.schema.cards import (
    CardView,
    IncentiveView,
    ProcedureView,
    TargetView,
    TierView,
)


@dataclass(frozen=True, slots=True)
class HeldCard:
    """A card with its number, its document's summary and the words it was read from."""

    card_id: int | None
    card: Card
    summary: DocumentSummary | PolicyDocument
    text: str


def card_view(held: HeldCard, status: Status) -> CardView:
    """Return the JSON of a card (DESIGN §5)."""
    card, summary = held.card, held.summary
    head: dict[str, object] = {
        "card_id": held.card_id,
        "document_id": summary.document_id,
        "source": summary.source,
        "title": summary.title,
        "doc_number": summary.doc_number,
        "region": summary.region,
        "level": summary.level,
        "clause_label": card.clause_path,
        "status": status,
        "digest": summary.digest,
        "example": summary.collection == EXAMPLES_COLLECTION,
        "suspect_figures": summary.suspect_figures,
        "effective_on": summary.effective_on,
        "expires_on": summary.expires_on,
        "text": held.text,
        "start": card.start,
        "end": card.end,
        "spans": {item.field: (item.start, item.end) for item in card.spans},
    }
    if isinstance(card, IncentiveCard):
        return _incentive_view(card, head)
    if isinstance(card, TargetCard):
        return TargetView.model_validate(
            {
                **head,
                **_plain(card, "indicator unit comparator baseline deadline_year deadline_text "
                               "scope department"),
                "value": plain_number(card.value),
                "upper": plain_number(card.upper),
            }
        )  # fmt: skip
    return _procedure_view(card, head)


def _incentive_view(card: IncentiveCard, head: dict[str, object]) -> IncentiveView:
    numbers = ("amount_min", "amount_max", "rate_min", "rate_max", "cap")
    return IncentiveView.model_validate(
        {
            **head,
            **_plain(
                card,
                "beneficiary sector benefit_type amount_text cap_per unit base period "
                "combination scope department co_departments window",
            ),
            **{name: plain_number(getattr(card, name)) for name in numbers},
            "conditions": [item.text for item in card.conditions],
            "tiers": [
                TierView(
                    label=item.label,
                    amount=plain_number(item.amount),
                    rate=plain_number(item.rate),
                )
                for item in card.tiers
            ],
        }
    )


def _procedure_view(card: ProcedureCard, head: dict[str, object]) -> ProcedureView:
    return ProcedureView.model_validate(
        {
            **head,
            **_plain(
                card,
                "name applicant time_limit promised_limit where phone fee department result",
            ),
            "steps": list(card.steps),
            "materials": list(card.materials),
        }
    )


def _plain(card: Card, names: str) -> dict[str, object]:
    return {name: getattr(card, name) for name in names.split()}


def parsed_cards(document: PolicyDocument) -> list[CardView]:
    """Return the cards of a document that is not stored, for ``ceyuan parse``."""
    status = document.stated_status or "未知"
    return [
        card_view(HeldCard(None, card, document, document.text_of(card)), status)
        for card in document.cards
    ]
