"""White space of a paragraph: what only lays out is dropped, what separates words stays."""

from __future__ import annotations

import re

# Spaces of every kind, and marks that have no width (zero-width space, soft hyphen, BOM, bidi).
_SPACES = re.compile(r"[ \t\r\n\f\v\xa0\u1680\u2000-\u200a\u202f\u205f\u3000]+")
_WIDTHLESS = re.compile(
    r"[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\x00-\x08\x0e-\x1f\x7f]"
)
# A line break of the source between Chinese characters or punctuation separates nothing.
_BROKEN = re.compile(
    r"(?<=[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef“”‘’—…])[ \t]*[\r\n][ \t\r\n]*"
    r"(?=[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef“”‘’—…])"
)


def tidy(text: str) -> str:
    """Return one paragraph with single spaces and nothing invisible.

    >>> tidy("　　第一条\\xa0 为了 ")
    '第一条 为了'
    """
    return _SPACES.sub(" ", _WIDTHLESS.sub("", text)).strip(" ")


def tidy_markup(text: str) -> str:
    """As :func:`tidy`, for text between tags, where a source line break is no space.

    >>> tidy_markup("招商\\n   引资")
    '招商引资'
    """
    return tidy(_BROKEN.sub("", text))
