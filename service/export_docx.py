"""Word files of what the drafter's desk finds: the report, and the table of review comments.

The matrix is told in a few words a row; the footnote of a row cites the clauses it rests on.
"""

from __future__ import annotations

import io
from collections.abc import Sequence

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.table import Table, _Cell

from corpus.document import PolicyDocument
from service.align.report import AlignmentReport, CitationFinding, MeasureFinding
from service.align.review_markdown import CAUTION, answer_words, handling_line
from service.align.review_report import HANDLING, ReviewReport
from service.align.versions import VersionComparison, version_lines
from service.align.wording import (
    CITATIONS,
    VERDICTS,
    citation_reason,
    parts_line,
    summary_line,
)
from service.export_footnotes import Footnotes

#: GB/T 9704-2012 5.2: 正文 is set in 仿宋, headings in 黑体; tables a size smaller.
_BODY_FONT, _HEADING_FONT = "仿宋", "黑体"
_MATRIX_WIDTHS_CM = (3.2, 8.6, 2.4, 8.6, 3.0)
_REVIEW_WIDTHS_CM = (4.6, 6.6, 2.8, 11.8)
_QUOTED_CHARS = 80
_URGENT = {"missing", "number_conflict", "deadline_conflict"}


def alignment_docx(
    draft: PolicyDocument,
    reports: Sequence[AlignmentReport],
    comparison: VersionComparison | None = None,
) -> bytes:
    """Return the report as a Word file: a matrix per reference, citations, inconsistencies."""
    word = _new_document()
    title = word.add_heading(f"对照报告：{draft.title}", level=0)
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    notes = Footnotes(_BODY_FONT)
    for report in reports:
        _add_matrix(word, report, notes)
    if reports:
        _add_citations(word, reports[0], notes)
        _add_inconsistencies(word, draft, reports[0], notes)
    if comparison is not None:
        word.add_heading("与上一版对照", level=1)
        for line in version_lines(comparison):
            word.add_paragraph(line.removeprefix("- "), style="List Bullet")
    notes.attach(word)
    buffer = io.BytesIO()
    word.save(buffer)
    return buffer.getvalue()


def review_docx(report: ReviewReport) -> bytes:
    """Return the 办理情况对照表 as a Word file."""
    word = _new_document()
    title = word.add_heading("审议意见办理情况对照表", level=0)
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    word.add_paragraph(f"审议意见：{report.title}")
    word.add_paragraph(CAUTION).runs[0].bold = True
    word.add_paragraph(handling_line(report))
    rows = [
        (
            f"{each.path} {each.heading or ''}".strip(),
            item.text,
            f"疑似{HANDLING[item.handling]}",
            answer_words(item),
        )
        for each in report.suggestions
        for item in each.requests
    ]
    urgent = [
        item.handling in ("open", "declined")
        for each in report.suggestions
        for item in each.requests
    ]
    _add_table(
        word,
        ("审议意见", "具体建议", "办理情况", "回应内容与出处"),
        rows,
        _REVIEW_WIDTHS_CM,
        urgent,
    )
    word.add_heading("比对的文件", level=1)
    for name in report.considered:
        word.add_paragraph(f"《{name}》", style="List Number")
    buffer = io.BytesIO()
    word.save(buffer)
    return buffer.getvalue()


def _new_document() -> WordDocument:
    """An A4 landscape page with Chinese fonts in every style used."""
    word = Document()
    section = word.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Cm(29.7), Cm(21.0)
    section.left_margin = section.right_margin = Cm(1.9)
    for name, font, size in (
        ("Normal", _BODY_FONT, 10.5),
        ("Title", _HEADING_FONT, 18),
        ("Heading 1", _HEADING_FONT, 14),
        ("Heading 2", _HEADING_FONT, 12),
    ):
        style = word.styles[name]
        style.font.name, style.font.size = font, Pt(size)
        style.font.color.rgb = RGBColor(0, 0, 0)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for script in ("w:ascii", "w:hAnsi", "w:eastAsia"):
            fonts.set(qn(script), font)
        for theme in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme"):
            fonts.attrib.pop(qn(theme), None)
    return word


def _add_matrix(word: WordDocument, report: AlignmentReport, notes: Footnotes) -> None:
    reference = report.reference
    number = f"（{reference.doc_number}）" if reference.doc_number else ""
    word.add_heading(f"对照《{reference.title}》{number}", level=1)
    if reference.notice:
        word.add_paragraph(reference.notice).runs[0].bold = True
    word.add_paragraph(summary_line(report))
    if (line := parts_line(report)) is not None:
        word.add_paragraph(line)
    rows = [
        (
            f"{item.path} {item.heading or ''}".strip(),
            item.text,
            VERDICTS[item.verdict],
            _draft_words(item),
            item.reason,
        )
        for item in report.measures
    ]
    headings = ("依据条款", "依据原文", "结论", "草案条款", "说明")
    urgent = [item.verdict in _URGENT for item in report.measures]
    table = _add_table(word, headings, rows, _MATRIX_WIDTHS_CM, urgent)
    for row, item in zip(table.rows[1:], report.measures, strict=True):
        if item.verdict != "covered":
            notes.add(row.cells[-1].paragraphs[0], _measure_note(item, report))
    if report.extra:
        word.add_heading("草案中未见依据的条款", level=2)
        for extra in report.extra:
            place = word.add_paragraph(f"{extra.path}：{extra.reason}")
            notes.add(place, f"草案{extra.path}：“{_shortened(extra.text)}”")
    if report.terms:
        word.add_heading("提法与依据不一致", level=2)
        for term in report.terms:
            word.add_paragraph(term.reason)


