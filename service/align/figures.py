"""Figures of a measure against those of the draft: which belong together, and which conflict."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.quantities import Quantity, find_quantities
from service.align.deadlines import find_deadlines
from service.align.match import pairs_of
from service.align.report import Difference

# A figure of the draft belongs to a figure of the reference when the words around both agree at
# least this much (share of character pairs); found on gold/dev/align, 2026-11-22, tried .1 to .5.
_SAME_CONTEXT = 0.2
_CONTEXT_BEFORE = 16
_CONTEXT_AFTER = 8
# Equal figures on the same matter are the same figure before any other is considered, and equal
# sums of money on any matter of one measure.
_EQUAL_BONUS = 0.4
_EQUAL_MONEY = 2.0
# A national total is no figure for one city: 推出100项赛事, 推出5项赛事 (no conflict below this).
_OTHER_SCALE = 2

# What a figure grants to somebody, in whose favour more is more: 补助500万元, 返还50%.
_GRANTS = re.compile(
    r"补助|补贴|奖励|奖补|资助|给予|贴息|返还|可申请|申请最高|奖金|扶持|减免|减按|贷款额度|享受|救助|救济"
)
# Words that make a plain figure a floor to reach: 综合机械化率达到75%, 占比提高到60%.
_TARGET = re.compile(r"(?:达到?|提高到|提升到|增长到|增长|上升到|突破|超过|提高至|提升至)$")
_TOTAL = re.compile(r"(?:达到?|突破|超过|推出|打造|建设|建成|培育|新增|引进|创建|形成|筹集|组织)")
_FIRM = re.compile(r"不少于|不低于|不得低于|不得少于|至少|以上|不超过|不高于|每年|每个|每家|每县")
# A figure that says whom a rule is for, not how much it demands: 单户金额500万元及以下的, and the
# end of such a description: 达到现有职工人数25%并签订1年以上劳动合同的，可申请……
_SCOPE_AFTER = re.compile(
    r"^(?:及以下|及以上|以下|以上|以内)?(?:的(?!占比|比例|补|奖|资金|标准|水平|规模)|[^，。；]{0,4}企业)"
)
_SCOPE_END = re.compile(r"^[^，。；]{0,30}的[，,]")
# Being let in more easily: 由参加失业保险3年以上放宽至1年以上
_EASED = re.compile(r"(?:放宽|降低|降|调整|缩短|延长|扩大)(?:至|到|为)[^，。；\d]{0,8}$")
_EACH = re.compile(r"(?<!平)均|都")
_BOUNDS = frozenset(
    {"不得", "得超", "不超", "超过", "不低", "低于", "得低", "最高", "高不", "不高", "高于"}
)
_YEAR = re.compile(r"20\d\d(?=年|—|-|－|至)")


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure with the text it stands in, its own words around it and the year it is for."""

    quantity: Quantity
    text: str
    before: frozenset[str]
    after: frozenset[str]
    year: str | None

    @property
    def shown(self) -> str:
        """The figure with the words before it, as shown in a report."""
        start = max(0, self.quantity.start - 10)
        words = re.split(r"[。；，,\n]", self.text[start : self.quantity.start])[-1]
        return words + self.text[self.quantity.start : self.quantity.end]

    def words_before(self, count: int) -> str:
        """The words right before the figure, within its sentence."""
        start = max(0, self.quantity.start - count)
        return re.split(r"[。；\n]", self.text[start : self.quantity.start])[-1]


def compare_figures(
    reference: str, draft: str
) -> tuple[tuple[Difference, ...], tuple[Difference, ...]]:
    """Return (figures that conflict, figures that go further) of two texts on the same matter.

    >>> compare_figures("占比达到80%以上。", "占比达到70%以上。")[0][0].draft_text
    '占比达到70%'
    """
    conflicts: list[Difference] = []
    firmer: list[Difference] = []
    for mine, theirs in paired(figures_of(reference), figures_of(draft)):
        relation = _relation(mine, theirs)
        if relation:
            difference = Difference("number", mine.shown, theirs.shown)
            (conflicts if relation < 0 else firmer).append(difference)
    return tuple(conflicts), tuple(firmer)


def figures_of(text: str) -> tuple[Figure, ...]:
    terms = [(item.start, item.start + len(item.text)) for item in find_deadlines(text)]
    found = []
    for item in find_quantities(text):
        if item.kind == "duration" and any(a < item.end and item.start < b for a, b in terms):
            continue
        before = re.split(r"[。；\n]", text[max(0, item.start - _CONTEXT_BEFORE) : item.start])[-1]
        after = re.split(r"[。；，,\n]", text[item.end : item.end + _CONTEXT_AFTER])[0]
        found.append(
            Figure(
                item,
                text,
                frozenset(pairs_of(before)),
                frozenset(pairs_of(after)),
                _year_of(text, item.start),
            )
        )
    return tuple(found)


def _year_of(text: str, position: int) -> str | None:
    """The year that governs a figure: the last one before it in its paragraph."""
    years = _YEAR.findall(text[:position].rsplit("\n", 1)[-1])
    return years[-1] if years else None


