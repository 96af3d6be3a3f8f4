"""What the reader of a document is given: graph, differences, original, feedback, Word file."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import docx
import pypdfium2
import pytest
from fastapi.testclient import TestClient

from service.api.app import create_app
from service.export_answer import citation_line
from service.ingesting import Batch
from service.originals import Originals
from service.pdf_pages import find_words, page_png
from service.workspace import Workspace


@pytest.fixture
def client(own_workspace: Workspace) -> Iterator[TestClient]:
    with TestClient(create_app(own_workspace)) as found:
        yield found


def _id_of(client: TestClient, source: str) -> str:
    rows = client.get("/api/documents").json()["documents"]
    return str(next(row["document_id"] for row in rows if row["source"] == source))


def test_the_graph_climbs_to_documents_that_are_not_held(client: TestClient) -> None:
    measures, opinion = _id_of(client, "files/cuoshi.txt"), _id_of(client, "files/yijian.txt")
    graph = client.get(f"/api/documents/{measures}/graph", params={"depth": 2}).json()
    ranks = {item["key"]: item["rank"] for item in graph["nodes"]}
    assert ranks[measures] == 0
    assert ranks[opinion] == 1
    state = next(item for item in graph["nodes"] if item["doc_number"] == "国发〔2019〕11号")
    assert (state["rank"], state["document_id"]) == (2, None)
    edge = next(item for item in graph["edges"] if item["lower"] == measures)
    text = client.get(f"/api/documents/{measures}").json()["text"]
    assert text[edge["start"] : edge["end"]] == edge["cue"]
    below = client.get(f"/api/documents/{opinion}/graph", params={"depth": 1}).json()
    assert {item["key"]: item["rank"] for item in below["nodes"]}[measures] == -1
    assert client.get("/api/documents/0000000000000000/graph").status_code == 404


def test_differences_name_the_changed_words(client: TestClient, own_workspace: Workspace) -> None:
    folder = own_workspace.settings.data / "later"
    folder.mkdir()
    text = client.get(f"/api/documents/{_id_of(client, 'files/dianshang.txt')}").json()["text"]
    (folder / "xin.txt").write_text(text.replace("10万元", "20万元"), encoding="utf-8")
    own_workspace.ingest([Batch((folder,), "default")])
    old, new = _id_of(client, "files/dianshang.txt"), _id_of(client, "later/xin.txt")
    found = client.get(f"/api/documents/{new}/differences", params={"other": old}).json()
    assert found["changed"] == 1
    row = next(item for item in found["rows"] if item["kind"] != "same")
    assert [p["text"] for p in row["old"] if p["changed"]] == ["1"]
    assert [p["text"] for p in row["new"] if p["changed"]] == ["2"]
    view = client.get(f"/api/documents/{new}").json()
    assert old in {item["document_id"] for item in (*view["versions"], *view["copies"])}


def test_the_original_is_kept_shown_in_a_sandbox_and_swept(
    client: TestClient, own_workspace: Workspace
) -> None:
    folder = own_workspace.settings.data / "pages"
    folder.mkdir()
    page = (
        "<html><head><meta charset=gbk><title>茶园补助办法</title></head><body><script>x</script>"
        "<p>茶园补助办法</p><p>第一条 新建茶园每亩补助600元，由县农业农村局发放。</p></body></html>"
    )
    (folder / "chayuan.html").write_bytes(page.encode("gbk"))
    own_workspace.ingest([Batch((folder,), "default")])
    key = _id_of(client, "pages/chayuan.html")
    assert client.get(f"/api/documents/{key}").json()["has_original"]
    assert client.get(f"/api/documents/{key}/original").json()["shown_as"] == "frame"
    shown = client.get(f"/api/documents/{key}/original/file")
    assert "每亩补助600元" in shown.text
    assert shown.headers["content-type"] == "text/html; charset=utf-8"
    policy = shown.headers["content-security-policy"]
    assert policy.startswith("sandbox;")
    assert "script-src" not in policy
    assert client.get(f"/api/documents/{key}/original/pages/1.png").status_code == 404
    kept = own_workspace.catalogue.sources_of(key)[0]
    assert client.delete(f"/api/documents/{key}").status_code == 204
    assert not Originals(own_workspace.settings).path(kept.sha256).exists()


def test_an_original_that_is_not_kept_says_where_it_is(
    client: TestClient, own_workspace: Workspace
) -> None:
    key = _id_of(client, "files/cuoshi.txt")
    kept = own_workspace.catalogue.sources_of(key)[0]
    Originals(own_workspace.settings).path(kept.sha256).unlink(missing_ok=True)
    answer = client.get(f"/api/documents/{key}/original")
    assert answer.status_code == 404
    assert "files/cuoshi.txt" in answer.json()["error"]["message"]
    assert client.get(f"/api/documents/{key}").json()["has_original"] is False


def test_words_are_found_on_the_page_of_a_pdf(tmp_path: Path) -> None:
    path = tmp_path / "two.pdf"
    path.write_bytes(_pdf_of(["First page", "Rent is free for two years"]))
    place = find_words(path, "Rent is\nfree")
    assert (place.pages, place.page) == (2, 2)
    left, top, width, height = place.boxes[0]
    assert 0 <= left < left + width <= 1
    assert 0 <= top < top + height <= 1
    assert find_words(path, "nothing of it").page is None
    assert page_png(path, 1).startswith(b"\x89PNG")


def _pdf_of(lines: list[str]) -> bytes:
    """A PDF of one line a page, written by hand: pdfium itself cannot add a font by name."""
    kids = " ".join(f"{4 + 2 * i} 0 R" for i in range(len(lines)))
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Kids[{kids}]/Count {len(lines)}>>",
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    for i, line in enumerate(lines):
        stream = f"BT /F1 24 Tf 72 700 Td ({line}) Tj ET"
        objects.append(
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]"
            f"/Resources<</Font<</F1 3 0 R>>>>/Contents {5 + 2 * i} 0 R>>"
        )
        objects.append(f"<</Length {len(stream)}>>stream\n{stream}\nendstream")
    body, offsets = "%PDF-1.4\n", []
    for number, item in enumerate(objects, 1):
        offsets.append(len(body))
        body += f"{number} 0 obj{item}endobj\n"
    table = "".join(f"{offset:010d} 00000 n \n" for offset in offsets)
    size = len(objects) + 1
    end = f"trailer<</Size {size}/Root 1 0 R>>\nstartxref\n{len(body)}\n%%EOF"
    data = f"{body}xref\n0 {size}\n0000000000 65535 f \n{table}{end}".encode("latin-1")
    assert len(pypdfium2.PdfDocument(data)) == len(lines)
    return data


def test_feedback_is_stored_and_listed_newest_first(client: TestClient) -> None:
    for verdict, note in (("useful", None), ("wrong", "上限应为500万元")):
        body = {"verdict": verdict, "question": "上限多少？", "note": note}
        assert client.post("/api/feedback", json=body).status_code == 201
    found = client.get("/api/feedback").json()
    assert found["total"] == 2
    assert [item["verdict"] for item in found["feedback"]] == ["wrong", "useful"]
    assert found["feedback"][0]["note"] == "上限应为500万元"
    bad = client.post("/api/feedback", json={"verdict": "maybe", "question": "x"})
    assert bad.status_code == 422


def test_an_answer_is_exported_with_its_sources(client: TestClient) -> None:
    answer = client.post("/api/ask", json={"question": "青石县标准厂房租金怎么减免？"}).json()
    found = client.get(f"/api/receipts/{answer['receipt_id']}/docx")
    assert found.status_code == 200
    text = "\n".join(p.text for p in docx.Document(io.BytesIO(found.content)).paragraphs)
    assert answer["question"] in text
    for citation in answer["citations"]:
        assert citation["quote"].strip() in text
        assert f"[{citation['n']}]《{citation['title']}》" in text
    assert citation_line.__doc__
    assert client.get("/api/receipts/none/docx").status_code == 404


def test_facets_count_all_that_was_found(client: TestClient) -> None:
    found = client.post("/api/search", json={"query": "奖励", "top_k": 1, "facets": True}).json()
    assert len(found["hits"]) == 1
    assert found["total"] > 1
    assert found["facets"]["total"] == 3
    assert sum(item["count"] for item in found["facets"]["statuses"]) == 3
    assert client.post("/api/search", json={"query": "奖励"}).json()["facets"] is None


def test_a_collection_is_deleted_whole(client: TestClient) -> None:
    assert client.delete("/api/collections/default").json() == {"removed": 3}
    assert client.get("/api/documents").json()["total"] == 0
    assert client.delete("/api/collections/default").status_code == 404
