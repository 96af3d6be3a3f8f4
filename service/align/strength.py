"""Strength of a measure: words that bind, hedge, narrow, widen or turn a rule round."""

from __future__ import annotations

import re

from corpus.numerals import parse_numeral
from service.align.report import Difference

# Words by which a draft does less than it was told: it explores, studies, waits, or picks a few.
_HEDGES = re.compile(
    r"探索|适时研究|可研究|研究(?:给予|实施|推进|开展|制定|出台|设立)|再研究"
    r"|研究[^，。；]{0,12}可行性|条件成熟(?:时|后)|视(?:[^，。；]{0,6})?(?:情况?|财力)|酌情|择机|有条件地"
    r"|(?:选择|遴选|确定|挑选)\d*[一二两三四五六七八九十]*[家个户](?![^，。；]*以上)|先行试点"
    r"|试点\d*[一二两三四五]*家|仅限|仅对|仅面向|只对|只面向|限于|暂缓|暂不|逐步研究|沟通|争取"
    r"|尽量|尽可能|再推荐|再予|再行|方可|后再|自行(?:解决|承担|负担|筹集)|自筹|另行(?:规定|制定|研究|确定)"
    r"|优先(?:补贴|采购|选用|支持|购买)本[市地省县区]"
)
# A trial where the reference sees the whole: 开展…试点, 选取部分…
_TRIAL = re.compile(r"试点|部分(?:企业|地区|县|园区|单位|学校)|择优选取")
# Words by which a draft does more: no exception, every one, at once.
_WIDENS = re.compile(
    r"一律|全部|全覆盖|所有|应试尽试|应[\u4e00-\u9fff]尽[\u4e00-\u9fff]|无条件|全额"
)
# The reference takes something away; the draft keeps it.
_REMOVES = re.compile(r"取消|减少|停止|压缩|清理|免除|放宽|剥离|不再|不得")
_KEEPS = re.compile(
    r"继续(?:要求|实行|执行|收取|保留|提供|按|使用)|保留|维持|可以[^，。；]{0,12}继续|暂时保留"
)
# The reference forbids, the draft allows: 不得要求提交审批材料 against 可要求提交审批材料
_FORBIDS = re.compile(r"(?:不得|不再|禁止|严禁|不准|无需)(?P<act>[一-鿿]{2})")
_ALLOWS = r"(?:可以?|允许|须|需|应当|继续)"
# The reference takes nothing; the draft takes half: 免收通行费 against 减半收取
_FREE = re.compile(r"免(?:收|征|费|缴|交|于|除|予)|全额|取消[^，。；]{0,24}(?:收费|费用|费)")
_HALF = re.compile(
    r"减半|减按|(?:优惠|适当|酌情|少量|低价|有偿)收(?:取|费)|按\d+(?:\.\d+)?[%％]收取"
    r"|(?<!不)(?<!得)收取[^，。；]{0,8}(?:成本|费)|有偿(?:提供|使用|开放)"
)
# What the reference sets up and the draft does without: 实行总量控制 against 不设总量限制
_DOES_WITHOUT = re.compile(r"(?:不设|不实行|不再实行|不纳入|不作要求|不受)(?P<what>[一-鿿]{2})")
# What one phrase tells its reader to do, and what it only lets him do, compared phrase by phrase.
_TELLS = re.compile(
    r"必须|应当|务必|确保|严禁|不得|须(?!知)|(?<![相响适供对反效照])应(?![用急对届邀变付力税])"
    r"|(?<![需重主只])要(?![求点素件闻])"
)
_LETS = re.compile(r"可以|鼓励|倡导|提倡|可(?=根据|结合|视|不|适当|自行|自愿|按需|酌情)|尽量")
_MODAL = re.compile(
    rf"{_TELLS.pattern}|{_LETS.pattern}|[（(][^（()）]*[）)]|根据(?:需要|实际)|结合(?:实际|需要)|按(?:照)?规定"
)
_PHRASE = re.compile(r"[^，。；,;\n]{4,}")
_SAME_PHRASE = 0.5
# Now and then, which every count of times makes firmer: 定期检查, 每季度检查
_REGULARLY = re.compile(r"定期|及时|适时|经常")
# Words that bind and words that only invite.
_BINDS = re.compile(r"必须|应当|不得|严禁|禁止|务必|确保")
_INVITES = re.compile(
    r"鼓励|可以|引导|倡导|提倡|尽量|有条件的|可(?=不|由|按|申请|根据|给予|适当|在|采取|向|享受)"
)
# New thresholds a draft puts in front: 运行满一年并经考核合格的
_NEW_CONDITION = re.compile(
    r"满[一二三四五\d]+个?[年月]|经考核合格|经审核同意后|须[^，。；]{0,10}(?:批准|审批|同意|核准)|报[^，。；]{0,8}(?:批准|审批|同意)后"
)
# How often: 每季度, 每半年, 每两年, but not the unit of a figure (每年组织不少于10场)
_OFTEN = re.compile(
    r"每(?P<count>[两二三四五])?(?:个)?(?P<unit>半年|年度?|季度?|月|周|日|天)(?:末|底|初)?"
    r"(?=[^，。；]{0,12}(?:一次|[1一两二]次|报|通报|评估|考核|评价|调度|例会|会议|公布|公开|检查))"
)
_PER_YEAR = {"年": 1, "半": 2, "季": 4, "月": 12, "周": 52, "日": 365, "天": 365}
_CONTEXT = 14
_SAME_CONTEXT = 0.3

