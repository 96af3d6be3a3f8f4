"""Labelled fields that stand in the text itself: "[发文字号] 京政办发〔2020〕5号",
"生效日期：2026.01.01"."""

from __future__ import annotations

import re
from dataclasses import replace

from ingest.page import RawPage

#: How far from the beginning of a page such fields stand.
REACH = 1500

_LABELS = (
    "发文机构|发文机关|发布机关|发布机构|制定机关|实施日期|施行日期|生效日期|成文日期|发文字号|文号|废止日期|失效日期|"
    "发布日期|有效性|时效性|效力状态|标题|名称|来源"
)
# "[实施日期] ----", "【发文字号】京政办发〔2020〕5号": label in brackets, value up to the next one.
_BRACKETED = re.compile(
    rf"[\[【](?P<label>{_LABELS})[\]】]\s*[:：]?\s*(?P<value>[^\[【\n]{{1,80}}?)\s*(?=[\[【\n\u3000]|$)"
)
# "发文机关：国家金融监督管理总局,中国证券监督管理委员会", "文 号：……令\n〔2025〕第11号"
_LINE = re.compile(
    rf"^\s*(?P<label>{'|'.join(r'[ 　]?'.join(label) for label in _LABELS.split('|'))})\s*[:：]\s*"
    r"(?P<value>[^\n]{1,80}(?:\n\s*[〔\[（][^\n]{4,16}号\s*$)?)",
    re.MULTILINE,
)
_NOTHING = re.compile(r"[-—/\s]*|无|暂无")


def with_printed_fields(page: RawPage) -> RawPage:
    """Return ``page`` with the fields its text prints added behind the facts it already has."""
    text = page.text[:REACH]
    found: list[tuple[str, str]] = []
    for match in (*_BRACKETED.finditer(text), *_LINE.finditer(text)):
        value = re.sub(r"\s+", " ", match["value"]).strip()
        if not _NOTHING.fullmatch(value):
            found.append((f"line:{re.sub(r'[ 　]', '', match['label'])}", value))
    return replace(page, facts=tuple(dict.fromkeys((*page.facts, *found)))) if found else page
