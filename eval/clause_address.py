"""Whether a cited clause is the one that a gold label names, however either is written."""

from __future__ import annotations

import re
import unicodedata

from corpus.numerals import parse_numeral

# One step of an address: 「第十五条」 「（三）」 「二、」 「1.」 「二是」 「附件1」
_STEP = re.compile(
    r"""
    第(?P<article>[\d〇零一二两三四五六七八九十百]+)(?P<unit>[编章节条款项目])
    | \((?P<round>[\d一二三四五六七八九十]+)\)
    | (?P<first>[一二三四五六七八九十]+)是
    | (?P<appendix>附件)(?P<which>\d*)
    | (?P<plain>[\d一二三四五六七八九十百]+)(?=[、.,]|$)
    """,
    re.VERBOSE,
)


def steps_of(address: str) -> tuple[str, ...]:
    """Return the steps of an address, numerals as figures.

    >>> steps_of("第十五条第二款"), steps_of("二、（三）1."), steps_of("第 15 条")
    (('条15', '款2'), ('2', '3', '1'), ('条15',))
    """
    text = re.sub(r"\s", "", unicodedata.normalize("NFKC", address))
    return tuple(_step(match) for match in _STEP.finditer(text))


def _step(match: re.Match[str]) -> str:
    if match["appendix"]:
        return f"附件{match['which']}"
    unit = match["unit"] or ""
    words = match["article"] or match["round"] or match["first"] or match["plain"]
    return f"{unit}{parse_numeral(words)}"


def same_clause(gold: str | None, cited: str | None) -> bool:
    """Say whether ``cited`` is the gold clause or lies within it; a gold without label is any.

    >>> same_clause("第2条", "第十二条"), same_clause("（三）", "二、（三）1.")
    (False, True)
    """
    if gold is None:
        return True
    if cited is None:
        return False
    wanted, held = steps_of(gold), steps_of(cited)
    if not wanted:
        return gold.strip() in cited
    return any(held[i : i + len(wanted)] == wanted for i in range(len(held) - len(wanted) + 1))
