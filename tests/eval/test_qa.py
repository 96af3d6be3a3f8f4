"""The measures of answers: facts through spellings, clauses through labels, mutations."""

from __future__ import annotations

import random

import pytest

from eval.clause_address import same_clause
from eval.facts import comparable, states
from eval.mutations import mutate
from eval.paraphrases import paraphrases


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
    text = "到2025年5月1日，大连市对外资企业给予不超过300万元奖励，不得增加。"
    quote = f"{text}对内资企业给予200万元奖励。"
    made = mutate(text, random.Random(1), quote=quote)
    assert {item.kind for item in made} == {
        "number", "sibling", "unit", "year", "day", "subject", "place", "norm", "bound",
        "direction",
    }  # fmt: skip
    assert all(item.text != text for item in made)


def test_paraphrases_keep_what_is_said() -> None:
    text = (
        "对甲类企业、乙类企业、丙类企业等积极给予300万元奖励，自2025年5月1日起按80%兑现，每年一次。"
    )
    found = [item for seed in range(5) for item in paraphrases(text, random.Random(seed))]
    assert {"figure", "date", "word", "lead", "left_out", "qualifier", "several"} <= {
        item.kind for item in found
    }
    amounts = ("300万元", "三百万元", "3000000元", "0.03亿元")
    assert all(
        any(amount in item.text for amount in amounts) for item in found if item.kind != "left_out"
    )


@pytest.mark.parametrize(
    ("text", "kept"),
    [("调动企业的积极性和主动性。", "积极性"), ("响应不积极的，予以通报。", "不积极")],
)
def test_only_whole_adverbs_are_left_out(text: str, kept: str) -> None:
    assert all(kept in item.text for item in paraphrases(text, random.Random(1)))
