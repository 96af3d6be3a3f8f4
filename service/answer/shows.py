"""What a sentence must show to answer a question of a kind: an amount, a date, a place …"""

from __future__ import annotations

import re

from service.answer.asking import Want

_NUMERAL = r"[\d一二两三四五六七八九十百千万亿半.]+"
_UNITS_OF_COUNT = (
    "家|个|项|人|名|套|所|次|岁|周岁|批|类|种"
    "|件|条|平方|亩|台|吨|辆|户|例|方面|平米|公里|部|位|场|张|份|万|亿"
)
_SHOWS: dict[Want, re.Pattern[str]] = {
    # 「300万元」 「每亩200元」 「1000美元」
    "money": re.compile(rf"{_NUMERAL}\s*(?:万|亿|千|百)?\s*(?:元|美元|块)"),
    # 「5%」 「百分之三十」 「1.6倍」 「四分之一」
    "rate": re.compile(r"\d\s*[%‰倍折成]|百分之|[一二三四五六七八九十半]倍|分之|个百分点"),
    # 「20个工作日」 「三年」 「6个月内」
    "period": re.compile(
        rf"{_NUMERAL}\s*个?(?:工作日|日|天|年|月|小时|周|分钟|学期)|当场|即时|当日"
    ),
    # 「2025年」 「9月8日」 「年底前」
    "date": re.compile(
        r"\d{4}\s*年|\d+\s*月|\d+\s*日|[〇零一二三四五六七八九]{4}年|之日起|年底|\d+:\d\d|\d+时"
    ),
    # 「3个」 「135套」 「五家」
    "count": re.compile(rf"{_NUMERAL}\s*[多余馀]?(?:{_UNITS_OF_COUNT})"),
    "place": re.compile(r"地点|地址|位于|路\d*|号|窗口|大厅|中心|[省市县区镇乡村]|网站|平台"),
    "who": re.compile(r"部门|[局委办厅院署处]|单位|企业|机构|人员|政府|公司|负责|牵头|小组|人|者"),
    "materials": re.compile(r"材料|证明|证件|身份证|申请表|复印件|合同|证书|资料|户口|书|照"),
    "document": re.compile(r"《[^》]+》|[〔\[]\s*\d{4}\s*[〕\]]"),
    "phone": re.compile(r"\d{5,}|https?:|www\.|热线|电话|网址|公众号|@"),
    "list": re.compile(r"[、；;]|一是|二是|\d[.、]|（[一二三四五六七八九十]）|①"),
    "reason": re.compile(r"为|因|由于|以便|目的|意义|旨在|有利于"),
    "definition": re.compile(r"是指|指的是|所称|即|定义为|包括"),
}
_FIGURES: frozenset[Want] = frozenset({"money", "rate", "period", "date", "count"})
_DIGITS = re.compile(r"\d+(?:\.\d+)?")


def shows(want: Want, sentence: str, question: str) -> bool:
    """Say whether ``sentence`` shows a thing of the kind asked for that the question lacks.

    >>> shows("money", "给予重奖", ""), shows("money", "超200亿元的", "超200亿元的怎么奖")
    (False, False)
    """
    if want not in _FIGURES:
        return _SHOWS[want].search(sentence) is not None
    return any(
        (_DIGITS.findall(match.group()) or [match.group()])[0] not in question
        for match in _SHOWS[want].finditer(sentence)
    )
