"""The page's files: asked for at once, kept until they change, none from elsewhere."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from service.api.app import create_app
from service.api.page_files import PageFiles, imports_of
from service.api.pages import PAGE_VIEWS, WEB, page_html, with_document
from service.workspace import Workspace


@pytest.fixture(scope="module")
def files() -> PageFiles:
    return PageFiles.read(WEB / "static")


@pytest.fixture(scope="module")
def client(tiny_workspace: Workspace) -> Iterator[TestClient]:
    with TestClient(create_app(tiny_workspace)) as found:
        yield found


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ('import { h } from "./dom.js";', ["dom.js"]),
        ('import { h } from "../dom.js";\nimport { a } from "./job.js";', ["../dom.js", "job.js"]),
        ('import {\n  a, b,\n} from "./dom.js";', ["dom.js"]),
        ('const later = () => import("./views/ask.js");', []),
        ('const text = "import it from ./dom.js";', []),
    ],
)
def test_static_imports_are_read(source: str, found: list[str]) -> None:
    wanted = [
        name.removeprefix("../") if name.startswith("../") else f"views/{name}" for name in found
    ]
    assert imports_of("views/x.js", source) == wanted


def test_every_view_is_shown_by_the_module_that_is_preloaded(files: PageFiles) -> None:
    app = files.files["app.js"].content.decode("utf-8")
    loads = dict(re.findall(r'(\w+): \(\) => import\("\./(views/[^"]+)"\)', app))
    routes = dict(re.findall(r'route\("([^"]+)", "\w+", view\(VIEWS\.(\w+), "\w+"\)\)', app))
    assert {
        address.replace("{document_id}", ":id"): view for address, view in PAGE_VIEWS.items()
    } == {address: loads[name] for address, name in routes.items()}


@pytest.mark.parametrize("view", sorted(set(PAGE_VIEWS.values())))
def test_a_page_asks_for_all_its_modules_and_no_others(files: PageFiles, view: str) -> None:
    html = page_html(files, view)
    preloaded = re.findall(r'rel="modulepreload" href="/static/\w{12}/([^"]+)"', html)
    assert {"app.js", "dom.js", view} <= set(preloaded)
    assert len(preloaded) == len(set(preloaded)) < len(files.files)
    assert '="/static/css' not in html


def test_versioned_files_are_kept_and_others_asked_for_again(client: TestClient) -> None:
    page = client.get("/").text
    address = re.findall(r'src="(/static/\w{12}/app\.js)"', page)[0]
    kept = client.get(address)
    assert "immutable" in kept.headers["cache-control"]
    assert kept.headers["content-encoding"] == "gzip"
    plain = client.get("/static/app.js", headers={"accept-encoding": "identity"})
    assert plain.headers["cache-control"] == "no-cache"
    assert plain.text == kept.text
    assert client.get("/static/0123456789ab/app.js").status_code == 404
    assert client.post(address).status_code == 404


def test_a_document_is_asked_for_while_the_page_loads(client: TestClient) -> None:
    wanted = 'rel="preload" as="fetch" crossorigin href="/api/documents/0123456789abcdef"'
    assert wanted in client.get("/doc/0123456789abcdef").text
    assert 'as="fetch"' not in client.get("/doc/0123456789abcdef?as_of=2020-01-01").text
    assert 'as="fetch"' not in client.get("/doc/0123456789abcdef/lineage").text
    assert 'as="fetch"' not in client.get('/doc/"><script>alert(1)</script>').text
    assert with_document("no module", "0123456789abcdef") == "no module"


def test_compressed_files_are_the_files(files: PageFiles) -> None:
    for file in files.files.values():
        assert gzip.decompress(file.compressed) == file.content


def test_no_file_names_another_host() -> None:
    for item in WEB.rglob("*.*"):
        text = item.read_text(encoding="utf-8").replace("http://www.w3.org/2000/svg", "")
        assert not re.search(r"https?://", text), item.name
