"""What is known of fetched pages, and the queue: a run that was interrupted goes on from here.

A small SQLite file in the data directory beside the pages' own bytes; this machine's, whatever
database holds the catalogue.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from corpus.errors import BusyError
from ingest.fetch.client import Page, Validators

_SCHEMA = """
CREATE TABLE IF NOT EXISTS page (
    url TEXT PRIMARY KEY, final_url TEXT NOT NULL, file TEXT NOT NULL, extension TEXT NOT NULL,
    etag TEXT, last_modified TEXT, checked_at REAL NOT NULL
);
CREATE TABLE IF NOT EXISTS queue (
    position INTEGER PRIMARY KEY AUTOINCREMENT, url TEXT NOT NULL, collection TEXT NOT NULL,
    follow TEXT, UNIQUE (url, collection)
);
"""


@dataclass(frozen=True, slots=True)
class Wanted:
    """An address to fetch into a collection; ``follow`` makes it a page of links to such files."""

    url: str
    collection: str
    follow: str | None = None


@dataclass(frozen=True, slots=True)
class HeldPage:
    """A page that was fetched; ``path`` are its bytes in the data directory."""

    url: str
    final_url: str
    path: Path
    extension: str
    validators: Validators
    checked_at: float


class FetchStore:
    """The pages and the queue of one data directory; safe to use from any thread."""

    def __init__(self, data: Path) -> None:
        self._folder = data / "fetched"
        self._folder.mkdir(parents=True, exist_ok=True)
        self._lock_path = data / "fetch.lock"
        self._lock = threading.Lock()
        self._database = sqlite3.connect(
            data / "fetch.sqlite3", timeout=30.0, check_same_thread=False, isolation_level=None
        )
        self._database.executescript(_SCHEMA)

    def close(self) -> None:
        """Close the database."""
        self._database.close()

    @contextmanager
    def running(self) -> Iterator[None]:
        """Hold the right to fetch: two at once would ask sites twice as fast."""
        try:
            with FileLock(self._lock_path, timeout=0):
                yield
        except Timeout as error:
            raise BusyError("另一个抓取正在进行，请等它结束后再试。") from error

    # -- pages ---------------------------------------------------------------------------------

    def page(self, url: str) -> HeldPage | None:
        """Return what is held of ``url``; None also where its file has gone."""
        rows = self._do(
            "SELECT final_url, file, extension, etag, last_modified, checked_at"
            " FROM page WHERE url = ?",
            url,
        )
        for final_url, file, extension, etag, modified, checked_at in rows:
            path = self._folder / file
            if path.is_file():
                known = Validators(etag, modified)
                return HeldPage(url, final_url, path, extension, known, checked_at)
        return None

    def put(self, url: str, page: Page, checked_at: float) -> HeldPage:
        """Keep a page; its file is whole or not there at all."""
        name = f"{hashlib.sha256(url.encode()).hexdigest()[:32]}{page.extension}"
        path = self._folder / name
        partial = path.with_name(f"{name}.part")
        with partial.open("wb") as file:
            file.write(page.body)
            file.flush()
            os.fsync(file.fileno())
        earlier = self.page(url)
        partial.replace(path)
        if earlier is not None and earlier.path != path:
            earlier.path.unlink(missing_ok=True)
        self._do(
            "INSERT OR REPLACE INTO page VALUES (?, ?, ?, ?, ?, ?, ?)",
            url,
            page.url,
            name,
            page.extension,
            page.validators.etag,
            page.validators.last_modified,
            checked_at,
        )
        return HeldPage(url, page.url, path, page.extension, page.validators, checked_at)

    def checked(self, url: str, checked_at: float) -> None:
        """Remember that a page was found unchanged."""
        self._do("UPDATE page SET checked_at = ? WHERE url = ?", checked_at, url)

    # -- the queue -----------------------------------------------------------------------------

    def enqueue(self, wanted: Iterable[Wanted]) -> None:
        """Add what is not in the queue yet, all or nothing."""
        rows = [(item.url, item.collection, item.follow) for item in wanted]
        with self._lock:
            self._database.execute("BEGIN IMMEDIATE")
            self._database.executemany(
                "INSERT OR IGNORE INTO queue (url, collection, follow) VALUES (?, ?, ?)", rows
            )
            self._database.execute("COMMIT")

    def queued(self) -> list[Wanted]:
        """Return what is still to be fetched, oldest first."""
        rows = self._do("SELECT url, collection, follow FROM queue ORDER BY position")
        return [Wanted(url, collection, follow) for url, collection, follow in rows]

    def done(self, wanted: Iterable[Wanted]) -> None:
        """Take out of the queue what has been dealt with."""
        for item in wanted:
            self._do(
                "DELETE FROM queue WHERE url = ? AND collection = ?", item.url, item.collection
            )

    def _do(self, statement: str, *values: object) -> list[Any]:
        with self._lock:
            return self._database.execute(statement, values).fetchall()
