"""The shipped documents: enough of every kind, invented and marked so, consistent in themselves."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

import corpus
from corpus.docnumber import parse_number
from corpus.document import EXAMPLES_COLLECTION, REFERENCE_COLLECTION, DocType, PolicyDocument
from corpus.regions import find_regions
from ingest.parse import parse_bytes

DOCUMENTS = Path(corpus.__file__).parent / "documents"
#: The largest file that still makes a small clone.
MAX_BYTES = 300 * 1024
KINDS: tuple[DocType, ...] = (
    "意见", "通知", "决定", "批复", "函", "办法", "条例", "措施", "通告", "公告", "通报", "解读",
    "审议意见", "报告", "新闻", "指南", "问答",
)  # fmt: skip
#: Titles shortened by those who cite them: a regulation behind the notice that issues it.
ISSUED_BY_NOTICE = "印发"


def files_of(name: str) -> list[Path]:
    """Return the documents of one shipped folder; SOURCE, without extension, is not one."""
    return sorted(path for path in (DOCUMENTS / name).rglob("*") if path.is_file() and path.suffix)


@pytest.fixture(scope="module")
def examples() -> dict[str, PolicyDocument]:
    """Every example document, parsed."""
    found = {}
    for path in files_of("examples"):
        source = path.relative_to(DOCUMENTS).as_posix()
        parsed = parse_bytes(path.read_bytes(), source=source, collection=EXAMPLES_COLLECTION)
        assert len(parsed) == 1, source
        found[source] = parsed[0].document
    return found


def test_files_are_many_small_and_plainly_named() -> None:
    files = files_of("examples")
    assert len(files) >= 44
    assert {path.suffix for path in files} == {".html", ".txt", ".md", ".docx", ".pdf"}
    for path in files:
        assert path.name.isascii(), path
        assert path.stat().st_size < MAX_BYTES, path


@pytest.mark.parametrize("folder", ["examples", "reference"])
def test_each_folder_says_what_it_is(folder: str) -> None:
    said = (DOCUMENTS / folder / "SOURCE").read_text(encoding="utf-8")
    assert ("虚构" if folder == "examples" else "要点摘编") in said


def test_every_kind_of_document_is_there(examples: dict[str, PolicyDocument]) -> None:
    assert set(KINDS) <= {item.doc_type for item in examples.values()}


def test_no_invented_document_bears_a_number_of_the_state_council(
    examples: dict[str, PolicyDocument],
) -> None:
    for source, item in examples.items():
        assert not (item.doc_number or "").startswith("国"), source
        assert item.level != "国家", source


def test_documents_name_each_other_by_their_right_titles(
    examples: dict[str, PolicyDocument],
) -> None:
    titles = {
        item.doc_number: (item.title, item.inner_title or "")
        for item in examples.values()
        if item.doc_number
    }
    checked = 0
    for source, item in examples.items():
        for reference in item.references:
            if reference.title is None or reference.doc_number not in titles:
                continue
            if reference.relation == ISSUED_BY_NOTICE:
                continue
            checked += 1
            held = "".join(titles[reference.doc_number])
            assert reference.title in held, (source, reference)
    assert checked >= 20


def test_nothing_refers_to_a_later_document(examples: dict[str, PolicyDocument]) -> None:
    issued = {item.doc_number: item.issued_on for item in examples.values() if item.doc_number}
    for source, item in examples.items():
        for reference in item.references:
            named = issued.get(reference.doc_number or "")
            if named is not None and item.issued_on is not None:
                assert named <= item.issued_on, (source, reference)


def test_every_number_is_written_canonically(examples: dict[str, PolicyDocument]) -> None:
    for source, item in examples.items():
        if item.doc_number:
            parsed = parse_number(item.doc_number)
            assert parsed is not None, source
            assert str(parsed) == item.doc_number


def test_the_two_copies_hold_the_same_clauses(examples: dict[str, PolicyDocument]) -> None:
    official = examples["examples/yunchuan/zhaoshang-jiangli-2025.html"]
    mirror = examples["examples/mirror/zhaoshang-jiangli-2025-zhuanzai.html"]
    articles = {
        clause.path: official.text_of(clause) for clause in official.clauses if clause.kind == "条"
    }
    copied = {
        clause.path: mirror.text_of(clause) for clause in mirror.clauses if clause.kind == "条"
    }
    assert len(articles) == 20
    assert articles == copied


def test_one_rule_is_expired_and_one_not_yet_in_force(examples: dict[str, PolicyDocument]) -> None:
    today = date(2026, 11, 22)
    assert examples["examples/yunchuan/daikuan-tiexi-2023.html"].expires_on == date(2025, 8, 31)
    later = examples["examples/yunchuan/mujun-xiaoyi-2026.html"].effective_on
    assert later == date(2027, 1, 1)
    assert later > today


def test_the_interpretation_that_misdates_a_document_still_does(
    examples: dict[str, PolicyDocument],
) -> None:
    named = "云岭省人民政府关于推进全省开发区创新提升高质量发展的实施意见"
    told = examples["examples/yunchuan/jiedu-kaifaqu-fangan.html"].text
    opinion = examples["examples/yunling/kaifaqu-shishi-yijian-2024.html"]
    assert f"2024年3月8日，省政府印发《{named}》" in told
    assert opinion.issued_on == date(2024, 3, 18)


def test_invented_places_are_known(examples: dict[str, PolicyDocument]) -> None:
    assert examples
    for name in ("云岭省", "云川市", "沧岭市", "青石县", "望溪县"):
        assert find_regions(f"{name}人民政府"), name


def test_the_digest_is_marked_and_dated() -> None:
    (path,) = files_of("reference")
    digest = parse_bytes(
        path.read_bytes(), source="reference/guofa-2019-11.md", collection=REFERENCE_COLLECTION
    )[0].document
    assert digest.digest
    assert digest.doc_number == "国发〔2019〕11号"
    assert (digest.issued_on, digest.published_on) == (date(2019, 5, 18), date(2019, 5, 28))
    measures = [clause for clause in digest.clauses if clause.kind == "目" or clause.depth == 2]
    assert sum("要点" in digest.text_of(clause) for clause in measures) >= 22
