"""A web site on 127.0.0.1 that misbehaves as it is told, and a clock that does not wait."""

from __future__ import annotations

import contextlib
import socketserver
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

HTML = "text/html; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Request:
    """What the site was asked."""

    target: str
    headers: dict[str, str]


#: What is sent as it stands; a float is a pause in seconds.
Reply = Iterable[bytes | float]
Route = Callable[[Request], Reply]


@dataclass(slots=True)
class FakeClock:
    """Time that passes only by sleeping; ``on_sleep`` may raise."""

    time: float = 1_800_000_000.0
    slept: list[float] = field(default_factory=list)
    on_sleep: Callable[[float], None] = lambda _seconds: None

    def now(self) -> float:
        """Return the time."""
        return self.time

    def sleep(self, seconds: float) -> None:
        """Let time pass at once."""
        self.on_sleep(seconds)
        self.slept.append(seconds)
        self.time += seconds


class Site:
    """Routes by target, and what was asked so far."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.routes: dict[str, Route] = {"/robots.txt": lambda _request: answer(b"", status=404)}
        self.asked: list[Request] = []

    def url(self, target: str) -> str:
        """Return the address of a target."""
        return f"http://127.0.0.1:{self.port}{target}"

    def serve(self, target: str, *replies: Reply) -> str:
        """Answer ``target`` with one reply after the other, the last one for ever."""
        left = [list(reply) for reply in replies]
        self.routes[target] = lambda _request: left.pop(0) if len(left) > 1 else left[0]
        return self.url(target)

    def targets(self) -> list[str]:
        """Return what was asked, robots.txt left out."""
        return [item.target for item in self.asked if item.target != "/robots.txt"]


def answer(
    body: bytes | str,
    *,
    status: int = 200,
    kind: str = HTML,
    length: int | None = None,
    **headers: str,
) -> list[bytes | float]:
    """Return a whole answer; ``length`` is a Content-Length that may be a lie."""
    data = body.encode() if isinstance(body, str) else body
    lines = [f"HTTP/1.1 {status} X", f"Content-Type: {kind}"]
    lines.append(f"Content-Length: {len(data) if length is None else length}")
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return ["\r\n".join([*lines, "Connection: close", "", ""]).encode("latin-1"), data]


def page(title: str, text: str = "") -> str:
    """Return a page that holds a small policy document."""
    return (
        f"<!DOCTYPE html><html><head><meta charset='utf-8'><title>{title}</title></head><body>"
        f"<div id='UCAP-CONTENT'><p>{title}</p><p>各县（市、区）人民政府：</p>"
        f"<p>一、总体要求。坚持稳中求进，优化营商环境，推动开发区高质量发展。{text}</p>"
        "<p>二、重点任务。对新引进的外资企业按实际到账外资的2%给予奖励，最高500万元。</p>"
        "<p>云岭省人民政府</p><p>2024年5月20日</p></div></body></html>"
    )


@contextlib.contextmanager
def misbehaving_site() -> Iterator[Site]:
    """Run a site on a free port of 127.0.0.1."""

    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            with contextlib.suppress(OSError, ValueError):
                line = self.rfile.readline(65536).decode("latin-1").split()
                if len(line) != 3:  # a TLS client says hello in bytes
                    return
                headers: dict[str, str] = {}
                while (row := self.rfile.readline(65536).strip()) != b"":
                    name, _, value = row.decode("latin-1").partition(":")
                    headers[name.lower()] = value.strip()
                request = Request(line[1], headers)
                site.asked.append(request)
                route = site.routes.get(request.target)
                reply = answer(b"no", status=404) if route is None else route(request)
                for piece in reply:
                    if isinstance(piece, float):
                        time.sleep(piece)
                    else:
                        self.wfile.write(piece)

    class Server(socketserver.ThreadingTCPServer):
        daemon_threads = True
        block_on_close = False
        allow_reuse_address = True

    with Server(("127.0.0.1", 0), Handler) as server:
        site = Site(server.server_address[1])
        thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        yield site
        server.shutdown()
        thread.join()
