"""The polite client: robots.txt first, one request per interval, redirects judged, retries."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import TypeVar

from corpus.settings import FetchSettings
from ingest.fetch.address import Address, follow_link
from ingest.fetch.failure import Declined, FetchError, Forbidden, Passing
from ingest.fetch.guard import Guard
from ingest.fetch.kind import extension_of
from ingest.fetch.pace import Clock, Pace, SystemClock, backoff_s, read_retry_after
from ingest.fetch.robots import ALLOW_ALL, Robots, agent_word, read_robots
from ingest.fetch.wire import Answer, Limits, Wire

logger = logging.getLogger(__name__)

Result = TypeVar("Result")

_ROBOTS_KEPT_S = 24 * 3600.0
_FAILED_ROBOTS_KEPT_S = 600.0
_ROBOTS_REDIRECTS = 5
_MAX_VALIDATOR_CHARS = 500
_REDIRECTS = frozenset((301, 302, 303, 307, 308))
_BUSY = frozenset((408, 425, 429, 500, 502, 503, 504))
_ACCEPT = "text/html,application/xhtml+xml,application/pdf,*/*;q=0.5"
_STATUSES = {
    400: "网站认为请求有误",
    401: "需要登录",
    403: "网站拒绝访问",
    404: "网页不存在",
    410: "网页已撤下",
    429: "网站要求放慢",
    500: "网站内部出错",
    502: "网站暂时不可用",
    503: "网站暂时不可用",
    504: "网站暂时不可用",
}


@dataclass(frozen=True, slots=True)
class Validators:
    """What a site said of a page's version, so that an unchanged page is not sent again."""

    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """A page as fetched; ``url`` is where redirects ended."""

    url: str
    body: bytes
    extension: str
    validators: Validators


@dataclass(frozen=True, slots=True)
class NotModified:
    """The site says that the page is still the version that the validators name."""


@dataclass(frozen=True, slots=True)
class _Kept:
    """A robots.txt, or why there is none, until when it is believed."""

    until: float
    robots: Robots = ALLOW_ALL
    failure: str | None = None


