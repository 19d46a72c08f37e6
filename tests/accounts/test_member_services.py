"""What administrators do with members."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from quizapp.accounts import member_services, passwords, sessions
from quizapp.accounts.models import AuditEntry, Member, SignIn
from quizapp.errors import Invalid, Refused
from quizapp.extensions import db
from tests.conftest import NOW
from tests.factories import make_member, make_unit


def logged() -> list[tuple[str, str, dict]]:
    """(action, object, detail) in order."""
    query = select(AuditEntry.action, AuditEntry.object_id, AuditEntry.detail).order_by(AuditEntry.id)
    return [tuple(row) for row in db.session.execute(query)]


def test_new_member_has_no_password_yet(app):
    unit = make_unit()
    member = member_services.create_member(
        code=" dv1 ",
        name="ĐẶNG  THỊ AN",
        unit=unit,
        now=NOW,
        birth_date=date(1965, 9, 5),
        phone="+84 912 345 678",
        email="An@X.VN",
        kind="probationary",
    )
    db.session.expire_all()
    assert (member.code, member.name, member.search_name, member.sort_name) == (
        "dv1",
        "Đặng Thị An",
        "dang thi an",
        "an dang thi an",
    )
    assert (member.birth_year, member.phone, member.email, member.kind, member.status) == (
        1965,
        "0912345678",
        "an@x.vn",
        "probationary",
        "active",
    )
    assert (member.account_state, member.password_hash, member.has_initial_password) == ("not_activated", None, True)
    assert logged() == [("member.created", str(member.id), {"code": "dv1"})]


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("code", {"code": ""}),
        ("code", {"code": "x" * 41}),
        ("name", {"name": "123"}),
        ("name", {"name": "A" * 161}),
        ("phone", {"phone": "12"}),
        ("email", {"email": "an"}),
        ("position", {"position": "x" * 161}),
    ],
)
def test_fault_names_its_field(app, field, values):
    with pytest.raises(Invalid) as refused:
        member_services.create_member(**{"code": "dv1", "name": "Đỗ An", "unit": make_unit(), "now": NOW, **values})
    assert refused.value.extra == {"field": field}
    assert db.session.scalar(select(Member.id)) is None


def test_code_in_use_is_refused_in_any_case(app):
    make_member(code="DV1")
    with pytest.raises(Refused, match="Mã số DV1 đã có người dùng"):
        member_services.create_member(code="dv1", name="Đỗ An", unit=make_unit(), now=NOW)


def test_edit_tells_and_logs_what_was_and_what_is(app):
    member = make_member("Đỗ An", phone="0912345678")
    changes = member_services.edit_member(member, now=NOW, name="Đỗ Bình", phone=None, status="suspended", position="")
    assert changes == {"name": ["Đỗ An", "Đỗ Bình"], "phone": ["0912345678", None], "status": ["active", "suspended"]}
    assert (member.search_name, member.sort_name) == ("do binh", "binh do binh")
    assert logged() == [("member.edited", str(member.id), {"changes": changes})]


def test_edit_that_changes_nothing_is_not_logged(app):
    member = make_member("Đỗ An")
    assert (member_services.edit_member(member, now=NOW, name=" Đỗ  An "), logged()) == ({}, [])


def test_moved_member_is_logged_with_both_units(app):
    old, new = make_unit(code="A"), make_unit(code="B")
    member = make_member(unit=old)
    member_services.move_member(member, new, NOW)
    member_services.move_member(member, new, NOW)
    assert (member.unit_id, logged()) == (
        new.id,
        [("member.moved", str(member.id), {"changes": {"unit": ["A", "B"]}})],
    )


def test_all_members_of_a_unit_move_together(app):
    old, new = make_unit(code="A"), make_unit(code="B")
    members = [make_member(unit=old), make_member(unit=old)]
    assert member_services.move_all_members(old, new, NOW) == 2
    assert [member.unit_id for member in members] == [new.id, new.id]


def test_locked_member_is_signed_out_and_unlocked_as_before(app):
    member, fresh = make_member(password="mat-khau-cu"), make_member(account_state="not_activated")
    sessions.start_session(member, "phone", NOW)
    for one in (member, fresh):
        member_services.lock_account(one, NOW)
    assert (member.account_state, member.is_active, db.session.scalar(select(SignIn.id))) == ("locked", False, None)
    for one in (member, fresh):
        member_services.unlock_account(one, NOW)
    assert (member.account_state, fresh.account_state) == ("approved", "not_activated")
    with pytest.raises(Refused):
        member_services.unlock_account(member, NOW)


def test_new_password_works_once_and_is_kept_nowhere(app):
    member = make_member(password="mat-khau-cu")
    sessions.start_session(member, "phone", NOW)
    password = member_services.reset_password(member, NOW)
    assert passwords.is_right(password, member.password_hash)
    assert (member.has_initial_password, db.session.scalar(select(SignIn.id))) == (True, None)
    assert logged() == [("member.password_reset", str(member.id), {})]


def test_password_for_a_member_who_waits_is_refused(app):
    with pytest.raises(Refused, match="chưa được duyệt"):
        member_services.reset_password(make_member(account_state="pending"), NOW)


def test_weak_initial_password_is_refused(app):
    with pytest.raises(Invalid, match="ít nhất 8"):
        member_services.set_initial_password(make_member(), "ngan", NOW)


def test_application_is_decided_once(app):
    approved, rejected = make_member(account_state="pending"), make_member(account_state="pending")
    member_services.approve_registration(approved, NOW)
    member_services.reject_registration(rejected, " Không có  tên ", NOW)
    db.session.expire_all()
    assert (approved.account_state, rejected.account_state, rejected.rejected_because) == (
        "approved",
        "rejected",
        "Không có tên",
    )
    for decide in (
        lambda: member_services.approve_registration(rejected, NOW),
        lambda: member_services.reject_registration(approved, "muộn", NOW),
    ):
        with pytest.raises(Refused, match="đã được xử lý"):
            decide()
    assert [action for action, *_ in logged()] == ["member.approved", "member.rejected"]


@pytest.mark.parametrize("reason", ["", "  ", "x" * 301])
def test_rejection_needs_a_reason(app, reason):
    with pytest.raises(Invalid):
        member_services.reject_registration(make_member(account_state="pending"), reason, NOW)
