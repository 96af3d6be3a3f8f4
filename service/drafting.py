"""A draft at the drafter's desk: read, compared with its references, never stored."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from corpus.document import PolicyDocument
from corpus.errors import NotFoundError, ParseError
from corpus.viewer import Filters
from service.align.align import align
from service.align.report import AlignmentReport
from service.workspace import Workspace

#: Relations by which a draft names what it stands on.
_BASES = ("依据", "落实", "转发", "参照")
_MOST_REFERENCES = 8
#: About 300 pages of 仿宋三号; longer texts are books, and nobody reads a report on them.
_LONGEST_DRAFT = 180_000
_CHARS_PER_PAGE = 600


def read_draft(data: bytes, *, name: str) -> PolicyDocument:
    """Parse a draft without storing it, or raise ParseError/SourceError saying what is wrong."""
    from ingest.parse import parse_bytes  # readers load when a draft is there

    parsed = parse_bytes(data, source=name, collection="draft")
    if len(parsed) != 1:
        raise ParseError(name, f"应为一份草案，读到 {len(parsed)} 份文件，请逐份提交。")
    draft = parsed[0].document
    if len(draft.text) > _LONGEST_DRAFT:
        pages = len(draft.text) // _CHARS_PER_PAGE
        raise ParseError(name, f"正文约 {pages} 页，超出对照范围（约 300 页），请分章提交。")
    return draft


def align_draft(
    draft: PolicyDocument,
    against: Sequence[str],
    *,
    workspace: Workspace,
    on_progress: Callable[[str], None],
) -> tuple[AlignmentReport, ...]:
    """Compare ``draft`` with the documents that ``against`` names, else with its own bases.

    Raises NotFoundError where a name means no held document, or where none is named and the draft
    states no basis that is held.
    """
    ids = [workspace.find(name).document_id for name in against]
    if not ids:
        ids = stated_bases(draft, workspace)
    if not ids:
        raise NotFoundError(
            "草案没有写明库中已有的依据文件，请用 --against（或“对照文件”一栏）指定文号或标题。"
        )
    unique = list(dict.fromkeys(ids))[:_MOST_REFERENCES]
    on_progress(f"依据 {len(unique)} 份，准备对照")
    return align(
        draft,
        [workspace.catalogue.document(document_id) for document_id in unique],
        catalogue=workspace.catalogue,
        collections=sorted(workspace.viewer(Filters()).collections),
        embed=workspace.embed_passages,
        today=workspace.today(),
        on_progress=on_progress,
    )


def stated_bases(draft: PolicyDocument, workspace: Workspace) -> list[str]:
    """Return the ids of held documents that the draft's own 依据 sentence names, in order.

    That sentence stands before the first measure; what later clauses cite counts only where it
    names nothing that is held.
    """
    begin = min(
        (item.start for item in draft.clauses if item.label is not None), default=len(draft.text)
    )
    return _held_bases(draft, workspace, until=begin) or _held_bases(
        draft, workspace, until=len(draft.text)
    )


def _held_bases(draft: PolicyDocument, workspace: Workspace, *, until: int) -> list[str]:
    found: list[str] = []
    for reference in draft.references:
        name = reference.doc_number or reference.title
        if reference.relation not in _BASES or name is None or reference.start >= until:
            continue
        resolved = workspace.resolve(name)
        if resolved.document_id is not None and resolved.document_id not in found:
            found.append(resolved.document_id)
    return found
