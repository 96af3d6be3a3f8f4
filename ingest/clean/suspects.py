"""Mark what cannot be trusted: unrepaired mojibake, and years that cannot be.

Anti-copying fonts scramble the digits of extracted text; implausible years are the tell.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.page import Suspect

# A year that no policy text can mean: 5355年, 3134年年底 (scrambled digits); not 2000年期
_ODD_YEAR = re.compile(
    r"(?<![\d.,，])(?:[3-9]\d{3}|1[0-7]\d{2}|2[2-9]\d{2})年(?![限均产期份的]|以上|以下)"
)
# Runs that no writer writes: replacement marks, 锟斤拷, ?边@, private-use characters
_MOJIBAKE = re.compile(
    r"\ufffd+|锟斤拷|烫烫烫|[\u4e00-\u9fff]?\?[\u4e00-\u9fff！，。]{1,4}@|[\ue000-\uf8ff]{2,}|"
    r"(?:[ÃÂâåæçèéä][\u0080-\u00bf]){2,}"
)


def suspects_of(text: str) -> tuple[Suspect, ...]:
    """Return the suspect runs of a cleaned text in order."""
    return tuple(sorted(_suspects(text), key=lambda item: item.start))


def _suspects(text: str) -> Iterator[Suspect]:
    for found in _ODD_YEAR.finditer(text):
        yield Suspect("figure", found.start(), found.end())
    for found in _MOJIBAKE.finditer(text):
        yield Suspect("mojibake", found.start(), found.end())
