"""Differences of two documents as JSON."""

from __future__ import annotations

from typing import Literal

from service.schema.strict import Strict

DiffKind = Literal["same", "edited", "gone", "new"]


class DiffPiece(Strict):
    """A run of a line; ``changed`` where the other document has it otherwise."""

    text: str
    changed: bool


class DiffRow(Strict):
    """One line of both (``same`` fills only ``old``), edited, gone, or new."""

    kind: DiffKind
    old: list[DiffPiece]
    new: list[DiffPiece]


class DifferencesView(Strict):
    """Two documents line by line; ``changed`` counts the rows that are not the same."""

    old_id: str
    old_title: str
    new_id: str
    new_title: str
    changed: int
    rows: list[DiffRow]
