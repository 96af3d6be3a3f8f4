"""What a measure consists of: who does what, how strongly, how much, until when, on what terms."""

from __future__ import annotations

import re

from corpus.quantities import find_quantities
from service.align.deadlines import find_deadlines
from service.align.measures import Measure, departments_of
from service.align.report import MeasureParts

# Who a sentence tells: 地方各级人民政府要…… · 科技部、财政部应……
_ACTOR = re.compile(
    r"(?:^|[。；\n])(?P<actor>[^，。；\n]{2,40}?(?:政府|部门|单位|机构|企业|医院|学校|委员会|协会|局|部|委|办|"
    r"办公室|管委会|银行|海关|法院|检察院))(?:要|应当?|须|必须|可以?|负责|会同)"
)
# Verbs by which policy texts say what is done, at the head of a phrase, with what it is done to.
_ACTION = re.compile(
    r"(?:^|[，。；、\n]|要|应当?|可以?|须|积极|大力|着力|进一步|切实|充分|依法|全面|统筹|适当|逐步|抓紧)"
    r"(?P<verb>支持|鼓励|引导|推动|推进|推广|加快|加强|加大|建立|健全|完善|建设|落实|实施|开展|发展|培育|优化|简化|"
    r"取消|降低|提高|扩大|强化|规范|组织|给予|实行|制定|放宽|允许|严格|打造|提升|促进|深化|创新|探索|保障|返还|纳入)"
    r"(?P<object>[^，。；、\n]{2,30})"
)
_CONDITION = re.compile(
    r"(?:对|凡|除|在|经|符合|具备|达到)[^，。；\n]{2,40}?(?:的(?=[，,])|条件下|前提下|以外|后(?=[，,]))"
)
_NUMERAL = re.compile(r"[\d一二两三四五六七八九十百千万亿半]")
_STRENGTHS = (
    ("必须", re.compile(r"必须|务必|不得|严禁|禁止|(?<!在)确保|一律")),
    (
        "应当",
        re.compile(
            r"应当|(?<![相响适供对反效])应(?![用急对届邀缴])|(?<![需重主只])要(?![求点素件])|须(?!知)"
        ),
    ),
    ("探索", re.compile(r"探索|研究|试点|适时|争取")),
    ("鼓励", re.compile(r"鼓励|提倡|倡导|引导")),
    ("支持", re.compile(r"支持|扶持")),
    ("可以", re.compile(r"可以|可(?=按|由|向|申请|享受|根据)|允许")),
)  # fmt: skip


def parts_of(measure: Measure) -> MeasureParts:
    """Return the parts of ``measure``; the first action after its heading counts."""
    body = measure.own_words
    told = body.removeprefix(measure.heading or "")
    action = _ACTION.search(told) or _ACTION.search(body)
    deadlines = find_deadlines(body)
    dated = [(item.start, item.start + len(item.text)) for item in deadlines]
    return MeasureParts(
        actors=tuple(dict.fromkeys(match["actor"] for match in _ACTOR.finditer(told))),
        action=action["verb"] if action else None,
        object=action["object"] if action else None,
        figures=tuple(
            body[item.start : item.end]
            for item in find_quantities(body)
            if _NUMERAL.search(body[item.start : item.end])
            and not any(start < item.end and item.start < end for start, end in dated)
        ),
        deadlines=tuple(dict.fromkeys(item.text for item in deadlines)),
        conditions=tuple(match.group() for match in _CONDITION.finditer(told)),
        departments=departments_of(measure.text),
        strength=next((name for name, word in _STRENGTHS if word.search(body)), None),
    )
