"""Tokens: spellings of one word meet, and nothing of a number or a name is lost."""

from __future__ import annotations

import pytest

from index.words import bigrams, normalize


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("國務院關於經濟技術開發區", "国务院关于经济技术开发区"),
        ("２０１９年第１１号", "2019年第11号"),
        ("GDP", "gdp"),
        ("国发〔2019〕11号", "国发〔2019〕11号"),
    ],
)
def test_normalize_unites_spellings(text: str, expected: str) -> None:
    assert normalize(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("价格形成机制", ["价格", "格形", "形成", "成机", "机制"]),
        ("国发〔2019〕11号", ["国发", "2019", "11", "号"]),
        ("增长8.5%以上", ["增长", "8.5", "以上"]),
        ("补贴，奖励", ["补贴", "奖励"]),
        ("A类企业", ["a", "类企", "企业"]),
        ("", []),
        ("。！？", []),
    ],
)
def test_bigrams(text: str, expected: list[str]) -> None:
    assert bigrams(text) == expected


def test_bigrams_never_cross_punctuation() -> None:
    assert "贴奖" not in bigrams("补贴、奖励")
