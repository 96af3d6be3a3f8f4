"""Checks what a draft quotes from a document against that document's own words."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.catalogue import Catalogue
from service.align.cited import Cited, named_in
from service.align.known import KnownDocument, KnownDocuments
from service.align.measures import sentences_of
from service.align.report import CitationFinding

# Words that announce another document's own words: 国发〔2019〕3号提出，“…”
_ANNOUNCES = re.compile(
    r"(?:提出|要求|明确|规定|指出|强调|部署|提到|写明|写道|所称|载明)[^。“”]{0,24}$"
)
# The announcement may stand behind: 按照《意见》“…”的要求
_ANNOUNCES_AFTER = re.compile(r"^[”\"]?(?:的|这一|等)?(?:要求|部署|规定|精神|目标|表述|提法)")
_NOISE = re.compile(r"[\s，,。.；;：:、“”‘’\"'（）()《》—\-…]+")
_ELLIPSIS = re.compile(r"…+|\.{3,}")
_SHORTEST_QUOTE = 8
# A short piece in quotation marks that is like nothing in the source is a term, no quotation.
_SHORTEST_UNFOUND = 14
_NEAR_QUOTE = 0.6


@dataclass(frozen=True, slots=True)
class _Quote:
    """What stands between “ and its ”, with the offsets of its inside."""

    text: str
    start: int
    end: int


def check_quotations(
    text: str, cited: Sequence[Cited], known: KnownDocuments, catalogue: Catalogue
) -> Iterator[CitationFinding]:
    """Yield a finding per quotation of a held document, right or wrong.

    Of a digest, whose words are not the issuer's, nothing is said.
    """
    sources: dict[str, str] = {}
    for quote in _quotes(text):
        source = _source_of(text, quote, cited, known)
        if source is None or source.summary is None or source.summary.digest:
            continue
        document_id = source.summary.document_id
        if document_id not in sources:
            sources[document_id] = catalogue.document(document_id).text
        finding = _finding(quote, source, sources[document_id])
        if finding is not None:
            yield finding


def _finding(quote: _Quote, source: KnownDocument, words: str) -> CitationFinding | None:
    if _is_verbatim(quote.text, words):
        status, reason, right = "correct", f"与《{source.title}》原文一致", quote.text
    else:
        nearest = _closest_words(quote.text, words)
        if nearest is None and len(quote.text) < _SHORTEST_UNFOUND:
            return None
        status, right = "misquote", nearest or ""
        reason = f"原文为“{nearest}”" if nearest else f"《{source.title}》中没有这句话"
    return CitationFinding(
        text=quote.text,
        doc_number=source.doc_number,
        title=None,
        status="correct" if status == "correct" else "misquote",
        reason=reason,
        correct_doc_no=None,
        start=quote.start,
        end=quote.end,
        quote=quote.text,
        correct_quote=right or None,
    )


def _quotes(text: str) -> Iterator[_Quote]:
    """The outermost “…” of a text; marks may stand inside: “推动“总对总”合作”.

    >>> [quote.text for quote in _quotes("提出“加快推动“总对总”合作”。")]
    ['加快推动“总对总”合作']
    """
    depth, start = 0, 0
    for position, character in enumerate(text):
        if character == "“":
            start = position + 1 if depth == 0 else start
            depth += 1
        elif character == "”" and depth:
            depth -= 1
            if depth == 0 and position - start >= _SHORTEST_QUOTE:
                yield _Quote(text[start:position], start, position)
        elif character == "\n":
            depth = 0


def _source_of(
    text: str, quote: _Quote, cited: Sequence[Cited], known: KnownDocuments
) -> KnownDocument | None:
    """The held document whose words a quotation claims to be, None where none is announced."""
    before = text[max(0, quote.start - 200) : quote.start - 1]
    sentence = re.split(r"[。\n]", before)[-1]
    begin = quote.start - 1 - len(sentence)
    announced = _ANNOUNCES.search(sentence) or _ANNOUNCES_AFTER.match(
        text[quote.end : quote.end + 8]
    )
    if not announced:
        return None
    item = named_in(text, cited, start=begin, end=quote.start)
    if item is None and re.match(
        r"(?:同时|并|还|该|其|此外|文件|意见|通知)", sentence.lstrip("，　 ")
    ):
        item = named_in(text, cited, start=text.rfind("\n", 0, begin) + 1, end=begin)
    if item is None:
        return None
    found = known.numbered(str(item.number)) if item.number else known.titled(item.title or "")
    if item.title and not any(entry.summary for entry in found):
        found = known.titled(item.title)
    return next((entry for entry in found if entry.summary is not None), None)


def _is_verbatim(quote: str, words: str) -> bool:
    source = _NOISE.sub("", words)
    return all(_NOISE.sub("", piece) in source for piece in _ELLIPSIS.split(quote))


def _closest_words(quote: str, text: str) -> str | None:
    """The passage of ``text`` that reads like ``quote``, None where nothing does."""
    best, best_ratio = None, _NEAR_QUOTE
    for sentence in sentences_of(text):
        matcher = difflib.SequenceMatcher(None, sentence.text, quote, autojunk=False)
        blocks = [block for block in matcher.get_matching_blocks() if block.size >= 2]
        ratio = sum(block.size for block in blocks) / len(quote)
        if not blocks or ratio <= best_ratio:
            continue
        first, last = blocks[0], blocks[-1]
        start = max(0, first.a - first.b)
        end = last.a + last.size + (len(quote) - last.b - last.size)
        best, best_ratio = sentence.text[start : min(end, len(sentence.text))], ratio
    return best
