"""Checks every document number, title and quotation of a draft against the library."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from corpus.catalogue import Catalogue
from corpus.docnumber import DocumentNumber, find_numbers
from corpus.document import PolicyDocument
from corpus.validity import RepealIndex, status_on, title_key
from service.align.known import KnownDocument, KnownDocuments
from service.align.measures import sentences_of
from service.align.report import CitationFinding, CitationStatus

# 《国务院关于促进融资担保行业加快发展的意见》, one inner pair of marks allowed.
_TITLE = re.compile(r"《(?P<title>(?:[^《》]|《[^《》]*》)+)》")
# A quotation is what stands in “…” and is long enough to be a sentence part rather than a term.
_QUOTE = re.compile(r"“(?P<quote>[^“”]{8,})”")
# Words that announce another document's own words: 国发〔2019〕3号提出，“…”
_ANNOUNCES = re.compile(r"提出|要求|明确|规定|指出|强调|部署")
_QUOTE_NOISE = re.compile(r"[\s，,。；;：:、“”‘’\"'（）()]+")
_NEAR_QUOTE = 0.6


@dataclass(frozen=True, slots=True)
class _Cited:
    """A number, a title or a pair of both, as the draft writes them."""

    text: str
    number: DocumentNumber | None
    title: str | None
    start: int
    end: int


def check_citations(
    draft: PolicyDocument, known: KnownDocuments, catalogue: Catalogue, *, as_of: date
) -> tuple[CitationFinding, ...]:
    """Return one finding per citation and quotation of ``draft``, in order of place.

    The draft's own number and title are no citation. ``as_of`` is the day at which a cited
    document must be in force: the draft's own date, else today.
    """
    repeals = RepealIndex.build(catalogue)
    findings = [
        _finding(cited, known, repeals, as_of)
        for cited in _citations(draft)
        if not _is_own(cited, draft)
    ]
    findings.extend(_check_quotes(draft, known, catalogue))
    return tuple(sorted(findings, key=lambda item: item.start))


def _citations(draft: PolicyDocument) -> Iterator[_Cited]:
    numbers = {number.start: number for number in find_numbers(draft.text)}
    used: set[int] = set()
    for match in _TITLE.finditer(draft.text):
        number = next(
            (
                numbers[start]
                for start in range(match.end(), match.end() + 3)
                if start in numbers and "》" not in draft.text[match.end() : start]
            ),
            None,
        )
        if number is not None:
            used.add(number.start)
            end = number.end + (draft.text[number.end : number.end + 1] in "）)〕")
            yield _Cited(
                draft.text[match.start() : end], number, match["title"], match.start(), end
            )
        elif _names_document(match["title"]):
            yield _Cited(match.group(), None, match["title"], match.start(), match.end())
    for start, number in numbers.items():
        if start not in used:
            yield _Cited(draft.text[number.start : number.end], number, None, start, number.end)


def _names_document(title: str) -> bool:
    """Whether a bare 《…》 names a document fully enough to be looked up (not 《意见》)."""
    return len(title_key(title)) >= 8


def _is_own(cited: _Cited, draft: PolicyDocument) -> bool:
    if cited.number is not None and cited.title is None:
        return str(cited.number) == draft.doc_number
    return cited.title is not None and title_key(cited.title) == title_key(draft.title)


def _finding(
    cited: _Cited, known: KnownDocuments, repeals: RepealIndex, as_of: date
) -> CitationFinding:
    status, reason, correct = _judge(cited, known)
    if status == "correct":
        status, reason = _judge_validity(cited, known, repeals, as_of, reason)
    return CitationFinding(
        text=cited.text,
        doc_number=str(cited.number) if cited.number else None,
        title=cited.title,
        status=status,
        reason=reason,
        correct_doc_no=correct,
        start=cited.start,
        end=cited.end,
    )


def _judge(cited: _Cited, known: KnownDocuments) -> tuple[CitationStatus, str, str | None]:
    by_title = known.titled(cited.title) if cited.title else []
    if cited.number is None:
        return _judge_title(by_title)
    number = str(cited.number)
    by_number = known.numbered(number)
    if cited.title is None:
        return _judge_number(by_number)
    if any(_same_title(item, cited.title) for item in by_number):
        return "correct", "文号与标题相符", None
    right = next((item.doc_number for item in by_title if item.doc_number), None)
    owner = next((item.title for item in by_number if item.title), None)
    if right is not None and right != number:
        if owner is not None:
            return "title_number_mismatch", f"{number}是《{owner}》；该标题的文号应为{right}", right
        return "wrong_number", f"该标题的文号应为{right}", right
    if owner is not None:
        return "title_number_mismatch", f"{number}是《{owner}》，与所引标题不符", None
    if by_number or by_title:
        return "unknown", "库中仅有被引用的记录，无法核对文号与标题", None
    return "nonexistent", "库内未查到该文号和标题，也未见其他文件引用，请核对原件", None


def _judge_title(
    by_title: Sequence[KnownDocument],
) -> tuple[CitationStatus, str, str | None]:
    if any(item.summary is not None for item in by_title):
        return "correct", "库中有此标题的文件", None
    return "unknown", "库中没有此标题的文件，无法核对", None


def _judge_number(
    by_number: Sequence[KnownDocument],
) -> tuple[CitationStatus, str, str | None]:
    if any(item.summary is not None for item in by_number):
        return "correct", f"即《{by_number[0].title}》", None
    if by_number:
        return "unknown", "库中没有该文件，仅见其他文件引用", None
    return "nonexistent", "库内未查到该文号，也未见其他文件引用，请核对原件", None


def _same_title(item: KnownDocument, title: str) -> bool:
    if item.title is None:
        return False
    mine, theirs = title_key(item.title), title_key(title)
    return mine == theirs or (
        min(len(mine), len(theirs)) >= 8 and (mine.endswith(theirs) or theirs.endswith(mine))
    )


def _judge_validity(
    cited: _Cited, known: KnownDocuments, repeals: RepealIndex, as_of: date, reason: str
) -> tuple[CitationStatus, str]:
    found = known.numbered(str(cited.number)) if cited.number else known.titled(cited.title or "")
    summary = next((item.summary for item in found if item.summary is not None), None)
    if summary is None:
        return "correct", reason
    status = status_on(summary, repeals, as_of)
    if status.status in ("已废止", "已失效"):
        return "repealed", f"该文件{status.status}：{status.reason}"
    return "correct", reason


def _check_quotes(
    draft: PolicyDocument, known: KnownDocuments, catalogue: Catalogue
) -> Iterator[CitationFinding]:
    for sentence in sentences_of(draft.text):
        cited = _document_quoted(sentence.text, known)
        if cited is None or cited.summary is None or cited.summary.digest:
            continue
        for match in _QUOTE.finditer(sentence.text):
            before = sentence.text[: match.start()]
            if not _ANNOUNCES.search(before):
                continue
            source = catalogue.document(cited.summary.document_id)
            right = _closest_words(match["quote"], source.text)
            start = sentence.start + match.start("quote")
            if right == match["quote"] or (
                right is not None
                and _QUOTE_NOISE.sub("", right) == _QUOTE_NOISE.sub("", match["quote"])
            ):
                continue
            yield CitationFinding(
                text=match["quote"],
                doc_number=cited.doc_number,
                title=None,
                status="misquote",
                reason=(f"原文为“{right}”" if right else f"《{cited.summary.title}》中没有这句话"),
                correct_doc_no=None,
                start=start,
                end=start + len(match["quote"]),
                quote=match["quote"],
                correct_quote=right,
            )


def _document_quoted(sentence: str, known: KnownDocuments) -> KnownDocument | None:
    """The one held document a sentence names by number or full title, None where unclear."""
    found = [item for number in find_numbers(sentence) for item in known.numbered(str(number))]
    found += [item for match in _TITLE.finditer(sentence) for item in known.titled(match["title"])]
    held = [item for item in found if item.summary is not None]
    ids = {item.summary.document_id for item in held if item.summary is not None}
    return held[0] if len(ids) == 1 else None


def _closest_words(quote: str, text: str) -> str | None:
    """The passage of ``text`` that reads like ``quote``: verbatim, else the nearest, else None."""
    if quote in text:
        return quote
    best, best_ratio = None, _NEAR_QUOTE
    for sentence in sentences_of(text):
        matcher = difflib.SequenceMatcher(None, sentence.text, quote, autojunk=False)
        blocks = [block for block in matcher.get_matching_blocks() if block.size >= 2]
        if not blocks:
            continue
        ratio = sum(block.size for block in blocks) / len(quote)
        if ratio > best_ratio:
            first, last = blocks[0], blocks[-1]
            start = max(0, first.a - first.b)
            end = last.a + last.size + (len(quote) - last.b - last.size)
            best, best_ratio = sentence.text[start : min(end, len(sentence.text))], ratio
    return best
