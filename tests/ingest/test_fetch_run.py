"""Runs over many addresses: kept at once, resumed, interrupted, by turns, columns followed."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus.errors import BusyError
from corpus.settings import FetchSettings
from ingest.fetch.client import Client
from ingest.fetch.failure import Stopped
from ingest.fetch.pace import StoppableClock
from ingest.fetch.run import Fetched, by_turns, fetch_all
from ingest.fetch.sources import document_link
from ingest.fetch.store import FetchStore, Wanted
from tests.ingest.fetch_site import FakeClock, Site, answer, misbehaving_site, page

SETTINGS = FetchSettings.model_validate(
    {"timeout_s": 10, "retries": 1, "max_links": 3, "private_networks": ["127.0.0.1/32"]}
)


class Bench:
    """A store, a client and a clock over one site; a run is a call."""

    def __init__(self, data: Path, site: Site) -> None:
        self.data = data
        self.site = site
        self.clock = FakeClock()
        self.store = FetchStore(data)

    def run(self, *urls: str, follow: str | None = None) -> Fetched:
        """Fetch addresses into the collection ``a``."""
        return fetch_all(
            [Wanted(url, "a", follow) for url in urls],
            store=self.store,
            client=Client(SETTINGS, clock=self.clock),
            settings=SETTINGS,
            clock=self.clock,
            on_fetched=lambda done, total, url: self.told.append((done, total, url)),
        )

    told: list[tuple[int, int, str]] = []  # noqa: RUF012 - replaced for each bench

    def texts(self, fetched: Fetched) -> list[bytes]:
        """Return the bytes of the files a run brought."""
        return [file.path.read_bytes() for file in fetched.files.get("a", ())]


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    with misbehaving_site() as site:
        made = Bench(tmp_path, site)
        made.told = []
        yield made
        made.store.close()


def test_files_carry_their_address(bench: Bench) -> None:
    end = bench.site.serve("/b.html", answer(page("乙")))
    url = bench.site.serve("/a?id=1", answer("", status=302, Location="/b.html"))
    (file,) = bench.run(url).files["a"]
    assert (file.source, file.url) == (url, end)
    assert file.name is not None
    assert file.name.endswith(".html")
    assert file.path.is_relative_to(bench.data)
    assert bench.told == [(1, 1, url)]


def test_one_bad_page_does_not_stop_the_rest(bench: Bench) -> None:
    site = bench.site
    site.serve("/robots.txt", answer("User-agent: *\nDisallow: /no", kind="text/plain"))
    good = site.serve("/good", answer(page("甲")))
    bad = [site.url("/404"), site.serve("/busy", answer("", status=503)), "http://10.0.0.1/"]
    found = bench.run(bad[0], site.url("/no"), *bad[1:], good)
    assert [item.source for item in found.skipped] == [site.url("/no")]
    assert sorted(item.source for item in found.failed) == sorted(bad)
    assert all(item.reason for item in (*found.failed, *found.skipped))
    assert [file.source for file in found.files["a"]] == [good]
    assert len(found.dealt_with) == 5


def test_fresh_page_is_not_asked_for_again_an_older_one_is_and_may_be_unchanged(
    bench: Bench,
) -> None:
    url = bench.site.serve(
        "/a",
        answer(page("甲"), ETag='"1"'),
        [b"HTTP/1.1 304 Not Modified\r\n\r\n"],
        answer(page("乙"), ETag='"2"'),
    )
    first = bench.texts(bench.run(url))
    assert bench.texts(bench.run(url)) == first
    assert len(bench.site.targets()) == 1
    bench.clock.time += SETTINGS.fresh_s
    assert bench.texts(bench.run(url)) == first
    assert bench.site.asked[-1].headers["if-none-match"] == '"1"'
    bench.clock.time += SETTINGS.fresh_s
    assert "乙".encode() in bench.texts(bench.run(url))[0]
    assert len(list((bench.data / "fetched").iterdir())) == 1


def test_lost_file_is_fetched_anew_without_validators(bench: Bench) -> None:
    url = bench.site.serve("/a", answer(page("甲"), ETag='"1"'))
    (file,) = bench.run(url).files["a"]
    file.path.unlink()
    assert bench.texts(bench.run(url)) == [page("甲").encode()]
    assert "if-none-match" not in bench.site.asked[-1].headers


def test_page_that_has_gone_keeps_what_is_held(bench: Bench) -> None:
    url = bench.site.serve("/a", answer(page("甲")), answer("", status=404))
    bench.run(url)
    bench.clock.time += SETTINGS.fresh_s
    (failed,) = bench.run(url).failed
    assert "仍保留" in failed.reason
    assert bench.store.page(url) is not None


def test_interrupted_run_goes_on_where_it_was(bench: Bench) -> None:
    """Ctrl-C during the second page: the first is not fetched again, nothing is lost."""
    site = bench.site
    urls = [site.serve(f"/{name}", answer(page(name))) for name in "abc"]

    def interrupt(seconds: float) -> None:
        if site.targets() == ["/a"] and seconds:
            raise KeyboardInterrupt

    bench.clock.on_sleep = interrupt
    with pytest.raises(KeyboardInterrupt):
        bench.run(*urls)
    bench.store.close()
    bench.store = FetchStore(bench.data)
    bench.clock.on_sleep = lambda _seconds: None
    left = bench.store.queued()
    assert [item.url for item in left] == urls
    found = bench.run(*(item.url for item in left))
    assert len(found.files["a"]) == 3
    assert site.targets() == ["/a", "/b", "/c"]
    bench.store.done(found.dealt_with)
    assert bench.store.queued() == []


_KILLED_RUN = """
import sys
from pathlib import Path
from corpus.settings import FetchSettings
from ingest.fetch.client import Client
from ingest.fetch.pace import SystemClock
from ingest.fetch.run import fetch_all
from ingest.fetch.store import FetchStore, Wanted
settings = FetchSettings.model_validate({"interval_s": 0, "private_networks": ["127.0.0.1/32"]})
fetch_all(
    [Wanted(url, "a") for url in sys.argv[2:]],
    store=FetchStore(Path(sys.argv[1])), client=Client(settings), settings=settings,
    clock=SystemClock(), on_fetched=lambda *_: None,
)
"""


def test_killed_run_loses_nothing_that_came(bench: Bench) -> None:
    """kill -9 while the second page is coming: no half file, no lock, the rest still queued."""
    site = bench.site
    urls = [site.serve(f"/{name}", answer(page(name))) for name in "abc"]
    head, body = answer(page("b"))
    assert isinstance(body, bytes)
    site.serve("/b", [head, body[:50], 60.0], [head, body])
    command = [sys.executable, "-c", _KILLED_RUN, str(bench.data), *urls]
    process = subprocess.Popen(command, env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)})
    deadline = time.monotonic() + 60
    while "/b" not in site.targets() and time.monotonic() < deadline:
        time.sleep(0.02)
    process.kill()
    process.wait()
    assert site.targets() == ["/a", "/b"]
    assert [item.url for item in bench.store.queued()] == urls
    bench.clock.time = time.time()
    with bench.store.running():
        found = bench.run(*(item.url for item in bench.store.queued()))
    assert bench.texts(found) == [page(name).encode() for name in "abc"]
    assert site.targets() == ["/a", "/b", "/b", "/c"]


def test_end_of_the_program_leaves_the_rest_queued(bench: Bench) -> None:
    stop = threading.Event()
    clock = StoppableClock(stop)
    urls = [bench.site.serve(f"/{name}", answer(page(name))) for name in "ab"]
    settings = SETTINGS.model_copy(update={"interval_s": 0.0})
    found = fetch_all(
        [Wanted(url, "a") for url in urls],
        store=bench.store,
        client=Client(settings, clock=clock),
        settings=settings,
        clock=clock,
        on_fetched=lambda *_: stop.set(),
    )
    assert [item.url for item in found.dealt_with] == urls[:1]
    bench.store.done(found.dealt_with)
    assert [item.url for item in bench.store.queued()] == urls[1:]
    with pytest.raises(Stopped):
        clock.sleep(0.0)


def test_column_is_followed_and_is_no_document_itself(bench: Bench) -> None:
    site = bench.site
    links = "".join(f"<a href='/content_{number}.htm'>x</a>" for number in range(1, 6))
    column = site.serve(
        "/list/", answer(f"<html><body>{links}<a href='/x.htm'>y</a></body></html>")
    )
    for number in range(1, 6):
        site.serve(f"/content_{number}.htm", answer(page(str(number))))
    found = bench.run(column, follow=document_link())
    assert [file.source for file in found.files["a"]] == [
        site.url(f"/content_{number}.htm") for number in (1, 2, 3)
    ]  # max_links
    assert [total for _, total, _ in bench.told] == [4, 4, 4, 4]
    assert bench.store.queued()[0].url == column
    assert len(bench.store.queued()) == 4


def test_column_without_documents_is_told(bench: Bench) -> None:
    column = bench.site.serve("/list/", answer("<html><script>load()</script></html>"))
    (failed,) = bench.run(column, follow=document_link()).failed
    assert "脚本" in failed.reason


def test_sites_take_turns() -> None:
    urls = ["http://a.cn/1", "http://a.cn/2", "http://b.cn/1", "http://a.cn/3", "http://b.cn/2"]
    ordered = [item.url for item in by_turns([Wanted(url, "a") for url in urls])]
    assert ordered == [urls[0], urls[2], urls[1], urls[4], urls[3]]


def test_only_one_run_at_a_time(bench: Bench) -> None:
    other = FetchStore(bench.data)
    with bench.store.running(), pytest.raises(BusyError, match="正在进行"), other.running():
        pytest.fail("two runs at once")
    with other.running():
        other.close()
