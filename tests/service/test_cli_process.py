"""The installed command as a process: exit codes, streams, ingestion of good and broken files."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from service.cli.app import main
from service.cli.ingesting import exit_code
from service.schema.jobs import IngestSummary, SourceOutcome


def _run(*words: str, data: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [
            sys.executable,
            "-c",
            "import sys; from service.cli import main; sys.exit(main())",
            *words,
        ],
        capture_output=True,
        text=True,
        timeout=120,
        env={**os.environ, "CEYUAN_DATA": str(data), "PYTHONWARNINGS": "default"},
        check=False,
    )


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["frob"], "没有命令"),
        (["search"], "缺少参数 检索词"),
        (["search", "x", "--level", "镇"], "不在可选值之内"),
        (["search", "x", "--top-k", "201"], "不得大于 200"),
        (["search", "x", "--since", "去年"], "YYYY-MM-DD"),
        (["search", "x", "--frob"], "没有选项 --frob"),
        (["ingest"], "请给出文件或文件夹"),
        (["ingest", "x", "--collection", "a/b"], "文件集名称"),
    ],
)
def test_wrong_usage_exits_2_and_says_what_is_wrong_in_chinese(
    words: list[str], said: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "argv", ["ceyuan", *words])
    assert main() == 2
    told = capsys.readouterr()
    assert said in told.err
    assert told.out == ""
    assert "Traceback" not in told.err


def test_a_document_that_is_not_held_exits_1(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CEYUAN_DATA", str(tmp_path))
    monkeypatch.setattr(sys, "argv", ["ceyuan", "show", "国发〔2019〕11号"])
    assert main() == 1
    assert "库中没有“国发〔2019〕11号”" in capsys.readouterr().err


def test_help_speaks_chinese(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "argv", ["ceyuan", "ingest", "--help"])
    assert main() == 0
    shown = capsys.readouterr().out
    assert "用法：" in shown
    assert "显示帮助并退出" in shown


def test_reading_commands_import_neither_torch_nor_chroma(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("某某办法\n第一条 目的。\n", encoding="utf-8")
    code = (
        "import sys; from service.cli import main; main();"
        "heavy = {'torch', 'chromadb', 'llama_index', 'sentence_transformers'} & set(sys.modules);"
        "sys.exit(f'imported {heavy}' if heavy else 0)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, "parse", str(tmp_path / "a.txt"), "--json"],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["source"] == "a.txt"


def test_ingest_of_nothing_readable_exits_1_with_a_reason(tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_bytes(b"")
    done = _run("ingest", str(tmp_path / "empty.txt"), str(tmp_path / "absent.pdf"), "--json",
                data=tmp_path / "data")  # fmt: skip
    assert done.returncode == 1, done.stderr
    summary = json.loads(done.stdout)
    problems = {item["source"]: item["reason"] for item in summary["failed"] + summary["skipped"]}
    assert set(problems) == {"empty.txt", "absent.pdf"}
    assert all(problems.values())
    assert "Traceback" not in done.stderr


def _summary(**found: int) -> IngestSummary:
    def outcomes(name: str) -> list[SourceOutcome]:
        return [SourceOutcome(source=f"{name}{n}", reason=None) for n in range(found.get(name, 0))]

    return IngestSummary(
        accepted=outcomes("accepted"),
        unchanged=outcomes("unchanged"),
        skipped=outcomes("skipped"),
        failed=outcomes("failed"),
        removed=outcomes("removed"),
        documents_indexed=0,
        documents_unindexed=0,
        passages_indexed=0,
        took_s=0.0,
    )


@pytest.mark.parametrize(
    ("found", "strict", "code"),
    [
        ({"accepted": 1}, False, 0),
        ({"unchanged": 1}, False, 0),
        ({"accepted": 1, "failed": 1}, False, 0),
        ({"accepted": 1, "failed": 1}, True, 1),
        ({"accepted": 1, "skipped": 1}, True, 0),
        ({"failed": 1}, False, 1),
        ({"skipped": 1}, False, 1),
        ({"removed": 1}, False, 0),
        ({}, False, 1),
    ],
)
def test_exit_code_of_an_ingestion(found: dict[str, int], *, strict: bool, code: int) -> None:
    assert exit_code(_summary(**found), strict=strict) == code
