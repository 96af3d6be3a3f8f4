"""Who acts: the noun that a piece begins with and a verb follows (企业｜承担应急研发项目)."""

from __future__ import annotations

import json
import re
from functools import lru_cache
from importlib.resources import files

Range = tuple[int, int]

# What may stand before the noun: 毕业2年内高校毕业生, 街道（镇）级社区养老服务设施.
_BEFORE = r"(?:[^，。；：\d（(）)的]|[（(][^）)]{1,12}[）)]|\d年内|\d+周岁(?:及?以上)?){0,24}?"
# A piece that ends with 的企业 says whom all of it speaks of; nobody acts in it.
_DESCRIBED = re.compile(r"的[^的，（(]{0,14}$")
_NOT_FIRST = re.compile(
    r"(?:为|因|经(?!营)|按|由|根据|结合|如|在|以(?!上人员)|对|通过|取得|完成|承租|从事|开展|接收|招用|销售|达到|购置|输送|提供|参加|采购|租赁|租用|"
    r"投资|新建|新设|引进|购买|实施|举办|利用|参与|招聘|吸纳|向|获得|认定|列入|入选|组织|建立|且|并|培育|加强|支持|鼓励|推动|发放|免)"
)


@lru_cache(maxsize=1)
def _acting() -> re.Pattern[str]:
    """Match an actor and see the verb behind: 返乡创业人员|成功创办初创企业."""
    words = json.loads((files("ingest.cards") / "data" / "actor_words.json").read_text("utf-8"))
    nouns = "|".join(sorted(words["nouns"], key=len, reverse=True))
    return re.compile(
        rf"(?P<who>{_BEFORE}(?:{nouns})(?:[、和及或]{_BEFORE}(?:{nouns}))*)"
        rf"(?P<aside>[（(][^）)]{{2,40}}[）)])?(?=(?:均|可|应当?|须|，)?(?:{'|'.join(words['acts'])}))"
    )


def acting(view: str, start: int, end: int) -> tuple[Range, list[Range]] | None:
    """Return the actor of ``view[start:end]`` and the tests around, None where nobody acts.

    >>> words = "在本市居住的户籍老年人接受助餐服务"
    >>> who, tests = acting(words, 0, len(words))
    >>> words[slice(*who)], [words[slice(*item)] for item in tests]
    ('户籍老年人', ['在本市居住', '接受助餐服务'])
    """
    described = _DESCRIBED.search(view[start:end])
    if described and _ENDS_WITH_ACTOR.search(described[0]):
        return None
    if not _NOT_FIRST.match(view, start, end):
        match = _acting().match(view, start, end)
        if match is not None and match.end() < end:
            return match.span("who"), [(match.end(), end)]
    for place in _OF.finditer(view, start, end):
        match = _acting().match(view, place.end(), end)
        if match is None or match.end() >= end:
            continue
        if _PLAIN_MODIFIER.fullmatch(view, start, place.start()):
            return (start, match.end("who")), [(match.end(), end)]
        return match.span("who"), [(start, place.start()), (match.end(), end)]
    return None


# 受疫情影响严重的企业: a short modifier without a figure stays with the noun.
_PLAIN_MODIFIER = re.compile(r"(?!符合)[^\d不未]{2,20}")


# Where a modifier ends: 在本市居住的｜户籍老年人.
_OF = re.compile("的")


# 企业新聘用的｜全日制大学毕业生 is about the graduates.
_ENDS_WITH_ACTOR = re.compile(
    r"(?:企业|单位|机构|个人|人员|人才|毕业生|学生|家庭|商户|工商户|团队|金融机构|青年|职工|员工|者|户)$"
)
