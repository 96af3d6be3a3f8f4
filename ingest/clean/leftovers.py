"""What a copy leaves in running text: entities that were never decoded, labels printed twice."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable

from ingest.clean.ledger import Edit

# An html entity that stands in the text as written: "财政部&ensp;税务总局", "&ldquo;实&rdquo;"
_ENTITY = re.compile(r"&(?:[a-z]{2,8}|#[0-9]{2,5}|#x[0-9a-f]{2,4});", re.I)
# The rest of an entity whose letters were lost: "国务院办公厅 &sp;"
_BROKEN_ENTITY = re.compile(r"&(?:[en]?b?sp|amp;nbsp);")
# An article's or chapter's line printed twice on end: "第七章 附 则 第七章 附 则",
# "第五十三条 第五十三条 本条例自……"
_TWICE = re.compile(
    r"^(?P<label>第[一二三四五六七八九十百零]{1,7}[章节条][^\n。；，]{0,30}?)[ \u3000]+(?P=label)"
    r"(?=[ \u3000]|$)",
    re.MULTILINE,
)


def entity_edits(text: str) -> Iterable[Edit]:
    """Return the repairs of html entities that stand in the text as written.

    >>> [edit.replacement for edit in entity_edits("财政部&ensp;税务总局")]
    [' ']
    """
    edits: list[Edit] = []
    for found in _ENTITY.finditer(text):
        if _BROKEN_ENTITY.fullmatch(found[0]):
            edits.append(Edit(found.start(), found.end(), "实体符号"))
            continue
        decoded = html.unescape(found[0])
        if decoded != found[0]:
            plain = " " if decoded.isspace() else decoded
            edits.append(Edit(found.start(), found.end(), "实体符号", plain))
    return edits


def doubled_label_edits(text: str) -> Iterable[Edit]:
    """Return the deletions of a label that is printed a second time right behind itself."""
    return [Edit(found.end("label"), found.end(), "重复标题") for found in _TWICE.finditer(text)]
