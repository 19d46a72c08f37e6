"""The sessions of a class, and who was there."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select

from ...accounts import audit
from ...accounts.models import Member
from ...errors import Invalid, Sentence
from ...extensions import db
from ...folding import tidy
from ...transactions import transactional
from ...upserts import insert_for
from . import queries
from .models import ClassAttendance, ClassSession, CourseClass
from .services import hold
from .settings import YEARS

STATES = ("attended", "excused", "unexcused")
MOST_SESSIONS = 200
LONGEST_TITLE = 255


@transactional
def add_session(course_class: CourseClass, title: str, held_on: date, now: datetime) -> ClassSession:
    """The next session. Raises Invalid."""
    hold(course_class)
    title = tidy(title)
    if not 0 < len(title) <= LONGEST_TITLE:
        raise Invalid(Sentence("Tên buổi học cần từ 1 đến %(most)s ký tự.", most=LONGEST_TITLE), field="title")
    if held_on.year not in YEARS:
        sentence = Sentence("Năm phải từ %(first)s đến %(last)s.", first=YEARS.start, last=YEARS.stop - 1)
        raise Invalid(sentence, field="held_on")
    last = select(func.max(ClassSession.number)).where(ClassSession.class_id == course_class.id)
    number = (db.session.scalar(last) or 0) + 1
    if number > MOST_SESSIONS:
        raise Invalid(Sentence("Một lớp có nhiều nhất %(most)s buổi học.", most=MOST_SESSIONS))
    session = ClassSession(class_id=course_class.id, number=number, title=title, held_on=held_on)
    db.session.add(session)
    db.session.flush()
    _note("class.session_added", course_class, now, title=title)
    return session


def _note(action: str, course_class: CourseClass, now: datetime, **detail: Any) -> None:
    audit.record(action, "class", course_class.code, unit_id=course_class.unit_id, now=now, **detail)


@transactional
def record(
    course_class: CourseClass, session: ClassSession, states: Mapping[int, str], actor: Member | None, now: datetime
) -> int:
    """Note these learners' states ({member: state}); how many changed. Raises Invalid for a state or a person that is
    none of the class; the same twice changes nothing."""
    learners = {learner.member_id for learner in queries.list_learners(course_class)}
    if not set(states) <= learners:
        raise Invalid(Sentence("Có người không thuộc danh sách lớp. Hãy tải lại trang rồi điểm danh lại."))
    if not set(states.values()) <= set(STATES):
        raise Invalid(Sentence("Hãy chọn có mặt, vắng có lý do hoặc vắng không lý do."))
    known = queries.states_of(session)
    news = {member: state for member, state in states.items() if known.get(member) != state}
    for member, state in news.items():
        _store(session, member, state, actor, now)
    if news:
        _note("class.attendance_recorded", course_class, now, title=session.title, people=len(news))
    return len(news)


def _store(session: ClassSession, member_id: int, state: str, actor: Member | None, now: datetime) -> None:
    values = {"state": state, "recorded_at": now, "recorded_by_id": actor.id if actor else None}
    statement = insert_for(ClassAttendance).values(session_id=session.id, member_id=member_id, **values)
    db.session.execute(statement.on_conflict_do_update(index_elements=["session_id", "member_id"], set_=values))


@transactional
def remove_session(course_class: CourseClass, session: ClassSession, now: datetime) -> None:
    """Drop a session with its attendance; the others keep their numbers."""
    title = session.title
    db.session.delete(session)
    _note("class.session_removed", course_class, now, title=title)
