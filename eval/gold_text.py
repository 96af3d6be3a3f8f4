"""How strings of gold labels and of results are compared."""

from __future__ import annotations

import re
import unicodedata

_SIGNS = str.maketrans(
    {"〈": "《", "〉": "》", "﹝": "〔", "﹞": "〕", "—": "-", "–": "-", "－": "-"}
)


def fold(text: object) -> str:
    """Return ``text`` as gold strings are compared: NFKC, no white space, no 1,000 separators.

    >>> fold("１，０００ 万元")
    '1000万元'
    """
    folded = re.sub(r"\s+", "", unicodedata.normalize("NFKC", str(text)))
    return re.sub(r"(?<=\d),(?=\d{3})", "", folded).translate(_SIGNS)
