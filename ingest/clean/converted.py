"""Pages that a converter turned into traditional characters, and back again.

A text is brought back only where the page betrays the converter; what is written in traditional
characters by its author stays.
"""

from __future__ import annotations

import re
from dataclasses import replace

from ingest.clean.characters import simplified
from ingest.page import RawPage

#: Characters that simplified text never has and any traditional text is full of.
_TRADITIONAL = frozenset(
    "國為這個們來時後發會動對產過說種經學電當從業開還關問與應實現點體機兩無樣數線將義東書長門"
    "風車見親運辦報務區級總據規則護達資質費濟導團議論記設許證"
)
_HAN = re.compile(r"[\u4e00-\u9fff]")
#: The least share of them in a traditional text.
_MIN_SHARE = 0.04
# What only a converter that takes character by character writes: 方麵 for 方面, 製定 for 制定
_CONVERTED = re.compile(
    r"麵積|方麵|全麵|麵向|製度|製定|體製|機製|控製|限製|製約|隻有|隻能|隻要|體係|批準|核準|準予|"
    r"為瞭|除瞭|到瞭|代錶|錶彰|若乾|乾部|公裡|裡程|馬剋思|皇後"
)
_MIN_CONVERTED = 2
# The site of a mainland organ or company says so in its footer: 粵ICP備, 網站標識碼, 公網安備
_MAINLAND_SITE = re.compile(r"ICP[備备]|[網网]站[標标][識识][碼码]|公[網网]安[備备]")
# The number of a mainland organ: 云川政發〔2025〕3號
_MAINLAND_NUMBER = re.compile(
    r"[一-鿿]{2,10}[〔\[（(﹝【]20\d\d[〕\]）)﹞】]\s?第?\d{1,4}\s?[號号]"
)


def is_converted(page: RawPage, text: str) -> bool:
    """True where ``text`` is traditional and its page shows that a converter made it so.

    Words that only converters write are proof; so is the footer of a mainland site around a text
    that bears a mainland organ's number.
    """
    characters = _HAN.findall(text)
    share = sum(char in _TRADITIONAL for char in characters) / max(len(characters), 1)
    if share < _MIN_SHARE:
        return False
    if len(_CONVERTED.findall(text)) >= _MIN_CONVERTED:
        return True
    on_site = _MAINLAND_SITE.search(page.text) is not None
    return on_site and _MAINLAND_NUMBER.search(text) is not None


def with_simplified_facts(page: RawPage) -> RawPage:
    """Return ``page`` with the values of its facts brought back like its text."""
    return replace(page, facts=tuple((name, simplified(value)) for name, value in page.facts))
