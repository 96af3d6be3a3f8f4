"""Which figure of a piece belongs to which indicator: 花生种植、收获机械化率分别达到65%和55%."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

Range = tuple[int, int]

_UNIT = (
    r"个百分点|百分点|%|％|万亿元|万亿斤|万亿千瓦时|万亿立方米|亿部|万部|亿台|亿公里|亿元|亿美元|万美元|万元|元|亿千瓦时|亿千瓦|万千瓦|千瓦|亿吨|万吨|吨标准煤|吨|亿斤|亿公斤|亿立方米|万立方米|"
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
# The verb between indicator and value; growth stays part of the indicator's name.
_VERB = re.compile(
    r"(?:力争|要|将|应|须|再|也|总体|基本|全面|分别|均|都|各|年均)*"
    r"(?P<grow>增长|增加|下降|降低|提升|提高|减少|压减|压缩|缩短|上浮|下浮|下调|新增)?"
    r"(?:力争|要)*(?:达到?|实现|超过?|突破|不低于|不少于|不高于|不超过|低于|高于|稳定在|保持在|保持|控制在|维持在|定为|拟定为|确定为|安排为|为|到|至|约|至少|拟按|拟安排|按|大于|小于|"
    r"稳步|累计|分别|均|不小于|不大于|在|以|是)*$"
)
_LEAD = re.compile(
    r"(?:到?(?:20\d{2})年?(?:年底|底|末|度)?前?|》|且|提出了?|“?十[一二三四五六]五”?(?:期间|时期|末)?|力争|确保|推动|推进|实现|其中|使|全年|今年的?|年内|同时|并且?|预计|努力|争取|做到|规划期末|"
    r"主要预期目标是|主要目标是|预期目标是|预期目标为|目标是|目标|是|到|至|，|：|:|“|”|和|以及|、|每年|今后|当年|期末|全县要|全市要|要|将|使|促进|带动|引导|保证|其|[（(].{1,6}[）)]|"
    r"[一二三四五六七八九十]是)+"
)
_BUILD = re.compile(
    r"(?:建设|建成|培育|打造|引进|形成|创建|建立|发展|推广|支持|认定|新建|改造|培养|遴选|布局|实施|组建|扶持|壮大|孵化|新增|完成|开展|评选|推出|制定|"
    r"建|育|集聚|树立|新培育|新引进|开通|开放|创建成|构建|启动|举办|落地|签约)(?:成|起|出|不少于|超过|约|至少|各|到|和|以上|不低于|一批|累计|新)*(?:[^，。；、\d]{2,24}的)?$"
)


def indicator_values(view: str, start: int, end: int) -> Iterator[tuple[str, Range, re.Match[str]]]:
    """Yield (indicator, its place, value) of one piece."""
    matches = [
        item
        for item in _VALUE.finditer(view, start, end)
        if item["unit"]
        and view[max(start, item.start() - 1) : item.start()] not in ("“", "第", "〔")
    ]
    matches = [
        item
        for item in matches
        if not _modifies(view, item, matches)
        and not (_FROM.search(view[start : item.start()]) and _RISES_TO.match(view, item.end()))
    ]
    if not matches:
        return
    first = matches[0]
    names = _names(view, start, first.start(), len(matches))
    if len(matches) > 1 and "分别" in view[start : first.start()] and len(names) == len(matches):
        yield from ((name, place, item) for (name, place), item in zip(names, matches, strict=True))
        return
    if len(matches) == 1 and _EACH.search(view[start : first.start()]) and len(names) > 1:
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
        named = named or _built(view, begun, item, end) or _done(view, begun, item, end)
        if named is not None:
            yield (*named, item)
        position = item.end()


# 化学需氧量、氨氮排放都要减少2%: one figure for each that is named.
_EACH = re.compile("均(?![衡价线水每])|都")
# What a figure starts from: 标准由600元｜提高到720元.
_FROM = re.compile(r"[由从][^，。；\d]{0,6}$")
_RISES_TO = re.compile(r"(?:提高|增加|提升|上升|扩大|扩展|下降|降低|缩短|减少|压减)[到至为]")
# After a value nothing may follow that it only describes: 超过200亿元项目的 is no target.
_ENDS = re.compile(
    r"$|[、和及与以并，。；）)（(“”：]|安排|的目标|的水平|水平|目标|掌握|为目标|之间|提高|增加"
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
    body = re.sub(r"(?:要|将|力争|预计|拟|[由从][^，。；]{0,12})+$", "", body)
    if len(body) < 2 or _BUILD.search(words[:stop]) or re.search(r"第$|[〔(（“]$", body):
        return None
    ended = start + verb.end("grow") if verb and grow else start + begun + len(body)
    return body + grow, (start + begun, ended)


def _built(view: str, start: int, item: re.Match[str], end: int) -> tuple[str, Range] | None:
    """What is built in a stated number: 培育20家标杆企业 → 标杆企业."""
    before = view[start : item.start()]
    shared = item["unit"] in ("%", "％") and re.search(
        r"(?:实现|确保|使|力争|争取|全[市省国县区州])$", before
    )
    if not shared and not _BUILD.search(before) and before not in ("", "和", "、"):
        return None
    match = (_SHARE if shared else _COUNTED).match(view, item.end(), end)
    if match is None:
        return None
    owned = _OWNING.match(view, match.start("what"), end)
    if owned is not None:
        match = owned
    what = re.split(r"[和及](?=\d|[一二三四五六七八九十百]+[个家项所])", match["what"])[0]
    begun = match.start("what")
    what = re.sub(r"[和及与以]+$", "", what)
    return (what, (begun, begun + len(what))) if len(what) >= 2 else None


# 培育20家｜标杆企业; 实现95%以上的｜企业纳税人、缴费人网上申报.
_COUNTED = re.compile(r"(?:的|具有|左右|以上|以内)?(?P<what>[^，。；、\d]{2,30})")
_SHARE = re.compile(r"的?(?P<what>[^，。；\d]{4,30})")
# 200家以上｜拥有自主知识产权、自主品牌的｜创新型领军企业.
_OWNING = re.compile(r"(?:拥有|具有|具备)[^，。；\d]{2,40}的(?P<what>[^，。；、\d]{2,24})")


# 城镇保障性住房基本建成｜470万套: what is done to a thing that the figure counts.
_DONE = re.compile(
    r"(?P<thing>[^，。；：、\d]{4,24}?)(?:基本|全面|力争)?(?:建成|开工|新建|改造|完成|开通|投产|新增)(?:约|超过|不少于|不低于)?$"
)


def _done(view: str, start: int, item: re.Match[str], end: int) -> tuple[str, Range] | None:
    """An indicator with its verb where nothing that is counted follows the figure."""
    lead = _LEAD.match(view, start, item.start())
    begun = lead.end() if lead else start
    match = _DONE.match(view, begun, item.start())
    if match is None or not _ENDS.match(view, item.end(), end):
        return None
    return match[0], match.span()


def _members(words: str, count: int) -> list[str]:
    """Split an enumeration at as many kinds of joints as give ``count`` members."""
    for joints in (_JOINT, "[、和及]", "[、和]"):
        parts = re.split(joints, words)
        if len(parts) == count:
            return parts
    return re.split(_JOINT, words)


# 数控化率、普及率: the 及 of 普及 joins nothing.
_JOINT = "[、和与]|以及|(?<![普涉以危])及(?![率时])"


def _names(view: str, start: int, end: int, count: int) -> list[tuple[str, Range]]:
    """花生种植、收获机械化率 → 花生种植机械化率, 花生收获机械化率."""
    named = _named(view, start, end)
    if named is None:
        return []
    body, place = named
    head, _, tail = body.partition("分别")
    if tail:
        return [(part + tail, place) for part in _members(head, count)]
    parts = re.split(_JOINT, body)
    if len(parts) < 2:
        return [named]
    tail = _shared_tail(parts)
    head = _shared_head(parts) if tail else ""
    names = []
    for number, part in enumerate(parts):
        name = part if number == 0 or part.startswith(head) or not head else head + part
        names.append((name if name.endswith(tail) else name + tail, place))
    return names


_KIND_END = re.compile(
    r"(?:[一-龥]{2}化率|机械化率|覆盖率|普及率|增长率|增速|占比|比重|比例|产值|收入|投资|数量|规模|总量|面积|率|额|量|增长|下降|提高|提升|降低)$"
)


# 小麦、稻谷最低收购价提高: all but the noun itself is shared.
_GROWS = re.compile(r".{4,}(?:提高|增长|下降|降低|提升)$")
# 国家级、省级科技人才: ranks share what the last of them says.
_RANK = re.compile(r"国家级?|省级?|市级?|县级?")


def _shared_tail(parts: Sequence[str]) -> str:
    ranked = _RANK.match(parts[-1])
    if ranked and all(_RANK.fullmatch(part) for part in parts[:-1]):
        return parts[-1][ranked.end() :]
    short = len(parts[0])
    if short <= 3 and all(len(part) == short for part in parts[:-1]) and _GROWS.search(parts[-1]):
        return parts[-1][short:]
    match = _KIND_END.search(parts[-1])
    if match is None or any(_KIND_END.search(part) for part in parts[:-1]):
        return ""
    return match[0]


def _shared_head(parts: Sequence[str]) -> str:
    """What the first member says and the later ones leave out: 花生 in 花生种植、收获."""
    last = _KIND_END.sub("", parts[-1])
    if len(parts[0]) > len(last) >= 1 and len(parts[0]) - len(last) <= 6:
        return parts[0][: len(parts[0]) - len(last)]
    return ""
