"""Find the document in a page: the element that holds nearly all of its running text."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml.html import HtmlElement

from ingest.page import Block, Zone
from ingest.read.html_blocks import Found

# An id or class that content systems give to the body: UCAP-CONTENT, TRS_Editor, zoomcon, article
_BODY_NAME = re.compile(
    r"ucap-?content|trs_editor|trs_ueditor|view.*trs|zoom(?:con)?\b|article[-_]?(?:con|body|text)|"
    r"content[-_]?body|pages_content|vsb_content|con_text|detail[-_]?con|xxgk[-_]?(?:content|detail)|"
    r"news[-_]?con|artcon|txtcon|xl[-_]?con|ewb-article|arti[-_]?metas?con|mainText|js_content|"
    r"wp_articlecontent|info[-_]?cont(?:ent)?\b|\bzw\b|bt[-_]content",
    re.I,
)
# An id or class of what surrounds a body: share bars, menus, footers, related links
_NOT_BODY_NAME = re.compile(
    r"(?:^|[\s_-])(?:nav|menu|foot(?:er)?|header|share|bread|crumb|position|dqwz|copyright|sidebar|"
    r"related|friend|link|hot|search|toolbar|tool|top_?bar|site_?bar|up_?down|pages?_|ewm|qrcode|comment)"
    r"(?:$|[\s_-])",
    re.I,
)
# What pages print around every document: "上一篇：投资环境", "【打印】【关闭】 转载须注明来源……"
_FURNITURE = re.compile(
    r"(?:[上下]一[篇条页]|【?\[?(?:打印|关闭|字体|字号)|(?:您|当前)?[^，。]{0,6}位置\s*[:：]|友情链接|分享到|"
    r"(?:主办|承办)(?:单位)?\s*[:：]|版权所有|copyright|©|技术支持|备案号|网站标识码|今天是|欢迎访问|"
    r"(?:发布)?(?:日期|时间)\s*[:：]|(?:信息)?来源\s*[:：])|[^，。]{0,60}ICP备",
    re.I,
)
_SENTENCE = re.compile(r"[，。；：、？！]")
#: What a character of a fragment (a menu entry, a heading) counts.
_FRAGMENT_WEIGHT = 0.01
#: A known container counts if it holds this share of the page's running text.
_KNOWN_SHARE = 0.4
#: Going down from the page, an element is the body while it holds this share of its parent's text.
_KEPT_SHARE = 0.9


@dataclass(frozen=True, slots=True)
class _Scored:
    found: Found
    score: float


def zoned(found: list[Found]) -> tuple[Block, ...]:
    """Return the page's blocks with their zones: body, outside or hidden."""
    visible = [item for item in found if not item.hidden]
    hidden = [item for item in found if item.hidden]
    if _total(hidden) > 4 * _total(visible) and _total(visible) < 200:
        visible, hidden = found, []  # the body is shown by a script
    inside: set[int] = set()
    if not _is_navigation(visible):
        body = _body([_Scored(item, _score(item)) for item in visible])
        inside = {id(item) for item in visible if body is None or _stands_in(item, body)}
    concealed = {id(item) for item in hidden}
    return tuple(
        _block(item, "hidden" if id(item) in concealed else _zone(item, inside)) for item in found
    )


def _is_navigation(visible: list[Found]) -> bool:
    """True for a page that holds links and menus only."""
    if any(item.kind == "row" or _SENTENCE.search(item.text) for item in visible):
        return False
    links = [item for item in visible if 2 * item.linked >= len(item.text) or _in_menu(item)]
    return bool(visible) and len(links) == len(visible)


def _in_menu(item: Found) -> bool:
    return any(element.tag in ("nav", "header", "footer", "ul") for element in item.path)


def _zone(item: Found, inside: set[int]) -> Zone:
    return "body" if id(item) in inside else "outside"


def _block(item: Found, zone: Zone) -> Block:
    return Block(item.text, item.kind, item.cells, item.table, item.is_header, zone)


def _total(found: list[Found]) -> float:
    return sum(_score(item) for item in found)


def _score(item: Found) -> float:
    """Characters of running text; a short fragment or a link is none."""
    length = len(item.text) - 2 * item.linked
    if length <= 0 or _FURNITURE.match(item.text):
        return 0.0
    is_running = item.kind == "row" or _SENTENCE.search(item.text) or length > 30
    return float(length) if is_running else length * _FRAGMENT_WEIGHT


def _body(scored: list[_Scored]) -> HtmlElement | None:
    """Return the element that is the document, None where the whole page is."""
    totals: dict[HtmlElement, float] = {}
    for item in scored:
        for element in item.found.path:
            totals[element] = totals.get(element, 0.0) + item.score
    whole = sum(item.score for item in scored)
    if not whole:
        return None
    known = _known(totals, whole)
    return _densest(scored) if known is None else known


def _known(totals: dict[HtmlElement, float], whole: float) -> HtmlElement | None:
    """Return the innermost known container that holds enough of the text."""
    candidates = [
        (element, score)
        for element, score in totals.items()
        if score >= _KNOWN_SHARE * whole and _BODY_NAME.search(_name(element))
    ]
    if not candidates:
        return None
    most = max(score for _, score in candidates)
    full = [element for element, score in candidates if score >= 0.97 * most]
    return max(full, key=lambda element: sum(1 for _ in element.iterancestors()))


def _densest(scored: list[_Scored]) -> HtmlElement | None:
    """Go down from the page while one child holds nearly all of the running text."""
    current = scored[0].found.path[0]
    inside = [item for item in scored if item.score]
    depth = 0
    while True:
        whole = sum(item.score for item in inside)
        children: dict[HtmlElement, float] = {}
        for item in inside:
            if len(item.found.path) > depth + 1:
                child = item.found.path[depth + 1]
                children[child] = children.get(child, 0.0) + item.score
        best = max(children, key=lambda child: children[child], default=None)
        if best is None or best.tag == "p" or children[best] < _KEPT_SHARE * whole:
            return current
        current, depth = best, depth + 1
        inside = [item for item in inside if current in item.found.path[depth : depth + 1]]


def _stands_in(item: Found, body: HtmlElement) -> bool:
    """True where a block stands in the body and in none of its share bars or menus."""
    if body not in item.path:
        return False
    below = item.path[item.path.index(body) + 1 :]
    return not any(_NOT_BODY_NAME.search(_name(element)) for element in below)


def _name(element: HtmlElement) -> str:
    return f"{element.get('id') or ''} {element.get('class') or ''}"
