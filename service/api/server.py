"""Run the application: everything is opened first, then the port is bound."""

from __future__ import annotations

import socket
from collections.abc import Callable

import uvicorn

from corpus.errors import ConfigError
from service.api.app import create_app
from service.api.security import LOOPBACK_HOSTS
from service.workspace import Workspace


class _Announcing(uvicorn.Server):
    """A server that says where it listens once it does."""

    def __init__(self, config: uvicorn.Config, on_listening: Callable[[], None]) -> None:
        super().__init__(config)
        self._on_listening = on_listening

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets=sockets)
        if self.started:
            self._on_listening()


def run_server(
    workspace: Workspace, *, host: str, port: int, on_ready: Callable[[str], None]
) -> None:
    """Warm ``workspace``, bind ``host:port``, call ``on_ready`` with the address, and serve.

    Raises ConfigError when the port is taken, before anything slow is done.
    """
    _bind(host, port).close()
    workspace.warm()
    hosts = LOOPBACK_HOSTS if host in LOOPBACK_HOSTS else None
    config = uvicorn.Config(
        create_app(workspace, hosts=hosts), log_level="warning", server_header=False
    )
    bound = _bind(host, port)
    address = f"http://{_shown(host)}:{bound.getsockname()[1]}"
    try:
        _Announcing(config, lambda: on_ready(address)).run(sockets=[bound])
    finally:
        bound.close()
        workspace.close()


def _bind(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    found = socket.socket(family)
    try:
        found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        found.bind((host, port))
    except OSError as error:
        found.close()
        raise ConfigError(
            f"无法监听 {host}:{port}（{error.strerror}）。可用 --port 换一个端口。"
        ) from error
    return found


def _shown(host: str) -> str:
    return f"[{host}]" if ":" in host else host
