"""Whose document it is: level (国家/省/市/县区) and region, the region by containment."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from corpus.docnumber import parse_number
from corpus.document import Evidence, Level
from corpus.gazetteer import gazetteer
from corpus.issuers import issuer_of_number
from corpus.regions import find_regions, level_of, parents
from ingest.page import CleanText, RawPage

NATION = "全国"
#: How much of a text is searched for places when neither issuer nor title names one.
OPENING = 3000
#: How often a text must call a county by its short name for it to be its own.
MIN_SHORT_NAMES = 3
#: Where the addressee stands, and the lead of a report with its title.
ADDRESSEE = 300
LEAD = 160

#: How much more often than its namesakes' surroundings a place's own must be named.
MIN_NAMESAKE = 3

# Organs of the state as a whole, by what their names begin with.
_NATIONAL = re.compile(
    r"(?:中共中央|中央|国务院|全国人民代表大会|全国人大|中华人民共和国|最高人民|国家|中国(?:人民银行|证券|银行|证监|民用|气象)|"
    r"(?:财政|教育|科学技术|科技|工业和信息化|公安|民政|司法|商务|农业农村|农业|交通运输|水利|文化和旅游|自然资源|生态环境|"
    r"住房(?:和)?城乡建设|人力资源(?:和)?社会保障|外交|国防|建设|卫生|铁道|信息产业|监察|人事|劳动和社会保障|国土资源|环境保护|文化|化工)部(?!门)|"
    r"海关总署|税务总局|市场监管总局|市场监督管理总局|金融监管总局|国资委|发展改革委$|医保局$)"
)
# Titles of national law and reports that name no organ.
_NATIONAL_TITLE = re.compile(r"^(?:中华人民共和国|全国|国家|中国共产党|国务院|最高人民)")
# How a text speaks of its own place: "我市", "全县", "本区"
_OWN_PLACE = re.compile(r"(?:我|全|本)(?P<kind>[省市县]|(?<!本)区)(?!场|民|面|别|级|长)")
# A zone called by its county's short name: "柳河|开发区"
_ZONE_OF_COUNTY = re.compile(r"(?:经济)?开发区|工业(?:集中|园)区|产业园|高新区")
# A letter to the whole country, or a report to its parliament or party.
_TO_ALL = re.compile(
    r"各省、(?:自治区|市、自治区)|国务院各部委|我(?:现在)?(?:代表|受)国务院|我(?:现在)?代表\S{0,10}中央委员会"
)
# A branch of a national organ in a place: 国家税务总局|河南省税务局
_BRANCH = re.compile(
    r"(?:国家税务总局|国家统计局|国家外汇管理局|国家金融监督管理总局|中国银行保险监督管理委员会|中国证券监督管理委员会|"
    r"中国人民银行|国家矿山安全监察局|中国银保监会|中国证监会)(?=(?P<place>[一-鿿]{2,12}?(?:税务局|分局|监管局|调查总队|分行|支行|局)))"
)


def read_place(
    page: RawPage,
    cleaned: CleanText,
    title: str,
    issuers: Sequence[str],
    numbers: Sequence[str],
    evidence: list[Evidence],
) -> tuple[Level | None, str | None]:
    """Return level and region, from issuer, number, title, site and text, in this order."""
    sources: tuple[tuple[str, str], ...] = (
        ("发文机关", " ".join(issuers[:1])),
        ("发文字号", " ".join(numbers[:1])),
        ("标题", title),
    )
    for rule, words in sources:
        if not words:
            continue
        place = (
            _of_branch(words)
            or _national(words, rule)
            or _of_words(words)
            or _of_namesake(words, cleaned.text)
        )
        if place is not None:
            evidence.append(Evidence("region", rule, words, None, None))
            return place
    if _is_reprint(page):
        return _of_text(cleaned, evidence)
    return _of_site(page, evidence) or _of_text(cleaned, evidence)


def _is_reprint(page: RawPage) -> bool:
    """True for a page taken over from an account or a newspaper: the site says nothing of it."""
    source = page.fact("line:来源", "line:信息来源", "line:文章来源", "meta:ContentSource") or ""
    return re.search(r"公众号|日报|晚报|新华|客户端|发布$|报$", source.split("浏览")[0]) is not None


def _of_branch(words: str) -> tuple[Level, str] | None:
    """Return the place of a national organ's branch: 国家税务总局河南省税务局 speaks for 河南省."""
    branch = _BRANCH.match(words)
    mentions = find_regions(branch["place"]) if branch is not None else ()
    here = [mention for mention in mentions if mention.start == 0 and not mention.ambiguous]
    return (here[0].level, here[0].canonical) if here else None


def _national(words: str, rule: str) -> tuple[Level, str] | None:
    if rule == "发文字号":
        national = re.match(
            r"(?:国发|国办|国函|国令|国务院|中发|中办|法释|主席令|中华人民共和国)", words
        )
        return ("国家", NATION) if national else _of_number(words)
    titled = rule == "标题" and (
        _NATIONAL_TITLE.match(words) is not None or _TO_ALL.search(words) is not None
    )
    return ("国家", NATION) if titled or _NATIONAL.match(words) else None


