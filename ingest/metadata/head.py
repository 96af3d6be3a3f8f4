"""The head of a document: title lines, the number beside them, where the body begins."""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.docnumber import DocumentNumber, find_numbers
from corpus.issuers import find_issuers
from corpus.regions import find_regions
from ingest.clauses.labels import read_label
from ingest.metadata.organs import split_organs
from ingest.page import CleanText, RawPage

#: How many lines (or words, where line breaks are lost) the head is looked for in.
HEAD_PIECES = 14
#: A first line longer than this with spaces in it has lost its line breaks.
FLAT_LINE = 120
#: … when it makes up more than this share of the text.
FLAT_SHARE = 0.4
MAX_TITLE = 120
MAX_TITLE_PIECE = 80

#: How the titles of official documents end: the kind of document.
TITLE_KINDS = (
    "通知|意见|办法|规定|细则|方案|措施|批复|复函|函|答复|通报|决定|决议|通告|公告|公报|条例|规则|规程|规划|计划|纲要|"
    "预案|指引|指南|要点|报告|解读|审议意见|解释|请示|命令|令|准则|标准|办法|章程|目录|清单|政策|倡议书|公开信|"
    "提示|问答|说明|声明|法|制度|规范|典|建议|实施意见|几条|[0-9一二三四五六七八九十]+条"
)
# The end of a complete title, with a trailing bracket: "……实施办法（试行）"
TITLE_END = re.compile(
    rf"(?:{TITLE_KINDS})(?:\s*[（(【\[](?:[^（）()【】\[\]]{{1,20}})[)）】\]])?$"
)
# A heading that stands above a document and is not its title: "辽宁省人民政府办公厅文件",
# "政策解读"
_ABOVE = re.compile(
    r"(?:\S{2,30}(?:文件|令)|政策解读|审议意见|通知公告|政策文件|文件|附件\s?[0-9]*[:：]?|【[^】]{1,8}】|"
    r"[（(]?第\s?\S{1,6}\s?号[)）]?|[☆★■●◆]+|正文|要闻|公告|通告|首页)$"
)
# A column of a site, between the site's name and the document: "通知公告", "最新文件"
_COLUMN = re.compile(
    r"通知公告|最新文件|政策文件|公示公告|文件通知|政务公开|信息公开|工作动态|税收政策|最新政策"
)
_SOURCE = re.compile(
    r"(?:来源|作者|记者|编辑|发布时间|发布日期|时间|日期|发文机关|索引号|\[|【|新华社|本报讯|中新网|人民网)"
)
# An organ before the number of a joint announcement: "财政部 税务总局公告2020年第8号"
_ORGAN_ABOVE = re.compile(r"(?:部|局|委|署|会|院|厅|行)$")
# An order or announcement whose name with its number is its title: "指挥部通告（第8号）"
_ORDER_TITLE = re.compile(r"[一-鿿]{4,}(?:令|公告|通告)\s?[（(]第\S{1,6}号[)）]$")
# How the first sentence of a body begins, where line breaks are lost.
_BODY_BEGINS = re.compile(
    r"(?:为(?:了|深入|贯彻|进一步|切实|全面|做好|加强|应对)|根据|按照|近日|日前|现将|[0-9]{1,2}月[0-9]{1,2}日[，,])"
)
# A title run on into the first sentence, with a space between: "……通告（第8号） 为贯彻落实……"
_TITLE_AND_BODY = re.compile(rf"(?P<title>\S{{8,80}})\s+(?={_BODY_BEGINS.pattern})")
# A date alone, in figures or written out.
_DATE_ONLY = re.compile(
    r"[（(]?[0-9〇○一二三四五六七八九十]{2,4}[年\-/.][0-9〇一二三四五六七八九十]{1,3}[月\-/.].{0,12}$"
)


@dataclass(frozen=True, slots=True)
class Piece:
    """A line of the head, or a word of it where line breaks are lost."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Head:
    """What stands above the body: ``title`` joined from its pieces, the document's own numbers."""

    title: str | None
    title_start: int | None
    title_end: int | None
    numbers: tuple[DocumentNumber, ...]
    body_start: int
    pieces: tuple[Piece, ...]


def read_head(page: RawPage, cleaned: CleanText) -> Head:
    """Return the head of the document in ``cleaned``; ``page`` only names it."""
    pieces = _without_stray_prose(pieces_of(cleaned.text))
    numbers: list[DocumentNumber] = []
    title: list[Piece] = []
    body_start = 0
    numbered = -1  # the piece before held numbers: a joint document prints one below the other
    for index, piece in enumerate(pieces):
        if title and _COLUMN.fullmatch(piece.text) and _is_site(_join(title)):
            title = []
            continue
        own = _numbers_alone(piece, _before(pieces, index))
        if own:
            numbers.extend(own if not numbers or numbered == index - 1 else ())
            numbered = index
            if _ORDER_TITLE.search(piece.text) and not TITLE_END.search(_join(title)):
                title = [*title, piece]
            continue
        if _ends_head(piece, title):
            body_start = piece.start
            break
        if not _ABOVE.match(piece.text) and not _DATE_ONLY.match(piece.text):
            title = _extended(title, piece)
        body_start = piece.end
    joined = _join(title)
    if not joined and pieces and len(pieces[0].text) <= MAX_TITLE_PIECE and page.format != "html":
        joined = pieces[0].text.strip() if _looks_like_title(pieces[0].text) else ""
        title = [pieces[0]] if joined else []
    return Head(
        joined or None,
        title[0].start if title else None,
        title[-1].end if title else None,
        tuple(numbers),
        body_start,
        pieces,
    )


def _is_site(title: str) -> bool:
    """True where what stands above a column's name is the organ whose site it is."""
    return len(title) <= MAX_TITLE_PIECE and len(split_organs(title)) == 1


