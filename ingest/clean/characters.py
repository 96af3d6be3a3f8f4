"""Damage to single characters: pinyin and traditional forms of mirrors, substitutions, mojibake.

Each rule takes the text as the rules before it left it and returns edits in order.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from typing import Any

from ingest.clean.ledger import Edit
from ingest.read.charset import common_characters

_TONED = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜĀÁǍÀĒÉĚÈŌÓǑÒńňǹḿ"
# Pinyin that a mirror injected behind a character: 開(kāi)發(fā)區(qū)
_PINYIN = re.compile(rf"(?<=[\u4e00-\u9fff])[(（][a-zü{_TONED}]{{1,7}}[)）]")
#: So many of them make a page a converted mirror.
_MIRROR_PINYIN = 3
#: Characters that copiers put in place of others to escape filters, always wrong in a document.
_SUBSTITUTIONS = {"蕞": "最", "苐": "第", "囯": "国"}
_SUBSTITUTED = re.compile("蕞(?!尔)|苐|囯")
# GBK text that lost one byte: 。”這 stored as A1A3 A1B1 DF40 and read as ?！边@ (or ?!边@)
_LOST_BYTE = re.compile(r"\?(?P<run>[!\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]{1,5}[@-~])")
# The same loss inside injected pinyin. 照園 is D5D5 8840; one byte off, D588 is 請 (qǐng), 40 is @.
_LOST_IN_PINYIN = re.compile(r"(?<=照)\?qǐng\)@")
# 著 that is 着 in simplified text: 著力, 沿著 (not 著名, 顯著)
_ZHUO = re.compile(r"著(?=[力眼重手实想陆落])|(?<=[沿随有围活听看按向朝])著(?![名作])")
# 瞭 that is 了 in simplified text: 為瞭, 一目瞭然 (not 瞭望)
_LIAO = re.compile(r"瞭(?![望哨])")
_FIRST_BYTES = (b"\xa1", b"\xa3")
_PUNCTUATION = frozenset("。，、；：？！”“’‘》《）（…—")
# UTF-8 read as Latin-1 or Windows-1252
_LATIN = re.compile(
    r"[\u0080-\u00ff\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc"
    r"\u2013\u2014\u2018-\u201e\u2020-\u2022\u2026\u2030\u2039\u203a\u20ac\u2122]{6,}"
)
# UTF-8 read as GBK: 鍥藉姟闄㈠叧浜
_HAN_RUN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\ue000-\uf8ff\u20ac]{6,}")
#: (where it shows, the charset it was read in, the one it was written in)
_MISREADINGS = (
    (_LATIN, "cp1252", "utf-8"), (_LATIN, "latin-1", "utf-8"), (_HAN_RUN, "gb18030", "utf-8"),
    (_LATIN, "latin-1", "gbk"),
)  # fmt: skip
# Characters that UTF-8 punctuation and 的 become when read as GBK
_MISREAD = re.compile("[锛銆鈥鐨]")


def pinyin_edits(text: str) -> Iterable[Edit]:
    """Return the deletions of pinyin in brackets behind a character, in a mirror's page.

    >>> [edit.start for edit in pinyin_edits("開(kāi)發(fā)區(qū)")]
    [1, 7, 12]
    """
    if not is_mirror(text):
        return []
    return [Edit(found.start(), found.end(), "注入拼音") for found in _PINYIN.finditer(text)]


def is_mirror(text: str) -> bool:
    """True for a page that a mirror converted: pinyin with tones stands behind characters."""
    toned = (found for found in _PINYIN.finditer(text) if not set(_TONED).isdisjoint(found[0]))
    return sum(1 for _ in toned) >= _MIRROR_PINYIN


def simplified_edits(text: str) -> list[Edit]:
    """Return the conversions of traditional to simplified characters, for a mirror's page."""
    return list(_differences(text, simplified(text)))


def simplified(text: str) -> str:
    """Return ``text`` in simplified characters, 著 as 着 where it is none of 著作, 著名.

    >>> simplified("沿著這條路")
    '沿着这条路'
    """
    return _LIAO.sub("了", _ZHUO.sub("着", _converter().convert(text)))


