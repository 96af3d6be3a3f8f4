"""Fetching as the command line and HTTP run it: pages become documents, watches run when due."""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from typer.testing import CliRunner

from corpus.errors import ConfigError, NotFoundError
from corpus.settings import EmbeddingSettings, FetchSettings, Settings
from corpus.viewer import Filters
from service.api.app import create_app
from service.cli.app import app
from service.fetching import fetch_into, pending, wanted_of
from service.watching import Watch, WatchList, run_due, watch_of
from service.workspace import Workspace
from tests.conftest import OPINION, TODAY, FakeEmbedder
from tests.ingest.fetch_site import FakeClock, Site, answer, misbehaving_site, page

TITLE = "云岭省人民政府关于做好利用外资工作的若干意见"
HEAD = page(TITLE, "本意见自2024年6月1日起施行。")
OTHER_TITLE = "云岭省人民政府关于推进开发区创新提升的实施意见"
OTHER = page(OTHER_TITLE, "鼓励企业技术改造，支持建设标准厂房。")


@pytest.fixture
def site() -> Iterator[Site]:
    with misbehaving_site() as running:
        yield running


@pytest.fixture
def library(tmp_path: Path, fake_embedder: FakeEmbedder) -> Iterator[Workspace]:
    """An empty library that may ask 127.0.0.1, at once."""
    fetch = FetchSettings.model_validate(
        {"interval_s": 0, "retries": 0, "private_networks": ["127.0.0.1/32"]}
    )
    settings = Settings(
        data=tmp_path / "data",
        cache=tmp_path / "cache",
        embedding=EmbeddingSettings(model="fake"),
        fetch=fetch,
    )
    workspace = Workspace(settings, embedder=fake_embedder, today=lambda: TODAY)
    yield workspace
    workspace.close()


def test_a_page_becomes_a_document_that_is_found(library: Workspace, site: Site) -> None:
    end = site.serve("/b.html", answer(HEAD))
    url = site.serve("/a?id=1", answer("", status=302, Location="/b.html"))
    body = OTHER.replace("<meta charset='utf-8'>", "").encode("gb18030")
    lying = site.serve("/c.htm", answer(body, kind="text/html; charset=utf-8"))
    gone, clock = site.url("/gone"), FakeClock()
    wanted = wanted_of([url, gone, url, lying], collection="web")
    assert len(wanted) == 3

    first = fetch_into(library, wanted, clock=clock)
    assert {item.source for item in first.accepted} == {url, lying}
    assert [item.source for item in first.failed] == [gone]
    assert pending(library) == ()
    rows = {row.source: row for row in library.list_documents(Filters(collection="web"))}
    assert {source: row.title for source, row in rows.items()} == {url: TITLE, lying: OTHER_TITLE}
    (held,) = library.catalogue.sources_of(rows[url].document_id)
    assert (held.path, held.url) == (url, end)
    hits = library.search("外资企业 奖励", filters=Filters()).hits
    assert {hit.source for hit in hits} == {url, lying}

    clock.time += library.settings.fetch.fresh_s
    again = fetch_into(library, wanted, clock=clock)
    assert {item.source for item in again.unchanged} == {url, lying}
    assert (again.accepted, again.passages_indexed) == ([], 0)


def test_nothing_fetched_is_no_ingestion(library: Workspace, site: Site) -> None:
    found = fetch_into(library, wanted_of([site.url("/x")], collection="a"), clock=FakeClock())
    assert len(found.failed) == 1
    assert not library.is_created()


# -- HTTP ------------------------------------------------------------------------------------------


def finished(client: TestClient, job: dict[str, Any]) -> dict[str, Any]:
    for _ in range(600):
        view: dict[str, Any] = client.get(f"/api/jobs/{job['job_id']}").json()
        if view["state"] in ("done", "failed"):
            return view
        time.sleep(0.02)
    raise AssertionError("the job does not end")


