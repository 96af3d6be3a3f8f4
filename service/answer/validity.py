"""Questions whether a rule is in force: answered directly, by which document and since when.

Both ways are cited: the clause that ends the rule where it is held, and the rule's own text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from corpus.catalogue import DocumentSummary, StoredReference
from service.answer.asking import content_pairs, text_pairs
from service.answer.building import Exhibit, Line, build_answer
from service.answer.leads import FROM_CATALOGUE
from service.answer.library import Library, Reading
from service.answer.model import Answer, Check, Sentence, currency_of
from service.answer.standing import named, spoken, standing
from service.answer.subject import Subject

# A question whether a rule holds: 「…还有效吗」 「…是否废止」 「…还能申请吗」 「被哪个文件废止」
_ASKS = re.compile(
    r"""
    (?:还|仍|仍然|是否|是不是|目前|现在|现行|今天)[^，。？?]{0,4}
        (?:有效(?!期)|能用|管用|能申请|可以申请|能申报|执行吗|作数|算数|废止|失效|作废|过期|过时)
  | (?:有效|失效|废止|作废|过期)(?:了|过|掉)?(?:吗|么|没有|没|不)(?=[？?。，,]|$)
  | 有没有(?:被)?(?:废止|失效|作废|取消)
  | 被(?:哪|什么|谁)[^，。？?]{0,8}(?:废止|取代|替代|代替)
  | (?:什么时候|何时|哪天|几号)(?:起|开始)?(?:被|正式)?(?:废止|失效|作废|施行|实施|生效|执行)
  | 有效期(?:是|到|至|为)?(?:多久|几年|多长|什么时候|哪天|何时)
    """,
    re.VERBOSE,
)
# What such a question says beside the document's name: 「还有效吗」 「现在」 「吗」
_BESIDE = re.compile(
    r"(?:还|仍然|仍|是否|是不是|目前|现在|现行|今天|有没有|什么时候|何时|哪天|已经|被|哪个|哪份|什么|文件|"
    r"有效|能用|管用|能|可以|申请|申报|执行|作数|算数|废止|失效|作废|过期|过时|取代|替代|代替|取消|"
    r"有效期|开始|施行|实施|生效|多久|几年|多长|到|至|是|"
    r"了|吗|么|没有|呢|起|(?:19|20)\d\d年(?:印发|发布|出台|制定)?)"
)
#: The least share of the words asked that a title must bear to be the document meant.
_MEANT = 0.6
# The rule's own words on its term: 「本办法自2022年5月1日起施行，有效期5年」
_BEGINS = re.compile(r"[本自].{0,20}(?:起|日)(?:施行|实施|执行)")
_OWN_TERM = re.compile(r"(?:起|日)(?:施行|实施|执行)|有效期")


@dataclass(frozen=True, slots=True)
class _Case:
    """One document in question, on one day, with the library."""

    summary: DocumentSummary
    day: date
    library: Library


def asks_validity(question: str) -> bool:
    """Say whether ``question`` asks if a rule is in force.

    >>> asks_validity("2022年的办法还有效吗"), asks_validity("奖励有效期几年")
    (True, False)
    """
    return _ASKS.search(question) is not None


def validity_answer(
    question: str,
    subject: Subject,
    library: Library,
    candidates: Sequence[str],
    day: date,
) -> Answer | None:
    """Return how the document meant stands on ``day``; None where none held is meant."""
    summary = _meant(question, subject, library, candidates, day)
    if summary is None:
        return None
    case = _Case(summary, day, library)
    ending = _ending(case)
    exhibits: dict[str, Exhibit] = {}
    lines: list[Line] = []
    for key, exhibit in (("ending", ending), ("own", _own_term(case))):
        if exhibit is not None:
            exhibits[key] = exhibit
            lines.append(Line(exhibit.quote, (key,)))
    at = library.snapshot.status(summary.document_id, day)
    check = Check("supported", currency_of(at.status), FROM_CATALOGUE)
    leads = [Sentence(_verdict(case), (1,), check)]
    newer = _newer(case)
    if newer is not None:
        place = next(i for i, key in enumerate(exhibits, start=1) if key == "ending")
        leads.append(Sentence(newer, (place,), check))
    return build_answer(question, lines, exhibits, as_of=day, leads=leads)


def _verdict(case: _Case) -> str:
    today = case.library.today
    said = standing(case.summary.document_id, case.library.snapshot, case.day)
    if case.day == today:
        return f"{named(case.summary)}{said}。"
    now = standing(case.summary.document_id, case.library.snapshot, today)
    day = f"{named(case.summary)}在{spoken(case.day)}时{said}"
    return f"{day}。" if now == said else f"{day}；今天（{spoken(today)}）{now}。"


def _newer(case: _Case) -> str | None:
    """Name the act that took the rule's place, where it is itself a rule of the same matter."""
    at = case.library.snapshot.status(case.summary.document_id, case.day)
    if at.because_document_id is None:
        return None
    by = case.library.snapshot.summaries[at.because_document_id]
    wanted = text_pairs(case.summary.inner_title or case.summary.title)
    shared = len(wanted & text_pairs(by.title)) / max(1, len(wanted))
    if by.doc_type == "决定" or shared < _MEANT:
        return None
    return f"现应适用{named(by)}，{standing(by.document_id, case.library.snapshot, case.day)}。"


