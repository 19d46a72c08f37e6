"""Who may do what where. The only place that decides it.

A permission is ``resource:action``, a role is a set of permissions, a grant gives a role at a unit and reaches its
whole subtree. The same paths serve the check of one thing and the filter of a list, so the two cannot disagree.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from flask import g, has_request_context
from flask_login import current_user
from sqlalchemy import ColumnElement, and_, false, or_, select, true
from sqlalchemy.orm import joinedload

from ..errors import Forbidden, NotFound, Sentence
from ..extensions import db
from ..units.models import Unit
from ..units.subtree import is_within, subtree_range
from .models import Grant, Member


class Permission(StrEnum):
    """``resource:action``"""

    UNIT_VIEW = "unit:view"
    UNIT_MANAGE = "unit:manage"
    MEMBER_VIEW = "member:view"
    MEMBER_MANAGE = "member:manage"
    ROLE_GRANT = "role:grant"
    AUDIT_VIEW = "audit:view"
    DOCUMENT_MANAGE = "document:manage"
    SESSION_VIEW = "session:view"
    SESSION_MANAGE = "session:manage"
    ATTENDANCE_RECORD = "attendance:record"
    COURSE_VIEW = "course:view"
    COURSE_MANAGE = "course:manage"
    CLASS_CREATE = "class:create"
    CLASS_VIEW = "class:view"
    CLASS_MANAGE = "class:manage"
    BANK_VIEW = "bank:view"
    BANK_MANAGE = "bank:manage"
    KEY_VIEW = "key:view"
    QUESTION_REVIEW = "question:review"
    COMPETITION_VIEW = "competition:view"
    COMPETITION_MANAGE = "competition:manage"
    RESULT_VIEW = "result:view"
    REPORT_VIEW = "report:view"
    MISSING_VIEW = "missing:view"


_READING = {Permission.UNIT_VIEW, Permission.REPORT_VIEW}
_BANKS = {Permission.BANK_VIEW, Permission.BANK_MANAGE, Permission.KEY_VIEW}
_COMPETITIONS = {Permission.COMPETITION_VIEW, Permission.COMPETITION_MANAGE, Permission.RESULT_VIEW}
_SESSIONS = {Permission.SESSION_VIEW, Permission.SESSION_MANAGE, Permission.ATTENDANCE_RECORD}
_COURSES = {Permission.COURSE_VIEW, Permission.COURSE_MANAGE}
_MEMBERS = {Permission.UNIT_VIEW, Permission.UNIT_MANAGE, Permission.MEMBER_VIEW, Permission.MEMBER_MANAGE}

ROLES: dict[str, frozenset[Permission]] = {
    "administrator": frozenset(Permission),
    "unit_administrator": frozenset(
        _MEMBERS
        | {Permission.ROLE_GRANT, Permission.AUDIT_VIEW, Permission.MISSING_VIEW}
        | {Permission.CLASS_CREATE, Permission.CLASS_VIEW, Permission.CLASS_MANAGE}
        | _READING
    ),
    # Instructors write questions; that they are right is confirmed by the board.
    "propaganda_board": frozenset(
        {Permission.DOCUMENT_MANAGE, Permission.QUESTION_REVIEW}
        | _SESSIONS
        | _COURSES
        | _BANKS
        | _COMPETITIONS
        | _READING
    ),
    # Classes are reached by who works with them (courses.classes.access), not by the unit.
    "instructor": frozenset({Permission.CLASS_CREATE} | _SESSIONS | _COURSES | _BANKS | _READING),
    "leader": frozenset(
        {Permission.MISSING_VIEW, Permission.COMPETITION_VIEW, Permission.SESSION_VIEW, Permission.COURSE_VIEW}
        | _READING
    ),
    "secretary": frozenset({Permission.MISSING_VIEW} | _SESSIONS | _READING),
}


@dataclass(frozen=True, slots=True)
class HeldGrant:
    """A role at a unit, as the person holds it."""

    role: str
    unit_id: int
    path: str


def grants_of(member: Any) -> tuple[HeldGrant, ...]:
    """All grants of the member; asked of the database once a request."""
    if not getattr(member, "is_authenticated", False):
        return ()
    if not has_request_context():
        return _load_grants(member.id)
    held: dict[int, tuple[HeldGrant, ...]] = g.setdefault("held_grants", {})
    if member.id not in held:
        held[member.id] = _load_grants(member.id)
    return held[member.id]


def _load_grants(member_id: int) -> tuple[HeldGrant, ...]:
    query = select(Grant.role, Grant.unit_id, Unit.path).join(Unit, Unit.id == Grant.unit_id)
    return tuple(HeldGrant(*row) for row in db.session.execute(query.where(Grant.member_id == member_id)))


def paths_with(permission: Permission, member: Any = None) -> list[str]:
    """The topmost paths below which the member holds the permission; [] for none."""
    paths = sorted(grant.path for grant in grants_of(member or current_user) if permission in ROLES.get(grant.role, ()))
    topmost: list[str] = []
    for path in paths:
        if not any(is_within(path, above) for above in topmost):
            topmost.append(path)
    return topmost


def can(permission: Permission | str, path: str | None = None, member: Any = None) -> bool:
    """Whether the member holds the permission at the unit of this path (without a path: anywhere)."""
    held = paths_with(Permission(permission), member)
    return bool(held) if path is None else any(is_within(path, above) for above in held)


def can_at_root(permission: Permission, member: Any = None) -> bool:
    """Whether the member holds it at a root: for what all units share, such as their kinds."""
    return any(path.count("/") == 1 for path in paths_with(permission, member))


def can_act_for(other: Member, member: Any = None) -> bool:
    """Whether the member holds everything that the other holds: who sets a password could act as its owner."""
    return all(
        can(permission, grant.path, member) for grant in grants_of(other) for permission in ROLES.get(grant.role, ())
    )


def require(permission: Permission, path: str | None = None, member: Any = None) -> None:
    """Raises Forbidden unless ``can``."""
    if not can(permission, path, member):
        raise Forbidden(Sentence("Bạn chưa được phân quyền làm việc này."))


def within(permission: Permission, member: Any = None) -> ColumnElement[bool]:
    """The WHERE that keeps units (joined as Unit) where the member holds the permission."""
    return below(*paths_with(permission, member))


def below(*paths: str) -> ColumnElement[bool]:
    """The WHERE that keeps units (joined as Unit) in the subtrees of these paths; nothing for no path."""
    ranges = [subtree_range(path) for path in paths]
    return or_(*(and_(Unit.path >= first, Unit.path < end) for first, end in ranges)) if ranges else false()


def within_or_everywhere(permission: Permission, member: Any = None) -> ColumnElement[bool] | None:
    """The same; None where the member holds it at every root: a long list then need not be compared with the tree."""
    paths = paths_with(permission, member)
    roots = set(db.session.scalars(select(Unit.path).where(Unit.parent_id.is_(None))))
    return None if roots <= set(paths) else below(*paths)


def everywhere_or_below(paths: list[str] | None) -> ColumnElement[bool]:
    """The same; None for all units, as commands may see them."""
    return true() if paths is None else below(*paths)


def get_unit(code_or_id: str | int, permission: Permission, member: Any = None) -> Unit:
    """The unit, if the member holds the permission there; raises NotFound otherwise (also when it is another's)."""
    column = Unit.id if isinstance(code_or_id, int) else Unit.code
    unit = db.session.scalar(select(Unit).where(column == code_or_id))
    if unit is None or not can(permission, unit.path, member):
        raise NotFound(Sentence("Không có đơn vị này, hoặc bạn không được xem."))
    return unit


def get_member(member_id: int, permission: Permission = Permission.MEMBER_VIEW) -> Member:
    """The member, where the signed-in person may see him or her. Raises NotFound, and Forbidden when seen but without
    ``permission``."""
    found = db.session.scalar(select(Member).options(joinedload(Member.unit)).where(Member.id == member_id))
    if found is None or not can(Permission.MEMBER_VIEW, found.unit.path):
        raise NotFound(Sentence("Không có người này, hoặc bạn không được xem."))
    require(permission, found.unit.path)
    return found


def own_unit(permission: Permission, member: Any = None) -> Unit | None:
    """The unit to begin with: the highest of those where the member holds the permission."""
    paths = paths_with(permission, member)
    # By levels first: as text a cell "1/2/20/" comes before a committee "1/2/4/".
    highest = min(paths, key=lambda path: (path.count("/"), path), default=None)
    return db.session.scalar(select(Unit).where(Unit.path == highest)) if highest else None


def is_self(member: Member) -> bool:
    """Whether it is the signed-in person."""
    return bool(current_user.is_authenticated and current_user.id == member.id)