Pair = tuple[tuple[Difference, ...], tuple[Difference, ...]]


def compare_strength(reference: str, draft: str) -> Pair:
    """Return (what makes the draft weaker, what makes it stronger than the reference).

    >>> [d.draft_text for d in compare_strength("支持开展跨境电商。", "适时研究开展跨境电商。")[0]]
    ['适时研究']
    """
    weaker = [Difference("strength", None, word) for word in _new_words(_HEDGES, reference, draft)]
    weaker += _scope(reference, draft)
    weaker += _direction(reference, draft)
    seldom, oftener = _frequency(reference, draft)
    stronger = [
        Difference("strength", None, word)
        for word in _new_words(_WIDENS, reference, draft)
        if draft.count(word) > reference.count(word)
    ]
    binding = _binding(reference, draft) or _phrase_binding(reference, draft)
    weaker += seldom + [
        item
        for item in binding
        if _LETS.search(item.draft_text or "") or _INVITES.search(item.draft_text or "")
    ]
    stronger += oftener + [item for item in binding if item not in weaker]
    return tuple(weaker), tuple(stronger)


def _scope(reference: str, draft: str) -> list[Difference]:
    words = [
        word
        for word in _new_words(_NEW_CONDITION, reference, draft)
        if not _same_term(word, reference)
    ]
    if not _TRIAL.search(reference):
        words += [match.group() for match in _TRIAL.finditer(draft)][:1]
    return [Difference("scope", None, word) for word in words]


def _same_term(condition: str, reference: str) -> bool:
    """Whether the reference asks for the same length of time in other words: 满一年, 一年以上."""
    match = re.fullmatch(r"满(?P<count>[一二三四五\d]+)个?(?P<unit>[年月])", condition)
    if match is None:
        return False
    count = parse_numeral(match["count"])
    return any(
        parse_numeral(other["count"]) == count
        for other in re.finditer(rf"(?P<count>[一二三四五\d]+)个?{match['unit']}", reference)
    )


def _direction(reference: str, draft: str) -> list[Difference]:
    """What the reference takes away and the draft keeps, or gives free and the draft charges."""
    found = []
    for away, kept in ((_REMOVES, _KEEPS), (_FREE, _HALF)):
        removed, keeping = away.search(reference), kept.search(draft)
        if removed and keeping and not kept.search(reference):
            found.append(Difference("direction", removed.group(), keeping.group()))
    for without in _DOES_WITHOUT.finditer(draft):
        what = without["what"]
        if what in reference and not re.search(rf"(?:不|无)[^，。；]{{0,4}}{what}", reference):
            found.append(Difference("direction", what, without.group()))
    for forbidden in _FORBIDS.finditer(reference):
        for allowed in re.finditer(_ALLOWS + forbidden["act"], draft):
            if _same_matter(reference, forbidden, draft, allowed):
                found.append(Difference("direction", forbidden.group(), allowed.group()))
    return found


