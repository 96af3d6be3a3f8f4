"""Where the documents stand that gold rows name: at, beside or below the folder that is given."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path, PurePosixPath

import typer


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
