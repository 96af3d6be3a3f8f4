"""Comparison: each region's own rules, in force first, and how levels stand to each other."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from corpus.catalogue import Catalogue
from corpus.settings import Settings
from ingest.parse import parse_bytes
from service.card_compare import compare
from service.schema.eligibility import CompareQuery, CompareView
from service.workspace import Workspace

EXAMPLES = Path(__file__).parents[2] / "corpus" / "documents" / "examples"
HELD = (
    "yunchuan/zhaoshang-jiangli-2025.html", "yunchuan/zhaoshang-jiangli-2022.html",
    "yunchuan/feizhi-jueding-2026.html", "qingshi/zhaoshang-cuoshi-2025.html",
    "baishui/gongye-cuoshi-2024.docx", "yunling/yanfa-houbuzhu-2025.pdf",
    "linjiang/zongbu-jingji-2025.html", "cangling/waizi-zongbu-2025.html",
)  # fmt: skip


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    """Rules of a province, two cities and their counties."""
    data = tmp_path_factory.mktemp("compare")
    catalogue = Catalogue(f"sqlite:///{data / 'catalogue.sqlite3'}", data / "writer.lock")
    for name in HELD:
        raw = (EXAMPLES / name).read_bytes()
        for item in parse_bytes(raw, source=f"examples/{name}", collection="examples"):
            catalogue.put(item.document, item.source, parser_version=1)
    catalogue.close()
    found = Workspace(Settings(data=data))
    yield found
    found.close()


def ask(workspace: Workspace, *regions: str) -> CompareView:
    """Incentives of the regions side by side."""
    return compare(
        workspace.card_desk(),
        CompareQuery(kind="incentive", regions=list(regions), as_of=date(2026, 6, 30)),
    )


def test_a_column_holds_its_regions_own_rules(workspace: Workspace) -> None:
    found = ask(workspace, "云川市", "青石县")
    for row in found.rows:
        first = row.cells[0]
        assert first is None or "yunchuan/" in first.source
        held = [cell.card_id for cell in row.cells if cell is not None]
        assert len(held) == len(set(held))


def test_a_county_with_namesakes_is_the_librarys_own(workspace: Workspace) -> None:
    found = ask(workspace, "云岭省", "白水县")
    assert found.columns == ["云岭省", "云川市白水县"]
    told = [row.relation for row in found.rows if row.relation]
    assert any("在上级规定之外叠加（条文写明“省级奖励基础上”）" in item for item in told)


def test_rules_that_ended_open_no_row_and_are_marked(workspace: Workspace) -> None:
    found = ask(workspace, "云川市", "青石县", "沧岭市")
    ended = ("已废止", "已失效")
    for row in found.rows:
        cells = [cell for cell in row.cells if cell is not None]
        assert any(cell.status not in ended for cell in cells)
    invested = next(row for row in found.rows if row.cells[0] and "外资" in row.cells[0].text)
    assert invested.cells[0] is not None
    assert invested.cells[0].status == "有效"


def test_rates_are_compared_only_of_the_same_base(workspace: Workspace) -> None:
    for row in ask(workspace, "云川市", "青石县").rows:
        if row.relation and "比例" in row.relation:
            assert "上级" in row.relation
            assert "%" in row.relation
