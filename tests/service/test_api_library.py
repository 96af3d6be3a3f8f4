"""Documents over HTTP: lists, the whole document, lineage, facets, upload, removal."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.testclient import TestClient

from service.api.app import create_app
from service.api.uploading import safe_relative
from service.workspace import Workspace


@pytest.fixture
def client(tiny_workspace: Workspace) -> Iterator[TestClient]:
    with TestClient(create_app(tiny_workspace)) as found:
        yield found


@pytest.fixture
def own_client(own_workspace: Workspace) -> Iterator[TestClient]:
    with TestClient(create_app(own_workspace)) as found:
        yield found


def _id_of(client: TestClient, source: str) -> str:
    rows = client.get("/api/documents").json()["documents"]
    return next(row["document_id"] for row in rows if row["source"] == source)


def test_the_list_pages_and_counts(client: TestClient) -> None:
    whole = client.get("/api/documents").json()
    assert whole["total"] == 3
    assert [row["source"] for row in whole["documents"]] == [
        "files/cuoshi.txt", "files/dianshang.txt", "files/yijian.txt",
    ]  # fmt: skip
    page = client.get("/api/documents", params={"limit": 1, "offset": 1}).json()
    assert page["total"] == 3
    assert [row["source"] for row in page["documents"]] == ["files/dianshang.txt"]
    newest = client.get("/api/documents", params={"sort": "-issued_on"}).json()["documents"]
    assert newest[0]["source"] == "files/cuoshi.txt"


@pytest.mark.parametrize(
    ("params", "sources"),
    [
        ({"q": "青政规2025年1号"}, ["files/cuoshi.txt"]),
        ({"q": "电子商务"}, ["files/dianshang.txt"]),
        ({"q": "没有这样的标题"}, []),
        ({"status": "已失效"}, ["files/dianshang.txt"]),
        ({"status": "已失效", "as_of": "2020-01-01"}, []),
        ({"since": "2025-01-01"}, ["files/cuoshi.txt"]),
        ({"until": "2019-12-31"}, ["files/dianshang.txt"]),
        ({"collection": "nothing"}, []),
    ],
)
def test_the_list_filters(client: TestClient, params: dict[str, str], sources: list[str]) -> None:
    found = client.get("/api/documents", params=params).json()
    assert [row["source"] for row in found["documents"]] == sources
    assert found["total"] == len(sources)


@pytest.mark.parametrize(
    ("params", "said"),
    [
        ({"limit": 501}, "不得大于 500"),
        ({"offset": -1}, "不得小于 0"),
        ({"sort": "size"}, "应为以下之一"),
        ({"page": 2}, "没有这个字段"),
    ],
)
def test_a_wrong_list_request_is_explained(
    client: TestClient, params: dict[str, Any], said: str
) -> None:
    response = client.get("/api/documents", params=params)
    assert response.status_code == 422
    assert said in response.json()["error"]["message"]


def test_a_document_has_text_clauses_references_and_sources(client: TestClient) -> None:
    view = client.get(f"/api/documents/{_id_of(client, 'files/cuoshi.txt')}").json()
    labels = {item["label"] for item in view["clauses"]}
    assert {"第一条", "第五条"} <= labels
    for clause in view["clauses"]:
        assert view["text"][clause["start"] :].startswith(clause["label"] or "")
    assert [item["path"] for item in view["sources"]] == ["files/cuoshi.txt"]
    above = next(r for r in view["references"] if r["doc_number"] == "云政发〔2024〕8号")
    assert above["document_id"] == _id_of(client, "files/yijian.txt")
    assert view["expires_on"] == "2028-06-30"


def test_lineage_looks_both_ways_and_names_what_is_absent(client: TestClient) -> None:
    identifier = _id_of(client, "files/yijian.txt")
    found = client.get(f"/api/documents/{identifier}/lineage").json()
    above = next(item for item in found["up"] if item["doc_number"] == "国发〔2019〕11号")
    assert above["document_id"] is None
    assert above["cue"]
    assert [item["source"] for item in found["down"]] == ["files/cuoshi.txt"]


def test_facets_count_documents(client: TestClient) -> None:
    found = client.get("/api/facets").json()
    assert found["total"] == 3
    assert {item["value"]: item["count"] for item in found["statuses"]} == {"有效": 2, "已失效": 1}
    assert found["collections"] == [{"value": "default", "count": 3}]
    narrowed = client.get("/api/facets", params={"status": "已失效"}).json()
    assert narrowed["total"] == 1
    assert sum(item["count"] for item in narrowed["statuses"]) == 3


@pytest.mark.parametrize("path", ["", "/lineage"])
def test_an_unknown_document_is_404(client: TestClient, path: str) -> None:
    response = client.get(f"/api/documents/0123456789abcdef{path}")
    assert response.status_code == 404
    assert response.json()["error"]["code"] == "not_found"


def _finished(client: TestClient, job: dict[str, Any]) -> dict[str, Any]:
    for _ in range(200):
        if job["state"] in ("done", "failed"):
            return job
        time.sleep(0.1)
        job = client.get(f"/api/jobs/{job['job_id']}").json()
    raise AssertionError(f"the job does not end: {job}")


def test_an_upload_is_read_indexed_and_found_then_removed(own_client: TestClient) -> None:
    text = "赤水镇蜂蜜产业奖励办法\n第一条 蜂农每新增一箱蜜蜂，给予120元补助。\n2025年3月3日\n"
    job = own_client.post(
        "/api/ingest",
        files=[
            ("files", ("下发/fengmi.txt", text.encode(), "text/plain")),
            ("files", ("empty.pdf", b"", "application/pdf")),
        ],
        data={"collection": "乡镇"},
    )
    assert job.status_code == 202
    done = _finished(own_client, job.json())
    assert done["state"] == "done", done
    assert [item["source"] for item in done["summary"]["accepted"]] == ["下发/fengmi.txt"]
    problems = done["summary"]["failed"] + done["summary"]["skipped"]
    assert [item["source"] for item in problems] == ["empty.pdf"]
    assert problems[0]["reason"]
    hits = own_client.post("/api/search", json={"query": "每箱蜜蜂补助多少"}).json()["hits"]
    assert hits[0]["source"] == "下发/fengmi.txt"
    assert hits[0]["collection"] == "乡镇"
    assert own_client.delete(f"/api/documents/{hits[0]['document_id']}").status_code == 204
    hits = own_client.post("/api/search", json={"query": "每箱蜜蜂补助多少"}).json()["hits"]
    assert "下发/fengmi.txt" not in {hit["source"] for hit in hits}


def test_an_upload_with_a_bad_collection_name_is_refused(own_client: TestClient) -> None:
    response = own_client.post(
        "/api/ingest", files=[("files", ("a.txt", b"x"))], data={"collection": "../x"}
    )
    assert response.status_code == 422
    assert "collection" in response.json()["error"]["message"]


def test_an_unknown_job_is_404(client: TestClient) -> None:
    assert client.get("/api/jobs/0").status_code == 404


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("a.txt", "a.txt"),
        ("政策\\2023\\a.docx", "政策/2023/a.docx"),
        ("../../etc/passwd", "etc/passwd"),
        ("/abs/olute.txt", "abs/olute.txt"),
        ("a\x00b\x1f.txt", "ab.txt"),
    ],
)
def test_an_uploaded_name_stays_below_its_folder(name: str, kept: str) -> None:
    assert str(safe_relative(name)) == kept


def test_another_process_that_ingests_is_seen_without_a_restart(
    own_client: TestClient, own_workspace: Workspace
) -> None:
    """The server's workspace has the index open; a second one, as a CLI has, writes beside it."""
    from service.ingesting import Batch

    assert own_client.post("/api/search", json={"query": "热水壶"}).json()
    folder = own_workspace.settings.data.parent / "later"
    folder.mkdir()
    (folder / "hu.txt").write_text("热水壶下乡补贴办法\n第一条 每只热水壶补贴9元。\n")
    beside = Workspace(own_workspace.settings, embedder=own_workspace._embedder)
    beside.ingest([Batch((folder,), "default")])
    beside.close()
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        hits = own_client.post("/api/search", json={"query": "热水壶补贴多少"}).json()["hits"]
        if hits and hits[0]["source"] == "later/hu.txt":
            return
        time.sleep(0.2)
    raise AssertionError("the new document is not found")
