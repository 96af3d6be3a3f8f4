"""Any embedding model through sentence-transformers: the portable way, and that of other models.

bfloat16 where the CPU has AMX or AVX512-BF16 (3 times the speed of float32 there).
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from typing import Any

import numpy as np
import torch
from sentence_transformers import SentenceTransformer

from corpus.errors import ConfigError
from corpus.settings import EmbeddingSettings
from index.embed import Prompts, Vectors


class SentenceEmbedder:
    """The embedder of DESIGN §4 on sentence-transformers; safe to share between threads."""

    def __init__(
        self, model: str, *, model_id: str, prompts: Prompts, settings: EmbeddingSettings
    ) -> None:
        if settings.threads is not None:
            torch.set_num_threads(settings.threads)
        try:
            self._model = SentenceTransformer(
                model, device="cpu", model_kwargs={"dtype": _precision(settings)}
            )
        except (OSError, ValueError) as error:
            raise ConfigError(
                f"读不到向量模型 {model}：请在设置 embedding.model 中填本地模型目录，"
                "或用 HF_ENDPOINT 指定可访问的镜像。"
            ) from error
        self._model_id = model_id
        self._prompts = prompts
        self._batch_size = settings.batch_size
        self._lock = threading.Lock()

    @property
    def model_id(self) -> str:
        """The name that the index remembers."""
        return self._model_id

    @property
    def dimension(self) -> int:
        """The length of a vector."""
        found = self._model.get_embedding_dimension()
        if found is None:
            raise ConfigError(f"向量模型 {self._model_id} 没有说明向量的维数，不能使用。")
        return int(found)

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """Return one unit row per text (sentence-transformers sorts by length itself)."""
        return self._encode(list(texts), self._prompts.passage)

    def embed_query(self, text: str) -> Vectors:
        """Return the unit vector of one question."""
        vector: Vectors = self._encode([text], self._prompts.query)[0]
        return vector

    def _encode(self, texts: list[str], prompt: str) -> Vectors:
        if not texts:
            return np.zeros((0, self.dimension), np.float32)
        with self._lock:
            # As a float32 tensor, since numpy knows no bfloat16.
            found: Any = self._model.encode(
                [" ".join(text.split()) for text in texts],
                prompt=prompt,
                batch_size=self._batch_size,
                normalize_embeddings=True,
                convert_to_tensor=True,
                show_progress_bar=False,
            )
        vectors: Vectors = found.float().cpu().numpy()
        return vectors


def _precision(settings: EmbeddingSettings) -> torch.dtype:
    if settings.precision != "auto":
        return torch.bfloat16 if settings.precision == "bfloat16" else torch.float32
    capable = torch.cpu._is_avx512_bf16_supported() or torch.cpu._is_amx_tile_supported()
    return torch.bfloat16 if capable else torch.float32
