"""The list of members and the pages of one of them."""

from __future__ import annotations

import re
from datetime import date

import pytest
from sqlalchemy import select

from quizapp.accounts import passwords
from quizapp.accounts.models import AuditEntry, Member
from quizapp.extensions import db
from tests.accounts.forms import post_form
from tests.factories import grant, make_member, make_unit, sign_in


@pytest.fixture
def top(app):
    return make_unit("Thành ủy", code="TOP")


@pytest.fixture
def own(top):
    return make_unit("Đảng bộ Sở Y tế", top, code="OWN")


@pytest.fixture
def manager(client, own):
    """Somebody who administers one subtree, signed in."""
    member = make_member("Lê Quản Trị", own, code="admin")
    grant(member, "unit_administrator", own)
    return sign_in(client, member)


def looks() -> list[tuple[str, int | None, dict]]:
    query = select(AuditEntry.action, AuditEntry.unit_id, AuditEntry.detail).order_by(AuditEntry.id)
    return [tuple(row) for row in db.session.execute(query)]


def names(page: str) -> list[str]:
    return re.findall(r'<a href="/members/\d+">([^<]+)</a>', page)


def post(client, member: Member, what: str, data: dict | None = None):
    return post_form(client, f"/members/{member.id}/{what}", data or {}, page=f"/members/{member.id}")


def test_list_shows_the_own_units_only_and_is_logged(manager, top, own):
    make_member("Nguyễn Thị Hoa", make_unit("Chi bộ 1", own))
    make_member("Trần Văn Lạ", top)
    page = manager.get("/members").text
    assert names(page) == ["Nguyễn Thị Hoa", "Lê Quản Trị"]
    assert looks() == [("members.listed", own.id, {"search": "", "kind": None, "status": None, "account_state": None})]


def test_filters_stand_in_the_address(manager, own):
    cell = make_unit("Chi bộ 1", own, code="C1")
    make_member("Nguyễn Thị Hoa", cell, kind="probationary", status="exempt", account_state="locked")
    make_member("Nguyễn Thị Lan", own)
    address = "/members?q=nguyen+thi&unit=C1&kind=probationary&status=exempt&account=locked"
    page = manager.get(address).text
    assert names(page) == ["Nguyễn Thị Hoa"]
    # Each chip that is on takes only its own filter off.
    chips = re.findall(r'class="chip" aria-current="true"\s+href="([^"]+)"', page)
    assert chips[0] == "/members?q=nguyen+thi&amp;unit=C1&amp;status=exempt&amp;account=locked"
    assert looks()[0][1:] == (
        cell.id,
        {"search": "nguyen thi", "kind": "probationary", "status": "exempt", "account_state": "locked"},
    )


@pytest.mark.parametrize("query", ["kind=x&status=y&account=z&after=-1&before=abc&end=9", "after=99999999999999999999"])
def test_address_typed_by_hand_shows_the_list(manager, query):
    assert names(manager.get(f"/members?{query}").text) == ["Lê Quản Trị"]


def test_unit_that_is_not_mine_is_no_filter(manager, top):
    assert "Không tìm thấy đơn vị nào có mã hoặc tên “TOP”" in manager.get("/members?unit=TOP").text


def test_nobody_found_says_what_to_do(manager):
    assert "Không có ai khớp" in manager.get("/members?q=khong+co").text


def test_list_costs_the_same_with_one_member_and_with_three(manager, own, statements):
    costs = []
    for number in (0, 2):
        for _ in range(number):
            make_member(unit=make_unit(parent=own))
        statements.clear()
        manager.get("/members")
        costs.append(len(statements))
    assert costs[0] == costs[1]


def test_pages_lead_to_each_other(manager, own, monkeypatch):
    monkeypatch.setattr("quizapp.accounts.member_views.PAGE_SIZE", 2)
    for name in ("Đỗ An", "Đỗ Bình", "Đỗ Chi", "Đỗ Dung"):
        make_member(name, own)
    seen, address = [], "/members?q=do"
    while address:
        page = manager.get(address).text
        seen += names(page)
        following = re.search(r'rel="next"\s+href="([^"]+)"', page)
        address = following[1].replace("&amp;", "&") if following else None
    assert seen == ["Đỗ An", "Đỗ Bình", "Đỗ Chi", "Đỗ Dung"]
    assert "4 người" in manager.get("/members?q=do").text
    assert names(manager.get("/members?q=do&end=1").text) == ["Đỗ Chi", "Đỗ Dung"]


def test_long_list_is_counted_to_a_thousand(manager, own, monkeypatch):
    for module in ("member_queries", "member_views"):
        monkeypatch.setattr(f"quizapp.accounts.{module}.MOST_COUNTED", 2)
    for _ in range(3):
        make_member("Đỗ An", own)
    assert "Hơn 2 người" in manager.get("/members?q=do").text
    assert "4 người" in manager.get("/members").text


def test_who_administers_everything_sees_everybody(client, top, own):
    member = make_member("Vũ Tổng", top)
    grant(member, "administrator", top)
    make_member("Đỗ An", own)
    assert names(sign_in(client, member).get("/members").text) == ["Đỗ An", "Vũ Tổng"]


