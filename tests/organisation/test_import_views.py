"""Importing a list of units in the browser."""

from __future__ import annotations

import io
import re

import pytest
from sqlalchemy import select

from quizapp.extensions import db
from quizapp.tables import read_rows, write_csv
from quizapp.units.models import Unit
from tests.accounts.forms import csrf_token, post_form
from tests.factories import grant, make_member, make_unit, sign_in

HEADER = ("Mã đơn vị", "Tên đơn vị", "Loại đơn vị", "Đơn vị cấp trên")


@pytest.fixture
def own(app):
    return make_unit("Đảng bộ Sở Y tế", make_unit("Thành ủy", code="TOP"), code="OWN")


@pytest.fixture
def manager(client, own):
    member = make_member(unit=own)
    grant(member, "unit_administrator", own)
    return sign_in(client, member)


def upload(client, *rows, name="đơn vị.csv") -> str:
    """The address of the preview."""
    data = {"file": (io.BytesIO(write_csv(HEADER, rows)), name)}
    answer = post_form(client, "/units/import", data, content_type="multipart/form-data")
    assert answer.status_code == 302, answer.text
    return answer.headers["Location"]


def codes() -> set[str]:
    return set(db.session.scalars(select(Unit.code)))


def test_list_is_shown_first_and_stored_when_confirmed(manager):
    make_unit("Chi bộ cũ", db.session.scalars(select(Unit).where(Unit.code == "OWN")).one(), code="C0")
    preview = upload(manager, ("C1", "Chi bộ 1", "Chi bộ", "OWN"), ("C0", "Chi bộ mới", "", ""))
    page = manager.get(preview).text
    assert codes() == {"TOP", "OWN", "C0"}
    for said in ("đơn vị.csv", "Chưa có gì được lưu.", "Nhập tất cả 2 dòng", "1 đơn vị mới", "Chi bộ cũ", "Chi bộ mới"):
        assert said in page
    answer = post_form(manager, preview, {}, follow_redirects=True)
    assert "Đã tạo 1 đơn vị và cập nhật 1 đơn vị." in answer.text
    assert codes() == {"TOP", "OWN", "C0", "C1"}
    assert manager.get(preview).status_code == 404


def test_rows_to_decide_on_are_shown_with_place_and_reason(manager):
    preview = upload(manager, ("C1", "Chi bộ 1", "Chi bộ", "OWN"), ("C2", "Chi bộ 2", "Chi bộ", "TOP"))
    page = manager.get(preview).text
    assert re.search(r"Dòng 3.*C2.*có mã hoặc tên “TOP”", page, re.S)
    assert "Chỉ nhập 1 dòng tốt" in page
    # What the page does not offer is refused all the same.
    assert "Chưa lưu gì" in post_form(manager, preview, {}, follow_redirects=True).text
    assert codes() == {"TOP", "OWN"}
    post_form(manager, preview, {"skip_rejected": "1"})
    assert codes() == {"TOP", "OWN", "C1"}


def test_report_holds_the_rows_to_mend(manager):
    preview = upload(manager, ("C2", "Chi bộ 2", "Chi bộ", "TOP"))
    rows = read_rows(manager.get(f"{preview}/report.xlsx").data, "a.xlsx")
    assert [row.cells[:3] for row in rows] == [("Dòng", "Mục", "Mức"), (2.0, "C2", "Cần sửa")]


def test_list_can_be_thought_better_of(manager):
    preview = upload(manager, ("C1", "Chi bộ 1", "Chi bộ", "OWN"))
    token = csrf_token(manager, preview)
    answer = manager.post(f"{preview}/removal", data={"csrf_token": token}, follow_redirects=True)
    assert "Đã bỏ tệp" in answer.text
    assert (manager.get(preview).status_code, codes()) == (404, {"TOP", "OWN"})


@pytest.mark.parametrize(("content", "said"), [(b"", "Tệp trống"), (b"a,b\n1,2\n", "Không tìm thấy cột")])
def test_file_that_is_no_list_is_refused_at_once(manager, content, said):
    data = {"file": (io.BytesIO(content), "a.csv")}
    answer = post_form(manager, "/units/import", data, content_type="multipart/form-data")
    assert (answer.status_code, said in answer.text) == (422, True)


def test_preview_belongs_to_who_sent_the_file(client, manager, own):
    preview = upload(manager, ("C1", "Chi bộ 1", "Chi bộ", "OWN"))
    other = make_member(unit=own)
    grant(other, "unit_administrator", own)
    sign_in(client, other)
    assert client.get(preview).status_code == 404


def test_stranger_imports_nothing(client, own):
    sign_in(client, make_member(unit=own))
    assert [client.get(path).status_code for path in ("/units/import", "/unit-list-template.xlsx")] == [403, 403]


def test_template_can_be_imported_by_who_administers_everything(client, own):
    member = make_member(unit=own)
    grant(member, "administrator", own.parent)
    sign_in(client, member)
    template = client.get("/unit-list-template.xlsx").data
    data = {"file": (io.BytesIO(template), "mẫu.xlsx")}
    answer = post_form(client, "/units/import", data, content_type="multipart/form-data")
    assert "Nhập tất cả 3 dòng" in client.get(answer.headers["Location"]).text
