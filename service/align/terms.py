"""Terms of a reference that the draft writes in other words: “双随机、一公开”, “总对总”."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator

from corpus.document import PolicyDocument
from service.align.measures import strip_citations
from service.align.report import TermFinding

# What the reference itself sets in quotation marks or shortens is a term of its own.
_QUOTED = re.compile(r"“(?P<term>[^“”，。；：\n]{3,14})”")
_SHORT_NAME = re.compile(
    r"(?:以下|下文)(?:统称|简称)(?:为|：)?[“《]?(?P<term>[^“”《》（）()，。]{2,12})[”》]?"
)
_NOISE = re.compile(r"[、“”\s]")
# So alike that one is the other with a slip: 双随机、双公开 for 双随机、一公开
_SAME_TERM = 0.7
_LONG_TERM = 5


def find_terms(draft: PolicyDocument, reference: PolicyDocument) -> tuple[TermFinding, ...]:
    """Return the places where ``draft`` all but writes a term of ``reference``.

    Of a digest, whose words are not the issuer's, nothing is said.
    """
    if reference.digest:
        return ()
    terms = _terms(reference.text)
    known = _NOISE.sub("", reference.text)
    found = {
        item.start: item
        for item in (
            *_quoted_otherwise(draft.text, terms, known),
            *_written_otherwise(draft.text, terms),
        )
    }
    return tuple(found[start] for start in sorted(found))


def _terms(text: str) -> tuple[str, ...]:
    own = strip_citations(text)
    named = [match["term"] for pattern in (_QUOTED, _SHORT_NAME) for match in pattern.finditer(own)]
    return tuple(dict.fromkeys(term for term in named if re.search(r"[一-鿿]{2}", term)))


def _quoted_otherwise(text: str, terms: tuple[str, ...], known: str) -> Iterator[TermFinding]:
    """Terms that the draft sets in quotation marks, which the reference never writes so."""
    for match in _QUOTED.finditer(text):
        written = match["term"]
        if _NOISE.sub("", written) in known:
            continue
        near = [term for term in terms if _likeness(term, written) >= _SAME_TERM]
        if near:
            official = max(near, key=lambda term: _likeness(term, written))
            yield TermFinding(official, written, match.start("term"), match.end("term"))


def _written_otherwise(text: str, terms: tuple[str, ...]) -> Iterator[TermFinding]:
    """Long terms that the draft nowhere writes as they are, but once with a character changed."""
    plain = _NOISE.sub("", text)
    for term in terms:
        length = len(term)
        if length < _LONG_TERM or _NOISE.sub("", term) in plain:
            continue
        for start in range(len(text) - length + 1):
            written = text[start : start + length]
            wrong = sum(a != b for a, b in zip(term, written, strict=True))
            if wrong == 1 and written[0] == term[0]:
                yield TermFinding(term, written, start, start + length)


def _likeness(one: str, other: str) -> float:
    matcher = difflib.SequenceMatcher(
        None, _NOISE.sub("", one), _NOISE.sub("", other), autojunk=False
    )
    return matcher.ratio()
