"""Conditions that can be tested: each with its kind, comparator and figure."""

from __future__ import annotations

import re
from decimal import Decimal

from corpus.cards import Comparator, Condition, ConditionKind
from corpus.quantities import find_quantities
from ingest.cards.rule_text import RuleText

#: The first kind whose words stand in the condition decides what it is about.
_KINDS: tuple[tuple[ConditionKind, re.Pattern[str]], ...] = (
    ("投资强度", re.compile(r"亩均投资|投资强度")),
    ("亩均税收", re.compile(r"亩均税收|亩均")),
    ("注册地", re.compile(r"注册|登记|住所|迁入|落户|户籍|在本?[省市县区]|法人资格")),
    ("贷款", re.compile(r"贷款|融资|信贷|担保")),
    ("投资额", re.compile(r"投资|投入|实缴|注册资本|购置")),
    ("营收", re.compile(r"营业|销售|产值|收入|营收|营业额")),
    ("税收", re.compile(r"纳税|税收|税金|财政贡献|经济贡献")),
    ("面积", re.compile(r"亩|平方米|公顷|面积")),
    (
        "资质",
        re.compile(
            r"认定|评定|资质|证书|专利|称号|列入|入选|上市|挂牌|规模以上|获|级|评为|新药|目录"
        ),
    ),
    ("人数", re.compile(r"\d人|人数|人次|就业|员工|职工|招用")),
    ("年限", re.compile(r"[\d一二三四五六七八九十两]年|连续|满[\d一二三四五六七八九十]|个月|期限")),
    ("新设", re.compile(r"新建|新设|新引进|新上|新增|新注册|新开")),
)
_AT_LEAST = re.compile(r"以上|不低于|不少于|达到?|至少|满|及以上|不小于")
_MORE = re.compile(r"超过|高于|大于|突破|首次突破")
_AT_MOST = re.compile(r"以下|以内|不超过|不高于|不多于|不大于")


def read_condition(rule: RuleText, start: int, end: int, text: str) -> Condition:
    """Return the condition at ``view[start:end]``; ``text`` is the whole document.

    固定资产投资1000万元及以上 → 投资额 ≥ 10000000.
    """
    view = rule.view[start:end]
    begun, ended = rule.span(start, end)
    figure = next(iter(find_quantities(view)), None)
    comparator = None if figure is None else figure.comparator or _comparator(view)
    value: Decimal | None = figure.value if figure else None
    return Condition(
        text=text[begun:ended],
        kind=next((kind for kind, pattern in _KINDS if pattern.search(view)), "其他"),
        comparator=comparator,
        value=value,
        upper=figure.upper if figure else None,
        unit=figure.unit if figure else None,
        start=begun,
        end=ended,
    )


def _comparator(view: str) -> Comparator:
    if _AT_MOST.search(view):
        return "≤"
    if _AT_LEAST.search(view):
        return "≥"
    return ">" if _MORE.search(view) else "="
