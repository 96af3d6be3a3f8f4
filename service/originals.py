"""The files as they came, kept beside the catalogue by the hash of their bytes."""

from __future__ import annotations

import hashlib
import logging
import tempfile
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from corpus.catalogue import Catalogue, StoredSource
from corpus.settings import Settings

logger = logging.getLogger(__name__)

_CHUNK = 1 << 20


class Originals:
    """Content-addressed copies of ingested files below ``originals`` of the data directory."""

    def __init__(self, settings: Settings) -> None:
        self._folder = settings.data / "originals"
        self._limit = settings.ingest.max_file_bytes

    def path(self, sha256: str) -> Path:
        """Return where the bytes of this hash are kept, if they are."""
        return self._folder / sha256[:2] / sha256

    def of(self, sources: Iterable[StoredSource]) -> tuple[StoredSource, Path] | None:
        """Return the first source whose original bytes are kept."""
        for source in sources:
            path = self.path(source.sha256)
            if path.is_file():
                return source, path
        return None

    def keep(self, files: Iterable[tuple[str, Path]], catalogue: Catalogue) -> None:
        """Keep the files (source, path) that the catalogue holds and that are not kept yet."""
        held = {item.path: item.sha256 for item in catalogue.sources()}
        members = {name.partition(".zip/")[0] + ".zip" for name in held if ".zip/" in name}
        for source, path in files:
            if source in members:
                self._keep_members(source, path, held)
            elif source in held and not self.path(held[source]).exists():
                self._store(_chunks(path), source)

    def sweep(self, catalogue: Catalogue) -> None:
        """Delete what no document of the catalogue came from any more."""
        held = {item.sha256 for item in catalogue.sources()}
        for path in self._folder.glob("??/*"):
            if path.name not in held:
                path.unlink(missing_ok=True)

    def _keep_members(self, source: str, path: Path, held: dict[str, str]) -> None:
        try:
            with zipfile.ZipFile(path) as archive:
                for member in archive.infolist():
                    wanted = held.get(f"{source}/{member.filename}")
                    is_due = wanted is not None and not self.path(wanted).exists()
                    if is_due and member.file_size <= self._limit:
                        self._store([archive.read(member)], source)
        except (OSError, zipfile.BadZipFile, RuntimeError, NotImplementedError) as error:
            logger.warning("originals of %s not kept: %s", source, error)

    def _store(self, chunks: Iterable[bytes], source: str) -> None:
        """Write under the hash of what was really read; a half-written file is never seen."""
        digest = hashlib.sha256()
        self._folder.mkdir(parents=True, exist_ok=True)
        partial = None
        try:
            with tempfile.NamedTemporaryFile(dir=self._folder, delete=False) as sink:
                partial = Path(sink.name)
                for chunk in chunks:
                    digest.update(chunk)
                    sink.write(chunk)
            target = self.path(digest.hexdigest())
            target.parent.mkdir(exist_ok=True)
            partial.replace(target)
        except OSError as error:
            logger.warning("original of %s not kept: %s", source, error)
            if partial is not None:
                partial.unlink(missing_ok=True)


def _chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            yield chunk
