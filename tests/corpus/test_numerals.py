"""Chinese numerals, exhaustively where finite."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.numerals import format_numeral, parse_numeral

READ = [
    ("一", 1), ("十", 10), ("十五", 15), ("二十", 20), ("一十二", 12), ("廿", 20), ("廿三", 23),
    ("卅一", 31), ("两", 2), ("两百", 200), ("一百", 100), ("一百零五", 105), ("一百二十三", 123),
    ("一百五", 150), ("百", 100), ("百二十", 120), ("三千二", 3200), ("二千零三十", 2030),
    ("一千零五", 1005), ("一万", 10000), ("三万五", 35000), ("三万五千", 35000), ("十二万", 120000),
    ("五百万", 5_000_000), ("一千二百万", 12_000_000), ("一亿", 10**8), ("一亿二千万", 120_000_000),
    ("一亿零五百", 100_000_500), ("一万亿", 10**12), ("二〇二三", 2023), ("二零一九", 2019),
    ("二○二一", 2021), ("一九九七", 1997), ("壹佰贰拾叁", 123), ("伍拾萬", 500_000), ("123", 123),
    ("１２３", 123), ("〇", 0), ("零", 0), (" 十二 ", 12), ("一二", 12),
]  # fmt: skip

NOT_NUMERALS = [
    "",
    "条",
    "十十",
    "百千",
    "一百一百",
    "万一",
    "一号",
    "三十百",
    "亿",
    "一a",
    "五万三万",
]


@pytest.mark.parametrize(("text", "number"), READ)
def test_reads(text: str, number: int) -> None:
    assert parse_numeral(text) == number


@pytest.mark.parametrize("text", NOT_NUMERALS)
def test_refuses(text: str) -> None:
    assert parse_numeral(text) is None


def test_every_article_number_survives_the_round_trip() -> None:
    for number in range(10_000):
        assert parse_numeral(format_numeral(number)) == number


@given(st.integers(min_value=0, max_value=10**12))
def test_any_number_survives_the_round_trip(number: int) -> None:
    assert parse_numeral(format_numeral(number)) == number


@pytest.mark.parametrize(
    ("number", "text"),
    [(0, "零"), (10, "十"), (15, "十五"), (20, "二十"), (101, "一百零一"), (110, "一百一十"),
     (1005, "一千零五"), (1010, "一千零一十"), (10010, "一万零一十"), (100_000, "十万")],
)  # fmt: skip
def test_writes(number: int, text: str) -> None:
    assert format_numeral(number) == text


def test_a_negative_number_has_no_numeral() -> None:
    with pytest.raises(ValueError, match="negative"):
        format_numeral(-1)
