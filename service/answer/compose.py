"""Choose the sentences that answer, verbatim and as short as is complete."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from service.answer.asking import Asking, understand_asking
from service.answer.building import Exhibit, Line
from service.answer.evidence import DocumentEvidence
from service.answer.scoring import score_sentences
from service.answer.shows import shows
from service.answer.wording import plain

# Fitted on the even half of the development questions (eval qa, 2026-11-22; tried 120–320 and
# .02–.15): more characters find more facts, until the mean answer grows past 220.
_BUDGET = 190
_BUDGET_LIST = 280
_LEAST_PROBABILITY = 0.04
#: A sentence this much less likely than the best one is no part of the answer.
_LEAST_SHARE = 0.12
#: A clause up to this length is given whole: its conditions belong to its figures.
_WHOLE_CLAUSE = 260
#: A sentence that shows the kind of thing asked is preferred to a better one that does not.
_SHOWING_SHARE = 0.08


def choose(asking: Asking, evidence: DocumentEvidence) -> tuple[int, ...]:
    """Return the indexes of the sentences of one document that answer, in reading order."""
    if not evidence.scored:
        return ()
    budget = _BUDGET_LIST if "list" in asking.wants else _BUDGET
    best = _best(asking, evidence)
    chosen = dict.fromkeys((best, *_rest_of_clause(evidence, best)))
    for index in _wanted_order(asking, evidence, best):
        if _length(evidence, chosen) + _size(evidence, index) <= budget:
            chosen[index] = None
    return tuple(sorted(chosen))


def _best(asking: Asking, evidence: DocumentEvidence) -> int:
    """Return the best sentence, or a good one that shows what is asked for where it does not."""
    first = evidence.scored[0]
    if not asking.wants or shows_wanted(asking, evidence, (first.index,)):
        return first.index
    least = first.probability * _SHOWING_SHARE
    showing = (
        item.index
        for item in evidence.scored
        if item.probability >= least and shows_wanted(asking, evidence, (item.index,))
    )
    return next(showing, first.index)


def _wanted_order(asking: Asking, evidence: DocumentEvidence, best: int) -> list[int]:
    """Return further sentences in the order in which they are wanted in the answer."""
    wanted = _led_by(evidence, best)
    for part in _part_bests(asking, evidence):
        wanted += [part, *_led_by(evidence, part), *_rest_of_clause(evidence, part)]
    least = max(_LEAST_PROBABILITY, evidence.best * _LEAST_SHARE)
    wanted += [item.index for item in evidence.scored if item.probability >= least]
    return wanted


def _led_by(evidence: DocumentEvidence, index: int) -> list[int]:
    """Return the sentences that a heading or a sentence ending in a colon introduces."""
    sentences = evidence.reading.sentences
    if not (sentences[index].is_heading or sentences[index].text[-1] in "：:"):
        return []
    return list(range(index + 1, min(index + 4, len(sentences))))


def _rest_of_clause(evidence: DocumentEvidence, index: int) -> list[int]:
    """Return the whole innermost clause of a sentence where it is short."""
    clause = evidence.reading.clause_of(index)
    if clause is None or clause.end - clause.start > _WHOLE_CLAUSE or clause.label is None:
        return []
    place = evidence.reading.clauses[index]
    return [i for i, owner in enumerate(evidence.reading.clauses) if owner == place]


def _part_bests(asking: Asking, evidence: DocumentEvidence) -> list[int]:
    """Return the best sentence for each part of a question with several."""
    if len(asking.parts) < 2:
        return []
    scored = {item.index: item.probability for item in evidence.scored}
    order = sorted(scored)
    sentences = [evidence.reading.sentences[i] for i in order]
    found: list[int] = []
    for part in asking.parts:
        own = understand_asking(part)
        if not own.terms:
            continue
        rows = score_sentences(
            own,
            sentences,
            title=evidence.reading.document.title,
            passage_scores=[scored[i] for i in order],
        )
        found.append(order[rows[0].index])
    return found


def _length(evidence: DocumentEvidence, chosen: Mapping[int, None]) -> int:
    return sum(_size(evidence, index) for index in chosen)


def _size(evidence: DocumentEvidence, index: int) -> int:
    sentence = evidence.reading.sentences[index]
    return sentence.end - sentence.start


def lines_of(
    evidence: DocumentEvidence, chosen: Sequence[int]
) -> tuple[list[Line], dict[str, Exhibit]]:
    """Return the chosen sentences as lines; neighbours in one clause share a citation."""
    lines: list[Line] = []
    exhibits: dict[str, Exhibit] = {}
    for run in _runs(evidence, chosen):
        first = evidence.reading.sentences[run[0]]
        last = evidence.reading.sentences[run[-1]]
        document = evidence.reading.document
        key = f"{document.document_id}:{first.start}"
        exhibits[key] = Exhibit(
            document, evidence.reading.clause_of(run[0]), first.start, last.end, evidence.status
        )
        lines.extend(Line(evidence.reading.sentences[i].text, (key,)) for i in run)
    return lines, exhibits


def _runs(evidence: DocumentEvidence, chosen: Sequence[int]) -> list[list[int]]:
    runs: list[list[int]] = []
    clauses = evidence.reading.clauses
    for index in chosen:
        if runs and index == runs[-1][-1] + 1 and clauses[index] == clauses[runs[-1][-1]]:
            runs[-1].append(index)
        else:
            runs.append([index])
    return runs


def shows_wanted(asking: Asking, evidence: DocumentEvidence, chosen: Sequence[int]) -> bool:
    """Say whether the chosen sentences show a thing of a kind asked for."""
    question = plain(asking.text)
    return not asking.wants or any(
        shows(want, evidence.reading.sentences[index].plain, question)
        for want in asking.wants
        for index in chosen
    )
