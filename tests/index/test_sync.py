"""Both indexes agree with the catalogue, whatever happened before."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from corpus.catalogue import Catalogue
from corpus.document import PolicyDocument, Source, document_id_of
from corpus.errors import IndexStaleError
from corpus.settings import EmbeddingSettings, Settings
from corpus.viewer import Filters, Viewer
from index.embed import Embedder
from index.passages import passages_of
from index.search import SearchIndex
from index.sync import open_stores, sync

PROJECT = Path(__file__).parent.parent.parent


class CountingEmbedder:
    """Wraps an embedder and counts what it had to read."""

    def __init__(self, inner: Embedder, model_id: str = "fake-64") -> None:
        self._inner = inner
        self.model_id = model_id
        self.dimension = inner.dimension
        self.texts = 0

    def embed_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.texts += len(texts)
        return self._inner.embed_passages(texts)

    def embed_query(self, text: str) -> NDArray[np.float32]:
        return self._inner.embed_query(text)


class Library:
    """A data directory with real stores and a small embedder."""

    def __init__(self, folder: Path, embedder: Embedder, model: str = "fake") -> None:
        self.settings = Settings(
            data=folder, cache=folder / "cache", embedding=EmbeddingSettings(model=model)
        )
        self.catalogue = Catalogue(self.settings.catalogue_url, folder / "writer.lock")
        self.embedder = CountingEmbedder(embedder)

    def put(self, name: str, text: str, **more: str) -> PolicyDocument:
        document = PolicyDocument(
            document_id_of(name),
            name,
            "default",
            more.pop("title", f"关于{name}的通知"),
            text,
            **more,  # type: ignore[arg-type]
        )
        source = Source(name, f"{name}-{len(text)}", len(text), "txt")
        self.catalogue.put(document, source, parser_version=1)
        return document

    def sync(self):  # type: ignore[no-untyped-def]
        return sync(self.catalogue, self.settings, embedder=self.embedder)

    def search(self, query: str) -> list[str]:
        index = SearchIndex.open(self.settings, self.catalogue, embedder=self.embedder)
        viewer = Viewer(frozenset(self.catalogue.collections()))
        found = index.search(query, viewer=viewer, filters=Filters(), top_k=50)
        return [hit.source for hit in found.hits]

    def check(self) -> None:
        """Catalogue, manifest and both indexes hold the same passages, each once."""
        stores = open_stores(self.settings)
        rows = stores.manifest.passages()
        pids = sorted(row.pid for row in rows)
        assert sorted(stores.lexical.pids()) == pids
        assert sorted(stores.vectors.pids()) == pids
        assert not stores.manifest.leftover()
        held = self.catalogue.content_hashes()
        expected = {
            (passage.document_id, passage.start, passage.end)
            for document in self.catalogue.iter_documents(held)
            for passage in passages_of(document)
        }
        found = [(row.document_id, row.start, row.end) for row in rows]
        assert sorted(found) == sorted(expected)


@pytest.fixture
def library(tmp_path: Path, fake_embedder: Embedder) -> Library:
    return Library(tmp_path / "data", fake_embedder)


def test_adds_changes_and_removes(library: Library) -> None:
    library.put("甲", "租金减免前两年免收。")
    library.put("乙", "重大项目奖励500万元。")
    report = library.sync()
    assert (report.added, report.removed, report.embedded) == (2, 0, 2)
    library.check()
    assert library.search("租金减免")[0] == "甲"

    library.put("甲", "本办法废止。")
    library.catalogue.remove_sources(["乙"])
    report = library.sync()
    assert (report.added, report.removed) == (1, 1)
    library.check()
    assert library.search("重大项目奖励") == ["甲"]


def test_an_unchanged_corpus_embeds_nothing(library: Library) -> None:
    library.put("甲", "租金减免。")
    library.sync()
    assert library.sync().embedded == 0
    library.put("甲", "租金减免。")  # stored anew, the same
    report = library.sync()
    assert (report.added, report.embedded) == (0, 0)
    library.check()


def test_a_passage_that_stays_keeps_its_vector(library: Library) -> None:
    first = "甲" * 280 + "。"
    library.put("丙", first + "乙" * 250 + "。")
    library.sync()
    library.put("丙", first + "丁" * 250 + "。")
    assert library.sync().embedded == 1
    library.check()


def test_another_model_builds_anew_and_search_refuses_a_mix(
    library: Library, fake_embedder: Embedder
) -> None:
    library.put("甲", "租金减免。")
    library.sync()
    other = Library(library.settings.data, fake_embedder, model="other")
    with pytest.raises(IndexStaleError, match="ceyuan ingest"):
        other.search("租金")
    assert other.sync().embedded == 1
    other.check()
    assert other.search("租金") == ["甲"]


def test_documents_without_an_index_are_an_error_not_an_empty_library(library: Library) -> None:
    library.put("甲", "租金减免。")
    with pytest.raises(IndexStaleError, match="ceyuan ingest"):
        library.search("租金")


@pytest.mark.parametrize("lost", ["lexical", "vectors"])
def test_an_index_that_lost_passages_is_repaired(library: Library, lost: str) -> None:
    for name in "甲乙丙":
        library.put(name, f"{name}类企业租金减免。")
    library.sync()
    stores = open_stores(library.settings)
    victims = [stores.manifest.passages()[0].pid]
    if lost == "lexical":
        stores.lexical.write((), delete=victims)
    else:
        stores.vectors.delete(victims)
    report = library.sync()
    assert report.added == 1
    assert report.embedded == (1 if lost == "vectors" else 0)
    library.check()


def test_a_lost_manifest_rebuilds_both(library: Library) -> None:
    library.put("甲", "租金减免。")
    library.sync()
    for path in (library.settings.data / "index").glob("manifest.sqlite3*"):
        path.unlink()
    library.sync()
    library.check()


def test_progress_counts_documents(library: Library) -> None:
    for name in "甲乙丙":
        library.put(name, "租金减免。")
    seen: list[tuple[int, int]] = []
    sync(
        library.catalogue,
        library.settings,
        embedder=library.embedder,
        on_progress=lambda done, total: seen.append((done, total)),
    )
    assert seen[-1] == (3, 3)


CHILD = """
    import sys
    import index.sync
    from pathlib import Path
    from tests.conftest import FakeEmbedder
    from tests.index.test_sync import Library
    index.sync.BATCH_PASSAGES = 8
    library = Library(Path(sys.argv[1]), FakeEmbedder())
    def said(done, total):
        print(done, flush=True)
    index.sync.sync(
        library.catalogue, library.settings, embedder=library.embedder, on_progress=said
    )
