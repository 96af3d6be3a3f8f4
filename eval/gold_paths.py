"""Where the documents stand that gold rows name: at, beside or below the folder that is given."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path, PurePosixPath

import typer

from ingest.found_files import FoundFile, find_files

#: A folder of more files gives those that gold names and a part of the others.
_WHOLE_FOLDER = 500
_ONE_OF = 20


def located(documents: Path, path: str) -> Path:
    """Return where the gold path ``path`` stands, whether ``documents`` is its root or inside it.

    ``--documents shared`` and ``--documents shared/documents`` both find
    ``documents/site/a.html`` and ``seeds/b.txt``.
    """
    for root in (documents, documents.absolute().parent, documents / "documents"):
        if (root / path).exists():
            return root / path
    raise typer.BadParameter(f"{documents} 及其上级目录中都没有 {path}", param_hint="--documents")


def located_roots(documents: Path, paths: Iterable[str]) -> list[Path]:
    """Return the folders (or files) that gold paths begin with, each once, in order."""
    names = sorted({PurePosixPath(path).parts[0] for path in paths})
    return [located(documents, name) for name in names]


def gold_files(documents: Path, paths: Iterable[str]) -> list[FoundFile]:
    """Return the files that ``paths`` name with the others of their collections as distractors.

    A collection is a folder beside or below ``documents``. One of more than 500 files (thousands
    of laws take hours to embed) gives the named ones and every twentieth of the rest.
    """
    named = set(paths)
    found: list[FoundFile] = []
    for folder in sorted({_collection(path) for path in named}):
        place = located(documents, folder)
        base = place.parents[len(PurePosixPath(folder).parts) - 1]
        files = [item for item in find_files([place]) if isinstance(item, FoundFile)]
        few = len(files) <= _WHOLE_FOLDER
        for number, item in enumerate(files):
            source = item.path.relative_to(base).as_posix()
            if few or source in named or number % _ONE_OF == 0:
                found.append(FoundFile(item.path, source))
    return found


def _collection(path: str) -> str:
    """Return the folder of a gold path that holds one kind of document.

    >>> _collection("documents/site/html/a.html"), _collection("seeds/b.txt")
    ('documents/site', 'seeds')
    """
    parts = PurePosixPath(path).parts
    return "/".join(parts[: 2 if parts[0] == "documents" else 1])
