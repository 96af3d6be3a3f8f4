"""Checks every document number and title of a draft against the library."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from datetime import date

from corpus.catalogue import Catalogue
from corpus.document import PolicyDocument
from corpus.validity import RepealIndex, status_on, title_key
from service.align.cited import Cited, citations_in
from service.align.forms import form_remarks
from service.align.known import KnownDocument, KnownDocuments
from service.align.quotations import check_quotations
from service.align.report import CitationFinding, CitationStatus

_FULL_TITLE = 8
# Titles this like each other are one title with a slip of the pen.
_SAME_BUT_FOR_A_SLIP = 0.88


def check_citations(
    draft: PolicyDocument, known: KnownDocuments, catalogue: Catalogue, *, as_of: date
) -> tuple[CitationFinding, ...]:
    """Return one finding per citation and quotation of ``draft``, in order of place.

    The draft's own number and title are no citation. ``as_of`` is the day at which a cited
    document must be in force: the draft's own date, else today.
    """
    repeals = RepealIndex.build(catalogue)
    cited = [item for item in citations_in(draft.text) if not _is_own(item, draft)]
    remarks = form_remarks(draft.text, cited, known)
    findings = [
        _finding(item, known, repeals, as_of, "；".join(remarks.get(item.start, ())) or None)
        for item in cited
    ]
    findings.extend(check_quotations(draft.text, cited, known, catalogue))
    return tuple(sorted(findings, key=lambda item: item.start))


def _is_own(cited: Cited, draft: PolicyDocument) -> bool:
    if cited.number is not None and cited.title is None:
        return str(cited.number) == draft.doc_number
    if cited.title is None:
        return False
    key = title_key(cited.title)
    own = [title_key(title) for title in (draft.title, draft.inner_title) if title]
    return key in own or (cited.number is None and any(key in title for title in own[:1]))


def _finding(
    cited: Cited,
    known: KnownDocuments,
    repeals: RepealIndex,
    as_of: date,
    form: str | None,
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
        form=form,
    )


def _judge(cited: Cited, known: KnownDocuments) -> tuple[CitationStatus, str, str | None]:
    by_title = known.titled(cited.title) if cited.title else []
    if cited.number is None:
        return _judge_title(by_title)
    number = str(cited.number)
    by_number = known.numbered(number)
    if cited.title is None:
        return _judge_number(by_number)
    if len(title_key(cited.title)) < _FULL_TITLE and not by_title:
        return _judge_number(by_number)  # 《意见》（国发〔2019〕3号）: a short name of its own
    if any(_same_title(item, cited.title) for item in by_number):
        return "correct", "文号与标题相符", None
    if (slip := _slip(by_number, cited.title)) is not None:
        return "misquote", f"标题与原文不一致，原文为《{slip}》", None
    return _judge_pair(number, by_number, by_title)


def _judge_pair(
    number: str, by_number: Sequence[KnownDocument], by_title: Sequence[KnownDocument]
) -> tuple[CitationStatus, str, str | None]:
    """A number and a title that nothing known joins."""
    rights = list(dict.fromkeys(item.doc_number for item in by_title if item.doc_number))
    right = rights[0] if len(rights) == 1 else None
    owner = next(
        (item.title for item in by_number if item.title and len(title_key(item.title)) >= 8), None
    )
    if rights:
        should = f"该标题的文号应为{'或'.join(rights[:3])}"
        if owner is not None:
            return "title_number_mismatch", f"{number}是《{owner}》；{should}", right
        return "wrong_number", should, right
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
        min(len(mine), len(theirs)) >= _FULL_TITLE
        and (mine.endswith(theirs) or theirs.endswith(mine) or _without_issue(mine) == theirs)
    )


def _without_issue(key: str) -> str:
    """The inner title of a notice of issue: 关于印发…行动计划的通知 → …行动计划."""
    if key.endswith("的通知"):
        for word in ("关于印发", "关于转发", "转发"):
            if word in key:
                return key.split(word, 1)[1].removesuffix("的通知")
    return key


def _slip(by_number: Sequence[KnownDocument], title: str) -> str | None:
    """The held title under this number that ``title`` is, but for a few characters."""
    theirs = title_key(title)
    for item in by_number:
        if item.summary is None or item.title is None:
            continue
        matcher = difflib.SequenceMatcher(None, title_key(item.title), theirs, autojunk=False)
        if matcher.ratio() >= _SAME_BUT_FOR_A_SLIP:
            return item.title
    return None


def _judge_validity(
    cited: Cited, known: KnownDocuments, repeals: RepealIndex, as_of: date, reason: str
) -> tuple[CitationStatus, str]:
    found = known.numbered(str(cited.number)) if cited.number else known.titled(cited.title or "")
    held = [item.summary for item in found if item.summary is not None]
    if not held:
        return _judge_cited_validity(found, as_of, reason)
    statuses = [status_on(summary, repeals, as_of) for summary in held]
    ended = [item for item in statuses if item.status in ("已废止", "已失效")]
    if len(ended) == len(statuses):
        return "repealed", f"该文件{ended[0].status}：{ended[0].reason}"
    if held[0].digest:
        return "correct", f"{reason}（{DIGEST_ONLY}）"
    return "correct", reason


def _judge_cited_validity(
    found: Sequence[KnownDocument], as_of: date, reason: str
) -> tuple[CitationStatus, str]:
    """Of a document that is not held: whether a held one says that it ended it."""
    for item in found:
        by = item.repealed_by
        ended = (by.effective_on or by.dated_on) if by is not None else None
        if by is not None and ended is not None and ended <= as_of:
            return "repealed", f"该文件已废止：被《{by.title}》废止"
    return "correct", reason


#: Said where only a digest of the cited document is held.
DIGEST_ONLY = "库中为摘编，引文无法核对"
