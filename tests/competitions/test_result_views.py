"""The organisers' result pages: publication, corrections, Excel; every look on record."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from quizapp import clock
from quizapp.accounts.models import AuditEntry
from quizapp.competitions import queries, result_queries
from quizapp.competitions.models import Publication
from quizapp.extensions import db
from quizapp.tables import read_rows
from tests.accounts.forms import post_form
from tests.competitions.factories import HOUR, make_organiser, make_published, sit_round
from tests.factories import make_member, make_unit, sign_in

PAGE = "/competitions/nq57/rounds/1/results"


@pytest.fixture
def members(unit):
    cell = make_unit("Chi bộ Một", unit)
    return [make_member(name, unit=cell) for name in ("Nguyễn Thị An", "Trần Văn Bình", "Lê Thị Chi")]


@pytest.fixture
def closed(members, unit):
    """A round that has closed, with two people on rank 1."""
    round = make_published(unit, opens_at=clock.now() - 5 * HOUR, ranking=("score", "decision"))
    start = round.assessment.opens_at + timedelta(minutes=5)
    for member, wrong in zip(members, (0, 0, 1), strict=True):
        sit_round(round, member, started=start, wrong=wrong)
    return round


def text_of(answer):
    return " ".join(answer.get_data(as_text=True).split())


def post(browser, path, **data):
    return post_form(browser, path, data, page=PAGE, follow_redirects=True)


def actions():
    entries = db.session.scalars(select(AuditEntry).order_by(AuditEntry.id))
    return [(entry.action, entry.object_id, entry.actor_id) for entry in entries]


def test_looking_at_the_list_and_taking_it_as_excel_are_on_record(browser, closed, organiser, members):
    before = len(actions())
    page = text_of(browser.get(PAGE))
    assert "Nguyễn Thị An" in page
    assert members[0].code in page
    workbook = browser.get(f"{PAGE}.xlsx")
    assert workbook.headers["Content-Disposition"] == 'attachment; filename="ket-qua-nq57-1.xlsx"'
    names = [row.cells[1] for row in read_rows(workbook.data, "ket-qua.xlsx")]
    assert names == ["Họ và tên", "Nguyễn Thị An", "Trần Văn Bình", "Lê Thị Chi"]
    assert actions()[before:] == [
        ("results.viewed", "nq57-1", organiser.id),
        ("results.exported", "nq57-1", organiser.id),
    ]


def test_results_are_published_by_a_button_and_again_with_a_reason(browser, closed):
    assert "Đã công bố kết quả, lần 1." in text_of(post(browser, f"{PAGE}/publication"))
    assert "Hãy ghi lý do thay đổi" in text_of(post(browser, f"{PAGE}/publication", reason=""))
    assert "Đã công bố kết quả, lần 2." in text_of(post(browser, f"{PAGE}/publication", reason="Sửa đáp án"))
    versions = select(Publication.version, Publication.reason).order_by(Publication.version)
    assert db.session.execute(versions).all() == [(1, ""), (2, "Sửa đáp án")]


def test_results_of_a_running_round_are_not_published(browser, members, unit):
    round = make_published(unit, opens_at=clock.now() - HOUR)
    assert "Công bố được sau khi vòng thi đóng" in text_of(browser.get(PAGE))
    assert "chưa đóng nên chưa tổng hợp được kết quả" in text_of(post(browser, f"{PAGE}/publication"))
    assert round.assessment.results_published_at is None


def test_disqualification_says_first_what_will_happen(browser, closed, members):
    path = "/competitions/nq57/rounds/1/disqualification"
    page = text_of(browser.get(path, query_string={"member": members[0].code}))
    assert "Hủy kết quả của Nguyễn Thị An?" in page
    assert "Lượt thi bị hủy" in page
    answer = post(browser, "/competitions/nq57/rounds/1/disqualifications", member=members[0].code, reason="Thi hộ")
    assert "Đã hủy 1 lượt thi của Nguyễn Thị An." in text_of(answer)
    db.session.expire_all()
    assert [result.member.name for _, result in result_queries.list_best(closed.assessment_id, 9)] == [
        "Trần Văn Bình",
        "Lê Thị Chi",
    ]


def test_disqualification_of_somebody_else_is_refused(browser, closed):
    stranger = make_member("Người Ngoài", unit=make_unit("Đảng bộ Khác"))
    path = "/competitions/nq57/rounds/1/disqualification"
    page = text_of(browser.get(path, query_string={"member": stranger.code}, follow_redirects=True))
    assert f"Không có ai mang mã số “{stranger.code}” trong phạm vi cuộc thi." in page
    assert "Người Ngoài" not in page


def test_tie_is_decided_with_a_reason(browser, closed, members):
    path = "/competitions/nq57/rounds/1/decisions"
    assert "Hãy ghi lý do" in text_of(post(browser, path, member=members[1].code, reason=""))
    page = text_of(post(browser, path, member=members[1].code, reason="Bài viết hay hơn"))
    assert "Trần Văn Bình được xếp trên những người đồng hạng." in page
    db.session.expire_all()
    ranked = [(rank, result.member.name) for rank, result in result_queries.list_best(closed.assessment_id, 2)]
    assert ranked == [(1, "Trần Văn Bình"), (2, "Nguyễn Thị An")]


def test_page_of_results_costs_the_same_with_one_and_with_three_people(browser, members, unit, statements):
    round = make_published(unit, opens_at=clock.now() - 5 * HOUR)
    start = round.assessment.opens_at + timedelta(minutes=5)
    sit_round(round, members[0], started=start)
    browser.get(PAGE)
    statements.clear()
    browser.get(PAGE)
    one = len(statements)
    for member in members[1:]:
        sit_round(round, member, started=start)
    statements.clear()
    assert text_of(browser.get(PAGE)).count("Chi bộ Một") == 3
    assert len(statements) == one


def test_foreign_board_can_do_nothing(client, closed, members):
    browser = sign_in(client, make_organiser(make_unit("Đảng bộ Khác")))
    for path in ("results/publication", "disqualifications", "decisions"):
        answer = post_form(browser, f"/competitions/nq57/rounds/1/{path}", {"reason": "x"}, page="/account")
        assert answer.status_code == 404
    assert queries.list_publications(closed) == []