def test_addresses_over_http(library: Workspace, site: Site) -> None:
    url = site.serve("/a.html", answer(HEAD))
    with TestClient(create_app(library)) as client:
        answered = client.post("/api/fetch", json={"urls": [f" {url}#top "], "collection": "web"})
        assert answered.status_code == 202
        view = finished(client, answered.json())
        assert view["state"] == "done", view
        assert [item["source"] for item in view["summary"]["accepted"]] == [url]
        assert client.get("/api/fetch").json() == {"pending": 0}
        assert client.post("/api/fetch/resume").status_code == 404


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"urls": ["file:///etc/passwd"]}, 422),
        ({"urls": ["http://user:pass@www.gov.cn/"]}, 422),
        ({"urls": []}, 422),
        ({"urls": ["http://a.cn/"] * 501}, 422),
        ({"urls": ["http://a.cn/"], "collection": "../x"}, 422),
        ({"urls": ["http://a.cn/"], "private_networks": ["0.0.0.0/0"]}, 422),
    ],
)
def test_bad_requests_start_nothing(
    library: Workspace, body: dict[str, object], status: int
) -> None:
    with TestClient(create_app(library)) as client:
        answered = client.post("/api/fetch", json=body)
        assert answered.status_code == status
        assert answered.json()["error"]["message"]


def test_server_does_not_ask_its_own_network(tmp_path: Path, fake_embedder: FakeEmbedder) -> None:
    settings = Settings(data=tmp_path, cache=tmp_path, embedding=EmbeddingSettings(model="fake"))
    with misbehaving_site() as site:
        url = site.serve("/a.html", answer(HEAD))
        with TestClient(create_app(Workspace(settings, embedder=fake_embedder))) as client:
            view = finished(client, client.post("/api/fetch", json={"urls": [url]}).json())
        assert "private_networks" in view["summary"]["failed"][0]["reason"]
        assert site.asked == []


def test_known_sites_and_watches_over_http(library: Workspace) -> None:
    with TestClient(create_app(library)) as client:
        sites = client.get("/api/sources").json()
        assert len(sites) > 50
        assert not any(site["tried"] for site in sites)
        added = client.post("/api/watches", json={"url": "http://www.gov.cn", "follow": True})
        assert added.status_code == 201
        assert client.post("/api/watches", json={"url": "/etc"}).status_code == 422
        (watch,) = client.get("/api/watches").json()
        assert (watch["target"], watch["kind"]) == ("http://www.gov.cn/", "column")
        gone = client.delete("/api/watches", params={"target": watch["target"]})
        assert gone.status_code == 204
        assert client.delete("/api/watches", params={"target": "x"}).status_code == 404


# -- watches ---------------------------------------------------------------------------------------

NOW = datetime(2026, 11, 22, 8, tzinfo=UTC)


def test_watches_run_when_due_and_a_folder_is_pruned(
    library: Workspace, site: Site, tmp_path: Path
) -> None:
    folder = tmp_path / "policies"
    folder.mkdir()
    (folder / "a.txt").write_text(OPINION, encoding="utf-8")
    (folder / "b.txt").write_text(OPINION.replace("8号", "9号"), encoding="utf-8")
    url = site.serve("/a.html", answer(HEAD))
    watches = WatchList(library.settings.data)
    for target in (str(folder), url, site.url("/gone")):
        watches.add(watch_of(target, collection="a", every_minutes=60, follow=False))
    told: list[tuple[str, str]] = []

    def turn(at: datetime) -> timedelta | None:
        told.clear()
        return run_due(
            library, lambda: at, on_done=lambda *done: told.append((done[0].kind, done[1]))
        )

    assert turn(NOW) == timedelta(minutes=60)
    assert [kind for kind, _ in told] == ["folder", "page", "page"]
    assert told[0][1].startswith("入库 2")
    assert told[1][1].startswith("入库 1")
    assert told[2][1].startswith("失败 1；如：")
    assert turn(NOW + timedelta(minutes=59)) == timedelta(minutes=1)
    assert told == []
    (folder / "b.txt").unlink()
    turn(NOW + timedelta(minutes=60))
    assert "删除 1" in told[0][1]
    sources = {item.path for item in library.catalogue.sources()}
    assert sources == {"policies/a.txt", url}

    shutil.rmtree(folder)
    for state in ("gone", "empty"):
        turn(NOW + timedelta(hours=2 if state == "gone" else 3))
        assert "为防误删" in told[0][1]
        assert {item.path for item in library.catalogue.sources()} == sources
        folder.mkdir(exist_ok=True)
    last = watches.all()[0]
    assert last.last_run_at == NOW + timedelta(hours=3)
    assert last.last_result == told[0][1]


