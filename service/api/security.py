"""What guards the page and the interface: headers, same origin, known hosts, size of requests."""

from __future__ import annotations

from collections.abc import Collection
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from service.api.errors import error_response

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "frame-src 'self'",
        "manifest-src 'self'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)
_HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}
_SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
LOOPBACK_HOSTS = frozenset({"127.0.0.1", "localhost", "::1", "[::1]"})

#: A JSON request is a question or a text to verify; uploads have their own limit.
MAX_JSON_BYTES = 2 * 1024 * 1024


class Guard:
    """ASGI middleware that refuses what another site sends and marks every response as ours.

    ``hosts`` are the names under which this server may be addressed; None accepts every name
    (a server that listens on all interfaces cannot know them). It stops DNS rebinding.
    """

    def __init__(
        self, app: ASGIApp, *, hosts: Collection[str] | None, max_upload_bytes: int
    ) -> None:
        self._app = app
        self._hosts = hosts
        self._max_upload_bytes = max_upload_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Check one request and pass it on, or answer with the reason of refusal."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                found = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    found.setdefault(name, value)
            await send(message)

        refusal = self._refusal(scope, headers)
        if refusal is not None:
            code, text, status = refusal
            await error_response(code, text, status)(scope, receive, send_guarded)
            return
        await self._app(scope, self._limited(scope, headers, receive), send_guarded)

    def _refusal(self, scope: Scope, headers: Headers) -> tuple[str, str, int] | None:
        host = headers.get("host", "")
        if self._hosts is not None and _host_name(host) not in self._hosts:
            return "wrong_host", f"本服务不以 {_host_name(host)} 为名，请用启动时显示的地址。", 421
        if scope["method"] not in _SAFE_METHODS and not _is_same_origin(headers, host):
            return "cross_origin", "不接受其他网站发来的请求。", 403
        if _declared_length(headers) > self._limit(headers):
            return "too_large", f"请求内容过大，上限 {_megabytes(self._limit(headers))} MB。", 413
        return None

    def _limit(self, headers: Headers) -> int:
        is_upload = headers.get("content-type", "").startswith("multipart/form-data")
        return self._max_upload_bytes if is_upload else MAX_JSON_BYTES

    def _limited(self, scope: Scope, headers: Headers, receive: Receive) -> Receive:
        """Return ``receive`` that breaks off a body longer than it may be."""
        limit, seen = self._limit(headers), 0

        async def receive_limited() -> Message:
            nonlocal seen
            message = await receive()
            seen += len(message.get("body", b""))
            if seen > limit:
                return {"type": "http.disconnect"}
            return message

        return receive if scope["method"] in _SAFE_METHODS else receive_limited


def _host_name(host: str) -> str:
    """Return a Host header without its port.

    >>> _host_name("127.0.0.1:8000"), _host_name("[::1]:8000")
    ('127.0.0.1', '::1')
    """
    return urlsplit(f"//{host}").hostname or ""


def _is_same_origin(headers: Headers, host: str) -> bool:
    """Tell whether a changing request comes from our own page or from no browser at all."""
    if headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        return False
    origin = headers.get("origin")
    return origin is None or urlsplit(origin).netloc == host


def _declared_length(headers: Headers) -> int:
    length = headers.get("content-length", "0")
    return int(length) if length.isdigit() else 0


def _megabytes(size: int) -> int:
    return size // (1024 * 1024)
