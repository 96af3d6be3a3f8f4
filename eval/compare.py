"""Whether one run is better than another: ``python -m eval compare A.jsonl B.jsonl``.

Both files are outcomes of the same questions (``eval retrieval --outcomes``). Every figure of B is
compared with A's by a paired bootstrap: questions are drawn anew ten thousand times, and the
differences between their means show how far chance alone would move it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Annotated, Any

import numpy as np
import typer
from numpy.typing import NDArray

_DRAWS = 10_000
_SEED = 1
_FIGURES = (
    "ndcg_at_10", "hit_at_1", "recall_at_10", "recall_at_100", "reciprocal_rank",
    "span_in_1000", "span_in_3000",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Difference:
    """B less A: the mean, its 95 % interval, and how often chance makes it no gain (or no loss).

    ``p`` is two-sided.
    """

    a: float
    b: float
    difference: float
    low: float
    high: float
    p: float


def run(
    first: Annotated[Path, typer.Argument(metavar="A", help="Outcomes of one run (jsonl).")],
    second: Annotated[Path, typer.Argument(metavar="B", help="Outcomes of another run.")],
    *,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object on stdout.")] = False,
) -> None:
    """Compare two runs over the questions that both answered."""
    found = compare(read_outcomes(first), read_outcomes(second))
    if as_json:
        shown = {name: asdict(item) for name, item in found.items()}
        typer.echo(json.dumps(shown, ensure_ascii=False))
        return
    typer.echo(f"{'figure':16} {'A':>7} {'B':>7} {'B−A':>8}   95 % interval        p")
    for name, item in found.items():
        typer.echo(
            f"{name:16} {item.a:7.4f} {item.b:7.4f} {item.difference:+8.4f}"
            f"   {item.low:+.4f} … {item.high:+.4f}  {item.p:.4f}"
        )


def read_outcomes(path: Path) -> dict[str, Mapping[str, Any]]:
    """Return question id → its figures."""
    rows = (json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line)
    return {str(row["query_id"]): row for row in rows}


def compare(
    first: Mapping[str, Mapping[str, Any]], second: Mapping[str, Mapping[str, Any]]
) -> dict[str, Difference]:
    """Return the difference of every figure that both runs have; ValueError without any."""
    found: dict[str, Difference] = {}
    for name in _FIGURES:
        pairs = [
            (first[key][name], second[key][name])
            for key in sorted(first.keys() & second.keys())
            if first[key].get(name) is not None and second[key].get(name) is not None
        ]
        if pairs:
            table = np.array(pairs, np.float64)
            found[name] = paired_bootstrap(table[:, 0], table[:, 1])
    if not found:
        raise ValueError("the two runs have no question in common")
    return found


def paired_bootstrap(a: NDArray[np.float64], b: NDArray[np.float64]) -> Difference:
    """Compare two runs over the same questions, in the same order."""
    gains = b - a
    random = np.random.default_rng(_SEED)
    means = np.array(
        [gains[random.integers(0, len(gains), len(gains))].mean() for _ in range(_DRAWS)]
    )
    low, high = np.quantile(means, (0.025, 0.975))
    p = 2 * min((means <= 0).mean(), (means >= 0).mean())
    return Difference(
        a=round(float(a.mean()), 4),
        b=round(float(b.mean()), 4),
        difference=round(float(gains.mean()), 4),
        low=round(float(low), 4),
        high=round(float(high), 4),
        p=round(min(1.0, float(p)), 4),
    )
