"""Which files below the given arguments are to be read, and by what source each is known."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from ingest.read.source import is_supported


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A file with its source: the argument's own name and the path below it.

    A fetched file has its address as source and as ``url`` (where redirects ended); ``name`` is
    set where the source does not end in the extension by which the file must be read.
    """

    path: Path
    source: str
    name: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Unfit:
    """A path that is not read; ``missing`` where it should have been there."""

    source: str
    reason: str
    missing: bool = False


def argument_name(path: Path) -> str:
    """Return the name by which an argument's documents are known.

    >>> argument_name(Path("/data/documents/"))
    'documents'
    """
    return path.resolve().name if path.name in ("", ".", "..") else path.name


def find_files(paths: Sequence[Path | FoundFile]) -> Iterator[FoundFile | Unfit]:
    """Yield every file below ``paths`` in order; the same file only once."""
    seen: dict[str, Path] = {}
    for path in paths:
        for item in [path] if isinstance(path, FoundFile) else _below(path):
            if isinstance(item, Unfit):
                yield item
                continue
            real = item.path.resolve()
            if item.source not in seen:
                seen[item.source] = real
                yield item
            elif seen[item.source] != real:
                yield Unfit(
                    item.source,
                    f"{item.path} 与 {seen[item.source]} 的来源名相同，请改名或分两次入库。",
                    missing=True,
                )


def _below(path: Path) -> Iterator[FoundFile | Unfit]:
    name = argument_name(path)
    if path.is_dir():
        yield from _walk(path, name)
    elif path.is_file():
        yield _judged(path, name)
    else:
        yield Unfit(name, f"路径不存在：{path}，请检查拼写。", missing=True)


def _walk(folder: Path, name: str) -> Iterator[FoundFile | Unfit]:
    for current, folders, files in os.walk(folder):
        folders[:] = sorted(item for item in folders if not item.startswith("."))
        for file in sorted(files):
            path = Path(current) / file
            below = path.relative_to(folder).as_posix()
            if path.is_file():
                yield _judged(path, f"{name}/{below}")


def _judged(path: Path, source: str) -> FoundFile | Unfit:
    if path.name.startswith((".", "~$")):
        return Unfit(source, "隐藏文件或临时文件，不读取")
    if not path.suffix:
        return Unfit(source, "没有扩展名，不能判断类型")
    if not is_supported(path.name):
        return Unfit(source, f"不支持的文件类型 {path.suffix}")
    return FoundFile(path, source)
