"""Importing documents from the command line."""

from __future__ import annotations

import json

import pytest

from quizapp.extensions import db
from quizapp.library.models import Document, Section
from tests.factories import make_unit
from tests.library.test_reading import RESOLUTION

LISTING = """
[[documents]]
number = "57-NQ/TW"
issuer = "Bộ Chính trị"
date = 2024-12-22
kind = "nghị quyết"
title = "Về đột phá"
file = "57.md"

[[documents]]
number = "52-NQ/TW"
issuer = "Bộ Chính trị"
date = "27/09/2019"
title = "Chủ động tham gia"
"""


@pytest.fixture
def run(app, tmp_path):
    make_unit(code="TINH")

    def run(file: str, *options: str):
        result = app.test_cli_runner().invoke(args=["documents", "import", str(tmp_path / file), "--json", *options])
        return result.exit_code, json.loads(result.stdout)

    (tmp_path / "57.md").write_text(RESOLUTION)
    (tmp_path / "list.toml").write_text(LISTING)
    return run


def report(found, accepted, created, updated, rejected=(), warnings=()):
    counts = {"found": found, "accepted": accepted, "created": created, "updated": updated}
    return counts | {"rejected": list(rejected), "warnings": list(warnings)}


WITHOUT_TEXT = {"row": 2, "item": "52-NQ/TW", "warning": "Chưa có toàn văn: mục này không ghi tệp."}


def stored():
    rows = db.session.query(Document).order_by(Document.id)
    return [(one.number, one.kind, one.title, one.unit.code, one.is_public) for one in rows]


def test_one_text_is_imported_once(run):
    assert run("57.md") == (0, report(1, 1, 1, 0))
    assert run("57.md") == (0, report(1, 1, 0, 0))
    assert [row[0] for row in stored()] == ["57-NQ/TW"]
    assert db.session.query(Section).count() == 6


def test_list_of_documents_is_imported_once(run):
    assert run("list.toml") == (0, report(2, 2, 2, 0, warnings=[WITHOUT_TEXT]))
    assert run("list.toml") == (0, report(2, 2, 0, 0, warnings=[WITHOUT_TEXT]))
    assert stored() == [
        ("57-NQ/TW", "resolution", "Về đột phá", "TINH", False),
        ("52-NQ/TW", "resolution", "Chủ động tham gia", "TINH", False),
    ]


def test_dry_run_counts_and_stores_nothing(run):
    assert run("list.toml", "--dry-run") == (0, report(2, 2, 2, 0, warnings=[WITHOUT_TEXT]))
    assert stored() == []


def test_changed_document_is_updated(run, tmp_path):
    run("list.toml")
    (tmp_path / "list.toml").write_text(LISTING.replace("Về đột phá", "Về đột phá phát triển"))
    assert run("list.toml") == (0, report(2, 2, 0, 1, warnings=[WITHOUT_TEXT]))


def test_one_bad_entry_holds_all_back_unless_skipped(run, tmp_path):
    (tmp_path / "list.toml").write_text(LISTING + '\n[[documents]]\nnumber = "1-CT/TW"\nfile = "../secret.md"\n')
    bad = {"row": 3, "item": "1-CT/TW", "error": "Không có tệp ../secret.md trong thư mục của tệp toml."}
    assert run("list.toml") == (1, report(3, 2, 0, 0, [bad], [WITHOUT_TEXT]))
    assert stored() == []
    assert run("list.toml", "--skip-rejected") == (0, report(3, 2, 2, 0, [bad], [WITHOUT_TEXT]))


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("[[documents", "Tệp toml viết chưa đúng: Unexpected end of document"),
        ("a = 1", "Tệp toml không có mục [[documents]] nào. Mỗi văn bản là một mục [[documents]]."),
    ],
)
def test_listing_that_cannot_be_read_is_refused_as_a_whole(run, tmp_path, content, sentence):
    (tmp_path / "bad.toml").write_text(content)
    status, said = run("bad.toml")
    assert (status, said["found"], [one["row"] for one in said["rejected"]]) == (1, 0, [0])
    assert said["rejected"][0]["error"].startswith(sentence[:24])


def test_text_without_a_head_is_rejected_with_its_reason(run, tmp_path):
    (tmp_path / "plain.md").write_text("Chỉ có chữ.")
    error = {"row": 1, "item": "plain.md", "error": "Chưa rõ loại văn bản. Hãy ghi loại, ví dụ: Nghị quyết."}
    assert run("plain.md") == (1, report(1, 0, 0, 0, [error]))
