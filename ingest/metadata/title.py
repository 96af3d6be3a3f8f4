"""The title of a document (not of its site), and the title of what a 印发通知 sends out."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from corpus.docnumber import find_numbers
from corpus.document import Evidence
from ingest.clauses.labels import read_label
from ingest.metadata.head import Head
from ingest.page import CleanText, RawPage

#: How far from the beginning a title may stand that is broken over lines.
JOINED_TITLE = 1500

_TITLE_FACTS = (
    "table:标题", "line:标题", "table:名称", "line:名称", "table:信息名称", "line:信息名称",
    "meta:ArticleTitle", "meta:articletitle", "field:title",
)  # fmt: skip
# Words that only a site's own name or its navigation has.
_SITE = re.compile(
    r"网站|门户|首页|当前位置|所在位置|所在的位置|官网|政府网$|[^互联]网$|频道|信息公开$|欢迎"
)
# A 通知 that sends out another document: "关于印发广州市……办法的通知", "转发……的通知"
_SENDS = re.compile(
    r"(?:关于)?(?:重新)?(?:印发|转发|发布|颁布|下发)(?:修订后的|修改后的)?(?P<title>.+?)的?(?:通知|函|公告|通告|决定)"
    r"(?:[（(][^（）()]*[)）])?$"
)

# An approval that brings the rules of what it sets up: "关于同意建立……联席会议制度的批复"
_SETS_UP = re.compile(r"同意建立(?P<title>.+?制度)的(?:批复|复函|函|通知)$")


# A dateline that ran on into the title: "……“套餐”重庆日报讯 （首席记者"
_DATELINE = re.compile(
    r"\s*[一-鿿]{0,6}(?:日报|晚报|本报|中新网|[一-鿿]{2}网)讯.*$|\s+新华社[一-鿿]{2,8}[0-9]{1,2}月.*$"
)
# An addressee and what follows on the same line: "各位代表：现在，……"
_ADDRESSED = re.compile(r"(?:各|同志们|有关)[^，。；]{0,110}?[：:！!]\s*(?=\S)")
# What a report calls itself: "我代表国务院，向大会作政府工作报告，请予审议",
# "作关于我国国民经济和社会发展第六个五年计划的报告"
_REPORTS = re.compile(
    r"我(?:现在)?(?:根据|代表|受)[^。]{2,40}?(?:作|提出)(?:了)?(?P<name>(?:关于)?[^，。；、]{0,40}?报告)(?=[，。；])"
)
#: How much of a text says what it calls itself.
_OWN_WORDS = 600
# The document that a letter without a title of its own sends out: "现将《……方案》印发给你们"
_SENT = re.compile(r"现将《(?P<title>[^《》]{4,80})》[^。]{0,30}印发")


def read_title(page: RawPage, cleaned: CleanText, head: Head, evidence: list[Evidence]) -> str:
    """Return the title, from the page's own fields first, then from the head of the text."""
    for name in _TITLE_FACTS:
        value = page.fact(name)
        if value and len(value) >= 3 and not _SITE.search(value):
            return _found(_tidy(value), f"页面字段 {name}", cleaned, evidence)
    for key, value in page.facts:
        if key == "h1" and len(value) >= 4 and not _SITE.search(value):
            return _found(_tidy(value), "页面大标题", cleaned, evidence)
    if cleaned.title_span is not None:
        start, end = cleaned.title_span
        return _found(_tidy(cleaned.text[start:end]), "标题行", cleaned, evidence)
    own = _tidy(_own_part(page.fact("title") or ""))
    if head.title and (not own or _plain(own) in _plain(head.title)):
        return _found(_tidy(head.title), "正文首部", cleaned, evidence)
    if own:
        return _found(own, "网页标题", cleaned, evidence)
    sent = _SENT.search(cleaned.text[:3000])
    if sent is not None:
        return _found(sent["title"], "正文所印发的文件", cleaned, evidence)
    called = _of_own_words(page, cleaned.text)
    if called is not None:
        return _found(called, "正文自称的名称", cleaned, evidence)
    first = _first_sentence(cleaned.text)
    if page.format in ("md", "docx", "pdf", "ofd", "html") or len(first) > 200:
        return _from_name(page, first)
    return _found(first[:60].strip(), "正文首行", cleaned, evidence)


