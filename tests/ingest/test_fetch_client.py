"""The polite client against a site that misbehaves in every way; no traffic leaves 127.0.0.1."""

from __future__ import annotations

import gzip
import time
import zlib
from collections.abc import Iterator

import httpcore
import pytest

from corpus.settings import FetchSettings
from ingest.fetch.address import read_address
from ingest.fetch.client import Client, NotModified, Page, Validators
from ingest.fetch.failure import Declined, FetchError, Forbidden, Passing
from ingest.fetch.guard import Guard
from tests.ingest.fetch_site import FakeClock, Reply, Site, answer, misbehaving_site, page

QUICK = FetchSettings.model_validate(
    {
        "timeout_s": 10,
        "page_timeout_s": 20,
        "max_bytes": 200_000,
        "retries": 2,
        "private_networks": ["127.0.0.1/32"],
    }
)
GOOD = page("关于促进开发区发展的意见")


@pytest.fixture
def site() -> Iterator[Site]:
    with misbehaving_site() as running:
        yield running


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def client(clock: FakeClock) -> Client:
    return Client(QUICK, clock=clock)


def fetched(client: Client, url: str, known: Validators | None = None) -> Page:
    found = client.fetch(read_address(url), known)
    assert isinstance(found, Page)
    return found


def test_page_comes_with_its_validators_and_an_honest_user_agent(
    site: Site, client: Client
) -> None:
    url = site.serve("/a.html", answer(GOOD, ETag='"v1"', Last_Modified="Mon, 20 May 2024"))
    found = fetched(client, url)
    assert found.body == GOOD.encode()
    assert found.extension == ".html"
    assert found.validators == Validators('"v1"', "Mon, 20 May 2024")
    sent = site.asked[-1].headers
    assert sent["user-agent"] == QUICK.user_agent
    assert sent["host"] == f"127.0.0.1:{site.port}"
    assert "cookie" not in sent
    assert "authorization" not in sent


def test_unchanged_page_is_not_sent_again(site: Site, client: Client) -> None:
    url = site.serve("/a.html", [b'HTTP/1.1 304 Not Modified\r\nETag: "v1"\r\n\r\n'])
    known = Validators('"v1"', "Mon, 20 May 2024")
    assert client.fetch(read_address(url), known) == NotModified()
    sent = site.asked[-1].headers
    assert (sent["if-none-match"], sent["if-modified-since"]) == ('"v1"', "Mon, 20 May 2024")


def test_validators_that_cannot_be_sent_back_are_dropped(site: Site, client: Client) -> None:
    url = site.serve("/a", answer(GOOD, ETag='"\xe9"', Last_Modified="x" * 900))
    assert fetched(client, url).validators == Validators()


# -- slow, endless, cut off ------------------------------------------------------------------------

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
CHUNKED = b"Transfer-Encoding: chunked\r\n\r\n"


def drops() -> Reply:
    yield HEAD + b"\r\n"
    while True:  # each drop within the limit of a single read
        yield b"<p>x</p>"
        yield 0.1


def endless() -> Reply:
    yield HEAD + b"\r\n"
    while True:
        yield b"<p>" + b"x" * 60_000


def header_drops() -> Reply:
    yield b"HTTP/1.1 200 OK\r\n"
    while True:
        yield b"X-A: b\r\n"
        yield 0.1


BOMB = gzip.compress(b"<html>" + b"0" * 50_000_000)
WRONG_PACKING = answer(b"\x00\x01 no gzip", Content_Encoding="gzip")
CUT_PACKING = answer(gzip.compress(GOOD.encode() * 50)[:-40], Content_Encoding="gzip")


@pytest.mark.parametrize("reply", [[3.0], drops(), header_drops()], ids=["none", "body", "header"])
def test_slow_site_is_left(clock: FakeClock, reply: Reply) -> None:
    """Neither silence nor drops of bytes hold the program longer than the limits."""
    hurried = {"retries": 0, "timeout_s": 0.4, "page_timeout_s": 0.8}
    client = Client(QUICK.model_copy(update=hurried), clock=clock)
    started = time.monotonic()
    with misbehaving_site() as site:
        site.routes["/a.html"] = lambda _request: reply
        with pytest.raises(FetchError, match="网站太慢"):
            client.fetch(read_address(site.url("/a.html")))
    assert time.monotonic() - started < 10


