"""What there is to tell, for many members at once: the same few statements for one and for hundreds."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import and_, select

from ..accounts.models import PRESENT_STATUSES, Member
from ..assessments.models import Assessment, AssessmentExclusion, AssessmentMember, Attempt, RosterEntry
from ..courses.catalogue.learner_models import Enrolment
from ..courses.catalogue.models import Course
from ..courses.sessions.models import SessionUnit, StudySession
from ..courses.study.models import StudyWave, WaveEntry
from ..extensions import db
from ..library.models import Document
from ..library.reader_models import Announcement, AnnouncementReceipt, ReadingPosition
from ..library.words import audiences_of
from ..units.models import Unit
from ..units.subtree import ids_of
from .digest import NEWS_FOR, SOON, Found
from .models import PushDevice, Reminder, ReminderSetting

_MOST_NEWS = 100
# A reminder that cannot be handed over is tried so often on its day.
MOST_TRIES = 3


@dataclass(frozen=True, slots=True)
class Device:
    """Where a notification is sent to."""

    id: int
    endpoint: str
    public_key: str
    secret: str


@dataclass(frozen=True, slots=True)
class Person:
    """A member to be reminded, as a value: what is told takes long, and nothing is kept open meanwhile."""

    id: int
    kind: str
    email: str | None
    locale: str | None
    unit_ids: frozenset[int]
    by_email: bool
    by_push: bool
    quiet_from: int
    quiet_until: int
    kinds: tuple[str, ...]
    told_until: datetime
    # The one added last first.
    devices: list[Device] = field(default_factory=list)


def list_people(member_ids: Collection[int]) -> list[Person]:
    """Those of them who may be reminded. Two statements."""
    setting = ReminderSetting
    query = (
        select(Member.id, Member.kind, Member.email, Member.locale, Unit.path, setting)
        .join(Unit, Unit.id == Member.unit_id)
        .join(setting, setting.member_id == Member.id)
        .where(Member.id.in_(member_ids), Member.status.in_(PRESENT_STATUSES), Member.account_state == "approved")
    )
    people = {row.id: _person(row) for row in db.session.execute(query)}
    one = PushDevice
    devices = select(one.member_id, one.id, one.endpoint, one.public_key, one.secret).where(one.member_id.in_(people))
    for row in db.session.execute(devices.order_by(one.id.desc())):
        people[row.member_id].devices.append(Device(row.id, row.endpoint, row.public_key, row.secret))
    return list(people.values())


def _person(row: Any) -> Person:
    setting: ReminderSetting = row.ReminderSetting
    return Person(
        *(row.id, row.kind, row.email, row.locale, frozenset(ids_of(row.path))),
        *(setting.by_email, setting.by_push, setting.quiet_from, setting.quiet_until),
        *(tuple(setting.kinds), setting.told_until),
    )


def find_all(people: Sequence[Person], now: datetime) -> dict[int, list[Found]]:
    """What there is for each of them, whether or not it is wanted."""
    ids = [person.id for person in people]
    found: dict[int, list[Found]] = {member_id: [] for member_id in ids}
    for part in (
        *(_courses(ids, now), _waves(ids, now), _open(ids, now), _exams_to_come(ids, now)),
        *(_sessions(people, now), _announcements(people, now), _documents(people, now)),
    ):
        for one in part:
            found[one.member_id].append(one)
    return found


def _courses(ids: Collection[int], now: datetime) -> Iterator[Found]:
    query = select(Enrolment.member_id, Course.title, Course.deadline).join(Course, Course.id == Enrolment.course_id)
    query = query.where(Enrolment.member_id.in_(ids), Enrolment.completed_at.is_(None), Course.edition.is_not(None))
    query = query.where(Course.deadline > now, Course.deadline <= now + SOON)
    for member_id, title, deadline in db.session.execute(query):
        assert deadline is not None
        yield Found(member_id, "course", title, "due", deadline)


def _waves(ids: Collection[int], now: datetime) -> Iterator[Found]:
    """Waves; a document's own register only for those in no wave, who were due by a session alone."""
    query = (
        select(WaveEntry.member_id, StudyWave.title, WaveEntry.deadline, StudyWave.register_of_id)
        .join(StudyWave, StudyWave.id == WaveEntry.wave_id)
        .where(WaveEntry.member_id.in_(ids), WaveEntry.reason.is_(None), WaveEntry.studied_at.is_(None))
        .where(WaveEntry.deadline > now, WaveEntry.deadline <= now + SOON)
    )
    rows = db.session.execute(query).all()
    in_waves = {row.member_id for row in rows if row.register_of_id is None}
    for member_id, title, deadline, register_of_id in rows:
        if register_of_id is None or member_id not in in_waves:
            assert deadline is not None
            yield Found(member_id, "wave", title, "due", deadline)


