"""Check any text (a speech, a brief, a reply) sentence by sentence against the library."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from corpus.regions import applies_to
from corpus.viewer import Filters, Viewer
from service.answer.asking import text_pairs
from service.answer.building import Exhibit, cite
from service.answer.guard import Finding, check_claim
from service.answer.library import Hit, Library, Reading
from service.answer.model import PASSING, Support, Verification, VerifiedSentence, currency_of
from service.answer.sentences import split_sentences
from service.answer.subject import subject_of
from service.answer.wording import words_of

#: Passages that one sentence is compared with.
_COMPARED = 12
#: How far a passage is widened, so that a sentence over its bounds is still found whole.
_WIDENED = 200
_ORDER: tuple[Support, ...] = ("exact", "supported", "contradicted", "misattributed", "unsupported")
#: The share of a sentence's word pairs that one quoted sentence bears if both speak of a thing.
_SAME_MATTER = 0.4
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
    places = subject_of(sentence, known=_regions_held(library)).regions
    best = min(compared, key=lambda item: _preference(sentence, places, item, library))
    if best.finding.verdict not in PASSING and not _same_matter(sentence, best.exhibit):
        reason = "库中没有找到说同一件事的条文；这不表示相关规定不存在。"
        best = _Compared(Finding("unsupported", reason), best.exhibit)
    return VerifiedSentence(
        text=sentence,
        verdict=best.finding.verdict,
        currency=currency_of(best.exhibit.status),
        citations=(cite(1, _narrowed(sentence, best, library)),),
        reason=best.finding.reason,
    )


def _narrowed(sentence: str, best: _Compared, library: Library) -> Exhibit:
    """Return the clause that decides, as short as it still gives the same verdict."""
    wide = best.exhibit
    reading = library.reader.read(library, wide.document.document_id)
    inside = [
        i for i, s in enumerate(reading.sentences) if wide.start <= s.start and s.end <= wide.end
    ]
    if not inside:
        return wide
    wanted = [pair for pair in text_pairs(words_of(sentence)) if len(pair) > 1]
    nearest = max(inside, key=lambda i: sum(pair in reading.sentences[i].pairs for pair in wanted))
    place = reading.clauses[nearest]
    whole = [i for i in inside if reading.clauses[i] == place]
    for run in ([nearest], whole):
        first, last = reading.sentences[run[0]], reading.sentences[run[-1]]
        narrow = Exhibit(
            wide.document, reading.clause_of(nearest), first.start, last.end, wide.status
        )
        found = check_claim(sentence, narrow.quote, context=narrow.context)
        if found.verdict == best.finding.verdict or best.finding.verdict not in PASSING:
            return narrow
    return wide


def _preference(
    sentence: str, places: Sequence[str], item: _Compared, library: Library
) -> tuple[int, bool, float]:
    """Order the passages: those that bear the sentence out, then the place's, then the nearest."""
    verdict = item.finding.verdict
    passing = _ORDER.index(verdict) if verdict in PASSING else len(PASSING)
    region = library.snapshot.summaries[item.exhibit.document.document_id].region
    elsewhere = bool(places) and not any(applies_to(region, place) for place in places)
    return passing, elsewhere, -_likeness(sentence, item.exhibit)


def _regions_held(library: Library) -> set[str]:
    return {s.region for s in library.snapshot.summaries.values() if s.region is not None}


def _same_matter(sentence: str, exhibit: Exhibit) -> bool:
    """Say whether some sentence of the quote speaks of what the checked one does."""
    return _likeness(sentence, exhibit) >= _SAME_MATTER


def _likeness(sentence: str, exhibit: Exhibit) -> float:
    """Return the share of the sentence's word pairs that the likest quoted sentence bears."""
    context = text_pairs(exhibit.context)
    wanted = [pair for pair in text_pairs(words_of(sentence)) if len(pair) > 1] or [""]
    own = [pair for pair in wanted if pair not in context]
    quote = exhibit.quote
    pieces = [quote[item.start : item.end] for item in split_sentences(quote)]
    best = max((sum(pair in text_pairs(piece) for pair in own) for piece in pieces), default=0)
    return best / len(own) if own else 1.0


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
