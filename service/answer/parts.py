"""A question that asks several things: the sentence that answers each of them."""

from __future__ import annotations

from collections.abc import Sequence

from service.answer.asking import Asking, understand_asking
from service.answer.evidence import DocumentEvidence
from service.answer.logistic import logit
from service.answer.scoring import Scored, score_sentences
from service.answer.shows import shows
from service.answer.wording import plain

#: How much the part's own words count beside those of the whole question.
_PART_WEIGHT = 0.7
#: Added where a sentence shows the kind of thing that the part asks for.
_SHOWING = 1.5
#: Taken off a sentence that answers another part already: two parts, two sentences.
_TAKEN = 0.7
#: Added in the clause that answers an earlier part: what is asked together stands together.
_TOGETHER = 1.0
#: Sentences looked at for each part.
_LOOKED_AT = 30
#: Probabilities nearer to 0 or 1 count as this near.
_LEAST = 1e-4


def part_bests(asking: Asking, evidence: DocumentEvidence, scored: Sequence[Scored]) -> list[int]:
    """Return the best sentence for each part of a question with several, in order."""
    if len(asking.parts) < 2:
        return []
    looked = sorted(scored[:_LOOKED_AT], key=lambda item: item.index)
    found: list[int] = []
    for part in asking.parts:
        own = understand_asking(part)
        if own.terms or own.wants:
            found.append(_best_for(own, asking, evidence, looked, found))
    return found


def _best_for(
    own: Asking,
    asking: Asking,
    evidence: DocumentEvidence,
    looked: Sequence[Scored],
    taken: Sequence[int],
) -> int:
    sentences = [evidence.reading.sentences[item.index] for item in looked]
    title = evidence.reading.document.title
    whole = [item.probability for item in looked]
    rows = score_sentences(own, sentences, title=title, passage_scores=whole) if own.terms else []
    alone = {row.index: logit(row.probability, least=_LEAST) for row in rows}
    question = plain(asking.text)
    clauses = evidence.reading.clauses
    held = {clauses[index] for index in taken}

    def worth(place: int) -> float:
        showing = any(shows(want, sentences[place].plain, question) for want in own.wants)
        return (
            logit(whole[place], least=_LEAST)
            + _PART_WEIGHT * alone.get(place, 0.0)
            + _SHOWING * showing
            - _TAKEN * (looked[place].index in taken)
            + _TOGETHER * (clauses[looked[place].index] in held)
        )

    return looked[max(range(len(looked)), key=worth)].index
