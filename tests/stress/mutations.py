"""Damage to real files, the same for the same seed: bits, cuts, doubled and swapped stretches."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Callable

Mutation = Callable[[bytes, random.Random], bytes]


def flipped(data: bytes, chance: random.Random) -> bytes:
    """Turn some bits."""
    damaged = bytearray(data)
    for _ in range(chance.choice((1, 8, 64, 512))):
        damaged[chance.randrange(len(damaged))] ^= 1 << chance.randrange(8)
    return bytes(damaged)


def cut(data: bytes, chance: random.Random) -> bytes:
    """Keep the beginning only, as after a broken download."""
    return data[: chance.randrange(len(data) + 1)]


def torn(data: bytes, chance: random.Random) -> bytes:
    """Leave a stretch out."""
    start = chance.randrange(len(data))
    return data[:start] + data[start + chance.randrange(1, 4096) :]


def doubled(data: bytes, chance: random.Random) -> bytes:
    """Say a stretch many times over."""
    start = chance.randrange(len(data))
    stretch = data[start : start + chance.randrange(1, 512)]
    return data[:start] + stretch * chance.choice((2, 50, 2000)) + data[start:]


def zeroed(data: bytes, chance: random.Random) -> bytes:
    """Overwrite a stretch with zeros."""
    start = chance.randrange(len(data))
    size = min(chance.randrange(1, 2048), len(data) - start)
    return data[:start] + b"\0" * size + data[start + size :]


def swapped(data: bytes, chance: random.Random) -> bytes:
    """Exchange the two halves around a place."""
    place = chance.randrange(len(data))
    return data[place:] + data[:place]


def inside(data: bytes, chance: random.Random) -> bytes:
    """Damage one member of a zip (docx, ofd) and pack it anew; other files as ``flipped``."""
    if not data.startswith(b"PK"):
        return flipped(data, chance)
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(packed, "w") as new:
        names = [item.filename for item in old.infolist() if not item.is_dir()]
        victim = chance.choice(names)
        for name in names:
            body = old.read(name)
            if name == victim and body:
                body = chance.choice(PLAIN)(body, chance)
            new.writestr(name, body)
    return packed.getvalue()


#: What is done to bytes as they are.
PLAIN: tuple[Mutation, ...] = (flipped, cut, torn, doubled, zeroed, swapped)
MUTATIONS: tuple[Mutation, ...] = (*PLAIN, inside)


def mutated(data: bytes, *, seed: int) -> bytes:
    """Return ``data`` with the damage that ``seed`` chooses."""
    chance = random.Random(seed)
    return chance.choice(MUTATIONS)(data, chance)
