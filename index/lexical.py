"""Keyword search: a tantivy index with one field per kind of evidence, each scored by BM25.

The text is cut into tokens by :mod:`index.words` and handed over separated by spaces, so that
tantivy splits at white space only. Fields are searched one by one: fusion weighs them itself.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import tantivy

from index.words import bigrams, words

Field = Literal["body", "words", "title", "headings", "context", "whole"]
FIELDS: tuple[Field, ...] = ("body", "words", "title", "headings", "context", "whole")
_WRITER_HEAP_BYTES = 64 * 1024 * 1024
_MAX_QUERY_TERMS = 96


@dataclass(frozen=True, slots=True)
class LexicalEntry:
    """One passage as it goes into the index; ``whole`` is set on a document's first passage."""

    pid: int
    body: str
    title: str
    headings: str
    whole: str | None


class LexicalIndex:
    """The tantivy index of one data directory."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._schema = _schema()
        self._index = tantivy.Index(self._schema, path=str(folder))
        self._index.register_tokenizer(
            "spaces", tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()
        )

    def write(self, entries: Iterable[LexicalEntry], *, delete: Sequence[int] = ()) -> None:
        """Take out the passages ``delete`` and put in ``entries``, in one commit."""
        writer = self._index.writer(heap_size=_WRITER_HEAP_BYTES, num_threads=1)
        for pid in delete:
            writer.delete_documents_by_term("pid", pid)
        for entry in entries:
            writer.add_document(_document(entry))
        writer.commit()
        writer.wait_merging_threads()
        self._index.reload()

    def clear(self) -> None:
        """Take out everything."""
        writer = self._index.writer(heap_size=_WRITER_HEAP_BYTES, num_threads=1)
        writer.delete_all_documents()
        writer.commit()
        writer.wait_merging_threads()
        self._index.reload()

    def reload(self) -> None:
        """See what another process has committed."""
        self._index.reload()

    def count(self) -> int:
        """Return the number of passages held."""
        return int(self._index.searcher().num_docs)

    def pids(self) -> list[int]:
        """Return every passage held: for comparing with the manifest."""
        searcher = self._index.searcher()
        found = searcher.search(tantivy.Query.all_query(), limit=max(1, searcher.num_docs))
        return list(searcher.fast_field_values("pid", [address for _, address in found.hits]))

    def search(self, field: Field, terms: Counter[str], limit: int) -> dict[int, float]:
        """Return the best ``limit`` passages by BM25 of one field: passage id → score."""
        query = self._query(field, terms)
        return {} if query is None else self._run(query, limit)

    def score(self, field: Field, terms: Counter[str], pids: Sequence[int]) -> dict[int, float]:
        """Return the BM25 of one field for ``pids``; what does not match is left out."""
        query = self._query(field, terms)
        if query is None or not pids:
            return {}
        only = tantivy.Query.const_score_query(
            tantivy.Query.term_set_query(self._schema, "pid", list(pids)), 0.0
        )
        both = tantivy.Query.boolean_query(
            [(tantivy.Occur.Must, only), (tantivy.Occur.Must, query)]
        )
        return self._run(both, len(pids))

    def document_frequency(self, field: Field, term: str) -> int:
        """Return in how many passages ``term`` stands."""
        return int(self._index.searcher().doc_freq(field, term))

    def _run(self, query: Any, limit: int) -> dict[int, float]:
        searcher = self._index.searcher()
        hits = searcher.search(query, limit=limit, count=False).hits
        pids = searcher.fast_field_values("pid", [address for _, address in hits])
        return {pid: score for pid, (score, _) in zip(pids, hits, strict=True)}

    def _query(self, field: Field, terms: Counter[str]) -> Any | None:
        clauses = [
            (tantivy.Occur.Should, self._term(field, term, count))
            for term, count in terms.most_common(_MAX_QUERY_TERMS)
        ]
        return tantivy.Query.boolean_query(clauses) if clauses else None

    def _term(self, field: Field, term: str, count: int) -> Any:
        query = tantivy.Query.term_query(self._schema, field, term, index_option="freq")
        return query if count == 1 else tantivy.Query.boost_query(query, float(count))


def query_terms(field: Field, text: str) -> Counter[str]:
    """Return the terms by which ``field`` is searched for ``text``, with how often each stands."""
    return Counter(words(text) if field == "words" else bigrams(text))


def _schema() -> Any:
    builder = tantivy.SchemaBuilder()
    builder.add_unsigned_field("pid", stored=False, indexed=True, fast=True)
    for field in FIELDS:
        builder.add_text_field(field, tokenizer_name="spaces", index_option="freq")
    return builder.build()


def _document(entry: LexicalEntry) -> Any:
    body, title, headings = (bigrams(t) for t in (entry.body, entry.title, entry.headings))
    document = tantivy.Document()
    document.add_unsigned("pid", entry.pid)
    document.add_text("body", " ".join(body))
    document.add_text("words", " ".join(words(entry.body)))
    document.add_text("title", " ".join(title))
    document.add_text("headings", " ".join(headings))
    document.add_text("context", " ".join([*title, *headings, *body]))
    if entry.whole is not None:
        document.add_text("whole", " ".join(bigrams(entry.whole)))
    return document