class Client:
    """Fetches pages one at a time; remembers each site's robots.txt and when it was last asked."""

    def __init__(
        self,
        settings: FetchSettings,
        *,
        guard: Guard | None = None,
        clock: Clock | None = None,
    ) -> None:
        self._settings = settings
        self._clock = clock or SystemClock()
        self._wire = Wire(guard or Guard(settings.private_networks))
        self._pace = Pace(self._clock, settings.interval_s)
        self._agent = agent_word(settings.user_agent)
        self._robots: dict[str, _Kept] = {}

    def fetch(self, address: Address, known: Validators | None = None) -> Page | NotModified:
        """Return a page, or NotModified where it is still as ``known``; raise FetchError."""
        return self._with_retries(address, lambda: self._follow(address, known or Validators()))

    def _follow(self, address: Address, known: Validators) -> Page | NotModified:
        """Ask, going where redirects lead, each of them judged like a new address."""
        seen = {str(address)}
        current = address
        while True:
            robots = self._robots_of(current)
            if not robots.allows(current.target):
                raise Declined(f"{current}：网站的 robots.txt 不允许程序抓取，已跳过。")
            answer = self._ask(current, self._headers(known), robots.delay_s)
            if answer.status not in _REDIRECTS:
                return self._page(current, answer)
            current = self._redirected(current, answer)
            if str(current) in seen:
                raise FetchError(f"{address}：网站来回转向，没有尽头，请核对网址。")
            seen.add(str(current))
            if len(seen) > self._settings.max_redirects + 1:
                raise FetchError(
                    f"{address}：转向超过 {self._settings.max_redirects} 次，请直接给出最终网址。"
                )

    def _redirected(self, address: Address, answer: Answer) -> Address:
        location = answer.headers.get("location", "")
        if not location:
            raise FetchError(f"{address}：网站要求转向，却没有说去哪里。")
        # Headers are bytes; sites put UTF-8 into them as it is.
        target = follow_link(address, location.encode("latin-1").decode("utf-8", "replace"))
        if address.scheme == "https" and target.scheme == "http":
            raise FetchError(
                f"{address}：网站从加密连接转向不加密的 {target}，已拒绝；"
                "确认可信后请直接给出后一个网址。"
            )
        return target

    def _page(self, address: Address, answer: Answer) -> Page | NotModified:
        if answer.status == 304:
            return NotModified()
        self._refuse_failure(address, answer)
        url, headers = str(address), answer.headers
        if not answer.body.strip():
            raise FetchError(f"{url}：网站给了一个空网页。")
        extension = extension_of(
            url,
            content_type=headers.get("content-type"),
            disposition=headers.get("content-disposition"),
            body=answer.body,
        )
        found = Validators(_sendable(headers.get("etag")), _sendable(headers.get("last-modified")))
        return Page(url, answer.body, extension, found)

    def _refuse_failure(self, address: Address, answer: Answer) -> None:
        status = answer.status
        if status == 200:
            return
        said = _STATUSES.get(status, "网站没有给出网页")
        if status in _BUSY:
            after = read_retry_after(answer.headers.get("retry-after"), self._clock.now())
            raise Passing(f"{address}：{said}（{status}），请稍后再试。", after_s=after)
        raise FetchError(f"{address}：{said}（{status}），请核对网址。")

    def _ask(self, address: Address, headers: Mapping[str, str], delay_s: float = 0.0) -> Answer:
        settings = self._settings
        self._pace.wait(address.host, delay_s)
        logger.info("GET %s", address)
        limits = Limits(settings.timeout_s, settings.page_timeout_s, settings.max_bytes)
        return self._wire.get(address, headers, limits)

    def _headers(self, known: Validators) -> dict[str, str]:
        headers = {
            "User-Agent": self._settings.user_agent,
            "Accept": _ACCEPT,
            "Accept-Language": "zh-CN,zh;q=0.9",
            "Accept-Encoding": "gzip, deflate",
            "Connection": "close",
        }
        if known.etag:
            headers["If-None-Match"] = known.etag
        if known.last_modified:
            headers["If-Modified-Since"] = known.last_modified
        return headers

    def _with_retries(self, address: Address, action: Callable[[], Result]) -> Result:
        """Try again what may pass, waiting longer each time, or as long as the site says."""
        attempt = 0
        while True:
            try:
                return action()
            except Passing as failure:
                if attempt >= self._settings.retries:
                    raise
                self._wait_after(failure, address, attempt)
                attempt += 1

    def _wait_after(self, failure: Passing, address: Address, attempt: int) -> None:
        wait = backoff_s(attempt) if failure.after_s is None else failure.after_s
        if wait > self._settings.max_wait_s:
            raise FetchError(
                f"{address}：网站要求 {wait:.0f} 秒之后再来，"
                "超过设置 fetch.max_wait_s，请届时再试。"
            ) from failure
        logger.info("retry %s of %s in %.0f s: %s", attempt + 1, address, wait, failure)
        self._clock.sleep(wait)

    def _robots_of(self, address: Address) -> Robots:
        """Return what the site allows; a site whose robots.txt fails to come allows nothing."""
        kept = self._robots.get(address.origin)
        now = self._clock.now()
        if kept is None or now >= kept.until:
            kept = self._asked_robots(address, now)
            self._robots[address.origin] = kept
        if kept.failure is not None:
            raise FetchError(kept.failure)
        return kept.robots

    def _asked_robots(self, address: Address, now: float) -> _Kept:
        place = replace(address, target="/robots.txt")
        try:
            robots = self._with_retries(place, lambda: self._read_robots(place))
        except Forbidden:
            raise
        except FetchError as error:
            failure = f"{error}（取不到 robots.txt 的网站按规矩不抓取）"
            return _Kept(now + _FAILED_ROBOTS_KEPT_S, failure=failure)
        return _Kept(now + _ROBOTS_KEPT_S, robots)

    def _read_robots(self, place: Address) -> Robots:
        """Ask for a robots.txt: none there (4xx) allows all, a failing site (5xx) nothing."""
        current = place
        for _ in range(_ROBOTS_REDIRECTS + 1):
            answer = self._ask(current, self._headers(Validators()))
            if answer.status not in _REDIRECTS:
                break
            current = self._redirected(current, answer)
        if answer.status in _BUSY or answer.status >= 500:
            self._refuse_failure(current, answer)
        if answer.status != 200:
            return ALLOW_ALL
        return read_robots(answer.body, agent=self._agent)


def _sendable(value: str | None) -> str | None:
    """Return what can be sent back in a header; a site may have put anything into its own."""
    if value is None or len(value) > _MAX_VALIDATOR_CHARS:
        return None
    return value if value.isascii() and value.isprintable() else None