def test_stranger_sees_nobody(client, manager, top, own):
    foreign = make_member("Trần Văn Lạ", top)
    paths = ["", "/edit", "/unit", "/rejection"]
    assert [client.get(f"/members/{foreign.id}{path}").status_code for path in paths] == [404] * 4
    for what in ("lock", "lock/removal", "password", "status", "approval"):
        assert post_form(client, f"/members/{foreign.id}/{what}", {}, page="/members").status_code == 404
    sign_in(client, make_member(unit=own))
    assert client.get("/members").status_code == 403
    assert client.get(f"/members/{foreign.id}").status_code == 404


def test_member_page_shows_what_is_known(manager, own):
    member = make_member("Nguyễn Thị Hoa", own, birth_year=1965, phone="0912345678", position="Bí thư")
    grant(member, "leader", own)
    page = manager.get(f"/members/{member.id}").text
    for said in ("Nguyễn Thị Hoa", "1965", "0912345678", "Bí thư", "Đảng bộ Sở Y tế", "Lãnh đạo"):
        assert said in page


NEW = {
    "code": "dv1",
    "name": "đỗ an",
    "unit": "OWN",
    "birth": "1965",
    "sex": "",
    "kind": "official",
    "status": "active",
}


def test_new_member_is_created(manager, own):
    answer = post_form(manager, "/members/new", {**NEW, "phone": "912 345 678"}, page="/members/new")
    member = db.session.scalars(select(Member).where(Member.code == "dv1")).one()
    assert answer.headers["Location"] == f"/members/{member.id}"
    assert (member.name, member.unit_id, member.birth_year, member.birth_date, member.sex, member.phone) == (
        "đỗ an",
        own.id,
        1965,
        None,
        None,
        "0912345678",
    )


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"code": "ADMIN"}, "Mã số admin đã có người dùng"),
        ({"unit": "TOP"}, "Không tìm thấy đơn vị nào"),
        ({"birth": "31/02/1965"}, "không có thật"),
        ({"phone": "12"}, "Số điện thoại"),
        ({"kind": "king"}, "Loại"),
    ],
)
def test_fault_of_a_new_member_is_told_and_nothing_stored(manager, changed, said):
    answer = post_form(manager, "/members/new", {**NEW, **changed}, page="/members/new")
    assert (answer.status_code, said in answer.text) == (422, True)
    assert db.session.scalar(select(Member.id).where(Member.code == "dv1")) is None


def test_edit_begins_with_what_is_known_and_keeps_it(manager, own):
    member = make_member("Đỗ An", own, birth_date=date(1965, 9, 5), birth_year=1965)
    page = manager.get(f"/members/{member.id}/edit").text
    assert 'value="05/09/1965"' in page
    data = {**NEW, "name": "Đỗ An", "birth": "05/09/1965", "status": "away"}
    post_form(manager, f"/members/{member.id}/edit", data)
    db.session.expire_all()
    assert (member.status, member.birth_date) == ("away", date(1965, 9, 5))
    assert looks()[-1][2] == {"changes": {"status": ["active", "away"]}}


def test_phone_that_somebody_else_has_is_said(manager, own):
    make_member(unit=own, phone="0912345678")
    member = make_member("Đỗ An", own)
    data = {**NEW, "phone": "0912345678"}
    answer = post_form(manager, f"/members/{member.id}/edit", data, follow_redirects=True)
    assert "đã có người khác dùng" in answer.text


def test_member_moves_within_the_scope_only(manager, top, own):
    member, target = make_member(unit=own), make_unit("Chi bộ 1", own, code="C1")
    assert post(manager, member, "unit", {"unit": "TOP"}).status_code == 422
    post(manager, member, "unit", {"unit": "chi bo 1"})
    db.session.expire_all()
    assert member.unit_id == target.id


def test_status_is_changed_from_the_page(manager, own):
    member = make_member(unit=own)
    post(manager, member, "status", {"status": "suspended"})
    post(manager, member, "status", {"status": "king"})
    db.session.expire_all()
    assert member.status == "suspended"


def test_account_is_locked_and_unlocked(manager, own):
    member = make_member(unit=own, password="mat-khau-cu")
    for what, state in (("lock", "locked"), ("lock/removal", "approved")):
        post(manager, member, what)
        db.session.expire_all()
        assert member.account_state == state


def test_new_password_is_shown_once_and_not_logged(manager, own):
    member = make_member(unit=own)
    page = post(manager, member, "password").text
    password = re.search(r'<code class="receipt">([^<]+)</code>', page)[1]
    db.session.expire_all()
    assert passwords.is_right(password, member.password_hash)
    assert password not in manager.get(f"/members/{member.id}").text
    assert looks()[-1][2] == {}


@pytest.mark.parametrize("what", ["lock", "lock/removal", "password"])
def test_account_of_somebody_with_more_rights_is_out_of_reach(manager, top, own, what):
    member = make_member(unit=own, password="mat-khau-cu")
    grant(member, "administrator", top)
    before = (member.password_hash, member.account_state)
    assert post(manager, member, what).status_code == 403
    db.session.expire_all()
    assert (member.password_hash, member.account_state) == before


def test_own_account_is_not_locked_by_oneself(manager):
    own = db.session.scalars(select(Member).where(Member.code == "admin")).one()
    assert [post(manager, own, what).status_code for what in ("lock", "password")] == [409, 409]
