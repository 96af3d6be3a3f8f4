"""How fast real documents are read, and whether memory stays flat over all of them."""

from __future__ import annotations

import resource
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic, process_time

import pypdfium2

from corpus.errors import PolicyError
from ingest.parse import ParsedSource, iter_parsed

#: Memory is noted after each such share of the files.
_MARKS = 10


@dataclass(slots=True)
class ReadFigures:
    """Documents read, by processor second; ``memory_mb`` at each tenth of the way."""

    files: int = 0
    documents: int = 0
    cpu_s: float = 0.0
    wall_s: float = 0.0
    memory_mb: list[int] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)
    cpu_by_format: defaultdict[str, float] = field(default_factory=lambda: defaultdict(float))
    files_by_format: Counter[str] = field(default_factory=Counter)

    @property
    def per_cpu_second(self) -> float:
        """Documents for each second of one core."""
        return self.documents / self.cpu_s if self.cpu_s else 0.0

    def rate_of(self, suffix: str) -> float:
        """Files of one format for each second of one core."""
        spent = self.cpu_by_format[suffix]
        return self.files_by_format[suffix] / spent if spent else 0.0


def read_all(files: Sequence[Path], *, budget_s: float) -> ReadFigures:
    """Read ``files`` one after the other in this process, as long as the budget lasts."""
    figures = ReadFigures()
    began, cpu = monotonic(), process_time()
    for number, file in enumerate(files):
        if monotonic() - began > budget_s:
            break
        if number % max(1, len(files) // _MARKS) == 0:
            figures.memory_mb.append(_resident_mb())
        started = process_time()
        _read(file, figures)
        figures.files += 1
        figures.files_by_format[file.suffix] += 1
        figures.cpu_by_format[file.suffix] += process_time() - started
    figures.memory_mb.append(_resident_mb())
    figures.cpu_s, figures.wall_s = process_time() - cpu, monotonic() - began
    return figures


def _read(file: Path, figures: ReadFigures) -> None:
    try:
        for item in iter_parsed(file.read_bytes(), source=file.name, collection="default"):
            if isinstance(item, ParsedSource):
                figures.documents += 1
            else:
                figures.refused.append(item.reason)
    except PolicyError as error:
        figures.refused.append(str(error))
    except Exception as error:  # what counts here is that there is none
        figures.failures.append(f"{file.name}: {type(error).__name__} {error}")


def _resident_mb() -> int:
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
        return pages * resource.getpagesize() // 2**20
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def long_pdf(files: Sequence[Path], *, pages: int, target: Path) -> int:
    """Write a pdf of about ``pages`` pages made of those of ``files``; return how many it has."""
    joined = pypdfium2.PdfDocument.new()
    sources = [pypdfium2.PdfDocument(file.read_bytes()) for file in files]
    while len(joined) < pages:
        for source in sources:
            wanted = range(min(len(source), pages - len(joined)))
            if wanted:
                joined.import_pages(source, list(wanted))
    joined.save(str(target))
    return len(joined)
