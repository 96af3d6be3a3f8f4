"""The draft itself as a Word file, with the findings as Word comments at their places."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence

from docx import Document
from docx.document import Document as WordDocument
from docx.oxml.ns import qn
from docx.shared import Pt
from docx.text.paragraph import Paragraph

from corpus.document import PolicyDocument
from service.align.report import AlignmentReport
from service.align.wording import CITATIONS, VERDICTS, citation_reason

_AUTHOR, _INITIALS = "策源", "策"
_SPACE = re.compile(r"\s+")
#: How much of a finding's place must be found in a paragraph of the author's own file.
_ANCHOR_CHARS = 24


def commented_docx(
    draft: PolicyDocument, reports: Sequence[AlignmentReport], *, original: bytes | None
) -> bytes:
    """Return the draft with one comment per finding.

    ``original`` is the author's own docx, which keeps its layout; without it the text of the draft
    is set anew. What the draft leaves out is told at its title.
    """
    word = Document(io.BytesIO(original)) if original else _set_anew(draft.text)
    paragraphs = [item for item in word.paragraphs if item.text.strip() and item.runs]
    for start, text in _comments(draft, reports):
        paragraph = _paragraph_at(paragraphs, draft.text, start)
        if paragraph is not None:
            word.add_comment(paragraph.runs, text=text, author=_AUTHOR, initials=_INITIALS)
    buffer = io.BytesIO()
    word.save(buffer)
    return buffer.getvalue()


def _set_anew(text: str) -> WordDocument:
    word = Document()
    style = word.styles["Normal"]
    style.font.name, style.font.size = "仿宋", Pt(16)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    fonts.set(qn("w:eastAsia"), "仿宋")
    for line in text.split("\n"):
        word.add_paragraph(line)
    return word


def _comments(
    draft: PolicyDocument, reports: Sequence[AlignmentReport]
) -> Iterator[tuple[int, str]]:
    """Place in the draft's text and words of each comment, in order of place."""
    found: list[tuple[int, str]] = []
    for report in reports:
        name = report.reference.doc_number or f"《{report.reference.title}》"
        missing = [item for item in report.measures if item.verdict == "missing"]
        if missing:
            shown = "；".join(f"{item.path} {item.heading or ''}".strip() for item in missing)
            found.append((0, f"{name}以下举措草案中未见对应条款：{shown}"))
        found += [
            (
                item.draft_clauses[0].start,
                f"对照{name} {item.path}：{VERDICTS[item.verdict]}。{item.reason}",
            )
            for item in report.measures
            if item.draft_clauses and item.verdict not in ("covered", "missing")
        ]
        found += [(item.start, f"提法：{item.reason}") for item in report.terms]
    for report in reports[:1]:
        found += [
            (item.start, f"引用核对：{CITATIONS[item.status]}。{citation_reason(item)}")
            for item in report.citations
            if item.status != "correct" or item.form
        ]
        found += [
            (item.places[0][0], f"前后核对：{item.reason}") for item in report.inconsistencies
        ]
    if not draft.text.strip():
        return
    yield from sorted(found)


def _paragraph_at(paragraphs: Sequence[Paragraph], text: str, start: int) -> Paragraph | None:
    """The paragraph that holds the words at ``start`` of the draft's text, else the first one."""
    line_start = text.rfind("\n", 0, start) + 1
    end = text.find("\n", start)
    line = text[line_start : end if end >= 0 else len(text)]
    near = text[start : start + _ANCHOR_CHARS].split("\n")[0]
    for anchor in (_plain(line), _plain(near)):
        for paragraph in paragraphs:
            if anchor and anchor in _plain(paragraph.text):
                return paragraph
    return paragraphs[0] if paragraphs else None


def _plain(text: str) -> str:
    return _SPACE.sub("", text)
