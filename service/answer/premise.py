"""What a question takes for granted, laid against the rule: a false premise is corrected.

「主板上市奖500万，需要什么材料」 states an amount; where the rule's own sentence on the matter
gives another one, that is said first. A figure that only puts a case (投资3亿元) states nothing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.dates import find_dates
from corpus.quantities import Quantity, find_quantities
from service.answer.asking import Asking, Want, content_pairs, text_pairs, wants_of
from service.answer.evidence import DocumentEvidence
from service.answer.figures import same_quantity
from service.answer.matter import Matter
from service.answer.norms import norms_of
from service.answer.wording import plain


@dataclass(frozen=True, slots=True)
class Correction:
    """What the question says, what the rule says instead, and the sentence where it does."""

    said: str
    true: str
    index: int


#: Words by which a part of a question states a result instead of putting a case.
_RESULT = (
    r"(?:奖励?|补贴|补助|补|资助|津贴|扣除?|罚款?|返还|减免|减按|免收?|上限|封顶|最[高多长低少]能?领?|"
    r"至少|目标|要求|规定|期限|有效期|标准|比例|名额|只[要需有]|[是为]|[减增降升提]到|[减降]低到|[增提]高到|"
    r"增加到|减少到|缩短到|延长到|[共现]有|能领|可领|定为|设定在)"
)
# Right before a figure that the question states: 「主板上市|奖|500万」 「失业金|最多能领|36个月」
_STATED = re.compile(rf"{_RESULT}[^，。；？\d一二三四五六七八九十]{{0,4}}$")
# Before or after a figure that only puts a case: 「|投资|3亿元」 「|满|3年的」 「5年|以上的|」
_CASE = re.compile(
    r"(?:投资|注册资本|收入|营业额|产值|面积|租了?|住了?|参保|满|月薪|工资|招了?|买了?|花了?|超过?|如果|假如)"
    r"[^，。；？\d]{0,4}$"
)
_CASE_AFTER = re.compile(r"^(?:以上|以下|以内)?的(?!吧|吗|对)|^(?:以上|以下)|^怎么办")
# What is given for a term: 「前三年|都免租金|」
_GIVEN_AFTER = re.compile(r"^(?:内|里)?[都均全]?(?:不收|免|减半|减按|全免)")
_WANT_OF: dict[str, Want] = {
    "money": "money", "rate": "rate", "points": "rate", "duration": "period", "count": "count",
}  # fmt: skip
#: Kinds of figure that a question may take for granted.
_KINDS = frozenset({"money", "rate", "points", "duration", "count", "multiple"})
_MARKS = re.compile(r"[，,。；;？?！!]")


def correction_of(asking: Asking, evidence: DocumentEvidence) -> Correction | None:
    """Return the correction of the first thing a question states that the document denies.

    None where it states nothing, where the document bears it out, or says nothing of the matter.
    """
    matter = Matter(asking, evidence)
    for part in _parts(asking.text):
        found = (
            _other_figure(part, matter)
            or _other_months(part, matter)
            or _other_period(part, matter)
            or _turned_round(part, matter)
            or _other_norm(part, matter)
            or _bounded(part, matter)
        )
        if found is not None:
            return found
    return None


def _parts(text: str) -> list[str]:
    return [part for part in _MARKS.split(text) if len(part) > 2]


# An amount without its unit: 「奖|500万|，」
_BARE_MONEY = re.compile(r"(?P<sum>\d+(?:\.\d+)?[万亿])(?=[，,。？?吧吗就了]|对吧|$|块)")


def _other_figure(part: str, matter: Matter) -> Correction | None:
    """Return the rule's figure where the question states another one of the same kind."""
    part = _BARE_MONEY.sub(r"\g<sum>元", part)
    for figure in find_quantities(part):
        if not _is_stated(part, figure):
            continue
        alike = _alike(figure, matter)
        near = matter.near(part, list(alike))
        if not near:
            continue
        if any(_same_figure(figure, q) for index in near for q in alike[index]):
            turned = _other_direction(part, figure, matter.sentences[near[0]].text)
            if turned is not None:
                return Correction(turned[0], turned[1], near[0])
            continue
        sentence = matter.sentences[near[0]].text
        held = _tied(part, figure, sentence, alike[near[0]])
        return Correction(figure.text, _piece(sentence, held), near[0])
    return None