def _open(ids: Collection[int], now: datetime) -> Iterator[Found]:
    """Rounds and exams that are open and that the member has not begun; whoever opened them froze the roster."""
    begun = select(Attempt.id).where(Attempt.assessment_id == Assessment.id, Attempt.member_id == RosterEntry.member_id)
    query = (
        select(RosterEntry.member_id, Assessment.title, Assessment.kind, Assessment.opens_at, Assessment.closes_at)
        .join(Assessment, Assessment.id == RosterEntry.assessment_id)
        .where(RosterEntry.member_id.in_(ids), RosterEntry.reason.is_(None), ~begun.exists())
        .where(Assessment.published_at.is_not(None), Assessment.opens_at <= now, Assessment.closes_at > now)
    )
    for member_id, title, kind, opens_at, closes_at in db.session.execute(query):
        subject: Any = "exam" if kind == "exam" else "round"
        if closes_at <= now + SOON:
            yield Found(member_id, subject, title, "due", closes_at)
        elif opens_at > now - NEWS_FOR:
            yield Found(member_id, subject, title, "opened", closes_at, came_up_at=opens_at)


def _exams_to_come(ids: Collection[int], now: datetime) -> Iterator[Found]:
    barred = and_(
        AssessmentExclusion.assessment_id == Assessment.id,
        AssessmentExclusion.member_id == AssessmentMember.member_id,
    )
    query = (
        select(AssessmentMember.member_id, Assessment.title, Assessment.opens_at)
        .join(Assessment, Assessment.id == AssessmentMember.assessment_id)
        .outerjoin(AssessmentExclusion, barred)
        .where(AssessmentMember.member_id.in_(ids), AssessmentExclusion.member_id.is_(None))
        .where(Assessment.kind == "exam", Assessment.published_at.is_not(None))
        .where(Assessment.opens_at > now, Assessment.opens_at <= now + SOON)
    )
    for member_id, title, opens_at in db.session.execute(query):
        yield Found(member_id, "exam", title, "due", opens_at, begins=True)


def _sessions(people: Sequence[Person], now: datetime) -> Iterator[Found]:
    query = (
        select(StudySession.id, StudySession.title, StudySession.starts_at, SessionUnit.unit_id)
        .join(SessionUnit, SessionUnit.session_id == StudySession.id)
        .where(StudySession.state == "planned", StudySession.kind != "make_up")
        .where(StudySession.starts_at > now, StudySession.starts_at <= now + SOON)
    )
    sessions: dict[int, tuple[str, datetime, set[int]]] = {}
    for session_id, title, starts_at, unit_id in db.session.execute(query):
        sessions.setdefault(session_id, (title, starts_at, set()))[2].add(unit_id)
    for title, starts_at, unit_ids in sessions.values():
        for person in people:
            if not person.unit_ids.isdisjoint(unit_ids):
                yield Found(person.id, "session", title, "due", starts_at, begins=True)


def _announcements(people: Sequence[Person], now: datetime) -> Iterator[Found]:
    one = Announcement
    query = select(one.id, one.title, one.unit_id, one.audience, one.published_at)
    rows = _recent(query, one.published_at, now)
    receipts = select(AnnouncementReceipt.announcement_id, AnnouncementReceipt.member_id)
    receipts = receipts.where(AnnouncementReceipt.announcement_id.in_([row.id for row in rows]))
    return _news("announcement", people, rows, _known(receipts, AnnouncementReceipt.member_id, people))


def _documents(people: Sequence[Person], now: datetime) -> Iterator[Found]:
    one = Document
    query = select(one.id, one.number, one.title, one.unit_id, one.audience, one.published_at)
    rows = _recent(query, one.published_at, now)
    opened = select(ReadingPosition.document_id, ReadingPosition.member_id)
    opened = opened.where(ReadingPosition.document_id.in_([row.id for row in rows]))
    return _news("document", people, rows, _known(opened, ReadingPosition.member_id, people))


def _recent(query: Any, published_at: Any, now: datetime) -> Sequence[Any]:
    query = query.where(published_at > now - NEWS_FOR, published_at <= now)
    return db.session.execute(query.order_by(published_at.desc()).limit(_MOST_NEWS)).all()


def _known(query: Any, member_id: Any, people: Sequence[Person]) -> set[tuple[int, int]]:
    """Who has opened what."""
    query = query.where(member_id.in_([person.id for person in people]))
    return {(thing, member) for thing, member in db.session.execute(query)}


def _news(
    subject: Any, people: Sequence[Person], rows: Sequence[Any], known: Collection[tuple[int, int]]
) -> Iterator[Found]:
    audiences = {kind: set(audiences_of(kind)) for kind in {person.kind for person in people}}
    for row in rows:
        title = f"{row.number}: {row.title}" if getattr(row, "number", "") else row.title
        for person in people:
            is_for = row.unit_id in person.unit_ids and row.audience in audiences[person.kind]
            if is_for and (row.id, person.id) not in known:
                yield Found(person.id, subject, title, "new", row.published_at, came_up_at=row.published_at)


def find_setting(member_id: int) -> ReminderSetting | None:
    """How the member wants to be reminded; None: not at all."""
    return db.session.get(ReminderSetting, member_id)


def list_devices(member_id: int) -> Sequence[PushDevice]:
    """The member's devices, the latest first."""
    query = select(PushDevice).where(PushDevice.member_id == member_id).order_by(PushDevice.id.desc())
    return db.session.scalars(query).all()


def told_on(day: date, member_ids: Collection[int]) -> set[int]:
    """Those of them whose reminder of the day is over and done with."""
    over = Reminder.state.in_(("sent", "failed", "unknown", "sending")) | (Reminder.tries >= MOST_TRIES)
    query = select(Reminder.member_id).where(Reminder.day == day, Reminder.member_id.in_(member_ids), over)
    return set(db.session.scalars(query))
