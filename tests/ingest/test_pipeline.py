"""The pipeline: accepted, unchanged, skipped, failed, removed; and that nothing is lost."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from corpus.catalogue import Catalogue
from corpus.document import document_id_of
from corpus.errors import BusyError
from corpus.settings import IngestSettings, Settings
from ingest.pipeline import IngestReport, Progress, ingest_paths
from ingest.worker_messages import Done, Job
from ingest.worker_process import WorkerProcess

TEXT = "云川市人民政府关于支持投资的若干意见\n一、总体要求\n为了支持投资，制定本意见。\n"


@pytest.fixture
def catalogue(tmp_path: Path) -> Catalogue:
    return Catalogue(f"sqlite:///{tmp_path}/data/catalogue.sqlite3", tmp_path / "data/write.lock")


def _ingest(
    catalogue: Catalogue, *paths: Path, prune: bool = False, settings: Settings | None = None
) -> IngestReport:
    return ingest_paths(
        paths,
        catalogue=catalogue,
        settings=settings or Settings(),
        collection="default",
        prune=prune,
    )


def _write(folder: Path, **files: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (folder / f"{name}.txt").write_text(text, "utf-8")
    return folder


def _names(outcomes: tuple[object, ...]) -> list[str]:
    return [getattr(item, "source", "") for item in outcomes]


def test_a_folder_is_taken_in_once_and_a_second_run_changes_nothing(
    catalogue: Catalogue, tmp_path: Path
) -> None:
    folder = _write(tmp_path / "docs", a=TEXT, b=TEXT.replace("投资", "就业"))
    (folder / "SOURCE").write_text("x")
    (folder / ".hidden.txt").write_text("x")
    (folder / "app.exe").write_bytes(b"MZ")
    (folder / "empty.pdf").write_bytes(b"")
    report = _ingest(catalogue, folder)
    assert _names(report.accepted) == ["docs/a.txt", "docs/b.txt"]
    assert _names(report.skipped) == ["docs/.hidden.txt", "docs/SOURCE", "docs/app.exe"]
    assert _names(report.failed) == ["docs/empty.pdf"]
    assert "空的" in report.failed[0].reason
    version = catalogue.version()
    again = _ingest(catalogue, folder)
    assert _names(again.unchanged) == ["docs/a.txt", "docs/b.txt"]
    assert again.accepted == ()
    assert catalogue.version() == version


def test_bad_input_gets_one_line_each_and_the_rest_goes_in(
    catalogue: Catalogue, tmp_path: Path
) -> None:
    folder = _write(tmp_path / "docs", good=TEXT)
    (folder / "zero.txt").write_bytes(b"")
    (folder / "cut.docx").write_bytes(b"PK\x03\x04\x00")
    (folder / "nav.html").write_text("<ul><li><a href='/'>首页</a></li></ul>", "utf-8")
    (folder / "binary.txt").write_bytes(bytes(range(256)) * 10)
    (folder / "large.txt").write_text("大" * 2000, "utf-8")
    settings = Settings(ingest=IngestSettings(max_file_bytes=4096))
    report = _ingest(catalogue, folder, tmp_path / "不存在", settings=settings)
    assert _names(report.accepted) == ["docs/good.txt"]
    reasons = {item.source: item.reason for item in report.failed}
    assert set(reasons) == {
        "docs/zero.txt", "docs/cut.docx", "docs/nav.html", "docs/binary.txt", "docs/large.txt",
        "不存在",
    }  # fmt: skip
    assert all("\n" not in reason and "Traceback" not in reason for reason in reasons.values())
    assert "超过上限" in reasons["docs/large.txt"]


def test_identical_bytes_are_one_document_with_two_sources(
    catalogue: Catalogue, tmp_path: Path
) -> None:
    folder = _write(tmp_path / "docs", a=TEXT, b=TEXT)
    report = _ingest(catalogue, folder)
    assert _names(report.accepted) == ["docs/a.txt", "docs/b.txt"]
    assert list(catalogue.content_hashes()) == [document_id_of("docs/a.txt")]
    assert [item.path for item in catalogue.sources()] == ["docs/a.txt", "docs/b.txt"]


def test_when_the_owner_changes_its_copy_becomes_a_document(
    catalogue: Catalogue, tmp_path: Path
) -> None:
    folder = _write(tmp_path / "docs", a=TEXT, b=TEXT)
    _ingest(catalogue, folder)
    _write(folder, a=TEXT.replace("投资", "就业"))
    _ingest(catalogue, folder)
    assert "就业" in catalogue.document(document_id_of("docs/a.txt")).text
    assert "支持投资" in catalogue.document(document_id_of("docs/b.txt")).text


def test_a_file_that_becomes_a_copy_leaves_no_orphan(catalogue: Catalogue, tmp_path: Path) -> None:
    folder = _write(tmp_path / "docs", a=TEXT, b=TEXT.replace("投资", "就业"))
    _ingest(catalogue, folder)
    _write(folder, b=TEXT)
    _ingest(catalogue, folder)
    assert list(catalogue.content_hashes()) == [document_id_of("docs/a.txt")]


def test_a_failed_new_version_keeps_the_old_document(catalogue: Catalogue, tmp_path: Path) -> None:
    folder = _write(tmp_path / "docs", a=TEXT)
    _ingest(catalogue, folder)
    (folder / "a.txt").write_bytes(b"\x00\x01\x02" * 400)
    report = _ingest(catalogue, folder, prune=True)
    assert "仍保留" in report.failed[0].reason
    assert "支持投资" in catalogue.document(document_id_of("docs/a.txt")).text


def test_prune_reaches_only_below_its_arguments(catalogue: Catalogue, tmp_path: Path) -> None:
    first = _write(tmp_path / "first", a=TEXT, b=TEXT.replace("投资", "就业"))
    second = _write(tmp_path / "second", c=TEXT.replace("投资", "创业"))
    _ingest(catalogue, first, second)
    (first / "a.txt").unlink()
    (second / "c.txt").unlink()
    assert _names(_ingest(catalogue, first).removed) == []
    assert _names(_ingest(catalogue, first, prune=True).removed) == ["first/a.txt"]
    assert [item.path for item in catalogue.sources()] == ["first/b.txt", "second/c.txt"]


def test_records_of_a_jsonl_file(catalogue: Catalogue, tmp_path: Path) -> None:
    file = tmp_path / "corpus.jsonl"
    records = [{"_id": str(n), "title": f"办法{n}", "text": f"第一条 为了{n}。"} for n in range(3)]
    file.write_text("\n".join(json.dumps(item) for item in records), "utf-8")
    assert _names(_ingest(catalogue, file).accepted) == [f"corpus.jsonl#{n}" for n in range(3)]
    assert len(_ingest(catalogue, file).unchanged) == 3
    file.write_text("\n".join(json.dumps(item) for item in records[:2]), "utf-8")
    report = _ingest(catalogue, file, prune=True)
    assert (len(report.unchanged), _names(report.removed)) == (2, ["corpus.jsonl#2"])


def test_progress_counts_every_file(catalogue: Catalogue, tmp_path: Path) -> None:
    folder = _write(tmp_path / "docs", a=TEXT, b=TEXT, c="　")
    seen: list[Progress] = []
    ingest_paths(
        [folder],
        catalogue=catalogue,
        settings=Settings(),
        collection="default",
        on_progress=seen.append,
    )
    assert [item.done for item in seen] == [1, 2, 3]
    assert {item.total for item in seen} == {3}


def test_only_one_writer(catalogue: Catalogue, tmp_path: Path) -> None:
    with catalogue.writer(), pytest.raises(BusyError):
        _ingest(catalogue, _write(tmp_path / "docs", a=TEXT))


def test_a_process_that_dies_fails_its_file_only(tmp_path: Path) -> None:
    good = _write(tmp_path, good=TEXT) / "good.txt"
    pipe = tmp_path / "stuck.txt"
    os.mkfifo(pipe)  # reading it never ends
    worker = WorkerProcess(IngestSettings(timeout_s=1.0))
    try:
        worker.submit(Job(str(pipe), "stuck.txt", "default"))
        worker.submit(Job(str(good), "good.txt", "default"))
        (first,) = worker.results()
        *_, last = worker.results()
    finally:
        worker.close()
    assert isinstance(first, Done)
    assert "已中止" in (first.failure or "")
    assert last == Done()


def test_kill_in_the_middle_leaves_whole_documents_only(
    catalogue: Catalogue, tmp_path: Path
) -> None:
    folder = tmp_path / "docs"
    _write(folder, **{f"d{n:03}": TEXT + f"第{n}号。\n" * 50 for n in range(150)})
    script = (
        "import sys; from pathlib import Path; from corpus.catalogue import Catalogue\n"
        "from corpus.settings import Settings; from ingest.pipeline import ingest_paths\n"
        "data = Path(sys.argv[1])\n"
        "held = Catalogue(f'sqlite:///{data}/catalogue.sqlite3', data / 'write.lock')\n"
        "ingest_paths([Path(sys.argv[2])], catalogue=held, settings=Settings(),"
        " collection='default')\n"
    )
    process = subprocess.Popen([sys.executable, "-c", script, str(tmp_path / "data"), str(folder)])
    deadline = time.monotonic() + 60
    while len(catalogue.content_hashes()) < 5 and time.monotonic() < deadline:
        time.sleep(0.02)
    process.send_signal(signal.SIGKILL)
    process.wait()
    held = catalogue.content_hashes()
    assert 5 <= len(held) < 150
    assert all(document.clauses for document in catalogue.iter_documents(held))
    report = _ingest(catalogue, folder)
    assert len(report.unchanged) == len(held)
    assert len(catalogue.content_hashes()) == 150