def _alike(figure: Quantity, matter: Matter) -> dict[int, list[Quantity]]:
    """Return the figures of the same kind, by sentence; for a cap only caps, if there are any."""
    alike = {
        index: same
        for index, item in enumerate(matter.sentences)
        if (same := [q for q in find_quantities(item.text) if _of_kind(figure, q)])
    }
    caps = {i: [q for q in held if q.comparator == "≤"] for i, held in alike.items()}
    caps = {i: held for i, held in caps.items() if held}
    return caps if figure.comparator == "≤" and caps else alike


_DOWN, _UP = r"减|降|缩|压", r"增|升|提高|扩大"
# Where a figure moves: 「由24项|增加为30项|」
_MOVES = re.compile(
    rf"(?:由[^，。；由]{{1,14}})?[^，。；由]{{0,4}}(?:{_DOWN}|{_UP})[^，。；]{{1,14}}"
)


def _other_direction(part: str, figure: Quantity, sentence: str) -> tuple[str, str] | None:
    """Return both wordings where a question has a figure fall that the rule raises, or turned."""
    for ours, theirs in ((_DOWN, _UP), (_UP, _DOWN)):
        stated = re.search(rf"(?:{ours})[^，。；]{{0,3}}$", part[: figure.start])
        held = _MOVES.search(sentence)
        if stated and held and re.search(theirs, held.group()) and not re.search(ours, sentence):
            return part[stated.start() : figure.end], held.group().strip()
    return None


def _same_figure(figure: Quantity, held: Quantity) -> bool:
    """Say whether a question's figure is a rule's, or lies within the range it gives."""
    if same_quantity(figure, held) or figure.value == held.value:
        return True
    return held.upper is not None and held.value <= figure.value <= held.upper


def _is_stated(part: str, figure: Quantity) -> bool:
    """Say whether a part of a question states a figure, which it neither asks nor supposes."""
    if figure.kind not in _KINDS or _WANT_OF.get(figure.kind) in _asked_of(part):
        return False
    before, after = part[: figure.start], part[figure.end :]
    if _CASE.search(before) or _CASE_AFTER.match(after):
        return False
    return bool(_STATED.search(before) or _GIVEN_AFTER.match(after))


# What asks for a figure: 「奖|多少|」. A figure of the same kind beside it only puts a case.
_HOW_MUCH = re.compile(r"多少|几[成个天年月倍]|多久|多长")


def _asked_of(part: str) -> frozenset[Want]:
    return wants_of(part) if _HOW_MUCH.search(part) else frozenset()


def _of_kind(figure: Quantity, held: Quantity) -> bool:
    return held.kind == figure.kind and held.unit == figure.unit


#: Words so near before a figure say what it is of.
_OWN_WORDS = 8


def _tied(part: str, figure: Quantity, sentence: str, alike: Sequence[Quantity]) -> Quantity:
    """Return the figure whose own words are most like those of the question's figure."""
    close = text_pairs(part[max(0, figure.start - _OWN_WORDS) : figure.start])
    whole = text_pairs(part[: figure.start] + part[figure.end :])

    def likeness(item: Quantity) -> tuple[int, int]:
        own = text_pairs(sentence[max(0, item.start - _OWN_WORDS) : item.start])
        piece = text_pairs(_piece(sentence, item))
        return len([p for p in close & own if len(p) > 1]), len(whole & piece)

    return max(alike, key=likeness)


def _piece(sentence: str, held: Quantity) -> str:
    """Return the part of a sentence, between marks, that a figure stands in."""
    begin = max((m.end() for m in _PIECE.finditer(sentence, 0, held.start)), default=0)
    after = _PIECE.search(sentence, held.end)
    return " ".join(sentence[begin : after.start() if after else len(sentence)].split())


_PIECE = re.compile(r"[，,；;。：:！？\n]")


# When something is done every year: 「每年|5月|申报」
_MONTHS = re.compile(
    r"(?P<month>\d{1,2})月(?:\d{1,2}日)?(?=[^，。？]{0,4}(?:申报|申请|受理|兑付|开始|截止|报名))"
)
_ANY_MONTH = re.compile(
    r"(?<!\d)(?P<month>\d{1,2})月(?:\d{1,2}日)?(?:[至到—－-]+(?P<to>\d{1,2})月(?:\d{1,2}日)?)?"
)