def _measure_note(item: MeasureFinding, report: AlignmentReport) -> str:
    """The clauses that a finding rests on, cited as one writes them."""
    reference = report.reference
    number = f"（{reference.doc_number}）" if reference.doc_number else ""
    notice = f"（{reference.notice}）" if reference.notice else ""
    theirs = [part.reference_text for part in item.differences if part.reference_text]
    ours = [part.draft_text for part in item.differences if part.draft_text]
    cited = [f"《{reference.title}》{number}{item.path}{notice}{_quoted(theirs)}"]
    cited += [
        f"草案{clause.path}{_quoted([words for words in ours if words in clause.text])}"
        for clause in item.draft_clauses
    ] or ["草案未见对应条款"]
    return "；".join(cited) + "。"


def _quoted(pieces: Sequence[str]) -> str:
    return "".join(f"“{piece}”" for piece in dict.fromkeys(pieces))


def _shortened(text: str) -> str:
    words = text.replace("\n", " ")
    return words if len(words) <= _QUOTED_CHARS else f"{words[:_QUOTED_CHARS]}……"


def _draft_words(item: MeasureFinding) -> str:
    return (
        "\n".join(
            clause.text
            if clause.text.startswith(clause.path)
            else f"【{clause.path}】{clause.text}"
            for clause in item.draft_clauses
        )
        or "—"
    )


def _add_citations(word: WordDocument, report: AlignmentReport, notes: Footnotes) -> None:
    word.add_heading("引用核对", level=1)
    if not report.citations:
        word.add_paragraph("草案没有引用文号、标题或引文。")
        return
    rows = [(item.text, CITATIONS[item.status], citation_reason(item)) for item in report.citations]
    urgent = [item.status not in ("correct", "unknown") for item in report.citations]
    table = _add_table(word, ("草案中的写法", "结论", "说明"), rows, (11.0, 4.8, 10.0), urgent)
    for row, item in zip(table.rows[1:], report.citations, strict=True):
        if item.status != "correct":
            notes.add(row.cells[-1].paragraphs[0], _citation_note(item))


def _citation_note(item: CitationFinding) -> str:
    """What the library holds instead of what the draft cites."""
    shown = [f"草案写作“{item.text}”。"]
    if item.correct_doc_no:
        shown.append(f"正确文号：{item.correct_doc_no}。")
    if item.quote is not None and item.correct_quote:
        source = f"{item.doc_number}" if item.doc_number else "所引文件"
        shown.append(f"{source}原文：“{item.correct_quote}”。")
    return "".join(shown) + (item.reason if len(shown) == 1 else "")


def _add_inconsistencies(
    word: WordDocument, draft: PolicyDocument, report: AlignmentReport, notes: Footnotes
) -> None:
    word.add_heading("前后不一致", level=1)
    for item in report.inconsistencies:
        places = [_around(draft.text, start, end) for start, end in item.places]
        notes.add(word.add_paragraph(item.reason), "\n".join(f"草案：“{each}”" for each in places))
    if not report.inconsistencies:
        word.add_paragraph("未发现。")


def _around(text: str, start: int, end: int) -> str:
    """The sentence of the draft that holds a place."""
    begin = max(text.rfind(mark, 0, start) for mark in "。\n") + 1
    ends = [at for mark in "。\n" if (at := text.find(mark, end)) >= 0]
    return _shortened(text[begin : min(ends, default=len(text))].strip())


def _add_table(
    word: WordDocument,
    headings: Sequence[str],
    rows: Sequence[Sequence[str]],
    widths_cm: Sequence[float],
    urgent: Sequence[bool],
) -> Table:
    """A grid with a heading row that repeats on every page; urgent rows are set bold."""
    table = word.add_table(rows=1, cols=len(headings), style="Table Grid")
    table.autofit = False
    repeat = table.rows[0]._tr.get_or_add_trPr()
    repeat.append(repeat.makeelement(qn("w:tblHeader"), {}))
    for cell, text in zip(table.rows[0].cells, headings, strict=True):
        _write(cell, text, bold=True)
    for row, is_urgent in zip(rows, urgent, strict=True):
        for cell, text in zip(table.add_row().cells, row, strict=True):
            _write(cell, text, bold=is_urgent and text == row[2 if len(row) > 3 else 1])
    # Word reads the widths of cells, LibreOffice those of the grid
    for column, width in zip(table.columns, widths_cm, strict=True):
        column.width = Cm(width)
    for row_cells in table.rows:
        for cell, width in zip(row_cells.cells, widths_cm, strict=True):
            cell.width = Cm(width)
    return table


def _write(cell: _Cell, text: str, *, bold: bool) -> None:
    run = cell.paragraphs[0].add_run(text)
    run.bold = bold
    run.font.size = Pt(9)
