"""The parts of fetching that need no network: addresses, guard, robots.txt, kinds, lists."""

from __future__ import annotations

import ipaddress
import json
import re
import socket
from pathlib import Path

import pytest

from corpus.errors import SourceError
from corpus.settings import FetchSettings
from ingest.fetch.address import follow_link, read_address
from ingest.fetch.failure import Declined, FetchError, Forbidden, Passing
from ingest.fetch.guard import Guard, embedded, is_public
from ingest.fetch.kind import extension_of, reading_name
from ingest.fetch.links import document_links
from ingest.fetch.pace import backoff_s, read_retry_after
from ingest.fetch.robots import read_robots
from ingest.fetch.sources import document_link, read_sites, shipped_sites
from ingest.read.source import is_supported


@pytest.mark.parametrize(
    ("text", "normal"),
    [
        (" HTTP://WWW.Gov.CN:80#top ", "http://www.gov.cn/"),
        ("https://www.gov.cn:443/a?b=1&c=%20", "https://www.gov.cn/a?b=1&c=%20"),
        ("http://www.gov.cn:8080/a b".replace(" ", "%20"), "http://www.gov.cn:8080/a%20b"),
        ("http://政务.cn/政策", "http://xn--4qqu18d.cn/%E6%94%BF%E7%AD%96"),
        ("http://[2001:DB8::1]/", "http://[2001:db8::1]/"),
        ("http://www.gov.cn./a", "http://www.gov.cn/a"),
    ],
)
def test_addresses_have_one_spelling(text: str, normal: str) -> None:
    found = str(read_address(text))
    if "xn--" in normal:  # punycode is the codec's matter
        assert found.startswith("http://xn--")
        assert found.endswith("/%E6%94%BF%E7%AD%96")
    else:
        assert found == normal
    assert str(read_address(found)) == found


@pytest.mark.parametrize(
    "text",
    [
        "", "www.gov.cn", "ftp://www.gov.cn/", "file:///etc/passwd", "javascript:alert(1)",
        "http://", "http:///a", "http://user@www.gov.cn/", "http://a:b@www.gov.cn/",
        "http://www.gov.cn:0/", "http://www.gov.cn:99999/", "http://www.gov.cn:x/",
        "http://www.gov.cn/a b", "http://www.gov.cn\\@10.0.0.1/", "http://www.gov.cn/\r\nHost: a",
        "http://[::1/", "http://[zz]/", "http://a..b/", "http://-.cn/", "http://" + "a" * 3000,
    ],
)  # fmt: skip
def test_bad_addresses_are_refused(text: str) -> None:
    with pytest.raises(Forbidden):
        read_address(text)


def test_password_is_not_repeated_in_the_message() -> None:
    with pytest.raises(Forbidden) as raised:
        read_address("http://user:geheim@www.gov.cn/")
    assert "geheim" not in str(raised.value)


def test_links_are_joined() -> None:
    base = read_address("http://www.gov.cn/zhengce/zuixin/")
    assert str(follow_link(base, "../content_5.htm#a")) == "http://www.gov.cn/zhengce/content_5.htm"


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("127.0.0.1", False), ("10.1.2.3", False), ("172.16.0.1", False), ("192.168.1.1", False),
        ("169.254.169.254", False), ("100.64.0.1", False), ("0.0.0.0", False),
        ("255.255.255.255", False), ("224.0.0.1", False), ("239.255.255.250", False),
        ("240.0.0.1", False), ("192.0.0.1", False), ("198.18.0.1", False), ("192.0.2.1", False),
        ("::", False), ("::1", False), ("fe80::1", False), ("fc00::1", False), ("ff02::1", False),
        ("::ffff:127.0.0.1", False), ("::ffff:10.0.0.1", False), ("2002:7f00:1::", False),
        ("64:ff9b::7f00:1", False), ("64:ff9b:1::a00:1", False), ("::127.0.0.1", False),
        ("2001:0:0:0:0:0:f5ff:fffe", False),  # Teredo of 10.0.0.1
        ("8.8.8.8", True), ("1.1.1.1", True), ("2400:3200::1", True), ("::ffff:8.8.8.8", True),
        ("64:ff9b::808:808", True),
    ],
)  # fmt: skip
def test_only_public_addresses_are_public(address: str, public: bool) -> None:
    assert is_public(embedded(ipaddress.ip_address(address))) is public


