"""Footnotes of a Word file: python-docx has none, so the part is written beside the document."""

from __future__ import annotations

from xml.sax.saxutils import escape

from docx.document import Document as WordDocument
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.text.paragraph import Paragraph

_PART_NAME = PackURI("/word/footnotes.xml")
_SIZE_HALF_POINTS = 18
# Word wants the two rules above footnotes as notes of their own (ECMA-376 17.11.23).
_SEPARATORS = (
    '<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
    '<w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:r><w:continuationSeparator/></w:r>'
    "</w:p></w:footnote>"
)
_RAISED = '<w:rPr><w:vertAlign w:val="superscript"/></w:rPr>'


class Footnotes:
    """The notes of one document: ``add`` each where it is called for, then ``attach`` once."""

    def __init__(self, font: str) -> None:
        self._font = font
        self._notes: list[str] = []

    def add(self, paragraph: Paragraph, text: str) -> None:
        """Put a raised number behind ``paragraph`` and ``text`` at the foot of its page."""
        self._notes.append(text)
        mark = f'<w:footnoteReference w:id="{len(self._notes)}"/>'
        paragraph._p.append(parse_xml(f"<w:r {nsdecls('w')}>{_RAISED}{mark}</w:r>"))

    def attach(self, word: WordDocument) -> None:
        """Write the notes into ``word``; a document without notes stays as it is."""
        if not self._notes:
            return
        notes = "".join(self._note(number, text) for number, text in enumerate(self._notes, 1))
        xml = (
            '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
            f"<w:footnotes {nsdecls('w')}>{_SEPARATORS}{notes}</w:footnotes>"
        )
        part = Part(_PART_NAME, CONTENT_TYPE.WML_FOOTNOTES, xml.encode("utf-8"), word.part.package)
        word.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)

    def _note(self, number: int, text: str) -> str:
        fonts = "".join(
            f' w:{script}="{self._font}"' for script in ("ascii", "hAnsi", "eastAsia", "cs")
        )
        style = f'<w:rPr><w:rFonts{fonts}/><w:sz w:val="{_SIZE_HALF_POINTS}"/></w:rPr>'
        lines = "<w:br/>".join(
            f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in text.split("\n")
        )
        return (
            f'<w:footnote w:id="{number}"><w:p><w:r>{_RAISED}<w:footnoteRef/></w:r>'
            f"<w:r>{style}{lines}</w:r></w:p></w:footnote>"
        )