"""


@pytest.mark.parametrize("batches", [1, 3])
def test_kill_9_in_the_middle(library: Library, batches: int) -> None:
    """Killed while writing, then run again: nothing twice, nothing lost."""
    for number in range(60):
        library.put(f"文件{number}", f"第{number}类企业租金减免{number}万元。" * 5)
    child = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(CHILD), str(library.settings.data)],
        stdout=subprocess.PIPE,
        cwd=PROJECT,
        env={**os.environ, "PYTHONPATH": str(PROJECT)},
    )
    assert child.stdout is not None
    for _ in range(batches):
        assert child.stdout.readline()
    child.send_signal(signal.SIGKILL)
    assert child.wait() == -signal.SIGKILL
    child.stdout.close()

    documents = open_stores(library.settings).manifest.documents().values()
    assert len([item for item in documents if item.done]) < 60, "the child was too fast to kill"
    library.sync()
    library.check()
    assert library.search("第59类企业租金减免")[0] == "文件59"


WRITER = """
    import sys
    from pathlib import Path
    from tests.conftest import FakeEmbedder
    from tests.index.test_sync import Library
    library = Library(Path(sys.argv[1]), FakeEmbedder())
    library.put("新文件", "航天产业园区奖励办法。")
    library.put("甲", "本办法废止。")
    library.sync()
"""


def test_a_reader_sees_what_another_process_wrote(library: Library) -> None:
    library.put("甲", "租金减免前两年免收。")
    library.sync()
    index = SearchIndex.open(library.settings, library.catalogue, embedder=library.embedder)
    viewer = Viewer(frozenset({"default"}))
    assert [hit.source for hit in index.search("租金减免", viewer=viewer).hits] == ["甲"]
    subprocess.run(
        [sys.executable, "-c", textwrap.dedent(WRITER), str(library.settings.data)],
        check=True,
        cwd=PROJECT,
        env={**os.environ, "PYTHONPATH": str(PROJECT)},
    )
    index._reload_after = 0.0
    hits = index.search("航天产业园区奖励", viewer=viewer).hits
    assert [hit.source for hit in hits] == ["新文件", "甲"]
    assert dict(hits[0].features)["dense"] > 0.3
    assert hits[1].text == "本办法废止。"
