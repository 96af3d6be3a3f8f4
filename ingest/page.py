"""What flows inside ingestion: RawPage (as a reader found it) → CleanText (the official text).

Offsets in CleanText are code points of ``CleanText.text``, which keeps one paragraph a line.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from corpus.document import Removal

#: ``title`` is the page's own title line of the document, ``heading`` a heading by format (h2,
#: Word heading style), ``row`` one row of a real table, ``note`` a footnote.
BlockKind = Literal["title", "paragraph", "heading", "row", "note"]
PageFormat = Literal[
    "html", "txt", "md", "jsonl", "docx", "doc", "pdf", "ofd", "xlsx", "csv", "scan"
]
#: ``body`` is the document itself, ``outside`` the page around it (menus, footers, the metadata
#: table), ``hidden`` what a browser does not show. Cleaning keeps the body only.
Zone = Literal["body", "outside", "hidden"]
SuspectKind = Literal["mojibake", "figure"]

#: Between the cells of a table row in the text.
CELL_SEPARATOR = " | "


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph or table row of a page; ``text`` holds no line break.

    A row has its ``cells`` (``text`` is their join) and the ordinal of its ``table`` on the page;
    ``is_header`` is set where the row names the columns.
    """

    text: str
    kind: BlockKind = "paragraph"
    cells: tuple[str, ...] = ()
    table: int | None = None
    is_header: bool = False
    zone: Zone = "body"


@dataclass(frozen=True, slots=True)
class RawPage:
    """One document as a reader found it, before cleaning.

    ``facts`` are (name, value) pairs that stand outside the body, in page order, names prefixed
    with their kind: ``title`` (html <title> or Word core property), ``h1``, ``meta:ArticleTitle``
    (html meta tags, front matter), ``table:发文字号`` (a metadata table or list above the body),
    ``field:issuer`` (a jsonl field), ``line:来源`` (发布时间, 来源 lines around the body),
    ``script:有效期`` (values only a script holds). ``name`` is the source of the file (for a member
    of an archive: ``archive.zip/inner path``); ``record_id`` is set for records of a jsonl file
    (source ``corpus.jsonl#_id``); ``data`` are the bytes of a member or record, None where the
    page is the whole file.
    """

    blocks: tuple[Block, ...]
    format: PageFormat
    name: str
    facts: tuple[tuple[str, str], ...] = ()
    url: str | None = None
    record_id: str | None = None
    data: bytes | None = None

    @property
    def text(self) -> str:
        """The page's text before cleaning: what text and ledger together rebuild."""
        return "\n".join(block.text for block in self.blocks)

    def fact(self, *names: str) -> str | None:
        """Return the first value of the first of ``names`` that the page states."""
        for name in names:
            for key, value in self.facts:
                if key == name and value.strip():
                    return value.strip()
        return None


@dataclass(frozen=True, slots=True)
class Unread:
    """A record or archive member that no reader could take, and why; ``skipped`` if by rule."""

    path: str
    reason: str
    skipped: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A table row in the cleaned text; ``cells`` are (start, end) spans of its cells."""

    start: int
    end: int
    cells: tuple[tuple[int, int], ...]
    is_header: bool


@dataclass(frozen=True, slots=True)
class TableSpan:
    """A real table in the cleaned text: its rows stand on consecutive lines."""

    start: int
    end: int
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Suspect:
    """A run of the cleaned text that cannot be trusted: unrepaired mojibake, a scrambled figure."""

    kind: SuspectKind
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class CleanText:
    """The official text of a page, with the ledger that leads back to the page.

    ``headings`` are spans of lines that the format itself marks as headings; ``title_span`` is the
    line that the page presents as the title, where it has one.
    """

    text: str
    removed: tuple[Removal, ...] = ()
    tables: tuple[TableSpan, ...] = ()
    headings: tuple[tuple[int, int], ...] = ()
    title_span: tuple[int, int] | None = None
    suspects: tuple[Suspect, ...] = ()

    @property
    def suspect_figures(self) -> bool:
        """True when digits of the text look scrambled, so that no figure may be answered."""
        return any(suspect.kind == "figure" for suspect in self.suspects)
