"""The measures of answers: facts through spellings, clauses through labels, mutations."""

from __future__ import annotations

import random

import pytest

from eval.clause_address import same_clause
from eval.facts import comparable, states
from eval.mutations import mutate, paraphrase


@pytest.mark.parametrize(
    ("answer", "fact", "stated"),
    [
        ("办结时限为五个工作日", "5个工作日", True),
        ("按百分之三十补助", "30%", True),
        ("最高1000万元", "1000万", True),
        ("总额达1,460亿元以上", "1460亿元", True),
        ("增长6%－6.5%", "6%—6.5%", True),
        ("奖励500万元", "00万元", False),
        ("奖励15%", "5%", False),
        ("奖励1.5%", "5%", False),
        ("建成２０２５年", "2025", True),
        ("共12025家", "2025", False),
    ],
)
def test_facts(answer: str, fact: str, stated: bool) -> None:
    assert states(answer, fact) is stated


def test_comparable_drops_injected_pinyin() -> None:
    assert comparable("開(kāi)發 區") == "開發區"


@pytest.mark.parametrize(
    ("gold", "cited", "same"),
    [
        ("第2条", "第二条", True),
        ("第2条", "第十二条", False),
        ("（三）", "二、（三）1.", True),
        ("四、", "四、（十二）", True),
        ("四、（十二）", "四、（十一）", False),
        ("第十五条", "第十五条第二款", True),
        ("二是", "二是", True),
        ("附件", "附件1", False),
        (None, None, True),
        ("一、", None, False),
    ],
)
def test_clauses(gold: str | None, cited: str | None, same: bool) -> None:
    assert same_clause(gold, cited) is same


def test_mutations_change_one_thing_each() -> None:
    text = "到2025年，对外资企业给予不超过300万元奖励，不得重复享受。"
    made = mutate(text, random.Random(1))
    assert {item.kind for item in made} == {"number", "unit", "year", "subject", "norm"}
    assert all(item.text != text for item in made)


def test_paraphrase_keeps_the_figure() -> None:
    found = [paraphrase("给予300万元奖励，按80%兑现。", random.Random(seed)) for seed in range(5)]
    assert all(
        item is None or ("300" in item.text or "3000000" in item.text or "三百" in item.text)
        for item in found
    )
