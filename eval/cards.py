"""Measure cards against gold: incentives, targets and procedures, field by field.

``python -m eval cards GOLD_DIR --documents DIR [--verbose] [--json]``
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from corpus.document import PolicyDocument
from eval.cards_incentives import score_incentives
from eval.cards_other import score_procedures, score_targets
from eval.cards_text import share
from eval.gold_paths import located
from ingest.parse import parse_bytes

_FILES = ("incentives", "targets", "procedures")
#: Lists of single misses, shown only with ``--verbose``.
_DETAILS = ("missed", "false", "wrong")


def run(
    gold: Annotated[Path, typer.Argument(help="Folder of gold labels.")],
    *,
    documents: Annotated[Path, typer.Option(help="Folder that gold paths are relative to.")],
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object on stdout.")] = False,
    verbose: Annotated[bool, typer.Option(help="Every miss, one a line, on stderr.")] = False,
) -> None:
    """Score cards against GOLD: incentives, targets, procedures, spans."""
    rows = {name: load(gold / f"{name}.jsonl") for name in _FILES}
    if not any(rows.values()):
        raise typer.BadParameter(f"{gold} 中没有 incentives、targets、procedures 的标注")
    held = {
        path: parse_bytes(located(documents, path).read_bytes(), source=path, collection="default")[
            0
        ].document
        for path in sorted({row["doc"] for name in _FILES for row in rows[name]})
    }
    report = score(rows, held)
    misses = [
        f"{name}: {miss}"
        for name in _FILES
        for detail in _DETAILS
        for miss in report[name].pop(detail, ())
    ]
    if verbose:
        sys.stderr.write("\n".join(misses) + "\n")
    sys.stdout.write(json.dumps(report, ensure_ascii=False, indent=None if as_json else 2) + "\n")


def score(
    rows: Mapping[str, list[dict[str, Any]]], documents: Mapping[str, PolicyDocument]
) -> dict[str, Any]:
    """Return one report over the gold ``rows`` of each kind."""
    counted = [spans_verbatim(document) for document in documents.values()]
    right, total = sum(item[0] for item in counted), sum(item[1] for item in counted)
    return {
        "incentives": score_incentives(rows["incentives"], documents),
        "targets": score_targets(rows["targets"], documents),
        "procedures": score_procedures(rows["procedures"], documents),
        "spans_verbatim": share(right, total),
        "spans": total,
    }


def load(path: Path) -> list[dict[str, Any]]:
    """Read a jsonl file; one that is not there has no rows."""
    if not path.exists():
        return []
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]


def spans_verbatim(document: PolicyDocument) -> tuple[int, int]:
    """Count the card fields whose span holds the field's text, and all fields with a span."""
    right = total = 0
    for card in document.cards:
        for span in card.spans:
            name, _, index = span.field.partition(".")
            value = getattr(card, name)
            if index:
                value = value[int(index)]
            value = getattr(value, "text", value)
            total += 1
            held = document.text[span.start : span.end]
            right += _holds(span.field, value, held)
    return right, total


def _holds(field: str, value: object, held: str) -> bool:
    """Whether the span's words bear the field: verbatim; an indicator may be put together."""
    if field == "indicator":
        rest = iter(held)
        return all(character in held for character in str(value)) or all(
            character in rest for character in str(value)
        )
    return held == value if isinstance(value, str) and field != "unit" else bool(held.strip())
