"""What a user could pick instead, run on the same questions: one peer a process.

``python -m eval.bench_peers NAME CORPUS.jsonl QUESTIONS.jsonl OUT.jsonl``: index the records, ask
the questions one at a time, write what was returned and how long it took. Each peer is set up as
its own documentation begins, with our embedding model where it needs one and passages of 250
characters where it does not cut texts itself.
"""

from __future__ import annotations

import json
import re
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from corpus.settings import Settings
from eval.memory import memory_mb
from index.embed import Embedder, open_embedder
from index.words import words

Rows = Sequence[Mapping[str, str]]
Returned = list[tuple[str, str]]
Ask = Callable[[str], Returned]

_TOP_K = 60
_PASSAGE_CHARS = 250
_SENTENCE = re.compile(r"[^。！？；\n]*[。！？；\n]?")
#: Passages embedded together.
_BATCH = 256


def main(name: str, corpus: Path, questions: Path, out: Path) -> None:
    """Index, ask, and write one line a question after a first line about the whole."""
    started = time.perf_counter()
    ask = PEERS[name](_rows(corpus))
    index_s = time.perf_counter() - started
    ask("预热")
    lines: list[dict[str, Any]] = []
    for row in _rows(questions):
        before = time.perf_counter()
        returned = ask(row["text"])
        lines.append(
            {"query_id": row["_id"], "ms": (time.perf_counter() - before) * 1000, "hits": returned}
        )
    head = {"index_s": round(index_s, 1), "rss_mb": memory_mb()["VmHWM"]}
    text = "\n".join(json.dumps(item, ensure_ascii=False) for item in (head, *lines))
    out.write_text(text + "\n", encoding="utf-8")


def passages(rows: Rows) -> Iterator[tuple[str, str]]:
    """Yield record id and text of passages that end at sentences.

    >>> list(passages([{"_id": "a", "title": "", "text": "一。" * 130}]))[1]
    ('a', '一。一。一。一。一。')
    """
    for row in rows:
        held = ""
        for sentence in _SENTENCE.findall(row["text"]):
            if held and len(held) + len(sentence) > _PASSAGE_CHARS:
                yield row["_id"], held
                held = ""
            held += sentence
        if held:
            yield row["_id"], held


def _rows(path: Path) -> Rows:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]


def _embedded(embedder: Embedder, texts: Sequence[str]) -> list[list[float]]:
    found: list[list[float]] = []
    for start in range(0, len(texts), _BATCH):
        found.extend(embedder.embed_passages(texts[start : start + _BATCH]).tolist())
    return found


# -- the peers ----------------------------------------------------------------------------------


def _llama_nodes(rows: Rows) -> Any:
    from llama_index.core import Document
    from llama_index.core.node_parser import SentenceSplitter

    documents = [Document(text=row["text"], doc_id=row["_id"]) for row in rows]
    return SentenceSplitter().get_nodes_from_documents(documents)


def llama_index_starter(rows: Rows) -> Ask:
    """LlamaIndex as its starter begins: default splitter, Chroma, vectors alone."""
    import chromadb
    from llama_index.core import StorageContext, VectorStoreIndex
    from llama_index.core.embeddings import BaseEmbedding
    from llama_index.vector_stores.chroma import ChromaVectorStore

    embedder = open_embedder(Settings())

    class Ours(BaseEmbedding):
        """Our embedder behind LlamaIndex's interface."""

        def _get_query_embedding(self, query: str) -> list[float]:
            return [float(value) for value in embedder.embed_query(query)]

        def _get_text_embedding(self, text: str) -> list[float]:
            return _embedded(embedder, [text])[0]

        def _get_text_embeddings(self, texts: list[str]) -> list[list[float]]:
            return _embedded(embedder, texts)

        async def _aget_query_embedding(self, query: str) -> list[float]:
            return self._get_query_embedding(query)

    client = chromadb.PersistentClient(path=tempfile.mkdtemp(prefix="bench-chroma-"))
    store = ChromaVectorStore(chroma_collection=client.create_collection("bench"))
    index = VectorStoreIndex(
        _llama_nodes(rows),
        storage_context=StorageContext.from_defaults(vector_store=store),
        embed_model=Ours(embed_batch_size=_BATCH),
    )
    retriever = index.as_retriever(similarity_top_k=_TOP_K)
    return lambda question: [
        (item.node.ref_doc_id or "", item.node.get_content())
        for item in retriever.retrieve(question)
    ]


