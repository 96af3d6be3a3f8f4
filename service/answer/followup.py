"""Complete a follow-up question (「那外资企业呢」「上限是多少」) from the questions before it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

#: Earlier questions looked at; what is older is left out, and the answer says so.
HISTORY_KEPT = 4

# A question that leans on the one before: 「那外资企业呢」 「上限是多少」 「它什么时候到期」
_LEANING = re.compile(
    r"^(?:那么?|还有|另外|其中|它|这个|该|上述|前者|后者|同样|如果|换成)|呢[？?]?$"
)
# What a follow-up exchanges: 「那外资企业呢」 → 外资企业
_EXCHANGED = re.compile(r"^(?:那么?|换成|如果是)?(?P<subject>[^？?呢，,]{2,15})呢[？?]?$")
#: A question shorter than this names too little to stand alone.
_ALONE = 9


@dataclass(frozen=True, slots=True)
class Completed:
    """The question as searched, and whether earlier questions were drawn on or left out."""

    text: str
    from_history: bool
    left_out: int


def complete(question: str, history: Sequence[str]) -> Completed:
    """Return ``question`` with what it leaves unsaid taken from ``history`` (oldest first).

    >>> complete("上限是多少", ["柳河企业技改补贴怎么算"]).text
    '柳河企业技改补贴怎么算 上限是多少'
    """
    kept = [item.strip() for item in history if item.strip()][-HISTORY_KEPT:]
    left_out = max(0, len(history) - HISTORY_KEPT)
    text = question.strip()
    if not kept or not _leans(text):
        return Completed(text, from_history=False, left_out=0)
    earlier = next((item for item in reversed(kept) if not _leans(item)), kept[-1])
    exchanged = _EXCHANGED.match(text)
    if exchanged:
        return Completed(_exchange(earlier, exchanged["subject"]), True, left_out)
    return Completed(f"{earlier.rstrip('？?。')} {text}", True, left_out)


def _leans(text: str) -> bool:
    return bool(_LEANING.search(text)) or len(text.strip("？?。")) < _ALONE


# What a follow-up may exchange: the kind of enterprise, person or place that it ends with.
_MARKS = (
    "企业", "公司", "人员", "毕业生", "职工", "居民", "项目", "酒店", "省", "市", "县", "区",
)  # fmt: skip
_PLACE_MARKS = frozenset("省市县区")
# The words after which a subject begins: 「肇庆对|民营企业怎么奖励」
_BEFORE_SUBJECT = "对的在给为，,、是"
#: A head this short is itself the qualifier of the subject: 「民营|企业技改补贴」.
_QUALIFIER = 4


def _exchange(earlier: str, subject: str) -> str:
    """Put ``subject`` in the place of the like subject of the earlier question, else before it."""
    mark = next((item for item in _MARKS if subject.endswith(item) and item in earlier), None)
    if mark is None:
        return f"{subject} {earlier}"
    head, _, tail = earlier.partition(mark)
    if mark in _PLACE_MARKS:
        return subject + tail
    cut = max((head.rfind(item) + 1 for item in _BEFORE_SUBJECT), default=0)
    if cut or len(head) <= _QUALIFIER:
        return head[:cut] + subject + tail
    return f"{subject} {earlier}"
