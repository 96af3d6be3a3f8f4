"""Check any text (a speech, a brief, a reply) sentence by sentence against the library."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from corpus.viewer import Filters, Viewer
from service.answer.building import Exhibit, cite
from service.answer.guard import Finding, check_claim
from service.answer.library import Hit, Library, Reading
from service.answer.model import Support, Verification, VerifiedSentence, currency_of
from service.answer.sentences import split_sentences
from service.answer.wording import words_of

#: Passages that one sentence is compared with.
_COMPARED = 8
#: How far a passage is widened, so that a sentence over its bounds is still found whole.
_WIDENED = 200
_ORDER: tuple[Support, ...] = ("exact", "supported", "contradicted", "misattributed", "unsupported")
#: A piece with fewer words states nothing that can be checked.
_LEAST_WORDS = 4


@dataclass(frozen=True, slots=True)
class _Compared:
    finding: Finding
    exhibit: Exhibit


def verify_text(
    text: str,
    *,
    library: Library,
    viewer: Viewer,
    filters: Filters | None = None,
    as_of: date | None = None,
) -> Verification:
    """Return the verdict on every sentence of ``text``, with the passage that decides it."""
    sentences = [text[item.start : item.end] for item in split_sentences(text)]
    return Verification(
        tuple(
            _verified(sentence, library, viewer, filters or Filters(), as_of)
            for sentence in sentences
            if len(words_of(sentence).replace(" ", "")) >= _LEAST_WORDS
        )
    )


def _verified(
    sentence: str, library: Library, viewer: Viewer, filters: Filters, as_of: date | None
) -> VerifiedSentence:
    found = library.search.search(
        sentence, filters=filters, viewer=viewer, as_of=as_of, top_k=_COMPARED
    )
    compared = [
        _Compared(check_claim(sentence, exhibit.quote, context=exhibit.context), exhibit)
        for exhibit in _exhibits(found.hits, library)
    ]
    if not compared:
        reason = "库中没有找到相关内容；这不表示相关规定不存在。"
        return VerifiedSentence(sentence, "unsupported", "unknown", (), reason)
    best = min(compared, key=lambda item: _ORDER.index(item.finding.verdict))
    if best.finding.verdict == "unsupported":
        best = compared[0]
    return VerifiedSentence(
        text=sentence,
        verdict=best.finding.verdict,
        currency=currency_of(best.exhibit.status),
        citations=(cite(1, best.exhibit),),
        reason=best.finding.reason,
    )


def _exhibits(hits: Sequence[Hit], library: Library) -> list[Exhibit]:
    return [
        _widened(library.reader.read(library, hit.document_id), hit) for hit in hits[:_COMPARED]
    ]


def _widened(reading: Reading, hit: Hit) -> Exhibit:
    """Return the passage, widened to the bounds of whole sentences around it."""
    near = [
        place
        for place, item in enumerate(reading.sentences)
        if item.start < hit.end + _WIDENED and hit.start - _WIDENED < item.end
    ]
    inside = [p for p in near if reading.sentences[p].end > hit.start] or near
    first, last = near[0], near[-1]
    return Exhibit(
        reading.document,
        reading.clause_of(inside[0]),
        reading.sentences[first].start,
        reading.sentences[last].end,
        hit.status,
    )
