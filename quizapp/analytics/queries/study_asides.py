"""Sessions and essays by unit, for the report's rows."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import func, or_, select

from ...accounts.access import below
from ...assessments.models import Attempt, SheetRecord
from ...courses.sessions.models import MeetingPoint, SessionDocument, SessionUnit, StudySession
from ...courses.study.models import StudyWave, WaveDocument
from ...exams.models import Essay, Exam
from ...extensions import db
from ...questions.citation_models import QuestionCitation
from ...questions.models import QuestionVersion
from ...units.models import Unit
from ...units.subtree import ids_of
from ..study_asides import Aside, Asides, Meant


def asides(unit: Unit, wave: StudyWave, now: datetime) -> Asides:
    """Of the unit's subtree."""
    return Asides.summed([*_sessions(unit, wave, now), *_essays(unit, wave)], _meant(unit, wave, now))


def _documents(wave: StudyWave) -> Any:
    return select(WaveDocument.document_id).where(WaveDocument.wave_id == wave.id)


def _sessions(unit: Unit, wave: StudyWave, now: datetime) -> Iterator[tuple[str, Aside]]:
    """Sessions on the wave's documents that have begun, by the unit that held them. One statement."""
    covering = select(SessionDocument.session_id).where(SessionDocument.document_id.in_(_documents(wave)))
    points = select(func.count()).where(MeetingPoint.session_id == StudySession.id).scalar_subquery()
    query = (
        select(Unit.path, points)
        .select_from(StudySession)
        .join(Unit, Unit.id == StudySession.unit_id)
        .where(StudySession.id.in_(covering), StudySession.state != "cancelled", StudySession.starts_at <= now)
        .where(below(unit.path))
    )
    for path, count in db.session.execute(query):
        yield path, Aside(1, count)


def _meant(unit: Unit, wave: StudyWave, now: datetime) -> Iterator[tuple[str, Meant]]:
    """Sessions on the wave's documents that have begun, by the units that they were for. One statement."""
    covering = select(SessionDocument.session_id).where(SessionDocument.document_id.in_(_documents(wave)))
    query = (
        select(Unit.path, StudySession.form, StudySession.kind == "make_up")
        .join(SessionUnit, SessionUnit.unit_id == Unit.id)
        .join(StudySession, StudySession.id == SessionUnit.session_id)
        .where(StudySession.id.in_(covering), StudySession.state != "cancelled", StudySession.starts_at <= now)
        .where(or_(below(unit.path), Unit.id.in_(ids_of(unit.path))))
        .distinct()
    )
    for path, form, is_make_up in db.session.execute(query):
        yield path, Meant(form, bool(is_make_up))


def _essays(unit: Unit, wave: StudyWave) -> Iterator[tuple[str, Aside]]:
    """Essays of exams on questions that cite a document of the wave. Marks are told once the exam has released them."""
    versions = _essay_questions(wave)
    exams = _exams_asking(versions) if versions else []
    if not exams:
        return
    columns = (Unit.path, Attempt.paper, Essay.question_number, Essay.points, Exam.pass_mark, Exam.scale)
    query = (
        select(*columns, Exam.released_at)
        .select_from(Essay)
        .join(Attempt, Attempt.id == Essay.attempt_id)
        .join(Exam, Exam.id == Essay.exam_id)
        .join(Unit, Unit.id == Attempt.unit_id)
        .where(Essay.exam_id.in_(exams), Attempt.state == "submitted", below(unit.path))
    )
    for path, paper, number, given, pass_mark, scale, released_at in db.session.execute(query):
        version, _order, most = paper[number - 1][:3]
        if version in versions:
            has_passed = released_at is not None and given is not None and given * scale >= pass_mark * most
            yield path, Aside(essays=1, passed=int(has_passed))


def _essay_questions(wave: StudyWave) -> set[int]:
    query = select(QuestionVersion.id).join(
        QuestionCitation, QuestionCitation.question_id == QuestionVersion.question_id
    )
    cites = QuestionCitation.document_id.in_(_documents(wave))
    return set(db.session.scalars(query.where(QuestionVersion.kind == "essay", cites)))


def _exams_asking(versions: Collection[int]) -> list[int]:
    wanted = set(versions)
    query = select(Exam.id, SheetRecord.cells).join(SheetRecord, SheetRecord.assessment_id == Exam.assessment_id)
    rows = db.session.execute(query)
    return sorted({id for id, cells in rows if any(not wanted.isdisjoint(cell["versions"]) for cell in cells)})
