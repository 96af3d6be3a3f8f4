"""Whether a rule grants what is asked: what it excludes in words, and what it does not mention."""

from __future__ import annotations

import re

from service.answer.asking import Asking, asking_lists
from service.answer.blocks import is_posed
from service.answer.evidence import DocumentEvidence
from service.answer.library import Reading
from service.answer.shows import shows
from service.answer.wording import plain

# Words by which a rule shuts something out: 「房地产开发项目不适用本办法」 「房地产业除外」
_EXCLUDES = re.compile(
    r"不适用|除外|不予(?:支持|奖励|补贴|受理|享受)|不(?:得|再|能)?享受|不在[^。；]{0,10}范围|不纳入|不包括"
)
# What a benefit is for: 「|用电|补贴每度多少」 「企业|上市|奖励」
_BENEFIT = re.compile(r"(?P<suffix>补贴|奖励|补助|奖补|减免|津贴|贴息|资助)")
_NOT_A_BENEFIT = re.compile(
    r"多少|什么|哪些|申请|给予|发放|一次|最高|各项|可以|资金|财政|怎么|能拿|市级|省级|县级|国家|企业|公司|项目|政府"
    r"|[的对给里有能拿吗个家于到各]"
)


def exclusion_of(asking: Asking, evidence: DocumentEvidence) -> int | None:
    """Return the sentence by which a document shuts out what is asked for, None where none does."""
    title = plain(evidence.reading.document.title)
    lists = asking_lists()
    words = [
        word
        for word in asking.words
        if len(word) > 1 and word not in lists.generic and word not in title
    ]
    reading = evidence.reading
    for index, item in enumerate(reading.sentences):
        if not _EXCLUDES.search(item.plain):
            continue
        if any(shows(want, item.plain, plain(asking.text)) for want in asking.wants):
            continue
        out = _shut_out(item.plain)
        if any(word in out and _only_shut_out(reading, word) for word in words):
            return index
    return None


def _only_shut_out(reading: Reading, word: str) -> bool:
    """Say whether a document speaks of something only to shut it out."""
    return all(
        _EXCLUDES.search(item.plain) or is_posed(reading, index)
        for index, item in enumerate(reading.sentences)
        if word in item.plain
    )


def _shut_out(sentence: str) -> str:
    """Return the part of a sentence that names what is shut out: up to the excluding word."""
    match = _EXCLUDES.search(sentence)
    assert match is not None
    before = sentence[: match.start()]
    opened = before.rfind("(")
    return before[opened + 1 :] if opened >= 0 and ")" not in before[opened:] else before


def benefit_asked(asking: Asking) -> str | None:
    """Return what the benefit asked for is given for, None where the question names none.

    >>> from service.answer.asking import understand_asking
    >>> benefit_asked(understand_asking("总部经济办法里的用电补贴是每度多少钱"))
    '用电'
    """
    for match in _BENEFIT.finditer(asking.text):
        before = asking.text[: match.start("suffix")].removesuffix("的")
        word = max((w for w in asking.words if before.endswith(w)), key=len, default="")
        if len(word) > 1 and not _NOT_A_BENEFIT.search(word):
            return word
    return None
