"""Run the stress tests over a folder of real files and write what was found as a report.

``python -m tests.stress --shared ../shared [--minutes 10] [--report docs/stress.md]``; without real
files the shipped corpus is used. Ends with 1 where something broke.
"""

from __future__ import annotations

import argparse
import platform
import shutil
import sys
import tempfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from time import process_time

import corpus
from ingest.parse import PARSER_VERSION, parse_bytes
from tests.stress.fuzzing import FuzzFigures, fuzz
from tests.stress.killing import KillFigures, kill_while_ingesting
from tests.stress.reading import ReadFigures, long_pdf, read_all

SHIPPED = Path(corpus.__file__).parent / "documents"
#: Files of each format that are damaged, and documents that an ingestion is killed over.
FUZZED_EACH = 6
INGESTED = 120
KILLS = 5
LONG_PDF_PAGES = 300
#: Of the time given: reading everything, fuzzing; the rest is killing and the long pdf.
READING_SHARE, FUZZING_SHARE = 0.5, 0.25
#: Memory may grow by so much after the first tenth of the files (caches fill).
FLAT_MB = 60


def main() -> int:
    """Run all parts within the time given; return 1 where something broke."""
    options = _options()
    texts, formats = _files(options.shared)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        fuzzed = fuzz(
            _some_of_each([*texts, *formats]), folder, budget_s=60 * options.minutes * FUZZING_SHARE
        )
        killed = _killed(texts, folder)
        pages, pdf_s = _long_pdf([file for file in formats if file.suffix == ".pdf"], folder)
        read = read_all(texts, budget_s=60 * options.minutes * READING_SHARE)
        docx = read_all(
            [file for file in formats if file.suffix == ".docx"] * 5, budget_s=60 * options.minutes
        )
    broken = _broken(fuzzed, killed, read)
    report = _report(fuzzed, killed, read, docx, pages, pdf_s, len(texts), broken)
    options.report.write_text(report, encoding="utf-8")
    sys.stdout.write(report)
    return 1 if broken else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--report", type=Path, default=Path("docs/stress.md"))
    return parser.parse_args()


def _files(shared: Path) -> tuple[list[Path], list[Path]]:
    """Return the real documents and the same text in other formats; no scans, which need OCR."""
    documents = shared / "documents"
    root = documents if documents.is_dir() else SHIPPED
    texts = sorted(file for file in root.rglob("*") if file.suffix in (".html", ".txt", ".md"))
    found = sorted((shared / "formats").glob("*.*"))
    formats = [f for f in found if f.suffix in (".docx", ".pdf", ".ofd") and ".scan" not in f.name]
    return texts, formats


def _some_of_each(files: Sequence[Path]) -> list[Path]:
    chosen: list[Path] = []
    for suffix in sorted({file.suffix for file in files}):
        same = [file for file in files if file.suffix == suffix]
        chosen += same[:: max(1, len(same) // FUZZED_EACH)][:FUZZED_EACH]
    return chosen


def _killed(texts: Sequence[Path], folder: Path) -> KillFigures:
    spread = texts[:: max(1, len(texts) // INGESTED)][:INGESTED]
    chosen = list({file.read_bytes(): file for file in spread}.values())  # copies count once
    source = folder / "killed"
    source.mkdir()
    for number, file in enumerate(chosen):
        shutil.copy(file, source / f"{number:03}{file.suffix}")
    return kill_while_ingesting(source, folder / "data", kills=KILLS, expected=len(chosen))


def _long_pdf(files: Sequence[Path], folder: Path) -> tuple[int, float]:
    """Return how many pages were read at once, and in how many seconds of one core."""
    if not files:
        return 0, 0.0
    target = folder / "long.pdf"
    pages = long_pdf(files, pages=LONG_PDF_PAGES, target=target)
    started = process_time()
    parse_bytes(target.read_bytes(), source=target.name, collection="default")
    return pages, process_time() - started


def _broken(fuzzed: FuzzFigures, killed: KillFigures, read: ReadFigures) -> list[str]:
    found = [*fuzzed.tracebacks, *fuzzed.killed, *read.failures]
    if killed.broken or killed.complete != killed.expected:
        found.append(f"kill -9: {killed.broken} broken, {killed.complete} of {killed.expected}")
    if (
        read.memory_mb
        and read.memory_mb[-1] - read.memory_mb[min(1, len(read.memory_mb) - 1)] > FLAT_MB
    ):
        found.append(f"memory grew: {read.memory_mb} MB")
    return found


def _report(
    fuzzed: FuzzFigures,
    killed: KillFigures,
    read: ReadFigures,
    docx: ReadFigures,
    pages: int,
    pdf_s: float,
    total: int,
    broken: Sequence[str],
) -> str:
    """Return the report as markdown; seconds are those of one core, so that load does not count."""
    formats = "、".join(f"{name[1:]} {count}" for name, count in sorted(fuzzed.by_format.items()))
    rates = "、".join(
        f"{name[1:]} {read.rate_of(name):.0f}" for name in sorted(read.files_by_format)
    )
    lines = [
        "# 压力测试",
        "",
        f"`make stress`，{date.today().isoformat()}，Python {platform.python_version()}，"
        f"解析版本 {PARSER_VERSION}。秒数为单核处理器时间，不受机器忙闲影响。",
        "",
        "| 项目 | 结果 |",
        "|---|---|",
        f"| 损坏的真实文件（{formats}） | {fuzzed.tried} 份：读出 {fuzzed.read}，说明原因后拒绝 "
        f"{fuzzed.refused}，内部错误 {len(fuzzed.tracebacks)}，卡死或崩溃 {len(fuzzed.killed)} |",
        f"| 入库途中 kill -9 | {killed.kills} 次，每次之后库中 "
        f"{'、'.join(map(str, killed.held_after_each))} 份，残缺 {killed.broken} 份；"
        f"再次入库后 {killed.complete}/{killed.expected} |",
        f"| 全部真实文件 | {read.files}/{total} 个文件、{read.documents} 份文件，"
        f"每核每秒 {read.per_cpu_second:.0f} 份（{rates}），"
        f"说明原因后拒绝 {len(read.refused)}，内部错误 {len(read.failures)} |",
        f"| 内存（每读十分之一） | {'、'.join(map(str, read.memory_mb))} MB |",
        f"| docx | 每核每秒 {docx.rate_of('.docx'):.0f} 份 |",
        f"| {pages} 页 pdf | {pdf_s:.1f} 秒 |",
        "",
        "未发现问题。" if not broken else "问题：",
        *(f"- {item}" for item in broken),
    ]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.exit(main())
