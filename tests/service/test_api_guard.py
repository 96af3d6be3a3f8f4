"""What protects the page: headers, same origin, hosts, sizes; and no English or traceback."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from service.api.app import create_app
from service.api.security import LOOPBACK_HOSTS, MAX_JSON_BYTES
from service.workspace import Workspace


@pytest.fixture(scope="module")
def client(tiny_workspace: Workspace) -> Iterator[TestClient]:
    app = create_app(tiny_workspace)
    with TestClient(app, raise_server_exceptions=False) as found:
        yield found


@pytest.mark.parametrize("path", ["/", "/search", "/doc/abc", "/api/status", "/static/app.js"])
def test_every_response_carries_the_policy(client: TestClient, path: str) -> None:
    response = client.get(path)
    assert response.status_code == 200
    policy = response.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert response.headers["x-content-type-options"] == "nosniff"
    assert response.headers["x-frame-options"] == "DENY"


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
    ],
)
def test_another_site_cannot_change_or_ask(client: TestClient, headers: dict[str, str]) -> None:
    response = client.post("/api/search", json={"query": "奖励"}, headers=headers)
    assert response.status_code == 403
    assert response.json()["error"]["code"] == "cross_origin"


def test_our_own_page_can(client: TestClient) -> None:
    headers = {"origin": "http://testserver", "sec-fetch-site": "same-origin"}
    assert client.post("/api/search", json={"query": "奖励"}, headers=headers).status_code == 200


def test_a_loopback_server_answers_to_loopback_names_only(tiny_workspace: Workspace) -> None:
    app = create_app(tiny_workspace, hosts=LOOPBACK_HOSTS)
    with TestClient(app, base_url="http://rebound.example") as rebound:
        assert rebound.get("/api/status").status_code == 421
    with TestClient(app, base_url="http://127.0.0.1:8000") as local:
        assert local.get("/api/status").status_code == 200


def test_a_body_that_is_too_large_is_refused(client: TestClient) -> None:
    response = client.post("/api/verify", content=b" " * (MAX_JSON_BYTES + 1))
    assert response.status_code == 413
    assert response.json()["error"]["code"] == "too_large"


def test_unknown_addresses_and_methods_are_told_in_chinese(client: TestClient) -> None:
    missing = client.get("/api/nothing")
    assert missing.status_code == 404
    assert missing.json()["error"]["code"] == "not_found"
    wrong = client.put("/api/search", json={})
    assert wrong.status_code == 405
    assert wrong.json()["error"]["code"] == "method_not_allowed"


def test_static_files_stay_below_their_folder(client: TestClient) -> None:
    assert client.get("/static/../api/app.py").status_code == 404
    assert client.get("/static/%2e%2e/%2e%2e/api/app.py").status_code == 404


def test_an_unexpected_failure_shows_no_traceback(
    tiny_workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_args: object, **_named: object) -> None:
        raise RuntimeError("secret path /root/x")

    monkeypatch.setattr(tiny_workspace, "resolve", broken)
    app = create_app(tiny_workspace)
    with TestClient(app, raise_server_exceptions=False) as client:
        response = client.get("/api/resolve", params={"q": "x"})
    assert response.status_code == 500
    assert response.json()["error"]["code"] == "internal"
    assert "secret" not in response.text


def test_the_page_loads_only_what_it_ships(client: TestClient) -> None:
    page = client.get("/").text
    assert "http://" not in page
    assert "https://" not in page
    assert "<style" not in page
    assert "onclick" not in page


def test_the_interface_describes_itself(client: TestClient) -> None:
    described = client.get("/api/openapi.json").json()
    for path in ("/api/search", "/api/ask", "/api/resolve", "/api/documents", "/api/verify"):
        assert path in described["paths"]
    stream = described["paths"]["/api/ask"]["post"]["responses"]["200"]
    assert "text/event-stream" in stream["content"]
    assert "event" in stream["description"] or "事件" in stream["description"]


def test_status_and_doctor(client: TestClient) -> None:
    status = client.get("/api/status").json()
    assert status["documents"] == 3
    assert status["only_examples"] is False
    checks = {item["name"]: item for item in client.get("/api/doctor").json()["checks"]}
    assert checks["索引"]["state"] == "ok"
