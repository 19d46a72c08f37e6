"""Giving roles and taking them back. Nobody gives what he or she does not hold, and nobody changes the own roles."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete

from ..errors import Forbidden, Invalid, NotFound, Refused, Sentence
from ..extensions import db
from ..transactions import transactional
from ..units.models import Unit
from ..upserts import insert_for
from . import audit
from .access import ROLES, Permission, can, require
from .models import Grant, Member


@transactional
def grant_role(member: Member, role: str, unit: Unit, now: datetime, by: Member | None = None) -> bool:
    """Give the role at the unit; False when it is held already. ``by``: who gives it (None: a command, without limits).

    Raises Invalid for an unknown role, Forbidden where ``by`` holds less, Refused for oneself.
    """
    check_role(role)
    if by is not None:
        _check_giver(member, role, unit.path, by)
    statement = insert_for(Grant).values(
        member_id=member.id, role=role, unit_id=unit.id, granted_at=now, granted_by_id=by.id if by else None
    )
    added = db.session.scalar(statement.on_conflict_do_nothing().returning(Grant.id))
    if added is not None:
        audit.record(
            "grant.given", "grant", added, now=now, unit_id=unit.id, member=member.code, role=role, unit=unit.code
        )
    return added is not None


@transactional
def revoke_role(member: Member, role: str, unit: Unit, now: datetime, by: Member | None = None) -> None:
    """Take the role back. Raises NotFound when it is not held, else as ``grant_role``."""
    check_role(role)
    if by is not None:
        _check_giver(member, role, unit.path, by)
    query = delete(Grant).where(Grant.member_id == member.id, Grant.role == role, Grant.unit_id == unit.id)
    if not db.session.execute(query).rowcount:  # type: ignore[attr-defined]
        raise NotFound(Sentence("%(name)s không giữ vai trò này tại %(unit)s.", name=member.name, unit=unit.name))
    audit.record("grant.taken", "grant", now=now, unit_id=unit.id, member=member.code, role=role, unit=unit.code)


def check_role(role: str) -> None:
    """Raises Invalid, with the roles there are, for an unknown one."""
    if role not in ROLES:
        raise Invalid(
            Sentence("Không có vai trò “%(role)s”. Các vai trò: %(roles)s.", role=role, roles=", ".join(ROLES))
        )


def roles_to_give(path: str, by: Member) -> list[str]:
    """The roles that ``by`` may give at the unit of this path."""
    if not can(Permission.ROLE_GRANT, path, by):
        return []
    return [role for role, permissions in ROLES.items() if all(can(p, path, by) for p in permissions)]


def _check_giver(member: Member, role: str, path: str, by: Member) -> None:
    require(Permission.ROLE_GRANT, path, by)
    if member.id == by.id:
        raise Refused(Sentence("Bạn không thể tự thay đổi vai trò của mình. Hãy nhờ người quản trị cấp trên."))
    if role not in roles_to_give(path, by):
        raise Forbidden(
            Sentence("Bạn chỉ được cấp hoặc thu hồi những vai trò mà chính bạn có đủ quyền tại đơn vị này.")
        )
