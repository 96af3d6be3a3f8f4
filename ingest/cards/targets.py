"""Target cards: indicator, value, unit and deadline of what a document sets out to reach."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from corpus.cards import TargetCard
from ingest.cards.rule_text import RuleText, Segment, split_segments
from ingest.cards.subjects import pieces
from ingest.cards.target_cards import Deadline, target_card, with_departments

Range = tuple[int, int]

_UNIT = (
    r"个百分点|百分点|%|％|万亿元|亿元|亿美元|万美元|万元|元|亿千瓦时|亿千瓦|万千瓦|千瓦|亿吨|万吨|吨标准煤|吨|亿斤|亿公斤|亿立方米|万立方米|"
    r"立方米|万亩|亿亩|亩|万公顷|公顷|万平方公里|平方公里|万平方米|平方米|万公里|公里|亿人次|万人次|人次|亿人|万人|人|亿户|万户|户|"
    r"万家|家|万个|万套|套|万辆|辆|万台|台|万件|件|万项|项|万所|所|万名|名|EFlops|EFLOPS|EB|Gbps|Tbps|PB|倍|张|次|条|座|处|支|只|"
    r"种|门|岁|小时|分钟|个工作日|天|微克/立方米|毫克/升|篇|部|个(?!月)|千万元|百万元|千万|百万"
)
# 10亿千瓦; 1.2亿千瓦; 70%; 6%－6.5%; 百亿元; 二十个; 1200万人以上; 5%左右
_VALUE = re.compile(
    rf"(?P<value>\d+(?:,\d{{3}})*(?:\.\d+)?|(?<![一-龥])[二两三四五六七八九十百千][一二三四五六七八九十百千]{{0,4}}|(?<=[达破过到])百|百分之[一二三四五六七八九十百零]+)"
    rf"(?:(?P<unit1>%|％|个百分点)?(?:[-—－~～至]{{1,2}})(?P<upper>\d+(?:\.\d+)?))?"
    rf"(?P<unit>{_UNIT})?(?:（[^）]{{1,10}}）)?(?P<tail>左右|以上|以下|以内|上下)?"
)
# What says that a figure is to be reached, not reached already.
_FUTURE = re.compile(
    r"到(?:20|２０)?\d{2,4}年|力争|目标|预期|确保|拟按|拟安排|计划|“?十[二三四五六]五”?(?:期间|时期|末)|规划期|年底前|争取|用[\d一二三四五]+年|全年|今年|年内|"
    r"20\d\d年.{0,30}(?:达到|不低于|增长|下降)|(?:提升|提高|下降|降低|增长)[^，。]{0,12}(?:以上|左右|不低于)"
)
_PAST = re.compile(
    r"去年|(?<![比较])上年|过去|以来|目前|截至|截止|已(?:经|达|有|建|完成|累计|在|成)|[^为除]了|曾|累计完成|现有|一年来|五年来|实现了|同期|位居|同比(?:增长|下降)\d|高于全国|低于全国"
)
_REVIEW = re.compile(
    r"回顾|过去[一二三四五]年|[一二三四五]年来|工作总结|取得的成[就绩效]|发展基础|现状"
)
_GOAL_HEADING = re.compile(r"目标|指标|总体要求")
# A part of a report is about one year: 二、2026年工作安排.
_HEADED_YEAR = re.compile(r"(?P<year>20\d{2})年(?:工作|主要|预期|目标|总体|政府工作)(?!.*回顾)")
_YEAR = re.compile(
    r"(?P<versus>(?:较|比|与|以|超过|于)[^，。；]{0,4})?(?P<to>到|至|力争到?|在)?(?P<year>20\d{2})年(?P<end>底|末|年底|前)?"
)
_THIS_YEAR = re.compile(r"今年|全年|年内|本年度")
_BASELINE = re.compile(
    r"(?:较|比)(?P<base>(?:20\d\d年|上年|去年|基期)[^，。；\d再]{0,6}?)(?=再|增|下|提|降|减|翻|，|$)"
)
# The verb between indicator and value; growth stays part of the indicator's name.
_VERB = re.compile(
    r"(?:力争|要|将|应|须|再|也|总体|基本|全面|分别|均|都|各|年均)*"
    r"(?P<grow>增长|增加|下降|降低|提升|提高|减少|压减|压缩|缩短|上浮|下浮|下调|新增)?"
    r"(?:力争|要)*(?:达到?|实现|超过?|突破|不低于|不少于|不高于|不超过|低于|高于|稳定在|保持在|保持|控制在|维持在|为|到|至|约|至少|拟按|拟安排|按|大于|小于|"
    r"稳步|累计|分别|均|不小于|不大于|在|以|是)*$"
)
_LEAD = re.compile(
    r"(?:到?(?:20\d{2})年?(?:年底|底|末)?前?|“?十[一二三四五六]五”?(?:期间|时期|末)?|力争|确保|推动|推进|实现|其中|使|全年|今年|年内|同时|并且?|预计|努力|争取|做到|规划期末|"
    r"主要预期目标是|主要目标是|预期目标是|预期目标为|目标是|目标|是|到|至|，|：|:|“|”|和|以及|、|每年|今后|当年|期末|全县要|全市要|要|将|使|促进|带动|引导|保证|其|[（(].{1,6}[）)]|"
    r"[一二三四五六七八九十]是)+"
)
_BUILD = re.compile(
    r"(?:建设|建成|培育|打造|引进|形成|创建|建立|发展|推广|支持|认定|新建|改造|培养|遴选|布局|实施|组建|扶持|壮大|孵化|新增|完成|开展|评选|推出|制定|"
    r"建|育|集聚|树立|新培育|新引进|开通|开放|创建成|构建|启动|举办|落地|签约)(?:成|起|出|不少于|超过|约|至少|各|到|和|以上|不低于|一批|累计|新)*$"
)


def read_targets(rule: RuleText, text: str, *, dated: int | None) -> tuple[TargetCard, ...]:
    """Return the target cards of one rule text; ``dated`` is the document's own year.

    到2025年，全国农机总动力稳定在11亿千瓦左右 → 全国农机总动力 ≈ 11 亿千瓦, 2025.
    """
    if not re.search(r"\d|百亿|百分之", rule.view):
        return ()
    if _REVIEW.search(rule.ancestry):
        return ()
    title = rule.heading or rule.view[: rule.view.find("。") + 1]
    goal = bool(_GOAL_HEADING.search(title if len(title) <= 24 else ""))
    headed = _HEADED_YEAR.search(rule.ancestry)
    opening = Deadline(int(headed["year"]) if headed else None, None)
    deadline = opening
    found: list[TargetCard] = []
    carried = goal
    for segment in split_segments(rule.view):
        view = rule.view[segment.start : segment.end]
        if segment.ender == "\n" or "\n" in rule.view[max(0, segment.start - 1) : segment.start]:
            deadline = opening if not goal else deadline
            carried = goal
        if _PAST.search(view) and not re.search(r"力争|确保|目标|到20\d\d年|拟", view):
            continue
        future = bool(_FUTURE.search(view))
        if not (future or carried):
            continue
        carried = carried or bool(re.search(r"到20\d\d年|目标(?:是|为|：|如下)", view))
        deadline = _read_segment(rule, segment, text, deadline=deadline, dated=dated, found=found)
    return tuple(with_departments(rule, text, found))


def _read_segment(
    rule: RuleText,
    segment: Segment,
    text: str,
    *,
    deadline: Deadline,
    dated: int | None,
    found: list[TargetCard],
) -> Deadline:
    """Add the targets of one segment to ``found`` and return the deadline that now holds."""
    baseline: Range | None = None
    for start, end in pieces(rule.view, segment.start, segment.end):
        piece = rule.view[start:end]
        deadline = _deadline(piece, start, dated, deadline)
        stated = _BASELINE.search(piece)
        if stated:
            baseline = (start + stated.start("base"), start + stated.end("base"))
        for indicator, place, match in _values(rule.view, start, end):
            card = target_card(
                rule, text, indicator, place, match, deadline=deadline, baseline=baseline
            )
            if card is not None and (card.start, card.indicator) not in {
                (item.start, item.indicator) for item in found
            }:
                found.append(card)
        baseline = None
    return deadline


def _deadline(piece: str, start: int, dated: int | None, earlier: Deadline) -> Deadline:
    for match in _YEAR.finditer(piece):
        if match["versus"] and not match["to"]:
            continue
        year = int(match["year"])
        if dated is not None and year < dated:
            continue
        return Deadline(year, (start + match.start("year"), start + match.end()))
    this_year = _THIS_YEAR.search(piece)
    if this_year is not None:
        return Deadline(dated, (start + this_year.start(), start + this_year.end()))
    return earlier


def _values(view: str, start: int, end: int) -> Iterator[tuple[str, Range, re.Match[str]]]:
    """Yield (indicator, its place, value) of one piece."""
    matches = [
        item
        for item in _VALUE.finditer(view, start, end)
        if item["unit"]
        and view[max(start, item.start() - 1) : item.start()] not in ("“", "第", "〔")
    ]
    matches = [item for item in matches if not _modifies(view, item, matches)]
    if not matches:
        return
    first = matches[0]
    names = _names(view, start, first.start(), len(matches))
    if len(matches) > 1 and "分别" in view[start : first.start()] and len(names) == len(matches):
        yield from ((name, place, item) for (name, place), item in zip(names, matches, strict=True))
        return
    if len(matches) == 1 and "均" in view[start : first.start()] and len(names) > 1:
        yield from ((name, place, first) for name, place in names)
        return
    position = start
    for item in matches:
        begun = position
        if position != start:
            lead = re.match(r".*[、和及与，]", view[position : item.start()])
            begun += lead.end() if lead else 0
        listed = position != start and begun == item.start()
        named = None if listed else _named(view, begun, item.start())
        if named is not None and not _ENDS.match(view[item.end() : end]):
            named = None
        named = named or _built(view, begun, item, end)
        if named is not None:
            yield (*named, item)
        position = item.end()


# After a value nothing may follow that it only describes: 超过200亿元项目的 is no target.
_ENDS = re.compile(
    r"$|[、和及与以，。；）)（(“”：]|安排|的目标|的水平|水平|目标|掌握|为目标|之间|提高|增加"
)


def _modifies(view: str, item: re.Match[str], matches: Sequence[re.Match[str]]) -> bool:
    """Whether a figure only describes a noun that is itself counted: 100亿元以上项目3个."""
    following = next((other for other in matches if other.start() >= item.end()), None)
    if following is None:
        return False
    between = view[item.end() : following.start()]
    return (
        bool(item["tail"])
        and re.fullmatch(r"的?[一-龥]{1,10}", between) is not None
        and not (re.search(r"达|增|降|[和、]", between))
    )


def _named(view: str, start: int, end: int) -> tuple[str, Range] | None:
    """The indicator that stands before a value, growth words kept: 贷款同比增长."""
    start = max(start, view.rfind("：", start, end) + 1)
    words = view[start:end]
    if re.match(r"如|若|对|凡|第", words):
        return None
    verb = _VERB.search(words)
    stop = verb.start() if verb else len(words)
    grow = verb["grow"] if verb and verb["grow"] else ""
    if grow and words[verb.end("grow") :][:1] in ("到", "至", "达", "为"):  # type: ignore[union-attr]
        grow = ""
    elif verb and grow:
        stop = verb.start("grow")
    body = words[:stop]
    lead = _LEAD.match(body)
    begun = lead.end() if lead else 0
    body = body[begun:]
    body = re.sub(
        r"(?:较|比)(?:20\d\d年|上年|去年)[^，。；]{0,4}$|再$|分别$|均$|年均$|总体$|力争$", "", body
    )
    body = re.sub(r"(?:较|比)(?:20\d\d年(?:底|末)?|上年|去年)$", "", body)
    if len(body) < 2 or _BUILD.search(words[:stop]) or re.search(r"第$|[〔(（“]$", body):
        return None
    ended = start + verb.end("grow") if verb and grow else start + begun + len(body)
    return body + grow, (start + begun, ended)


def _built(view: str, start: int, item: re.Match[str], end: int) -> tuple[str, Range] | None:
    """What is built in a stated number: 培育20家标杆企业 → 标杆企业."""
    if not _BUILD.search(view[start : item.start()]) and view[start : item.start()] not in (
        "",
        "和",
        "、",
    ):
        return None
    match = re.compile(r"(?:的|具有|左右|以上|以内)?(?P<what>[^，。；、\d]{2,30})").match(
        view, item.end(), end
    )
    if match is None:
        return None
    what = re.split(r"[和及](?=\d|[一二三四五六七八九十百]+[个家项所])", match["what"])[0]
    begun = match.start("what")
    what = re.sub(r"[和及与以]+$", "", what)
    return (what, (begun, begun + len(what))) if len(what) >= 2 else None


def _members(words: str, count: int) -> list[str]:
    """Split an enumeration at as many kinds of joints as give ``count`` members."""
    for joints in ("[、和及与]", "[、和及]", "[、和]"):
        parts = re.split(joints, words)
        if len(parts) == count:
            return parts
    return re.split("[、和及与]", words)


def _names(view: str, start: int, end: int, count: int) -> list[tuple[str, Range]]:
    """花生种植、收获机械化率 → 花生种植机械化率, 花生收获机械化率."""
    named = _named(view, start, end)
    if named is None:
        return []
    body, place = named
    head, _, tail = body.partition("分别")
    if tail:
        return [(part + tail, place) for part in _members(head, count)]
    parts = re.split(r"[、和及与]", body)
    if len(parts) < 2:
        return [named]
    tail = _shared_tail(parts)
    head = _shared_head(parts)
    names = []
    for number, part in enumerate(parts):
        name = part if number == 0 or part.startswith(head) or not head else head + part
        names.append((name if name.endswith(tail) else name + tail, place))
    return names


_KIND_END = re.compile(
    r"(?:[一-龥]{2}化率|机械化率|覆盖率|普及率|增长率|增速|占比|比重|比例|产值|收入|投资|数量|规模|总量|面积|率|额|量|增长|下降|提高|提升|降低)$"
)


# 国家级、省级科技人才: ranks share what the last of them says.
_RANK = re.compile(r"国家级?|省级?|市级?|县级?")


def _shared_tail(parts: Sequence[str]) -> str:
    ranked = _RANK.match(parts[-1])
    if ranked and all(_RANK.fullmatch(part) for part in parts[:-1]):
        return parts[-1][ranked.end() :]
    match = _KIND_END.search(parts[-1])
    if match is None or any(part.endswith(match[0]) for part in parts[:-1]):
        return ""
    return match[0]


def _shared_head(parts: Sequence[str]) -> str:
    """What the first member says and the later ones leave out: 花生 in 花生种植、收获."""
    last = _KIND_END.sub("", parts[-1])
    if len(parts[0]) > len(last) >= 1 and len(parts[0]) - len(last) <= 6:
        return parts[0][: len(parts[0]) - len(last)]
    return ""