def _meant(
    question: str,
    subject: Subject,
    library: Library,
    candidates: Sequence[str],
    day: date,
) -> DocumentSummary | None:
    snapshot = library.snapshot
    if subject.numbers:
        ids = [item for number in subject.numbers for item in snapshot.by_number.get(number, ())]
        return next((snapshot.summaries[item] for item in ids), None)
    wanted = [pair for pair in content_pairs(_BESIDE.sub(" ", question)) if len(pair) > 1]
    if not wanted:
        return None

    def rank(item: DocumentSummary) -> tuple[float, bool, bool, bool, date]:
        held = text_pairs(f"{item.title} {item.inner_title or ''}")
        share = sum(pair in held for pair in wanted) / len(wanted)
        current = snapshot.status(item.document_id, day).status == "有效"
        return (
            share,
            not _is_about_it(item, question),
            _of_year(item, subject),
            current,
            item.dated_on or date.min,
        )

    ranked = [snapshot.summaries[item] for item in dict.fromkeys(candidates)]
    ranked = [item for item in ranked if item.doc_type not in ("新闻", "解读", "问答")] or ranked
    best = max(ranked, key=rank, default=None)
    return best if best is not None and rank(best)[0] >= _MEANT else None


# A document about another one: 「…管理办法|实施细则」 「关于…办法的|解读」
_ABOUT = ("细则", "解读", "补充", "公告", "指南", "实施方案", "问答")


def _is_about_it(item: DocumentSummary, question: str) -> bool:
    """Say whether a document carries out or explains the one that the question names."""
    return any(kind in item.title and kind not in question for kind in _ABOUT)


def _of_year(item: DocumentSummary, subject: Subject) -> bool:
    days = (item.issued_on, item.published_on, item.effective_on)
    return any(
        str(year) in f"{item.title}{item.doc_number or ''}"
        or any(day is not None and day.year == year for day in days)
        for year in subject.years
    )


def _ending(case: _Case) -> Exhibit | None:
    """Return the clause of another act that ends or amends the rule, where it is held."""
    snapshot = case.library.snapshot
    at = snapshot.status(case.summary.document_id, case.day)
    if at.because_document_id is None:
        return None
    reading = case.library.reader.read(case.library, at.because_document_id)
    stored = next(
        (
            item
            for item in snapshot.references
            if item.document_id == at.because_document_id and _names(item, case.summary)
        ),
        None,
    )
    if stored is None:
        return None
    return _exhibit(reading, stored.reference.start, stored.reference.end, case)


def _names(item: StoredReference, summary: DocumentSummary) -> bool:
    reference = item.reference
    if reference.relation not in ("废止", "修改"):
        return False
    if reference.doc_number is not None:
        return reference.doc_number in (summary.doc_number, *summary.other_numbers)
    return reference.title in (summary.title, summary.inner_title)


def _own_term(case: _Case) -> Exhibit | None:
    """Return the rule's own sentence on its term, else its first sentence."""
    reading = case.library.reader.read(case.library, case.summary.document_id)
    found = [item for item in reading.sentences if _OWN_TERM.search(item.text)]
    said = [item for item in found if _BEGINS.search(item.text)] or found
    item = said[-1] if said else reading.sentences[0]
    return _exhibit(reading, item.start, item.end, case)


def _exhibit(reading: Reading, start: int, end: int, case: _Case) -> Exhibit:
    """Return the sentences of a document that hold a stretch of its text."""
    held = [i for i, s in enumerate(reading.sentences) if s.start < end and start < s.end]
    document = reading.document
    status = case.library.snapshot.status(document.document_id, case.day).status
    if not held:
        return Exhibit(document, None, start, end, status)
    first, last = reading.sentences[held[0]], reading.sentences[held[-1]]
    if " | " in first.text:
        row = document.text.rfind("\n", 0, start) + 1
        stop = document.text.find("\n", end)
        row_end = stop if stop >= 0 else len(document.text)
        return Exhibit(document, reading.clause_of(held[0]), row, row_end, status)
    return Exhibit(document, reading.clause_of(held[0]), first.start, last.end, status)