@pytest.mark.parametrize(
    ("reply", "said"),
    [
        pytest.param(answer(GOOD, length=len(GOOD.encode()) + 99), "不完整", id="truncated"),
        pytest.param([HEAD + CHUNKED + b"5\r\nabc"], "不完整", id="cut chunk"),
        pytest.param([HEAD + b"X-Big: " + b"a" * 300_000], "不合规范", id="huge header"),
        pytest.param([b"SSH-2.0-OpenSSH\r\n"], "不合规范", id="not http"),
        pytest.param([], "不完整", id="hangs up"),
        pytest.param(WRONG_PACKING, "压缩内容已损坏", id="no gzip"),
        pytest.param(CUT_PACKING, "没有传完", id="gzip cut off"),
    ],
)  # fmt: skip
def test_what_may_pass_is_tried_again_then_told(clock: FakeClock, reply: Reply, said: str) -> None:
    client = Client(QUICK.model_copy(update={"retries": 0}), clock=clock)
    with misbehaving_site() as site:
        site.routes["/a.html"] = lambda _request: reply
        with pytest.raises(Passing, match=said) as raised:
            client.fetch(read_address(site.url("/a.html")))
        assert site.url("/a.html") in str(raised.value)


@pytest.mark.parametrize(
    ("reply", "said"),
    [
        pytest.param(endless(), "超过上限", id="endless body"),
        pytest.param(answer(BOMB, Content_Encoding="gzip"), "超过上限", id="gzip bomb"),
        pytest.param(answer(b"x", length=10**12), "超过上限", id="declares too much"),
        pytest.param(answer(GOOD, Content_Encoding="br"), "压缩方式", id="unknown packing"),
        pytest.param(answer(b"  \n"), "空网页", id="empty"),
        pytest.param(answer(GOOD, status=404), "网页不存在", id="404"),
        pytest.param(answer(GOOD, status=403), "拒绝访问", id="403"),
        pytest.param(answer(b"", status=302), "没有说去哪里", id="redirect to nowhere"),
        pytest.param(answer(GOOD, status=206), "没有给出网页", id="partial"),
    ],
)
def test_what_will_not_pass_is_not_tried_again(
    client: Client, clock: FakeClock, reply: Reply, said: str
) -> None:
    with misbehaving_site() as site:
        site.routes["/a.html"] = lambda _request: reply
        with pytest.raises(FetchError, match=said):
            client.fetch(read_address(site.url("/a.html")))
        assert site.targets() == ["/a.html"]
    assert sum(clock.slept) == pytest.approx(QUICK.interval_s)  # only after robots.txt


@pytest.mark.parametrize("packed", ["gzip", "deflate", "raw", "two members"])
def test_packed_pages_are_unpacked(site: Site, client: Client, packed: str) -> None:
    data = (GOOD * 300).encode()[:150_000]
    raw = zlib.compressobj(wbits=-15)
    body = {
        "gzip": gzip.compress(data),
        "deflate": zlib.compress(data),
        "raw": raw.compress(data) + raw.flush(),
        "two members": gzip.compress(data[:50]) + gzip.compress(data[50:]),
    }[packed]
    encoding = "gzip" if packed in ("gzip", "two members") else "deflate"
    assert fetched(client, site.serve("/a", answer(body, Content_Encoding=encoding))).body == data


# -- busy sites ------------------------------------------------------------------------------------


def test_error_then_page(site: Site, client: Client, clock: FakeClock) -> None:
    url = site.serve("/a", answer("", status=500), answer("", status=502), answer(GOOD))
    assert fetched(client, url).body == GOOD.encode()
    assert [round(wait) for wait in clock.slept] == [2, 2, 4]  # pace, back-off, longer back-off


@pytest.mark.parametrize("header", ["7", "Fri, 15 Jan 2027 08:00:09 GMT"])
def test_retry_after_is_waited_for(
    site: Site, client: Client, clock: FakeClock, header: str
) -> None:
    url = site.serve("/a", answer("", status=429, Retry_After=header), answer(GOOD))
    assert fetched(client, url).body == GOOD.encode()
    assert round(clock.slept[-1]) == 7
    assert len(site.targets()) == 2


def test_too_long_a_retry_after_is_not_waited_for(
    site: Site, client: Client, clock: FakeClock
) -> None:
    url = site.serve("/a", answer("", status=503, Retry_After="86400"))
    with pytest.raises(FetchError, match="86400 秒之后"):
        client.fetch(read_address(url))
    assert max(clock.slept) <= QUICK.interval_s


