"""Enrolling: by oneself, a whole unit, a list of codes. Twice is once."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import Select, exists, func, select

from ...accounts import audit
from ...accounts.access import Permission, below, within
from ...accounts.models import PRESENT_STATUSES, Member
from ...batches import batched, is_one_of
from ...errors import Forbidden, Invalid, Sentence
from ...extensions import db
from ...transactions import transactional
from ...units.models import Unit
from ...units.subtree import ids_of
from ...upserts import insert_for
from . import queries
from .learner_models import Enrolment
from .models import Course, CourseUnit

_MOST_UNKNOWN = 5


@transactional
def enrol_oneself(course: Course, member: Member, now: datetime) -> None:
    """Raises Forbidden where the course is not open to the member."""
    if not queries.may_enrol(course, member):
        raise Forbidden(Sentence("Khóa học này không mở cho bạn tự đăng ký."))
    _enrol(course, [member.id], "self", now)


@transactional
def enrol_unit(course: Course, unit: Unit, now: datetime) -> int:
    """Everybody in the unit's subtree for whom the course is, now and whoever joins it later; how many are new."""
    taking = insert_for(CourseUnit).values(course_id=course.id, unit_id=unit.id, enrolled_at=now)
    db.session.execute(taking.on_conflict_do_nothing())
    query = _people(course).where(below(unit.path))
    count = _enrol(course, db.session.scalars(query).all(), "unit", now)
    audit.record("course.enrolled", "course", course.code, unit_id=unit.id, now=now, count=count)
    return count


@transactional
def enrol_list(course: Course, codes: Collection[str], now: datetime) -> int:
    """The members of these codes, of units whose courses the person looks after; how many are new. Raises Invalid with
    the codes that lead to nobody."""
    wanted = {code.strip().casefold() for code in codes if code.strip()}
    if not wanted:
        raise Invalid(Sentence("Hãy ghi ít nhất một mã số."))
    columns: tuple[Any, ...] = (Member.id, func.lower(Member.code))
    query = select(*columns).join(Unit, Unit.id == Member.unit_id).where(within(Permission.COURSE_MANAGE))
    rows = db.session.execute(query.where(is_one_of(func.lower(Member.code), wanted)))
    found = {code: number for number, code in rows}
    if unknown := sorted(wanted - found.keys()):
        shown = ", ".join(unknown[:_MOST_UNKNOWN]) + ("…" if len(unknown) > _MOST_UNKNOWN else "")
        raise Invalid(Sentence("Không có người mã %(codes)s trong đơn vị của bạn. Chưa ai được ghi danh.", codes=shown))
    count = _enrol(course, list(found.values()), "list", now)
    audit.record("course.enrolled", "course", course.code, unit_id=course.unit_id, now=now, count=count)
    return count


@transactional
def enrol_newcomers(now: datetime) -> int:
    """Members who have joined a unit that takes a published course; how many."""
    query = select(Course, Unit).join(CourseUnit, CourseUnit.course_id == Course.id)
    query = query.join(Unit, Unit.id == CourseUnit.unit_id).where(Course.edition.is_not(None))
    count = 0
    for course, unit in db.session.execute(query).all():
        taken = exists().where(Enrolment.course_id == course.id, Enrolment.member_id == Member.id)
        newcomers = _people(course).where(below(unit.path), ~taken)
        count += _enrol(course, db.session.scalars(newcomers).all(), "unit", now)
    return count


@transactional
def catch_up(member: Member, now: datetime) -> None:
    """The same for one member who looks before the clock does. One statement where nothing is new."""
    if member.status not in PRESENT_STATUSES:
        return
    taken = select(Enrolment.course_id).where(Enrolment.member_id == member.id)
    taking = select(CourseUnit.course_id).where(CourseUnit.unit_id.in_(ids_of(member.unit.path)))
    query = select(Course).where(Course.id.in_(taking), Course.id.not_in(taken), Course.edition.is_not(None))
    for course in db.session.scalars(query).all():
        if queries.is_for(course, member):
            _enrol(course, [member.id], "unit", now)


def _people(course: Course) -> Select[Any]:
    query = select(Member.id).join(Unit, Unit.id == Member.unit_id)
    present = (Member.status.in_(PRESENT_STATUSES), Member.account_state.not_in(("pending", "rejected")))
    return query.where(*present, Member.kind.in_(course.member_kinds)) if course.member_kinds else query.where(*present)


def _enrol(course: Course, member_ids: Collection[int], way: str, now: datetime) -> int:
    same = {"course_id": course.id, "way": way, "enrolled_at": now}
    statement = insert_for(Enrolment).on_conflict_do_nothing()
    count = select(func.count()).where(Enrolment.course_id == course.id)
    before = db.session.scalars(count).one()
    for some in batched(list(member_ids)):
        db.session.execute(statement, [same | {"member_id": one} for one in some])
    return db.session.scalars(count).one() - before
