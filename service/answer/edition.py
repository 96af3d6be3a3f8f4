"""Which edition a question asks for: a report or notice of a year, a batch, a clause by number."""

from __future__ import annotations

import re

from corpus.catalogue import DocumentSummary
from corpus.numerals import parse_numeral
from service.answer.option import Option

# A document named with its year: 「|1991|年政府工作报告」 「|2024|年度申报指南」
_OF_YEAR = re.compile(
    r"(?P<year>(?:19|20)\d\d)年(?:度)?(?:的)?[\u4e00-\u9fff“”]{0,10}?"
    r"(?:工作报告|公告|通告|指南|简章|规划|清单|目录)"
)
# A batch: 「|第二批|公租房」 「|首批|」
_BATCH = re.compile(
    r"第(?P<n>[一二三四五六七八九十\d]{1,3})(?P<of>批|次|期|届|轮)|(?P<first>首)(?P<of_first>[批次期届轮])"
)
# A clause by its number: 「|第二十二条|具体怎么规定」
_ARTICLE = re.compile(r"第(?P<n>[一二三四五六七八九十百零\d]{1,6})条")


def edition_year(question: str) -> int | None:
    """Return the year by which a question names a document, None where it names none so.

    >>> edition_year("1991年政府工作报告提出的目标"), edition_year("2019年GDP目标")
    (1991, None)
    """
    match = _OF_YEAR.search(question)
    return int(match["year"]) if match else None


def is_of_year(summary: DocumentSummary, year: int) -> bool:
    """Say whether a document is itself of a year: by its title, number, source or day."""
    named = (
        f"{summary.title} {summary.inner_title or ''} {summary.doc_number or ''} {summary.source}"
    )
    if re.search(rf"(?<!\d){year}(?!\d)", named):
        return True
    days = (summary.issued_on, summary.published_on)
    return any(day is not None and day.year == year for day in days)


def other_batch(question: str, option: Option) -> bool:
    """Say whether a document speaks of other batches than the one that a question names."""
    asked = _batches(question)
    if not asked:
        return False
    held = _batches(option.evidence.reading.document.text)
    kinds = {kind for _, kind in asked}
    return asked.isdisjoint(held) and any(kind in kinds for _, kind in held)


def _batches(text: str) -> set[tuple[int, str]]:
    return {
        (1, match["of_first"]) if match["first"] else (parse_numeral(match["n"]) or 0, match["of"])
        for match in _BATCH.finditer(text)
    }


def article_missing(question: str, option: Option) -> str | None:
    """Return the clause that a question names and the document has not, None where it has it."""
    match = _ARTICLE.search(question)
    if match is None:
        return None
    return None if parse_numeral(match["n"]) in _articles(option) else match.group()


def has_articles(option: Option) -> bool:
    """Say whether a document is laid out in numbered clauses (条) at all."""
    return bool(_articles(option))


def _articles(option: Option) -> set[int | None]:
    """Return the numbers of a document's clauses (条), None among them for one unread."""
    return {
        parse_numeral(found["n"])
        for clause in option.evidence.reading.document.clauses
        if clause.label and (found := _ARTICLE.match(clause.label.replace(" ", "")))
    }
