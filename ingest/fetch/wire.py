"""One request, one answer, by httpcore: pinned to a judged address, within one deadline.

No cookies, no proxies, no redirects, no credentials: those would go round the guard.
"""

from __future__ import annotations

import ssl
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import Any

import certifi
import httpcore

from ingest.fetch.address import Address
from ingest.fetch.body import Decoder
from ingest.fetch.failure import FetchError, Passing
from ingest.fetch.guard import Guard, parse_ip

_NO_BODY = frozenset((204, 304))


@dataclass(frozen=True, slots=True)
class Limits:
    """How long one answer may take and how large it may be."""

    timeout_s: float
    total_s: float
    max_bytes: int


@dataclass(frozen=True, slots=True)
class Answer:
    """What a site answered; header names in lower case, the body decoded."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class Wire:
    """Sends requests over connections that the guard allows."""

    def __init__(self, guard: Guard) -> None:
        self._guard = guard

    def get(self, address: Address, headers: Mapping[str, str], limits: Limits) -> Answer:
        """Return the answer of a site; raise Passing or FetchError where there is none."""
        tls = _tls() if address.scheme == "https" else None  # read once, off the site's time
        deadline = _Deadline(limits)
        sent = [(b"Host", address.authority.encode())]
        sent += [(name.encode(), value.encode()) for name, value in headers.items()]
        target = httpcore.URL(
            scheme=address.scheme.encode(),
            host=address.host.encode(),
            port=address.port,
            target=address.target.encode(),
        )
        with (
            _told(address, limits),
            httpcore.ConnectionPool(
                ssl_context=tls,
                network_backend=_PinnedBackend(self._guard, deadline),
            ) as pool,
            pool.stream(
                "GET", target, headers=sent, extensions={"timeout": deadline.timeouts()}
            ) as response,
        ):
            return _answer(address, response, limits)


def _answer(address: Address, response: httpcore.Response, limits: Limits) -> Answer:
    headers: dict[str, str] = {}
    for name, value in response.headers:
        headers.setdefault(name.decode("latin-1").lower(), value.decode("latin-1"))
    if response.status in _NO_BODY:
        return Answer(response.status, headers, b"")
    declared = headers.get("content-length", "")
    decoder = Decoder(headers.get("content-encoding", ""), str(address), limits.max_bytes)
    if declared.isdigit() and int(declared) > limits.max_bytes:
        raise decoder.too_large()
    body = b"".join(decoder.decode(chunk) for chunk in response.iter_stream())
    decoder.finish()
    return Answer(response.status, headers, body)


@contextmanager
def _told(address: Address, limits: Limits) -> Iterator[None]:
    """Say in Chinese what httpcore says in exceptions."""
    try:
        yield
    except httpcore.TimeoutException as error:
        raise Passing(
            f"{address}：网站太慢，单次读取 {limits.timeout_s:g} 秒或总计 {limits.total_s:g} 秒"
            "之内没有传完，请稍后再试。"
        ) from error
    except httpcore.ConnectError as error:
        raise Passing(f"{address}：连接不上（{_cause(error)}），请稍后再试。") from error
    except httpcore.RemoteProtocolError as error:
        raise Passing(f"{address}：网站的回应不完整或不合规范（{error}），请稍后再试。") from error
    except httpcore.NetworkError as error:
        raise Passing(f"{address}：传输中断（{_cause(error)}），请稍后再试。") from error
    except (httpcore.LocalProtocolError, httpcore.UnsupportedProtocol) as error:
        raise FetchError(f"{address}：无法发出请求（{error}），请核对网址。") from error


def _cause(error: Exception) -> str:
    text = str(error)
    if "CERTIFICATE_VERIFY_FAILED" in text:
        return "网站证书不可信，请管理员核实"
    if "SSL" in text or "TLS" in text:
        return "加密连接未能建立，该网站可能只支持 http"
    return text or type(error).__name__


@cache
def _tls() -> ssl.SSLContext:
    """Trust the system's certificates and Mozilla's: bare systems have none of their own."""
    context = ssl.create_default_context()
    context.load_verify_locations(certifi.where())
    return context


class _Deadline:
    """The time left for one answer."""

    def __init__(self, limits: Limits) -> None:
        self._each_s = limits.timeout_s
        self._end = time.monotonic() + limits.total_s

    def timeouts(self) -> dict[str, float]:
        """Return httpcore's limits for single steps."""
        return dict.fromkeys(("connect", "read", "write", "pool"), self._each_s)

    def left(self, timeout: float | None) -> float:
        """Return how long a step may take; raise where no time is left."""
        left = self._end - time.monotonic()
        if left <= 0:
            raise httpcore.ReadTimeout("no time left")
        return min(left, self._each_s if timeout is None else timeout)


class _PinnedBackend(httpcore.NetworkBackend):
    """Connects to the addresses that the guard gives for a name, to nothing else."""

    def __init__(self, guard: Guard, deadline: _Deadline) -> None:
        self._guard = guard
        self._deadline = deadline
        self._plain = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        """Connect to the first judged address that answers, and judge where it has led."""
        failure: httpcore.ConnectError | httpcore.ConnectTimeout | None = None
        for address in self._guard.addresses_of(host, port):
            try:
                stream = self._plain.connect_tcp(
                    str(address),
                    port,
                    timeout=self._deadline.left(timeout),
                    local_address=local_address,
                    socket_options=socket_options,
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
                continue
            self._check_peer(host, stream)
            return _TimedStream(stream, self._deadline)
        raise failure or httpcore.ConnectError("no address")

    def connect_unix_socket(
        self,
        path: str,
        timeout: float | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        """Refuse: a page is never behind a local socket."""
        raise httpcore.ConnectError(f"no local sockets: {path} {timeout} {socket_options}")

    def _check_peer(self, host: str, stream: httpcore.NetworkStream) -> None:
        peer = stream.get_extra_info("server_addr")
        try:
            self._guard.check(host, parse_ip(str(peer[0])))
        except BaseException:
            stream.close()
            raise


class _TimedStream(httpcore.NetworkStream):
    """A connection whose every step ends by one deadline, so that drops of bytes do not count."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: _Deadline) -> None:
        self._stream = stream
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Read what has come."""
        return self._stream.read(max_bytes, timeout=self._deadline.left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Write all of ``buffer``."""
        self._stream.write(buffer, timeout=self._deadline.left(timeout))

    def close(self) -> None:
        """Close the connection."""
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        """Encrypt the connection; the certificate is checked against the host's name."""
        stream = self._stream.start_tls(
            ssl_context, server_hostname, timeout=self._deadline.left(timeout)
        )
        return _TimedStream(stream, self._deadline)

    def get_extra_info(self, info: str) -> Any:
        """Return what the connection below knows."""
        return self._stream.get_extra_info(info)
