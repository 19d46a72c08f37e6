"""Study figures per unit, from the tallies, and what reports can be drawn up of."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from ...accounts.access import below
from ...courses import document_reference
from ...courses.completion import Counts
from ...courses.sessions.models import Attendance, MeetingPoint, SessionDocument, StudySession
from ...courses.study.models import StudyDay, StudyTally, StudyWave, WaveDocument
from ...errors import NotFound, Sentence
from ...extensions import db
from ...units.models import Unit
from ..study import Line

UNKNOWN = Sentence("Chưa có buổi học hay đợt học tập nào về nội dung này.")
_COUNTS = tuple(getattr(StudyTally, name) for name in Counts._fields)
_WITH_ALL = (joinedload(StudyWave.unit), selectinload(StudyWave.documents))


def lines(unit: Unit, wave: StudyWave) -> list[Line]:
    """The tallies of the wave, per unit of the subtree and audience. One statement."""
    query = (
        select(Unit.path, StudyTally.audience, *_COUNTS)
        .join(StudyTally, StudyTally.unit_id == Unit.id)
        .where(below(unit.path), StudyTally.wave_id == wave.id)
    )
    return [(path, audience, Counts(*counts)) for path, audience, *counts in db.session.execute(query)]


def totals(unit: Unit, wave_ids: Collection[int]) -> dict[tuple[int, str], Counts]:
    """{(wave, audience): counts} of the unit's whole subtree."""
    query = (
        select(StudyTally.wave_id, StudyTally.audience, *(func.sum(column) for column in _COUNTS))
        .join(Unit, Unit.id == StudyTally.unit_id)
        .where(below(unit.path), StudyTally.wave_id.in_(wave_ids))
        .group_by(StudyTally.wave_id, StudyTally.audience)
    )
    return {(wave, of): Counts(*(int(n) for n in counts)) for wave, of, *counts in db.session.execute(query)}


def days(unit: Unit, wave: StudyWave, audience: str) -> Sequence[tuple[date, int]]:
    """(day, how many completed the wave on it), in order."""
    day: Any = StudyDay.day
    query = (
        select(day, func.sum(StudyDay.studied))
        .join(Unit, Unit.id == StudyDay.unit_id)
        .where(below(unit.path), StudyDay.wave_id == wave.id, StudyDay.audience == audience)
        .group_by(day)
        .having(func.sum(StudyDay.studied) > 0)
        .order_by(day)
    )
    return [(when, int(count)) for when, count in db.session.execute(query)]


def find_subject(document: str | None = None, course: str | None = None, wave: str | None = None) -> StudyWave:
    """The register of a document, the wave of a course or of a code; without any of them the latest one.

    Raises NotFound for none, Invalid for a number that several documents bear.
    """
    query = select(StudyWave).options(*_WITH_ALL)
    if document:
        query = query.where(StudyWave.register_of_id == document_reference.find_document(document).id)
    elif course:
        query = query.where(StudyWave.course_code == course)
    elif wave:
        query = query.where(StudyWave.code == wave)
    # A wave says more than the register of its document, which began with it.
    latest = (StudyWave.starts_at.desc(), StudyWave.register_of_id.is_not(None), StudyWave.id.desc())
    found = db.session.scalar(query.order_by(*latest).limit(1))
    if found is None:
        raise NotFound(UNKNOWN)
    return found


def list_subjects(unit: Unit, limit: int = 60) -> Sequence[StudyWave]:
    """Waves and registers that have somebody of the unit's subtree on the roster, the latest first."""
    has_anybody = (
        select(StudyTally.wave_id).join(Unit, Unit.id == StudyTally.unit_id).where(below(unit.path)).distinct()
    )
    query = select(StudyWave).options(*_WITH_ALL).where(StudyWave.id.in_(has_anybody))
    return db.session.scalars(query.order_by(StudyWave.starts_at.desc(), StudyWave.id.desc()).limit(limit)).all()


def starting_unit(wave: StudyWave) -> Unit:
    """The lowest unit that holds everybody on the roster; the wave's own before the roster is frozen."""
    paths = select(func.min(Unit.path), func.max(Unit.path)).join(StudyTally, StudyTally.unit_id == Unit.id)
    first, last = db.session.execute(paths.where(StudyTally.wave_id == wave.id)).one()
    if first is None:
        return wave.unit
    shared = _shared(first, last)
    found = db.session.scalar(select(Unit).where(Unit.path == shared)) if shared else None
    return found or wave.unit


def _shared(first: str, last: str) -> str:
    """The longest path that both are in; between the first and the last in order lie all others."""
    shared = ""
    for one, other in zip(first.split("/")[:-1], last.split("/")[:-1], strict=False):
        if one != other:
            break
        shared += f"{one}/"
    return shared


def _sessions(unit: Unit, wave: StudyWave, *columns: Any) -> Select[Any]:
    """Sessions on the wave's documents of units above or below."""
    documents = select(WaveDocument.document_id).where(WaveDocument.wave_id == wave.id)
    covering = select(SessionDocument.session_id).where(SessionDocument.document_id.in_(documents))
    above = [int(part) for part in unit.path.split("/") if part]
    return (
        select(*columns)
        .select_from(StudySession)
        .join(Unit, Unit.id == StudySession.unit_id)
        .where(StudySession.id.in_(covering), StudySession.state != "cancelled")
        .where(or_(below(unit.path), Unit.id.in_(above)))
    )


def sessions_of(unit: Unit, wave: StudyWave, now: datetime) -> tuple[int, int, list[str]]:
    """(how many sessions have begun, meeting points, forms) for the head of the report."""
    begun = StudySession.starts_at <= now
    count = db.session.scalar(_sessions(unit, wave, func.count()).where(begun)) or 0
    points = _sessions(unit, wave, func.count()).join(MeetingPoint, MeetingPoint.session_id == StudySession.id)
    forms = db.session.scalars(_sessions(unit, wave, StudySession.form).where(begun).distinct())
    return count, db.session.scalar(points.where(begun)) or 0, sorted(forms)


def guests_of(unit: Unit, wave: StudyWave) -> int:
    """Guests at the sessions: of other units, and those counted without an account."""
    invited = _sessions(unit, wave, func.count()).join(Attendance, Attendance.session_id == StudySession.id)
    invited = invited.where(Attendance.is_guest, Attendance.state == "attended")
    counted = _sessions(unit, wave, func.sum(MeetingPoint.guests)).join(
        MeetingPoint, MeetingPoint.session_id == StudySession.id
    )
    return (db.session.scalar(invited) or 0) + int(db.session.scalar(counted) or 0)
