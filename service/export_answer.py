"""An answer as a Word file: the question, its sentences, and the numbered sources."""

from __future__ import annotations

import io

from docx import Document
from docx.document import Document as WordDocument
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.text.paragraph import Paragraph

from service.answer.model import Answer, Citation
from service.receipts import Receipt

#: GB/T 9704-2012 5.2: 正文 is set in 仿宋, headings in 黑体.
_BODY_FONT, _HEADING_FONT = "仿宋", "黑体"


def answer_docx(receipt: Receipt) -> bytes:
    """Return the stored answer of ``receipt`` as an A4 Word file."""
    answer = receipt.answer
    word = _new_document()
    word.add_heading(answer.question, level=1)
    if answer.refusal is not None:
        word.add_paragraph(f"未作答：{answer.refusal.message}")
    _add_sentences(word, answer)
    for note in answer.notes:
        word.add_paragraph(f"说明：{note}")
    if answer.citations:
        word.add_heading("出处", level=2)
        for citation in answer.citations:
            word.add_paragraph(citation_line(citation))
    for change in receipt.changes:
        word.add_paragraph(f"导出时复核：出处[{change.n}]，{change.message}").runs[0].bold = True
    day = answer.as_of
    foot = word.add_paragraph(
        f"效力按{day.year}年{day.month}月{day.day}日判断。由策源生成，以正式文件为准。"
        f"存根编号：{receipt.receipt_id}"
    )
    foot.runs[0].font.size = Pt(9)
    buffer = io.BytesIO()
    word.save(buffer)
    return buffer.getvalue()


def citation_line(citation: Citation) -> str:
    """Return a source as one cites it: ``[1]《title》（number）第二条（有效）：“…”``."""
    number = f"（{citation.doc_number}）" if citation.doc_number else ""
    return (
        f"[{citation.n}]《{citation.title}》{number}{citation.clause_label or ''}"
        f"（{citation.status}）：“{citation.quote.strip()}”"
    )


def _add_sentences(word: WordDocument, answer: Answer) -> None:
    """One paragraph for neighbouring sentences with the same sources."""
    last: tuple[int, ...] | None = None
    paragraph = None
    for sentence in answer.sentences:
        if paragraph is None or sentence.citations != last:
            if paragraph is not None and last:
                _mark(paragraph, last)
            paragraph = word.add_paragraph()
            paragraph.paragraph_format.first_line_indent = Pt(24)
        paragraph.add_run(sentence.text)
        last = sentence.citations
    if paragraph is not None and last:
        _mark(paragraph, last)


def _mark(paragraph: Paragraph, numbers: tuple[int, ...]) -> None:
    run = paragraph.add_run("".join(f"[{n}]" for n in numbers))
    run.font.superscript = True


def _new_document() -> WordDocument:
    """An A4 page with Chinese fonts in every style used."""
    word = Document()
    section = word.sections[0]
    section.page_width, section.page_height = Cm(21.0), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.7)
    for name, font, size in (
        ("Normal", _BODY_FONT, 12),
        ("Heading 1", _HEADING_FONT, 16),
        ("Heading 2", _HEADING_FONT, 13),
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
