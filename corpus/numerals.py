"""Chinese numerals and integers, either way."""

from __future__ import annotations

import re

_DIGITS = {
    "〇": 0, "零": 0, "○": 0, "Ｏ": 0, "一": 1, "壹": 1, "弌": 1, "二": 2, "贰": 2, "两": 2,
    "三": 3, "叁": 3, "四": 4, "肆": 4, "五": 5, "伍": 5, "六": 6, "陆": 6, "七": 7, "柒": 7,
    "八": 8, "捌": 8, "九": 9, "玖": 9,
}  # fmt: skip
_UNITS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_BIG_UNITS = {"万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8}
_TENS = {"廿": "二十", "卅": "三十", "卌": "四十"}
_WRITTEN = "零一二三四五六七八九"

#: Every character a Chinese numeral may hold, for building patterns of other modules.
NUMERAL_CHARACTERS = "".join((*_DIGITS, *_UNITS, *_BIG_UNITS, *_TENS))

# Digits written one after the other: 二〇二三, ２０２３, 2023.
_POSITIONAL = re.compile(rf"[{''.join(_DIGITS)}]+")


def parse_numeral(text: str) -> int | None:
    """Return the integer that ``text`` writes, None where it is not a well-formed numeral.

    >>> [parse_numeral(item) for item in ("一百二十三", "十五", "二〇二三", "两", "廿一", "１５")]
    [123, 15, 2023, 2, 21, 15]
    """
    text = text.strip()
    if not text:
        return None
    if text.isdecimal():
        return int(text)
    for short, long in _TENS.items():
        text = text.replace(short, long)
    if _POSITIONAL.fullmatch(text):
        return int("".join(str(_DIGITS[item]) for item in text))
    return _parse_with_units(text)


def _parse_with_units(text: str) -> int | None:
    """Read 亿 and 万 groups from the left: 一亿二千万 → 120000000."""
    total = 0
    group = ""
    limit: int | None = None
    for character in text:
        if character not in _BIG_UNITS:
            group += character
            continue
        unit = _BIG_UNITS[character]
        value = _parse_group(group, leading=total == 0)
        if not group and total and unit == 10**8:  # 一万亿
            total *= unit
        elif value is None or (limit is not None and unit >= limit):
            return None
        else:
            total += value * unit
        limit, group = unit, ""
    if not group:
        return total
    value = _parse_group(group, leading=total == 0)
    if value is None:
        return None
    if limit and len(group) == 1 and group in _DIGITS and group not in "〇零":  # 三万五 → 35000
        value *= limit // 10
    return total + value


def _parse_group(text: str, *, leading: bool) -> int | None:
    """Read a numeral below ten thousand: 二千零三十, 百五 (150), 十二."""
    total = 0
    last = 10000
    digit: int | None = None
    zero = False
    for character in text:
        if character in _UNITS:
            unit = _UNITS[character]
            if unit >= last or (digit is None and not ((total == 0 and leading) or unit == 10)):
                return None
            total += (1 if digit is None else digit) * unit
            last, digit, zero = unit, None, False
        elif character in _DIGITS and _DIGITS[character] == 0:
            zero, digit = True, None
        elif character in _DIGITS and digit is None:
            digit = _DIGITS[character]
        else:
            return None
    if digit is None:
        return total if text else None
    shortened = last in (100, 1000) and not zero and total > 0  # 一百五 → 150
    return total + digit * (last // 10 if shortened else 1)


def format_numeral(number: int) -> str:
    """Return ``number`` as a Chinese numeral, as clause labels write it.

    >>> [format_numeral(item) for item in (10, 15, 110, 1005)]
    ['十', '十五', '一百一十', '一千零五']
    """
    if number < 0:
        raise ValueError(f"no numeral for the negative number {number}")
    if number < 10:
        return _WRITTEN[number]
    for name, unit in (("亿", 10**8), ("万", 10**4)):
        if number >= unit:
            rest = number % unit
            joint = "零" if 0 < rest < unit // 10 else ""
            return format_numeral(number // unit) + name + joint + (_rest(rest) if rest else "")
    return _format_group(number)


def _rest(number: int) -> str:
    """A numeral after 万 or 亿 keeps the 一 of 一十: 一万零一十."""
    written = format_numeral(number)
    return f"一{written}" if written.startswith("十") else written


def _format_group(number: int) -> str:
    written = ""
    for name, unit in (("千", 1000), ("百", 100), ("十", 10)):
        digit, number = divmod(number, unit)
        if digit:
            written += _WRITTEN[digit] + name
        elif written and number and not written.endswith("零"):
            written += "零"
    if number:
        written += _WRITTEN[number]
    return written.removeprefix("一") if written.startswith("一十") else written
