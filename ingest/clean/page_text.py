"""Cleaning: a page in, the official text out, with a ledger of everything that was taken away.

``rebuild(cleaned.text, cleaned.removed)`` gives the page's text back, character by character.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ingest.clean.characters import REPAIRS, is_mirror, pinyin_edits, simplified_edits
from ingest.clean.converted import is_converted
from ingest.clean.ledger import Edit, Ledger
from ingest.clean.leftovers import doubled_label_edits, entity_edits
from ingest.clean.lines import line_edits
from ingest.clean.suspects import suspects_of
from ingest.clean.wrapped import page_number_edits, wrapped_edits
from ingest.page import Block, CleanText, RawPage, Row, TableSpan

#: Removing lines can bring others to the edge of the document; more rounds were never needed.
_MAX_ROUNDS = 4
#: Formats whose line ends may be those of a page instead of paragraphs.
_WRAPPED_FORMATS = ("txt", "md")
_ZONE_RULES = {"outside": "页面其余部分", "hidden": "隐藏内容"}


def clean(page: RawPage) -> CleanText:
    """Return the document of ``page`` without what the page put around and into it.

    >>> from ingest.page import Block, RawPage
    >>> clean(RawPage((Block("当前位置:首页 > 政务公开"), Block("一、总体要求")), "txt", "a")).text
    '一、总体要求'
    """
    ledger = Ledger(page.text)
    starts = _starts(page.blocks)
    rows = frozenset(block.text for block in page.blocks if block.kind == "row")
    ledger.apply(_zone_edits(page.blocks, starts, len(page.text)))
    for repair in (*REPAIRS, entity_edits, doubled_label_edits):
        ledger.apply(repair(ledger.text))
    mirror = is_mirror(ledger.text)
    if mirror:
        ledger.apply(pinyin_edits(ledger.text))
    if mirror or is_converted(page, ledger.text):
        ledger.apply(simplified_edits(ledger.text))
    fixed = frozenset(block.text for block in page.blocks if block.kind != "paragraph")
    for _ in range(_MAX_ROUNDS):
        before = ledger.text
        ledger.apply(line_edits(ledger.text, rows=rows))
        if page.format in _WRAPPED_FORMATS:
            ledger.apply(page_number_edits(ledger.text))
            ledger.apply(wrapped_edits(ledger.text, fixed=fixed))
        if ledger.text == before:
            break
    return _cleaned(page.blocks, starts, ledger)


def _starts(blocks: Sequence[Block]) -> list[int]:
    starts: list[int] = []
    position = 0
    for block in blocks:
        starts.append(position)
        position += len(block.text) + 1
    return starts


def _zone_edits(blocks: Sequence[Block], starts: Sequence[int], size: int) -> Iterable[Edit]:
    """Delete the blocks around the body, each with one of its line ends."""
    kept_after = [False] * (len(blocks) + 1)
    for number in range(len(blocks) - 1, -1, -1):
        kept_after[number] = kept_after[number + 1] or blocks[number].zone == "body"
    for number, block in enumerate(blocks):
        if block.zone == "body":
            continue
        start = starts[number]
        end = min(start + len(block.text) + 1, size)
        if not kept_after[number]:  # behind the body: the line end before it goes
            start, end = max(start - 1, 0), min(end - 1, size) if end < size else size
            end = starts[number] + len(block.text)
        yield Edit(start, end, _ZONE_RULES[block.zone])


def _cleaned(blocks: Sequence[Block], starts: Sequence[int], ledger: Ledger) -> CleanText:
    text = ledger.text
    ends = [start + len(block.text) for start, block in zip(starts, blocks, strict=True)]
    bounds = [offset for pair in zip(starts, ends, strict=True) for offset in pair]
    now = ledger.current_offsets(bounds)
    spans = [(now[2 * number], now[2 * number + 1]) for number in range(len(blocks))]
    headings = tuple(
        span
        for span, block in zip(spans, blocks, strict=True)
        if block.kind == "heading" and span[1] > span[0] and block.zone == "body"
    )
    titles = (
        span
        for span, block in zip(spans, blocks, strict=True)
        if block.kind == "title" and span[1] > span[0] and block.zone == "body"
    )
    return CleanText(
        text,
        ledger.removals(),
        _tables(blocks, spans, text),
        headings,
        next(titles, None),
        suspects_of(text),
    )


def _tables(
    blocks: Sequence[Block], spans: Sequence[tuple[int, int]], text: str
) -> tuple[TableSpan, ...]:
    tables: dict[int, list[Row]] = {}
    for block, (start, end) in zip(blocks, spans, strict=True):
        if block.kind == "row" and block.table is not None and end > start:
            row = Row(start, end, _cells(text, start, end), block.is_header)
            tables.setdefault(block.table, []).append(row)
    return tuple(TableSpan(rows[0].start, rows[-1].end, tuple(rows)) for rows in tables.values())


def _cells(text: str, start: int, end: int) -> tuple[tuple[int, int], ...]:
    """Return the spans of the cells of a row that stands at ``[start, end)``."""
    spans: list[tuple[int, int]] = []
    position = start
    for cell in text[start:end].split(" | "):
        spans.append((position, position + len(cell)))
        position += len(cell) + 3
    return tuple(spans)
