"""What kind of document it is (doc_type) and what it is about (topics), from data files."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import cast

from corpus.document import DocType, Evidence
from ingest.clauses.labels import read_label
from ingest.metadata.signature import find_signatures
from ingest.page import CleanText, RawPage

#: How many topics a document gets at most, and how often a word must stand in the text.
MAX_TOPICS = 4
MIN_COUNT = 3
#: A shorter text without labels may be anything.
MIN_REPORT = 400
#: How much of a text says what kind of page it is.
OPENING = 600

#: How much of a text says what it calls itself.
OWN_WORDS = 1500
#: Where the dateline of a report stands.
LEAD = 160
#: So many lines, and this share of all, make a page a list of links.
MIN_LINKS = 4
#: So many labelled lines below a dateline are a document printed in full.
MIN_LABELS = 3
LINK_SHARE = 0.6

# The dateline of a report: "新华社北京2月13日电", "重庆日报讯（记者 杨帆）", "本报讯 （首席记者"
_DATELINE = re.compile(
    r"新华社[一-鿿]{2,8}[0-9]{1,2}月[0-9]{1,2}日[^，。；]{0,6}电|"
    r"(?:日报|晚报|本报|中新网|网)讯\s*[（(](?:首席|见习|实习)?(?:记者|通讯员)|新华社记者"
)
# A line of a list of links: "集体劳动仲裁案件办理须知[ 2019-05-06 ]", "某某公告 2026-08-20"
_LISTED_LINK = re.compile(
    r"^[^。；|]{6,90}?[\s\[(（【]+20\d\d[-./年]\d{1,2}[-./月]\d{1,2}日?\s*[\])）】]?\s*$"
)
# How a text names its own kind: "特制定本行动方案。", "向大会作政府工作报告，请予审议"
_CALLED = re.compile(
    r"制定(?:了)?本(?P<kind>[^，。；《》\s]{2,10})[，。；]|"
    r"(?:向大会|向会议|向常委会|向大会全体会议|我(?:现在)?代表国务院，?)(?:作|提出)(?P<report>[^，。；]{0,40}?报告)[，。；]|"
    r"(?:现[就将]|有关)[^。；]{0,40}(?P<letter>通知|通告|公告|函告|答复|批复)如下[：:。]"
)
# Labels in a text without line breaks: " 一、", "。（二）"
_LISTED = re.compile(
    r"[\s。；：](?:[一二三四五六七八九十]{1,2}、|[（(][一二三四五六七八九十]{1,2}[)）]|第[一二三四五六七八九十]+条)|[：:]\s"
)
# A headline about a document: "中国银监会发布《商业银行委托贷款管理办法》"
_TELLS_OF_ISSUE = re.compile(
    r"^(?!关于)[^《》]{2,24}(?:发布|出台|公布|推出|制定)《[^《》]{4,80}》$"
)
_FORMAL = re.compile(r"(?:通知|公告|通告|决定|令)$")
_BRACKETS = re.compile(r"\s*(?:[（(【\[][^（）()【】\[\]]{1,30}[)）】\]])+$")


@dataclass(frozen=True, slots=True)
class _Kinds:
    endings: tuple[tuple[str, DocType], ...]
    questions: re.Pattern[str]
    explains: re.Pattern[str]
    guides: re.Pattern[str]
    news: re.Pattern[str]
    reported: re.Pattern[str]
    events: re.Pattern[str]


@cache
def _kinds() -> _Kinds:
    path = resources.files("ingest") / "data" / "doc_types.json"
    data = json.loads(path.read_text(encoding="utf-8"))
    endings = tuple((ending, cast(DocType, kind)) for ending, kind in data["endings"])
    return _Kinds(
        endings,
        *(
            re.compile(data[name])
            for name in ("questions", "explains", "guides", "news", "reported", "events")
        ),
    )


@cache
def _topics() -> dict[str, tuple[str, ...]]:
    path = resources.files("ingest") / "data" / "topics.json"
    data = json.loads(path.read_text(encoding="utf-8"))
    return {topic: tuple(words) for topic, words in data.items()}


def read_doc_type(
    page: RawPage, cleaned: CleanText, title: str, evidence: list[Evidence]
) -> DocType:
    """Return the kind of document; a title that names none is judged by how the page speaks."""
    del page
    kinds = _kinds()
    if _DATELINE.search(cleaned.text[:LEAD]) and not _holds_rules(cleaned.text):
        evidence.append(Evidence("doc_type", "开头是电头", cleaned.text[:LEAD], None, None))
        return "新闻"
    if _is_list(cleaned.text):
        evidence.append(Evidence("doc_type", "各行是带日期的链接", title, None, None))
        return "其他"
    found, rule = (None, "") if title.endswith("。") else _of_title(title, kinds)
    if found is None:
        found, rule = _of_text(title, cleaned.text, kinds)
    evidence.append(Evidence("doc_type", rule, title, None, None))
    return found


def _holds_rules(text: str) -> bool:
    """True for a text that agencies print in full: articles, or a list of parts."""
    if re.search(r"(?:^|\s)第一条[\s　【]", text):
        return True
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    return sum(read_label(line, 0) is not None for line in lines) >= MIN_LABELS


def _of_title(title: str, kinds: _Kinds) -> tuple[DocType | None, str]:
    if kinds.explains.search(title):
        return "解读", "标题标明解读"
    plain = _BRACKETS.sub("", title).strip(' 》”"。！!？?')
    if kinds.questions.search(plain):
        return "问答", "标题标明问答"
    if _TELLS_OF_ISSUE.search(title) and not _FORMAL.search(plain):
        return "新闻", "标题报道发布文件"
    told = (
        "关于" not in plain and not plain.endswith(("通知", "令")) and kinds.reported.search(plain)
    )
    for ending, kind in kinds.endings:
        if told and kind not in ("法律", "条例"):
            continue
        if plain.endswith(ending):
            return kind, f"标题以“{ending}”结尾"
    if re.search(r"[0-9一二三四五六七八九十]+条(?:政策|措施|意见)?$", plain):
        return "措施", "标题以“……条”结尾"
    return None, ""


def _of_text(title: str, text: str, kinds: _Kinds) -> tuple[DocType, str]:
    if kinds.guides.search(title):
        return "指南", "标题是办事说明"
    called = _of_own_words(text, kinds)
    if called is not None:
        return called, "正文自称"
    is_event = kinds.events.search(title) and not find_signatures(text)
    if is_event or _is_prose(text) or kinds.news.search(title) or kinds.news.search(text[:OPENING]):
        return "新闻", "开头是报道"
    return "其他", "标题和开头未标明文种"


def _is_list(text: str) -> bool:
    """True for a page that lists others: most of its lines are a title with a date behind it."""
    lines = [line for line in text.split("\n") if line.strip()]
    dated = sum(_LISTED_LINK.search(line) is not None for line in lines)
    return dated >= MIN_LINKS and dated >= LINK_SHARE * len(lines)


def _of_own_words(text: str, kinds: _Kinds) -> DocType | None:
    """Return what a text without a title calls itself: "特制定本行动方案", "作政府工作报告"."""
    found = _CALLED.search(text[:OWN_WORDS])
    if found is None:
        return None
    name = found["kind"] or found["report"] or found["letter"]
    return next((kind for ending, kind in kinds.endings if name.endswith(ending)), None)


def _is_prose(text: str) -> bool:
    """True for a text of paragraphs alone: no label, no signature, no addressee — a report."""
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    if len(lines) < 3:
        return text.count("。") >= 3 and not _LISTED.search(text) and not find_signatures(text)
    if len(text) < MIN_REPORT or any(read_label(line, 0) for line in lines):
        return False
    if sum(line[-1] in "。”" for line in lines) < 3:
        return False
    return not any(line[-1] in "：:" for line in lines[:4]) and not find_signatures(text)


def read_topics(title: str, text: str) -> tuple[str, ...]:
    """Return what the document is about: topics whose words its title or much of its text holds."""
    scores: dict[str, int] = {}
    for topic, words in _topics().items():
        in_title = sum(1 for word in words if word in title)
        in_text = sum(text.count(word) for word in words)
        if in_title or in_text >= MIN_COUNT + len(text) // 800:
            scores[topic] = in_title * 1000 + in_text
    ranked = sorted(scores, key=lambda topic: -scores[topic])
    return tuple(ranked[:MAX_TOPICS])
