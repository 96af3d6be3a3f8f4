"""From a question to a signed answer: search, evidence, judgement, composition, or a refusal."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from corpus.viewer import Filters, Viewer
from index.asked_day import asked_day
from service.answer import refuse
from service.answer.asking import Asking, understand_asking
from service.answer.building import Exhibit, Line, build_answer
from service.answer.compose import lines_of
from service.answer.evidence import gather
from service.answer.followup import complete
from service.answer.judge import Judgement, judge
from service.answer.leads import corrections_of, leads_of, notes_of
from service.answer.library import Library
from service.answer.llm import Draft, stream_written
from service.answer.model import Answer, RefusalKind
from service.answer.option import Option
from service.answer.premise import Correction, correction_of
from service.answer.sides import Side, sides_of
from service.answer.subject import Subject, subject_of
from service.answer.validity import asks_validity, validity_answer

# A question for a document's own number and nothing else: 「若干意见的发文字号是多少？」
_ASKS_NUMBER = re.compile(r"^[^？?，,。]*的(?:发文)?(?:字号|文号)(?:是|为)?(?:多少|什么)[？?]?$")
_SEARCHED = 30
#: Clauses handed to a language model as evidence.
_EVIDENCE = 6


@dataclass(frozen=True, slots=True)
class _Query:
    """One question with what narrows it and what it is answered from."""

    library: Library
    viewer: Viewer
    filters: Filters
    as_of: date | None
    asked_day: date | None

    @property
    def day(self) -> date:
        """The day that the rules are sought for: given, said in the question, or today."""
        return self.as_of or self.asked_day or self.library.today

    @property
    def status_day(self) -> date:
        """The day of the statuses shown: a day only said in the question never hides a repeal."""
        return self.as_of or self.library.today


@dataclass(frozen=True, slots=True)
class _Found:
    """The judgement on one question (or one side of it)."""

    asking: Asking
    subject: Subject
    judgement: Judgement


def answer_question(
    question: str,
    *,
    library: Library,
    viewer: Viewer,
    filters: Filters | None = None,
    as_of: date | None = None,
    history: Sequence[str] = (),
) -> Answer:
    """Return the cited answer to ``question``, or a typed refusal; ``history`` is oldest first."""
    for item in stream_answer(
        question, library=library, viewer=viewer, filters=filters, as_of=as_of, history=history
    ):
        if isinstance(item, Answer):
            return item
    raise AssertionError("a stream ends with its answer")


def stream_answer(
    question: str,
    *,
    library: Library,
    viewer: Viewer,
    filters: Filters | None = None,
    as_of: date | None = None,
    history: Sequence[str] = (),
) -> Iterator[Draft | Answer]:
    """Yield a language model's unchecked drafts as they come, where one is set, then the answer."""
    started = time.perf_counter()
    completed = complete(question, history)
    notes: list[str] = []
    if completed.from_history:
        notes.append(f"按上文理解为：{completed.text}")
        if completed.left_out:
            notes.append(f"更早的 {completed.left_out} 轮提问未参与理解。")
    asked = asked_day(completed.text, library.today)
    query = _Query(library, viewer, filters or Filters(), as_of, asked)
    for item in _stream(completed.text, query):
        if isinstance(item, Answer):
            took = round((time.perf_counter() - started) * 1000, 1)
            item = replace(item, question=question, notes=(*item.notes, *notes), took_ms=took)
        yield item


def _stream(question: str, query: _Query) -> Iterator[Draft | Answer]:
    answer, options = _answered(question, query)
    writer = query.library.writer
    if writer is None or answer.verdict == "refused":
        yield answer
        return
    exhibits: dict[str, Exhibit] = {}
    for option in options:
        exhibits |= lines_of(understand_asking(question), option.evidence, option.chosen)[1]
    evidence = dict(list(exhibits.items())[:_EVIDENCE])
    yield from stream_written(answer, evidence, writer, timeout_s=query.library.writer_timeout_s)


def _answered(question: str, query: _Query) -> tuple[Answer, tuple[Option, ...]]:
    snapshot = query.library.snapshot
    known = {item.region for item in snapshot.summaries.values() if item.region is not None}
    subject = subject_of(question, known=known)
    asking = understand_asking(question)
    if query.asked_day is not None:  # the year says when, not what
        subject, asking = replace(subject, years=()), replace(asking, years=())
    asking = replace(asking, years=(*asking.years, *_relative_years(question, query.day)))
    missing = [item for item in subject.numbers if item not in snapshot.by_number]
    found = _find(question, asking, subject, query)
    options = found.judgement.options
    if missing and len(missing) == len(subject.numbers):
        message = refuse.absent_document("、".join(missing), _mentioning(missing[0], query.library))
        return _refusal(question, "absent_document", message, options, query), ()
    if asks_validity(question):
        standing = validity_answer(
            question, subject, query.library, _candidates(found, query), query.day
        )
        if standing is not None:
            return standing, ()
    sides = sides_of(asking, subject)
    compared = _compared(question, sides, query) if sides else None
    if compared is not None:
        return compared
    corrected = _corrected(question, found, query)
    if corrected is not None:
        return corrected, options[:1]
    if found.judgement.refusal is not None:
        return _refused(question, found, query), ()
    if _ASKS_NUMBER.search(question) and options[0].summary.doc_number is None:
        message = refuse.no_number(options[0].summary.title)
        return _refusal(question, "absent_document", message, options, query), ()
    chosen = _answering(found)
    composed = _composed(question, asking, chosen, query)
    if composed is None:
        return _refusal(question, "absent", refuse.absent(), options, query), ()
    return composed, chosen


