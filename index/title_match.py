"""Which held titles a person may mean by a title, shortened or abbreviated.

Chinese abbreviations leave characters out and keep their order (个税专项扣除 for
个人所得税专项附加扣除, 低保 for 最低生活保障): a shortened title is a subsequence of the full one.
Every character asked for must be in the title, so another city's or year's document never matches.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.validity import title_key

#: A shorter request names no single document.
SHORTEST = 6
# What is said around a title: 请问…主要讲什么, 帮我找一下…的原文.
_LEAD = re.compile(
    r"^(?:请问|请|帮我|麻烦|我想|想要?|查询|查找|找一?下|查一?下|看一?下|了解|下载|打开|一下|关于|"
    r"对照|根据|按照|依据|有没有|库里有|的|是|在|《)+"
)
_TAIL = re.compile(
    r"(?:》|这份|这个|该|文件|全文|原文|内容|正文|文|主要|讲的?是?什么|是什么|说了?什么|规定了?什么|有哪些|在哪里?|"
    r"还有效|有效|吗|呢|么|的|[？?。！!，,\s])+$"
)
# The issuer and the verb before the matter of a title: 国务院关于|促进…的意见.
_BEFORE_MATTER = re.compile(r"^.{0,60}?(?:关于|对)(?:印发|转发|发布|公布|重新发布|批转)?")
# A title in 《》, which may quote another one: 《关于修改《…》的决定》.
_QUOTED = re.compile(r"《((?:[^《》]|《[^《》]*》)+)》")
# A title that quotes another one without carrying it: 在…暂时调整实施《…》的决定.
_QUOTES_ANOTHER = re.compile(
    r"^[^《》]{4,}(?<!印发)(?<!转发)(?<!发布)(?<!公布)《.+》[^《》]{0,12}的?"
    r"(?:决定|条例|规定|办法|细则|批复|解释|意见|决议|说明|报告)$"
)
# A law (法), not 办法 or 方法.
_LAW = re.compile(r"(?<![办方书做])法(?:典)?$")
_MUST_KEEP = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Match:
    """How well a request fits a title: fewer gaps and less left over are better."""

    whole: bool
    exact: bool
    gaps: int
    left_over: int

    @property
    def rank(self) -> tuple[bool, bool, int, int]:
        """Sort key, best first: the whole title, its matter without the issuer, a part of it."""
        return (not self.whole, not self.exact, self.gaps, self.left_over)


def asked_title(query: str) -> str:
    """Return the title a sentence asks for, without the words around it.

    >>> asked_title("请问《积分制入户管理办法》主要讲什么？")
    '积分制入户管理办法'
    """
    if _QUOTES_ANOTHER.search(query):
        return query.strip()
    quoted = quoted_titles(query)
    if quoted:
        return quoted[0]
    return _TAIL.sub("", _LEAD.sub("", query.strip()))


def quoted_titles(query: str) -> tuple[str, ...]:
    """Return the titles between 《 and 》, those inside others not apart."""
    return tuple(dict.fromkeys(_QUOTED.findall(query)))


def match_title(asked: str, titles: tuple[str, ...]) -> Match | None:
    """Return the best match of ``asked`` among the titles of one document, None for no match."""
    key = title_key(asked)
    matches = [found for title in titles if (found := _match(key, title_key(title))) is not None]
    return min(matches, key=lambda item: item.rank) if matches else None


def _match(key: str, title: str) -> Match | None:
    matter = _BEFORE_MATTER.sub("", title)
    left_over = len(title) - len(key)
    if key == title:
        return Match(True, True, 0, 0)
    if key == matter or (title == matter and _BEFORE_MATTER.sub("", key) == matter):
        return Match(False, True, 0, left_over)
    if len(key) < SHORTEST or not _same_kind(key, title):
        return None
    runs = _runs(key, title)
    if runs is None or len(runs) > 2 + len(key) // 3:
        return None
    loose = sum(size for size in runs if size == 1)
    if loose > max(2, len(key) // 4):
        return None
    return Match(False, False, len(runs) - 1, left_over)


def _same_kind(key: str, title: str) -> bool:
    """Whether a request for a law means a law: 中国人民银行法 is no 实施办法."""
    return not _LAW.search(key) or _LAW.search(title) is not None


def _runs(key: str, title: str) -> list[int] | None:
    """Split ``key`` into the fewest runs that stand in ``title`` in this order, None if it cannot.

    Greedy from the left, each time the longest run; 的 may be added or left out anywhere.
    """
    runs: list[int] = []
    position = start = 0
    while start < len(key):
        for size in range(len(key) - start, 0, -1):
            place = title.find(key[start : start + size], position)
            if place >= 0 and _fits(key[start + size :], title[place + size :]):
                runs.append(size)
                start, position = start + size, place + size
                break
        else:
            if key[start] not in "的和与及":
                return None
            start += 1
    return runs


def _fits(rest: str, title: str) -> bool:
    """Whether the characters of ``rest`` still stand in ``title`` in this order."""
    remaining = iter(title)
    return all(any(item == other for other in remaining) for item in rest if item not in "的和与及")


def keeps_figures(asked: str, title: str) -> bool:
    """Whether every figure of the request (a year, a number) is one of the title."""
    return set(_MUST_KEEP.findall(asked)) <= set(_MUST_KEEP.findall(title))
