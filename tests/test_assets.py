"""Static files: names that carry their content, kept for ever, compressed once, served without the database."""

from __future__ import annotations

import gzip
import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import brotli
import pytest

from quizapp import assets

FOR_EVER = "max-age=315360000, public, immutable"
HASHED = re.compile(r"/static/[\w./-]+\.[0-9a-f]{12}\.(?:min\.)?(?:css|js|svg)")


@pytest.fixture
def address(app):
    """The address of a static file by its name, as templates get it."""
    return app.jinja_env.globals["static_url"]


@pytest.fixture(scope="module")
def built(tmp_path_factory) -> tuple[Path, dict[str, str]]:
    folder = tmp_path_factory.mktemp("built") / "assets"
    return folder, assets.build(folder)


def test_every_file_gets_a_name_with_its_content(built):
    folder, names = built
    assert {"base.css", "paper.css", "paper.js", "plotly.min.js", "favicon.svg"} <= set(names)
    for name, hashed in names.items():
        stem, _, suffix = name.partition(".")
        assert re.fullmatch(rf"{re.escape(stem)}\.[0-9a-f]{{12}}\.{re.escape(suffix)}", hashed)
        assert (folder / hashed).is_file()


def test_compressed_variants_hold_the_same(built):
    folder, names = built
    for hashed in names.values():
        content = (folder / hashed).read_bytes()
        if Path(hashed).suffix in assets.COMPRESSED:
            assert gzip.decompress((folder / f"{hashed}.gz").read_bytes()) == content
            assert brotli.decompress((folder / f"{hashed}.br").read_bytes()) == content


def test_second_build_changes_nothing_and_leaves_nothing_behind(built):
    folder, names = built
    before = {path: path.stat().st_mtime_ns for path in folder.rglob("*")}
    assert assets.build(folder) == names
    assert {path: path.stat().st_mtime_ns for path in folder.rglob("*")} == before
    assert list(folder.parent.iterdir()) == [folder]


def test_programs_that_start_together_build_the_same(tmp_path, monkeypatch):
    (tmp_path / "source").mkdir()
    for number in range(30):
        (tmp_path / "source" / f"{number}.css").write_text("a { color: red }\n" * (number + 1))
    monkeypatch.setattr(assets, "STATIC", tmp_path / "source")
    monkeypatch.setattr(assets, "find_spec", lambda _name: None)
    with ThreadPoolExecutor(8) as pool:
        first, *others = pool.map(lambda _: assets.build(tmp_path / "built"), range(8))
    assert all(names == first for names in others)
    assert len(list((tmp_path / "built").iterdir())) == 90


def test_other_content_has_another_name(tmp_path, monkeypatch):
    source = tmp_path / "source"
    source.mkdir()
    monkeypatch.setattr(assets, "STATIC", source)
    monkeypatch.setattr(assets, "find_spec", lambda _name: None)
    names = []
    for color in ("red", "blue"):
        (source / "base.css").write_text(f"a {{ color: {color} }}")
        names.append(assets.build(tmp_path / "built")["base.css"])
    assert names[0] != names[1]


def test_module_finds_its_neighbours_under_their_hashed_names(tmp_path, monkeypatch):
    source = tmp_path / "source"
    source.mkdir()
    (source / "clock.js").write_text("export const now = 1;")
    (source / "paper.js").write_text('import { now } from "./clock.js";')
    monkeypatch.setattr(assets, "STATIC", source)
    monkeypatch.setattr(assets, "find_spec", lambda _name: None)
    names = assets.build(tmp_path / "built")
    assert (tmp_path / "built" / names["paper.js"]).read_text() == f'import {{ now }} from "./{names["clock.js"]}";'


def test_folder_of_modules_is_one_script_of_its_name(tmp_path, monkeypatch):
    source = tmp_path / "source"
    (source / "paper").mkdir(parents=True)
    (source / "paper" / "clock.js").write_text("export const now = 1;\n")
    (source / "paper" / "begin.js").write_text('import { now } from "./clock.js";\nalert(now);\n')
    monkeypatch.setattr(assets, "STATIC", source)
    monkeypatch.setattr(assets, "find_spec", lambda _name: None)
    names = assets.build(tmp_path / "built")
    script = (tmp_path / "built" / names["paper.js"]).read_text()
    assert set(names) == {"paper.js"}
    assert "const now = 1;" in script
    assert "alert(now);" in script


def test_files_refer_to_no_other_that_has_no_hashed_name(built):
    folder, names = built
    for name, hashed in names.items():
        if name.endswith(".css"):
            assert "url(" not in (folder / hashed).read_text(), name
        elif name.endswith(".js") and not name.startswith("plotly"):
            found = re.findall(r"""(?:from|import)\s*\(?["']\./([^"']+)["']""", (folder / hashed).read_text())
            assert set(found) <= set(names.values()), name


def test_file_is_kept_for_ever_and_is_what_it_says(client, address):
    answer = client.get(address("base.css"))
    assert (answer.status_code, answer.content_type) == (200, 'text/css; charset="utf-8"')
    assert (answer.headers["Cache-Control"], answer.headers["X-Content-Type-Options"]) == (FOR_EVER, "nosniff")
    assert answer.headers["Vary"] == "Accept-Encoding"
    assert "Set-Cookie" not in answer.headers
    script = client.get(address("paper.js"))
    assert script.content_type.startswith("text/javascript")


@pytest.mark.parametrize(
    ("accepted", "encoding"), [("gzip, deflate, br", "br"), ("gzip", "gzip"), ("identity", None), (None, None)]
)
def test_file_is_sent_as_small_as_the_browser_can_take_it(client, address, accepted, encoding):
    answer = client.get(address("base.css"), headers={"Accept-Encoding": accepted} if accepted else {})
    assert answer.headers.get("Content-Encoding") == encoding


def test_file_that_the_browser_has_is_not_sent_again(client, address):
    first = client.get(address("base.css"))
    again = client.get(address("base.css"), headers={"If-Modified-Since": first.headers["Last-Modified"]})
    assert (again.status_code, again.data) == (304, b"")


def test_files_cost_no_statement(client, address, statements):
    client.get(address("paper.js"))
    assert statements == []


def test_page_names_only_hashed_files_that_are_there(client):
    found = set(re.findall(r'(?:src|href)="(/static/[^"]+)"', client.get("/sign-in").text))
    assert found
    for path in found:
        assert HASHED.fullmatch(path), path
        assert client.get(path).status_code == 200


@pytest.mark.parametrize("path", ["/static/base.css", "/static/", "/static/../config.py", "/static/%2e%2e/secret_key"])
def test_nothing_else_is_served(client, path):
    assert client.get(path).status_code == 404