def _relative_years(question: str, day: date) -> tuple[int, ...]:
    """Return the years that a question names from the day asked: 今年, 去年, 明年."""
    words = (("今年", 0), ("去年", -1), ("明年", 1))
    return tuple(day.year + shift for word, shift in words if word in question)


def _candidates(found: _Found, query: _Query) -> list[str]:
    """Return the documents that may be meant: those found, and without filters all visible ones."""
    ids = [item.summary.document_id for item in found.judgement.options]
    if query.filters:
        return ids
    summaries = query.library.snapshot.summaries.values()
    return ids + [
        item.document_id for item in summaries if item.collection in query.viewer.collections
    ]


def _find(question: str, asking: Asking, subject: Subject, query: _Query) -> _Found:
    hits = query.library.search.search(
        " ".join((question, *asking.official_words())),
        filters=query.filters,
        viewer=query.viewer,
        as_of=query.day,
        top_k=_SEARCHED,
    ).hits
    documents = gather(asking, hits, query.library, day=query.status_day)
    return _Found(asking, subject, judge(asking, subject, documents, query.library.snapshot))


def _compared(
    question: str, sides: Sequence[Side], query: _Query
) -> tuple[Answer, tuple[Option, ...]] | None:
    """Return the sides of a comparison one after the other, None where fewer than two answer."""
    options: list[Option] = []
    missing: list[str] = []
    for side in sides:
        asking = understand_asking(side.question)
        found = _find(side.question, asking, side.subject, query)
        if found.judgement.refusal is None:
            options.append(found.judgement.options[0])
        else:
            missing.append(side.name)
    if not options:
        return None
    composed = _composed(question, understand_asking(question), options, query)
    if composed is None:
        return None
    if missing:
        note = f"库中没有找到{'、'.join(missing)}的相关规定；这不表示没有此类规定。"
        composed = replace(composed, verdict="partial", notes=(*composed.notes, note))
    return composed, tuple(options)


def _answering(found: _Found) -> tuple[Option, ...]:
    return found.judgement.options[:1]


def _composed(
    question: str,
    asking: Asking,
    options: Sequence[Option],
    query: _Query,
    correction: Correction | None = None,
) -> Answer | None:
    lines: list[Line] = []
    exhibits: dict[str, Exhibit] = {}
    for option in options:
        own_lines, own_exhibits = lines_of(asking, option.evidence, option.chosen)
        lines += own_lines
        exhibits |= own_exhibits
    return build_answer(
        question,
        lines,
        exhibits,
        as_of=query.day,
        leads=(
            *leads_of(asking, options, exhibits, library=query.library, day=query.day),
            *corrections_of(correction, options, exhibits),
        ),
        notes=notes_of(options),
    )


#: Refusals in the place of which a premise may be corrected: the document meant is at hand.
_CORRECTABLE: tuple[RefusalKind | None, ...] = (None, "not_granted", "absent")


def _corrected(question: str, found: _Found, query: _Query) -> Answer | None:
    """Return the answer that says first what is true, where the question states what is not."""
    options = found.judgement.options
    if not options or found.judgement.refusal not in _CORRECTABLE:
        return None
    best = options[0]
    correction = correction_of(found.asking, best.evidence)
    if correction is None:
        return None
    answered = found.judgement.refusal is None
    chosen = sorted({correction.index, *(best.chosen if answered else ())})
    return _composed(
        question, found.asking, (replace(best, chosen=tuple(chosen)),), query, correction
    )


def _mentioning(number: str, library: Library) -> list[str]:
    summaries = library.snapshot.summaries
    return list(
        dict.fromkeys(
            summaries[item.document_id].title
            for item in library.snapshot.references
            if item.reference.doc_number == number and item.document_id in summaries
        )
    )


def _refusal(
    question: str,
    kind: RefusalKind,
    message: str,
    options: Sequence[Option],
    query: _Query,
) -> Answer:
    asking = understand_asking(question)
    nearest = [
        next(iter(lines_of(asking, item.evidence, item.chosen[:1])[1].values())) for item in options
    ]
    return refuse.refuse(question, kind, message, nearest=nearest, as_of=query.day)


def _refused(question: str, found: _Found, query: _Query) -> Answer:
    kind = found.judgement.refusal or "absent"
    options = found.judgement.options
    if kind == "absent" and not options and query.filters:
        return _refusal(question, kind, refuse.filtered_out(), (), query)
    subject = found.subject
    message = {
        "absent_region": refuse.absent_region("、".join(subject.region_names)),
        "absent_year": refuse.absent_year("、".join(f"{year}年" for year in subject.years)),
        "not_granted": refuse.not_granted(options[0].summary.title if options else ""),
        "off_topic": refuse.off_topic(),
    }.get(kind, refuse.absent())
    if options and options[0].summary.suspect_figures:
        message = refuse.suspect(options[0].summary.title)
    answer = _refusal(question, kind, message, options, query)
    if kind != "not_granted":
        return answer
    cited = _composed(question, found.asking, options[:1], query)
    if cited is None:
        return answer
    return replace(
        cited, verdict="refused", refusal=answer.refusal, answer=f"{message}\n{cited.answer}"
    )