def paired(ours: Sequence[Figure], theirs: Sequence[Figure]) -> list[tuple[Figure, Figure]]:
    """Pair the figures of two texts by kind, year and surrounding words, best pairs first."""
    if _same_kinds(ours, theirs):
        return list(zip(ours, theirs, strict=True))
    candidates = sorted(
        (
            (_agreement(a, b), a.quantity.start, b.quantity.start, a, b)
            for a in ours
            for b in theirs
            if _comparable(a, b)
        ),
        key=lambda item: (-item[0], item[1], item[2]),
    )
    pairs: list[tuple[Figure, Figure]] = []
    used_ours: set[int] = set()
    used_theirs: set[int] = set()
    for share, a_start, b_start, a, b in candidates:
        if share < _SAME_CONTEXT or a_start in used_ours or b_start in used_theirs:
            continue
        used_ours.add(a_start)
        used_theirs.add(b_start)
        pairs.append((a, b))
    pairs += _last_two(
        [item for item in ours if item.quantity.start not in used_ours],
        [item for item in theirs if item.quantity.start not in used_theirs],
    )
    used_theirs |= {other.quantity.start for _, other in pairs}
    # a figure given for several at once (均不低于20%) meets each of those the draft names
    pairs += [
        (a, b)
        for share, _, b_start, a, b in candidates
        if b_start not in used_theirs
        and share >= _SAME_CONTEXT
        and _EACH.search(a.words_before(10))
    ]
    return pairs


def _last_two(ours: Sequence[Figure], theirs: Sequence[Figure]) -> list[tuple[Figure, Figure]]:
    """Sums or rates that alone are left on both sides, bounded the same way, by a shared word."""
    pairs = []
    for kind in ("money", "rate"):
        left = [item for item in ours if item.quantity.kind == kind]
        right = [item for item in theirs if item.quantity.kind == kind]
        if len(left) == len(right) == 1 and _share_a_word(left[0], right[0]):
            pairs.append((left[0], right[0]))
    return pairs


def _share_a_word(a: Figure, b: Figure) -> bool:
    """Whether two figures bounded the same way have a word of their matter before them."""
    shared = pairs_of(a.words_before(40)).keys() & pairs_of(b.words_before(40)).keys()
    bounded = a.quantity.comparator is not None
    return (
        bounded
        and a.quantity.comparator == b.quantity.comparator
        and _comparable(a, b)
        and bool(shared - _BOUNDS)
    )


def _same_kinds(ours: Sequence[Figure], theirs: Sequence[Figure]) -> bool:
    """Whether both texts give the same kinds of figures, for the same years, in the same order."""

    def kinds(figures: Sequence[Figure]) -> list[tuple[str, str | None, str | None]]:
        return [(item.quantity.kind, item.quantity.unit, item.year) for item in figures]

    return len(ours) >= 2 and kinds(ours) == kinds(theirs)


def _comparable(a: Figure, b: Figure) -> bool:
    if a.quantity.kind != b.quantity.kind or (a.year and b.year and a.year != b.year):
        return False
    return a.quantity.kind in ("money", "rate") or a.quantity.unit == b.quantity.unit


def _agreement(a: Figure, b: Figure) -> float:
    shares = [
        len(x & y) / max(1, min(len(x), len(y)))
        for x, y in ((a.before, b.before), (a.after, b.after))
        if x and y
    ]
    share = max(shares, default=1.0) * 0.7 + (sum(shares) / len(shares) if shares else 1.0) * 0.3
    if not same_value(a.quantity, b.quantity):
        return share
    return share + (_EQUAL_MONEY if a.quantity.kind == "money" else _EQUAL_BONUS if share else 0.0)


def same_value(a: Quantity, b: Quantity) -> bool:
    return (a.kind, a.value, a.upper) == (b.kind, b.value, b.upper)


def _relation(mine: Figure, theirs: Figure) -> int:
    """-1 where the draft's figure conflicts, 1 where it goes further, 0 where both agree."""
    a, b = mine.quantity, theirs.quantity
    if (a.value, a.upper) == (b.value, b.upper):
        return 0
    if a.upper is not None and b.upper is None:
        return 0 if a.value <= b.value <= a.upper else -1
    if is_scope(mine) or is_scope(theirs) or _is_eased(mine) or _is_qualifying(mine):
        return -1
    if _is_other_scale(mine, theirs):
        return 0
    comparator = a.comparator or b.comparator or _target_of(mine, theirs)
    if comparator in ("≥", ">"):
        return 1 if b.value > a.value else -1
    if comparator in ("≤", "<") and not _GRANTS.search(mine.words_before(20)):
        return 1 if b.value < a.value else -1
    return -1


def _is_eased(figure: Figure) -> bool:
    """Whether a figure is a condition made easier, which may be made neither harder nor easier."""
    term = figure.quantity.kind == "duration" or "条件" in figure.words_before(40)
    return term and bool(_EASED.search(figure.words_before(14)))


def _is_qualifying(figure: Figure) -> bool:
    """Whether a term is what somebody must have served to qualify: 工作满3年, 缴纳社会保险满4年."""
    return figure.quantity.kind == "duration" and figure.words_before(1) == "满"


def _target_of(mine: Figure, theirs: Figure) -> str | None:
    both = all(_TARGET.search(item.words_before(8)) for item in (mine, theirs))
    return "≥" if both and not _GRANTS.search(mine.words_before(20)) else None


def _is_other_scale(mine: Figure, theirs: Figure) -> bool:
    """Whether the draft's total is the share of a smaller place, not another figure."""
    a, b = mine.quantity, theirs.quantity
    around = mine.text[max(0, a.start - 12) : a.end + 4]
    return (
        a.kind not in ("rate", "duration")
        and b.value <= a.value / _OTHER_SCALE
        and bool(_TOTAL.search(mine.words_before(24)))
        and not _FIRM.search(around)
        and not _GRANTS.search(mine.words_before(20))
    )


def is_scope(figure: Figure) -> bool:
    text, end = figure.text, figure.quantity.end
    return (
        bool(_SCOPE_AFTER.match(text[end : end + 12]))
        or text[figure.quantity.start : end + 2].endswith("的")
        or bool(_SCOPE_END.match(text[end : end + 32]))
    )
