"""The measure of load: a library grown from a small one, searched in a process of its own."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

import eval.load
import index.search
from corpus.catalogue import Catalogue
from eval.load import measure, quantile, read_texts
from eval.load_library import build_library
from index.embed import Embedder
from index.passages import passages_of
from index.sync import open_stores
from tests.conftest import settings_in


@pytest.fixture
def grown(tmp_path: Path, tiny_data: Path) -> Path:
    written = build_library(settings_in(tiny_data), settings_in(tmp_path / "grown"), 60)
    assert written >= 60
    return tmp_path / "grown"


def test_copies_are_perturbed_but_keep_their_places(grown: Path, tiny_data: Path) -> None:
    real = Catalogue(settings_in(tiny_data).catalogue_url, tiny_data / "writer.lock")
    catalogue = Catalogue(settings_in(grown).catalogue_url, grown / "writer.lock")
    originals = {item.source: real.document(item.document_id) for item in real.summaries()}
    copies = [item for item in catalogue.summaries() if item.source.startswith("load/1/")]
    assert {item.source for item in copies} == {f"load/1/{source}" for source in originals}
    for item in copies:
        copy, original = catalogue.document(item.document_id), originals[item.source[7:]]
        same = sum(a == b for a, b in zip(copy.text, original.text, strict=True))
        assert 0.7 < same / len(original.text) < 0.99
        assert copy.doc_number is None
        rows = open_stores(settings_in(grown)).manifest.passages(document_id=item.document_id)
        assert [(row.start, row.end) for row in rows] == [
            (passage.start, passage.end) for passage in passages_of(original)
        ]


def test_all_layers_hold_the_same_passages(grown: Path) -> None:
    stores = open_stores(settings_in(grown))
    ids = stores.vectors.file.ids().tolist()
    assert stores.manifest.count() == stores.lexical.count() == len(ids)
    assert np.linalg.norm(stores.vectors.file.vectors(), axis=1) == pytest.approx(1.0, abs=1e-5)


def test_a_measure(grown: Path, fake_embedder: Embedder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index.search, "open_embedder", lambda _settings: fake_embedder)
    monkeypatch.setattr(eval.load, "Settings", lambda data: settings_in(data))
    report = measure(grown, ["租金怎么减免", "招商引资奖励"])
    assert report["passages"] >= 60
    assert report["nearest_recall_at_10"] == 1.0
    assert {"understand", "embed", "keywords", "vectors", "evidence", "rank", "hits"} <= set(
        report["stages_p50_ms"]
    )
    assert "p95_ms" in eval.load.table([report])


def test_questions_are_read_once_each(tmp_path: Path) -> None:
    rows = [{"question": "甲"}, {"text": "乙"}, {"question": "甲"}]
    path = tmp_path / "q.jsonl"
    path.write_text("\n".join(json.dumps(row) for row in rows))
    assert read_texts(path) == ["甲", "乙"]


def test_quantiles_are_measured_values() -> None:
    assert quantile([3.0, 1.0, 2.0], 0.5) == 2.0
    assert quantile([3.0, 1.0], 0.95) == 3.0
