"""The audit log: what is written, and who reads what of it."""

from __future__ import annotations

from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from quizapp.accounts import audit
from quizapp.accounts.audit_queries import PAGE_SIZE, AuditFilters, list_entries
from quizapp.accounts.audit_sentences import ACTIONS, details_for, sentence_for
from quizapp.accounts.models import AuditEntry
from quizapp.extensions import db
from quizapp.transactions import transaction, transactional
from tests.conftest import NOW
from tests.factories import grant, make_member, make_unit, sign_in

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")


def note(action: str, now=NOW, **values) -> None:
    audit.record_look(action, "member", values.pop("object_id", ""), now=now, **values)


def actions_read_by(reader, filters=AuditFilters(), before=None) -> list[str]:  # noqa: B008
    return [entry.action for entry in list_entries(reader, filters, ZONE, before).entries]


def test_entry_keeps_who_what_when_and_where(app):
    actor, unit = make_member(), make_unit()
    with transaction():
        audit.record("member.moved", "member", 7, now=NOW, unit_id=unit.id, actor=actor, changes={"unit": ["A", "B"]})
    entry = db.session.scalars(select(AuditEntry)).one()
    assert (
        entry.at,
        entry.actor_id,
        entry.action,
        entry.object_type,
        entry.object_id,
        entry.unit_id,
        entry.detail,
    ) == (
        NOW,
        actor.id,
        "member.moved",
        "member",
        "7",
        unit.id,
        {"changes": {"unit": ["A", "B"]}},
    )


def test_entry_goes_with_the_transaction_that_failed(app):
    @transactional
    def fail() -> None:
        audit.record("member.moved", "member", 7, now=NOW)
        raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert db.session.scalars(select(AuditEntry)).all() == []


def test_actor_is_the_signed_in_member_of_the_request(client):
    member = make_member(phone="0912345678")
    sign_in(client, member)
    page = client.get("/account").text
    token = page.split('name="csrf_token"')[1].split('value="')[1].split('"')[0]
    client.post("/account/sessions/others/sign-out", data={"csrf_token": token})
    assert db.session.execute(select(AuditEntry.action, AuditEntry.actor_id)).all() == [("sign_ins.ended", member.id)]


def test_reader_sees_the_units_where_the_permission_is_held_and_the_own_entries(app):
    root = make_unit("Đảng bộ")
    mine, other = make_unit("Chi bộ 1", root), make_unit("Chi bộ 2", root)
    cell = make_unit("Tổ đảng", mine)
    reader, somebody = make_member(unit=mine), make_member(unit=other)
    grant(reader, "unit_administrator", mine)
    note("in.mine", unit_id=mine.id)
    note("in.cell", unit_id=cell.id)
    note("in.other", unit_id=other.id)
    note("in.root", unit_id=root.id)
    note("nowhere")
    with transaction():
        audit.record("own.elsewhere", "member", now=NOW, unit_id=other.id, actor=reader)
        audit.record("others", "member", now=NOW, actor=somebody)
    assert actions_read_by(reader) == ["own.elsewhere", "in.cell", "in.mine"]


def test_what_concerns_no_unit_is_for_those_who_answer_for_a_whole_tree(app):
    root = make_unit("Đảng bộ")
    reader = make_member(unit=root)
    grant(reader, "administrator", root)
    note("nowhere")
    assert actions_read_by(reader) == ["nowhere"]


def test_leader_without_the_permission_reads_own_entries_only(app):
    root = make_unit()
    leader = make_member(unit=root)
    grant(leader, "leader", root)
    note("nowhere")
    note("in.root", unit_id=root.id)
    assert actions_read_by(leader) == []


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        (AuditFilters(), ["b.done", "a.done"]),
        (AuditFilters(action="a.done"), ["a.done"]),
        (AuditFilters(person="dv000001"), ["a.done"]),
        (AuditFilters(person="nguyen THỊ"), ["a.done"]),
        (AuditFilters(person="khong co ai"), []),
        (AuditFilters(person="%"), []),
        (AuditFilters(day=date(2026, 11, 21)), ["a.done"]),
        (AuditFilters(day=date(2026, 11, 22)), ["b.done"]),
        (AuditFilters(action="a.done", day=date(2026, 11, 22)), []),
    ],
)
def test_filters(app, filters, found):
    root = make_unit()
    reader = make_member("Nguyễn Thị Mẫu", root, code="dv000001")
    grant(reader, "administrator", root)
    with transaction():
        audit.record("a.done", "member", now=NOW, actor=reader)
        # 00:30 of the next day where the people are, while it is still the 21st in UTC.
        audit.record("b.done", "member", now=NOW.replace(hour=17, minute=30), actor=make_member("Lê Văn Tám", root))
    assert actions_read_by(reader, filters) == found


