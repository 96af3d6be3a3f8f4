"""Keyword search: a tantivy index with one field per kind of evidence, each scored by BM25.

The text is cut into tokens by :mod:`index.words` and handed over separated by spaces, so that
tantivy splits at white space only. Fields are searched one by one: fusion weighs them itself.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import tantivy

from index.words import bigrams, words

Field = Literal["context", "head", "title", "whole"]
#: context: title, number, headings and passage · head: how the document begins · title: its names
#: as words · whole: all of it
FIELDS: tuple[Field, ...] = ("context", "head", "title", "whole")
_WRITER_HEAP_BYTES = 64 * 1024 * 1024
_MAX_QUERY_TERMS = 96
#: What an official word counts that the question does not say itself (gold/dev/qa.jsonl: 0.3–0.6).
_EXPANSION_WEIGHT = 0.4


@dataclass(frozen=True, slots=True)
class LexicalEntry:
    """One passage as it goes into the index.

    ``title`` and ``whole`` are of the document and set on its first passage.
    """

    pid: int
    context: str
    head: str
    title: str | None
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
        if delete:
            writer.delete_documents_by_query(
                tantivy.Query.term_set_query(self._schema, "pid", list(delete))
            )
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

    def search(self, field: Field, terms: Mapping[str, float], limit: int) -> dict[int, float]:
        """Return the best ``limit`` passages by BM25 of one field: passage id → score."""
        query = self._query(field, terms)
        return {} if query is None else self._run(query, limit)

    def score(
        self, field: Field, terms: Mapping[str, float], pids: Sequence[int]
    ) -> dict[int, float]:
        """Return the BM25 of one field for ``pids``; what does not match is left out."""
        query = self._query(field, terms)
        if query is None or not pids:
            return {}
        return self._run(self._among(query, pids), len(pids))

    def rarity(self, terms: Collection[str]) -> dict[str, float]:
        """Return the inverse document frequency of each term over all passages."""
        searcher = self._index.searcher()
        total = int(searcher.num_docs)
        counts = {term: int(searcher.doc_freq("context", term)) for term in terms}
        return {
            term: math.log(1 + (total - count + 0.5) / (count + 0.5))
            for term, count in counts.items()
        }

    def cover(self, weights: Mapping[str, float], pids: Sequence[int]) -> dict[int, float]:
        """Return for each passage the weight of the terms that it, or its document's head, holds.

        Unlike BM25 a term counts once however often it stands: what matters is what is missing.
        """
        clauses = [
            (tantivy.Occur.Should, self._anywhere(term, weight)) for term, weight in weights.items()
        ]
        if not clauses or not pids:
            return {}
        return self._run(self._among(tantivy.Query.boolean_query(clauses), pids), len(pids))

    def _anywhere(self, term: str, weight: float) -> Any:
        either = [self._term(field, term, 1) for field in ("context", "head")]
        return tantivy.Query.const_score_query(
            tantivy.Query.boolean_query([(tantivy.Occur.Should, query) for query in either]),
            weight,
        )

    def _among(self, query: Any, pids: Sequence[int]) -> Any:
        only = tantivy.Query.const_score_query(
            tantivy.Query.term_set_query(self._schema, "pid", list(pids)), 0.0
        )
        return tantivy.Query.boolean_query(
            [(tantivy.Occur.Must, only), (tantivy.Occur.Must, query)]
        )

    def _run(self, query: Any, limit: int) -> dict[int, float]:
        searcher = self._index.searcher()
        hits = searcher.search(query, limit=limit, count=False).hits
        pids = searcher.fast_field_values("pid", [address for _, address in hits])
        return {pid: score for pid, (score, _) in zip(pids, hits, strict=True)}

    def _query(self, field: Field, terms: Mapping[str, float]) -> Any | None:
        clauses = [
            (tantivy.Occur.Should, self._term(field, term, count))
            for term, count in list(terms.items())[:_MAX_QUERY_TERMS]
        ]
        return tantivy.Query.boolean_query(clauses) if clauses else None

    def _term(self, field: Field, term: str, count: float) -> Any:
        query = tantivy.Query.term_query(self._schema, field, term, index_option="freq")
        return query if count == 1 else tantivy.Query.boost_query(query, count)


def query_terms(text: str, expansions: Sequence[str] = ()) -> dict[str, float]:
    """Return the terms by which ``text`` is searched for, with how much each counts.

    >>> query_terms("减税减税", ["税收"])
    {'减税': 2.0, '税减': 1.0, '税收': 0.4}
    """
    terms = {term: float(count) for term, count in Counter(bigrams(text)).items()}
    for word in expansions:
        for term in bigrams(word):
            terms.setdefault(term, _EXPANSION_WEIGHT)
    return terms


def title_terms(text: str) -> dict[str, float]:
    """Return the words by which titles are searched for ``text``."""
    return {word: float(count) for word, count in Counter(words(text)).items()}


def _schema() -> Any:
    builder = tantivy.SchemaBuilder()
    builder.add_unsigned_field("pid", stored=False, indexed=True, fast=True)
    for field in FIELDS:
        builder.add_text_field(field, tokenizer_name="spaces", index_option="freq")
    return builder.build()


def _document(entry: LexicalEntry) -> Any:
    document = tantivy.Document()
    document.add_unsigned("pid", entry.pid)
    document.add_text("context", " ".join(bigrams(entry.context)))
    document.add_text("head", " ".join(bigrams(entry.head)))
    if entry.title is not None:
        document.add_text("title", " ".join(words(entry.title)))
    if entry.whole is not None:
        document.add_text("whole", " ".join(bigrams(entry.whole)))
    return document
