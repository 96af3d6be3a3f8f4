"""Who issued a document: from the page's field, the title, the signature, or the page's source."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.document import Evidence
from corpus.numerals import parse_numeral
from corpus.regions import find_regions
from ingest.metadata.head import Head
from ingest.metadata.organs import split_organs
from ingest.metadata.signature import find_signatures
from ingest.page import CleanText, RawPage

_ISSUER_FACTS = (
    "table:发文机关", "line:发文机关", "table:发布机构", "line:发布机构", "table:发布机关",
    "line:发布机关",
    "table:制定机关", "line:制定机关", "table:发文机构", "line:发文机构", "field:issuer",
)  # fmt: skip
_SOURCE_FACTS = (
    "line:来源", "line:信息来源", "line:文章来源", "table:来源", "table:信息来源",
    "meta:ContentSource",
)  # fmt: skip

# What stands before 关于 in a title: its issuers. "广州市民政局 广州市财政局关于印发……"
_TITLE_ISSUERS = re.compile(
    r"^(?!转发|印发|批转|关于)(?P<organs>[^《》，。：]{2,120}?)(?P<verb>关于|印发|转发|对|重新发布|公布|批转|发布)(?P<rest>.+)$"
)
# A meeting that adopted the document, in the bracket below its title:
# "（……，2024年11月20日云川经济技术开发区管理委员会主任办公会议通过）"
_MEETING = re.compile(
    r"日\s?(?P<organ>[一-鿿]{4,40}?(?:管理委员会|管委会|人民政府|委员会|[局厅委]))"
    r"(?:第[0-9一二三四五六七八九十]{1,5}次)?(?:全体|常务|(?:主任|局长|厅长|局务|党组|办公)+)会议?(?:审议)?通过"
)
#: The history of a law stands this far from the beginning of the text.
_HISTORY_REACH = 1500
# A part of an organ that is no organ by itself: "来源：管委会办公室"
_NO_ORGAN_ALONE = re.compile(
    r"(?:本?[局厅委院区市县]|管委会)?(?:机关)?(?:管委会|办公[室厅]|综合[处科部]|[一-鿿]{2,4}[处科])$"
)
# The bodies that adopt laws, in the line that says when:
# "……第十五届人民代表大会常务委员会第三十三次会议通过"
_ADOPTING = re.compile(
    r"日\s*(?:第\S{1,4}届)?(?P<region>[一-鿿]{0,12}?)(?:第[一二三四五六七八九十]{1,4}届)?"
    r"(?P<body>全国人民代表大会常务委员会|全国人民代表大会|人民代表大会常务委员会|人民代表大会|人大常委会)会?第"
)
# An order's own organ in a history line: "2020年7月5日 中华人民共和国国务院令第728号公布"
_ORDERED = re.compile(r"日\s*(?:中华人民共和国)?(?P<organ>[一-鿿、]{2,30}?)令")
# A joint document whose title names only the first: "广州市卫生健康委等4部门关于……"
_SEVERAL = re.compile(
    r"^[^《》]{2,40}等(?P<count>[0-9一二三四五六七八九十]{1,3})(?:个)?(?:部门|单位|部委|机构)"
)
# How a title ends whose organ speaks in it without 关于: "……印发《方案》的通知", "……的答复"
_FORMAL_END = re.compile(r"(?:通知|公告|通告|决定|函|答复|批复|命?令)(?:[（(][^（）()]*[)）])?$")
_NO_ORGAN = re.compile(r"官网|公众号|微信|日报|晚报|新华|网$|网站|发布$|报$|社$|客户端|电视台|记者")


def read_issuers(
    page: RawPage,
    cleaned: CleanText,
    head: Head,
    title: str,
    numbers: Sequence[str],
    evidence: list[Evidence],
) -> tuple[str, ...]:
    """Return the issuing organs in order, in full names as printed; empty where none is stated."""
    stated = _from_facts(page, _ISSUER_FACTS)
    in_title = issuers_of_title(re.sub(r"^[（(【\[]转[载发][)）】\]]\s*", "", title))
    several = _SEVERAL.search(title)
    if several:
        in_title = _of_signature(cleaned, several["count"]) or in_title
    if in_title:
        start = cleaned.text.find(title)
        span = (start, start + len(title)) if start >= 0 else (None, None)
        evidence.append(Evidence("issuers", "标题中的发文机关", title, *span))
        return in_title
    if stated:
        evidence.append(Evidence("issuers", "页面字段 发文机关", "、".join(stated), None, None))
        return stated
    return (
        _from_history(cleaned, evidence)
        or _from_number(numbers, evidence)
        or _from_order(head, evidence)
        or _from_signature(cleaned, evidence)
        or _from_meeting(head, evidence)
        or _from_head(head, title, evidence)
        or in_title
        or _from_source(page, evidence)
    )


def issuers_of_title(title: str) -> tuple[str, ...]:
    """Return the organs that a title begins with.

    >>> issuers_of_title("广州市民政局 广州市财政局关于印发低保标准的通知")
    ('广州市民政局', '广州市财政局')
    """
    match = _TITLE_ISSUERS.match(title)
    if match is None or (match["verb"] != "关于" and not _FORMAL_END.search(title)):
        return ()
    return split_organs(match["organs"])


def _from_facts(page: RawPage, names: tuple[str, ...]) -> tuple[str, ...]:
    for name in names:
        value = page.fact(name)
        organs = split_organs(value) if value else ()
        if organs:
            return organs
    return ()


def _of_signature(cleaned: CleanText, count: str) -> tuple[str, ...]:
    """Return the signatories where they are as many as the title says: "……等4部门关于"."""
    for signature in find_signatures(cleaned.text)[:2]:
        organs = tuple(o for organ in signature.organs for o in (split_organs(organ) or (organ,)))
        if len(organs) == parse_numeral(count):
            return organs
    return ()


def _from_number(numbers: Sequence[str], evidence: list[Evidence]) -> tuple[str, ...]:
    """Read the organs off an order's own name: 国务院令第768号, 中国人民银行公告〔2013〕第9号."""
    match = re.match(r"(?P<organs>.+?)(?:令|公告)(?=第|〔|[0-9])", numbers[0]) if numbers else None
    if match is None or "主席" in match["organs"]:
        return ()
    organs = split_organs(re.sub(r"^中华人民共和国", "", match["organs"]))
    if organs:
        evidence.append(Evidence("issuers", "令的名称", numbers[0], None, None))
    return organs


