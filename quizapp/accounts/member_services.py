"""What administrators do with members. Who may do it is checked by the views; everything is written into the log."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any

from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from ..changes import Changes, change
from ..errors import Invalid, Refused, Sentence
from ..extensions import db
from ..folding import tidy
from ..tables import as_phone
from ..transactions import transactional
from ..units.models import Unit
from . import audit, member_queries, passwords, sessions
from .models import Member
from .naming import search_name_of, sort_name_of
from .person_names import is_person_name, person_name

CODE_LENGTH = 40
TEXT_LENGTH = 160
_EMAIL = re.compile(r"[^@\s]+@[^@\s.]+(?:\.[^@\s.]+)+")


@transactional
def create_member(*, code: str, name: str, unit: Unit, now: datetime, **values: Any) -> Member:
    """A new member without a password. ``values`` as in ``edit_member``. Raises Invalid and Refused with ``field``."""
    code = _checked_code(code)
    checked = _checked({"name": name, **values})
    member = Member(
        code=code,
        unit=unit,
        search_name=search_name_of(checked["name"]),
        sort_name=sort_name_of(checked["name"]),
        created_at=now,
        **checked,
    )
    db.session.add(member)
    try:
        db.session.flush()
    except IntegrityError as error:
        raise Refused(Sentence("Mã số %(code)s đã có người dùng.", code=code), field="code") from error
    audit.record("member.created", "member", member.id, now=now, unit_id=unit.id, code=code)
    return member


@transactional
def edit_member(member: Member, now: datetime, **values: Any) -> Changes:
    """Change ``name, birth_date, birth_year, sex, phone, email, kind, status, position``; returns what differs."""
    checked = _checked(values)
    if "name" in checked:
        checked["search_name"] = search_name_of(checked["name"])
        checked["sort_name"] = sort_name_of(checked["name"])
    changes = {
        name: values for name, values in change(member, **checked).items() if name not in ("search_name", "sort_name")
    }
    if changes:
        audit.record("member.edited", "member", member.id, now=now, unit_id=member.unit_id, changes=changes)
    return changes


@transactional
def move_member(member: Member, unit: Unit, now: datetime) -> None:
    """Put the member on another unit's list. What was counted at the old one stays there."""
    if unit.id == member.unit_id:
        return
    changes = {"unit": [member.unit.code, unit.code]}
    member.unit = unit
    audit.record("member.moved", "member", member.id, now=now, unit_id=unit.id, changes=changes)


@transactional
def move_all_members(source: Unit, target: Unit, now: datetime) -> int:
    """Put everybody of one unit's own list on another's; how many there were."""
    query = update(Member).where(Member.unit_id == source.id).values(unit_id=target.id)
    moved: int = db.session.execute(query.execution_options(synchronize_session=False)).rowcount  # type: ignore[attr-defined]
    db.session.expire_all()
    audit.record(
        "members.moved",
        "unit",
        target.id,
        now=now,
        unit_id=target.id,
        changes={"unit": [source.code, target.code]},
        members=moved,
    )
    return moved


@transactional
def lock_account(member: Member, now: datetime) -> None:
    """Nobody signs in with this account until it is unlocked; who is signed in is signed out."""
    if member.account_state == "locked":
        return
    _set_account_state(member, "locked", "member.locked", now)
    sessions.end_all_sessions(member)


@transactional
def unlock_account(member: Member, now: datetime) -> None:
    """The account can be used again."""
    if member.account_state != "locked":
        raise Refused(Sentence("Tài khoản này không bị khóa."))
    _set_account_state(member, "approved" if member.password_hash else "not_activated", "member.unlocked", now)


@transactional
def reset_password(member: Member, now: datetime) -> str:
    """A new initial password, to be handed over and changed at the first sign-in; told once, kept nowhere."""
    password = passwords.make_password()
    set_initial_password(member, password, now)
    return password


@transactional
def set_initial_password(member: Member, password: str, now: datetime) -> None:
    """Set a password that its owner changes at the first sign-in. Raises Invalid for a weak one."""
    if member.account_state in ("pending", "rejected"):
        raise Refused(Sentence("Đăng ký của người này chưa được duyệt. Hãy duyệt trước khi cấp mật khẩu."))
    passwords.check_new_password(password, member.code, member.phone or "", member.name)
    member.password_hash = passwords.hash_password(password)
    member.has_initial_password = True
    sessions.end_all_sessions(member)
    audit.record("member.password_reset", "member", member.id, now=now, unit_id=member.unit_id)


@transactional
def approve_registration(member: Member, now: datetime) -> None:
    """The person may sign in with the password chosen. Raises Refused when somebody else was quicker."""
    _decide(member, "approved", "", now)


@transactional
def reject_registration(member: Member, reason: str, now: datetime) -> None:
    """The person is told the reason. Raises Invalid without one, Refused when somebody else was quicker."""
    reason = tidy(reason)
    if not reason or len(reason) > 300:
        raise Invalid(Sentence("Hãy ghi lý do từ chối, không quá 300 ký tự."), field="reason")
    _decide(member, "rejected", reason, now)


def _decide(member: Member, state: str, reason: str, now: datetime) -> None:
    query = (
        update(Member)
        .where(Member.id == member.id, Member.account_state == "pending")
        .values(account_state=state, rejected_because=reason)
    )
    if not db.session.execute(query).rowcount:  # type: ignore[attr-defined]
        raise Refused(Sentence("Đăng ký này đã được xử lý rồi."))
    audit.record(f"member.{state}", "member", member.id, now=now, unit_id=member.unit_id, reason=reason)


def _set_account_state(member: Member, state: str, action: str, now: datetime) -> None:
    changes = change(member, account_state=state)
    audit.record(action, "member", member.id, now=now, unit_id=member.unit_id, changes=changes)


def _checked_code(code: str) -> str:
    code = tidy(code)
    if not code or len(code) > CODE_LENGTH:
        raise Invalid(Sentence("Mã số cần từ 1 đến %(length)s ký tự.", length=CODE_LENGTH), field="code")
    known = member_queries.find_by_any_case(code)
    if known is not None:
        raise Refused(Sentence("Mã số %(code)s đã có người dùng.", code=known.code), field="code")
    return code


def _checked(values: dict[str, Any]) -> dict[str, Any]:
    """The values tidied; raises Invalid with the ``field`` at fault."""
    checks = {"name": _name, "phone": _phone, "email": _email, "position": _position}
    checked = {name: checks[name](value) if name in checks else value for name, value in values.items()}
    birth = checked.get("birth_date")
    return {**checked, "birth_year": birth.year} if isinstance(birth, date) else checked


def _name(value: str) -> str:
    name = person_name(value)
    if not is_person_name(name) or len(name) > TEXT_LENGTH:
        raise Invalid(Sentence("Hãy ghi họ và tên, không quá %(length)s ký tự.", length=TEXT_LENGTH), field="name")
    return name


def _phone(value: str | None) -> str | None:
    try:
        return as_phone(value)
    except Invalid as error:
        raise Invalid(error.sentence, field="phone") from error


def _email(value: str | None) -> str | None:
    email = tidy(value or "").lower()
    if email and (not _EMAIL.fullmatch(email) or len(email) > TEXT_LENGTH):
        raise Invalid(Sentence("Địa chỉ thư điện tử chưa đúng. Ví dụ: ten@coquan.vn."), field="email")
    return email or None


def _position(value: str | None) -> str:
    position = tidy(value or "")
    if len(position) > TEXT_LENGTH:
        raise Invalid(Sentence("Chức vụ dài nhất là %(length)s ký tự.", length=TEXT_LENGTH), field="position")
    return position
