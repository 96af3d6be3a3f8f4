"""What kind of benefit a rule grants: 奖励, 补贴, 租金减免 …, by a table of words."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class _BenefitType:
    name: str
    pattern: re.Pattern[str]
    special: bool


@lru_cache(maxsize=1)
def _benefit_types() -> tuple[_BenefitType, ...]:
    rows = json.loads((files("ingest.cards") / "data" / "benefit_types.json").read_text("utf-8"))
    return tuple(
        _BenefitType(row["type"], re.compile("|".join(row["words"])), row.get("special", False))
        for row in rows
    )


# 失业保险稳岗返还比例提高到60%: what is given back may stand before the granting words.
_INSURANCE = re.compile(r"失业保险|社会保险|稳岗返还")


def benefit_type(granting: str, rule: str) -> str | None:
    """Return the first kind whose words stand in the granting words, else in the whole rule.

    >>> benefit_type("给予企业300万元奖励", "对在主板上市企业，给予企业300万元奖励")
    '奖励'
    """
    for kind in _benefit_types():
        if kind.special and kind.pattern.search(rule):
            return kind.name
    for text in (granting, rule):
        for kind in _benefit_types():
            if kind.pattern.search(text):
                if kind.name == "返还" and _INSURANCE.search(rule):
                    return "社保返还"
                return "补贴" if kind.name == "资助" else kind.name
    return None
