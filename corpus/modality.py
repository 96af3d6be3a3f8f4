"""How binding the words of a rule are: 应当, 必须, 可以, 不得, 原则上, 鼓励, 支持, 探索."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

#: Obligation, prohibition, permission, softened rule, encouragement, support, trial.
ModalityKind = Literal["应当", "不得", "可以", "原则上", "鼓励", "支持", "探索"]

# 可|申请, but not 认可 or 可持续.
_AFTER_MAY = (
    "申请|享受|按|予以|给予|向|由|在|根据|凭|通过|参照|自主|选择|适当|依法|酌情|获|直接|采取|延|一次性|提前|"
    "同时|叠加|优先|持(?!续)|免|减|委托|适用|申领|办理|再|不"
)
# 应|及时, but not 供应 or 应急.
_AFTER_SHALL = (
    "予|及时|按|由|在|于|当|自|向|经|符合|具备|提交|提供|依法|包括|将|为|根据|达到|报|对|以|同时|严格|加强|建立|"
    "主动|如实|有|是|承担|不少|不低"
)
_WORDS: tuple[tuple[ModalityKind, str], ...] = (
    ("不得", r"(?<!不)不得(?!不|已)|不应(?!属)|不能(?!力)|不可(?!或缺|逆|分|抗力|移动|少|替代)|"
             r"不允许|不准(?!确|时|备)|(?<!不)不许|严禁|禁止|不予|无权|一律不"),
    ("应当", rf"应当|必须|务必|不得不|须(?!知)|(?<![供相对反适响呼])应(?={_AFTER_SHALL})"),
    ("可以", rf"可以(?!说|看)|(?<![认许])可(?={_AFTER_MAY})|有权|(?<!不)允许|得以|(?<!不)准予"),
    ("原则上", r"原则上|酌情|视情"),
    ("鼓励", r"鼓励|倡导|提倡"),
    ("支持", r"支持(?!力度|政策|体系|资金|措施|条件|单位|系统|对象|范围|标准)|"
             r"优先(?=支持|安排|保障|给予|推荐)"),
    ("探索", r"探索|研究(?=制定|出台|建立|设立)|力争|争取"),
)  # fmt: skip
_PATTERNS = tuple((kind, re.compile(pattern)) for kind, pattern in _WORDS)
#: From the firmest word to the weakest; a draft that moves down this list weakens a rule.
STRENGTH: dict[ModalityKind, int] = {
    "不得": 6, "应当": 6, "原则上": 4, "支持": 3, "可以": 3, "鼓励": 2, "探索": 1,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Modality:
    """One word that says how binding a rule is, at ``start``–``end``."""

    kind: ModalityKind
    text: str
    start: int
    end: int


def find_modality(text: str) -> tuple[Modality, ...]:
    """Return the binding words of ``text`` in order, none inside another.

    >>> [item.kind for item in find_modality("企业应当按时申报，不得重复享受，可以分期")]
    ['应当', '不得', '可以']
    """
    found = [
        Modality(kind, match[0], match.start(), match.end())
        for kind, pattern in _PATTERNS
        for match in pattern.finditer(text)
    ]
    found.sort(key=lambda item: (item.start, -(item.end - item.start)))
    kept: list[Modality] = []
    for item in found:
        if not kept or item.start >= kept[-1].end:
            kept.append(item)
    return tuple(kept)


def strongest(text: str) -> ModalityKind | None:
    """Return the firmest kind of ``text``, None where nothing binds.

    >>> strongest("鼓励企业参保，工伤保险费不得拖欠")
    '不得'
    """
    kinds = [item.kind for item in find_modality(text)]
    return max(kinds, key=STRENGTH.__getitem__, default=None)
