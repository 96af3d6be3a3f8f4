"""How gold strings and card fields are compared."""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise


def fold(text: object) -> str:
    """Return ``text`` as gold strings are compared: NFKC, no white space, no 1,000 separators."""
    folded = unicodedata.normalize("NFKC", str(text))
    folded = re.sub(r"(?<=\d),(?=\d{3})", "", re.sub(r"\s+", "", folded))
    return folded.replace("—", "-").replace("~", "-").replace("–", "-")


def alike(first: object, second: object) -> float:
    """Return how much of two short texts is the same, 0 to 1, by pairs of characters.

    A text that holds the other whole counts as the same.

    >>> alike("星级酒店", "新建星级酒店")
    1.0
    """
    one, two = fold(first), fold(second)
    if not one or not two:
        return 0.0
    if one in two or two in one:
        return 1.0
    pairs = [set(pairwise(item)) or {(item, "")} for item in (one, two)]
    shared = len(pairs[0] & pairs[1])
    return 2 * shared / (len(pairs[0]) + len(pairs[1]))


def same_clause(gold: str | None, path: str | None) -> bool:
    """Whether a card's clause path is, or lies within, the clause the gold names.

    >>> same_clause("4.", "二、4.")
    True
    """
    if gold is None or path is None:
        return True
    wanted, held = _address(gold), _address(path)
    return held.endswith(wanted) or wanted in held


def _address(text: str) -> str:
    return re.sub(r"[、.．\s第()（）]", "", fold(text))


def share(part: int, whole: int) -> float | None:
    """Return a share to four places, None of nothing."""
    return round(part / whole, 4) if whole else None
