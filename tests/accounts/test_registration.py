"""Asking for an account."""

from __future__ import annotations

import threading
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from quizapp.accounts import throttle
from quizapp.accounts.models import AuditEntry, Member
from quizapp.accounts.registration import Application, PhoneTaken, code_for, register
from quizapp.accounts.registration_queries import find_unit
from quizapp.accounts.sign_in import STATES, AccountNotOpen, Origin, sign_in
from quizapp.accounts.throttling import REGISTRATION, Watched
from quizapp.errors import Invalid, Throttled
from quizapp.extensions import db
from quizapp.units.models import Unit
from tests.accounts.forms import post_form
from tests.conftest import NOW
from tests.factories import make_member, make_unit

PLACE = "203.0.113.7"
FILLED: dict[str, Any] = {
    "name": "TRẦN THỊ BÉ",
    "birth_year": "1958",
    "phone": "+84 912 345 678",
    "kind": "official",
    "unit": "CB1",
    "password": "mua-xuan-1958",
}


def application(unit=None, **values: Any) -> Application:
    given = {
        "name": "Trần Thị Bé",
        "birth_year": 1958,
        "phone": "0912 345 678",
        "kind": "official",
        "password": "mua-xuan-1958",
    }
    return Application(unit=unit or make_unit(), **{**given, **values})


def state_of(code: str) -> tuple[Any, ...]:
    columns = (Member.name, Member.phone, Member.birth_year, Member.account_state, Member.has_initial_password)
    return tuple(db.session.execute(select(*columns).where(Member.code == code)).one())


def test_application_is_stored_as_a_member_who_waits(app):
    unit = make_unit()
    register(application(unit), PLACE, NOW)
    member = db.session.scalars(select(Member)).one()
    assert member.code == code_for("0912345678")
    assert member.code.startswith("tdk-")
    assert (member.unit_id, member.kind, member.sort_name) == (unit.id, "official", "be tran thi be")
    assert state_of(member.code) == ("Trần Thị Bé", "0912345678", 1958, "pending", False)
    entry = db.session.scalars(select(AuditEntry)).one()
    assert (entry.action, entry.object_id, entry.unit_id, entry.actor_id) == (
        "member.registered",
        str(member.id),
        unit.id,
        None,
    )


def test_who_waits_is_told_so_at_sign_in(app):
    register(application(), PLACE, NOW)
    with pytest.raises(AccountNotOpen) as caught:
        sign_in("0912345678", "mua-xuan-1958", Origin(PLACE, "phone"), now=NOW)
    assert caught.value.sentence == STATES["pending"]


def test_same_application_twice_is_one(app):
    for _ in range(2):
        register(application(), PLACE, NOW)
    assert len(db.session.scalars(select(Member)).all()) == 1
    assert len(db.session.scalars(select(AuditEntry)).all()) == 1


@pytest.mark.parametrize("state", ["approved", "not_activated", "pending", "locked"])
def test_number_of_a_known_member_is_refused_without_saying_whose(app, state):
    make_member("Lê Văn Tám", phone="0912345678", account_state=state, code="dv000001")
    with pytest.raises(PhoneTaken) as caught:
        register(application(), PLACE, NOW)
    assert caught.value.extra == {"field": "phone"}
    assert not [word for word in ("Lê", "Tám", "dv000001", "Chi bộ Một") if word in str(caught.value)]


def test_pending_application_cannot_be_changed_by_somebody_with_another_password(app):
    register(application(), PLACE, NOW)
    with pytest.raises(PhoneTaken):
        register(application(name="Kẻ Khác", password="mat-khau-khac"), PLACE, NOW)
    assert state_of(code_for("0912345678"))[0] == "Trần Thị Bé"


def test_rejected_person_may_apply_again(app):
    register(application(name="Trần Thị Bê"), PLACE, NOW)
    member = db.session.scalars(select(Member)).one()
    member.account_state, member.rejected_because = "rejected", "Sai tên"
    db.session.commit()
    register(application(), PLACE, NOW)
    db.session.expire_all()
    assert state_of(member.code) == ("Trần Thị Bé", "0912345678", 1958, "pending", False)
    assert member.rejected_because == ""


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"birth_year": 1890}, "birth_year"),
        ({"birth_year": 2020}, "birth_year"),
        ({"phone": "12345"}, "phone"),
        ({"phone": "\x00"}, "phone"),
        ({"password": "1234567"}, "password"),
        ({"password": "0912345678"}, "password"),
        ({"password": "0912 345 678"}, "password"),
        ({"password": "trần thị bé"}, "password"),
        ({"password": "aaaaaaaa"}, "password"),
    ],
)
def test_fault_is_named_beside_its_field_and_nothing_is_stored(app, values, field):
    with pytest.raises(Invalid) as caught:
        register(application(**values), PLACE, NOW)
    assert caught.value.extra == {"field": field}
    assert db.session.scalars(select(Member)).all() == []


def test_place_with_very_many_registrations_is_slowed_not_blocked(app):
    row = throttle._row(Watched(REGISTRATION, (PLACE,)), NOW)
    throttle.count([Watched(REGISTRATION, (PLACE,))], NOW)
    db.session.execute(db.text("UPDATE sign_in_failure SET failures = 60 WHERE key = :key"), {"key": row["key"]})
    db.session.commit()
    register(application(), PLACE, NOW)
    with pytest.raises(Throttled):
        register(application(phone="0912345679"), PLACE, NOW + timedelta(seconds=4))
    register(application(phone="0912345679"), PLACE, NOW + timedelta(seconds=5))


