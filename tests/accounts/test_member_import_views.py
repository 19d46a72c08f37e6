"""Importing a list of members in the browser."""

from __future__ import annotations

import io
import re

import pytest
from sqlalchemy import select

from quizapp.accounts.models import AuditEntry, Member
from quizapp.extensions import db
from quizapp.tables import read_rows, write_csv
from tests.accounts.forms import csrf_token, post_form
from tests.factories import grant, make_member, make_unit, sign_in

HEADER = ("Mã số", "Họ và tên", "Đơn vị", "Trạng thái")


@pytest.fixture
def own(app):
    return make_unit("Đảng bộ Sở Y tế", make_unit("Thành ủy", code="TOP"), code="OWN")


@pytest.fixture
def manager(client, own):
    member = make_member("Lê Quản Trị", own, code="admin")
    grant(member, "unit_administrator", own)
    return sign_in(client, member)


def upload(client, *rows, unit="", header=HEADER, name="đảng viên.csv"):
    data = {"file": (io.BytesIO(write_csv(header, rows)), name), "unit": unit}
    return post_form(client, "/members/import", data, content_type="multipart/form-data")


def codes() -> set[str]:
    return set(db.session.scalars(select(Member.code)))


def test_list_is_shown_first_and_stored_when_confirmed(manager, own):
    make_member("Đỗ Cũ", own, code="dv0")
    preview = upload(manager, ("dv1", "Đỗ An", "OWN", ""), ("dv0", "Đỗ Cũ", "OWN", "Đình chỉ")).headers["Location"]
    page = manager.get(preview).text
    assert db.session.query(AuditEntry).filter_by(action="members.list_previewed").count() == 1
    assert codes() == {"admin", "dv0"}
    for said in ("đảng viên.csv", "Chưa có gì được lưu.", "Nhập tất cả 2 dòng", "1 người mới", "Đình chỉ", "Đỗ An"):
        assert said in page
    answer = post_form(manager, preview, {}, follow_redirects=True)
    assert "Đã thêm 1 người và cập nhật 1 người." in answer.text
    assert codes() == {"admin", "dv0", "dv1"}


def test_list_of_one_unit_needs_no_column_for_it(manager, own):
    cell = make_unit("Chi bộ 1", own, code="C1")
    preview = upload(manager, ("dv1", "Đỗ An"), unit="chi bo 1", header=("Mã số", "Họ và tên")).headers["Location"]
    assert preview.endswith(f"?unit={cell.id}")
    post_form(manager, preview, {})
    assert db.session.scalars(select(Member.unit_id).where(Member.code == "dv1")).one() == cell.id


def test_rows_to_decide_on_are_shown_with_place_and_reason(manager):
    preview = upload(manager, ("dv1", "Đỗ An", "OWN", ""), ("dv2", "Đỗ Bình", "TOP", "")).headers["Location"]
    page = manager.get(preview).text
    assert re.search(r"Dòng 3.*dv2.*có mã hoặc tên “TOP”", page, re.S)
    assert "Chỉ nhập 1 dòng tốt" in page
    assert "Chưa lưu gì" in post_form(manager, preview, {}, follow_redirects=True).text
    assert codes() == {"admin"}
    post_form(manager, preview, {"skip_rejected": "1"})
    assert codes() == {"admin", "dv1"}


def test_report_holds_the_rows_to_mend(manager):
    preview = upload(manager, ("dv2", "Đỗ Bình", "TOP", "")).headers["Location"]
    rows = read_rows(manager.get(f"{preview}/report.xlsx").data, "a.xlsx")
    assert (2.0, "dv2", "Cần sửa") in [row.cells[:3] for row in rows]


def test_list_can_be_thought_better_of(manager):
    preview = upload(manager, ("dv1", "Đỗ An", "OWN", "")).headers["Location"]
    token = csrf_token(manager, preview)
    assert "Đã bỏ tệp" in manager.post(f"{preview}/removal", data={"csrf_token": token}, follow_redirects=True).text
    assert (manager.get(preview).status_code, codes()) == (404, {"admin"})


@pytest.mark.parametrize(
    ("rows", "header", "unit", "said"),
    [
        ([("1", "2")], ("a", "b"), "", "Không tìm thấy cột"),
        ([("dv1", "Đỗ An", "OWN", "")], HEADER, "TOP", "Không tìm thấy đơn vị nào có mã hoặc tên “TOP”"),
    ],
)
def test_what_is_no_list_of_mine_is_refused_at_once(manager, rows, header, unit, said):
    answer = upload(manager, *rows, header=header, unit=unit)
    assert (answer.status_code, said in answer.text) == (422, True)


def test_unit_in_the_address_is_checked_again(manager, own):
    preview = upload(manager, ("dv1", "Đỗ An", "OWN", "")).headers["Location"]
    assert manager.get(f"{preview}?unit={own.parent_id}").status_code == 404


def test_preview_belongs_to_who_sent_the_file(client, manager, own):
    preview = upload(manager, ("dv1", "Đỗ An", "OWN", "")).headers["Location"]
    other = make_member(unit=own)
    grant(other, "unit_administrator", own)
    sign_in(client, other)
    assert client.get(preview).status_code == 404


def test_stranger_imports_nobody(client, own):
    sign_in(client, make_member(unit=own))
    assert [client.get(path).status_code for path in ("/members/import", "/member-list-template.xlsx")] == [403, 403]


def test_template_is_a_workbook(manager):
    answer = manager.get("/member-list-template.xlsx")
    assert answer.headers["Content-Disposition"] == "attachment; filename=mau-danh-sach-thanh-vien.xlsx"
    assert len(read_rows(answer.data, "a.xlsx")) == 3
