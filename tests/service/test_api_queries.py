"""Search, ask and resolve over HTTP: DESIGN §5's fields, filters that fail closed, errors."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from service.api.app import create_app
from service.workspace import Workspace


@pytest.fixture(scope="module")
def client(tiny_workspace: Workspace) -> Iterator[TestClient]:
    with TestClient(create_app(tiny_workspace)) as found:
        yield found


def test_a_hit_is_verbatim_and_has_every_field_of_the_design(client: TestClient) -> None:
    found = client.post("/api/search", json={"query": "租金减免", "top_k": 5}).json()
    hit = found["hits"][0]
    assert hit["source"] == "files/cuoshi.txt"
    assert hit["doc_number"] == "青政规〔2025〕1号"
    assert hit["status"] == "有效"
    assert set(hit["clause"]) == {"label", "path", "start", "end"}
    text = client.get(f"/api/documents/{hit['document_id']}").json()["text"]
    assert text[hit["start"] : hit["end"]] == hit["text"]
    assert "免收租金" in hit["text"]
    assert found["took_ms"] >= 0


@pytest.mark.parametrize(
    "filters",
    [
        {"region": "大连市"},
        {"level": "国家"},
        {"type": "条例"},
        {"issuer": "财政部"},
        {"since": "2030-01-01"},
        {"until": "2000-01-01"},
        {"status": "已废止"},
        {"collection": "nothing"},
    ],
)
def test_a_filter_that_matches_nothing_returns_nothing(
    client: TestClient, filters: dict[str, str]
) -> None:
    found = client.post("/api/search", json={"query": "奖励", "filters": filters})
    assert found.status_code == 200
    assert found.json()["hits"] == []


def test_an_answer_quotes_its_source_to_the_character(client: TestClient) -> None:
    answer = client.post("/api/ask", json={"question": "青石县标准厂房租金怎么减免？"}).json()
    assert answer["verdict"] == "answered"
    assert "免收租金" in answer["answer"]
    for citation in answer["citations"]:
        text = client.get(f"/api/documents/{citation['document_id']}").json()["text"]
        assert text[citation["start"] : citation["end"]] == citation["quote"]
        assert {"digest", "example", "sha256", "clause_label", "status"} <= set(citation)


def test_what_is_not_held_is_refused_with_a_kind_and_a_message(client: TestClient) -> None:
    answer = client.post("/api/ask", json={"question": "大连市标准厂房租金怎么减免？"}).json()
    assert answer["verdict"] == "refused"
    assert answer["refusal"]["kind"].startswith("absent")
    assert answer["refusal"]["message"]


def test_a_stream_ends_with_the_whole_answer(client: TestClient) -> None:
    body = {"question": "青石县标准厂房租金怎么减免？", "stream": True}
    with client.stream("POST", "/api/ask", json=body) as response:
        assert response.headers["content-type"].startswith("text/event-stream")
        text = "".join(response.iter_text())
    events = [part.split("\n") for part in text.strip().split("\n\n")]
    names = [lines[0].removeprefix("event: ") for lines in events]
    assert names[0] == "stage"
    assert "sentence" in names
    assert names[-1] == "answer"
    whole = json.loads(events[-1][1].removeprefix("data: "))
    assert whole["verdict"] == "answered"


def test_a_receipt_can_be_checked_later(client: TestClient) -> None:
    answer = client.post("/api/ask", json={"question": "青石县标准厂房租金怎么减免？"}).json()
    receipt = client.get(f"/api/receipts/{answer['receipt_id']}").json()
    assert receipt["holds"] is True
    assert receipt["answer"]["answer"] == answer["answer"]
    assert client.get("/api/receipts/0000000000000000").status_code == 404


def test_verify_tells_a_true_sentence_from_a_false_one(client: TestClient) -> None:
    text = "固定资产投资1亿元以上的制造业项目，按固定资产投资额的5%给予奖励，单个项目最高900万元。"
    found = client.post("/api/verify", json={"text": text}).json()
    assert [item["verdict"] for item in found["sentences"]] == ["contradicted"]
    text = text.replace("900", "800")
    found = client.post("/api/verify", json={"text": text}).json()
    assert found["sentences"][0]["verdict"] in ("exact", "supported")
    assert found["sentences"][0]["currency"] == "current"


def test_resolve_finds_any_spelling_and_never_a_similar_one(client: TestClient) -> None:
    found = client.get("/api/resolve", params={"q": "青政规[2025]1号"}).json()
    assert found["source"] == "files/cuoshi.txt"
    absent = client.get("/api/resolve", params={"q": "青政规〔2025〕2号"}).json()
    assert absent["document_id"] is None
    cited = client.get("/api/resolve", params={"q": "国发〔2019〕11号"}).json()
    assert cited["document_id"] is None
    assert cited["known_as_cited"] is True


@pytest.mark.parametrize(
    ("path", "body", "said"),
    [
        ("/api/search", {}, "字段 query：必填"),
        ("/api/search", {"query": "   "}, "不能为空"),
        ("/api/search", {"query": "奖励", "topk": 3}, "字段 topk：没有这个字段"),
        ("/api/search", {"query": "奖励", "top_k": 201}, "不得大于 200"),
        ("/api/search", {"query": "奖励", "filters": {"level": "镇"}}, "国家、省、市、县区"),
        ("/api/search", {"query": "奖励", "filters": {"since": "去年"}}, "应为日期"),
        ("/api/search", {"query": "奖励", "filters": {"province": "x"}}, "没有这个字段"),
        ("/api/ask", {"question": "长" * 2001}, "最长 2000 个字符"),
        ("/api/ask", {"question": "奖励", "stream": "maybe"}, "应为 true 或 false"),
        ("/api/verify", {"text": ""}, "不能为空"),
    ],
)
def test_a_wrong_request_says_which_field_and_what_it_may_be(
    client: TestClient, path: str, body: dict[str, object], said: str
) -> None:
    response = client.post(path, json=body)
    assert response.status_code == 422
    error = response.json()["error"]
    assert error["code"] == "invalid_request"
    assert said in error["message"]


def test_broken_json_is_told_in_chinese(client: TestClient) -> None:
    response = client.post("/api/ask", content=b"{", headers={"content-type": "application/json"})
    assert response.status_code == 422
    assert "JSON" in response.json()["error"]["message"]
