"""Damage to single characters: injected pinyin, character substitutions."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from ingest.clean_ledger import Edit

_TONED = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜĀÁǍÀĒÉĚÈŌÓǑÒńňǹḿ"
# Pinyin injected after a character by a mirror: 開(kāi)發(fā)區(qū)
_PINYIN = re.compile(rf"(?<=[\u4e00-\u9fff])[(（](?=[a-zü]*[{_TONED}]?)[a-zü{_TONED}]{{1,7}}[)）]")
_SUBSTITUTIONS = {"蕞": "最"}


def pinyin_edits(text: str) -> Iterable[Edit]:
    """Return the deletions of pinyin in brackets behind a character.

    >>> [text.replacement for text in pinyin_edits("開(kāi)發")]
    ['']
    """
    toned = [found for found in _PINYIN.finditer(text) if set(found[0]) & set(_TONED)]
    if len(toned) < 3:
        return []
    return [Edit(found.start(), found.end(), "注入拼音") for found in _PINYIN.finditer(text)]


def substitution_edits(text: str) -> Iterable[Edit]:
    """Return the repairs of characters that copiers put in place of others (蕞终 → 最终)."""
    return [
        Edit(number, number + 1, "错字替换", _SUBSTITUTIONS[char])
        for number, char in enumerate(text)
        if char in _SUBSTITUTIONS
    ]


character_edits: tuple[Callable[[str], Iterable[Edit]], ...] = (pinyin_edits, substitution_edits)
