"""Pages of units."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from quizapp.accounts.models import AuditEntry
from quizapp.extensions import db
from quizapp.units.models import Unit, UnitKind
from tests.accounts.forms import post_form
from tests.factories import grant, make_member, make_unit, make_unit_kind, sign_in


@pytest.fixture
def top(app):
    return make_unit("Thành ủy", code="TOP")


@pytest.fixture
def own(top):
    return make_unit("Đảng bộ Sở Y tế", top, code="OWN")


@pytest.fixture
def root(client, top):
    """Somebody who administers everything, signed in."""
    member = make_member(unit=top)
    grant(member, "administrator", top)
    return sign_in(client, member)


@pytest.fixture
def manager(client, own):
    """Somebody who administers one subtree, signed in."""
    member = make_member(unit=own)
    grant(member, "unit_administrator", own)
    return sign_in(client, member)


def entries() -> list[tuple[str, dict]]:
    rows = db.session.execute(select(AuditEntry.action, AuditEntry.detail).order_by(AuditEntry.id))
    return [tuple(row) for row in rows if not row[0].endswith("listed")]


def kind_of(code: str, name: str) -> UnitKind:
    kind = make_unit_kind(code, name)
    db.session.commit()
    return kind


def unit_of(code: str) -> Unit:
    db.session.expire_all()
    return db.session.scalars(select(Unit).where(Unit.code == code)).one()


def test_tree_begins_at_the_own_unit(manager, own):
    assert manager.get("/units").headers["Location"] == f"/units/{own.id}"


def test_several_trees_are_listed(client, top, own):
    other = make_unit("Đoàn Thanh niên", code="DTN")
    member = make_member(unit=own)
    for unit in (own, other):
        grant(member, "leader", unit)
    page = sign_in(client, member).get("/units").text
    assert "Đảng bộ Sở Y tế" in page
    assert "Đoàn Thanh niên" in page
    assert "Thành ủy" not in page


def test_unit_shows_where_it_stands_and_who_is_in_it(manager, own):
    cell = make_unit("Chi bộ 1", own)
    make_member(unit=cell)
    page = manager.get(f"/units/{own.id}").text
    assert "Thành ủy" in page
    assert f'href="/units/{own.parent_id}"' not in page
    assert f'href="/units/{cell.id}"' in page
    assert "Thêm đơn vị trực thuộc" in page


def test_stranger_sees_nothing(client, top, own, manager):
    member_page = sign_in(client, make_member(unit=own)).get("/units")
    assert member_page.status_code == 403
    for unit in (top, make_unit("Đảng bộ khác", top)):
        for path in ("", "/edit", "/parent", "/closing", "/roles"):
            assert client.get(f"/units/{unit.id}{path}").status_code == 404


def test_leader_looks_but_changes_nothing(client, own):
    member = make_member(unit=own)
    grant(member, "leader", own)
    sign_in(client, member)
    assert "Thêm đơn vị trực thuộc" not in client.get(f"/units/{own.id}").text
    assert client.get(f"/units/{own.id}/edit").status_code == 403


@pytest.mark.parametrize("text", ["so y te", "own"])
def test_search_finds_units_within_the_scope_only(manager, own, text):
    make_unit("Đảng bộ Sở Y tế khác", code="OWN2")
    page = manager.get("/units", query_string={"q": text}).text
    assert f'href="/units/{own.id}"' in page
    assert "khác" not in page


def test_search_without_a_hit_says_so(manager):
    assert "Không tìm thấy đơn vị nào" in manager.get("/units?q=không+có").text


def test_unit_page_costs_the_same_with_one_child_and_with_three(manager, own, statements):
    costs = []
    for number in (1, 2):
        for _ in range(number):
            make_member(unit=make_unit(parent=own))
        statements.clear()
        manager.get(f"/units/{own.id}")
        costs.append(len(statements))
    assert costs[0] == costs[1]


def test_long_list_of_children_has_pages(manager, own, monkeypatch):
    monkeypatch.setattr("quizapp.organisation.views.PAGE_SIZE", 2)
    for number in (1, 2, 3):
        make_unit(f"Chi bộ số {number}", own)
    assert "Chi bộ số 3" not in manager.get(f"/units/{own.id}").text
    assert "Chi bộ số 3" in manager.get(f"/units/{own.id}?page=2").text
    assert "Chi bộ số 3" in manager.get(f"/units/{own.id}?page=99").text


def test_new_unit_is_created_below_and_logged(manager, own):
    kind = kind_of("to", "Tổ đảng")
    data = {"name": "Tổ 1", "code": "T1", "kind_id": kind.id, "parent": "OWN", "valid_from": "2026-07-01"}
    answer = post_form(manager, "/units/new", data)
    unit = unit_of("T1")
    assert answer.headers["Location"] == f"/units/{unit.id}"
    assert (unit.parent_id, unit.kind_id, unit.valid_from) == (own.id, kind.id, date(2026, 7, 1))
    assert entries() == [("unit.created", {"code": "T1"})]


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"code": "own"}, "Mã đơn vị OWN đã được dùng"),
        ({"parent": "TOP"}, "Không tìm thấy đơn vị nào có mã hoặc tên"),
        ({"parent": ""}, "người quản trị của đơn vị cao nhất"),
        ({"name": ""}, "Hãy ghi tên đơn vị"),
        ({"valid_from": "32/13/2026"}, "Ngày thành lập"),
    ],
)
def test_fault_of_a_new_unit_is_told_beside_what_was_typed(manager, own, changed, said):
    data = {"name": "Tổ 1", "code": "T1", "kind_id": own.kind_id, "parent": "OWN"}
    answer = post_form(manager, "/units/new", {**data, **changed})
    assert (answer.status_code, said in answer.text) == (422, True)
    assert entries() == []


def test_root_is_created_by_those_who_administer_one(root, top):
    post_form(root, "/units/new", {"name": "Đoàn", "code": "D", "kind_id": top.kind_id, "parent": ""})
    assert unit_of("D").path == f"{unit_of('D').id}/"


def test_edit_is_logged_in_words(manager, own):
    kind = kind_of("co-so", "Đảng bộ cơ sở")
    post_form(manager, f"/units/{own.id}/edit", {"name": "Đảng bộ Sở Y tế mới", "kind_id": kind.id, "valid_from": ""})
    changes = {
        "unit_name": ["Đảng bộ Sở Y tế", "Đảng bộ Sở Y tế mới"],
        "unit_kind": ["Chi bộ", "Đảng bộ cơ sở"],
    }
    assert entries() == [("unit.edited", {"changes": changes})]


def test_move_by_name_takes_the_subtree_along(manager, own):
    moved, target = make_unit("Chi bộ 1", own), make_unit("Đảng bộ bộ phận", own, code="BP")
    below = make_unit(parent=moved)
    answer = post_form(manager, f"/units/{moved.id}/parent", {"parent": "dang bo bo phan"})
    assert answer.status_code == 302
    db.session.expire_all()
    assert below.path == f"{target.path}{moved.id}/{below.id}/"
    assert entries() == [("unit.moved", {"changes": {"parent": ["OWN", "BP"]}})]


def test_move_into_itself_or_outside_is_refused(manager, own):
    unit = make_unit("Chi bộ 1", own)
    inner = make_unit(parent=unit, code="IN")
    for parent in (inner.code, "TOP"):
        assert post_form(manager, f"/units/{unit.id}/parent", {"parent": parent}).status_code == 422
    assert unit_of("IN").path == f"{own.path}{unit.id}/{inner.id}/"


def test_highest_unit_of_the_scope_stays_where_it_is(manager, own):
    make_unit("Chi bộ 1", own, code="IN")
    for path, data in (("parent", {"parent": "IN"}), ("closing", {"valid_to": "2026-11-21"})):
        answer = post_form(manager, f"/units/{own.id}/{path}", data)
        assert "Đây là đơn vị cao nhất trong phạm vi của bạn" in answer.text
    assert (unit_of("OWN").valid_to, unit_of("OWN").path) == (None, own.path)


def test_closed_unit_hands_over_what_is_in_it(root, own):
    heir = make_unit("Đảng bộ mới", own.parent, code="NEW")
    child, ended = make_unit("Chi bộ 1", own), make_unit("Chi bộ 0", own, valid_to=date(2020, 1, 1))
    member = make_member(unit=own)
    refused = post_form(root, f"/units/{own.id}/closing", {"valid_to": "2026-11-20", "successor": "NEW"})
    assert "còn đơn vị trực thuộc đang hoạt động" in refused.text
    data = {"valid_to": "2026-11-20", "successor": "NEW", "moves_content": "y"}
    assert post_form(root, f"/units/{own.id}/closing", data).status_code == 302
    db.session.expire_all()
    assert (own.valid_to, own.successor_id, member.unit_id) == (date(2026, 11, 20), heir.id, heir.id)
    assert (child.path, ended.parent_id) == (f"{heir.path}{child.id}/", own.id)
    assert [action for action, _ in entries()] == ["unit.moved", "members.moved", "unit.closed"]
    assert "Đảng bộ mới" in root.get(f"/units/{own.id}").text


def test_handing_over_needs_a_successor(root, own):
    make_member(unit=own)
    answer = post_form(root, f"/units/{own.id}/closing", {"valid_to": "2026-11-20", "moves_content": "y"})
    assert (answer.status_code, "Hãy chọn đơn vị kế thừa" in answer.text) == (422, True)


def test_closing_is_taken_back(root, own):
    post_form(root, f"/units/{own.id}/closing", {"valid_to": "2026-11-20"})
    assert unit_of("OWN").valid_to == date(2026, 11, 20)
    post_form(root, f"/units/{own.id}/closing/removal", {}, page=f"/units/{own.id}")
    assert unit_of("OWN").valid_to is None
    assert entries()[-1] == ("unit.reopened", {"changes": {"valid_to": ["2026-11-20", None]}})


def test_kinds_are_for_those_who_administer_a_root(manager, own):
    assert [manager.get(path).status_code for path in ("/units/kinds", f"/units/kinds/{own.kind_id}")] == [404, 404]


def test_kinds_are_added_and_renamed(root, own):
    post_form(root, "/units/kinds", {"name": "Tổ đảng"})
    kind = db.session.scalars(select(UnitKind).where(UnitKind.code == "to-dang")).one()
    data = {"name": "Tổ đảng viên", "position": "7", "is_grassroots": "y"}
    post_form(root, f"/units/kinds/{kind.id}", data)
    db.session.expire_all()
    assert (kind.name, kind.position, kind.is_grassroots) == ("Tổ đảng viên", 7, True)
    assert "Tổ đảng viên" in root.get("/units/kinds").text
    refused = post_form(root, "/units/kinds", {"name": "TỔ ĐẢNG VIÊN"})
    assert (refused.status_code, "Đã có loại đơn vị tên" in refused.text) == (422, True)
    assert root.get("/units/kinds/9999").status_code == 404
