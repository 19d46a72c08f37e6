"""Who a login may mean, and where somebody is signed in."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import joinedload

from ..extensions import db
from .logins import Login
from .models import Member, SignIn

# More people than this cannot share a phone number or an address to sign in with.
CANDIDATES = 3


def find_candidates(login: Login) -> list[Member]:
    """The members whom the login may mean, with their units: the one with this code, else at most three who share the
    phone number or the address; [] where more do."""
    meant: list[ColumnElement[bool]] = [Member.code.in_(login.codes)]
    if login.phone:
        meant.append(Member.phone == login.phone)
    if login.email:
        meant.append(Member.email == login.email)
    query = select(Member).options(joinedload(Member.unit, innerjoin=True)).where(or_(*meant))
    by_code_first = query.order_by(Member.code.in_(login.codes).desc(), Member.id)
    found = list(db.session.scalars(by_code_first.limit(CANDIDATES + 1)))
    by_code = [member for code in login.codes for member in found if member.code == code]
    return by_code[:1] or (found if len(found) <= CANDIDATES else [])


def sign_ins_of(member: Member, now: datetime, most: int = 10) -> list[SignIn]:
    """Where the member is signed in, the latest first."""
    query = select(SignIn).where(SignIn.member_id == member.id, SignIn.expires_at > now)
    return list(db.session.scalars(query.order_by(SignIn.created_at.desc(), SignIn.id.desc()).limit(most)))


def find_sign_in_of(member: Member, sign_in_id: int) -> SignIn | None:
    """The member's own sign-in with this id."""
    return db.session.scalar(select(SignIn).where(SignIn.id == sign_in_id, SignIn.member_id == member.id))
