"""Cards over HTTP: list, filters, sorting, comparison, eligibility, the workbook."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from fastapi.testclient import TestClient
from openpyxl import load_workbook

from corpus.catalogue import Catalogue
from corpus.document import Source
from corpus.settings import Settings
from ingest.parse import parse_bytes
from service.api.app import create_app
from service.schema.cards import CardQuery
from service.workspace import Workspace

EXAMPLES = Path(__file__).parents[2] / "corpus" / "documents" / "examples"
#: Shipped documents that speak of the same things on three levels.
SHIPPED = (
    "yunchuan/zhaoshang-jiangli-2025.html", "yunchuan/zhaoshang-jiangli-2022.html",
    "qingshi/zhaoshang-cuoshi-2025.html", "cangling/wangxi-zhaoshang-2024.txt",
    "yunling/waizi-cuoshi-2024.html", "qingshi/nongye-jiangbu-2024.docx",
    "yunchuan/feizhi-jueding-2026.html", "qingshi/zhengfu-gongzuo-baogao-2026.html",
)  # fmt: skip
AS_OF = "2026-06-30"


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    """Some of the shipped documents in a catalogue without an index."""
    data = tmp_path_factory.mktemp("shipped")
    catalogue = Catalogue(f"sqlite:///{data / 'catalogue.sqlite3'}", data / "writer.lock")
    for name in SHIPPED:
        for item in parse_bytes(
            (EXAMPLES / name).read_bytes(), source=f"examples/{name}", collection="examples"
        ):
            source: Source = item.source
            catalogue.put(item.document, source, parser_version=1)
    catalogue.close()
    workspace = Workspace(Settings(data=data))
    yield workspace
    workspace.close()


@pytest.fixture(scope="module")
def client(shipped: Workspace) -> Iterator[TestClient]:
    """The application over them."""
    with TestClient(create_app(shipped)) as found:
        yield found


def ask(client: TestClient, **params: object) -> dict[str, Any]:
    """One page of cards."""
    given = {"as_of": AS_OF, "limit": 500, **params}
    response = client.get("/api/cards", params=given)  # type: ignore[arg-type]
    assert response.status_code == 200, response.text
    found: dict[str, Any] = response.json()
    return found


def test_every_card_is_verbatim_and_cites_its_clause(client: TestClient) -> None:
    found = ask(client)
    assert found["total"] == len(found["cards"]) > 50
    for card in found["cards"]:
        document = client.get(f"/api/documents/{card['document_id']}").json()
        assert document["text"][card["start"] : card["end"]] == card["text"]
        assert card["example"] == (document["collection"] == "examples")
        assert card["digest"] == document["digest"]
        for name, (start, end) in card["spans"].items():
            assert document["text"][start:end].strip(), name
        if card["kind"] == "incentive" and card["amount_text"] is not None:
            start, end = card["spans"]["amount_text"]
            assert document["text"][start:end] == card["amount_text"]


def test_the_fields_of_a_known_rule(client: TestClient) -> None:
    found = ask(client, kind="incentive", region="青石县", benefit_type="租金减免")
    card = found["cards"][0]
    assert card["beneficiary"] == "入驻青石经济开发区标准厂房的企业"
    assert (card["rate_min"], card["rate_max"]) == (50, 100)
    assert card["clause_label"] == "第六条"
    assert card["source"] == "examples/qingshi/zhaoshang-cuoshi-2025.html"
    assert card["status"] == "有效"


@pytest.mark.parametrize(
    ("params", "test"),
    [
        ({"kind": "target"}, lambda card: card["kind"] == "target"),
        ({"benefit_type": "贴息"}, lambda card: "贴息" in card["benefit_type"]),
        ({"region": "青石县"}, lambda card: card["region"] == "青石县"),
        ({"level": "省"}, lambda card: card["level"] == "省"),
        ({"kind": "incentive", "beneficiary": "总部"}, lambda card: "总部" in card["beneficiary"]),
        ({"q": "标准厂房 租金"}, lambda card: "标准厂房" in card["text"]),
        ({"kind": "incentive", "amount_from": 5000000},
         lambda card: max(card["amount_max"] or 0, card["cap"] or 0) >= 5000000),
        ({"valid": True}, lambda card: card["status"] == "有效"),
        ({"document": "examples/yunling/waizi-cuoshi-2024.html"},
         lambda card: card["source"].endswith("waizi-cuoshi-2024.html")),
    ],
)  # fmt: skip
def test_filters_let_only_what_passes(
    client: TestClient, params: dict[str, Any], test: Any
) -> None:
    found = ask(client, **params)
    assert 0 < found["total"] < ask(client)["total"]
    assert all(test(card) for card in found["cards"])


@pytest.mark.parametrize(
    "params",
    [
        {"region": "大连市"}, {"collection": "nothing"}, {"benefit_type": "没有这一种"},
        {"document": "nothing.html"}, {"kind": "target", "year": 1999},
    ],
)  # fmt: skip
def test_filters_that_match_nothing_find_nothing(
    client: TestClient, params: dict[str, Any]
) -> None:
    assert ask(client, **params) == {"cards": [], "total": 0, "limit": 500, "offset": 0}


def test_upper_rules_apply_below(client: TestClient) -> None:
    own = ask(client, region="青石县")["total"]
    applying = ask(client, region="青石县", applies=True)
    assert applying["total"] > own
    assert {"云岭省", "云川市"} <= {card["region"] for card in applying["cards"]}
    assert "望溪县" not in {card["region"] for card in applying["cards"]}


def test_sorting_by_amount_and_paging(client: TestClient) -> None:
    found = ask(client, kind="incentive", sort="-amount")
    amounts = [
        next((card[n] for n in ("amount_max", "cap", "amount_min") if card[n] is not None), None)
        for card in found["cards"]
    ]
    known = [item for item in amounts if item is not None]
    assert known == sorted(known, reverse=True)
    assert all(item is None for item in amounts[len(known) :])
    page = ask(client, kind="incentive", sort="-amount", limit=2, offset=1)
    assert [card["card_id"] for card in page["cards"]] == [
        card["card_id"] for card in found["cards"][1:3]
    ]
    assert page["total"] == found["total"]


@pytest.mark.parametrize("params", [{"limit": 501}, {"sort": "colour"}, {"unknown": 1}])
def test_what_is_not_understood_is_refused(client: TestClient, params: dict[str, Any]) -> None:
    response = client.get("/api/cards", params=params)
    assert response.status_code == 422


def test_a_repealed_rule_says_so(client: TestClient) -> None:
    found = ask(client, document="examples/yunchuan/zhaoshang-jiangli-2022.html")
    assert {card["status"] for card in found["cards"]} <= {"已废止", "已失效"}
    assert ask(client, document="examples/yunchuan/zhaoshang-jiangli-2022.html", valid=True)[
        "total"
    ] == 0  # fmt: skip


def test_compare_puts_the_same_rule_side_by_side(client: TestClient) -> None:
    response = client.get(
        "/api/cards/compare",
        params={"regions": ["云川市", "青石县", "望溪县"], "q": "租金", "as_of": AS_OF},
    )
    table = response.json()
    assert table["columns"] == ["云川市", "青石县", "望溪县"]
    row = next(row for row in table["rows"] if all(row["cells"][1:]))
    assert "标准" in row["differences"]
    for number, cell in enumerate(row["cells"]):
        if cell is not None:
            assert cell["text"]
            assert cell["title"].startswith(table["columns"][number])


def test_compare_tells_which_rule_tops_up_which(client: TestClient) -> None:
    response = client.get(
        "/api/cards/compare",
        params={"regions": ["云川市", "青石县"], "q": "上市", "as_of": AS_OF},
    )
    assert response.status_code == 200
    assert all(len(row["cells"]) == 2 for row in response.json()["rows"])


def test_compare_of_one_side_is_refused(client: TestClient) -> None:
    response = client.get("/api/cards/compare", params={"regions": ["云川市"]})
    assert response.status_code == 400
    assert "至少两个" in response.json()["error"]["message"]


def test_eligibility_lists_yes_before_unknown_before_no(client: TestClient) -> None:
    response = client.post(
        "/api/eligibility",
        json={"text": "青石县制造业企业，年产值8000万元，固定资产投资6000万元", "as_of": AS_OF},
    )
    found = response.json()
    order = {"yes": 0, "unknown": 1, "no": 2}
    ranks = [order[item["verdict"]] for item in found["items"]]
    assert ranks == sorted(ranks)
    assert sum(found["counts"].values()) == found["total"]
    assert "不构成承诺" in found["note"]
    for item in found["items"]:
        assert item["verdict"] != "unknown" or item["missing"]
        assert item["verdict"] != "yes" or item["card"]["status"] == "有效"
        assert item["card"]["region"] != "望溪县"


def test_a_form_goes_before_the_sentence(client: TestClient) -> None:
    response = client.post(
        "/api/eligibility",
        json={
            "text": "青石县企业，投资100万元",
            "profile": {"investment": 60000000, "kind": "企业"},
            "as_of": AS_OF,
        },
    )
    profile = response.json()["profile"]
    assert float(profile["investment"]) == 60000000
    assert profile["region"] == "青石县"


def test_the_workbook_has_real_types_and_cites(client: TestClient, shipped: Workspace) -> None:
    response = client.get("/api/cards.xlsx", params={"as_of": AS_OF})
    assert response.status_code == 200
    book = load_workbook(io.BytesIO(response.content))
    assert book.sheetnames == ["奖补", "目标", "办事"]
    sheet = book["奖补"]
    heads = [cell.value for cell in sheet[1]]
    assert sheet.max_row - 1 == ask(client, kind="incentive")["total"]
    caps = [row[heads.index("封顶（元）")] for row in sheet.iter_rows(min_row=2, values_only=True)]
    assert any(isinstance(value, int | float) for value in caps)
    assert all(isinstance(value, int | float) or value == "未规定" for value in caps)
    for row in sheet.iter_rows(min_row=2, values_only=True):
        assert row[heads.index("文件")]
        assert row[heads.index("原文")]
        assert isinstance(row[heads.index("起")], int)
    day = CardQuery(kind="incentive")
    assert sheet.max_row - 1 == len(shipped.card_desk().matching(day))


def test_the_desk_reads_anew_when_the_catalogue_moves(own_workspace: Workspace) -> None:
    desk = own_workspace.card_desk()
    before = len(desk.held())
    assert before > 0
    own_workspace.catalogue.remove_document(desk.held()[0].summary.document_id)
    assert len(own_workspace.card_desk().held()) < before


def test_the_word_file_has_a_row_for_each_card(client: TestClient) -> None:
    response = client.get("/api/cards.docx", params={"as_of": AS_OF, "kind": "incentive"})
    assert response.status_code == 200
    word = Document(io.BytesIO(response.content))
    (table,) = word.tables
    assert len(table.rows) - 1 == ask(client, kind="incentive")["total"]
    heads = [cell.text for cell in table.rows[0].cells]
    assert heads[-1] == "出处"
    cited = [row.cells[-1].text for row in table.rows[1:]]
    assert all("《" in text and "〔" in text for text in cited)


def test_the_word_file_of_nothing_says_so(client: TestClient) -> None:
    response = client.get("/api/cards.docx", params={"as_of": AS_OF, "q": "没有这样的词"})
    words = [item.text for item in Document(io.BytesIO(response.content)).paragraphs]
    assert "没有符合条件的卡片。" in words
