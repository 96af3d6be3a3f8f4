"""Whether an answer states a fact of the gold labels, through spelling and numeral variants."""

from __future__ import annotations

import re
import unicodedata

from corpus.numerals import parse_numeral

# A thousands separator inside a figure: 「1,460亿元」
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
# White space, pinyin injected after a character, and marks that carry no meaning
_IGNORED = re.compile(r"\s+|\([a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ]+\)")
# The marks of a range: 「6%-6.5%」 「5%—20%」 「16至24岁」
_RANGE = re.compile(r"(?<=[\d%万元岁年月日])[-—–~～〜至]+(?=\d)")
# A percentage in words: 「百分之三十」
_PERCENT = re.compile(r"百分之(?P<value>[零〇一二两三四五六七八九十百点\d.]+)")
# A count in words before a unit: 「五个工作日」 「三年」 「二十四个月」
_COUNT = re.compile(
    r"(?P<value>[零〇一二两三四五六七八九十百千]+)(?=个|年|月|日|天|倍|万|亿|元|名|家|项|次|周岁|岁|套|批|所)"
)


def comparable(text: str) -> str:
    """Return ``text`` as facts are compared.

    >>> comparable("百分之三十，五个工作日"), comparable("１,460 亿元")
    ('30%,5个工作日', '1460亿元')
    """
    text = _IGNORED.sub("", unicodedata.normalize("NFKC", text).lower())
    text = _THOUSANDS.sub("", text)
    text = _PERCENT.sub(lambda m: f"{_figure(m['value'])}%", text)
    text = _COUNT.sub(lambda m: _figure(m["value"]), text)
    return _RANGE.sub("-", text)


def _figure(words: str) -> str:
    whole, point, part = words.partition("点")
    value = parse_numeral(whole)
    if value is None:
        return words
    digits = "".join(str(parse_numeral(mark) or 0) for mark in part)
    return f"{value}.{digits}" if point else str(value)


def states(answer: str, fact: str) -> bool:
    """Say whether ``answer`` states ``fact``; a figure's edge must not touch another digit.

    >>> states("奖励500万元", "00万元"), states("奖励1000万元", "1000万")
    (False, True)
    """
    held, wanted = comparable(answer), comparable(fact)
    return any(_stands(held, form) for form in {wanted, re.sub(r"(?<=[万亿])元$", "", wanted)})


def _stands(held: str, wanted: str) -> bool:
    before = r"(?<![\d.])" if wanted[:1].isdigit() else ""
    after = r"(?!\.?\d)" if wanted[-1:].isdigit() else ""
    return re.search(before + re.escape(wanted) + after, held) is not None
