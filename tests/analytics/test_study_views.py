import pytest

from quizapp.accounts.models import AuditEntry
from quizapp.extensions import db
from tests.courses.factories import make_session, make_wave, note
from tests.factories import grant, make_member, make_unit, sign_in
from tests.library.factories import make_document


@pytest.fixture
def block(app):
    root = make_unit("Đảng bộ Khối", code="KHOI")
    cells = [make_unit(name, parent=root) for name in ("Chi bộ Một", "Chi bộ Hai")]
    members = [make_member(f"Thành Viên {number}", unit=cells[number % 2]) for number in range(4)]
    document = make_document(number="57-NQ/TW", unit=root)
    note(make_session(root, [document]), *members[:3])
    make_wave(root, [document])
    return root, cells


@pytest.fixture
def leader(client, block):
    member = make_member("Lãnh Đạo Mẫu", unit=make_unit())
    grant(member, "leader", block[0])
    sign_in(client, member)
    return member


def test_the_page_shows_n_of_n_beside_every_rate(client, leader):
    page = client.get("/analytics/study/").get_data(as_text=True)
    assert "75,00\N{NO-BREAK SPACE}%" in page
    assert "3/4" in page
    assert "Chi bộ Một" in page
    assert client.get("/analytics/study/?audience=others&depth=2&sort=name").status_code == 200
    assert client.get("/analytics/study/?wave=khong-co").status_code == 404


def test_a_leader_drills_down_to_the_cell_and_no_further_than_the_own_units(client, block, leader):
    assert client.get(f"/analytics/study/?unit={block[1][0].code}").status_code == 200
    assert client.get(f"/analytics/study/?unit={make_unit().code}").status_code == 404


def test_strangers_see_nothing(client, block):
    sign_in(client, make_member())
    for page in ("", "report.xlsx", "report.pdf", "missing", "missing.xlsx"):
        assert client.get(f"/analytics/study/{page}").status_code == 403


def test_without_sessions_the_page_says_what_it_is_for(client, app):
    member = make_member()
    grant(member, "leader", member.unit)
    sign_in(client, member)
    assert "Chưa có buổi học nào" in client.get("/analytics/study/").get_data(as_text=True)
    assert client.get("/analytics/study/report.pdf").status_code == 404


def test_the_report_comes_as_a_workbook_and_as_a_pdf(client, leader):
    assert client.get("/analytics/study/report.xlsx").data[:2] == b"PK"
    assert client.get("/analytics/study/report.pdf").data[:5] == b"%PDF-"


def test_who_has_not_studied_is_listed_and_every_look_logged(client, leader):
    page = client.get("/analytics/study/missing").get_data(as_text=True)
    assert "Thành Viên 3" in page
    assert "Thành Viên 0" not in page
    assert client.get("/analytics/study/missing.xlsx?q=thanh").data[:2] == b"PK"
    actions = [entry.action for entry in db.session.query(AuditEntry).order_by(AuditEntry.id)]
    assert actions[-2:] == ["unstudied.viewed", "unstudied.exported"]


def test_on_a_phone_the_first_ten_units_stand_there_and_all_are_one_link_away(client, block, leader):
    for number in range(12):
        make_unit(f"Chi bộ số {number}", parent=block[0])
    page = client.get("/analytics/study/").text
    assert (page.count('class="level-1"'), page.count('class="level-1 later"')) == (10, 4)
    assert "Xem tất cả 14 đơn vị" in page
    whole = client.get("/analytics/study/?all=1").text
    assert (whole.count('class="level-1"'), "Xem tất cả" in whole) == (14, False)


def test_the_page_costs_the_same_however_many_units(client, block, leader, statements):
    client.get("/analytics/study/")
    statements.clear()
    client.get("/analytics/study/")
    with_two = len(statements)
    document = make_document(unit=block[0])
    for _ in range(2):
        make_member(unit=make_unit(parent=block[0]))
    make_session(block[0], [document])
    statements.clear()
    client.get("/analytics/study/")
    assert len(statements) == with_two