def test_one_private_address_condemns_a_host() -> None:
    guard = Guard((), lookup=lambda *_: ["8.8.8.8", "10.0.0.1"])
    with pytest.raises(Forbidden, match=r"10\.0\.0\.1"):
        guard.addresses_of("policy.example", 80)


@pytest.mark.parametrize(("number", "passes"), [("EAI_NONAME", False), ("EAI_AGAIN", True)])
def test_unknown_names_are_told(monkeypatch: pytest.MonkeyPatch, number: str, passes: bool) -> None:
    def fail(*_: object, **__: object) -> None:
        raise socket.gaierror(getattr(socket, number), "no")

    monkeypatch.setattr(socket, "getaddrinfo", fail)
    with pytest.raises(FetchError, match="找不到网站") as raised:
        Guard(()).addresses_of("policy.example", 80)
    assert isinstance(raised.value, Passing) is passes


def test_setting_opens_one_network_only() -> None:
    guard = Guard((ipaddress.ip_network("10.1.0.0/16"),), lookup=lambda host, _: [host])
    assert guard.addresses_of("10.1.2.3", 80) == (ipaddress.ip_address("10.1.2.3"),)
    for other in ("10.2.0.1", "127.0.0.1", "fe80::1%eth0"):
        with pytest.raises(Forbidden):
            guard.addresses_of(other, 80)


ROBOTS = b"""\xef\xbb\xbf# a site
User-agent: otherbot
Disallow: /

User-agent: *
Disallow: /search
Disallow: /*.pdf$
Disallow: /a/*/secret*end
Allow: /search/help
Disallow: /%E6%94%BF/
Disallow:
Sitemap: https://www.gov.cn/sitemap.xml
Crawl-delay: 5
"""


@pytest.mark.parametrize(
    ("target", "allowed"),
    [
        ("/", True), ("/zhengce/content_5.htm", True), ("/search", False), ("/search?q=1", False),
        ("/search/help/a", True), ("/a.pdf", False), ("/a.pdf?x=1", True),
        ("/a/b/secret-end", False), ("/a/secret-end", True), ("/政/x", False),
        ("/%e6%94%bf/x", False), ("/robots.txt", True),
    ],
)  # fmt: skip
def test_robots_rules(target: str, allowed: bool) -> None:
    assert read_robots(ROBOTS, agent="Ceyuan").allows(target) is allowed


def test_own_group_counts_instead_of_the_general_one() -> None:
    text = b"User-agent: *\nDisallow: /\nUser-agent: x\nUser-agent: CEYUAN/2\nDisallow: /b\n"
    robots = read_robots(text, agent="Ceyuan")
    assert robots.allows("/a")
    assert not robots.allows("/b")
    assert read_robots(ROBOTS, agent="Ceyuan").delay_s == 5
    assert read_robots(b"<html>not found</html>", agent="Ceyuan").allows("/a")


def test_hostile_robots_takes_no_time() -> None:
    text = b"User-agent: *\nDisallow: /" + b"*a" * 900 + b"$\n"
    assert read_robots(text, agent="Ceyuan").allows("/" + "a" * 1900 + "b")


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        (None, None), ("", None), ("soon", None), ("0", 0.0), (" 12 ", 12.0), ("-5", None),
        ("１２", None), ("Thu, 01 Jan 1970 00:00:50 GMT", 40.0),
        ("Thu, 01 Jan 1970 00:00:05 GMT", 0.0), ("Thu, 01 Jan 1970 00:00:50 -0000", 40.0),
    ],
)  # fmt: skip
def test_retry_after(value: str | None, seconds: float | None) -> None:
    assert read_retry_after(value, 10.0) == seconds


