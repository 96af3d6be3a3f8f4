"""A BERT-like embedding model run by OpenVINO straight from its sentence-transformers folder.

The graph is written out here and its weights stay mapped from ``model.safetensors``, so that
neither torch nor a converted copy is needed. One thread works on one batch, and as many batches
run beside each other as there are cores: threads that wait for each other lose most of their
time on a busy machine. Measured on 2 cores with AMX (2026-11-22, 199 tokens a passage): bfloat16
76 passages/s, float32 25; a question 12 ms; ready in 0.3 s. On 2 cores with AVX512-VNNI but no
bfloat16 (2026-11-28): int8 25 passages/s, float32 16; a question 9 ms, float32 17; an int8 vector
keeps a cosine above .999 with its float32 one.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Sequence
from pathlib import Path
from queue import SimpleQueue
from typing import Any, Literal

import numpy as np
import openvino as ov
from openvino import opset13 as ops
from tokenizers import Encoding, Tokenizer

from corpus.settings import EmbeddingSettings
from index.embed import Prompts, Vectors

#: Added to the attention of padding; large enough to silence it, small enough for bfloat16.
_MASKED = 1e4
#: Activations that share one int8 scale (tried: 32, 192, 384, 768, 1536). Wider is no faster
#: past 384 and coarser; narrower costs time (32: 21 passages/s, 384: 25).
_INT8_GROUP = 384
#: Without these instructions int8 products are slower than float32 ones.
_INT8_INSTRUCTIONS = ("avx512_vnni", "avx_vnni")

Precision = Literal["f32", "bf16", "int8"]
Node = Any


class OpenVinoEmbedder:
    """The embedder of DESIGN §4 on OpenVINO; safe to share between threads."""

    def __init__(
        self, folder: Path, *, model_id: str, prompts: Prompts, settings: EmbeddingSettings
    ) -> None:
        config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
        self._model_id = model_id
        self._prompts = prompts
        self._batch_size = settings.batch_size
        self._dimension = int(config["hidden_size"])
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.enable_truncation(int(config["max_position_embeddings"]))
        self._tokenizer.no_padding()
        tensors = read_safetensors(folder / "model.safetensors")
        # Looked up here and not in the graph, so that only the pages of words met are in memory:
        # the table is four fifths of the weights.
        self._words = tensors.pop("embeddings.word_embeddings.weight")
        self._compiled = _compile(tensors, config, settings)
        self._streams = int(self._compiled.get_property("OPTIMAL_NUMBER_OF_INFER_REQUESTS"))
        self._idle: SimpleQueue[Any] = SimpleQueue()
        for _ in range(self._streams):
            self._idle.put(self._compiled.create_infer_request())

    @property
    def model_id(self) -> str:
        """The name that the index remembers."""
        return self._model_id

    @property
    def dimension(self) -> int:
        """The length of a vector."""
        return self._dimension

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """Return one unit row per text; longest first, so that a batch pads little."""
        encoded = self._encode([self._prompts.passage + text for text in texts])
        order = sorted(range(len(texts)), key=lambda row: -len(encoded[row].ids))
        vectors = np.zeros((len(texts), self._dimension), np.float32)
        queue = ov.AsyncInferQueue(self._compiled, self._streams)

        def store(request: Any, rows: list[int]) -> None:
            vectors[rows] = request.get_output_tensor(0).data

        queue.set_callback(store)
        for start in range(0, len(order), self._batch_size):
            rows = order[start : start + self._batch_size]
            queue.start_async(self._inputs([encoded[row] for row in rows]), rows)
        queue.wait_all()
        return vectors

    def embed_query(self, text: str) -> Vectors:
        """Return the unit vector of one question."""
        inputs = self._inputs(self._encode([self._prompts.query + text]))
        request = self._idle.get()
        try:
            return np.array(request.infer(inputs)[0][0], dtype=np.float32)
        finally:
            self._idle.put(request)

    def _encode(self, texts: list[str]) -> list[Encoding]:
        flat = [" ".join(text.split()) for text in texts]
        return list(self._tokenizer.encode_batch(flat))

    def _inputs(self, batch: list[Encoding]) -> list[Any]:
        length = max(len(item.ids) for item in batch)
        ids = np.ones((len(batch), length), np.int64)
        mask = np.zeros((len(batch), length), np.int64)
        for row, item in enumerate(batch):
            ids[row, : len(item.ids)] = item.ids
            mask[row, : len(item.ids)] = 1
        return [self._words[ids], mask]


def _compile(
    tensors: dict[str, Vectors], config: dict[str, Any], settings: EmbeddingSettings
) -> Any:
    core = ov.Core()
    precision = _precision(core, settings)
    model = _Graph(tensors, config, int8=precision == "int8").build()
    options: dict[str, Any] = {
        "PERFORMANCE_HINT": "THROUGHPUT",
        "INFERENCE_PRECISION_HINT": "bf16" if precision == "bf16" else "f32",
        "DYNAMIC_QUANTIZATION_GROUP_SIZE": _INT8_GROUP if precision == "int8" else 0,
    }
    if settings.threads is not None:
        options["INFERENCE_NUM_THREADS"] = settings.threads
    return core.compile_model(model, "CPU", options)


def _precision(core: Any, settings: EmbeddingSettings) -> Precision:
    """bfloat16 where the CPU computes in it (AMX, AVX512-BF16), else int8 where it has
    instructions for that, unless a setting says else."""
    named: dict[str, Precision] = {"bfloat16": "bf16", "int8": "int8", "float32": "f32"}
    if settings.precision != "auto":
        return named[settings.precision]
    if "BF16" in core.get_property("CPU", "OPTIMIZATION_CAPABILITIES"):
        return "bf16"
    return "int8" if computes_int8() else "f32"


def computes_int8(cpuinfo: Path = Path("/proc/cpuinfo")) -> bool:
    """Whether the CPU has int8 dot products; False where the system does not say (not Linux)."""
    try:
        flags = cpuinfo.read_text(encoding="utf-8").split()
    except OSError:
        return False
    return any(name in flags for name in _INT8_INSTRUCTIONS)


def read_safetensors(path: Path) -> dict[str, Vectors]:
    """Map the float32 tensors of a safetensors file; pages are read when first touched."""
    with path.open("rb") as stream:
        (length,) = struct.unpack("<Q", stream.read(8))
        header = json.loads(stream.read(length))
    # Copy-on-write, because OpenVINO takes only writable memory without copying it.
    data = np.memmap(path, np.uint8, "c")
    found: dict[str, Vectors] = {}
    for name, entry in header.items():
        if name != "__metadata__" and entry["dtype"] == "F32":
            start, end = (8 + length + offset for offset in entry["data_offsets"])
            found[name] = data[start:end].view("<f4").reshape(entry["shape"])
    return found


class _Graph:
    """Builds the encoder: embeddings, layers, mean over the tokens, unit length."""

    def __init__(
        self, tensors: dict[str, Vectors], config: dict[str, Any], *, int8: bool = False
    ) -> None:
        self._tensors = tensors
        self._int8 = int8
        self._layers = int(config["num_hidden_layers"])
        self._heads = int(config["num_attention_heads"])
        self._hidden = int(config["hidden_size"])
        self._epsilon = float(config["layer_norm_eps"])

    def build(self) -> Any:
        words = ops.parameter([-1, -1, self._hidden], np.float32, "word_embeddings")
        mask = ops.parameter([-1, -1], np.int64, "attention_mask")
        weights = ops.convert(mask, "f32")
        bias = ops.multiply(
            ops.subtract(ops.unsqueeze(weights, _integers([1, 2])), _number(1.0)), _number(_MASKED)
        )
        states = self._embeddings(words)
        for layer in range(self._layers):
            states = self._layer(states, bias, f"encoder.layer.{layer}.")
        return ov.Model([ops.result(_mean_of_tokens(states, weights))], [words, mask], "embedder")

    def _constant(self, name: str) -> Node:
        return ops.constant(self._tensors[name], shared_memory=True)

    def _embeddings(self, words: Node) -> Node:
        length = ops.gather(ops.shape_of(words), _integers(1), _integers(0))
        positions = ops.gather(
            self._constant("embeddings.position_embeddings.weight"),
            ops.range(_integers(0), length, _integers(1), "i64"),
            _integers(0),
        )
        types = np.array(self._tensors["embeddings.token_type_embeddings.weight"][0])
        states = ops.add(ops.add(words, positions), ops.constant(types))
        return self._norm(states, "embeddings.LayerNorm")

    def _layer(self, states: Node, bias: Node, prefix: str) -> Node:
        split = _integers([0, 0, self._heads, self._hidden // self._heads])
        swap = _integers([0, 2, 1, 3])
        query, key, value = (
            ops.transpose(
                ops.reshape(self._linear(states, f"{prefix}attention.self.{name}"), split, True),
                swap,
            )
            for name in ("query", "key", "value")
        )
        attended = ops.transpose(ops.scaled_dot_product_attention(query, key, value, bias), swap)
        joined = ops.reshape(attended, _integers([0, 0, self._hidden]), True)
        added = ops.add(states, self._linear(joined, f"{prefix}attention.output.dense"))
        states = self._norm(added, f"{prefix}attention.output.LayerNorm")
        wide = ops.gelu(self._linear(states, f"{prefix}intermediate.dense"), "erf")
        added = ops.add(states, self._linear(wide, f"{prefix}output.dense"))
        return self._norm(added, f"{prefix}output.LayerNorm")

    def _linear(self, states: Node, name: str) -> Node:
        weight = f"{name}.weight"
        matrix = self._quantised(weight) if self._int8 else self._constant(weight)
        product = ops.matmul(states, matrix, False, True)
        return ops.add(product, self._constant(f"{name}.bias"))

    def _quantised(self, name: str) -> Node:
        """Return a matrix as int8 with one scale a row; products with it run in int8."""
        matrix = self._tensors[name]
        scales = np.maximum(np.abs(matrix).max(axis=1, keepdims=True), 1e-12) / 127
        rounded = np.rint(matrix / scales).astype(np.int8)
        return ops.multiply(
            ops.convert(ops.constant(rounded), "f32"), ops.constant(scales.astype(np.float32))
        )

    def _norm(self, states: Node, name: str) -> Node:
        centred = ops.mvn(states, _integers([-1]), True, self._epsilon, "inside_sqrt")
        scaled = ops.multiply(centred, self._constant(f"{name}.weight"))
        return ops.add(scaled, self._constant(f"{name}.bias"))


def _mean_of_tokens(states: Node, weights: Node) -> Node:
    weighted = ops.multiply(states, ops.unsqueeze(weights, _integers([2])))
    total = ops.reduce_sum(ops.unsqueeze(weights, _integers([2])), _integers([1]))
    mean = ops.divide(ops.reduce_sum(weighted, _integers([1])), total)
    return ops.normalize_l2(mean, _integers([1]), 1e-12, "max")


def _integers(value: Any) -> Node:
    return ops.constant(np.array(value, np.int64))


def _number(value: float) -> Node:
    return ops.constant(np.array(value, np.float32))
