"""The leader's pages, as a browser gets them."""

from __future__ import annotations

import io
import re
from datetime import timedelta

import pytest
from python_calamine import CalamineWorkbook

from quizapp.accounts.models import AuditEntry
from quizapp.assessments.models import Assessment
from quizapp.competitions.models import Competition
from quizapp.extensions import db
from tests.analytics.factories import count_tallies, freeze, make_assessment, make_competition, submit
from tests.conftest import NOW
from tests.factories import grant, make_member, make_unit, sign_in


def rounds_of(competition: Competition) -> list[Assessment]:
    return [r.assessment for r in competition.rounds]


@pytest.fixture
def block(app):
    """A block of three cells in a province: of 4 members each 1, 2 and 3 took part in both rounds; the leader leads."""
    province = make_unit("Tỉnh ủy", code="TU")
    block = make_unit("Đảng bộ Khối", parent=province, code="K")
    members = []
    competition = make_competition(block, rounds=2, code="nq57", title="Tìm hiểu Nghị quyết 57-NQ/TW")
    for number, name in enumerate(("An", "Bình", "Cường"), start=1):
        cell = make_unit(f"Chi bộ {name}", parent=block, code=f"C{number}")
        members += [make_member(f"Nguyễn Văn {letter}", unit=cell, code=f"c{number}-{letter}") for letter in "ABCD"]
    for assessment in rounds_of(competition):
        freeze(assessment, members, {members[3].id: "exempt"})
        for number in range(3):
            for member in members[number * 4 : number * 4 + number + 1]:
                submit(assessment, member, score=7.5, at=assessment.opens_at + timedelta(hours=number))
    count_tallies(rounds_of(competition))
    return block


@pytest.fixture
def leader(block):
    leader = make_member("Trần Thị Lãnh Đạo", unit=make_unit("Ban Thường vụ", parent=block.parent))
    grant(leader, "leader", block)
    return leader


def units_in(page: str) -> list[str]:
    """The names in the table of units, in their order."""
    body = re.search(r"unit-table.*?<tbody>(.*?)</tbody>", page, re.S)[1]
    return re.findall(r'<th scope="row"><a [^>]*>([^<]+)</a>', body)


def test_leader_sees_the_running_round_worst_unit_first(client, leader):
    page = sign_in(client, leader).get("/analytics/").text
    assert units_in(page) == ["Chi bộ An", "Chi bộ Bình", "Chi bộ Cường"]
    assert "54,55\N{NO-BREAK SPACE}%" in page  # 6 of 11
    assert "6 / 11 đủ điều kiện" in page
    assert "50,00\N{NO-BREAK SPACE}%" in page  # 6 of 12
    assert "6 / 12 thành viên" in page
    assert "điểm trung bình 7,50" in page
    assert "so với Tuần 1" in page


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        ("sort=rate&direction=desc", ["Chi bộ Cường", "Chi bộ Bình", "Chi bộ An"]),
        ("sort=eligible", ["Chi bộ An", "Chi bộ Bình", "Chi bộ Cường"]),
        ("sort=name&direction=desc", ["Chi bộ Cường", "Chi bộ Bình", "Chi bộ An"]),
        ("sort=nonsense&direction=up&depth=x", ["Chi bộ An", "Chi bộ Bình", "Chi bộ Cường"]),
        ("slow=1", ["Chi bộ An", "Chi bộ Bình"]),
        ("slow=1&threshold=40", ["Chi bộ An"]),
        ("depth=2&competition=nq57", ["Chi bộ An", "Chi bộ Bình", "Chi bộ Cường"]),
    ],
)
def test_address_orders_and_filters_the_units(client, leader, sort, expected):
    assert units_in(sign_in(client, leader).get(f"/analytics/?{sort}").text) == expected


def test_whole_competition_tells_person_times_apart(client, leader):
    page = sign_in(client, leader).get("/analytics/?competition=nq57").text
    assert "12 lượt người" in page
    assert "so với" not in page


def test_leader_goes_down_to_the_lowest_unit(client, leader):
    page = sign_in(client, leader).get("/analytics/?unit=C1&assessment=nq57-1").text
    assert "<h1>Chi bộ An</h1>" in page
    assert "1 / 3 đủ điều kiện" in page
    crumbs = re.search(r'<ol class="crumbs">(.*?)</ol>', page, re.S)[1]
    assert "Đảng bộ Khối" in crumbs
    assert "Tỉnh ủy" not in crumbs


def test_assessment_by_itself_has_no_rounds(client, leader, block):
    exam = make_assessment(block, code="thi-cuoi-khoa", title="Thi cuối khóa", opens_at=NOW - timedelta(days=90))
    page = sign_in(client, leader).get(f"/analytics/?assessment={exam.code}").text
    assert "Thi cuối khóa" in page
    assert "Chưa có bài nào được nộp." in page
    assert "Cả cuộc thi" not in page


