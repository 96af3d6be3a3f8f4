"""Every card of a document, in the order of its text."""

from __future__ import annotations

import re

from corpus.cards import Card
from corpus.document import PolicyDocument
from ingest.cards.incentives import read_incentives
from ingest.cards.procedures import read_procedures
from ingest.cards.rule_text import rule_texts
from ingest.cards.targets import read_targets

# The year in a title dates a work report or a plan whose page prints no date.
_TITLE_YEAR = re.compile(r"(?<!\d)(20\d{2})(?!\d)")


def extract_cards(document: PolicyDocument) -> tuple[Card, ...]:
    """Return the incentive, target and procedure cards of ``document``.

    A text whose figures are scrambled yields none: no figure of it may be answered as fact.
    """
    if document.suspect_figures:
        return ()
    found: list[Card] = []
    dated = _year(document)
    legal = document.doc_type in ("法律", "条例")
    for rule in rule_texts(document):
        found.extend(read_incentives(rule, document.text))
        if not legal:
            found.extend(read_targets(rule, document.text, dated=dated))
    found.extend(read_procedures(document))
    return tuple(sorted(found, key=lambda card: (card.start, card.end)))


def _year(document: PolicyDocument) -> int | None:
    when = document.issued_on or document.published_on
    if when is not None:
        return when.year
    match = _TITLE_YEAR.search(document.title)
    return int(match[1]) if match else None
