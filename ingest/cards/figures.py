"""The figures of a rule text and the part each plays: benefit, cap or condition."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from corpus.quantities import Quantity, find_quantities

Role = Literal["benefit", "cap", "condition", "detail"]

#: What one unit of a per-unit amount may be: 每亩, 元/间, 每人每月.
_THING = (
    "(?:平方米|公里|学年|学期|餐位|床位|批次|人次|万人次|亩|间|人|户|名|位|生|辆|台|套|笔|吨|块|件|项|次|餐|张|床|场|年|月|天|日|夜|晚|"
    "个月|公斤|千瓦时|千瓦|标箱|班|节|篇|度|柜|标准箱|平米|㎡|公顷|立方米|头|只|株|座|桌|架|艘|列|个)"
)
# Words before a figure that make it an amount per unit: 每人每月209元; 每间奖励2000元.
_PER_BEFORE = re.compile(
    rf"(?:每(?:满|增加|新增|招用|连续租满|培养|吸纳|引进|接收|减少|提高|完成)*"
    rf"(?P<many>[1一])?(?P<thing>万人次|万人|千人|百人|{_THING}))"
)
# Words after a figure that make it an amount per unit: 5元/人/夜; 0.5万元/笔; 200元每亩.
_PER_AFTER = re.compile(rf"(?:[/\uff0f每]·?{_THING})+")
# 最高(不超过)30万元; 上限为100万元; 不高于300万元的研发支持.
_CAP_BEFORE = re.compile(
    r"(?:最高|最多|上限|封顶|不超过|不高于|不得超过|不多于|限额(?!范围)|总额不超|至多|最高额)"
    r"(?:[^，。；、（）()\d]{0,8})$|(?:不超过|不高于|不得超过)[^，。；、（）()\d]{0,24}$"
)
_CAP_AFTER = re.compile(r"^(?:以内(?!的)|封顶|为上限|为限|的上限)")
# 投资5000万元以上; 达到30万元以上的; 1000万元及以上; 500亩（含）以上.
_THRESHOLD_AFTER = re.compile(
    r"^(?:[（(][^）)]{1,8}[）)])?(?:及|（含）|\(含\))?(?:以上|以下|以内的|及以上)"
)
_THRESHOLD_BEFORE = re.compile(
    r"(?:达到?|超过|不低于|不少于|低于|至少|大于|小于|满|不足|高于|以上至|以下至|首次突破|突破)(?:人民币)?$"
)
# What a sum is given as: 300万元奖励, 2%的补贴, 一次性5万元补助.
_BENEFIT_AFTER = re.compile(
    r"^(?:（[^）]{1,12}）|\([^)]{1,12}\))?(?:标准|比例)?(?:以内)?的?[^，。；、\d]{0,14}?"
    r"(?:奖励|奖补|奖金|补助|补贴|资助|津贴|贴息|返还|资金|支持|扶持|减免|减征|减收|配套|优惠|租金|兑现|慰问|补偿|经费)"
)
# A fund is set up with a sum: 设立总规模不低于1亿元的引导资金; 每年安排旅游引导资金1000万元.
_FUND_BEFORE = re.compile(r"(?:设立|安排|筹集|成立|组建)(?:(?!最高|不超过)[^，。；\d]){0,24}$")
# Where granting begins: what follows is benefit, what stands before is condition.
GRANT = re.compile(
    r"给予|予以|奖励|奖补|补贴|补助|资助|返还|退还|贴息|减免|免收|免征|免缴|免除|全免|减征|减半|"
    r"发放|配套|享受|补偿|慰问|额度|标准(?!化)|按照|按|参照"
)
_CONDITION_AGAIN = re.compile(r"[，,](?:且|并且|对|如|其中|若)|的，")


# 每户最高200万元, 每个企业每年不超过5万元: a limit for one applicant, not a sum per thing.
_BOUND_AS_ONE = re.compile(r"元(?:/(?:户|家|个|项|年|次|笔))+")


@dataclass(frozen=True, slots=True)
class Figure:
    """A sum or rate of a rule text with its role; ``unit`` is what it is counted by (元/亩)."""

    quantity: Quantity
    role: Role
    unit: str | None
    start: int
    end: int

    @property
    def is_money(self) -> bool:
        """Whether this is a sum (else a rate)."""
        return self.quantity.kind == "money"

    @property
    def low(self) -> Decimal:
        """The value, or the lower end of a range."""
        return self.quantity.value

    @property
    def high(self) -> Decimal:
        """The upper end of a range, or the value."""
        return self.quantity.upper if self.quantity.upper is not None else self.quantity.value


def find_figures(view: str, start: int, end: int) -> tuple[Figure, ...]:
    """Return the sums and rates of ``view[start:end]`` (one segment) with their roles.

    >>> [item.role for item in find_figures("投资9万元以上的，奖励5万元，最高8万元", 0, 20)]
    ['condition', 'benefit', 'cap']
    """
    text = view[start:end]
    depths = _parentheses(text)
    found: list[Figure] = []
    for quantity in find_quantities(text):
        if quantity.kind != "rate" and not (quantity.kind == "money" and quantity.unit == "元"):
            continue
        role = _role(text, quantity, depths)
        unit = _unit(text, quantity) if quantity.kind == "money" else None
        if role == "cap" and unit is not None and _BOUND_AS_ONE.fullmatch(unit):
            unit = None
        found.append(Figure(quantity, role, unit, start + quantity.start, start + quantity.end))
    found.extend(_implied_rates(text, start))
    return tuple(sorted(found, key=lambda item: item.start))


# A full or half remission without a figure: 免收2月份房租; 房租（含摊位费）减半.
_WHOLE = re.compile(r"(?<!减)免收|全额(?:免除|减免|补贴|补助|返还|退还|资助)|全部免除|全免")
_HALF = re.compile(r"减半(?!征收所得税)|减征一半|半价")


def _implied_rates(text: str, start: int) -> list[Figure]:
    found = []
    for pattern, value in ((_WHOLE, Decimal(100)), (_HALF, Decimal(50))):
        for match in pattern.finditer(text):
            quantity = Quantity(
                kind="rate",
                value=value,
                upper=None,
                unit="%",
                comparator=None,
                text=match[0],
                start=match.start(),
                end=match.end(),
            )
            found.append(
                Figure(quantity, "benefit", None, start + match.start(), start + match.end())
            )
    return found


def _parentheses(text: str) -> list[tuple[int, int]]:
    """The spans of （…）, 〔…〕 in ``text``."""
    found, stack = [], []
    for index, character in enumerate(text):
        if character in "（(〔[":
            stack.append(index)
        elif character in "）)〕]" and stack:
            opened = stack.pop()
            if not stack:
                found.append((opened, index))
    return found


def _role(text: str, quantity: Quantity, parentheses: list[tuple[int, int]]) -> Role:
    before, after = text[: quantity.start], text[quantity.end :]
    inside = next((a for a, b in parentheses if a < quantity.start < b), None)
    raised = _RAISED_TO.match(after) and re.search(r"[由从][^，。；]{0,14}$", before)
    if raised or _ANOTHER_GRANT.match(after) or _PAID_BY_THEM.search(before):
        return "detail"
    if inside is not None:
        capped = _CAP_BEFORE.search(before) and re.match(
            r".{0,4}(最高|不超过|上限)", before[inside:]
        )
        return "cap" if capped else "detail"
    granted = _granted(before)
    near = granted is not None and "，" not in before[granted:]
    if _FUND_BEFORE.search(before) and re.search(r"资金|基金", text):
        return "benefit"
    if "以上" in quantity.text or "以下" in quantity.text:
        return "condition"
    if _THRESHOLD_AFTER.match(after) and not (near and _BENEFIT_AFTER.match(after[2:])):
        return "condition"
    if _CAP_BEFORE.search(before):
        sure = re.search(r"最高|上限|封顶|限额|总额|累计", before[-14:]) or granted is not None
        return "cap" if sure or _BENEFIT_AFTER.match(after) else "condition"
    if _CAP_AFTER.match(after) and granted is not None:
        return "cap"
    if _THRESHOLD_BEFORE.search(before) and not near:
        return "condition"
    if granted is not None or _BENEFIT_AFTER.match(after):
        return "benefit"
    return "condition"


# What others grant already: 在中央财政给予50%贴息的基础上，再给予25%的贴息.
_ANOTHER_GRANT = re.compile(
    r"[^，。；\d]{0,20}(?:的?基础上|的，(?:可|给予|予以|享受)[^\d]{0,12}(?:补贴|补助|奖励))"
)
# What was given before: 由每人每年320元｜提高到380元.
_RAISED_TO = re.compile(r"(?:提高|增加|上调|调整|调高|降低|下调|上浮)[到至为]")
# What one has to pay: 个人缴费标准为每人549元.
_PAID_BY_THEM = re.compile(
    r"(?:缴费|缴存|(?<!免)收费|征收)(?:标准|基数|费率|比例|金额)*[为按]?[^，。；\d]{0,4}$"
)


def _granted(before: str) -> int | None:
    """Where the granting words before a figure end; None where a condition began since."""
    last = None
    for match in GRANT.finditer(before):
        last = match
    if last is None or _CONDITION_AGAIN.search(before, last.end()):
        return None
    return last.end()


def _unit(text: str, quantity: Quantity) -> str | None:
    """元/亩, 元/人/月 for a per-unit sum; None for one that is given once.

    每人每月209元, 5元/人/夜, 每间奖励2000元; but not 每年最高奖励300万元.
    """
    after = _PER_AFTER.match(text, quantity.end)
    if after:
        return "元" + re.sub(r"[每\uff0f]", "/", after[0]).replace("·", "").replace("//", "/")
    piece = max(text.rfind(mark, 0, quantity.start) for mark in "，；。：:、")
    things = [
        (match["many"] or "", match["thing"])
        for match in _PER_BEFORE.finditer(text, piece + 1, quantity.start)
    ]
    if not things or (
        len(things) == 1
        and things[0][1] in ("年", "次", "项", "家", "件", "个")
        and not re.search("每(?:连续租)?满", text[piece + 1 : quantity.start])
    ):
        return None
    return "元/" + "/".join(thing for _, thing in things)
