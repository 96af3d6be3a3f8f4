"""The lists of a procedure: what to hand in, and the steps in order."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.cards.subjects import pieces

Range = tuple[int, int]


_MATERIALS_HEAD = re.compile(
    r"(?:办理|申请|申报|申领|所需|需要|提交|提供|备案|报名|应)[^。；\n]{0,14}(?:材料|资料|证明文件)[^。；\n]{0,10}(?:如下|[：:]|$)|(?:^|、)(?:材料|资料)清单|办理材料|申请材料|所需材料"
)


_ITEM = re.compile(
    r"^(?:[a-zA-Z]\s*[.．、]|\d{1,2}\s*[.．、|]|[（(][\d一二三四五六七八九十]{1,2}[）)]|[①-⑳])\s*"
    r"(?P<what>[^：:。；;（(|\n]{2,40})"
)


# Where the list under a heading ends though none was found: 五、办理流程.
_NEXT_PART = re.compile(
    r"[一二三四五六七八九十]{1,3}、|第[一二三四五六七八九十]+[条章]|（[一二三四五六七八九十]+）"
)


_INLINE_MATERIALS = re.compile(
    r"(?:提供|提交|携带|凭|持)(?:以下|下列|相关)?(?P<list>[^，。；\n]{2,60}?(?:证明|证|材料|合同|资料|表|相片|照片|凭证|执照|书)(?:[^，。；\n]{0,4}))(?=，|。|；|到|向|可|办理|申请)"
)


_STEP = re.compile(
    r"^(?:\d{1,2}\s*[.．、]|[①-⑳]|第[一二三四五六七八九十]步[：:，]?)\s*(?P<what>[^。；\n]{4,60})"
)


_QUESTION = re.compile(r"^(?:问|Q)[：:]|[？?]$")


_ARROWS = re.compile(r"[➱→➔⇒]|->|—>")


def find_materials(view: str) -> Iterator[Range]:
    """The items below a heading of materials, else what a sentence says to hand in."""
    lines = _lines(view)
    seen: set[str] = set()
    for number, (start, end) in enumerate(lines):
        if not _MATERIALS_HEAD.search(view[start:end]) or end - start > 60:
            continue
        listed = False
        for begun, ended in lines[number + 1 : number + 16]:
            item = _ITEM.match(view[begun:ended])
            if item is None:
                if listed or _NEXT_PART.match(view, begun, ended):
                    break
                continue
            listed = True
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
        if re.search(r"步骤|流程", view[start:end]) and end - start <= 60:
            for begun, ended in lines[number + 1 : number + 30]:
                step = _STEP.match(view[begun:ended])
                if step and not _QUESTION.search(step["what"]):
                    yield begun + step.start("what"), begun + step.end("what")
            return


def _lines(view: str) -> list[Range]:
    return pieces(view, 0, len(view), marks="\n")
