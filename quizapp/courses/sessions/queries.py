"""What is asked of sessions: one of them, lists, and who is on the list of attendance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from ...accounts.access import Permission, below, can, require, within
from ...accounts.models import PRESENT_STATUSES, Member
from ...errors import NotFound, Sentence
from ...extensions import db
from ...folding import fold
from ...units.models import Unit
from ...units.subtree import ids_of
from ...wording import local_day
from .models import Attendance, MaterialItem, MaterialPackage, MeetingPoint, SessionUnit, StudySession

PAGE = 50
UNKNOWN = Sentence("Không có buổi học này, hoặc bạn không được xem.")
_WHOLE = (
    joinedload(StudySession.unit),
    selectinload(StudySession.documents),
    selectinload(StudySession.audience),
    selectinload(StudySession.points),
)


def find_session(code: str) -> StudySession | None:
    """The session of this code with all that belongs to it, whoever asks."""
    return db.session.scalar(select(StudySession).options(*_WHOLE).where(StudySession.code == code))


def get_session(code: str, permission: Permission) -> StudySession:
    """Raises NotFound for one that the member may not see, Forbidden for one seen but without this permission."""
    session = find_session(code)
    if session is None or not can(Permission.SESSION_VIEW, session.unit.path):
        raise NotFound(UNKNOWN)
    require(permission, session.unit.path)
    return session


def get_own_session(code: str, member: Member) -> StudySession:
    """A session for members, for one of its audience or who may see it. Raises NotFound."""
    session = find_session(code)
    if session is None or not (
        any(member.unit.path.startswith(unit.path) for unit in session.audience)
        or can(Permission.SESSION_VIEW, session.unit.path)
    ):
        raise NotFound(UNKNOWN)
    return session


def get_point(session: StudySession, point_id: int) -> MeetingPoint:
    """Raises NotFound."""
    for point in session.points:
        if point.id == point_id:
            return point
    raise NotFound(UNKNOWN)


def find_point(point_id: int) -> MeetingPoint | None:
    """The meeting point with its session, whoever asks."""
    query = select(MeetingPoint).options(joinedload(MeetingPoint.session).options(*_WHOLE))
    return db.session.scalar(query.where(MeetingPoint.id == point_id))


def point_ids_between(first: datetime, last: datetime) -> Sequence[int]:
    """Meeting points of sessions that run in this time."""
    query = (
        select(MeetingPoint.id)
        .join(StudySession, StudySession.id == MeetingPoint.session_id)
        .where(StudySession.ends_at >= first, StudySession.starts_at <= last, StudySession.state != "cancelled")
    )
    return db.session.scalars(query).all()


def list_managed(now: datetime, is_over: bool, offset: int = 0) -> Sequence[StudySession]:
    """Sessions of units whose sessions the reader may see: to come (next first) or over (latest first)."""
    query: Select[Any] = select(StudySession).join(StudySession.unit).options(contains_eager(StudySession.unit))
    query = query.options(selectinload(StudySession.documents)).where(within(Permission.SESSION_VIEW))
    return db.session.scalars(_in_time(query, now, is_over).offset(offset).limit(PAGE + 1)).all()


def _in_time(query: Select[Any], now: datetime, is_over: bool) -> Select[Any]:
    if is_over:
        return query.where(StudySession.ends_at < now).order_by(StudySession.starts_at.desc(), StudySession.id.desc())
    return query.where(StudySession.ends_at >= now).order_by(StudySession.starts_at, StudySession.id)


@dataclass(frozen=True, slots=True)
class OwnSession:
    """A session as the member has it."""

    session: StudySession
    attendance: Attendance | None


def list_own(member: Member, now: datetime, is_over: bool, limit: int = PAGE) -> list[OwnSession]:
    """The member's sessions: those for his or her unit, and those attended as a guest. Two statements."""
    mine = and_(Attendance.session_id == StudySession.id, Attendance.member_id == member.id)
    units = select(SessionUnit.session_id).where(SessionUnit.unit_id.in_(ids_of(member.unit.path)))
    columns: tuple[Any, ...] = (StudySession, Attendance)
    query = (
        select(*columns)
        .outerjoin(Attendance, mine)
        .options(joinedload(StudySession.unit), selectinload(StudySession.documents))
        .where(or_(StudySession.id.in_(units), Attendance.member_id.is_not(None)))
    )
    return [OwnSession(*row) for row in db.session.execute(_in_time(query, now, is_over).limit(limit))]


@dataclass(frozen=True, slots=True)
class Listed:
    """A member on the list of attendance."""

    member: Member
    attendance: Attendance | None


def list_attendance(
    session: StudySession, search: str = "", state: str = "", offset: int = 0, limit: int | None = PAGE + 1
) -> list[Listed]:
    """Those for whom the session is, and guests, in the order of units and given names; ``state`` "none": not noted."""
    query = _listed(session, search, state, Member, Attendance).options(contains_eager(Member.unit))
    query = query.order_by(Unit.path, Member.sort_name, Member.id).offset(offset).limit(limit)
    return [Listed(*row) for row in db.session.execute(query)]


def count_attendance(session: StudySession, search: str = "", state: str = "") -> int:
    """How many there are."""
    return db.session.scalar(_listed(session, search, state, func.count())) or 0