def _from_history(cleaned: CleanText, evidence: list[Evidence]) -> tuple[str, ...]:
    position = 0
    for line in cleaned.text[:_HISTORY_REACH].split("\n"):
        if re.match(r"[（(]?[0-9]{4}年[0-9]{1,2}月[0-9]{1,2}日", line) and "。" not in line:
            organ = _adopting_body(line)
            if organ:
                organs = split_organs(organ) or (organ,)
                span = (position, position + len(line))
                evidence.append(Evidence("issuers", "制定沿革", line, *span))
                return organs
        position += len(line) + 1
    return ()


def _adopting_body(line: str) -> str | None:
    ordered = _ORDERED.search(line)
    if ordered and re.search(r"公布|发布|颁布", line):
        return ordered["organ"]
    adopted = _ADOPTING.search(line)
    if adopted is None:
        return None
    body = adopted["body"].replace("人大常委会", "人民代表大会常务委员会")
    return body if body.startswith("全国") else f"{adopted['region']}{body}"


def _from_order(head: Head, evidence: list[Evidence]) -> tuple[str, ...]:
    for piece in head.pieces[:4]:
        match = re.match(
            r"(?:中华人民共和国)?(?P<organ>[^\s（(《]{3,30}?)(?:令|公告|文件)(?=$|第|[〔（\[])",
            piece.text,
        )
        organs = split_organs(match["organ"]) if match else ()
        if organs:
            evidence.append(Evidence("issuers", "文首机关", piece.text, piece.start, piece.end))
            return organs
    return ()


def _from_signature(cleaned: CleanText, evidence: list[Evidence]) -> tuple[str, ...]:
    for signature in find_signatures(cleaned.text)[:1]:
        organs = tuple(o for organ in signature.organs for o in (split_organs(organ) or (organ,)))
        if organs:
            words = cleaned.text[signature.start : signature.end]
            evidence.append(Evidence("issuers", "落款", words, signature.start, signature.end))
            return organs
    return ()


def _from_meeting(head: Head, evidence: list[Evidence]) -> tuple[str, ...]:
    for piece in head.pieces[:5]:
        match = _MEETING.search(piece.text)
        organs = split_organs(match["organ"]) if match else ()
        if organs:
            evidence.append(Evidence("issuers", "通过会议", piece.text, piece.start, piece.end))
            return organs
    return ()


def _from_head(head: Head, title: str, evidence: list[Evidence]) -> tuple[str, ...]:
    """Return an organ that stands alone on a line of the head, above or below the title."""
    for piece in (item for item in head.pieces[:5] if item.start < head.body_start):
        if piece.text != title and len(piece.text) <= 40 and (organs := split_organs(piece.text)):
            evidence.append(Evidence("issuers", "文首机关", piece.text, piece.start, piece.end))
            return organs
    return ()


def _from_source(page: RawPage, evidence: list[Evidence]) -> tuple[str, ...]:
    """Return the source of a guide page where it is an organ, not a newspaper or an account."""
    for name in _SOURCE_FACTS:
        value = page.fact(name)
        if not value:
            continue
        value = re.split(r"浏览|字体|阅读|点击|【|时间|发布", value)[0].strip()
        own_site = re.fullmatch(r"(?P<organ>.+[厅局委会部])官网", value)
        if own_site and find_regions(own_site["organ"]):
            value = own_site["organ"]
        if _NO_ORGAN.search(value):
            return ()
        organs = split_organs(value)
        if organs and not any(_NO_ORGAN_ALONE.match(organ) for organ in organs):
            evidence.append(Evidence("issuers", f"页面字段 {name}", value, None, None))
            return organs
    return ()