def test_retries_end(site: Site, client: Client) -> None:
    url = site.serve("/a", answer("", status=503))
    with pytest.raises(Passing, match="503"):
        client.fetch(read_address(url))
    assert len(site.targets()) == 1 + QUICK.retries


def test_one_site_is_asked_once_an_interval(site: Site, client: Client, clock: FakeClock) -> None:
    for name in "abc":
        fetched(client, site.serve(f"/{name}", answer(GOOD)))
    assert clock.slept == [QUICK.interval_s] * 3  # robots.txt, then three pages
    assert [item.target for item in site.asked] == ["/robots.txt", "/a", "/b", "/c"]


# -- robots.txt ------------------------------------------------------------------------------------


def test_robots_disallow_is_kept(site: Site, client: Client) -> None:
    site.serve("/robots.txt", answer("User-agent: *\nDisallow: /no/", kind="text/plain"))
    yes, no = site.serve("/yes", answer(GOOD)), site.serve("/no/a", answer(GOOD))
    assert fetched(client, yes).url == yes
    with pytest.raises(Declined, match="robots"):
        client.fetch(read_address(no))
    assert site.targets() == ["/yes"]


def test_robots_also_holds_where_a_redirect_leads(site: Site, client: Client) -> None:
    site.serve("/robots.txt", answer("User-agent: ceyuan\nDisallow: /no/", kind="text/plain"))
    url = site.serve("/yes", answer("", status=302, Location="/no/a"))
    with pytest.raises(Declined, match="/no/a"):
        client.fetch(read_address(url))
    assert site.targets() == ["/yes"]


def test_crawl_delay_is_kept(site: Site, client: Client, clock: FakeClock) -> None:
    site.serve("/robots.txt", answer("User-agent: *\nCrawl-delay: 9", kind="text/plain"))
    fetched(client, site.serve("/a", answer(GOOD)))
    fetched(client, site.serve("/b", answer(GOOD)))
    assert clock.slept[-1] == 9


@pytest.mark.parametrize("status", [500, 429])
def test_site_whose_robots_fails_is_left_alone(site: Site, client: Client, status: int) -> None:
    site.serve("/robots.txt", answer("", status=status))
    first, second = site.serve("/a", answer(GOOD)), site.serve("/b", answer(GOOD))
    for url in (first, second):
        with pytest.raises(FetchError, match=r"取不到 robots.txt"):
            client.fetch(read_address(url))
    assert site.targets() == []
    assert len(site.asked) == 1 + QUICK.retries  # the failure is remembered for a while


def test_robots_may_lie_elsewhere(site: Site, client: Client) -> None:
    site.serve("/robots.txt", answer("", status=301, Location="/r.txt"))
    site.serve("/r.txt", answer("User-agent: *\nDisallow: /no", kind="text/plain"))
    with pytest.raises(Declined):
        client.fetch(read_address(site.serve("/no", answer(GOOD))))
    assert site.targets() == ["/r.txt"]


def test_robots_that_leads_into_a_private_network(site: Site, client: Client) -> None:
    site.serve("/robots.txt", answer("", status=301, Location="http://10.0.0.1/robots.txt"))
    with pytest.raises(Forbidden):
        client.fetch(read_address(site.serve("/a", answer(GOOD))))
    assert site.targets() == []


def test_robots_that_comes_in_the_end(site: Site, client: Client) -> None:
    site.serve("/robots.txt", answer("", status=503), answer("", status=404))
    assert fetched(client, site.serve("/a", answer(GOOD))).body


# -- redirects and addresses -----------------------------------------------------------------------


def test_redirect_is_followed_and_told(site: Site, client: Client) -> None:
    end = site.serve("/政策/b.html".encode().decode("latin-1"), answer(GOOD))
    end = site.serve("/%E6%94%BF%E7%AD%96/b.html", answer(GOOD))
    url = site.serve(
        "/a", answer("", status=301, Location="/政策/b.html".encode().decode("latin-1"))
    )
    assert fetched(client, url).url == end


def test_redirects_have_an_end(site: Site, client: Client) -> None:
    loop = site.serve("/a", answer("", status=302, Location="/b"))
    site.serve("/b", answer("", status=302, Location="/a"))
    with pytest.raises(FetchError, match="没有尽头"):
        client.fetch(read_address(loop))
    for number in range(9):
        site.serve(f"/{number}", answer("", status=302, Location=f"/{number + 1}"))
    with pytest.raises(FetchError, match="转向超过 5 次"):
        client.fetch(read_address(site.url("/0")))
    assert "/6" not in site.targets()