def _of_own_words(page: RawPage, text: str) -> str | None:
    """Return what an untitled report calls itself, with the year that its file's name bears."""
    called = _REPORTS.search(text[:_OWN_WORDS])
    if called is None:
        return None
    name = re.sub(r"\s", "", called["name"])
    stem = PurePosixPath(page.record_id or page.name).stem
    year = re.search(r"(?<![0-9])(?:19|20)[0-9]{2}(?![0-9])", stem)
    if len(name) <= len("报告"):
        words = re.match(r"[一-鿿]{4,}", stem)
        name = words.group() if words else name
    return f"{name}（{year.group()}年）" if year and year.group() not in name else name


def _first_sentence(text: str) -> str:
    """Return the first words that are no label, no addressee: what an untitled text begins with."""
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    for line in lines[:6]:
        addressed = _ADDRESSED.match(line)
        rest = line[addressed.end() :] if addressed else line
        if read_label(line, 0) is None and len(rest) >= 4 and rest[-1] not in "：:！!":
            return re.split(r"(?<=[。！？])", rest)[0]
    return lines[0]


def read_inner_title(title: str, text: str) -> str | None:
    """Return the title of the document that a 印发/转发通知 carries, if the text holds one.

    >>> read_inner_title("某市关于印发某市就业规划的通知", "各单位：\\n某市就业规划")
    '某市就业规划'
    """
    match = _SENDS.search(title) or _SETS_UP.search(title)
    if match is None:
        return None
    inner = match["title"].strip()
    named = re.match(r"《(.+)》$", inner)
    inner = named[1] if named else inner
    quoted: list[str] = [q for q in re.findall(r"《([^《》]+)》", text[:1500]) if _same(q, inner)]
    if quoted:
        return re.sub(r"\s*\n\s*", "", quoted[0])
    plain = _plain(inner)
    lines = [_plain(line) for line in text.split("\n")]
    stands = any(plain == line.removeprefix("关于") for line in lines) or (
        plain in _plain(text.replace(title, "")[:JOINED_TITLE])
    )
    return inner.strip('《》“”"') if named or stands else None


def _same(quoted: str, inner: str) -> bool:
    short, long = sorted((_plain(quoted), _plain(inner)), key=len)
    return len(short) >= 5 and long.endswith(short) and len(long) - len(short) <= 8


def _plain(text: str) -> str:
    return re.sub(r"[\s《》〈〉“”\"]", "", text)


def _tidy(title: str) -> str:
    """Drop the number that a page prints before or behind the title, and spaces set for looks."""
    title = title.strip().strip("#").strip()
    numbers = find_numbers(title)
    if numbers and numbers[0].start <= 1 and numbers[0].end < len(title) - 4:
        title = re.sub(r"^[\s\-—_:：)）]+", "", title[numbers[0].end :])
    numbers = find_numbers(title)
    opened = numbers and title[: numbers[-1].start].rstrip()[-1:] in (
        "（",
        "(",
        "[",
        "【",
        "_",
        "-",
    )
    if opened and re.fullmatch(r"[)）\]】\s令]*", title[numbers[-1].end :]):
        title = re.sub(r"[（(\[【\s\-—_]+$", "", title[: numbers[-1].start])
    title = _DATELINE.sub("", title) or title
    title = re.sub(r"(?<=法|例)[（(](?:19|20)[0-9]{2}年?(?:修订|修正|修改)[)）]$", "", title)
    return re.sub(r"\s{2,}", " ", title).strip()


def _own_part(title: str) -> str:
    """Return the document's part of an html title, without the site's name behind it."""
    parts = [
        part.strip()
        for part in re.split(
            r"\s[-–—|]\s|_{1,2}|[|｜]|--|-(?=[^-]*(?:网|网站|门户|政府|局|厅|委)$)", title
        )
    ]
    own = [part for part in parts if len(part) >= 4 and not _SITE.search(part)]
    return own[0] if own else ""


def _from_name(page: RawPage, first: str) -> str:
    stem = PurePosixPath(page.record_id or page.name).stem
    stem = re.sub(r"[（(][12][0-9]{3}-[0-9]{2}-[0-9]{2}[)）]$|\(FBM-CLI[^)]*\)$", "", stem).strip(
        " ."
    )
    has_words = len(re.findall(r"[一-鿿]", stem)) >= 4
    return stem if has_words else first[:60].strip() or page.name


def _found(title: str, rule: str, cleaned: CleanText, evidence: list[Evidence]) -> str:
    start = cleaned.text.find(title)
    span = (start, start + len(title)) if start >= 0 else (None, None)
    evidence.append(Evidence("title", rule, title, *span))
    return title
