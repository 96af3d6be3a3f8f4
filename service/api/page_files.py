"""The files of the page, held in memory under an address that changes with their content.

A browser keeps them for a year, so that a second tab asks for none of them; after an upgrade the
address is another one and everything is asked for anew.
"""

from __future__ import annotations

import gzip
import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

_MEDIA_TYPES = {
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".svg": "image/svg+xml",
}
_KEPT = "public, max-age=31536000, immutable"
# A static import of another module: import { h } from "../dom.js";
_IMPORT = re.compile(r'^(?:import|export)\b[^"]*?from "(?P<path>\.{1,2}/[^"]+)"', re.MULTILINE)


@dataclass(frozen=True, slots=True)
class PageFile:
    """A file as it is and compressed: both are made once, not for every visit."""

    content: bytes
    compressed: bytes


@dataclass(frozen=True, slots=True)
class PageFiles:
    """Every file below ``static``; ``version`` is a hash of them all. Serves itself (ASGI)."""

    files: Mapping[str, PageFile]
    version: str

    @classmethod
    def read(cls, static: Path) -> PageFiles:
        """Read the folder whole: it is some 200 KB."""
        paths = sorted(item for item in static.rglob("*") if item.suffix in _MEDIA_TYPES)
        contents = {item.relative_to(static).as_posix(): item.read_bytes() for item in paths}
        digest = hashlib.sha256()
        for name, content in contents.items():
            digest.update(f"{name}\x1f{len(content)}\x1f".encode() + content)
        files = {
            name: PageFile(content, gzip.compress(content, mtime=0))
            for name, content in contents.items()
        }
        return cls(files, digest.hexdigest()[:12])

    def modules_for(self, *entries: str) -> tuple[str, ...]:
        """Return the modules that ``entries`` import, at any depth, and themselves."""
        found: dict[str, None] = {}
        waiting = list(entries)
        while waiting:
            name = waiting.pop(0)
            if name not in found:
                found[name] = None
                waiting += imports_of(name, self.files[name].content.decode("utf-8"))
        return tuple(found)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer with the file of the path below the mount."""
        response = self._response(Request(scope))
        await response(scope, receive, send)

    def _response(self, request: Request) -> Response:
        path = request.scope["path"].removeprefix(request.scope.get("root_path", "")).lstrip("/")
        name = path.removeprefix(f"{self.version}/")
        file = self.files.get(name)
        if file is None or request.method not in ("GET", "HEAD"):
            return Response(status_code=404)
        is_versioned = name != path
        headers = {
            "Cache-Control": _KEPT if is_versioned else "no-cache",
            "Vary": "Accept-Encoding",
        }
        is_packed = "gzip" in request.headers.get("accept-encoding", "")
        if is_packed:
            headers["Content-Encoding"] = "gzip"
        return Response(
            file.compressed if is_packed else file.content,
            media_type=_MEDIA_TYPES[PurePosixPath(name).suffix],
            headers=headers,
        )


def imports_of(name: str, source: str) -> list[str]:
    """Return the modules that ``source`` names in static imports.

    >>> imports_of("views/a.js", 'import { h } from "../dom.js";')
    ['dom.js']
    """
    folder = PurePosixPath(name).parent
    return [_joined(folder, found["path"]) for found in _IMPORT.finditer(source)]


def _joined(folder: PurePosixPath, path: str) -> str:
    parts = list(folder.parts)
    for part in path.split("/"):
        if part == "..":
            parts.pop()
        elif part != ".":
            parts.append(part)
    return "/".join(parts)
