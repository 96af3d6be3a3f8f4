"""Compare what a claim demands, allows or forbids with what the quote does."""

from __future__ import annotations

import re
from collections import Counter
from typing import Literal

from corpus.modality import ModalityKind, find_modality
from service.answer.asking import text_pairs
from service.answer.wording import plain

Norm = Literal["must", "may", "must_not", "principle", "encourage", "not"]

# Words with 不, 未, 无 … that deny nothing or belong to a figure: 「不低于」 「未来」 「无偿」
_NO_DENIAL = re.compile(
    r"不(?:低于|少于|超过|高于|大于|小于|多于|等于|足|断|仅|但|同|动产|限于|良|管|论|久|法|变|符|满|含|及时|到位|合格|一致|利|安全|可抗力|确定)"
    r"|未(?:来|成年|就业|毕业|满|达)|无(?:线|障碍|偿|形|害|论|业|废|人|房|锡|纺|菌|公害|证|照|固定|犯罪)|非(?:公|常|国有|税|营利|全日制|洲|遗|盈利|物质|首都)"
)
_KINDS: dict[ModalityKind, Norm] = {
    "不得": "must_not",
    "应当": "must",
    "可以": "may",
    "原则上": "principle",
    "鼓励": "encourage",
    "支持": "encourage",
    "探索": "encourage",
}
# Being granted something is no permission: 「可以获得奖励」 「可享受补贴」
_GRANTED = re.compile(r"可以?(?=获|享受|拿|领|得到)")
# 「不再执行」 「未纳入」 「免收」 「除外」
_DENIAL = re.compile(r"不|未|无|没有|免(?=收|征|交|缴|费|除|于|税)|停止|取消|暂停|除外")
# What is wrong by its own words is never allowed: 「可以擅自转租」
_WRONG_ALLOWED = re.compile(
    r"(?:可以?|允许|有权)[^，。；不]{0,4}(?P<wrong>擅自|违规|违法|非法|虚报|骗取)"
)
_SAID: dict[Norm, str] = {
    "must": "应当（必须）",
    "may": "可以",
    "must_not": "不得（禁止）",
    "principle": "原则上",
    "encourage": "鼓励（支持）",
    "not": "否定",
}
#: Segments less alike than this are different statements.
_SAME_STATEMENT = 0.4
#: Segments at least this alike repeat the same words, so that norms can be counted.
_SAME_WORDS = 0.75
_SEGMENT = re.compile(r"[，,。；;！？!?：:\n]+")


def norms_of(text: str) -> Counter[Norm]:
    """Return the norms and denials that ``text`` states, with how often.

    >>> sorted(norms_of("企业可以申请，但不得重复享受"))
    ['may', 'must_not']
    """
    rest = _GRANTED.sub("", _NO_DENIAL.sub("", plain(text)))
    found: Counter[Norm] = Counter()
    marks = list(rest)
    for item in find_modality(rest):
        found[_KINDS[item.kind]] += 1
        marks[item.start : item.end] = " " * (item.end - item.start)
    denials = len(_DENIAL.findall("".join(marks)))
    if denials:
        found["not"] = denials
    return found


def compare_norms(claim: str, quote: str) -> str | None:
    """Return why the claim's norms are not the quote's, None where they are borne out.

    >>> compare_norms("可以办成营利性幼儿园", "不得办成营利性幼儿园")
    '原文是“不得（禁止）”，不是“可以”。'
    """
    allowed = _WRONG_ALLOWED.search(plain(claim))
    if allowed and not _WRONG_ALLOWED.search(plain(quote)):
        return f"原文没有允许“{allowed['wrong']}”的意思。"
    segments = [part for part in _SEGMENT.split(quote) if part.strip()]
    whole = norms_of(quote)
    for part in _SEGMENT.split(claim):
        if len(part.strip()) < 2 or not segments:
            continue
        nearest, likeness = _nearest(part, segments)
        claimed, held = norms_of(part), norms_of(nearest)
        if likeness < _SAME_STATEMENT:
            claimed, held = Counter(dict.fromkeys(claimed.keys() - whole.keys(), 1)), Counter()
        elif likeness < _SAME_WORDS:
            claimed, held = _once(claimed), _once(held)
        reason = _segment_reason(claimed, held)
        if reason is not None:
            return reason
    return None


def _once(norms: Counter[Norm]) -> Counter[Norm]:
    return Counter(dict.fromkeys(norms, 1))


def _nearest(part: str, segments: list[str]) -> tuple[str, float]:
    pairs = text_pairs(part)

    def likeness(segment: str) -> float:
        other = text_pairs(segment)
        return 2 * len(pairs & other) / (len(pairs) + len(other)) if pairs and other else 0.0

    return max(((segment, likeness(segment)) for segment in segments), key=lambda pair: pair[1])


def _segment_reason(claimed: Counter[Norm], held: Counter[Norm]) -> str | None:
    added = claimed - held
    if added:
        stated = "、".join(_SAID[item] for item in sorted(held))
        name = _SAID[min(added)]
        return f"原文是“{stated}”，不是“{name}”。" if stated else f"原文没有“{name}”的意思。"
    denied = [item for item in sorted(held - claimed) if item in ("must_not", "not")]
    if denied:
        return f"原文是“{_SAID[denied[0]]}”，所述漏去了否定。"
    return None