def test_pages_follow_each_other_without_gap(app):
    root = make_unit()
    reader = make_member(unit=root)
    grant(reader, "administrator", root)
    with transaction():
        for number in range(PAGE_SIZE + 5):
            audit.record(f"number.{number}", "member", now=NOW + timedelta(seconds=number))
    first = list_entries(reader, AuditFilters(), ZONE)
    second = list_entries(reader, AuditFilters(), ZONE, first.before)
    read = [entry.action for entry in [*first.entries, *second.entries]]
    assert read == [f"number.{number}" for number in reversed(range(PAGE_SIZE + 5))]
    assert second.before is None


# -- In words ----------------------------------------------------------------------------------------------------------


def test_unknown_action_is_shown_by_its_name():
    assert str(sentence_for("planet.moved")) == "Việc khác (planet.moved)"


def test_sentences_take_no_parameters():
    assert [name for name, sentence in ACTIONS.items() if "%" in sentence.text or sentence.params] == []


def test_details_leave_out_what_is_empty_and_unfold_changes():
    detail = {"changes": {"status": ["active", "away"]}, "found": 3, "search": "", "reason": None}
    assert details_for(detail) == [("status", ("active", "away")), ("found", 3)]


# -- The page ----------------------------------------------------------------------------------------------------------


def test_page_tells_in_words_what_was_done(client):
    root = make_unit("Đảng bộ Khối", code="DBK")
    reader = make_member("Nguyễn Thị Mẫu", root, code="dv000001")
    grant(reader, "administrator", root)
    changes = {"status": ["active", "away"], "phone": [None, "0912345678"]}
    with transaction():
        audit.record("member.edited", "member", reader.id, now=NOW, unit_id=root.id, actor=reader, changes=changes)
    page = sign_in(client, reader).get("/audit").text
    assert "10:00, 21/11/2026" in page
    assert "Sửa thông tin thành viên" in page
    assert "Trạng thái: Đang sinh hoạt → Tạm vắng" in page
    assert "Điện thoại: – → 0912345678" in page
    assert "Thành viên Nguyễn Thị Mẫu (dv000001)" in page


def test_page_is_closed_to_members_without_the_permission(client):
    assert sign_in(client, make_member()).get("/audit").status_code == 403


def test_empty_log_and_empty_result_say_so(client):
    root = make_unit()
    reader = make_member(unit=root)
    grant(reader, "administrator", root)
    sign_in(client, reader)
    assert "Chưa có việc nào được ghi" in client.get("/audit").text
    assert "Không có việc nào khớp" in client.get("/audit?action=planet.moved").text


@pytest.mark.parametrize(
    "query",
    [
        "before=x",
        "before=99999999999999999999",
        "before=-5",
        "day=2026-99-99",
        "day=0001-01-01",
        "person=" + "a+" * 1500,
        "action=" + "x" * 900,
    ],
)
def test_odd_filters_are_no_failure_of_ours(client, query):
    root = make_unit()
    reader = make_member(unit=root)
    grant(reader, "administrator", root)
    assert sign_in(client, reader).get(f"/audit?{query}").status_code == 200


def test_list_costs_the_same_with_one_row_and_with_three(client, statements):
    root = make_unit()
    reader = make_member(unit=root)
    grant(reader, "administrator", root)
    sign_in(client, reader)
    costs = []
    for people in (1, 2):
        for _ in range(people):
            actor = make_member(unit=make_unit(parent=root))
            with transaction():
                audit.record("member.edited", "member", actor.id, now=NOW, unit_id=actor.unit_id, actor=actor)
        statements.clear()
        assert client.get("/audit").status_code == 200
        costs.append(len(statements))
    assert costs[0] == costs[1]
