"""Decide before any word is written whether the evidence answers the question."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from corpus.catalogue import DocumentSummary
from service.answer.asking import Asking, asking_lists, text_pairs
from service.answer.compose import choose, shows_wanted
from service.answer.evidence import DocumentEvidence
from service.answer.model import RefusalKind
from service.answer.subject import Subject, fits_region, fits_year
from service.snapshot import Snapshot

# Shares of the question's content words that the chosen sentences and their document must bear.
# Fitted on the even half of gold/dev (qa + refuse, 2026-11-22).
_OFF_TOPIC = 0.2
_ANSWERED = 0.3


@dataclass(frozen=True, slots=True)
class Judgement:
    """The documents that answer with their sentences, or the kind of refusal."""

    refusal: RefusalKind | None
    chosen: tuple[tuple[DocumentEvidence, tuple[int, ...]], ...]


def judge(
    asking: Asking,
    subject: Subject,
    documents: Sequence[DocumentEvidence],
    snapshot: Snapshot,
) -> Judgement:
    """Return which sentences answer, or why none does."""
    options = [(item, choose(asking, item)) for item in documents]
    options = [(item, chosen) for item, chosen in options if chosen]
    if not options:
        return Judgement("absent", ())
    if max(_borne(asking, item, chosen) for item, chosen in options) < _OFF_TOPIC:
        return Judgement("off_topic", tuple(options))
    in_place = [
        (item, chosen)
        for item, chosen in options
        if fits_region(_summary(item, snapshot), subject, near_text(item, chosen))
    ]
    if not in_place:
        return Judgement("absent_region", tuple(options))
    in_year = [
        (item, chosen)
        for item, chosen in in_place
        if fits_year(_summary(item, snapshot), subject, near_text(item, chosen))
    ]
    if not in_year:
        return Judgement("absent_year", tuple(in_place))
    best = in_year[0]
    if _borne(asking, *best) < _ANSWERED:
        return Judgement("absent", tuple(in_year))
    if asking.wants_figure and not shows_wanted(asking, *best):
        return Judgement("not_granted", tuple(in_year))
    return Judgement(None, tuple(in_year))


def _summary(item: DocumentEvidence, snapshot: Snapshot) -> DocumentSummary:
    return snapshot.summaries[item.reading.document.document_id]


def near_text(item: DocumentEvidence, chosen: Sequence[int]) -> str:
    """Return the chosen sentences with their headings and the document's opening."""
    reading = item.reading
    words = [reading.sentences[index].text for index in chosen]
    clauses = [reading.clause_of(index) for index in chosen]
    headings = [clause.heading for clause in clauses if clause is not None and clause.heading]
    return " ".join((*words, *headings, reading.document.text[:200]))


def _borne(asking: Asking, item: DocumentEvidence, chosen: Sequence[int]) -> float:
    held = set(text_pairs(item.reading.document.title))
    for index in chosen:
        sentence = item.reading.sentences[index]
        held |= sentence.pairs | sentence.heading
    terms = [term for term in asking.terms if term not in _GENERIC]
    return sum(term in held for term in terms) / len(terms) if terms else 0.0


_GENERIC = frozenset(asking_lists().fillers)
