"""Who is responsible: （责任单位：…）, （对接部门：…；联系人：…）, （…等负责）, 向…申请."""

from __future__ import annotations

import re
from dataclasses import dataclass

Range = tuple[int, int]

# （责任单位：市财政局、市发展改革委）; 责任单位:市人社局; （对接部门：区科信局；联系人：…）
_LABELLED = re.compile(
    r"(?:责任|对接|牵头|主管|实施|受理|审核|经办|服务|配合)(?:单位|部门|机构)[：:]"
    r"(?P<names>[^；;。）)\n]{2,160})"
)
# （农业农村部、财政部等负责）; （市科技局牵头，市财政局配合）
_IN_CHARGE = re.compile(
    r"[（(](?P<names>[^（）()。；]{2,160}?)(?:按职责分工)?(?:(?:分别|共同|牵头|等)*负责[^（）()]{0,40}|"
    r"牵头(?:[，,、；;][^（）()。]{2,120}(?:配合|参与|参加|按职责)[^（）()]{0,20})?)[）)]"
)
_FIRST = re.compile(r"(?:(?![和及与](?=[省市区县各]))[^、，,；;\s]){2,30}")
# 向登记注册地人力资源社会保障部门提出补贴申请; 向县旅游产业发展领导小组办公室提出书面申报
_WINDOW = re.compile(
    r"(?<!面)向(?P<where>[^，。；向]{2,40}?)(?:提出|提交|申请|申报|递交)(?:[^，。；]{0,10}(?:申请|申报|材料|资料))?"
)


@dataclass(frozen=True, slots=True)
class Department:
    """The lead department and, where more are named, the whole list, as ranges of the view."""

    lead: Range
    all: Range | None


def find_departments(view: str) -> tuple[tuple[int, Department], ...]:
    """Return each statement of responsibility as (where it begins, department)."""
    found = []
    for pattern in (_LABELLED, _IN_CHARGE):
        for match in pattern.finditer(view):
            first = _FIRST.match(view, match.start("names"), match.end("names"))
            if first is None:
                continue
            end = match.end("names")
            lead = _without_tail(view, first.span())
            found.append(
                (match.start(), Department(lead, (lead[0], end) if end > lead[1] else None))
            )
    return tuple(sorted(found, key=lambda item: item[0]))


def _without_tail(view: str, item: Range) -> Range:
    start, end = item
    for tail in ("牵头", "会同", "负责", "等"):
        place = view.find(tail, start + 2, end)
        if place > 0:
            end = min(end, place)
    return start, end


def find_window(view: str, start: int, end: int) -> Range | None:
    """Return where one applies: 向…申请."""
    match = _WINDOW.search(view, start, end)
    return match.span("where") if match else None
