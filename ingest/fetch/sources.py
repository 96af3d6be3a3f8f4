"""Lists of official sites: the one that ships, and the user's own (JSON, or one address a line)."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from corpus.document import Level
from corpus.errors import SourceError
from ingest.fetch.address import read_address
from ingest.fetch.failure import Forbidden
from ingest.read.charset import decode

_MAX_PATTERN_CHARS = 500


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    url: str
    level: Level | None = None
    region: str | None = None
    kind: Literal["column", "page"] = "page"
    tried: bool = False
    tried_on: str | None = None
    origin: str | None = None
    follow: str | None = None


class _SourceList(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    note: str = ""
    document_link: str | None = None
    sources: tuple[_Entry, ...]


@dataclass(frozen=True, slots=True)
class Site:
    """A site or page of a list.

    A ``column`` is a page of links: those that match ``follow`` are fetched, not the page itself.
    ``tried`` is False where no one has yet seen this address work (``tried_on`` says when).
    """

    name: str
    url: str
    level: str | None = None
    region: str | None = None
    follow: str | None = None
    tried: bool = False
    tried_on: str | None = None
    origin: str | None = None


def shipped_sites() -> tuple[Site, ...]:
    """Return the official sites that ship with the product."""
    return _sites(_shipped())


def document_link() -> str:
    """Return what addresses of single documents look like on government sites."""
    pattern = _shipped().document_link
    if pattern is None:
        raise SourceError("随软件的 sources.json 缺少 document_link，请重新安装。")
    return pattern


def read_sites(path: Path) -> tuple[Site, ...]:
    """Return the sites of a list, or raise SourceError naming the line or entry that is wrong.

    A text file has one address a line; 「# …」 is a remark, 「column 网址」 a page of links.
    """
    try:
        text = decode(path.read_bytes(), name=path.name).text
    except OSError as error:
        raise SourceError(f"{path}：来源清单读不出来（{error.strerror}），请检查路径。") from error
    if text.lstrip().startswith(("{", "[")):
        sites = _sites(_read_json(text, path))
    else:
        sites = tuple(_read_lines(text, path))
    if not sites:
        raise SourceError(f"{path}：来源清单里没有网址，请每行写一个。")
    return sites


def compile_pattern(pattern: str) -> re.Pattern[str]:
    """Return a ``follow`` pattern compiled, or raise SourceError."""
    try:
        if len(pattern) <= _MAX_PATTERN_CHARS:
            return re.compile(pattern)
    except re.error as error:
        raise SourceError(f"follow 的写法不对：{pattern}（{error}）") from error
    raise SourceError(f"follow 超过 {_MAX_PATTERN_CHARS} 字。")


def _shipped() -> _SourceList:
    text = (resources.files("ingest") / "data" / "sources.json").read_text("utf-8")
    return _SourceList.model_validate_json(text)


def _read_json(text: str, path: Path) -> _SourceList:
    try:
        value = json.loads(text)
        return _SourceList.model_validate({"sources": value} if isinstance(value, list) else value)
    except json.JSONDecodeError as error:
        raise SourceError(f"{path} 第 {error.lineno} 行：不是合法的 JSON。") from error
    except ValidationError as error:
        first = error.errors()[0]
        where = " → ".join(str(part) for part in first["loc"])
        raise SourceError(f"{path}：{where} 不对（{first['msg']}）。") from error


def _read_lines(text: str, path: Path) -> list[Site]:
    sites: list[Site] = []
    for number, line in enumerate(text.splitlines(), start=1):
        words = line.partition("#")[0].split()
        if not words:
            continue
        is_column = len(words) == 2 and words[0] == "column"
        if len(words) > 1 and not is_column:
            raise SourceError(f"{path} 第 {number} 行：每行写一个网址，栏目页前加 column。")
        try:
            address = read_address(words[-1])
        except Forbidden as error:
            raise SourceError(f"{path} 第 {number} 行：{error}") from error
        follow = document_link() if is_column else None
        sites.append(Site(address.host, str(address), follow=follow))
    return sites


def _sites(read: _SourceList) -> tuple[Site, ...]:
    sites: list[Site] = []
    for entry in read.sources:
        follow = None
        if entry.kind == "column":
            follow = entry.follow or read.document_link or document_link()
            compile_pattern(follow)
        sites.append(
            Site(
                entry.name,
                str(read_address(entry.url)),
                entry.level,
                entry.region,
                follow,
                entry.tried,
                entry.tried_on,
                entry.origin,
            )
        )
    return tuple(sites)