def _differences(text: str, converted: str) -> Iterator[Edit]:
    if len(text) != len(converted):  # some phrase changed its length: compare line by line
        position = 0
        for old, new in zip(text.split("\n"), converted.split("\n"), strict=True):
            if len(old) != len(new):
                yield Edit(position, position + len(old), "繁体转简体", new)
            else:
                yield from _shifted(_differences(old, new), position)
            position += len(old) + 1
        return
    start: int | None = None
    for number, (old_char, new_char) in enumerate(zip(text, converted, strict=True)):
        if old_char != new_char and start is None:
            start = number
        elif old_char == new_char and start is not None:
            yield Edit(start, number, "繁体转简体", converted[start:number])
            start = None
    if start is not None:
        yield Edit(start, len(text), "繁体转简体", converted[start:])


def _shifted(edits: Iterable[Edit], by: int) -> Iterator[Edit]:
    for edit in edits:
        yield Edit(edit.start + by, edit.end + by, edit.rule, edit.replacement)


@cache
def _converter() -> Any:
    from opencc import OpenCC  # loads its dictionaries; few pages need them

    return OpenCC("t2s")


def substitution_edits(text: str) -> Iterable[Edit]:
    """Return the repairs of characters that copiers put in place of others (蕞终 → 最终)."""
    return [
        Edit(found.start(), found.end(), "错字替换", _SUBSTITUTIONS[found[0]])
        for found in _SUBSTITUTED.finditer(text)
    ]


def lost_byte_edits(text: str) -> Iterable[Edit]:
    """Return the repairs of GBK runs that lost their first byte, where the repair is certain.

    >>> [edit.replacement for edit in lost_byte_edits("定位?！边@是我市")]
    ['。”這']
    """
    found = (_lost_byte_edit(item) for item in _LOST_BYTE.finditer(text))
    edits = [edit for edit in found if edit is not None]
    for item in _LOST_IN_PINYIN.finditer(text):
        edits.append(Edit(item.start(), item.end(), "乱码修复", "園"))
    return sorted(edits, key=lambda edit: edit.start)


def _lost_byte_edit(found: re.Match[str]) -> Edit | None:
    for first in _FIRST_BYTES:
        try:
            run = found["run"].replace("!", "！")
            repaired = (first + run.encode("gbk")).decode("gbk")
        except UnicodeError:
            continue
        plausible = all(char in _PUNCTUATION or char in common_characters() for char in repaired)
        if plausible and repaired[0] in _PUNCTUATION:
            return Edit(found.start(), found.end(), "乱码修复", repaired)
    return None


def wrong_charset_edits(text: str) -> Iterable[Edit]:
    """Return the repairs of UTF-8 read as Latin-1 or GBK, of GBK read as Latin-1, where certain.

    >>> [edit.replacement for edit in wrong_charset_edits("国务院关于".encode().decode("latin-1"))]
    ['国务院关于']
    """
    edits: list[Edit] = []
    if not _LATIN.search(text) and _MISREAD.search(text) is None:
        return edits
    for pattern, charset, truly in _MISREADINGS:
        for found in pattern.finditer(text):
            repaired = _reread(found[0], charset, truly)
            taken = any(edit.start < found.end() and found.start() < edit.end for edit in edits)
            if repaired is not None and not taken:
                edits.append(Edit(found.start(), found.end(), "乱码修复", repaired))
    return sorted(edits, key=lambda edit: edit.start)


def _reread(run: str, charset: str, truly: str) -> str | None:
    try:
        repaired = run.encode(charset).decode(truly)
    except UnicodeError:
        return None
    common = common_characters()
    good = sum(char in common or char in _PUNCTUATION for char in repaired)
    return repaired if repaired and good >= 0.6 * len(repaired) else None


CharacterRule = Callable[[str], Iterable[Edit]]

#: In this order: repairs before conversions, so that repaired characters are converted too.
REPAIRS: tuple[CharacterRule, ...] = (lost_byte_edits, wrong_charset_edits, substitution_edits)