@pytest.mark.parametrize(
    "place",
    [
        "http://127.0.0.2:{port}/secret",
        "http://10.0.0.1/",
        "http://169.254.169.254/latest/meta-data/",
        "http://[::1]:{port}/",
        "http://[::ffff:10.0.0.1]/",
        "http://2130706434/",  # 127.0.0.2 as one number
        "http://0x7f.0.0.2:{port}/",
        "http://localhost.:1/",
        "file:///etc/passwd",
        "ftp://127.0.0.1/",
        "javascript:alert(1)",
        "http://user:pass@127.0.0.1:{port}/",
    ],
)
def test_redirect_to_a_forbidden_place(site: Site, clock: FakeClock, place: str) -> None:
    def lookup(host: str, _port: int) -> list[str]:
        numbers = {"2130706434": "127.0.0.2", "0x7f.0.0.2": "127.0.0.2", "localhost": "127.0.0.2"}
        return [numbers.get(host, host)]

    client = Client(QUICK, guard=Guard(QUICK.private_networks, lookup=lookup), clock=clock)
    location = place.format(port=site.port)
    url = site.serve("/a", answer("", status=302, Location=location))
    with pytest.raises(Forbidden):
        client.fetch(read_address(url))
    assert site.targets() == ["/a"]


def test_name_that_changes_its_address_gains_nothing(site: Site, clock: FakeClock) -> None:
    """DNS rebinding: what was judged is what is connected to, looked up once a connection."""
    answers = iter([["127.0.0.1"], ["127.0.0.1"], ["10.0.0.1"]])
    client = Client(
        QUICK, guard=Guard(QUICK.private_networks, lookup=lambda *_: next(answers)), clock=clock
    )
    site.serve("/a", answer(GOOD))
    url = f"http://policy.example:{site.port}/a"
    assert fetched(client, url).body == GOOD.encode()  # robots.txt and page, one look-up each
    assert site.asked[-1].headers["host"] == f"policy.example:{site.port}"
    with pytest.raises(Forbidden, match=r"10\.0\.0\.1"):
        client.fetch(read_address(url))


def test_connection_that_ends_elsewhere_is_closed(
    monkeypatch: pytest.MonkeyPatch, clock: FakeClock
) -> None:
    """The address really connected to is judged too, whatever the system did on the way."""
    closed: list[bool] = []

    class Elsewhere(httpcore.NetworkStream):
        def get_extra_info(self, info: str) -> object:
            return ("10.0.0.9", 80) if info == "server_addr" else None

        def close(self) -> None:
            closed.append(True)

    monkeypatch.setattr(httpcore.SyncBackend, "connect_tcp", lambda *_, **__: Elsewhere())
    client = Client(QUICK, guard=Guard((), lookup=lambda *_: ["8.8.8.8"]), clock=clock)
    with pytest.raises(Forbidden, match=r"10\.0\.0\.9"):
        client.fetch(read_address("http://policy.example/a"))
    assert closed == [True]


def test_own_machine_is_refused_without_the_setting(site: Site, clock: FakeClock) -> None:
    client = Client(FetchSettings(), clock=clock)
    with pytest.raises(Forbidden, match="private_networks"):
        client.fetch(read_address(site.serve("/a", answer(GOOD))))
    assert site.asked == []


def test_https_to_a_site_without_it(site: Site, clock: FakeClock) -> None:
    client = Client(QUICK.model_copy(update={"retries": 0}), clock=clock)
    with pytest.raises(FetchError, match="可能只支持 http"):
        client.fetch(read_address(f"https://127.0.0.1:{site.port}/a"))


def test_nobody_listens(clock: FakeClock) -> None:
    client = Client(QUICK.model_copy(update={"retries": 1}), clock=clock)
    with misbehaving_site() as site:
        url = site.url("/a")
    with pytest.raises(FetchError, match="连接不上"):
        client.fetch(read_address(url))


def test_wrong_charset_does_not_matter(site: Site, client: Client) -> None:
    """The header lies; the reader decides by the bytes, which are kept as they came."""
    body = GOOD.encode("gb18030")
    assert (
        fetched(client, site.serve("/a", answer(body, kind="text/html; charset=utf-8"))).body
        == body
    )