@pytest.mark.parametrize(
    "address",
    [
        "/analytics/?unit=TU",
        "/analytics/?unit=nowhere",
        "/analytics/?assessment=nothing",
        "/analytics/?assessment=%01",
        "/analytics/?competition=nothing",
        "/analytics/?assessment=draft",
        "/analytics/?assessment=foreign",
        "/analytics/charts.json?unit=TU",
        "/analytics/participation.xlsx?unit=TU",
        "/analytics/missing?assessment=nq57-2&unit=TU",
        "/analytics/missing?assessment=nothing",
        "/analytics/missing",
        "/analytics/missing.xlsx?assessment=foreign",
    ],
)
def test_what_is_foreign_or_unknown_is_not_found(client, leader, block, address):
    make_assessment(block, code="draft", published_at=None)
    make_assessment(make_unit("Khối khác", parent=block.parent), code="foreign")
    assert sign_in(client, leader).get(address).status_code == 404


@pytest.mark.parametrize("page", ["", "charts.json", "participation.xlsx", "missing?assessment=nq57-2", "missing.xlsx"])
def test_stranger_is_asked_to_sign_in_and_a_member_without_a_role_is_refused(client, block, page):
    answer = client.get(f"/analytics/{page}")
    assert (answer.status_code, answer.location.split("?")[0]) == (302, "/sign-in")
    assert sign_in(client, make_member()).get(f"/analytics/{page}").status_code == 403


def test_leader_of_a_unit_without_contests_is_told_so(client, block):
    leader = make_member()
    grant(leader, "leader", make_unit("Đảng ủy đặc khu", parent=block.parent))
    page = sign_in(client, leader).get("/analytics/").text
    assert "Chưa có cuộc thi nào cho đơn vị này" in page
    assert client.get("/analytics/charts.json").status_code == 404


def test_leader_of_two_units_begins_at_the_higher_one_and_can_change(client, block):
    leader = make_member()
    other = make_unit("Đảng ủy đặc khu", parent=block.parent, code="DK")
    grant(leader, "leader", make_unit("Chi bộ nhỏ", parent=make_unit("Đảng bộ giữa", parent=other)))
    grant(leader, "leader", block)
    page = sign_in(client, leader).get("/analytics/").text
    assert "<h1>Đảng bộ Khối</h1>" in page
    assert "Chi bộ nhỏ" in page


def test_page_costs_the_same_with_one_and_with_more_units(client, leader, block, statements):
    sign_in(client, leader)
    sent = []
    for unit in ("C1", "K"):
        statements.clear()
        assert client.get(f"/analytics/?unit={unit}").status_code == 200
        sent.append(len(statements))
    for number in range(3):
        make_unit(f"Chi bộ thêm {number}", parent=block)
    statements.clear()
    client.get("/analytics/?unit=K")
    assert sent[1] == len(statements) <= 16
    assert sent[0] == sent[1] + 1  # the units above it


def test_charts_come_as_figures(client, leader):
    figures = sign_in(client, leader).get("/analytics/charts.json?competition=nq57").json
    assert set(figures) == {"days", "rounds"}
    assert figures["rounds"]["data"][0]["y"] == [54.55, 54.55]
    assert sum(figures["days"]["data"][0]["y"]) == 12


def test_workbook_holds_what_the_page_shows(client, leader):
    answer = sign_in(client, leader).get("/analytics/participation.xlsx?assessment=nq57-2&sort=name&direction=desc")
    assert answer.headers["Content-Disposition"] == "attachment; filename=tham-gia-nq57-2-K.xlsx"
    [*above, headings], *rows = _split(answer.data)
    assert above[0][0] == "Tỷ lệ tham gia: Tuần 2"
    assert above[1][0] == "Đảng bộ Khối"
    assert above[3][0] == "Trên số đủ điều kiện: 54,55\N{NO-BREAK SPACE}% (6/11)"
    assert headings[:5] == ["Đơn vị", "Mã đơn vị", "Cấp", "Thành viên", "Đủ điều kiện"]
    assert [row[0] for row in rows] == ["Chi bộ Cường", "Chi bộ Bình", "Chi bộ An", "Tổng cộng"]
    assert rows[-1] == ["Tổng cộng", "K", "", 12, 11, 6, 6, 6, 0, 7.5, "6/11", 54.55, 50.0]


def _split(content: bytes) -> list:
    """[lines up to the headings], then each row."""
    rows = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    headings = next(index for index, row in enumerate(rows) if len([cell for cell in row if cell != ""]) > 2)
    return [rows[: headings + 1], *rows[headings + 1 :]]


def names_in(page: str) -> list[str]:
    return re.findall(r'<tr><th scope="row">([^<]+)</th><td', page)