def _of_number(words: str) -> tuple[Level, str] | None:
    """Read the place off a number's prefix: 银发 is the state's, 穗人社规字 Guangzhou's."""
    number = parse_number(words)
    known = issuer_of_number(number) if number is not None else None
    if known is None or known.level is None or known.region is None:
        return None
    return known.level, known.region


def _of_words(words: str) -> tuple[Level, str] | None:
    mentions = [m for m in find_regions(words) if not m.ambiguous]
    if not mentions:
        short = find_regions(words, known=frozenset(gazetteer().regions))
        mentions = [m for m in short if _ZONE_OF_COUNTY.match(words, m.end) and not m.ambiguous]
        zones = [m for m in short[:1] if _ZONE_OF_COUNTY.search(m.name) and m.start == 0]
        county = next((p for m in zones for p in parents(m.canonical) if m.name[:2] in p), None)
        if not mentions and county is not None:
            return "县区", county
    if not mentions:
        return None
    return mentions[0].level, mentions[0].canonical


def _of_namesake(words: str, text: str) -> tuple[Level, str] | None:
    """Decide which of several places of one name is meant by the places that the text names.

    白水县 lies in 渭南市 and elsewhere: a text that names only the other city means that one.
    """
    name = next((m.name for m in find_regions(words) if m.ambiguous), None)
    candidates = gazetteer().names.get(name, ()) if name is not None else ()
    named = Counter(m.canonical for m in find_regions(text) if not m.ambiguous)
    scores = {
        candidate: sum(named[outer] for outer in (candidate, *parents(candidate)[:-1]))
        for candidate in candidates
    }
    ranked = sorted(scores, key=lambda candidate: -scores[candidate])
    if len(ranked) < 2 or scores[ranked[0]] < MIN_NAMESAKE * max(
        scores[ranked[1]], 1 / MIN_NAMESAKE
    ):
        return None
    level = level_of(ranked[0])
    return None if level is None else (level, ranked[0])


def _of_site(page: RawPage, evidence: list[Evidence]) -> tuple[Level, str] | None:
    """Read the place off the name of the site that shows the document."""
    site = page.fact("meta:SiteName") or page.fact("title") or ""
    mentions = [m for m in find_regions(site) if not m.ambiguous]
    if not mentions:
        return None
    evidence.append(Evidence("region", "网站名称", site, None, None))
    return mentions[0].level, mentions[0].canonical


def _of_text(cleaned: CleanText, evidence: list[Evidence]) -> tuple[Level | None, str | None]:
    """Return whose voice the text speaks in: 我市 and the city it names, or a report's."""
    opening = cleaned.text[:OPENING]
    if _TO_ALL.search(opening[:ADDRESSEE]):
        evidence.append(Evidence("region", "主送各省、自治区、直辖市", _TO_ALL.pattern, None, None))
        return "国家", NATION
    own = _own_level(cleaned.text)
    mentions = [m for m in find_regions(opening) if not m.ambiguous]
    if own is not None:
        places = Counter(m.canonical for m in mentions if m.level in own)
        ranked = [*places.most_common(2), ("", 0), ("", 0)]
        if ranked[0][1] > ranked[1][1]:
            evidence.append(Evidence("region", "正文自称与地名", ranked[0][0], None, None))
            return level_of(ranked[0][0]), ranked[0][0]
        return _own_county(cleaned.text, evidence)
    unquoted = re.sub(r"《[^《》]*》", lambda m: "□" * len(m.group()), opening)
    places = Counter(m.canonical for m in find_regions(unquoted) if not m.ambiguous)
    lead = {m.canonical for m in find_regions(unquoted[:LEAD])}
    if not places or places.most_common(1)[0][1] < 2 or places.most_common(1)[0][0] not in lead:
        return None, None
    canonical = places.most_common(1)[0][0]
    evidence.append(Evidence("region", "开头并多次提到", canonical, None, None))
    return level_of(canonical), canonical


def _own_level(text: str) -> tuple[Level, ...] | None:
    """Return the levels that the text's own 我省/全市/我县 may mean, most frequent word first."""
    words = Counter(match["kind"] for match in _OWN_PLACE.finditer(text))
    if not words:
        return None
    kind = words.most_common(1)[0][0]
    levels: dict[str, tuple[Level, ...]] = {
        "省": ("省",), "市": ("市", "省"), "区": ("县区",), "县": ("县区",),
    }  # fmt: skip
    return levels[kind]


def _own_county(text: str, evidence: list[Evidence]) -> tuple[Level | None, str | None]:
    """Where a text says 我县 and names one county by its short name again and again, it is that."""
    if not re.search(r"我[县区]|县委|县政府|县财政|全县", text):
        return None, None
    book = gazetteer().regions
    mentions = find_regions(text, known=frozenset(book))
    counts = Counter(m.canonical for m in mentions if m.level == "县区" and not m.ambiguous)
    ranked = [*counts.most_common(2), ("", 0), ("", 0)]
    canonical, count = ranked[0]
    if count < MIN_SHORT_NAMES or count <= ranked[1][1]:
        return None, None
    # 资源县 and 合作市 have ordinary words for short names: a text about the country uses them so.
    if book[canonical].name not in text and "我国" in text:
        return None, None
    evidence.append(Evidence("region", "正文称我县并多次提到", canonical, None, None))
    return "县区", canonical
