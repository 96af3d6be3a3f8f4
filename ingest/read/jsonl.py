"""Records of a jsonl file ({_id, title, text, …}): each is a document of its own."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from ingest.page import Block, RawPage, Unread
from ingest.read.charset import decode
from ingest.read.text import text_blocks

_ID_KEYS = ("_id", "id", "docid", "doc_id")
_TEXT_KEYS = ("text", "content", "body", "original_text")


def iter_records(data: bytes, *, name: str) -> Iterator[RawPage | Unread]:
    """Yield one page for each line; a line that is no record says so with its number."""
    seen: set[str] = set()
    for number, line in enumerate(decode(data, name=name).text.splitlines(), 1):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
        except (ValueError, RecursionError):
            yield Unread(f"{name}#{number}", f"{name} 第 {number} 行不是合法的 JSON，请检查该行。")
            continue
        if not isinstance(record, Mapping):
            yield Unread(f"{name}#{number}", f"{name} 第 {number} 行不是 JSON 对象。")
            continue
        page = _page(record, line, name=name, number=number)
        if isinstance(page, RawPage) and page.record_id in seen:
            yield Unread(f"{name}#{page.record_id}", f"{name} 第 {number} 行的 _id 与前面重复。")
            continue
        if isinstance(page, RawPage) and page.record_id is not None:
            seen.add(page.record_id)
        yield page


def _page(record: Mapping[str, Any], line: str, *, name: str, number: int) -> RawPage | Unread:
    record_id = _first(record, _ID_KEYS) or str(number)
    text = _first(record, _TEXT_KEYS)
    if text is None:
        return Unread(f"{name}#{record_id}", f"{name} 第 {number} 行没有 text 字段或正文为空。")
    facts = tuple(
        (f"field:{key}", str(value))
        for key, value in record.items()
        if key not in _TEXT_KEYS and isinstance(value, str | int | float) and str(value).strip()
    )
    blocks: tuple[Block, ...] = text_blocks(text)
    url = record.get("url")
    return RawPage(
        blocks,
        "jsonl",
        name,
        facts,
        url if isinstance(url, str) and url else None,
        record_id,
        line.encode("utf-8"),
    )


def _first(record: Mapping[str, Any], keys: tuple[str, ...]) -> str | None:
    for key in keys:
        value = record.get(key)
        if isinstance(value, str | int) and str(value).strip():
            return str(value)
    return None
