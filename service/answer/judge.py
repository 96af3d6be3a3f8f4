"""Decide before any word is written whether the evidence answers the question."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from corpus.catalogue import DocumentSummary
from service.answer.asking import Asking
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
class Option:
    """A document with the sentences of it that would answer."""

    evidence: DocumentEvidence
    chosen: tuple[int, ...]
    summary: DocumentSummary
    near_text: str
    borne: float


@dataclass(frozen=True, slots=True)
class Judgement:
    """The options that answer, the best first, or the kind of refusal with the nearest ones."""

    refusal: RefusalKind | None
    options: tuple[Option, ...]


def judge(
    asking: Asking,
    subject: Subject,
    documents: Sequence[DocumentEvidence],
    snapshot: Snapshot,
) -> Judgement:
    """Return which sentences answer, or why none does."""
    options = [_option(asking, item, snapshot) for item in documents]
    options = [item for item in options if item.chosen]
    if not options:
        return Judgement("absent", ())
    options.sort(key=lambda item: -_rank(item, subject))
    if max(item.borne for item in options) < _OFF_TOPIC:
        return Judgement("off_topic", tuple(options))
    named = _named(options, subject)
    in_place = [o for o in named if fits_region(o.summary, subject, o.near_text)]
    if not in_place:
        return Judgement("absent_region", tuple(options))
    in_year = [o for o in in_place if fits_year(o.summary, subject, o.near_text)]
    if not in_year:
        return Judgement("absent_year", tuple(in_place))
    best = in_year[0]
    if best.borne < _ANSWERED:
        return Judgement("absent", tuple(in_year))
    if asking.wants_amount and not shows_wanted(asking, best.evidence, best.chosen):
        return Judgement("not_granted", tuple(in_year))
    return Judgement(None, tuple(in_year))


def _option(asking: Asking, item: DocumentEvidence, snapshot: Snapshot) -> Option:
    chosen = choose(asking, item)
    near = _near_text(item, chosen)
    summary = snapshot.summaries[item.reading.document.document_id]
    return Option(item, chosen, summary, near, _borne(asking, item, chosen))


def _rank(option: Option, subject: Subject) -> float:
    """Return how good a document is for a question: near, answering, of the place and year."""
    score = option.evidence.nearness + 0.5 * option.evidence.best
    score += 0.3 * option.borne
    if subject.places:
        score += 0.6 * fits_region(option.summary, subject, option.near_text)
    if subject.years:
        score += 0.6 * fits_year(option.summary, subject, option.near_text)
    return score


def _named(options: Sequence[Option], subject: Subject) -> list[Option]:
    """Return only the documents that the question names by number, where it names any held."""
    numbered = [
        item
        for item in options
        if {item.summary.doc_number, *item.summary.other_numbers} & set(subject.numbers)
    ]
    return numbered or list(options)


def _near_text(item: DocumentEvidence, chosen: Sequence[int]) -> str:
    """Return the chosen sentences with their headings and the document's opening."""
    reading = item.reading
    words = [reading.sentences[index].text for index in chosen]
    clauses = [reading.clause_of(index) for index in chosen]
    headings = [clause.heading for clause in clauses if clause is not None and clause.heading]
    return " ".join((*words, *headings, reading.document.text[:200]))


def _borne(asking: Asking, item: DocumentEvidence, chosen: Sequence[int]) -> float:
    """Return the share of the question's words that the title and chosen sentences bear."""
    held = set(item.reading.title_pairs)
    for index in chosen:
        sentence = item.reading.sentences[index]
        held |= sentence.pairs | sentence.heading
    if not asking.terms:
        return 0.0
    return sum(term in held for term in asking.terms) / len(asking.terms)
