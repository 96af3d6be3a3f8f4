"""What the parent and the reading process say to each other: a length (8 bytes) and a pickle."""

from __future__ import annotations

import pickle
import struct
from dataclasses import dataclass
from typing import IO


@dataclass(frozen=True, slots=True)
class Job:
    """One file to read; ``name`` and ``url`` as in :class:`ingest.found_files.FoundFile`."""

    path: str
    source: str
    collection: str
    name: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Ready:
    """The first message: the process has started and can serve."""


@dataclass(frozen=True, slots=True)
class Alive:
    """The job goes on: a page of it is done."""


@dataclass(frozen=True, slots=True)
class Done:
    """The end of a job; ``failure`` is the message for the user, ``detail`` that for the log."""

    failure: str | None = None
    detail: str | None = None


def send(stream: IO[bytes], message: object) -> None:
    """Write one message."""
    body = pickle.dumps(message, protocol=pickle.HIGHEST_PROTOCOL)
    stream.write(struct.pack(">Q", len(body)))
    stream.write(body)
    stream.flush()


def receive(stream: IO[bytes]) -> object | None:
    """Read one message, None at the end of the stream (also in the middle of a message)."""
    head = stream.read(8)
    if len(head) < 8:
        return None
    (size,) = struct.unpack(">Q", head)
    body = stream.read(size)
    return pickle.loads(body) if len(body) == size else None
