"""Word files of what the drafter's desk finds: the report, and the table of review comments."""

from __future__ import annotations

import io
from collections.abc import Sequence

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.table import _Cell

from corpus.document import PolicyDocument
from service.align.report import AlignmentReport, MeasureFinding
from service.align.review_markdown import CAUTION, answer_words, handling_line
from service.align.review_report import HANDLING, ReviewReport
from service.align.versions import VersionComparison, version_lines
from service.align.wording import CITATIONS, VERDICTS, citation_reason, summary_line

#: GB/T 9704-2012 5.2: 正文 is set in 仿宋, headings in 黑体; tables a size smaller.
_BODY_FONT, _HEADING_FONT = "仿宋", "黑体"
_MATRIX_WIDTHS_CM = (3.2, 8.6, 2.4, 8.6, 3.0)
_REVIEW_WIDTHS_CM = (4.6, 6.6, 2.8, 11.8)
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
    for report in reports:
        _add_matrix(word, report)
    if reports:
        _add_citations(word, reports[0])
        word.add_heading("前后不一致", level=1)
        for line in [item.reason for item in reports[0].inconsistencies] or ["未发现。"]:
            word.add_paragraph(line)
    if comparison is not None:
        word.add_heading("与上一版对照", level=1)
        for line in version_lines(comparison):
            word.add_paragraph(line.removeprefix("- "), style="List Bullet")
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


def _add_matrix(word: WordDocument, report: AlignmentReport) -> None:
    reference = report.reference
    number = f"（{reference.doc_number}）" if reference.doc_number else ""
    word.add_heading(f"对照《{reference.title}》{number}", level=1)
    if reference.notice:
        word.add_paragraph(reference.notice).runs[0].bold = True
    word.add_paragraph(summary_line(report))
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
    _add_table(word, headings, rows, _MATRIX_WIDTHS_CM, urgent)
    if report.extra:
        word.add_heading("草案中未见依据的条款", level=2)
        for extra in report.extra:
            word.add_paragraph(f"{extra.path}：{extra.reason}")


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


def _add_citations(word: WordDocument, report: AlignmentReport) -> None:
    word.add_heading("引用核对", level=1)
    if not report.citations:
        word.add_paragraph("草案没有引用文号、标题或引文。")
        return
    rows = [(item.text, CITATIONS[item.status], citation_reason(item)) for item in report.citations]
    urgent = [item.status not in ("correct", "unknown") for item in report.citations]
    _add_table(word, ("草案中的写法", "结论", "说明"), rows, (11.0, 4.8, 10.0), urgent)


def _add_table(
    word: WordDocument,
    headings: Sequence[str],
    rows: Sequence[Sequence[str]],
    widths_cm: Sequence[float],
    urgent: Sequence[bool],
) -> None:
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


def _write(cell: _Cell, text: str, *, bold: bool) -> None:
    run = cell.paragraphs[0].add_run(text)
    run.bold = bold
    run.font.size = Pt(9)
