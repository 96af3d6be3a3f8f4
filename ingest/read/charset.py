"""Bytes to text: any encoding a Chinese file may have, decided by which reading is Chinese."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from functools import cache
from importlib import resources

from corpus.errors import SourceError

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
#: How much of a file decides its encoding.
_SAMPLE_BYTES = 40_000
#: A reading that replaces more than this share of its characters is not the right one.
_MAX_REPLACED = 0.01
#: A text with a larger share of control characters is not a text.
_MAX_CONTROL = 0.02
# A charset declared in an html head or xml line: <meta charset="gb2312">, encoding="GBK"
_DECLARED = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*(?P<name>[A-Za-z0-9_-]+)""", re.I)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text with the encoding it was read by; ``damaged`` where bytes had to be replaced."""

    text: str
    encoding: str
    damaged: bool


def decode(data: bytes, *, name: str) -> Decoded:
    """Return the text of ``data``, or raise SourceError where it is none.

    >>> decode("国发".encode("gbk"), name="a.txt").text
    '国发'
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _checked(_decoded(data, encoding), name)
    return _checked(_without_mark(data), name)


def _without_mark(data: bytes) -> Decoded:
    strict = _strict(data, "utf-8")
    if strict is not None and "\x00" not in strict:
        return Decoded(strict, "utf-8", damaged=False)
    if b"\x00" in data[:_SAMPLE_BYTES]:
        return _best(data, ("utf-16-le", "utf-16-be", "utf-8"))
    declared = _declared(data)
    return _best(data, tuple(dict.fromkeys((*declared, "gb18030", "utf-8", "utf-16-le", "big5"))))


def _declared(data: bytes) -> tuple[str, ...]:
    found = _DECLARED.search(data[:4000])
    if found is None:
        return ()
    name = found["name"].decode("ascii").lower()
    name = {"gb2312": "gb18030", "gbk": "gb18030", "big5": "big5hkscs"}.get(name, name)
    try:
        codecs.lookup(name)
    except LookupError:
        return ()
    return (name,)


def _best(data: bytes, encodings: tuple[str, ...]) -> Decoded:
    """Return the reading that looks most like Chinese; ties go to the earlier encoding."""
    head = data[:_SAMPLE_BYTES]
    best = max(encodings, key=lambda encoding: _likeness(head.decode(encoding, "replace")))
    return _decoded(data, best)


def _likeness(text: str) -> float:
    """Share of common Chinese and ASCII characters, less the broken ones."""
    if not text:
        return 0.0
    common = common_characters()
    good = sum(char in common or " " <= char <= "~" or char in "\r\n\t" for char in text)
    bad = text.count("\ufffd") * 3 + len(_CONTROL.findall(text))
    return (good - bad) / len(text)


@cache
def common_characters() -> frozenset[str]:
    """Return the characters that nearly all Chinese running text consists of."""
    path = resources.files("ingest") / "data" / "common_characters.txt"
    return frozenset(path.read_text("utf-8").replace("\n", "") + "，。、；：（）《》“”\u3000")


def _decoded(data: bytes, encoding: str) -> Decoded:
    strict = _strict(data, encoding)
    if strict is not None:
        return Decoded(strict, encoding, damaged=False)
    return Decoded(data.decode(encoding, "replace"), encoding, damaged=True)


def _strict(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _checked(decoded: Decoded, name: str) -> Decoded:
    """Refuse what is no text: too many control or replaced characters."""
    text = decoded.text[:_SAMPLE_BYTES]
    controls = len(_CONTROL.findall(text))
    if text and (
        controls / len(text) > _MAX_CONTROL or text.count("\ufffd") / len(text) > _MAX_REPLACED
    ):
        raise SourceError(
            f"{name}：内容不是文本（可能是二进制文件改了扩展名，或编码已损坏），"
            "请确认文件类型后重新导出。"
        )
    return decoded
