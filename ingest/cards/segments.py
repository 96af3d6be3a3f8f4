"""The segments of a clause that may each hold a rule: sentences, and grants joined by commas."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ingest.cards.figures import GRANT
from ingest.cards.rule_text import Segment, split_segments

# Another grant within the sentence: …每人每天300元补助，｜对其他医务人员给予每人每天200元补助.
_ADDRESSES = re.compile(
    r"[，,](?:同时|其中|并且|另外)?(?=对(?!每|单|该|同一|其(?!他|中)|所|于?企业给予)[^，。；]{2,60}?(?:，[^，。；]{0,20}?)?(?:给予|予以|奖励|补贴|补助|发放|减免|返还))"
)
_SUM = re.compile(r"\d[^，。；]{0,6}(?:元|%|％)|百分之|免收|减半|全额")
_DATELINE = re.compile(
    r"\n?(?:新华社|中新[社网]|本报|人民日报|[^，。；\n]{2,14}讯|据)[^。]{0,20}?(?:电|讯|消息|记者)"
)
_SHORT_OPENING = 36


def split_rules(view: str) -> tuple[Segment, ...]:
    """Split at 。；and line ends, and where a comma begins another addressed grant.

    >>> [item.ender for item in split_rules("对甲给予3元补助，对乙给予2元补助。")]
    ['，', '。']
    """
    return tuple(part for segment in split_segments(view) for part in _grants(view, segment))


def _grants(view: str, segment: Segment) -> Iterator[Segment]:
    start = segment.start
    for match in _ADDRESSES.finditer(view, segment.start, segment.end):
        before, after = view[start : match.start()], view[match.end() : segment.end]
        if _is_grant(before) and _is_grant(after) and _balanced(before):
            yield Segment(start, match.start(), "，")
            start = match.end()
    yield Segment(start, segment.end, segment.ender)


def _is_grant(words: str) -> bool:
    granted = GRANT.search(words)
    return granted is not None and _SUM.search(words, granted.start()) is not None


def _balanced(words: str) -> bool:
    return sum(words.count(mark) for mark in "（(") == sum(words.count(mark) for mark in "）)")


def is_headline(view: str, segments: Sequence[Segment], number: int) -> bool:
    """Whether a segment is a newspaper's headline: the report that follows says it in full."""
    following = segments[number + 1] if number + 1 < len(segments) else None
    return (
        number == 0
        and following is not None
        and segments[0].ender == "\n"
        and _DATELINE.match(view, following.start) is not None
    )


def is_opening(view: str, segments: Sequence[Segment]) -> bool:
    """Whether the first segment only names what the rules after it grant.

    （二）对疫情防控重点企业贷款给予财政贴息。对…的企业，按…50%进行贴息….
    """
    first = segments[0]
    return (
        first.ender == "。"
        and first.end - first.start <= _SHORT_OPENING
        and any(_is_grant(view[item.start : item.end]) for item in segments[1:])
    )
