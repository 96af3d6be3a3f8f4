"""The catalogue keeps whole documents, knows every source, and has one writer."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from corpus.catalogue import Catalogue
from corpus.document import (
    Clause,
    Evidence,
    PolicyDocument,
    Reference,
    Removal,
    Source,
    document_id_of,
)
from corpus.errors import BusyError, NotFoundError

TEXT = (
    "云川市人民政府关于支持企业的意见\n一、对新设企业给予奖励10万元。\n二、本意见自印发之日起施行。"
)


def make_document(source: str, *, text: str = TEXT, collection: str = "default") -> PolicyDocument:
    start = text.index("一、")
    return PolicyDocument(
        document_id=document_id_of(source),
        source=source,
        collection=collection,
        title="关于支持企业的意见",
        text=text,
        doc_number="云川政发〔2025〕3号",
        issuers=("云川市人民政府",),
        issued_on=date(2025, 3, 1),
        doc_type="意见",
        level="市",
        region="云川市",
        clauses=(Clause("一、", "一", "条", 1, None, start, start + 4, None),),
        references=(
            Reference(
                "依据", "云政发〔2024〕1号", None, "一", text[start : start + 2], start, 2 + start
            ),
        ),
        removed=(Removal("打印", "share-bar", 0),),
        evidence=(Evidence("title", "first-line", "关于支持企业的意见", 7, 16),),
    )


def make_source(path: str, sha256: str = "a" * 64) -> Source:
    return Source(path=path, sha256=sha256, size=10, format="txt")


@pytest.fixture
def catalogue(tmp_path: Path) -> Iterator[Catalogue]:
    catalogue = Catalogue(f"sqlite:///{tmp_path / 'c.sqlite3'}", tmp_path / "lock")
    yield catalogue
    catalogue.close()


def test_a_document_comes_back_as_it_was_put(catalogue: Catalogue) -> None:
    document = make_document("a.txt")
    catalogue.put(document, make_source("a.txt"), parser_version=1)
    assert catalogue.document(document.document_id) == document


def test_putting_again_replaces_text_and_references(catalogue: Catalogue) -> None:
    catalogue.put(make_document("a.txt"), make_source("a.txt"), parser_version=1)
    corrected = make_document("a.txt", text=TEXT + "完。")
    catalogue.put(corrected, make_source("a.txt", "b" * 64), parser_version=1)
    assert catalogue.content_hashes() == {corrected.document_id: corrected.content_hash}
    assert len(catalogue.all_references()) == 1
    assert [source.sha256 for source in catalogue.sources()] == ["b" * 64]


def test_a_document_leaves_with_its_last_source(catalogue: Catalogue) -> None:
    document = make_document("a.txt")
    catalogue.put(document, make_source("a.txt"), parser_version=1)
    catalogue.add_source(document.document_id, make_source("copy.txt"), parser_version=1)
    assert catalogue.remove_sources(["a.txt"]) == []
    assert catalogue.remove_sources(["copy.txt"]) == [document.document_id]
    assert catalogue.content_hashes() == {}
    assert catalogue.all_references() == []


def test_every_change_moves_the_version(catalogue: Catalogue) -> None:
    versions = [catalogue.version()]
    document = make_document("a.txt")
    catalogue.put(document, make_source("a.txt"), parser_version=1)
    versions.append(catalogue.version())
    catalogue.add_source(document.document_id, make_source("b.txt"), parser_version=1)
    versions.append(catalogue.version())
    catalogue.remove_document(document.document_id)
    versions.append(catalogue.version())
    assert versions == sorted(set(versions))


def test_collections_are_counted(catalogue: Catalogue) -> None:
    catalogue.put(make_document("a.txt"), make_source("a.txt"), parser_version=1)
    examples = make_document("b.txt", collection="examples")
    catalogue.put(examples, make_source("b.txt"), parser_version=1)
    assert catalogue.collections() == {"default": 1, "examples": 1}


def test_bytes_are_found_within_their_collection_only(catalogue: Catalogue) -> None:
    document = make_document("a.txt")
    catalogue.put(document, make_source("a.txt"), parser_version=1)
    assert catalogue.document_with_bytes("a" * 64, "default") == document.document_id
    assert catalogue.document_with_bytes("a" * 64, "examples") is None


def test_what_is_not_held_is_an_error(catalogue: Catalogue) -> None:
    with pytest.raises(NotFoundError):
        catalogue.document("0" * 16)
    with pytest.raises(NotFoundError):
        catalogue.remove_document("0" * 16)


def test_a_second_writer_is_told_to_wait(tmp_path: Path, catalogue: Catalogue) -> None:
    other = Catalogue(f"sqlite:///{tmp_path / 'c.sqlite3'}", tmp_path / "lock")
    with catalogue.writer(), pytest.raises(BusyError), other.writer():
        pytest.fail("two writers at once")
    other.close()


def test_a_span_outside_the_text_is_refused() -> None:
    with pytest.raises(ValueError, match="outside the text"):
        PolicyDocument(
            document_id="0" * 16,
            source="a.txt",
            collection="default",
            title="题",
            text="短",
            clauses=(Clause(None, "前言", "前言", 1, None, 0, 99, None),),
        )
