"""Search on real indexes: filters fail closed, only what the catalogue holds, copies folded."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from corpus.catalogue import Catalogue, StoredWork
from corpus.document import Clause, PolicyDocument, Source, document_id_of
from corpus.settings import EmbeddingSettings, Settings
from corpus.viewer import Filters, Viewer
from index.embed import Embedder
from index.search import SearchIndex, SearchResult
from index.sync import sync

TODAY = date(2026, 11, 22)
RENT = "对入驻标准厂房的企业，前两年免收租金，第三年减半收取租金。"


def make(name: str, text: str, **more: object) -> PolicyDocument:
    title = str(more.pop("title", name))
    collection = str(more.pop("collection", "default"))
    return PolicyDocument(document_id_of(name), name, collection, title, text, **more)  # type: ignore[arg-type]


DOCUMENTS = (
    make(
        "zhaoqing.txt", "肇庆市租金政策。" + RENT, title="肇庆市租金减免办法", region="肇庆市",
        level="市", doc_type="办法", issuers=("肇庆市人民政府",), issued_on=date(2024, 3, 1),
        doc_number="肇府〔2024〕3号",
    ),
    make(
        "guangzhou.txt", "广州市租金政策。" + RENT, title="广州市租金减免办法", region="广州市",
        level="市", doc_type="办法", issuers=("广州市人民政府",), issued_on=date(2023, 3, 1),
    ),
    make(
        "old.txt", "肇庆市旧租金政策。" + RENT, title="肇庆市租金减免暂行办法", region="肇庆市",
        level="市", doc_type="办法", issued_on=date(2018, 1, 1), effective_on=date(2018, 1, 1),
        expires_on=date(2020, 12, 31),
    ),
    make("undated.txt", "租金政策问答。" + RENT, title="租金政策问答", doc_type="问答"),
    make("copy-a.txt", "关于招工的通知。" + "企业招工补贴每人1000元。" * 3, title="关于招工的通知"),
    make("copy-b.txt", "关于招工的通知。" + "企业招工补贴每人1000元。" * 3, title="关于招工的通知"),
    make("example.txt", "示例租金政策。" + RENT, title="示例", collection="examples"),
)  # fmt: skip


class Desk:
    """One library with a search over it."""

    def __init__(self, folder: Path, embedder: Embedder) -> None:
        self.settings = Settings(
            data=folder, cache=folder / "cache", embedding=EmbeddingSettings(model="fake")
        )
        self.embedder = embedder
        self.catalogue = Catalogue(self.settings.catalogue_url, folder / "writer.lock")
        for document in DOCUMENTS:
            self.put(document)
        self.sync()
        self.index = SearchIndex.open(self.settings, self.catalogue, embedder=embedder)

    def put(self, document: PolicyDocument) -> None:
        source = Source(document.source, document.source, 1, "txt")
        self.catalogue.put(document, source, parser_version=1)

    def sync(self) -> None:
        sync(self.catalogue, self.settings, embedder=self.embedder)

    def search(
        self,
        query: str,
        filters: Filters | None = None,
        *,
        seen: str = "default",
        as_of: date = TODAY,
        top_k: int = 10,
    ) -> SearchResult:
        return self.index.search(
            query,
            filters=filters or Filters(),
            viewer=Viewer(frozenset({seen})),
            as_of=as_of,
            top_k=top_k,
        )


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory, fake_embedder: Embedder) -> Desk:
    return Desk(tmp_path_factory.mktemp("desk"), fake_embedder)


@pytest.fixture
def own_desk(tmp_path: Path, fake_embedder: Embedder) -> Desk:
    return Desk(tmp_path, fake_embedder)


def sources(found: SearchResult) -> list[str]:
    return [hit.source for hit in found.hits]


def test_hits_are_verbatim_and_carry_their_document(desk: Desk) -> None:
    hit = desk.search("肇庆市租金怎么减免").hits[0]
    document = desk.catalogue.document(hit.document_id)
    assert hit.source == "zhaoqing.txt"
    assert document.text[hit.start : hit.end] == hit.text
    assert (hit.doc_number, hit.issuer) == ("肇府〔2024〕3号", "肇庆市人民政府")
    assert hit.issued_on == date(2024, 3, 1)


def test_the_place_asked_about_comes_first(desk: Desk) -> None:
    assert sources(desk.search("广州市租金减免"))[0] == "guangzhou.txt"
    assert sources(desk.search("肇庆市租金减免"))[0] == "zhaoqing.txt"


def test_a_rule_in_force_comes_before_one_that_expired(desk: Desk) -> None:
    found = desk.search("肇庆市租金减免")
    statuses = {hit.source: hit.status for hit in found.hits}
    assert statuses["old.txt"] == "已失效"
    assert sources(found).index("zhaoqing.txt") < sources(found).index("old.txt")


def test_what_was_written_after_the_day_asked_about_steps_back(desk: Desk) -> None:
    found = desk.search("肇庆市租金减免", as_of=date(2019, 6, 1))
    assert sources(found)[0] == "old.txt"
    assert {hit.source: hit.status for hit in found.hits}["zhaoqing.txt"] == "尚未施行"
    named = desk.search("肇府〔2024〕3号 租金减免", as_of=date(2019, 6, 1))
    assert sources(named)[0] == "zhaoqing.txt"


def test_a_document_named_by_its_number_comes_first(desk: Desk) -> None:
    assert sources(desk.search("肇府[2024]3号 招工补贴"))[0] == "zhaoqing.txt"


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (Filters(region="广州市"), {"guangzhou.txt"}),
        (Filters(region="广东省"), {"guangzhou.txt", "zhaoqing.txt", "old.txt"}),
        (Filters(region="西藏自治区"), set()),
        (Filters(region="不存在的地方"), set()),
        (Filters(level="省"), set()),
        (Filters(doc_type="问答"), {"undated.txt"}),
        (Filters(issuer="肇庆"), {"zhaoqing.txt"}),
        (Filters(since=date(2024, 1, 1)), {"zhaoqing.txt"}),
        (Filters(until=date(2018, 12, 31)), {"old.txt"}),
        (Filters(since=date(2030, 1, 1)), set()),
        (Filters(status="已失效"), {"old.txt"}),
        (Filters(status="已废止"), set()),
        (Filters(region="肇庆市", status="已失效"), {"old.txt"}),
        (Filters(collection="nowhere"), set()),
    ],
)
def test_filters_fail_closed(desk: Desk, filters: Filters, expected: set[str]) -> None:
    found = desk.search("租金减免", filters)
    assert set(sources(found)) == expected
    assert found.hidden, "what a filter hides is counted"


def test_hidden_names_the_reason(desk: Desk) -> None:
    assert set(desk.search("租金减免", Filters(region="广州市")).hidden) == {"region"}
    assert desk.search("租金减免").hidden == {}


def test_a_viewer_never_sees_other_collections(desk: Desk) -> None:
    assert "example.txt" not in sources(desk.search("示例租金政策", top_k=50))
    assert sources(desk.search("示例租金政策", seen="examples")) == ["example.txt"]
    found = desk.search("示例租金政策", Filters(region="广州市"), seen="examples")
    assert (found.hits, set(found.hidden)) == ((), {"region"})
    assert desk.search("租金", seen="nothing").hits == ()


def test_copies_are_folded(desk: Desk) -> None:
    found = desk.search("企业招工补贴")
    hits = [hit for hit in found.hits if "copy" in hit.source]
    assert {hit.source for hit in hits} == {hits[0].source}
    assert hits[0].also_in == ({"copy-a.txt": "copy-b.txt"}.get(hits[0].source, "copy-a.txt"),)


@pytest.mark.parametrize(
    ("leading", "seen", "shown", "others"),
    [
        ("zhaoqing.txt", "default", "zhaoqing.txt", ("undated.txt",)),
        ("undated.txt", "default", "undated.txt", ("zhaoqing.txt",)),
        ("example.txt", "default", None, None),  # not the viewer's: it never leads
        ("zhaoqing.txt", "examples", "example.txt", ()),
    ],
)
def test_the_copies_of_a_work_are_one_result(
    own_desk: Desk, leading: str, seen: str, shown: str | None, others: tuple[str, ...] | None
) -> None:
    names = ("zhaoqing.txt", "undated.txt", "example.txt")
    own_desk.catalogue.put_works(
        [StoredWork(document_id_of(n), "", b"", "work", leads=n == leading) for n in names]
    )
    hits = [hit for hit in own_desk.search("租金减免", seen=seen).hits if hit.source in names]
    assert len({hit.source for hit in hits}) == 1
    assert {*hits[0].also_in, hits[0].source} <= {
        n for n in names if (n == "example.txt") == (seen == "examples")
    }
    if shown is not None:
        assert (hits[0].source, hits[0].also_in) == (shown, others)


@pytest.mark.parametrize("query", ["", "   ", "？！", "\x00", "租" * 5000, "<script>", "AND OR ("])
def test_odd_queries_do_no_harm(desk: Desk, query: str) -> None:
    assert len(desk.search(query).hits) <= 10


def test_top_k_is_kept(desk: Desk) -> None:
    assert len(desk.search("租金", top_k=2).hits) == 2


def test_a_removed_document_is_gone_at_once(own_desk: Desk) -> None:
    assert "guangzhou.txt" in sources(own_desk.search("租金"))
    own_desk.catalogue.remove_sources(["guangzhou.txt"])
    assert "guangzhou.txt" not in sources(own_desk.search("租金"))


def test_a_changed_text_is_found_only_after_sync(own_desk: Desk) -> None:
    own_desk.search("租金")
    own_desk.put(make("guangzhou.txt", "全新内容：航天产业奖励。", title="航天产业奖励"))
    assert "guangzhou.txt" not in sources(own_desk.search("租金"))
    own_desk.sync()
    own_desk.index._reload_after = 0.0
    assert sources(own_desk.search("航天产业奖励"))[0] == "guangzhou.txt"


def test_the_clause_that_decides_is_cited(own_desk: Desk) -> None:
    text = "三、奖励\n1.酒店评上四星级奖励20万元。\n2.旅行社组团奖励3万元。"
    starts = [0, text.index("1."), text.index("2.")]
    clauses = (
        Clause("三、", "三、", "章", 1, "奖励", 0, len(text), None),
        Clause("1.", "三、1.", "项", 2, None, starts[1], starts[2] - 1, 0),
        Clause("2.", "三、2.", "项", 2, None, starts[2], len(text), 0),
    )
    own_desk.put(make("lvyou.txt", text, title="旅游办法", clauses=clauses))
    own_desk.sync()
    own_desk.index._reload_after = 0.0
    hit = own_desk.search("旅行社组团奖励多少").hits[0]
    assert (hit.source, hit.clause_path, hit.clause_label) == ("lvyou.txt", "三、2.", "2.")


def test_an_empty_library_finds_nothing(tmp_path: Path, fake_embedder: Embedder) -> None:
    settings = Settings(data=tmp_path, embedding=EmbeddingSettings(model="fake"))
    catalogue = Catalogue(settings.catalogue_url, tmp_path / "lock")
    index = SearchIndex.open(settings, catalogue, embedder=fake_embedder)
    found = index.search("租金", viewer=Viewer(frozenset({"default"})))
    assert (found.hits, dict(found.hidden)) == ((), {})