def test_watch_list_is_changed_with_care(tmp_path: Path) -> None:
    watches = WatchList(tmp_path)
    assert watches.all() == []
    for parent in ("one", "two"):
        (tmp_path / parent / "docs").mkdir(parents=True)
    first = watch_of(str(tmp_path / "one" / "docs"), collection="a", every_minutes=60, follow=False)
    watches.add(first)
    watches.add(first.model_copy(update={"every_minutes": 90}))
    assert [watch.every_minutes for watch in watches.all()] == [90]
    with pytest.raises(ConfigError, match="同名"):
        watches.add(
            watch_of(str(tmp_path / "two" / "docs"), collection="b", every_minutes=60, follow=False)
        )
    with pytest.raises(NotFoundError, match="既不是"):
        watch_of("www.gov.cn", collection="a", every_minutes=60, follow=False)
    watches.remove(first.target)
    with pytest.raises(NotFoundError):
        watches.remove(first.target)
    (tmp_path / "watch.json").write_text('{"watches": [{"target": 1}]}')
    with pytest.raises(ConfigError, match=r"watch\.json"):
        watches.all()


def test_clock_that_was_set_back_delays_nothing() -> None:
    watch = Watch(
        target="http://a.cn/", kind="page", collection="a", every_minutes=60,
        last_run_at=NOW + timedelta(days=400),
    )  # fmt: skip
    assert watch.due_at(NOW) == NOW


# -- the command line ------------------------------------------------------------------------------


@pytest.fixture
def run(library: Workspace, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setattr("service.cli.fetching.open_workspace", lambda _data: library)
    return lambda *words: CliRunner().invoke(app, [*words])


def test_fetch_command(run: Any, site: Site, tmp_path: Path) -> None:
    good, bad = site.serve("/a.html", answer(HEAD)), site.url("/gone")
    sources = tmp_path / "list.txt"
    sources.write_text(f"{good}\n{bad} # 已撤\n", encoding="utf-8")
    shown = run("fetch", "--sources", str(sources), "--json", "--collection", "web")
    assert shown.exit_code == 0
    assert "入库 1，未变 0，跳过 0，失败 1" in shown.stderr
    assert "网页不存在（404）" in shown.stderr
    assert json.loads(shown.stdout)["accepted"][0]["source"] == good
    assert run("fetch", bad).exit_code == 1
    assert run("fetch", good, bad, "--strict").exit_code == 1


@pytest.mark.parametrize(
    "words",
    [["fetch"], ["fetch", "--resume"], ["watch", "run"], ["watch", "add", "x", "--every", "1"]],
)
def test_commands_used_wrongly(run: Any, words: list[str]) -> None:
    assert run(*words).exit_code == 2


def test_interrupted_fetch_says_how_to_go_on(
    run: Any, library: Workspace, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    url = site.serve("/a.html", answer(HEAD))
    with monkeypatch.context() as patch:
        patch.setattr("ingest.fetch.wire.Wire.get", interrupt)
        shown = run("fetch", url)
    assert shown.exit_code == 130
    assert "--resume" in shown.stderr
    assert [item.url for item in pending(library)] == [url]
    assert "入库 1" in run("fetch", "--resume").stderr
    assert pending(library) == ()


def test_watch_commands(run: Any, site: Site) -> None:
    url = site.url("/gone")
    assert run("watch", "add", url, "--every", "30").exit_code == 0
    assert "失败 1" in run("watch", "run", "--once").stderr
    (watch,) = json.loads(run("watch", "list", "--json").stdout)
    assert watch["last_result"].startswith("失败 1；如：")
    assert watch["target"] in run("watch", "list").stdout
    assert run("watch", "remove", url).exit_code == 0
    assert json.loads(run("watch", "list", "--json").stdout) == []


def test_list_of_sites(run: Any) -> None:
    shown = run("fetch", "--list", "--json")
    assert any("政策文件库" in site["name"] for site in json.loads(shown.stdout))
    assert "未验证" in run("fetch", "--list").stdout
