"""Markdown: headings, front matter and pipe tables; other marks are dropped, words stay."""

from __future__ import annotations

import re

from ingest.page import CELL_SEPARATOR, Block, RawPage
from ingest.read.charset import decode
from ingest.read.spaces import tidy

# A heading: ## 第一章 总 则
_HEADING = re.compile(r"(?P<marks>#{1,6})\s+(?P<text>.*?)\s*#*\s*")
# A bold fact in the head of a note: **来源**: https://…
_BOLD_FACT = re.compile(r"\*\*(?P<name>[^*]{1,12})\*\*\s*[:：]\s*(?P<value>.+)")
# A front matter line: title: 关于…的通知
_FRONT_FACT = re.compile(r"(?P<name>[\w\u4e00-\u9fff-]{1,20})\s*:\s*(?P<value>.+)")
_COMMENT = re.compile(r"<!--.*?-->", re.S)
_EMPHASIS = re.compile(r"(?<!\\)(\*\*|__)(?=\S)(?P<text>.+?)(?<=\S)\1")
# A whole line set in italics, as a signature is: *中国人民银行*
_ITALIC_LINE = re.compile(r"\s*(?P<mark>[*_])(?![*_\s])(?P<text>[^*_]+)(?P=mark)\s*")
# The mark of a line that ends here but goes on in the same paragraph: "财政部\\"
_HARD_BREAK = re.compile(r"\\\s*$")
# The head that a capturing service writes above a page: Title, URL Source, Markdown Content.
_CAPTURED = re.compile(
    r"\s*Title:\s*(?P<title>[^\n]+)\n\s*URL Source:\s*(?P<url>\S+)[^\n]*\n"
    r"(?:[^\n]{0,200}\n){0,6}?\s*Markdown Content:[^\n]*\n"
)
#: What may stand between the links of a menu line.
_BETWEEN_LINKS = re.compile(r"[\s|｜·>»\-*+#)(:：;；]*")
_LINK = re.compile(r"!?\[(?P<text>[^\]]*)\]\((?P<url>[^)\s]*)[^)]*\)")
_RULE = re.compile(r"\s*([-*_=])(\s*\1){2,}\s*")
_TABLE_RULE = re.compile(r"\s*\|?(\s*:?-{2,}:?\s*\|)+\s*(:?-{2,}:?)?\s*")
_QUOTE = re.compile(r"\s*>\s?")
_BULLET = re.compile(r"\s*[*+-]\s+")
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+\-.!|>~])")
_BREAK = re.compile(r"<br\s*/?>", re.I)


def read_markdown(data: bytes, *, name: str) -> list[RawPage]:
    """Read a markdown file; the first level-one heading is its title."""
    text = _COMMENT.sub("", decode(data, name=name).text).replace("\r\n", "\n")
    captured = _CAPTURED.match(text)
    lines, facts = _front_matter((text[captured.end() :] if captured else text).split("\n"))
    facts += [("title", captured["title"].strip())] if captured else []
    blocks: list[Block] = []
    table, in_head = -1, True
    for number, line in enumerate(lines):
        fact = _BOLD_FACT.fullmatch(line.strip()) if in_head else None
        if fact is not None:
            facts.append((f"line:{fact['name']}", fact["value"].strip()))
            blocks.append(Block(tidy(line), zone="outside"))
            continue
        if _RULE.fullmatch(line) or _TABLE_RULE.fullmatch(line):
            continue
        if line.strip().startswith("|"):
            starts = number == 0 or not lines[number - 1].strip().startswith("|")
            table += starts
            blocks.append(_row(line, table, is_header=starts))
            in_head = False
            continue
        if captured and _is_menu(line):
            blocks.append(Block(tidy(_plain(line)), zone="outside"))
            continue
        for block in _blocks(line, has_title=any(item.kind == "title" for item in blocks)):
            in_head = in_head and block.kind in ("title", "heading")
            blocks.append(block)
            if block.kind == "title":
                facts.append(("h1", block.text))
    url = captured["url"] if captured else None
    return [RawPage(tuple(blocks), "md", name, tuple(facts), url)]


def _is_menu(line: str) -> bool:
    """True for a line of a captured page that holds links and pictures, no words of its own."""
    return (
        _LINK.search(line) is not None and _BETWEEN_LINKS.fullmatch(_LINK.sub("", line)) is not None
    )


def _front_matter(lines: list[str]) -> tuple[list[str], list[tuple[str, str]]]:
    """Split a leading ``---`` block into facts."""
    if not lines or lines[0].strip() != "---" or "---" not in (item.strip() for item in lines[1:]):
        return lines, []
    end = next(number for number, item in enumerate(lines[1:], 1) if item.strip() == "---")
    found = (_FRONT_FACT.fullmatch(item.strip()) for item in lines[1:end])
    facts = [(f"meta:{item['name']}", item["value"].strip("\"' ")) for item in found if item]
    return lines[end + 1 :], facts


def _row(line: str, table: int, *, is_header: bool) -> Block:
    inner = line.strip().strip("|")
    cells = tuple(_plain(_BREAK.sub(" ", cell)) for cell in re.split(r"(?<!\\)\|", inner))
    text = CELL_SEPARATOR.join(cells)
    return Block(text, "row", cells, table=table, is_header=is_header)


def _blocks(line: str, *, has_title: bool) -> list[Block]:
    line = _QUOTE.sub("", line, count=1) if _QUOTE.match(line) else line
    heading = _HEADING.fullmatch(line.strip())
    if heading is not None:
        text = _plain(heading["text"])
        is_title = heading["marks"] == "#" and not has_title
        return [Block(text, "title" if is_title else "heading")] if text else []
    line = _HARD_BREAK.sub("", line)
    italic = _ITALIC_LINE.fullmatch(line)
    line = italic["text"] if italic else line
    line = _BULLET.sub("", line, count=1) if _BULLET.match(line) else line
    return [Block(text) for part in _BREAK.split(line) if (text := _plain(part))]


def _plain(text: str) -> str:
    text = _LINK.sub(lambda found: found["text"], text)
    text = _EMPHASIS.sub(lambda found: found["text"], text)
    return tidy(_ESCAPE.sub(r"\1", text.replace("`", "")))
