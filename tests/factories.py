"""Plain functions that store one thing each, with only what the test does not care about filled in."""

from __future__ import annotations

from datetime import datetime
from itertools import count
from typing import Any

from flask.testing import FlaskClient

from quizapp.accounts import passwords, sessions
from quizapp.accounts.models import Grant, Member
from quizapp.extensions import db
from quizapp.folding import fold
from quizapp.units.models import Unit, UnitKind
from quizapp.units.subtree import path_under
from tests.conftest import NOW

_numbers = count(1)


def make_unit_kind(code: str = "chi-bo", name: str = "Chi bộ", is_grassroots: bool = False) -> UnitKind:
    kind = db.session.query(UnitKind).filter_by(code=code).one_or_none()
    if kind is None:
        kind = UnitKind(code=code, name=name, is_grassroots=is_grassroots)
        db.session.add(kind)
        db.session.flush()
    return kind


def make_unit(name: str = "Chi bộ Một", parent: Unit | None = None, **fields: Any) -> Unit:
    number = next(_numbers)
    unit = Unit(
        code=fields.pop("code", f"DV{number}"),
        name=name,
        search_name=fold(name),
        sort_name=fold(name),
        kind=fields.pop("kind", None) or make_unit_kind(),
        parent_id=parent.id if parent else None,
        path=f"new{number}/",
        **fields,
    )
    db.session.add(unit)
    db.session.flush()
    unit.path = path_under(parent.path if parent else "", unit.id)
    db.session.commit()
    return unit


def make_member(
    name: str = "Nguyễn Thị Mẫu", unit: Unit | None = None, password: str | None = None, **fields: Any
) -> Member:
    number = next(_numbers)
    member = Member(
        code=fields.pop("code", f"m{number:06}"),
        name=name,
        search_name=fold(name),
        sort_name=fold(f"{name.split()[-1]} {name}"),
        unit=unit or make_unit(),
        account_state=fields.pop("account_state", "approved"),
        has_initial_password=fields.pop("has_initial_password", False),
        password_hash=passwords.hash_password(password) if password else None,
        created_at=NOW,
        **fields,
    )
    db.session.add(member)
    db.session.commit()
    return member


def grant(member: Member, role: str, unit: Unit) -> Grant:
    given = Grant(member_id=member.id, role=role, unit_id=unit.id, granted_at=NOW)
    db.session.add(given)
    db.session.commit()
    return given


def token_for(member: Member, now: datetime | None = None) -> str:
    """A token of the API; from the real clock, because requests use it."""
    from quizapp import clock

    return sessions.start_session(member, "computer", now or clock.now())[0]


def sign_in(client: FlaskClient, member: Member) -> FlaskClient:
    """The same browser, now signed in (without the form, which has tests of its own)."""
    token = token_for(member)
    with client.session_transaction() as session:
        session["token"] = token
    return client


def bearer(member: Member) -> dict[str, str]:
    """Headers of a program that acts for the member."""
    return {"Authorization": f"Bearer {token_for(member)}"}