def _frequency(reference: str, draft: str) -> tuple[list[Difference], list[Difference]]:
    """Return (what the draft does more seldom, what it does oftener) on the same matter."""
    seldom: list[Difference] = []
    oftener: list[Difference] = []
    ours = list(_OFTEN.finditer(reference))
    for other in _OFTEN.finditer(draft):
        same = [mine for mine in ours if _same_matter(reference, mine, draft, other)]
        vague = [
            mine
            for mine in _REGULARLY.finditer(reference)
            if not ours and _same_matter(reference, mine, draft, other)
        ]
        oftener += [Difference("deadline", item.group(), other.group()) for item in vague[:1]]
        if not same or any(_times(mine) == _times(other) for mine in same):
            continue
        difference = Difference("deadline", same[0].group(), other.group())
        (seldom if _times(other) < _times(same[0]) else oftener).append(difference)
    return seldom, oftener


def _times(match: re.Match[str]) -> float:
    """How often a year: 每季度 4, 每两年 0.5."""
    return _PER_YEAR[match["unit"][0]] / (parse_numeral(match["count"] or "一") or 1)


def _binding(reference: str, draft: str) -> list[Difference]:
    """Where one text binds and the other only invites, and neither does the other's."""
    for ours, theirs in ((_BINDS, _INVITES), (_INVITES, _BINDS)):
        mine, other = ours.search(reference), theirs.search(draft)
        if mine and other and not theirs.search(reference) and not ours.search(draft):
            return [Difference("strength", mine.group(), other.group())]
    return []


def _phrase_binding(reference: str, draft: str) -> list[Difference]:
    """Where a phrase of one text tells and the like phrase of the other only lets."""
    ours = [match.group() for match in _PHRASE.finditer(reference)]
    for match in _PHRASE.finditer(draft):
        phrase = match.group()
        tells, lets = _TELLS.search(phrase), _LETS.search(phrase)
        if bool(tells) == bool(lets):
            continue
        like = max(ours, key=lambda other: _phrase_fit(other, phrase), default="")
        if _phrase_fit(like, phrase) < _SAME_PHRASE:
            continue
        told, let = _TELLS.search(like), _LETS.search(like)
        if lets and told and not let:
            return [Difference("strength", told.group(), lets.group())]
        if tells and let and not told:
            return [Difference("strength", let.group(), tells.group())]
    return []


def _phrase_fit(one: str, other: str) -> float:
    """The share of the character pairs of the shorter phrase, words of strength apart."""
    a, b = (_pairs(_MODAL.sub("", text)) for text in (one, other))
    return len(a & b) / min(len(a), len(b)) if min(len(a), len(b)) >= 3 else 0.0


def _new_words(pattern: re.Pattern[str], reference: str, draft: str) -> list[str]:
    """The matches in the draft whose kind of word the reference does not use of the same matter."""
    ours = list(pattern.finditer(reference))
    found: list[str] = []
    for match in pattern.finditer(draft):
        word = match.group()
        same = [mine for mine in ours if word in mine.group() or mine.group() in word]
        known = any(_same_matter(reference, mine, draft, match) for mine in same)
        if word not in found and not known:
            found.append(word)
    return found


def _same_matter(reference: str, mine: re.Match[str], draft: str, other: re.Match[str]) -> bool:
    """Whether two uses of a word speak of the same thing, by the words after them (or before)."""
    a = _pairs(reference[mine.end() : mine.end() + 2 * _CONTEXT])
    b = _pairs(re.split(r"[。；]", draft[other.end() : other.end() + _CONTEXT])[0])
    if min(len(a), len(b)) < 3:
        a = _pairs(reference[max(0, mine.start() - _CONTEXT) : mine.end()])
        b = _pairs(draft[max(0, other.start() - _CONTEXT) : other.end()])
    return len(a & b) >= _SAME_CONTEXT * max(1, min(len(a), len(b)))


def _pairs(text: str) -> set[str]:
    clean = re.sub(r"[，。；、：:,;\s]+", "", text)
    return {clean[at : at + 2] for at in range(len(clean) - 1)}
