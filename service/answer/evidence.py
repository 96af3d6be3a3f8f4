"""Gather the evidence for a question: documents in order, their sentences scored."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from corpus.document import Status
from service.answer.asking import Asking
from service.answer.closeness import looked_again
from service.answer.injection import is_instruction
from service.answer.library import Hit, Library, Reading
from service.answer.scoring import Prepared, Scored, score_sentences

#: Documents read for one question; the right one is among the first four in 97 of 100 (dev).
DOCUMENTS_READ = 4
#: Above this, only the sentences near a passage found are scored, for speed.
_WHOLE_DOCUMENT = 700
_NEAR = 3
_IN_FORCE: frozenset[Status] = frozenset({"有效", "未知"})


@dataclass(frozen=True, slots=True)
class DocumentEvidence:
    """A document found for a question, with its sentences' probabilities of answering it.

    ``nearness`` is where its best passage's score lies between the worst and the best found.
    """

    reading: Reading
    status: Status
    nearness: float
    scored: tuple[Scored, ...]
    in_force: bool = True

    @property
    def best(self) -> float:
        """The probability of the best sentence, 0 where none was scored."""
        return self.scored[0].probability if self.scored else 0.0

    def sentence(self, item: Scored) -> Prepared:
        """Return the sentence that a score belongs to."""
        return self.reading.sentences[item.index]


def gather(
    asking: Asking, hits: Sequence[Hit], library: Library, *, day: date
) -> tuple[DocumentEvidence, ...]:
    """Return the evidence of the first documents among ``hits``, their status that of ``day``."""
    by_document: dict[str, list[Hit]] = {}
    for hit in hits:
        by_document.setdefault(hit.document_id, []).append(hit)
    scores = [hit.score for hit in hits]
    bounds = (min(scores, default=0.0), max(scores, default=0.0))
    return tuple(
        _evidence_of(asking, found, bounds, library, day)
        for found in _read(list(by_document.values()), library, day)
    )


def _read(found: Sequence[list[Hit]], library: Library, day: date) -> list[list[Hit]]:
    """Return the hits of the documents to read: the first ones, for each of them not in force a
    further one that is, and the acts that amend them."""
    first = list(found[:DOCUMENTS_READ])
    ended = sum(hits[0].status not in _IN_FORCE for hits in first)
    further = [hits for hits in found[DOCUMENTS_READ:] if hits[0].status in _IN_FORCE]
    chosen = first + further[:ended]
    held = {hits[0].document_id for hits in chosen}
    for hits in first:
        at = library.snapshot.status(hits[0].document_id, day)
        by = at.because_document_id if at.status == "已被修改" else None
        if by is not None and by not in held:
            chosen += [other for other in found if other[0].document_id == by]
    return chosen


def _evidence_of(
    asking: Asking, hits: Sequence[Hit], bounds: tuple[float, float], library: Library, day: date
) -> DocumentEvidence:
    reading = library.reader.read(library, hits[0].document_id)
    chosen = _scorable(reading, hits)
    scored = score_sentences(
        asking,
        [reading.sentences[i] for i in chosen],
        title=reading.document.title,
        passage_scores=[_passage_score(reading.sentences[i], hits, bounds) for i in chosen],
    )
    return DocumentEvidence(
        reading=reading,
        status=library.snapshot.status(hits[0].document_id, day).status,
        nearness=_share(hits[0].score, bounds),
        scored=tuple(
            looked_again(
                asking,
                reading,
                [
                    Scored(chosen[item.index], item.probability)
                    for item in scored
                    if is_answerable(reading, chosen[item.index])
                ],
            )
        ),
        in_force=hits[0].status in _IN_FORCE,
    )


def _scorable(reading: Reading, hits: Sequence[Hit]) -> list[int]:
    if len(reading.sentences) <= _WHOLE_DOCUMENT:
        return list(range(len(reading.sentences)))
    near = {
        i
        for place, item in enumerate(reading.sentences)
        if any(hit.start < item.end and item.start < hit.end for hit in hits)
        for i in range(max(0, place - _NEAR), min(len(reading.sentences), place + _NEAR + 1))
    }
    return sorted(near)


def is_answerable(reading: Reading, index: int) -> bool:
    """Leave out instructions to a reader's machine, and figures that cannot be trusted."""
    sentence = reading.sentences[index]
    if is_instruction(sentence.text):
        return False
    suspect = reading.document.suspect_figures
    return not (suspect and any(mark.isdigit() for mark in sentence.plain))


def _passage_score(sentence: Prepared, hits: Sequence[Hit], bounds: tuple[float, float]) -> float:
    covering = [hit.score for hit in hits if hit.start < sentence.end and sentence.start < hit.end]
    return _share(max(covering), bounds) if covering else 0.0


def _share(score: float, bounds: tuple[float, float]) -> float:
    """Return where a score lies between the worst and the best hit, 0 to 1."""
    low, high = bounds
    return (score - low) / (high - low) if high > low else 1.0
