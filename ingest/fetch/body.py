"""The body of an answer as it comes in: unpacked piece by piece, never more than the limit."""

from __future__ import annotations

import zlib

from ingest.fetch.failure import FetchError, Passing

#: What is asked for in Accept-Encoding, with the window bits that zlib unpacks it by.
_WINDOWS = {"gzip": 31, "x-gzip": 31, "deflate": 15}
_PIECE = 1 << 20


class Decoder:
    """Unpacks gzip and deflate within a limit; an archive that swells is cut off at once."""

    def __init__(self, encoding: str, name: str, max_bytes: int) -> None:
        self._name = name
        self._left = self._max_bytes = max_bytes
        self._encoding = encoding.strip().lower()
        if self._encoding not in ("", "identity", *_WINDOWS):
            raise FetchError(f"{name}：网站用了不认识的压缩方式 {encoding[:40]}，无法读取。")
        window = _WINDOWS.get(self._encoding)
        self._zip = None if window is None else zlib.decompressobj(window)
        self._fed = False

    def decode(self, chunk: bytes) -> bytes:
        """Return what ``chunk`` unpacks to; raise FetchError beyond the limit."""
        if self._zip is None:
            self._take(len(chunk))
            return chunk
        try:
            return self._unpack(chunk)
        except zlib.error as error:
            raise Passing(f"{self._name}：压缩内容已损坏，请稍后再试。") from error

    def finish(self) -> None:
        """Raise Passing where a packed body ended too early."""
        if self._zip is not None and self._fed and not self._zip.eof:
            raise Passing(f"{self._name}：内容没有传完，请稍后再试。")

    def too_large(self) -> FetchError:
        """Return the error that says the limit."""
        limit = self._max_bytes / 1024 / 1024
        return FetchError(
            f"{self._name}：内容超过上限 {limit:.4g} MB，已中止；"
            "确需抓取请调高设置 fetch.max_bytes。"
        )

    def _unpack(self, chunk: bytes) -> bytes:
        pieces: list[bytes] = []
        more = bool(chunk)
        while more and self._zip is not None:
            if self._zip.eof:  # gzip may have several members one after the other
                if not chunk.startswith(b"\x1f\x8b"):
                    break
                self._zip = zlib.decompressobj(_WINDOWS["gzip"])
            room = min(_PIECE, self._left + 1)
            piece = self._piece(self._zip, chunk, room)
            if piece is None:
                continue
            self._take(len(piece))
            pieces.append(piece)
            chunk = self._zip.unused_data if self._zip.eof else self._zip.unconsumed_tail
            more = bool(chunk) or len(piece) == room
        return b"".join(pieces)

    def _piece(self, unzip: zlib._Decompress, chunk: bytes, room: int) -> bytes | None:
        """Unpack up to ``room`` bytes; None where the packing turned out to be another."""
        try:
            piece = unzip.decompress(chunk, room)
        except zlib.error:
            if self._encoding != "deflate" or self._fed:
                raise
            # Some sites send deflate without the zlib wrapper (RFC 9110, 8.4.1.2).
            self._encoding, self._zip = "raw deflate", zlib.decompressobj(-15)
            return None
        self._fed = True
        return piece

    def _take(self, size: int) -> None:
        self._left -= size
        if self._left < 0:
            raise self.too_large()
