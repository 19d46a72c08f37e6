"""Long lists into and out of the database."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from quizapp.accounts.models import AuditEntry, Member
from quizapp.batches import batched, insert_many, is_one_of, update_many
from quizapp.extensions import db
from quizapp.transactions import transaction
from tests.conftest import NOW
from tests.factories import make_member, make_unit


def test_pieces_hold_all_items_in_order():
    assert list(batched([1, 2, 3, 4, 5], size=2)) == [[1, 2], [3, 4], [5]]


def test_more_texts_than_a_statement_has_parameters(app):
    make_member(code="có", unit=make_unit())
    codes = [f"mã {number}" for number in range(70_000)] + ["có"]
    assert db.session.scalars(select(Member.code).where(is_one_of(Member.code, codes))).all() == ["có"]


def member_row(unit, **values) -> dict:
    row = {
        "code": "dv1",
        "name": "Đỗ\tAn\n\\N",
        "search_name": "",
        "sort_name": "",
        "unit_id": unit.id,
        "kind": "official",
        "status": "active",
        "position": "",
        "account_state": "approved",
        "rejected_because": "",
        "birth_date": date(1965, 9, 5),
        "sex": None,
        "has_initial_password": False,
        "text_size": 125,
        "created_at": datetime(2026, 11, 21, 10, tzinfo=UTC),
    }
    return row | values


def test_many_rows_arrive_as_they_are(app):
    row = member_row(make_unit())
    with transaction():
        insert_many(Member, [row, row | {"code": "dv2"}])
    first, second = db.session.scalars(select(Member).order_by(Member.code))
    assert {name: getattr(first, name) for name in row} == row
    assert second.code == "dv2"


def test_json_arrives_as_it_is(app):
    detail = {"changes": {"name": ['a"b', None]}}
    row = {"at": NOW, "action": "a", "object_type": "b", "object_id": "", "detail": detail}
    with transaction():
        insert_many(AuditEntry, [row])
        insert_many(AuditEntry, [])
    assert db.session.scalars(select(AuditEntry.detail)).all() == [detail]


def test_row_that_is_there_already_is_an_integrity_error(app):
    row = member_row(make_unit())
    with pytest.raises(IntegrityError), transaction():
        insert_many(Member, [row, row])
    assert db.session.scalar(select(Member.id)) is None


def test_many_rows_get_their_own_values_at_once(app):
    unit = make_unit()
    members = [make_member(code=code, unit=unit) for code in ("a", "b", "c")]
    rows = [{"id": one.id, "name": f"Tên mới {one.code}", "birth_year": None} for one in members[:2]]
    with transaction():
        update_many(Member, rows)
    named = {one.code: one.name for one in db.session.scalars(select(Member))}
    assert (named["a"], named["b"]) == ("Tên mới a", "Tên mới b")
    assert named["c"] == members[2].name
