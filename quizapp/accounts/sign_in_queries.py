"""Who a login may mean, and where somebody is signed in."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, or_, select
from sqlalchemy.orm import joinedload

from ..extensions import db
from ..units.models import Unit
from . import throttle
from .logins import Login
from .models import Member, SignIn
from .throttling import Watched

# More people than this cannot share a phone number or an address to sign in with.
CANDIDATES = 3


def find_candidates(login: Login) -> list[Member]:
    """The members whom the login may mean, with their units: the one with this code, else at most three who share the
    phone number or the address; [] where more do."""
    given = _contacts(login)
    return _preferred(login, list(db.session.scalars(_meant(tuple(given)), {"codes": login.codes, **given})))


def find_candidates_to_sign_in(login: Login, watched: Iterable[Watched], now: datetime) -> tuple[list[Member], bool]:
    """The same, and whether anything that is watched has failed of late: one statement for both."""
    given = _contacts(login)
    values = {"codes": login.codes, **given, **throttle.values_for(watched, now)}
    rows = db.session.execute(_meant_and_failed(tuple(given)), values).all()
    # Without a row nothing was said of failures.
    return _preferred(login, [row[0] for row in rows]), not rows or bool(rows[0][1])


def _contacts(login: Login) -> dict[str, str]:
    contacts = {"phone": login.phone, "email": login.email}
    return {name: value for name, value in contacts.items() if value}


def _preferred(login: Login, found: list[Member]) -> list[Member]:
    by_code = [member for code in login.codes for member in found if member.code == code]
    return by_code[:1] or (found if len(found) <= CANDIDATES else [])


@cache
def _meant_and_failed(contacts: tuple[str, ...]) -> Select[Any]:
    return _meant(contacts).add_columns(throttle.HAS_FAILED.label("has_failed"))


@cache
def _meant(contacts: tuple[str, ...]) -> Select[Member]:
    """Built once for each combination of contacts: everybody asks it at the opening minute."""
    has_code = Member.code.in_(bindparam("codes", expanding=True))
    by_contact = (Member.__table__.c[name] == bindparam(name) for name in contacts)
    with_unit = joinedload(Member.unit, innerjoin=True).lazyload(Unit.kind)
    query = select(Member).options(with_unit).where(or_(has_code, *by_contact))
    return query.order_by(has_code.desc(), Member.id).limit(CANDIDATES + 1)


def sign_ins_of(member: Member, now: datetime, most: int = 10) -> list[SignIn]:
    """Where the member is signed in, the latest first."""
    query = select(SignIn).where(SignIn.member_id == member.id, SignIn.expires_at > now)
    return list(db.session.scalars(query.order_by(SignIn.created_at.desc(), SignIn.id.desc()).limit(most)))


def find_sign_in_of(member: Member, sign_in_id: int) -> SignIn | None:
    """The member's own sign-in with this id."""
    return db.session.scalar(select(SignIn).where(SignIn.id == sign_in_id, SignIn.member_id == member.id))
