"""The drafter's desk on a small library: command line, HTTP, Word files, two versions."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from fastapi.testclient import TestClient
from typer.testing import CliRunner

from corpus.errors import ParseError, SourceError
from service.api.app import create_app
from service.cli.app import app
from service.drafting import read_draft
from service.workspace import Workspace

Run = Callable[..., Any]

DRAFT = """白水县开发区若干措施
为落实《云岭省人民政府关于促进开发区高质量发展的实施意见》（云政发〔2024〕8号），制定本措施。
一、加大招商引资力度。对新引进的外资企业，按实际到账外资的3%给予奖励，单个企业最高500万元。
二、建设文化广场。在县城新建文化广场2个。
白水县人民政府
2024年8月1日
"""
COMMENTS = """县人大常委会对县政府《关于商业发展情况的报告》的审议意见
（一）降低企业租金。建议对入驻标准厂房的企业免收租金。
（二）发展渔业。建议建设远洋捕捞码头。
"""


@pytest.fixture
def run(tiny_workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setattr("service.cli.aligning.open_workspace", lambda _data: tiny_workspace)
    runner = CliRunner()
    return lambda *words: runner.invoke(app, [str(word) for word in words])


@pytest.fixture
def client(tiny_workspace: Workspace) -> TestClient:
    return TestClient(create_app(tiny_workspace), base_url="http://127.0.0.1")


@pytest.fixture
def draft(tmp_path: Path) -> Path:
    path = tmp_path / "caoan.txt"
    path.write_text(DRAFT, encoding="utf-8")
    return path


def test_a_draft_finds_its_own_basis(run: Run, draft: Path) -> None:
    shown = run("align", draft, "--json")
    assert shown.exit_code == 0
    (report,) = json.loads(shown.stdout)["reports"]
    assert report["reference"]["doc_number"] == "云政发〔2024〕8号"
    verdicts = {item["path"]: item["verdict"] for item in report["measures"]}
    assert verdicts["二、（一）"] == "number_conflict"
    assert verdicts["二、（二）"] == "missing"
    assert [item["label"] for item in report["extra"]] == ["二、"]
    assert [item["status"] for item in report["citations"]] == ["correct"]


def test_progress_goes_to_stderr_and_the_report_to_stdout(run: Run, draft: Path) -> None:
    shown = run("align", draft)
    assert "逐条对照" in shown.stderr
    assert shown.stdout.startswith("# 对照报告")


def test_word_files_open_and_carry_the_findings(run: Run, draft: Path, tmp_path: Path) -> None:
    report, commented = tmp_path / "r.docx", tmp_path / "c.docx"
    assert run("align", draft, "--format", "docx", "-o", report).exit_code == 0
    assert run("align", draft, "--format", "comments", "-o", commented).exit_code == 0
    words = [cell.text for table in Document(str(report)).tables for cell in table._cells]
    assert "数字冲突" in words
    with zipfile.ZipFile(report) as parts:
        notes_xml = parts.read("word/footnotes.xml").decode("utf-8")
    assert "（云政发〔2024〕8号）二、（一）" in notes_xml
    word = Document(str(commented))
    notes = [item.text for item in word.comments]
    assert any("数字冲突" in note for note in notes)
    assert "白水县开发区若干措施" in word.paragraphs[0].text


def test_a_word_file_without_a_place_to_go_is_refused(run: Run, draft: Path) -> None:
    shown = run("align", draft, "--format", "docx")
    assert shown.exit_code != 0


def test_two_versions_tell_what_was_resolved(run: Run, draft: Path, tmp_path: Path) -> None:
    later = tmp_path / "v2.txt"
    later.write_text(DRAFT.replace("3%", "2%").replace("2个", "3个"), encoding="utf-8")
    found = json.loads(run("align", later, "--previous", draft, "--json").stdout)["comparison"]
    assert [(item["kind"], item["after"][:3]) for item in found["findings"]] == [
        ("resolved", "已落实")
    ]
    assert {item["kind"] for item in found["clauses"]} == {"changed"}


def test_review_comments_are_answered_from_the_library(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "yijian.txt"
    path.write_text(COMMENTS, encoding="utf-8")
    shown = run("review", path, "--against", "青政规〔2025〕1号", "--json")
    assert shown.exit_code == 0, shown.stderr
    report = json.loads(shown.stdout)["report"]
    first, second = (item["requests"][0] for item in report["suggestions"])
    assert first["answers"][0]["path"] == "第二条"
    assert second["handling"] == "open"
    output = tmp_path / "table.docx"
    assert run("review", path, "--format", "docx", "-o", output).exit_code == 0
    assert Document(str(output)).tables


def test_http_answers_a_file_and_text_alike(client: TestClient) -> None:
    posted = client.post("/api/align", files={"draft": ("caoan.txt", DRAFT.encode(), "text/plain")})
    told = client.post("/api/align", json={"draft": DRAFT})
    assert posted.status_code == told.status_code == 200
    assert posted.json()["reports"] == told.json()["reports"]


def test_http_tells_each_step_when_asked(client: TestClient) -> None:
    told = client.post("/api/align?progress=true", json={"draft": DRAFT}).text
    assert told.index("event: stage") < told.index("event: report")
    assert "逐条对照" in told
    failed = client.post(
        "/api/align?progress=true", json={"draft": "某县措施\n一、加强工作。"}
    ).text
    assert "event: error" in failed


def test_http_writes_files(client: TestClient) -> None:
    answer = client.post("/api/align?format=comments", json={"draft": DRAFT})
    assert answer.status_code == 200
    assert "filename*=UTF-8''" in answer.headers["content-disposition"]
    assert len(list(Document(io.BytesIO(answer.content)).comments)) > 0


def test_http_reviews_text(client: TestClient) -> None:
    answer = client.post("/api/review", json={"comments": COMMENTS})
    assert answer.status_code == 200
    assert len(answer.json()["report"]["suggestions"]) == 2


@pytest.mark.parametrize(
    ("address", "body", "status"),
    [
        ("/api/align", {}, 422),
        ("/api/align", {"draft": "  "}, 400),
        ("/api/align", {"draft": "某县措施\n一、加强工作，促进发展。"}, 404),
        ("/api/review", {}, 404),
        ("/api/review", {"document": "没有这份文件"}, 404),
    ],
)
def test_http_says_what_is_wrong(
    client: TestClient, address: str, body: dict[str, str], status: int
) -> None:
    answer = client.post(address, json=body)
    assert answer.status_code == status
    assert answer.json()["error"]["message"]


def test_a_draft_is_not_stored(client: TestClient, tiny_workspace: Workspace) -> None:
    before = tiny_workspace.catalogue.version()
    client.post("/api/align", json={"draft": DRAFT})
    assert tiny_workspace.catalogue.version() == before


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.docx", b"PK\x03\x04broken"),
        ("a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600),
    ],
)
def test_broken_and_locked_files_are_named(name: str, data: bytes) -> None:
    with pytest.raises(SourceError, match=r"损坏|加密"):
        read_draft(data, name=name)


def test_a_book_is_no_draft() -> None:
    text = "某县措施\n" + "第一条 加强工作，促进发展。\n" * 14_000
    with pytest.raises(ParseError, match="分章"):
        read_draft(text.encode(), name="book.txt")
