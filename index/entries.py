"""One passage as the indexes take it: what is embedded, its keywords, its row in the manifest."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from corpus.document import PolicyDocument
from corpus.gazetteer import NATION
from corpus.regions import find_regions
from index.lexical import LexicalEntry
from index.passage_context import file_name
from index.passage_rows import PassageRow
from index.passages import Passage

#: Moves whenever the same passages would give other tokens or fields in the keyword index.
LEXICAL_VERSION = 4
_WHOLE_CHARS = 200_000
_HEAD_CHARS = 150


@dataclass(frozen=True, slots=True)
class Entry:
    """What is written of a passage; its ids are still 0."""

    embed_text: str
    lexical: LexicalEntry
    row: PassageRow


def prepare(document: PolicyDocument, passage: Passage) -> Entry:
    """Return a passage as the indexes take it."""
    names = (
        document.title, document.inner_title, document.doc_number, *document.other_numbers,
        file_name(document.source),
    )  # fmt: skip
    context = "\n".join(filter(None, (*names, passage.headings, passage.text)))
    lexical = LexicalEntry(
        pid=0,
        context=context,
        head=document.text[:_HEAD_CHARS],
        title="\n".join(filter(None, names)) if passage.ordinal == 0 else None,
        whole=document.text[:_WHOLE_CHARS] if passage.ordinal == 0 else None,
    )
    row = PassageRow(
        pid=0,
        document_id=document.document_id,
        vector_key=_digest(passage.embed_text),
        entry_key=_digest(lexical.context, lexical.head, lexical.title or ""),
        text_key=_digest("".join(passage.text.split())),
        clause_path=passage.clause_path,
        clause_label=passage.clause_label,
        start=passage.start,
        end=passage.end,
        parts=passage.parts if len(passage.parts) > 1 or not passage.clause_label else (),
    )
    return Entry(passage.embed_text, lexical, row)


def places_of(document: PolicyDocument) -> tuple[str, ...]:
    """Return the regions whose rules a document states: its own, else those that it begins with.

    >>> from corpus.document import PolicyDocument
    >>> places_of(PolicyDocument("d", "s", "c", "广州市办法", "广东省广州市人民政府"))
    ('广州市',)
    """
    if document.region is not None:
        return () if document.region == NATION else (document.region,)
    for text in (document.title, document.text[:_HEAD_CHARS]):
        found = dict.fromkeys(item.canonical for item in find_regions(text))
        found.pop(NATION, None)
        if found:
            return tuple(found)
    return ()


def _digest(*parts: str) -> str:
    return hashlib.sha256("\x1f".join(parts).encode("utf-8")).hexdigest()[:24]
