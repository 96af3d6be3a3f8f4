"""The lists of a procedure: what to hand in, and the steps in order."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from corpus.numerals import parse_numeral
from ingest.cards.subjects import pieces

Range = tuple[int, int]


_MATERIALS_HEAD = re.compile(
    r"(?:办理|申请|申报|申领|所需|需要|提交|提供|备案|报名|应)[^。；\n]{0,14}(?:材料|资料|证明文件)[^。；\n]{0,10}(?:如下|[：:]|$)|(?:材料|资料)清单|办理准备|办理材料|申请材料|所需材料"
)


_ITEM = re.compile(
    r"^(?:(?P<letter>[a-zA-Z])\s*[.．、]|(?P<plain>\d{1,2})\s*[.．、|]|[（(](?P<bracket>[\d一二三四五六七八九十]{1,2})[）)]|"
    r"(?P<ring>[①-⑳])|(?P<bullet>[●•▪■◆]))\s*"
    r"(?P<what>[^：:。；;（(|\n]{2,40})"
)


# Where the list under a heading ends though none was found: 五、办理流程.
_NEXT_PART = re.compile(
    r"[一二三四五六七八九十]{1,3}、|第[一二三四五六七八九十]+[条章]|（[一二三四五六七八九十]+）"
)


_INLINE_MATERIALS = re.compile(
    r"(?:提供|提交|携带|凭|持)(?:以下|下列|相关)?(?P<list>[^，。；\n]{2,60}?(?:证明|证|材料|合同|资料|表|相片|照片|凭证|执照|书)(?:[^，。；\n]{0,4}))(?=，|。|；|到|向|可|办理|申请)"
)


# 步骤3：根据提示填写表单信息，并上传备案申请材料 is a step, no heading of a list.
_DOING = re.compile(
    r"步骤|第.步|(?:\d{1,2}|[①-⑳])[.．、]?[^，。；\n]{0,12}(?:填写|点击|提交|上传|选择|打开)"
)
# （一）高层次人才申请材料要求 heads a list of its own.
_IS_HEADING = re.compile(r"(?:材料|资料)(?:要求|清单)$|审批$|审核$|需提供$")


_STEP = re.compile(
    r"^(?:(?P<number>\d{1,2})\s*[.．、]|[①-⑳]|第[一二三四五六七八九十]步[：:，]?|步骤[一二三四五六七八九十\d]+[：:])\s*(?P<what>[^。；\n]{4,60})"
)


_QUESTION = re.compile(r"^(?:问|Q)[：:]|[？?]$")


_ARROWS = re.compile(r"[➱→➔⇒]|->|—>")


def find_materials(view: str) -> Iterator[Range]:
    """The items below a heading of materials, else what a sentence says to hand in."""
    lines = _lines(view)
    seen: set[str] = set()
    for number, (start, end) in enumerate(lines):
        words = view[start:end]
        if end - start > 60 or not _MATERIALS_HEAD.search(words) or _DOING.match(words):
            continue
        listed = False
        style, last = "", 0
        for begun, ended in lines[number + 1 : number + 16]:
            item = _ITEM.match(view[begun:ended])
            if (
                item is None
                or _IS_HEADING.search(item["what"])
                or (listed and _style(item) != style)
            ):
                if _NEXT_PART.match(view, begun, ended):
                    break
                continue
            if listed and _ordinal(item) not in (0, last + 1):
                break
            listed, style, last = True, _style(item), _ordinal(item)
            place = (begun + item.start("what"), begun + item.end("what"))
            if view[slice(*place)] not in seen:
                seen.add(view[slice(*place)])
                yield place
        if listed:
            return
    match = _INLINE_MATERIALS.search(view)
    if match:
        for start, end in pieces(view, *match.span("list"), marks="、和及"):
            yield start, end


def _style(item: re.Match[str]) -> str:
    """How an item is labelled: 1. and （1） are lists of their own."""
    return next(name for name in _LABELS if item[name])


_LABELS = ("letter", "plain", "bracket", "ring", "bullet")


def _ordinal(item: re.Match[str]) -> int:
    """The place that an item's label gives it, 0 for a bullet: c. → 3, （二） → 2, ① → 1."""
    label = item[_style(item)]
    if item["bullet"]:
        return 0
    if item["letter"]:
        return ord(label.lower()) - ord("a") + 1
    if item["ring"]:
        return ord(label) - ord("①") + 1
    return int(label) if label.isdecimal() else (parse_numeral(label) or 0)


def find_steps(view: str) -> Iterator[Range]:
    """The steps of a line of arrows, else the numbered lines below a heading of steps."""
    for start, end in _lines(view):
        if len(_ARROWS.findall(view[start:end])) >= 2:
            position = max(start, view.find("：", start, end) + 1)
            for match in _ARROWS.finditer(view, position, end):
                if match.start() > position:
                    yield position, match.start()
                position = match.end()
            if position < end:
                yield position, end
            return
    lines = _lines(view)
    for number, (start, end) in enumerate(lines):
        if re.search(r"步骤|流程|办理指引", view[start:end]) and end - start <= 60:
            yield from _numbered(view, lines[number + 1 : number + 30])
            return
    run = list(_numbered(view, lines))
    if (
        len(run) >= _SHORTEST_RUN
        and sum(bool(_DOES.search(view[slice(*item)])) for item in run) >= 2
    ):
        yield from run


# A page that is nothing but numbered steps has no heading for them.
_SHORTEST_RUN = 4
_DOES = re.compile(r"点击|提交|填写|登[录陆]|选择|上传|扫|搜索|进入")


def _numbered(view: str, lines: Sequence[Range]) -> Iterator[Range]:
    """The steps of one numbering: where it begins anew, another list begins."""
    last = 0
    for begun, ended in lines:
        step = _STEP.match(view[begun:ended])
        if step is None or _QUESTION.search(step["what"]):
            continue
        if step["number"]:
            if int(step["number"]) <= last:
                return
            last = int(step["number"])
        yield begun + step.start("what"), begun + step.end("what")


def _lines(view: str) -> list[Range]:
    return [match.span() for match in re.finditer(r"[^\n]+", view)]