def test_missing_are_the_eligible_without_a_submission_and_every_look_is_noted(client, leader, block):
    make_member("Người Mới", unit=block)  # not on the roster
    page = sign_in(client, leader).get("/analytics/missing?assessment=nq57-2&unit=C1").text
    assert names_in(page) == ["Nguyễn Văn B", "Nguyễn Văn C"]  # A took part, D is exempt
    entry = db.session.query(AuditEntry).one()
    assert (entry.action, entry.object_type, entry.object_id) == ("missing.viewed", "assessment", "nq57-2")
    assert (entry.actor_id, db.session.get(type(block), entry.unit_id).code) == (leader.id, "C1")


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("nguyen van d", ["c2-D", "c3-D"]),
        ("C3-", ["c3-D"]),
        ("chi bộ bình", ["c2-C", "c2-D"]),
        ("100%_", []),
        ("' OR 1=1", []),
    ],
)
def test_missing_are_found_by_name_code_or_unit(client, leader, search, found):
    sign_in(client, leader)
    page = client.get("/analytics/missing", query_string={"assessment": "nq57-2", "q": search}).text
    assert sorted(re.findall(r"c\d-[A-D]", page)) == found


def test_missing_come_page_by_page(client, leader, block):
    cell = make_unit("Chi bộ Đông", parent=block, code="C4")
    # Half of them bear the same name: the order goes on by who came first.
    members = [make_member(f"Lê Thị {'An' if n % 2 else 'Bình'}", unit=cell, code=f"c4-{n:02}") for n in range(105)]
    assessment = make_assessment(block, code="dong")
    freeze(assessment, members)
    sign_in(client, leader)
    seen, address = [], "/analytics/missing?assessment=dong"
    while address:
        page = client.get(address).text
        seen.append(re.findall(r"c4-\d+", page))
        following = re.search(r'rel="next" href="([^"]+)"', page)
        address = following[1].replace("&amp;", "&") if following else None
    assert [len(codes) for codes in seen] == [50, 50, 5]
    assert [code for codes in seen for code in codes] == [
        m.code for n, m in sorted(enumerate(members), key=lambda each: (-(each[0] % 2), each[0]))
    ]
    assert client.get("/analytics/missing?assessment=dong&after=99999999999999999999").status_code == 200


def test_names_are_only_for_those_who_may_see_them(client, block):
    board = make_member()
    grant(board, "propaganda_board", block)
    sign_in(client, board)
    assert "Người chưa dự thi" not in client.get("/analytics/").text
    assert client.get("/analytics/missing?assessment=nq57-2").status_code == 403
    assert client.get("/analytics/missing.xlsx?assessment=nq57-2").status_code == 403
    assert db.session.query(AuditEntry).count() == 0


def test_export_of_the_missing_is_noted_with_their_number(client, leader):
    answer = sign_in(client, leader).get("/analytics/missing.xlsx?assessment=nq57-2")
    [*above, headings], *rows = _split(answer.data)
    assert above[3][0] == "5 người"
    assert headings == ["STT", "Mã số", "Họ và tên", "Mã đơn vị", "Đơn vị", "Đơn vị cấp trên"]
    assert rows[0] == [1.0, "c1-B", "Nguyễn Văn B", "C1", "Chi bộ An", "Đảng bộ Khối"]
    entry = db.session.query(AuditEntry).one()
    assert (entry.action, entry.detail["people"]) == ("missing.exported", 5)


def test_name_that_looks_like_a_formula_stays_a_text(client, leader, block):
    cell = db.session.query(type(block)).filter_by(code="C3").one()
    cell.name = '=HYPERLINK("http://x","y")'
    db.session.commit()
    content = sign_in(client, leader).get("/analytics/participation.xlsx?assessment=nq57-2").data
    assert '=HYPERLINK("http://x","y")' in [row[0] for row in _split(content)[1:]]


def test_before_the_opening_nobody_is_missing_yet(client, leader, block):
    make_assessment(block, code="sau", opens_at=NOW + timedelta(days=3650))
    page = sign_in(client, leader).get("/analytics/missing?assessment=sau").text
    assert "Danh sách chưa chốt" in page


def test_missing_list_costs_the_same_with_one_and_with_more_people(client, leader, block, statements):
    sign_in(client, leader)
    sent = []
    for unit in ("C3", "C1"):
        statements.clear()
        client.get(f"/analytics/missing?assessment=nq57-2&unit={unit}")
        sent.append(len(statements))
    assert sent[0] == sent[1]


def test_phone_begins_with_ten_units_and_offers_all(client, block, leader):
    for number in range(12):
        make_unit(f"Chi bộ số {number}", parent=block, code=f"S{number}")
    page = sign_in(client, leader).get("/analytics/").text
    assert page.count('<tr class="level-1 later">') == 5
    assert "Xem tất cả 15 đơn vị" in page
    whole = client.get("/analytics/?all=1").text
    assert 'later"' not in whole
    assert "Xem tất cả" not in whole
    assert "all=1" in whole  # sorting leaves the list whole
