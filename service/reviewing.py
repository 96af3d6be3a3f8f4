"""人大审议意见 at the drafter's desk: found in the library or read from a file, then answered."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from corpus.catalogue import DocumentSummary
from corpus.document import PolicyDocument
from corpus.errors import ParseError
from corpus.regions import applies_to
from corpus.viewer import Filters
from service.align.measures import measures_of
from service.align.review import review
from service.align.review_report import ReviewReport
from service.workspace import Workspace

#: Kinds that answer nothing. A 解读 may stand for the plan it explains where that is not held.
_TELLING = frozenset({"新闻", "问答", "审议意见"})
#: Speeches on everything: of them only those of the own place answer anything.
_GENERAL = frozenset({"报告"})
_MOST_YEARS = 4
_MOST_ANSWERS = 24
_HITS_PER_SUGGESTION = 12


def review_comments(
    comments: PolicyDocument,
    answers: Sequence[str],
    *,
    workspace: Workspace,
    on_progress: Callable[[str], None],
) -> ReviewReport:
    """Compare ``comments`` with the documents that ``answers`` name, else with what is found.

    Found are the reports on how the comments were handled, and what a search for each suggestion
    brings up of documents that apply in the same place and are not older than a few years.
    Raises ParseError where the comments hold no numbered suggestion.
    """
    suggestions = measures_of(comments)
    if not suggestions:
        raise ParseError(comments.source, "没有找到分条的审议意见，请确认文件内容。")
    ids = [workspace.find(name).document_id for name in answers]
    if not ids:
        on_progress("查找可能回应审议意见的文件")
        ids = _found(comments, [item.heading or item.body[:60] for item in suggestions], workspace)
    on_progress(f"逐条比对 {len(suggestions)} 条意见与 {len(ids)} 份文件")
    return review(comments, [workspace.catalogue.document(item) for item in ids])


def _found(comments: PolicyDocument, questions: Sequence[str], workspace: Workspace) -> list[str]:
    summaries = workspace.snapshot().summaries
    viewer = workspace.viewer(Filters(collection=_collection(comments, workspace)))
    seen = [item for item in summaries.values() if item.collection in viewer.collections]
    ids = [item.document_id for item in seen if _is_handling_report(item, comments)]
    for question in questions:
        hits = workspace.search(
            question,
            filters=Filters(collection=_collection(comments, workspace)),
            top_k=_HITS_PER_SUGGESTION,
        ).hits
        ids += [
            hit.document_id for hit in hits if _may_answer(summaries[hit.document_id], comments)
        ]
    return list(dict.fromkeys(ids))[:_MOST_ANSWERS]


def _collection(comments: PolicyDocument, workspace: Workspace) -> str | None:
    """The collection that held comments stand in, so that examples are answered by examples."""
    held = workspace.snapshot().summaries.get(comments.document_id)
    return held.collection if held else None


def _is_handling_report(item: DocumentSummary, comments: PolicyDocument) -> bool:
    return "审议意见" in item.title and "情况" in item.title and _may_answer(item, comments)


def _may_answer(item: DocumentSummary, comments: PolicyDocument) -> bool:
    """Whether a document applies where and about when the comments were made."""
    return (
        item.document_id != comments.document_id
        and item.doc_type not in _TELLING
        and (item.doc_type not in _GENERAL or item.region == comments.region)
        and applies_to(item.region, comments.region)
        and _years_between(_day(item), _day(comments)) <= _MOST_YEARS
    )


def _day(item: DocumentSummary | PolicyDocument) -> date | None:
    return item.issued_on or item.published_on


def _years_between(earlier: date | None, later: date | None) -> int:
    """How many years lie between two days; a day that is not known is taken as near."""
    return abs(later.year - earlier.year) if earlier and later else 0
