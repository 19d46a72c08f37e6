"""People who are on no list yet ask for an account; an administrator of their unit decides."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import current_app
from sqlalchemy import update

from ..errors import Invalid, Refused, Sentence
from ..extensions import db
from ..tables import as_phone
from ..transactions import transactional
from ..units.models import Unit
from ..upserts import insert_for
from . import audit, passwords, throttle
from .models import Member
from .naming import search_name_of, sort_name_of
from .registration_queries import members_with
from .throttling import REGISTRATION, Watched

KINDS = ("official", "probationary", "union_member", "staff", "non_member")
YOUNGEST, OLDEST = 14, 120
_BIRTH_YEAR = Sentence("Năm sinh chưa đúng. Hãy ghi đủ bốn chữ số, ví dụ 1958.")
_PHONE = Sentence("Số điện thoại chưa đúng. Hãy ghi đủ 10 chữ số, ví dụ 0912345678.")
_TAKEN = Sentence(
    "Số điện thoại này đã có tài khoản. Nếu là của bạn, hãy đăng nhập bằng số này; nếu quên mật khẩu, hãy đề nghị người"
    " quản trị của đơn vị cấp lại."
)


class PhoneTaken(Refused):
    """There is an account with this phone number; whose is not told."""

    type = "phone-taken"


@dataclass(frozen=True, slots=True)
class Application:
    """What a person tells who asks for an account. ``kind`` is one of KINDS."""

    name: str
    birth_year: int
    phone: str
    kind: str
    unit: Unit
    password: str


def register(application: Application, place: str, now: datetime) -> None:
    """Store the application as a pending member. Raises Invalid and PhoneTaken (with the ``field``), Throttled.

    The same application twice is one. Every try is counted, so nobody finds out many phone numbers by asking here.
    """
    phone = _checked(application, now)
    watched = (Watched(REGISTRATION, (place,)),)
    throttle.check(watched, now)
    throttle.count(watched, now)
    _store(application, phone, now)


def _checked(application: Application, now: datetime) -> str:
    """The phone number in its one spelling."""
    if not now.year - OLDEST <= application.birth_year <= now.year - YOUNGEST:
        raise Invalid(_BIRTH_YEAR, field="birth_year")
    phone = _phone(application.phone)
    try:
        passwords.check_new_password(application.password, phone, application.phone, application.name)
    except Invalid as error:
        raise Invalid(error.sentence, field="password") from error
    return phone


def _phone(text: str) -> str:
    try:
        phone = as_phone(text)
    except Invalid:
        phone = None
    if phone is None:
        raise Invalid(_PHONE, field="phone")
    return phone


@transactional
def _store(application: Application, phone: str, now: datetime) -> None:
    code = code_for(phone)
    values = _columns(application, phone)
    member_id = None if _in_the_way(phone, code) else _insert(code, values, now)
    if member_id is None:
        # Looked at again: of two that come at the same moment one is stored, and the other finds it.
        member_id = _renew(_in_the_way(phone, code), application, values)
    if member_id is not None:
        audit.record("member.registered", "member", member_id, now=now, unit_id=application.unit.id)


def code_for(phone: str) -> str:
    """The code of whoever registers with this number. One number gives one code, so the database itself keeps a second
    account away; nobody can tell the number from it."""
    secret = hashlib.sha256(str(current_app.config["SECRET_KEY"]).encode()).digest()
    digest = hashlib.blake2b(phone.encode(), key=secret, digest_size=7).digest()
    return f"tdk-{base64.b32encode(digest).decode().lower()[:10]}"


def _columns(application: Application, phone: str) -> dict[str, Any]:
    return {
        "name": application.name,
        "search_name": search_name_of(application.name),
        "sort_name": sort_name_of(application.name),
        "birth_year": application.birth_year,
        "phone": phone,
        "kind": application.kind,
        "unit_id": application.unit.id,
        "password_hash": passwords.hash_password(application.password),
        "has_initial_password": False,
        "account_state": "pending",
        "rejected_because": "",
    }


def _insert(code: str, values: dict[str, Any], now: datetime) -> int | None:
    """The new member's id; None when the code was taken a moment ago."""
    statement = insert_for(Member).values(code=code, created_at=now, **values)
    return db.session.scalar(statement.on_conflict_do_nothing(index_elements=["code"]).returning(Member.id))


def _in_the_way(phone: str, code: str) -> list[Member]:
    """Members with this number, but for rejected ones who have another code by now."""
    return [m for m in members_with(phone, code) if m.code == code or m.account_state != "rejected"]


def _renew(known: list[Member], application: Application, values: dict[str, Any]) -> int | None:
    """The id of the rejected application that this one takes the place of; None when it is a repetition."""
    own = known[0] if len(known) == 1 and known[0].code == code_for(values["phone"]) else None
    if own is None:
        raise PhoneTaken(_TAKEN, field="phone")
    if own.account_state == "pending" and passwords.is_right(application.password, own.password_hash):
        return None
    renewing = update(Member).where(Member.id == own.id, Member.account_state == "rejected").values(**values)
    if db.session.execute(renewing).rowcount == 0:  # type: ignore[attr-defined]
        raise PhoneTaken(_TAKEN, field="phone")
    return own.id