def _before(pieces: tuple[Piece, ...], index: int) -> Piece | None:
    """Return the piece above; an order's name broken over two is put together again.

    "四川省应对新型冠状病毒肺炎 | 疫情应急指挥部公告 | （第6号）"
    """
    if index == 0:
        return None
    above = pieces[index - 1]
    first = pieces[index - 2] if index > 1 else None
    if first is None or not above.text.endswith(("令", "公告", "通告")) or find_regions(above.text):
        return above
    places = find_regions(first.text)
    whole = first.text + above.text
    if places and places[0].start == 0 and len(whole) < 60 and not TITLE_END.search(first.text):
        return Piece(whole, first.start, above.end)
    return above


def _without_stray_prose(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """Drop a paragraph that a mirror put above the title: a title and its number follow it."""
    for index in range(2, min(len(pieces), 8)):
        titled = TITLE_END.search(pieces[index - 1].text) is not None
        if titled and _numbers_alone(pieces[index], pieces[index - 1]):
            prose = [i for i in range(index - 1) if "。" in pieces[i].text]
            return pieces[prose[-1] + 1 :] if prose else pieces
    return pieces


def pieces_of(text: str) -> tuple[Piece, ...]:
    """Cut the beginning of ``text`` into lines, or into words where line breaks are lost."""
    found: list[Piece] = []
    for match in re.finditer(r"\S[^\n]*", text):
        line = match.group().rstrip()
        flat = len(line) > FLAT_LINE and len(line) > FLAT_SHARE * len(text)
        titled = _TITLE_AND_BODY.match(line) if len(found) < 3 else None
        if titled is not None:
            cut = match.start() + titled.end("title")
            found.append(Piece(titled["title"], match.start(), cut))
            start = match.start() + titled.end()
            found.append(Piece(line[titled.end() :], start, match.start() + len(line)))
        elif flat and re.search(r"\S\s+\S", line[:FLAT_LINE]):
            found.extend(
                Piece(word.group(), match.start() + word.start(), match.start() + word.end())
                for word in re.finditer(r"\S+", line[:2000])
            )
        else:
            found.append(Piece(line, match.start(), match.start() + len(line)))
        if len(found) >= HEAD_PIECES:
            break
    return tuple(found[:HEAD_PIECES])


def _numbers_alone(piece: Piece, before: Piece | None) -> tuple[DocumentNumber, ...]:
    """Return the numbers of a piece that holds nothing else: （国发〔2018〕41号）.

    "第179号" below "广州市人民政府令" is read together with it.
    """
    numbers = find_numbers(piece.text)
    if numbers and numbers[0].start == 0 and before is not None and len(before.text) <= 20:
        joined = find_numbers(f"{before.text} {piece.text}")
        if joined and joined[0].start == 0 and _ORGAN_ABOVE.search(before.text):
            return joined
    if (
        not numbers
        and before is not None
        and re.match(r"[（(]?第\s?\S{1,6}\s?号[)）]?$", piece.text)
    ):
        if before.text.rstrip().endswith(("令", "公告", "通告")) and len(before.text) < 60:
            return find_numbers(re.sub(r"\s", "", before.text + piece.text))
        return ()
    rest = len(re.sub(r"[\s（()）\[\]【】:：文号、,，]", "", piece.text))
    covered = sum(len(re.sub(r"\s", "", piece.text[n.start : n.end])) for n in numbers)
    return numbers if numbers and rest - covered <= 2 else ()


def _ends_head(piece: Piece, title: list[Piece]) -> bool:
    text = piece.text
    if read_label(text, 0) is not None and not (title == [] and TITLE_END.search(text)):
        return True
    if _BODY_BEGINS.match(text) and title:
        return True
    if text[-1] in "：:" or "。" in text or _SOURCE.match(text):
        return True
    return len(text) > MAX_TITLE_PIECE * 2 or (len(text) > MAX_TITLE and not TITLE_END.search(text))


def _extended(title: list[Piece], piece: Piece) -> list[Piece]:
    """Add a piece to the title while it is incomplete; a complete title takes nothing more."""
    so_far = _join(title)
    if not title:
        return [piece]
    if _plain(piece.text) in _plain(so_far) or TITLE_END.search(so_far):
        return title
    if _plain(so_far) in _plain(piece.text) and len(so_far) >= 4:
        return [piece]
    if len(so_far) + len(piece.text) > MAX_TITLE:
        return title
    return [*title, piece]


def _join(title: list[Piece]) -> str:
    """Join broken title lines: a space stays only where two issuers or two sentences meet."""
    joined = ""
    for piece in title:
        between = " " if joined and re.search(r"[\w]$", joined) and _starts_new(piece.text) else ""
        between = " " if _meet(joined, piece.text) else between
        joined += between + piece.text
    return re.sub(r"(?<=[一-鿿])[ \u3000](?=[一-鿿](?:[ \u3000]|$))", "", joined).strip()


def _meet(before: str, after: str) -> bool:
    """True where one organ's name ends a line and another's begins the next."""
    known = find_issuers(after[:40]) if _ORGAN_ABOVE.search(before) else ()
    return bool(known) and known[0].start == 0


def _starts_new(text: str) -> bool:
    return not TITLE_END.search(text)


def _plain(text: str) -> str:
    return re.sub(r"[\s《》〈〉“”\"【】]", "", text)


def _looks_like_title(text: str) -> bool:
    """True for a short line that is no sentence, no addressee ("各位代表：") and no label."""
    if not 4 <= len(text) <= MAX_TITLE_PIECE or text.endswith(
        ("。", "；", "，", "：", ":", "！", "!")
    ):
        return False
    return read_label(text, 0) is None
