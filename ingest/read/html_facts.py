"""What a page says about its document outside the body: meta tags, tables, date lines, scripts."""

from __future__ import annotations

import re
from collections.abc import Iterable

from lxml.html import HtmlElement

from ingest.page import Block
from ingest.read.spaces import tidy

#: Labels of the metadata tables and lines of government sites (GB/T 政府信息公开目录).
FACT_LABELS = (
    "索引号", "主题分类", "发文机关", "发文机构", "发布机构", "发布机关", "制定机关", "成文日期",
    "标题", "名称", "信息名称", "发文字号", "文号", "发文文号", "文件编号", "发布日期", "发布时间",
    "公开日期", "生成日期", "印发日期", "主题词", "关键词", "体裁分类", "有效性", "是否有效",
    "文件状态", "效力状态", "时效状态", "时效性", "有效期", "实施日期", "施行日期", "生效日期",
    "失效日期", "失效时间", "废止日期", "统一编号", "公文种类", "来源", "信息来源", "文章来源",
    "发表时间", "更新时间", "作者", "服务对象", "分类", "效力级别", "法规类别", "时间", "日期",
)  # fmt: skip
_LABELS = "|".join(r"\s*".join(label) for label in sorted(FACT_LABELS, key=len, reverse=True))
# A labelled value on a line around the body: 发布时间：2024-04-07 10:16:08 来源：市政府办
_LABELLED = re.compile(
    rf"(?:^|[\s【\[（(|])(?P<label>{_LABELS})\s*[】\]]?\s*[:：]\s*(?P<value>.*?)\s*"
    rf"(?=$|[\s】\]）)|]+(?:{_LABELS}|字号|字体|分享|浏览|阅读|点击|打印|访问)|[\]】]\s)"
)
# A status that only a script writes: document.write("有效"), var expiry = "2024-01-01"
_SCRIPT_STATUS = re.compile(
    r"""["'](?P<value>[^"'<>\n]{0,12}(?:有效|失效|废止|已修改|尚未施行)[^"'<>\n]{0,12})["']"""
)
_MAX_FACT = 500
_MAX_SCRIPT_FACTS = 20


def facts_of(root: HtmlElement, blocks: Iterable[Block], text: str) -> tuple[tuple[str, str], ...]:
    """Return the page's facts as (name, value) pairs in page order."""
    found = [*_head_facts(root), *_block_facts(blocks), *_script_facts(text)]
    return tuple(dict.fromkeys(found))


def _head_facts(root: HtmlElement) -> Iterable[tuple[str, str]]:
    for title in root.iter("title"):
        yield "title", tidy(title.text_content())
        break
    for meta in root.iter("meta"):
        name = meta.get("name") or meta.get("property") or ""
        content = tidy(meta.get("content") or "")
        if name and content and name.lower() not in ("viewport", "renderer", "robots"):
            yield f"meta:{name}", content[:_MAX_FACT]
    for heading in root.iter("h1"):
        value = tidy(heading.text_content())
        if value and len(value) < 200:
            yield "h1", value


def _block_facts(blocks: Iterable[Block]) -> Iterable[tuple[str, str]]:
    items = list(blocks)
    for number, block in enumerate(items):
        if block.kind == "row":
            yield from _row_facts(block)
            continue
        if len(block.text) > _MAX_FACT:
            continue
        for found in _LABELLED.finditer(block.text):
            name = f"line:{bare_label(found['label'])}"
            value = found["value"]
            if not value and number + 1 < len(items) and len(items[number + 1].text) < 120:
                value = items[number + 1].text
            if value:
                yield name, value


def _row_facts(block: Block) -> Iterable[tuple[str, str]]:
    """Pairs of label and value cells: 索引号： | 000014349/2018-00204 | 主题分类： | 政务公开."""
    number = 0
    while number + 1 < len(block.cells):
        label = bare_label(block.cells[number])
        if label in FACT_LABELS and block.cells[number + 1]:
            yield f"table:{label}", block.cells[number + 1]
            number += 1
        number += 1


def bare_label(text: str) -> str:
    """Return a label without spaces and colon.

    >>> bare_label("发文 字号：")
    '发文字号'
    """
    return re.sub(r"[\s\u3000:：\[\]【】]", "", text)


def _script_facts(text: str) -> Iterable[tuple[str, str]]:
    scripts = re.findall(r"<script\b[^>]*>(.*?)</script>", text, re.S | re.I)
    count = 0
    for script in scripts:
        if len(script) > 20_000:
            continue
        for found in _SCRIPT_STATUS.finditer(script):
            yield "script:状态", found["value"]
            count += 1
            if count >= _MAX_SCRIPT_FACTS:
                return
