"""Mark what cannot be trusted: years that cannot be, as anti-copying fonts make them."""

from __future__ import annotations

import re

from ingest.page import Suspect

# A year that no policy text can mean: 5355年, 3134年 (scrambled digits)
_ODD_YEAR = re.compile(r"(?<!\d)(?:[3-9]\d{3}|1[0-7]\d{2}|2[2-9]\d{2})年(?![限均产])")


def suspects_of(text: str) -> tuple[Suspect, ...]:
    """Return the suspect runs of a cleaned text."""
    return tuple(
        Suspect("figure", found.start(), found.end()) for found in _ODD_YEAR.finditer(text)
    )
