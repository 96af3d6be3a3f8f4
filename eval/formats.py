"""Measure readers: one text as docx, pdf, ofd and scan against what a reader should give back.

``python -m eval formats FOLDER [--kind scan] [--json]``; FOLDER holds ``ID.docx``, ``ID.pdf``,
``ID.ofd``, ``ID.scan.pdf`` and ``truth/ID.txt``. A scan of the first pages only is compared with as
much of the truth as it covers (``covered`` says how much).
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterator
from difflib import SequenceMatcher
from pathlib import Path
from typing import Annotated, Any

import typer

from eval.gold_text import fold
from ingest.parse import parse_bytes

#: A scan with less than this share of the text holds its first pages only.
_WHOLE = 0.95
#: So many characters in common are no coincidence.
_RUN = 8
#: Suffix of the files of each kind; "ID.scan.pdf" is a pdf of pictures.
KINDS = {"docx": ".docx", "pdf": ".pdf", "ofd": ".ofd", "scan": ".scan.pdf"}


def run(
    folder: Annotated[Path, typer.Argument(help="Folder with the files and truth/ID.txt.")],
    *,
    kind: Annotated[list[str] | None, typer.Option(help="docx, pdf, ofd or scan; all.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object on stdout.")] = False,
) -> None:
    """Score the cleaned text of every file against the truth: similarity and seconds."""
    unknown = set(kind or ()) - set(KINDS)
    if unknown:
        raise typer.BadParameter(f"没有这种格式：{'、'.join(sorted(unknown))}")
    rows = list(measured(folder, kind or list(KINDS)))
    if not rows:
        raise typer.BadParameter(f"{folder} 中没有 truth/*.txt 及对应的文件")
    report: dict[str, Any] = {
        name: _summary([row for row in rows if row["kind"] == name])
        for name in KINDS
        if any(row["kind"] == name for row in rows)
    }
    report["files"] = rows
    sys.stdout.write(json.dumps(report, ensure_ascii=False, indent=None if as_json else 2) + "\n")


def measured(folder: Path, kinds: list[str]) -> Iterator[dict[str, Any]]:
    """Yield one row for each file that has a truth: its similarity and how long it took."""
    for truth in sorted((folder / "truth").glob("*.txt")):
        expected = fold(truth.read_text(encoding="utf-8"))
        for kind in kinds:
            path = folder / f"{truth.stem}{KINDS[kind]}"
            if not path.exists():
                continue
            started = time.perf_counter()
            parsed = parse_bytes(path.read_bytes(), source=path.name, collection="default")
            seconds = time.perf_counter() - started
            got = fold(parsed[0].document.text)
            wanted = scanned_part(expected, got) if kind == "scan" else expected
            yield {
                "file": path.name,
                "kind": kind,
                "similarity": round(similarity(wanted, got), 4),
                "covered": round(len(wanted) / len(expected), 4),
                "seconds": round(seconds, 2),
            }


def scanned_part(expected: str, got: str) -> str:
    """Return the beginning of ``expected`` that a scan of its first pages holds.

    It ends where the last run that both have in common ends; a scan that holds (nearly) all is
    compared with all.
    """
    if len(got) > _WHOLE * len(expected):
        return expected
    blocks = SequenceMatcher(None, expected, got, autojunk=False).get_matching_blocks()
    runs = [block for block in blocks if block.size >= _RUN]
    return expected[: runs[-1].a + runs[-1].size] if runs else expected


def similarity(expected: str, got: str) -> float:
    """Return the share of characters that two texts have in common in the same order."""
    return SequenceMatcher(None, expected, got, autojunk=False).ratio()


def _summary(rows: list[dict[str, Any]]) -> dict[str, float | int]:
    return {
        "worst": min(row["similarity"] for row in rows),
        "mean": round(sum(row["similarity"] for row in rows) / len(rows), 4),
        "slowest_s": max(row["seconds"] for row in rows),
        "n": len(rows),
    }
