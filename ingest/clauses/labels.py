"""The labels that Chinese official documents number their clauses with, and how to read one.

A label knows its style (条, 一、, （一）, 1., （1）, ①, 1.2, 附件 …) and its number; whether
it opens a clause where it stands is for ``marks`` to decide.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Literal

from corpus.numerals import parse_numeral

Style = Literal[
    "编", "分编", "部分", "章", "节", "条", "一、", "1", "1.1", "1.1.1", "1.1.1.1", "01",
    "（一）", "1.", "1）", "（1）", "①",
]  # fmt: skip

#: Which style encloses which where a document does not show another order: smaller is outer.
DEFAULT_RANK: dict[Style, int] = {
    "编": 100, "分编": 120, "部分": 140, "章": 200, "节": 300, "条": 400, "一、": 500, "1": 520,
    "01": 530, "1.1": 540, "1.1.1": 560, "1.1.1.1": 580, "（一）": 600, "1.": 700, "1）": 740,
    "（1）": 800, "①": 900,
}  # fmt: skip

_NUMERAL = "一二三四五六七八九十百零〇两"
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"

# Any label at the place where it begins: "第十五条", "第 3 章", "一、", "（三）", "1.",
# "（1）", "①", "2.1.3".
_LABEL = re.compile(
    rf"""
      (?P<unit>第\s?(?P<unit_number>[{_NUMERAL}\s]{{1,9}}|[0-9０-９\s]{{1,6}}?)\s?
        (?P<unit_name>分编|编|章|节|条|部分)(?:\s?之\s?[{_NUMERAL}]{{1,3}}(?=[\s　]))?)
    | (?P<cn>(?P<cn_number>[{_NUMERAL}]{{1,4}})\s?[、.．])
    | (?P<cnp>[（(]\s?(?P<cnp_number>[{_NUMERAL}]{{1,4}})\s?[)）][、．.]?)
    | (?P<arp>[（(]\s?(?P<arp_number>[0-9０-９]{{1,3}})\s?[)）][、．.]?)
    | (?P<dec>(?P<dec_number>[1-9][0-9]?(?:[.．][1-9][0-9]?){{1,3}})[.．]?(?=[\s　]|[^\W\d_]))
    | (?P<ar>(?P<ar_number>[0-9０-９]{{1,3}})\s?(?:
        [、]|[.．](?:(?![0-9０-９])|(?=(?:19|20)[0-9]{{2}}年))))
    | (?P<arh>(?P<arh_number>[0-9０-９]{{1,2}})[)）])
    | (?P<circ>[{_CIRCLED}])
    | (?P<zero>0[1-9](?=[\s　]*$|[\s　]))
    | (?P<bare>(?P<bare_number>[1-9][0-9]?)(?=[\s　]+[^\W\d_]))
    """,
    re.VERBOSE,
)

_STYLE_OF_GROUP: dict[str, Style] = {
    "cn": "一、", "cnp": "（一）", "arp": "（1）", "ar": "1.", "arh": "1）", "bare": "1",
}  # fmt: skip
_DECIMAL_STYLES: dict[int, Style] = {2: "1.1", 3: "1.1.1", 4: "1.1.1.1"}

# What follows a number that is no label but an amount or a unit: "1.5万元", "2.3%", "3.1 亿".
_AMOUNT = re.compile(r"\s*[万亿元%％个倍米亩公年月日千克吨℃岁周人天期次]")

# What follows a citation broken over lines, not a clause: "（三）项规定的", "第十条规定",
# "第三条第二款".
_CITATION = re.compile(
    r"\s?(?:规定|[款条项](?=规定|[的、，和或至及之所第中列])|目(?=规定|[、，和或至])|至第|的规定|、第|和第|及第|或者?第|"
    r"第[一二三四五六七八九十]+[款项])"
)


@dataclass(frozen=True, slots=True)
class Label:
    """A label as printed at ``start``; ``end`` is where it ends; ``prefix`` of 4.2.1 is (4, 2)."""

    style: Style
    number: int
    text: str
    start: int
    end: int
    prefix: tuple[int, ...] = ()


def read_label(text: str, start: int, stop: int | None = None) -> Label | None:
    """Return the label that begins at ``start``, None where there is none.

    >>> read_label("（三）加大支持力度", 0)
    Label(style='（一）', number=3, text='（三）', start=0, end=3, prefix=())
    """
    match = _LABEL.match(text, start, len(text) if stop is None else stop)
    if match is None or match.lastgroup is None:
        return None
    label = _label_of(match)
    if label is None or label.number == 0 or _is_no_label(text, label):
        return None
    return label


def _label_of(match: re.Match[str]) -> Label | None:
    groups = match.groupdict()
    start, end = match.span()
    printed = match.group()
    if groups["unit"]:
        number = _int(groups["unit_number"])
        style = _unit_style(groups["unit_name"])
        return None if number is None else Label(style, number, printed, start, end)
    if groups["dec"]:
        parts = tuple(int(part) for part in re.split(r"[.．]", groups["dec_number"]))
        return Label(
            _DECIMAL_STYLES[len(parts)], parts[-1], printed.rstrip(".．"), start, end, parts[:-1]
        )
    if groups["circ"]:
        return Label("①", _CIRCLED.index(printed) + 1, printed, start, end)
    if groups["zero"]:
        return Label("01", int(printed), printed, start, end)
    for group, style in _STYLE_OF_GROUP.items():
        if groups[group]:
            number = _int(groups[f"{group}_number"])
            return None if number is None else Label(style, number, printed, start, end)
    return None


def _unit_style(name: str) -> Style:
    styles: dict[str, Style] = {
        "分编": "分编", "编": "编", "章": "章", "节": "节", "条": "条", "部分": "部分",
    }  # fmt: skip
    return styles[name]


def _int(numeral: str) -> int | None:
    plain = unicodedata.normalize("NFKC", re.sub(r"\s", "", numeral))
    return int(plain) if plain.isdigit() and plain.isascii() else parse_numeral(plain)


def _is_no_label(text: str, label: Label) -> bool:
    """True for amounts (1.5万元) and for the tail of a citation (（三）项规定的)."""
    if label.style in ("1.1", "1.1.1", "1.1.1.1", "1"):
        return _AMOUNT.match(text, label.end) is not None
    if label.style in ("条", "章", "节", "编", "（一）", "（1）"):
        return (
            _CITATION.match(text, label.end) is not None and text[label.end : label.end + 1] != " "
        )
    return False