def _other_months(part: str, matter: Matter) -> Correction | None:
    stated = _MONTHS.search(part)
    if stated is None or re.search(r"\d年\d{1,2}月", part):
        return None
    among = [i for i, item in enumerate(matter.sentences) if _ANY_MONTH.search(item.text)]
    near = matter.near(part, among)
    if not near:
        return None
    month = int(stated["month"])
    held = list(_ANY_MONTH.finditer(matter.sentences[near[0]].text))
    if any(int(m["month"]) <= month <= int(m["to"] or m["month"]) for m in held):
        return None
    return Correction(stated.group(), held[0].group(), near[0])


# A term by its years: 「期限五年|到2020年|」
_TERM = re.compile(r"期限|有效期|实施期|执行期")


def _other_period(part: str, matter: Matter) -> Correction | None:
    if not _TERM.search(part):
        return None
    stated = [item for item in find_dates(part) if item.kind != "relative"]
    if not stated:
        return None
    among = [
        i for i, item in enumerate(matter.sentences)
        if _TERM.search(item.text) and find_dates(item.text)
    ]  # fmt: skip
    if not among:
        return None
    index = (matter.near(part, among) or among)[0]
    held = [item for item in find_dates(matter.sentences[index].text) if item.kind != "relative"]
    last = stated[-1].last or stated[-1].first
    if not held or any(last in (item.first, item.last) for item in held):
        return None
    return Correction(stated[-1].text, held[-1].text, index)


# What comes first: 「必须|先|检测|后|入区」
_ORDER = re.compile(
    r"先(?P<first>[\u4e00-\u9fff]{2,4}?)[、，,]?(?:再|后)(?P<then>[\u4e00-\u9fff]{2,4})"
)


def _turned_round(part: str, matter: Matter) -> Correction | None:
    stated = _ORDER.search(part)
    if stated is None:
        return None
    for index, item in enumerate(matter.sentences):
        held = _ORDER.search(item.plain)
        if held and held["first"][:2] == stated["then"][:2]:
            return Correction(stated.group(), held.group(), index)
    return None


# What the question asks rather than states: 「可以…|吗|」
_ASKED = re.compile(r"吗|是否|能不能|可不可以|可否|能否|有没有|什么|哪|怎|谁|如何|多少|几")
_ALLOWED = re.compile(r"可以?|允许|准予")
_FORBIDDEN = re.compile(r"不得|严禁|禁止|不允许|不准|不再允许|不能")


def _other_norm(part: str, matter: Matter) -> Correction | None:
    """Return the prohibition where the question takes for allowed what the rule forbids."""
    if _ASKED.search(part):
        return None
    allowed = _ALLOWED.search(part) is not None and not _FORBIDDEN.search(part)
    forbidden = _FORBIDDEN.search(part) is not None
    if not allowed and not forbidden:
        return None
    near = matter.near(part, range(len(matter.sentences)))[:2]
    for index in near:
        for piece in _MARKS.split(matter.sentences[index].text):
            norms = norms_of(piece)
            shared = len(set(content_pairs(part)) & text_pairs(piece))
            if shared < 3:
                continue
            if allowed and norms["must_not"] and not norms["may"]:
                return Correction(_stated_norm(part), piece.strip(), index)
            if forbidden and norms["may"] and not norms["must_not"]:
                return Correction(_stated_norm(part), piece.strip(), index)
    return None


def _stated_norm(part: str) -> str:
    match = _ALLOWED.search(part) or _FORBIDDEN.search(part)
    assert match is not None
    return part[match.start() :]


# What the question takes for unlimited, and what limits it: 「|无限|次」 「最多|不超过六批|」
_UNLIMITED = re.compile(r"无限|不限|没有限制|无上限|不设上限|不受限制")
_LIMIT = re.compile(
    r"(?:最多|最高|累计)?不得?超过[^，。；]{1,12}|最[多高长][^，。；]{1,10}|仅限[^，。；]{1,12}"
)


def _bounded(part: str, matter: Matter) -> Correction | None:
    stated = _UNLIMITED.search(part)
    if stated is None or re.search(r"吗|是否", part):
        return None
    limits = {i: m for i, s in enumerate(matter.sentences) if (m := _LIMIT.search(s.text))}
    near = matter.near(part, list(limits))
    if not near or _UNLIMITED.search(plain(matter.sentences[near[0]].text)):
        return None
    return Correction(part[stated.start() :], limits[near[0]].group(), near[0])