def llama_index_bm25(rows: Rows) -> Ask:
    """LlamaIndex's BM25 with its own tokeniser, which takes a Chinese clause for one word."""
    from llama_index.retrievers.bm25 import BM25Retriever

    retriever = BM25Retriever.from_defaults(nodes=_llama_nodes(rows), similarity_top_k=_TOP_K)
    return lambda question: [
        (item.node.ref_doc_id or "", item.node.get_content())
        for item in retriever.retrieve(question)
    ]


def llama_index_bm25_words(rows: Rows) -> Ask:
    """LlamaIndex's BM25 over texts that jieba has cut into words."""
    from llama_index.core.schema import TextNode
    from llama_index.retrievers.bm25 import BM25Retriever

    held = _llama_nodes(rows)
    cut: Any = [
        TextNode(id_=str(place), text=" ".join(words(node.get_content())))
        for place, node in enumerate(held)
    ]
    retriever = BM25Retriever.from_defaults(
        nodes=cut, similarity_top_k=_TOP_K, token_pattern=r"\S+", skip_stemming=True
    )

    def ask(question: str) -> Returned:
        found = [held[int(item.node.node_id)] for item in retriever.retrieve(_cut(question))]
        return [(node.ref_doc_id or "", node.get_content()) for node in found]

    return ask


def _cut(question: str) -> str:
    return " ".join(words(question)) or question


def plain_chroma(rows: Rows) -> Ask:
    """Chroma alone with our embedding model."""
    import chromadb

    embedder = open_embedder(Settings())
    held = list(passages(rows))
    client = chromadb.PersistentClient(path=tempfile.mkdtemp(prefix="bench-chroma-"))
    collection = client.create_collection(
        "bench", metadata={"hnsw:space": "cosine"}, embedding_function=None
    )
    vectors: Any = _embedded(embedder, [text for _, text in held])
    for start in range(0, len(held), 2_000):
        ids = [str(place) for place in range(start, min(len(held), start + 2_000))]
        collection.add(ids=ids, embeddings=vectors[start : start + 2_000])

    def ask(question: str) -> Returned:
        query: Any = [embedder.embed_query(question).tolist()]
        found = collection.query(query_embeddings=query, n_results=_TOP_K, include=[])
        return [held[int(place)] for place in found["ids"][0]]

    return ask


def lancedb_default(rows: Rows) -> Ask:
    """LanceDB's full-text search as its guide begins."""
    return _lancedb(rows)


def lancedb_ngrams(rows: Rows) -> Ask:
    """LanceDB's full-text search over pairs of characters."""
    return _lancedb(rows, base_tokenizer="ngram", ngram_min_length=2, ngram_max_length=2)


def _lancedb(rows: Rows, **options: Any) -> Ask:
    import lancedb

    table = lancedb.connect(tempfile.mkdtemp(prefix="bench-lance-")).create_table(
        "bench", [{"record": record, "text": text} for record, text in passages(rows)]
    )
    table.create_fts_index("text", use_tantivy=False, **options)

    def ask(question: str) -> Returned:
        found = table.search(question, query_type="fts").limit(_TOP_K).to_list()
        return [(item["record"], item["text"]) for item in found]

    return ask


def haystack_bm25(rows: Rows) -> Ask:
    """Haystack's in-memory BM25."""
    from haystack import Document
    from haystack.components.retrievers.in_memory import InMemoryBM25Retriever
    from haystack.document_stores.in_memory import InMemoryDocumentStore

    store = InMemoryDocumentStore()
    store.write_documents(
        [
            Document(id=str(place), content=text, meta={"record": record})
            for place, (record, text) in enumerate(passages(rows))
        ]
    )
    retriever = InMemoryBM25Retriever(store, top_k=_TOP_K)
    return lambda question: [
        (item.meta["record"], item.content or "")
        for item in retriever.run(query=question)["documents"]
    ]


PEERS: Mapping[str, Callable[[Rows], Ask]] = {
    "LlamaIndex starter (1024/200, Chroma, e5)": llama_index_starter,
    "LlamaIndex BM25, its tokeniser": llama_index_bm25,
    "LlamaIndex BM25 over jieba": llama_index_bm25_words,
    "Chroma alone, e5": plain_chroma,
    "LanceDB full text, default": lancedb_default,
    "LanceDB full text, character pairs": lancedb_ngrams,
    "Haystack BM25": haystack_bm25,
}

if __name__ == "__main__":
    main(sys.argv[1], *(Path(item) for item in sys.argv[2:5]))
