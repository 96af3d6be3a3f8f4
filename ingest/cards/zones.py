"""Where the granting words of a segment begin: before them stand the subject and conditions."""

from __future__ import annotations

import re

from ingest.cards.figures import Figure
from ingest.cards.rule_text import Segment
from ingest.cards.subjects import pieces


def granting_zone(view: str, segment: Segment, first: Figure) -> int:
    """Where the granting words begin: before them stand the subject and the conditions."""
    parts = pieces(view, segment.start, segment.end, marks="，,：:")
    index = next(
        (number for number, (_, end) in enumerate(parts) if end >= first.end), len(parts) - 1
    )
    begun = _grant_start(view, parts[index][0], first.start)
    if begun is not None and begun - parts[index][0] <= 5 and view[parts[index][0]] != "对":
        begun = parts[index][0]
    while begun == parts[index][0] and index > 0:
        earlier = parts[index - 1]
        words = view[slice(*earlier)]
        if re.match("对|凡", words) or re.search(
            r"的(?:[^的，]{0,10}(?:企业|单位|机构|项目|人员))?$", words
        ):
            break
        if "基础上" in view[earlier[0] : earlier[1]]:
            break
        start = _grant_start(view, *earlier, strict=True)
        if start is None:
            break
        index, begun = index - 1, start
    return begun if begun is not None else first.start


def _grant_start(view: str, start: int, end: int, *, strict: bool = False) -> int | None:
    """Where the run of granting words before a figure starts; the piece's start without any."""
    words = (
        r"一次性|分别|给予|予以|(?:奖励|补贴|补助|资助|奖补)(?!资金|经费)|发放|减免|免收|免征|减征|免除|减半|返还|享受"
        + ("" if strict else "|贴息|按照|按|参照|每(?!年安排)|最高|不超过|不高于|设立|安排")
    )
    match = re.search(words, view[start:end])
    if match is None:
        return (
            None if strict else (end if re.search(r"[一-龥]", view[start:end]) is None else start)
        )
    return start + match.start()
