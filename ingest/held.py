"""What the catalogue holds, by path, by bytes and by document, kept up to date during a run."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from corpus.catalogue import StoredSource


class Held:
    """The places where held documents were found."""

    def __init__(self, stored: Iterable[StoredSource]) -> None:
        self._by_path: dict[str, StoredSource] = {}
        self._by_bytes: dict[str, set[str]] = defaultdict(set)
        self._by_document: dict[str, set[str]] = defaultdict(set)
        for item in stored:
            self.put(item)

    def put(self, item: StoredSource) -> None:
        """Record a place, replacing what was known of its path."""
        self.drop(item.path)
        self._by_path[item.path] = item
        self._by_bytes[item.sha256].add(item.path)
        self._by_document[item.document_id].add(item.path)

    def drop(self, path: str) -> None:
        """Forget a place."""
        earlier = self._by_path.pop(path, None)
        if earlier is not None:
            self._by_bytes[earlier.sha256].discard(path)
            self._by_document[earlier.document_id].discard(path)

    def at(self, path: str) -> StoredSource | None:
        """Return what is held at ``path``."""
        return self._by_path.get(path)

    def with_bytes(self, sha256: str) -> list[StoredSource]:
        """Return the places that hold these bytes, in order of path."""
        return [self._by_path[path] for path in sorted(self._by_bytes.get(sha256, ()))]

    def of_document(self, document_id: str) -> list[StoredSource]:
        """Return the places of one document, in order of path."""
        return [self._by_path[path] for path in sorted(self._by_document.get(document_id, ()))]

    def __iter__(self) -> Iterator[StoredSource]:
        return iter(list(self._by_path.values()))
