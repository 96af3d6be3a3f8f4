"""Questions to measure retrieval with: a BEIR folder with answers, each half of it by itself."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path, PurePosixPath
from typing import Any

from index.query import understand

#: What figures may be split by.
GROUPS = ("kind", "role", "source")


@dataclass(frozen=True, slots=True)
class Question:
    """A question with the records that answer it and, where known, the words that do.

    ``groups`` are what its figures may be split by: the ``kind`` and the ``role`` that its row
    states (else the kind that we understand it to be of), the ``source`` of its first record.
    """

    query_id: str
    text: str
    relevant: frozenset[str]
    answer: str | None
    groups: Mapping[str, str] = field(default_factory=dict)


def read_questions(folder: Path, qrels: str, answers: Path | None) -> list[Question]:
    """Read the questions that the qrels name, in the order of the qrels."""
    asked = {row["_id"]: row for row in _rows(folder / "queries.jsonl")}
    relevant: dict[str, set[str]] = {}
    lines = (folder / "qrels" / f"{qrels}.tsv").read_text(encoding="utf-8").splitlines()
    for line in lines[1:]:
        query_id, record_id, score = line.split("\t")
        if float(score) > 0:
            relevant.setdefault(query_id, set()).add(record_id)
    path = answers or folder / "answers.jsonl"
    words = {row["_id"]: row["answer"] for row in _rows(path)} if path.is_file() else {}
    return [
        Question(
            query_id,
            asked[query_id]["text"],
            frozenset(records),
            words.get(query_id),
            _groups(asked[query_id], folder.name),
        )
        for query_id, records in relevant.items()
    ]


def shipped_questions(path: Path, day: date) -> list[Question]:
    """Read the gate's retrieval cases that are asked as of ``day`` and without filters."""
    return [
        Question(
            row["id"],
            row["question"],
            frozenset(PurePosixPath(name).stem for name in (row["doc"], *row["alternatives"])),
            None,
            {"kind": row["kind"], "role": row["role"], "source": row["doc"].split("/")[0]},
        )
        for row in _rows(path)
        if row["as_of"] == day.isoformat() and not row.get("filters")
    ]


def _groups(row: Mapping[str, Any], source: str) -> dict[str, str]:
    kind = row.get("kind") or understand(row["text"], today=date.today()).kind
    return {"kind": kind, "role": row.get("role", "-"), "source": row.get("source", source)}


def is_held_out(query_id: str) -> bool:
    """Whether a question belongs to the half on which nothing was fitted."""
    return int(hashlib.sha256(query_id.encode("utf-8")).hexdigest(), 16) % 2 == 1


def _rows(path: Path) -> Iterator[Mapping[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            if line.strip():
                yield json.loads(line)
