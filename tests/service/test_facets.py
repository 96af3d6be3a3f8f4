"""Facets: places as a tree with all they contain, and a chosen value that leaves the others."""

from __future__ import annotations

from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from fastapi.testclient import TestClient

from service.api.app import create_app
from service.region_tree import region_tree
from service.searching import RecentSearches
from service.workspace import Workspace


@pytest.fixture(scope="module")
def client(tiny_workspace: Workspace) -> Iterator[TestClient]:
    with TestClient(create_app(tiny_workspace)) as found:
        yield found


@pytest.mark.parametrize(
    ("regions", "tree"),
    [
        ([], []),
        (["广东省"], [("广东省", None, 1)]),
        # a county brings its city and province, also where those issued nothing here
        (
            ["广州市天河区", "肇庆市", "肇庆市"],
            [
                ("广东省", None, 3), ("肇庆市", "广东省", 2), ("广州市", "广东省", 1),
                ("广州市天河区", "广州市", 1),
            ],
        ),
        # national documents are not those of all provinces
        (["全国", "广东省"], [("全国", None, 1), ("广东省", None, 1)]),
        # a place in no list stands alone
        (["某某镇"], [("某某镇", None, 1)]),
    ],
)  # fmt: skip
def test_places_stand_below_what_contains_them(
    regions: list[str], tree: list[tuple[str, str | None, int]]
) -> None:
    assert [(item.value, item.parent, item.count) for item in region_tree(regions)] == tree


def _search(client: TestClient, **filters: str) -> Any:
    body = {"query": "奖励补助标准", "top_k": 50, "facets": True, "filters": filters}
    return client.post("/api/search", json=body).json()


def _counts(items: list[dict[str, Any]]) -> dict[str, int]:
    return {item["value"]: item["count"] for item in items}


def test_a_chosen_value_leaves_the_others_to_be_seen(client: TestClient) -> None:
    free = _search(client)["facets"]
    assert len(free["levels"]) > 1
    chosen = free["levels"][-1]
    narrowed = _search(client, level=chosen["value"])
    assert set(_counts(narrowed["facets"]["levels"])) == set(_counts(free["levels"]))
    assert narrowed["facets"]["total"] == chosen["count"]
    assert {hit["level"] for hit in narrowed["hits"]} == {chosen["value"]}
    # the other facets count only what passes the chosen one
    assert sum(_counts(narrowed["facets"]["types"]).values()) == chosen["count"]


def test_a_list_counts_alike(client: TestClient) -> None:
    free = client.get("/api/facets").json()
    for item in free["region_tree"]:
        held = client.get("/api/documents", params={"region": item["value"]}).json()
        assert held["total"] == item["count"], item
    narrowed = client.get("/api/facets", params={"level": free["levels"][0]["value"]}).json()
    assert narrowed["levels"] == free["levels"]
    assert narrowed["total"] == free["levels"][0]["count"]


def test_a_search_without_conditions_is_made_once() -> None:
    recent, made = RecentSearches(), []

    def search() -> Any:
        made.append(1)
        return SimpleNamespace(hits=[SimpleNamespace(document_id=name) for name in "aba"])

    assert recent.documents("q", search) == recent.documents("q", search) == ("a", "b")
    assert made == [1]
    for number in range(100):
        recent.documents(number, search)
    recent.documents("q", search)
    assert len(made) == 102
