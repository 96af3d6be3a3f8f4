"""From a question to a signed answer: search, evidence, judgement, composition, or a refusal."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from corpus.viewer import Filters, Viewer
from service.answer import refuse
from service.answer.asking import understand_asking
from service.answer.building import Exhibit, Line, build_answer
from service.answer.compose import lines_of
from service.answer.evidence import DocumentEvidence, gather
from service.answer.followup import complete
from service.answer.judge import Judgement, judge
from service.answer.library import Library
from service.answer.model import Answer, Check, Sentence, currency_of
from service.answer.subject import Subject, subject_of

_SEARCHED = 30


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
    started = time.perf_counter()
    completed = complete(question, history)
    answer = _answered(completed.text, library, viewer, filters or Filters(), as_of)
    notes = answer.notes
    if completed.from_history:
        notes = (*notes, f"按上文理解为：{completed.text}")
        if completed.left_out:
            notes = (*notes, f"更早的 {completed.left_out} 轮提问未参与理解。")
    took = round((time.perf_counter() - started) * 1000, 1)
    return replace(answer, question=question, notes=notes, took_ms=took)


def _answered(
    question: str, library: Library, viewer: Viewer, filters: Filters, as_of: date | None
) -> Answer:
    day = as_of or library.today
    subject = subject_of(question)
    missing = [item for item in subject.numbers if item not in library.snapshot.by_number]
    asking = understand_asking(question)
    found = library.search.search(
        question, filters=filters, viewer=viewer, as_of=as_of, top_k=_SEARCHED
    )
    documents = gather(asking, found.hits, library)
    nearest = [exhibit for item in documents if (exhibit := _first(item)) is not None]
    if missing and len(missing) == len(subject.numbers):
        message = refuse.absent_document("、".join(missing), _mentioning(missing[0], library))
        return refuse.refuse(question, "absent_document", message, nearest=nearest, as_of=day)
    if not documents:
        message = refuse.filtered_out() if filters else refuse.absent()
        return refuse.refuse(question, "absent", message, nearest=(), as_of=day)
    judgement = judge(asking, subject, documents, library.snapshot)
    if judgement.refusal is not None:
        return _refused(question, judgement, subject, nearest, day)
    return _composed(question, judgement, day) or refuse.refuse(
        question, "absent", refuse.absent(), nearest=nearest, as_of=day
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


def _first(item: DocumentEvidence) -> Exhibit | None:
    if not item.scored:
        return None
    _, exhibits = lines_of(item, (item.scored[0].index,))
    return next(iter(exhibits.values()))


def _refused(
    question: str,
    judgement: Judgement,
    subject: Subject,
    nearest: Sequence[Exhibit],
    day: date,
) -> Answer:
    kind = judgement.refusal or "absent"
    title = judgement.chosen[0][0].reading.document.title if judgement.chosen else ""
    message = {
        "absent_region": refuse.absent_region("、".join(subject.region_names)),
        "absent_year": refuse.absent_year("、".join(f"{year}年" for year in subject.years)),
        "not_granted": refuse.not_granted(title),
        "off_topic": refuse.off_topic(),
    }.get(kind, refuse.absent())
    answer = refuse.refuse(question, kind, message, nearest=nearest, as_of=day)
    if kind != "not_granted":
        return answer
    cited = _composed(question, judgement, day)
    if cited is None:
        return answer
    return replace(
        cited, verdict="refused", refusal=answer.refusal, answer=f"{message}\n{cited.answer}"
    )


def _composed(question: str, judgement: Judgement, day: date) -> Answer | None:
    lines: list[Line] = []
    exhibits: dict[str, Exhibit] = {}
    for item, chosen in judgement.chosen[:1]:
        own_lines, own_exhibits = lines_of(item, chosen)
        lines += own_lines
        exhibits |= own_exhibits
    leads = [lead for item, _ in judgement.chosen[:1] if (lead := _status_lead(item)) is not None]
    notes = [
        "依据为摘编，无法核对原文。"
        for item, _ in judgement.chosen[:1]
        if item.reading.document.digest
    ]
    return build_answer(question, lines, exhibits, as_of=day, leads=leads, notes=notes)


_SAID = {
    "已失效": "已经失效",
    "已废止": "已经废止",
    "已被修改": "已被修改",
    "尚未施行": "尚未施行",
}


def _status_lead(item: DocumentEvidence) -> Sentence | None:
    """Return the sentence that says first that a rule is not in force."""
    said = _SAID.get(item.status)
    if said is None:
        return None
    document = item.reading.document
    text = f"注意：《{document.title}》{said}，以下内容仅说明该文件当时的规定。"
    return Sentence(text, (1,), Check("supported", currency_of(item.status), "依据文件的效力信息"))
