"""The drafter's desk for the command line and HTTP alike: read, compare, write the result."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from corpus.document import PolicyDocument
from corpus.errors import NotFoundError
from service.align.markdown import alignment_markdown
from service.align.report import AlignmentReport, ReportForm
from service.align.review_markdown import review_markdown
from service.align.review_report import ReviewReport
from service.align.versions import VersionComparison, compare_versions
from service.drafting import align_draft, read_draft
from service.reviewing import review_comments
from service.workspace import Workspace

OnProgress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class DeskDraft:
    """A draft as it was read; ``original`` is the author's own docx, None for other formats."""

    document: PolicyDocument
    original: bytes | None


@dataclass(frozen=True, slots=True)
class Aligned:
    """A draft with its reports, and with its earlier version where one was given."""

    draft: DeskDraft
    reports: tuple[AlignmentReport, ...]
    comparison: VersionComparison | None

    def written(self, form: ReportForm) -> bytes:
        """Return the result as a file of ``form`` (Markdown or Word)."""
        from service.export_comments import commented_docx  # python-docx loads when asked for
        from service.export_docx import alignment_docx

        if form is ReportForm.COMMENTS:
            return commented_docx(self.draft.document, self.reports, original=self.draft.original)
        if form is ReportForm.WORD:
            return alignment_docx(self.draft.document, self.reports, self.comparison)
        text = alignment_markdown(self.draft.document, self.reports, self.comparison)
        return text.encode("utf-8")


@dataclass(frozen=True, slots=True)
class Reviewed:
    """Review comments with what answers them."""

    report: ReviewReport

    def written(self, form: ReportForm) -> bytes:
        """Return the table as a file of ``form`` (Markdown or Word)."""
        from service.export_docx import review_docx  # python-docx loads when asked for

        if form is ReportForm.WORD:
            return review_docx(self.report)
        return review_markdown(self.report).encode("utf-8")


def read_desk_draft(data: bytes, *, name: str) -> DeskDraft:
    """Parse a draft without storing it, or raise ParseError/SourceError saying what is wrong."""
    original = data if name.lower().endswith(".docx") else None
    return DeskDraft(read_draft(data, name=name), original)


def align_as(
    draft: DeskDraft,
    against: Sequence[str],
    *,
    previous: PolicyDocument | None,
    workspace: Workspace,
    on_progress: OnProgress,
) -> Aligned:
    """Compare a draft with its references; with an earlier version also the two versions."""
    reports = align_draft(draft.document, against, workspace=workspace, on_progress=on_progress)
    comparison = None
    if previous is not None:
        on_progress("对照上一版")
        names = [report.reference.document_id for report in reports]
        earlier = align_draft(previous, names, workspace=workspace, on_progress=on_progress)
        comparison = compare_versions(previous, draft.document, earlier, reports)
    return Aligned(draft, reports, comparison)


def review_as(
    comments: PolicyDocument | None,
    document: str | None,
    answers: Sequence[str],
    *,
    workspace: Workspace,
    on_progress: OnProgress,
) -> Reviewed:
    """Answer review comments that were read, or that ``document`` names in the library."""
    if comments is None:
        if document is None:
            raise NotFoundError("请上传或粘贴审议意见，或写明库中审议意见的标题。")
        held = workspace.find(document).document_id
        comments = workspace.catalogue.document(held)
    return Reviewed(
        review_comments(comments, answers, workspace=workspace, on_progress=on_progress)
    )
