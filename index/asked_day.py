"""The day as of which a question asks: only where it says so.

A year that names a document (2022年的招商引资奖励办法), a target (到2027年的目标) or a figure's
year (2025年GDP) says nothing of the rules' day: 「…还有效吗」 asks of today.
"""

from __future__ import annotations

import re
from datetime import date

from corpus.dates import DateMention, find_dates
from corpus.docnumber import find_numbers

_TITLE = re.compile(r"《[^《》]{2,80}》")
# What makes the date before it the day asked about: 「2024年|的时候」 「2023年5月|时怎么规定」
_DAY_AFTER = re.compile(
    r"""
    (?:年底|底|末|年末|初|上半年|下半年)?
    (?:
        的?时候 | 的?时(?![间限段期效]) | 那时 | 那会儿? | 当时
      | (?:是否|是不是|还|仍|仍然)(?:有效|适用|执行|能用)
      | 有效(?:吗|的|么)
      | (?:所?适用|执行|施行|实行|有效)的(?:是|规定|标准|政策|办法|哪)
    )
    """,
    re.VERBOSE,
)
# The rules of a day, said with a word before it: 「按2023年的规定」 「依照2021年政策」
_RULES_BEFORE = re.compile(r"(?:按照?|依照?|依据|根据|适用|执行|参照|照)(?:当时|当年)?$")
_RULES_AFTER = re.compile(r"^(?:那时|当时)?的?(?:规定|政策|标准|规则|口径|条件)")


def asked_day(question: str, today: date) -> date | None:
    """Return the day that ``question`` itself makes its as-of, None where it names none.

    A past year or month means its last day, the current one today.

    >>> asked_day("2024年的时候奖励多少", date(2026, 1, 1))
    datetime.date(2024, 12, 31)
    >>> asked_day("2022年的招商引资奖励办法还有效吗", date(2026, 1, 1)) is None
    True
    """
    text = _without_names(question)
    for mention in find_dates(text):
        day = _last_day(mention, today)
        if day is not None and _is_as_of(text, mention):
            return day
    return None


def _is_as_of(text: str, mention: DateMention) -> bool:
    before, after = text[: mention.start], text[mention.end :]
    if _DAY_AFTER.match(after):
        return True
    return bool(_RULES_BEFORE.search(before) and _RULES_AFTER.match(after))


def _last_day(mention: DateMention, today: date) -> date | None:
    if mention.kind not in ("day", "month", "year") or mention.last is None:
        return None
    first = mention.first or mention.last
    return today if first <= today <= mention.last else mention.last


def _without_names(text: str) -> str:
    """Blank out titles and numbers."""
    for number in find_numbers(text):
        text = text[: number.start] + " " * (number.end - number.start) + text[number.end :]
    return _TITLE.sub(lambda match: " " * len(match.group()), text)
