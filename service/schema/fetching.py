"""Fetching as JSON: what to fetch, the official sites that are known, what is watched."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from corpus.document import DEFAULT_COLLECTION
from service.schema.query import COLLECTION_PATTERN
from service.schema.strict import Strict
from service.watching import MAX_MINUTES, MIN_MINUTES

MAX_URLS = 500
_Url = Annotated[str, Field(min_length=1, max_length=2000)]
_Collection = Annotated[str, Field(pattern=COLLECTION_PATTERN)]


class FetchRequest(Strict):
    """Addresses to fetch; with ``follow`` they are columns whose documents are meant."""

    urls: list[_Url] = Field(min_length=1, max_length=MAX_URLS)
    collection: _Collection = DEFAULT_COLLECTION
    follow: bool = False


class PendingView(Strict):
    """What an interrupted run has left."""

    pending: int


class SiteView(Strict):
    """An official site; ``tried`` is false where no one has yet seen its address work."""

    name: str
    url: str
    level: str | None
    region: str | None
    column: bool
    tried: bool
    tried_on: str | None


class WatchRequest(Strict):
    """An address to read again at intervals; folders are only watched from the command line."""

    url: _Url
    collection: _Collection = DEFAULT_COLLECTION
    every_minutes: int = Field(default=1440, ge=MIN_MINUTES, le=MAX_MINUTES)
    follow: bool = False
