"""The scores of readers: similarity, and one run over files of a temporary folder."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from docx import Document

from eval.formats import scanned_part, similarity

TEXT = (
    "云川市关于甲的通知",
    "各单位：",
    "一、根据《乙法》办理甲事项，不得推诿。",
    "云川市人民政府",
)


def test_similarity_counts_what_is_lost_and_added() -> None:
    assert similarity("一二三四", "一二三四") == 1.0
    assert similarity("一二三四", "一二四") < 1.0
    assert similarity("一二三四", "一二三四五") < 1.0


def test_scan_of_the_first_pages_is_compared_with_these() -> None:
    text = "".join(f"第{number}条关于甲事项的规定应当办理。" for number in range(40))
    assert scanned_part(text, text[:200]) == text[:200]
    assert scanned_part(text, text) == text
    assert scanned_part(text, "完全不同的文字") == text


def test_command_prints_one_json_object(tmp_path: Path) -> None:
    (tmp_path / "truth").mkdir()
    (tmp_path / "truth" / "1.txt").write_text("\n".join(TEXT), encoding="utf-8")
    document = Document()
    for line in TEXT:
        document.add_paragraph(line)
    document.save(str(tmp_path / "1.docx"))
    command = [sys.executable, "-m", "eval", "formats", str(tmp_path), "--json"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    report = json.loads(done.stdout)
    assert report["docx"]["worst"] == 1.0
    assert report["docx"]["n"] == 1
    assert "scan" not in report
