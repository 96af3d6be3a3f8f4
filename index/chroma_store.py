"""Chroma through llama-index's vector-store interface: where the vectors are kept."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import chromadb
import numpy as np
from chromadb.config import Settings as ChromaSettings
from llama_index.core.schema import BaseNode, TextNode
from llama_index.vector_stores.chroma import ChromaVectorStore

from index.embed import Vectors

_COLLECTION = "passages"
_PAGE = 5_000


class ChromaStore:
    """An embedded Chroma in ``folder``, or a server by ``url``; keyed by passage id."""

    def __init__(self, folder: Path, *, url: str | None) -> None:
        self._client = _client(folder, url)
        self._open_collection()

    def _open_collection(self) -> None:
        # Inner product of unit vectors; never Chroma's own embedder, which downloads a model.
        self._collection = self._client.get_or_create_collection(
            _COLLECTION, metadata={"hnsw:space": "ip"}, embedding_function=None
        )
        self._store = ChromaVectorStore(chroma_collection=self._collection)

    def add(self, pids: Sequence[int], vectors: Vectors, *, document_ids: Sequence[str]) -> None:
        """Put in one vector per passage."""
        nodes: list[BaseNode] = [
            TextNode(
                id_=str(pid), text="", metadata={"document": document}, embedding=vector.tolist()
            )
            for pid, vector, document in zip(pids, vectors, document_ids, strict=True)
        ]
        if nodes:
            self._store.add(nodes)

    def delete(self, pids: Sequence[int]) -> None:
        """Take out the passages; those that are not held are passed over."""
        for start in range(0, len(pids), _PAGE):
            self._store.delete_nodes(node_ids=[str(pid) for pid in pids[start : start + _PAGE]])

    def clear(self) -> None:
        """Take out everything, also what a model of another dimension left."""
        self._client.delete_collection(_COLLECTION)
        self._open_collection()

    def count(self) -> int:
        """Return the number of vectors held."""
        return int(self._collection.count())

    def pids(self) -> list[int]:
        """Return every passage held."""
        found: list[int] = []
        while page := self._collection.get(include=[], limit=_PAGE, offset=len(found))["ids"]:
            found.extend(int(item) for item in page)
        return found

    def pages(self) -> Iterator[tuple[list[int], Vectors]]:
        """Yield all vectors held, some thousands at a time."""
        offset = 0
        while True:
            page = self._collection.get(include=["embeddings"], limit=_PAGE, offset=offset)
            if not page["ids"]:
                return
            yield [int(item) for item in page["ids"]], np.asarray(page["embeddings"], np.float32)
            offset += len(page["ids"])

    def get(self, pids: Sequence[int]) -> dict[int, Vectors]:
        """Return the vectors of those passages that are held."""
        if not pids:
            return {}
        got = self._collection.get(ids=[str(pid) for pid in pids], include=["embeddings"])
        vectors = np.asarray(got["embeddings"], dtype=np.float32)
        return {int(pid): vector for pid, vector in zip(got["ids"], vectors, strict=True)}


def _client(folder: Path, url: str | None) -> Any:
    settings = ChromaSettings(anonymized_telemetry=False)
    if url is None:
        folder.mkdir(parents=True, exist_ok=True)
        return chromadb.PersistentClient(path=str(folder), settings=settings)
    parts = urlsplit(url)
    return chromadb.HttpClient(
        host=parts.hostname or "localhost",
        port=parts.port or 8000,
        ssl=parts.scheme == "https",
        settings=settings,
    )