def test_back_off_grows() -> None:
    assert [backoff_s(attempt) for attempt in range(3)] == [2, 4, 8]


PDF, ZIP, OLE = b"%PDF-1.7 ...", b"PK\x03\x04....", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
PAGE = b"\xef\xbb\xbf <!-- x --> <!DOCTYPE HTML><html>"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
NAMED_DOCX = "attachment; filename*=UTF-8''%E6%84%8F%E8%A7%81.docx"


@pytest.mark.parametrize(
    ("url", "declared", "disposition", "body", "extension"),
    [
        ("http://a.cn/", "text/html", None, PAGE, ".html"),
        ("http://a.cn/b.htm", "text/html", None, PAGE, ".htm"),
        ("http://a.cn/b.shtml", None, None, PAGE, ".shtml"),
        ("http://a.cn/b.jsp?id=3", "text/html", None, b"<div>x</div>", ".html"),
        ("http://a.cn/b.do", None, None, b"<div>x</div>", ".html"),
        ("http://a.cn/b.htm", "text/plain", None, PAGE, ".htm"),
        ("http://a.cn/b.txt", "text/plain", None, "正文".encode("gbk"), ".txt"),
        ("http://a.cn/b", "text/plain", None, "正文".encode(), ".txt"),
        ("http://a.cn/b.pdf", "text/html", None, PDF, ".pdf"),
        ("http://a.cn/down?id=1", "application/octet-stream", None, PDF, ".pdf"),
        ("http://a.cn/down?id=1", WORD, None, ZIP, ".docx"),
        ("http://a.cn/down?id=1", "application/octet-stream", NAMED_DOCX, ZIP, ".docx"),
        ("http://a.cn/b.ofd", "application/octet-stream", None, ZIP, ".ofd"),
        ("http://a.cn/b.doc", "application/msword", None, OLE, ".doc"),
        ("http://a.cn/b.zip", "application/zip", None, ZIP, ".zip"),
        ("http://a.cn/b", "image/jpeg", None, b"\xff\xd8\xff\xe0", ".jpg"),
    ],
)
def test_kinds(
    url: str, declared: str | None, disposition: str | None, body: bytes, extension: str
) -> None:
    found = extension_of(url, content_type=declared, disposition=disposition, body=body)
    assert found == extension
    name = reading_name(url, extension)
    assert is_supported(name or url)
    assert (name or url).endswith(extension)


@pytest.mark.parametrize(
    ("url", "declared", "body", "error"),
    [
        ("http://a.cn/b.pdf", "application/pdf", PAGE, FetchError),  # a login page
        ("http://a.cn/b.docx", "text/html", b"please log in", FetchError),
        ("http://a.cn/b.pdf", "application/pdf", b"damaged", FetchError),
        ("http://a.cn/b", "application/pdf", b"damaged", FetchError),
        ("http://a.cn/b", "video/mp4", b"\x00\x00\x00\x18ftyp", Declined),
        ("http://a.cn/b.mp4", "application/octet-stream", b"\x00\x00", Declined),
        ("http://a.cn/b", "application/json", b"{}", Declined),
        ("http://a.cn/app.exe", "application/octet-stream", b"MZ\x90\x00", Declined),
        ("http://a.cn/down?id=1", "application/zip", ZIP, Declined),
        ("http://a.cn/down?id=1", "application/octet-stream", ZIP, Declined),
        ("http://a.cn/b.css", "text/css", b"a {}", Declined),
    ],
)
def test_other_kinds_are_told(url: str, declared: str, body: bytes, error: type) -> None:
    with pytest.raises(FetchError) as raised:
        extension_of(url, content_type=declared, disposition=None, body=body)
    assert type(raised.value) is error


