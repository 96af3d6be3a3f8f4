"""The shipped documents' incentives: every figure of three whole documents, as written."""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache
from pathlib import Path

import pytest

from corpus.cards import IncentiveCard
from ingest.parse import parse_bytes

EXAMPLES = Path(__file__).parents[2] / "corpus" / "documents" / "examples"
#: document → [(clause, least, most, least %, most %, cap)]
TRUTH: dict[str, list[tuple[str | float | None, ...]]] = {
    "qingshi/zhaoshang-cuoshi-2025.html": [
        ("第三条", None, None, 3, 3, 3000000), ("第四条", None, None, 1, 1, 3000000),
        ("第五条", 20000, 20000, None, None, 4000000), ("第六条", None, None, 50, 100, None),
        ("第八条", 300, 300, None, None, 600000), ("第九条", None, 150000, 60, 60, None),
        ("第十一条", 0.05, 0.05, None, None, 500000), ("第十二条", None, None, 10, 10, 300000),
        ("第十三条", 2000000, 2000000, None, None, None),
        ("第十四条", 50000, 100000, None, None, None),
        ("第十六条", None, None, None, None, None),
    ],
    "yunchuan/zhaoshang-jiangli-2025.html": [
        ("第四条第一款第（一）项", None, None, 4, 4, 20000000),
        ("第四条第一款第（二）项", None, None, 5, 5, 40000000),
        ("第四条第一款第（三）项", None, None, 6, 6, 80000000),
        ("第五条", None, None, 2, 2, 10000000), ("第六条", 5000000, 5000000, None, None, None),
        ("第六条", 3000000, 3000000, None, None, None),
        ("第七条第一款", None, None, 50, 80, 20000000), ("第八条", None, None, 8, 8, 8000000),
        ("第九条", None, None, 50, 100, 1000000), ("第十条", None, None, 0.2, 0.2, 2000000),
    ],
    "qingshi/nongye-jiangbu-2024.docx": [
        ("第三条", 100000, 500000, None, None, None), ("第四条", 50000, 100000, None, None, None),
        ("第四条", 30000, 30000, None, None, None), ("第五条", 800, 800, None, None, None),
        ("第五条", 3000, 3000, None, None, None), ("第五条", 500, 500, None, None, None),
        ("第六条", None, None, 20, 20, 500000), ("第七条", 150, 150, None, None, 400000),
        ("第八条", 50000, 300000, None, None, None), ("第九条", None, None, 2, 2, 100000),
        ("第十条", None, None, 30, 30, None),
    ],
}  # fmt: skip


def _number(value: Decimal | None) -> float | None:
    return None if value is None else float(value)


@lru_cache(maxsize=4)
def figures_of(name: str) -> tuple[tuple[str | float | None, ...], ...]:
    """Clause and figures of every incentive card of a shipped document."""
    parsed = parse_bytes((EXAMPLES / name).read_bytes(), source=name, collection="examples")
    names = ("amount_min", "amount_max", "rate_min", "rate_max", "cap")
    return tuple(
        (
            card.clause_path,
            *(None if getattr(card, n) is None else float(getattr(card, n)) for n in names),
        )
        for item in parsed
        for card in item.document.cards
        if isinstance(card, IncentiveCard)
    )


@pytest.mark.parametrize(
    ("name", "rule"), [(name, rule) for name, rules in TRUTH.items() for rule in rules]
)
def test_each_rule_is_found_with_its_figures(name: str, rule: tuple[object, ...]) -> None:
    assert rule in figures_of(name)


@pytest.mark.parametrize(
    "name", ["qingshi/zhaoshang-cuoshi-2025.html", "qingshi/nongye-jiangbu-2024.docx"]
)
def test_nothing_else_is_taken_for_a_rule(name: str) -> None:
    assert set(figures_of(name)) <= set(TRUTH[name])