def _listed(session: StudySession, search: str, state: str, *columns: Any) -> Select[Any]:
    mine = and_(Attendance.session_id == session.id, Attendance.member_id == Member.id)
    is_here = and_(
        below(*(unit.path for unit in session.audience)),
        Member.status.in_(PRESENT_STATUSES),
        Member.account_state.not_in(("pending", "rejected")),
    )
    query = select(*columns).select_from(Member).join(Unit, Unit.id == Member.unit_id).outerjoin(Attendance, mine)
    query = query.where(or_(is_here, Attendance.member_id.is_not(None)))
    if fold(search):
        query = query.where(_matches(search))
    if state == "none":
        return query.where(Attendance.member_id.is_(None))
    return query.where(Attendance.state == state) if state else query


def _matches(search: str) -> ColumnElement[bool]:
    folded = fold(search)
    in_name = and_(*(Member.search_name.contains(word, autoescape=True) for word in folded.split()))
    in_unit = Unit.search_name.contains(folded, autoescape=True)
    return or_(in_name, in_unit, func.lower(Member.code).startswith(search.strip().lower(), autoescape=True))


def find_listed(session: StudySession, member_id: int) -> Member:
    """A member whose attendance may be noted: of the audience, or noted already. Raises NotFound."""
    query = _listed(session, "", "", Member).options(contains_eager(Member.unit)).where(Member.id == member_id)
    found: Member | None = db.session.scalar(query)
    if found is None:
        raise NotFound(Sentence("Không có người này trong danh sách của buổi học."))
    return found


@dataclass(frozen=True, slots=True)
class Figures:
    """What the secretary's report says. Guests and non-members are counted apart."""

    listed: int
    present_members: int
    present_others: int
    member_guests: int
    excused: int
    unexcused: int
    left_early: int
    by_point: dict[int | None, int]

    @property
    def not_noted(self) -> int:
        """Of whom nothing is known yet."""
        return max(0, self.listed - self.present_members - self.present_others - self.excused - self.unexcused)


def figures_of(session: StudySession) -> Figures:
    """Three statements, however many attended."""
    is_party = Member.kind.in_(("official", "probationary"))
    there = Attendance.state == "attended"
    counts = (
        func.count().filter(there, is_party, ~Attendance.is_guest),
        func.count().filter(there, ~is_party, ~Attendance.is_guest),
        func.count().filter(there, Attendance.is_guest),
        func.count().filter(Attendance.state == "excused", ~Attendance.is_guest),
        func.count().filter(Attendance.state == "unexcused", ~Attendance.is_guest),
        func.count().filter(Attendance.left_early_at.is_not(None)),
    )
    query = select(*counts).join(Member, Member.id == Attendance.member_id).where(Attendance.session_id == session.id)
    numbers = db.session.execute(query).one()
    by_point = select(Attendance.meeting_point_id, func.count()).where(Attendance.session_id == session.id, there)
    points = dict(db.session.execute(by_point.group_by(Attendance.meeting_point_id)).all())
    listed = db.session.scalar(_listed(session, "", "", func.count()).where(Attendance.is_guest.is_not(True))) or 0
    return Figures(listed, *numbers, by_point=points)


def count_present(point: MeetingPoint) -> int:
    """How many have been noted at the meeting point."""
    query = select(func.count()).where(Attendance.meeting_point_id == point.id, Attendance.state == "attended")
    return db.session.scalar(query) or 0


def packages_for(unit: Unit, month: Any) -> Sequence[MaterialPackage]:
    """What the unit and those above it have published for the month."""
    query = (
        select(MaterialPackage)
        .options(
            selectinload(MaterialPackage.items).joinedload(MaterialItem.document), joinedload(MaterialPackage.unit)
        )
        .where(
            MaterialPackage.unit_id.in_(ids_of(unit.path)),
            MaterialPackage.month == month,
            MaterialPackage.published_at.is_not(None),
        )
    )
    return db.session.scalars(query.order_by(MaterialPackage.unit_id)).all()


def list_left_early(session: StudySession) -> list[Listed]:
    """Those who left before the end."""
    query = _listed(session, "", "", Member, Attendance).options(contains_eager(Member.unit))
    query = query.where(Attendance.left_early_at.is_not(None)).order_by(Unit.path, Member.sort_name)
    return [Listed(*row) for row in db.session.execute(query)]


def attendance_of(session: StudySession, member: Member) -> Attendance | None:
    """What is noted of the member."""
    return db.session.get(Attendance, (session.id, member.id))


def packages_around(unit: Unit, at: datetime) -> Sequence[MaterialPackage]:
    """Materials of the month and of the next one: what is to be read for the next meeting comes about the 20th."""
    today = local_day(at)
    this = today.replace(day=1)
    following = (this + timedelta(days=32)).replace(day=1)
    return [package for month in (following, this) for package in packages_for(unit, month)]


def units_to_manage(own: Unit | None = None, limit: int = 500) -> Sequence[Unit]:
    """Units that the reader may hold sessions for, from the top down; the session's own is always offered."""
    query = select(Unit).where(within(Permission.SESSION_MANAGE), Unit.valid_to.is_(None))
    units = list(db.session.scalars(query.order_by(func.length(Unit.path), Unit.sort_name).limit(limit)))
    return units if own is None or own in units else [own, *units]