@pytest.mark.parametrize(
    ("path", "is_document"),
    [
        ("/zhengce/content/2019-01/29/content_5362212.htm", True),
        ("/xxgk/202208/t20220812_181851.html", True),
        ("/zwgk/zcwj/art/2024/art_16c55153257b46f4a52c3380efb707f6.html", True),
        ("/art/2024/5/8/art_267492_65583.html", True),
        ("/gfxwj/content/post_10291577.html", True),
        ("/2023-03/28/c_1310707122.htm", True),
        ("/article/gztz/202404/20240403506347.shtml", True),
        ("/attachment/7/7/1.docx", True),
        ("/zwgk/index.html", False), ("/", False), ("/hdjl/index_2.html", False),
        ("/css/a.css", False), ("/login.jsp", False),
    ],
)  # fmt: skip
def test_what_documents_are_called(path: str, is_document: bool) -> None:
    assert (re.search(document_link(), path) is not None) is is_document


def test_links_of_a_column() -> None:
    body = (
        "<a href='./content_1.htm'>一</a><a href='content_1.htm#x'>一</a><a>无</a>"
        "<a href='http://other.cn/content_2.htm'>二</a><a href='javascript:go()'>三</a>"
        "<a href='mailto:a@b.cn'>四</a><a href='http://[bad'>五</a>"
        "<a href='/content_6.htm?x=1'>六</a><a href='/content_7.htm'>七</a>"
    ).encode()
    found = document_links(
        body, page_url="http://a.cn/l/", pattern=re.compile(document_link()), limit=2
    )
    assert found == ["http://a.cn/l/content_1.htm", "http://a.cn/content_6.htm?x=1"]
    assert document_links(b"", page_url="http://a.cn/", pattern=re.compile("x"), limit=2) == []


def test_shipped_sites_are_official_and_honestly_untried() -> None:
    sites = shipped_sites()
    assert len(sites) > 50
    assert len({site.url for site in sites}) == len(sites)
    for site in sites:
        assert re.search(r"//[a-z0-9.-]+\.gov\.cn/", site.url), site
        assert site.name
        assert site.level in ("国家", "省", "市", "县区")
        assert site.region
        assert site.origin
        assert site.tried == (site.tried_on is not None)
        assert site.follow, "a home page is no document"
    assert any("政策文件库" in site.name for site in sites)


def test_own_lists(tmp_path: Path) -> None:
    text = tmp_path / "list.txt"
    text.write_bytes("# 本单位\nhttp://a.cn/1.htm  # 一\ncolumn http://a.cn/l/\n".encode("gbk"))
    one, two = read_sites(text)
    assert (one.url, one.follow) == ("http://a.cn/1.htm", None)
    assert (two.url, two.follow) == ("http://a.cn/l/", document_link())
    own = {"name": "甲", "url": "http://a.cn/l/", "kind": "column", "follow": "/doc_"}
    (tmp_path / "list.json").write_text(json.dumps([own]), encoding="utf-8")
    assert read_sites(tmp_path / "list.json")[0].follow == "/doc_"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("# nothing\n", "没有网址"),
        ("http://a.cn/\nwww.gov.cn\n", "第 2 行"),
        ("http://a.cn/ http://b.cn/\n", "第 1 行"),
        ('{"sources": [', "JSON"),
        ('[{"name": "a", "url": "http://a.cn/", "wrong": 1}]', "wrong"),
        ('[{"name": "a", "url": "ftp://a.cn/"}]', "http://"),
        ('[{"name": "a", "url": "http://a.cn/", "kind": "column", "follow": "("}]', "follow"),
    ],
)
def test_bad_lists_are_told(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "list").write_text(text, encoding="utf-8")
    with pytest.raises(SourceError, match=re.escape(said)):
        read_sites(tmp_path / "list")
    with pytest.raises(SourceError, match="读不出来"):
        read_sites(tmp_path / "none")


def test_every_setting_is_in_the_manual() -> None:
    manual = Path(__file__).parents[2] / "docs" / "抓取与定期读取.md"
    text = manual.read_text("utf-8")
    for name in FetchSettings.model_fields:
        assert f"`{name.upper()}`" in text, name
    assert f"{len(shipped_sites())} 个" in text
