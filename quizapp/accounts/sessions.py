"""Signed-in browsers and programs: a random token, of which the database keeps a hash."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import Any

from flask import Request, g, session
from flask_login import LoginManager
from sqlalchemy import bindparam, case, delete, insert, select, update
from sqlalchemy.orm import contains_eager

from .. import clock
from ..extensions import db
from ..transactions import transactional
from ..units.models import Unit
from .models import Member, SignIn

LIFETIME = timedelta(days=180)
LAST_SIGN_IN_WITHIN = timedelta(hours=1)
_SESSION_KEY = "token"


def register(login_manager: LoginManager) -> None:
    """Let Flask-Login find the member by the token of the cookie or of the Authorization header."""
    login_manager.request_loader(load_member)


def load_member(request: Request) -> Member | None:
    """The signed-in member; None for a visitor and for a token that is worth nothing. One statement."""
    token = token_of(request)
    sign_in = find_sign_in(token, clock.now()) if token else None
    if sign_in is None or not sign_in.member.is_active:
        return None
    g.sign_in = sign_in
    return sign_in.member


def token_of(request: Request) -> str | None:
    """The token that came with the request: a program's in the header, else the browser's."""
    scheme, _, value = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        return value.strip() or None
    return session.get(_SESSION_KEY)


# Asked with every request of a signed-in person, so it is built once. The kind of the unit is left until it is needed.
_WITH_MEMBER = contains_eager(SignIn.member).contains_eager(Member.unit).lazyload(Unit.kind)
_VALID = (
    select(SignIn)
    .join(SignIn.member)
    .join(Member.unit)
    .options(_WITH_MEMBER)
    .where(SignIn.token_hash == bindparam("token_hash"), SignIn.expires_at > bindparam("now"))
)


def find_sign_in(token: str, now: datetime) -> SignIn | None:
    """The sign-in of the token, with its member and unit."""
    return db.session.scalar(_VALID, {"token_hash": hash_token(token), "now": now})


def hash_token(token: str) -> bytes:
    """What the database keeps. The token is random, so a plain hash is enough."""
    return hashlib.sha256(token.encode()).digest()


_MEMBER: Any = Member.__table__
_SIGN_IN = insert(SignIn.__table__)  # type: ignore[arg-type]
_LAST_SIGN_IN = (
    update(_MEMBER)
    .where(_MEMBER.c.id == bindparam("member"))
    .values(
        last_sign_in_at=bindparam("at"),
        last_device=bindparam("on"),
        account_state=case((_MEMBER.c.account_state == "not_activated", "approved"), else_=_MEMBER.c.account_state),
    )
)


@transactional
def start_session(member: Member, device: str, now: datetime) -> tuple[str, datetime]:
    """(token, when it expires) of a new sign-in."""
    token = secrets.token_urlsafe(32)
    expires_at = now + LIFETIME
    about = {"member_id": member.id, "device": device, "created_at": now, "expires_at": expires_at}
    sql = db.session.connection()
    sql.execute(_SIGN_IN, about | {"token_hash": hash_token(token)})
    if _is_news(member, device, now):
        sql.execute(_LAST_SIGN_IN, {"member": member.id, "at": now, "on": device})
    return token, expires_at


def _is_news(member: Member, device: str, now: datetime) -> bool:
    """Whether the member's row tells something else: the last sign-in is known to the hour, which spares a write."""
    last = member.last_sign_in_at
    is_recent = last is not None and timedelta(0) <= now - last < LAST_SIGN_IN_WITHIN
    return not is_recent or member.last_device != device or member.account_state == "not_activated"


def remember_in_browser(token: str) -> None:
    """Keep the token in the session cookie; whatever an earlier person left there is dropped."""
    session.clear()
    session.permanent = True
    session[_SESSION_KEY] = token


@transactional
def end_session(sign_in: SignIn) -> None:
    """Sign this one out."""
    db.session.execute(delete(SignIn).where(SignIn.id == sign_in.id))


@transactional
def end_all_sessions(member: Member, but: SignIn | None = None) -> int:
    """Sign the member out everywhere (but here); how many there were."""
    query = delete(SignIn).where(SignIn.member_id == member.id)
    if but is not None:
        query = query.where(SignIn.id != but.id)
    return db.session.execute(query).rowcount  # type: ignore[attr-defined]


def device_of(user_agent: str) -> str:
    """ "phone" or "computer", by the name that the browser gives itself."""
    return "phone" if any(word in user_agent for word in ("Mobi", "Android", "iPhone", "Zalo")) else "computer"
