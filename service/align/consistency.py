"""Finds statements within one draft that cannot all be true."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from corpus.document import PolicyDocument
from corpus.quantities import Quantity, find_quantities
from service.align.report import Inconsistency

# The noun that a total belongs to: 总投资12亿元 · 专项资金规模2亿元
_TOTAL_NOUN = re.compile(
    r"(?P<noun>[一-鿿]{0,8}(?:总投资|总额|总规模|总量|总面积|总数|合计|资金规模))[^，。；\d]{0,6}$"
)
# A period whose end stands before its start: 2025年至2023年
_PERIOD = re.compile(r"(?P<first>20\d\d)年?\s*(?:至|到|—|－|-|~|～)\s*(?P<last>20\d\d)年")


def find_inconsistencies(draft: PolicyDocument) -> tuple[Inconsistency, ...]:
    """Return the figures and periods of ``draft`` that contradict each other."""
    return (*_periods(draft.text), *_totals(draft.text))


def _periods(text: str) -> Iterator[Inconsistency]:
    for match in _PERIOD.finditer(text):
        if int(match["last"]) < int(match["first"]):
            yield Inconsistency(
                "period",
                f"“{match.group()}”的结束年份早于开始年份",
                ((match.start(), match.end()),),
            )


def _totals(text: str) -> Iterator[Inconsistency]:
    """Totals of one name that are given with different figures for the same year."""
    found: dict[tuple[str, str], list[Quantity]] = defaultdict(list)
    for figure in find_quantities(text):
        match = _TOTAL_NOUN.search(text[max(0, figure.start - 24) : figure.start])
        if match:
            year = re.findall(r"20\d\d年", text[max(0, figure.start - 40) : figure.start])
            found[match["noun"], year[-1] if year else ""].append(figure)
    for (noun, _), figures in found.items():
        if len({(item.kind, item.value, item.upper) for item in figures}) > 1:
            shown = "、".join(dict.fromkeys(text[item.start : item.end] for item in figures))
            yield Inconsistency(
                "total",
                f"“{noun}”前后不一致：{shown}",
                tuple((item.start, item.end) for item in figures),
            )
