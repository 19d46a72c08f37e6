from datetime import timedelta
from pathlib import Path

import pytest

from quizapp import uploads
from quizapp.errors import Invalid, NotFound
from tests.conftest import NOW


@pytest.fixture(autouse=True)
def instance(app, tmp_path, monkeypatch) -> Path:
    monkeypatch.setattr(app, "instance_path", str(tmp_path))
    return tmp_path


def test_file_comes_back_as_it_was_sent():
    content = b"\x00\n{}\xff"
    token = uploads.keep(content, "danh sách.xlsx", 7, NOW)
    assert uploads.take(token, 7, NOW) == uploads.Upload(token, "danh sách.xlsx", content)


def test_name_is_kept_without_folders_and_signs_nobody_sees():
    token = uploads.keep(b"x", "C:\\tmp\\../a\x00b\n.xlsx", 7, NOW)
    assert uploads.take(token, 7, NOW).filename == "ab.xlsx"


@pytest.mark.parametrize("content", [b"", b"x" * (uploads.MAXIMUM_BYTES + 1)])
def test_empty_and_too_large_files_are_refused(content):
    with pytest.raises(Invalid):
        uploads.keep(content, "a.xlsx", 7, NOW)


def test_file_of_somebody_else_is_not_found():
    token = uploads.keep(b"x", "a.xlsx", 7, NOW)
    with pytest.raises(NotFound):
        uploads.take(token, 8, NOW)


@pytest.mark.parametrize("token", ["", "../secret_key", "A" * 32, "a/" * 16])
def test_token_that_nobody_was_given_is_not_found(token):
    with pytest.raises(NotFound):
        uploads.take(token, 7, NOW)


def test_discarded_file_is_gone(instance):
    token = uploads.keep(b"x", "a.xlsx", 7, NOW)
    uploads.discard(token)
    uploads.discard(token)
    with pytest.raises(NotFound):
        uploads.take(token, 7, NOW)
    assert list((instance / "uploads").iterdir()) == []


def test_file_that_nobody_confirmed_is_gone_after_a_day(instance):
    token = uploads.keep(b"x", "a.xlsx", 7, NOW)
    later = NOW + timedelta(days=1, seconds=1)
    with pytest.raises(NotFound):
        uploads.take(token, 7, later)
    kept = uploads.keep(b"y", "b.xlsx", 7, later)
    assert [path.name for path in (instance / "uploads").iterdir()] == [kept]