def test_two_taps_at_the_same_moment_make_one_member(app):
    unit_id = make_unit().id
    outcomes: list[str] = []

    def tap() -> None:
        with app.app_context():
            try:
                register(application(db.session.get(Unit, unit_id)), PLACE, NOW)
                outcomes.append("stored")
            finally:
                db.session.remove()

    taps = [threading.Thread(target=tap) for _ in range(2)]
    for thread in taps:
        thread.start()
    for thread in taps:
        thread.join()
    assert outcomes == ["stored", "stored"]
    assert len(db.session.scalars(select(Member)).all()) == 1


# -- Which unit is meant -----------------------------------------------------------------------------------------------


def test_unit_is_found_by_its_code_or_its_whole_name(app):
    unit = make_unit("Chi bộ Sở Y tế", code="CB1")
    make_unit("Chi bộ Sở Y tế 2")
    today = NOW.date()
    assert find_unit("CB1", "", today).unit == unit
    assert find_unit("chi bo so y te", "", today).unit == unit


def test_part_of_a_name_offers_units_with_the_one_above(app):
    above = make_unit("Đảng bộ Sở Y tế", code="DB")
    for number in (1, 2):
        make_unit(f"Chi bộ {number}", above, code=f"CB{number}")
    found = find_unit("chi bộ", "", NOW.date())
    assert found.suggestions == (("CB1", "Chi bộ 1", "Đảng bộ Sở Y tế"), ("CB2", "Chi bộ 2", "Đảng bộ Sở Y tế"))
    assert find_unit("chi bộ", "CB2", NOW.date()).unit.code == "CB2"
    assert find_unit("chi bộ", "DB", NOW.date()).unit is None


def test_many_units_are_cut_and_that_is_told(app):
    above = make_unit("Đảng bộ Sở Y tế")
    for number in range(14):
        make_unit(f"Chi bộ {number}", above)
    found = find_unit("chi bộ", "", NOW.date())
    assert (len(found.suggestions), found.has_more) == (12, True)


def test_closed_unit_is_not_found(app):
    make_unit("Chi bộ Cũ", code="CU", valid_to=NOW.date() - timedelta(days=1))
    assert find_unit("CU", "", NOW.date()).unit is None
    assert find_unit("Chi bộ Cũ", "", NOW.date()).suggestions == ()


@pytest.mark.parametrize("words", ["", "c", "%%%", "___", "\x00\x00\x00"])
def test_next_to_nothing_finds_nothing(app, words):
    make_unit("Chi bộ Một")
    assert find_unit(words, "", NOW.date()).suggestions == ()


# -- The pages ---------------------------------------------------------------------------------------------------------


def test_form_stores_the_application_and_says_what_happens_next(client):
    make_unit(code="CB1")
    answer = post_form(client, "/registration", FILLED)
    assert (answer.status_code, answer.location) == (302, "/registration/received")
    assert state_of(code_for("0912345678"))[0] == "Trần Thị Bé"
    assert "Người quản trị của đơn vị xem và phê duyệt" in client.get("/registration/received").text


def test_link_may_carry_the_unit(client):
    assert 'value="CB1"' in client.get("/registration?unit=CB1").text


def test_unclear_unit_is_chosen_from_a_list_without_losing_what_was_filled_in(client):
    above = make_unit("Đảng bộ Sở Y tế", code="DB")
    make_unit("Chi bộ Một", above, code="CB1")
    make_unit("Chi bộ Hai", above, code="CB2")
    answer = post_form(client, "/registration", {**FILLED, "unit": "chi bo"})
    assert answer.status_code == 422
    assert "Chi bộ Hai (Đảng bộ Sở Y tế)" in answer.text
    assert 'value="Trần Thị Bé"' in answer.text
    chosen = post_form(client, "/registration", {**FILLED, "unit": "chi bo", "unit_code": "CB2"})
    assert chosen.status_code == 302


def test_faults_stand_beside_their_fields(client):
    make_unit(code="CB1")
    make_member(phone="0912345678")
    taken = post_form(client, "/registration", FILLED)
    assert (taken.status_code, "Số điện thoại này đã có tài khoản" in taken.text) == (409, True)
    assert 'id="phone-error"' in taken.text
    empty = post_form(client, "/registration", dict.fromkeys(FILLED, ""))
    assert empty.status_code == 422
    assert [f for f in FILLED if f'id="{f}-error"' not in empty.text] == []
    unknown = post_form(client, "/registration", {**FILLED, "unit": "Chi bộ Trên Trời"})
    assert "Không tìm thấy đơn vị này" in unknown.text


@pytest.mark.parametrize("field", list(FILLED))
@pytest.mark.parametrize("value", ["x" * 5000, "😀', \"<b>", "%(x)s%"])
def test_odd_input_is_refused_without_a_failure_of_ours(client, field, value):
    make_unit(code="CB1")
    assert post_form(client, "/registration", {**FILLED, field: value}).status_code in (302, 422)
