"""Many addresses one after the other: each page kept at once, so that nothing is fetched twice."""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from corpus.settings import FetchSettings
from ingest.fetch.address import read_address
from ingest.fetch.client import Client, NotModified
from ingest.fetch.failure import Declined, FetchError, Stopped
from ingest.fetch.kind import reading_name
from ingest.fetch.links import document_links
from ingest.fetch.pace import Clock
from ingest.fetch.sources import compile_pattern
from ingest.fetch.store import FetchStore, HeldPage, Wanted
from ingest.found_files import FoundFile
from ingest.pipeline import Outcome

logger = logging.getLogger(__name__)

#: Called with how many addresses are done, of how many, and the last one.
OnFetched = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True)
class Fetched:
    """What a run brought: files by collection for ingestion, and what did not come, and why.

    ``dealt_with`` is what may leave the queue once the files are ingested.
    """

    files: dict[str, tuple[FoundFile, ...]]
    skipped: tuple[Outcome, ...]
    failed: tuple[Outcome, ...]
    dealt_with: tuple[Wanted, ...]


@dataclass(slots=True)
class _Run:
    store: FetchStore
    client: Client
    settings: FetchSettings
    clock: Clock
    waiting: deque[Wanted]
    known: set[Wanted]
    files: dict[str, list[FoundFile]] = field(default_factory=dict)
    skipped: list[Outcome] = field(default_factory=list)
    failed: list[Outcome] = field(default_factory=list)
    dealt_with: list[Wanted] = field(default_factory=list)


def fetch_all(
    wanted: Iterable[Wanted],
    *,
    store: FetchStore,
    client: Client,
    settings: FetchSettings,
    clock: Clock,
    on_fetched: OnFetched,
) -> Fetched:
    """Fetch ``wanted`` and what its column pages link to; failures are told, never raised.

    What is wanted stays in the store's queue until the caller has ingested it; a clock that
    raises Stopped ends the run early.
    """
    first = list(dict.fromkeys(wanted))
    store.enqueue(first)
    run = _Run(store, client, settings, clock, deque(by_turns(first)), set(first))
    while run.waiting:
        item = run.waiting.popleft()
        try:
            clock.sleep(0.0)
            _deal_with(item, run)
        except Stopped:
            break
        run.dealt_with.append(item)
        on_fetched(len(run.dealt_with), len(run.dealt_with) + len(run.waiting), item.url)
    return Fetched(
        {collection: tuple(files) for collection, files in run.files.items()},
        tuple(run.skipped),
        tuple(run.failed),
        tuple(run.dealt_with),
    )


def by_turns(wanted: Sequence[Wanted]) -> list[Wanted]:
    """Order addresses so that sites take turns: while one must rest, another is asked."""
    rounds: dict[str, int] = {}
    keys: list[int] = []
    for item in wanted:
        host = urlsplit(item.url).netloc
        rounds[host] = rounds.get(host, 0) + 1
        keys.append(rounds[host])
    return [item for _, item in sorted(zip(keys, wanted, strict=True), key=lambda pair: pair[0])]


def _deal_with(item: Wanted, run: _Run) -> None:
    try:
        page = _held_or_fetched(item.url, run)
        if item.follow is None:
            name = reading_name(item.url, page.extension)
            found = FoundFile(page.path, item.url, name, page.final_url)
            run.files.setdefault(item.collection, []).append(found)
        else:
            _follow(item, item.follow, page, run)
    except Declined as error:
        run.skipped.append(Outcome(item.url, str(error)))
    except FetchError as error:
        logger.info("failed: %s", error)
        run.failed.append(Outcome(item.url, _with_held(error, item.url, run)))


def _with_held(error: FetchError, url: str, run: _Run) -> str:
    return f"{error}库中仍保留此前抓取的内容。" if run.store.page(url) else str(error)


def _held_or_fetched(url: str, run: _Run) -> HeldPage:
    """Return a page, asking its site only where it was not asked a short while ago."""
    held = run.store.page(url)
    now = run.clock.now()
    if held is not None and 0 <= now - held.checked_at < run.settings.fresh_s:
        return held
    answer = run.client.fetch(read_address(url), held.validators if held else None)
    if not isinstance(answer, NotModified):
        return run.store.put(url, answer, run.clock.now())
    if held is None:
        raise FetchError(f"{url}：网站说网页未变，本机却没有这一网页，请稍后再试。")
    run.store.checked(url, run.clock.now())
    return held


def _follow(item: Wanted, pattern: str, page: HeldPage, run: _Run) -> None:
    """Queue the documents that a column page links to."""
    links = document_links(
        page.path.read_bytes(),
        page_url=page.final_url,
        pattern=compile_pattern(pattern),
        limit=run.settings.max_links,
    )
    if not links:
        raise FetchError(
            f"{item.url}：栏目页上没有找到文件链接（网页可能由脚本生成），请改给具体文件的网址。"
        )
    new = [wanted for link in links if (wanted := Wanted(link, item.collection)) not in run.known]
    run.known.update(new)
    run.store.enqueue(new)
    run.waiting.extend(by_turns(new))
