"""Addresses of web pages: only plain http and https ones, each in one spelling."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote, urljoin, urlsplit

from ingest.fetch.failure import Forbidden

_MAX_CHARS = 2000
_PORTS = {"http": 80, "https": 443}
# What an address keeps as it is; all else is percent-encoded. 「/zhengce/content_5.htm?id=1&a=b」
_SAFE = "/:@!$&'()*+,;=~-._%?"
# A host name or an IPv4 address in ASCII: 「www.gov.cn」
_HOST = re.compile(r"[a-z0-9_]([a-z0-9_.-]{0,251}[a-z0-9])?\.?")
# An IPv6 address between its brackets: 「::1」
_IPV6 = re.compile(r"[0-9a-f:.]{2,45}")


@dataclass(frozen=True, slots=True)
class Address:
    """A web address in its normal spelling; ``target`` is path and query."""

    scheme: str
    host: str
    port: int
    target: str

    @property
    def authority(self) -> str:
        """Host and, where it is not the scheme's own, port: what the Host header says."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def origin(self) -> str:
        """Scheme, host and port: what one robots.txt is valid for."""
        return f"{self.scheme}://{self.authority}"

    def __str__(self) -> str:
        return f"{self.origin}{self.target}"


def read_address(text: str) -> Address:
    """Return the address that ``text`` means, or raise Forbidden saying what is wrong with it.

    >>> str(read_address(" HTTP://WWW.Gov.CN:80/政策?a=1#top "))
    'http://www.gov.cn/%E6%94%BF%E7%AD%96?a=1'
    """
    text = text.strip()
    shown = text if len(text) <= 200 else f"{text[:200]}…"
    if len(text) > _MAX_CHARS:
        raise Forbidden(f"{shown}：网址超过 {_MAX_CHARS} 字，请核对。")
    if not text.isprintable() or " " in text or "\\" in text:
        raise Forbidden(f"{shown!r}：网址含空格、反斜杠或不可见字符，请核对后重新粘贴。")
    try:
        parts = urlsplit(text)
        port, host = parts.port, parts.hostname
    except ValueError as error:
        raise Forbidden(f"{shown}：网址写法不对，请核对。") from error
    if parts.scheme not in _PORTS:
        raise Forbidden(f"{shown}：只能抓取 http:// 或 https:// 开头的网址。")
    if "@" in parts.netloc:
        raise Forbidden("网址中带有用户名或密码，请去掉后再抓取（不会保存，也不会发送）。")
    if not host or port == 0:
        raise Forbidden(f"{shown}：网址缺少网站名或端口不对，请核对。")
    target = quote(parts.path or "/", safe=_SAFE.replace("?", ""))
    query = f"?{quote(parts.query, safe=_SAFE)}" if parts.query else ""
    return Address(
        parts.scheme, _ascii_host(host, shown), port or _PORTS[parts.scheme], target + query
    )


def follow_link(base: Address, link: str) -> Address:
    """Return the address that ``link`` on the page ``base`` leads to, or raise Forbidden."""
    try:
        joined = urljoin(str(base), link.strip())
    except ValueError as error:
        raise Forbidden(f"{link[:200]}：链接写法不对。") from error
    return read_address(joined)


def _ascii_host(host: str, shown: str) -> str:
    """Return a host as it is looked up: Chinese names in punycode, IPv6 without brackets."""
    if ":" in host:
        if _IPV6.fullmatch(host) is None:
            raise Forbidden(f"{shown}：网站名不对，请核对。")
        return host
    try:
        name = host.encode("idna").decode("ascii").lower()
    except UnicodeError as error:
        raise Forbidden(f"{shown}：网站名不对，请核对。") from error
    if _HOST.fullmatch(name) is None:
        raise Forbidden(f"{shown}：网站名不对，请核对。")
    return name.rstrip(".")
