"""Materials for the meetings of a month."""

import re
from datetime import timedelta

import pytest

from quizapp import clock
from quizapp.courses.sessions.models import MaterialPackage
from quizapp.extensions import db
from quizapp.library.reader_models import Announcement
from tests.courses.factories import make_session
from tests.factories import grant, make_member, make_unit, sign_in
from tests.library.factories import make_document

NOW = clock.now()
NEXT = (NOW.date().replace(day=1) + timedelta(days=32)).replace(day=1)
LINK = "Bài giảng | https://vi-du.vn/bai-giang.pdf"


@pytest.fixture
def unit(app):
    return make_unit("Đảng bộ")


@pytest.fixture
def board(client, unit):
    person = make_member("Tuyên Giáo", unit=unit)
    grant(person, "propaganda_board", unit)
    sign_in(client, person)
    return person


def text_of(answer):
    return answer.get_data(as_text=True)


def post(client, address, page, **fields):
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', text_of(client.get(page))).group(1)
    return client.post(address, data=fields | {"csrf_token": token})


def write(client, unit, **fields):
    about = {"month": NEXT.isoformat(), "unit": unit.id, "note": "Đọc trước buổi họp."} | fields
    return post(client, "/materials/new", "/materials/new", **about)


def test_a_board_publishes_and_a_branch_reads_before_the_meeting(client, unit, board):
    material = make_document("Tài liệu tháng tới", unit, number="", kind="branch_material")
    resolution = make_document("Về chuyển đổi số", unit, number="57-NQ/TW")
    answer = write(client, unit, chosen=material.id, numbers="57-NQ/TW", links=LINK)
    page = answer.headers["Location"]
    assert "Bản nháp: các chi bộ chưa thấy." in text_of(client.get(page))
    branch = make_unit("Chi bộ", parent=unit)
    member = make_member("Đảng Viên", unit=branch)
    sign_in(client, member)
    assert client.get(page).status_code == 404
    sign_in(client, board)
    for _ in range(2):
        token = re.search(r'name="csrf_token" value="([^"]+)"', text_of(client.get(page))).group(1)
        client.post(f"{page}/publication", data={"csrf_token": token, "tells": "1"})
    sign_in(client, member)
    shown = text_of(client.get(page))
    assert [f"/documents/{one.id}" in shown for one in (material, resolution)] == [True, True]
    assert "https://vi-du.vn/bai-giang.pdf" in shown
    assert "Tài liệu sinh hoạt tháng" in text_of(client.get("/study/sessions"))
    meeting = make_session(branch, [resolution], kind="branch_meeting", starts_at=NOW + timedelta(days=9), now=NOW)
    assert "Đọc trước buổi họp." in text_of(client.get(f"/study/sessions/{meeting.code}"))
    announcement = db.session.scalars(db.select(Announcement)).one()
    assert f"/announcements/{announcement.id}" in text_of(client.get("/"))
    assert f'href="{page}"' in text_of(client.get(f"/announcements/{announcement.id}"))


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({}, "Hãy chọn ít nhất một tài liệu"),
        ({"links": "không có địa chỉ"}, "chưa đúng. Ghi: Tên tài liệu"),
        ({"links": "Mã | javascript:alert(1)"}, "chưa đúng. Ghi: Tên tài liệu"),
        ({"numbers": "999-NQ/TW"}, "Không có văn bản số"),
        ({"numbers": "1-NHAP"}, "chưa công bố hoặc không dành cho"),
        ({"links": LINK, "month": "xưa"}, "Hãy chọn một mục trong danh sách."),
        ({"links": LINK, "chosen": "999"}, "Hãy chọn trong danh sách."),
    ],
)
def test_materials_that_lead_nowhere_are_refused(client, unit, board, fields, sentence):
    make_document(unit=unit, number="1-NHAP", published_at=None)
    answer = write(client, unit, **fields)
    assert (answer.status_code, sentence in text_of(answer)) == (422, True)
    assert db.session.scalar(db.select(MaterialPackage)) is None


def test_a_unit_has_one_package_a_month_and_may_mend_it(client, unit, board):
    page = write(client, unit, links=LINK).headers["Location"]
    assert "đã có tài liệu tháng" in text_of(write(client, unit, links=LINK))
    about = {"month": NEXT.isoformat(), "unit": unit.id, "links": "Bài khác | https://vi-du.vn/khac"}
    assert post(client, f"{page}/edit", f"{page}/edit", **about).status_code == 302
    shown = text_of(client.get(page))
    assert ("Bài khác" in shown, "bai-giang" in shown) == (True, False)


def test_a_document_that_the_reader_may_not_read_is_left_out(client, unit, board):
    hidden = make_document("Chỉ cho đảng viên", unit, number="5-HD", audience="official_members")
    page = write(client, unit, numbers="5-HD", links=LINK).headers["Location"]
    post(client, f"{page}/publication", page)
    sign_in(client, make_member(unit=unit, kind="union_member"))
    shown = text_of(client.get(page))
    assert (f"/documents/{hidden.id}" in shown, "Bài giảng" in shown) == (False, True)
    assert client.get(f"{page}/edit").status_code == 403


def test_the_list_costs_the_same_with_one_and_with_three_months(client, unit, board, statements):
    def count():
        statements.clear()
        assert client.get("/materials").status_code == 200
        return len(statements)

    write(client, unit, links=LINK)
    first = count()
    for months in (2, 3):
        month = (NEXT + timedelta(days=31 * (months - 1))).replace(day=1)
        write(client, unit, links=LINK, month=month.isoformat())
    assert count() == first
