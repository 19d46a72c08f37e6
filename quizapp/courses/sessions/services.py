"""Planning a session, changing and cancelling it, and putting its audience onto the rosters when it begins."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select, update

from ...accounts import audit
from ...accounts.models import Member
from ...errors import Invalid, Refused, Sentence
from ...extensions import db
from ...library.models import Document
from ...rich_text import from_markdown
from ...transactions import transactional
from ...units.models import Unit
from ..study import progress, rosters, waves
from .models import Attendance, MeetingPoint, SessionDocument, SessionUnit, StudySession
from .spec import SessionSpec, check_spec


@transactional
def create_session(
    spec: SessionSpec,
    *,
    unit: Unit,
    documents: Sequence[Document],
    now: datetime,
    audience: Sequence[Unit] = (),
    creator: Member | None = None,
) -> StudySession:
    """Plan a session for the subtrees of ``audience`` (default: of the unit). Raises Invalid, Refused for a code in
    use."""
    _check(spec, documents)
    if db.session.scalar(select(StudySession.id).where(StudySession.code == spec.code)):
        raise Refused(Sentence("Đã có buổi học mã “%(code)s”.", code=spec.code))
    session = StudySession(unit_id=unit.id, created_at=now, created_by_id=creator.id if creator else None)
    _apply(session, spec)
    db.session.add(session)
    db.session.flush()
    _set_points(session, spec.points)
    _set_links(session, documents, audience or [unit])
    audit.record("session.created", "session", spec.code, unit_id=unit.id, now=now, title=spec.title)
    db.session.flush()
    freeze(session, now)
    return session


@transactional
def edit_session(
    session: StudySession,
    spec: SessionSpec,
    *,
    unit: Unit,
    documents: Sequence[Document],
    now: datetime,
    audience: Sequence[Unit] = (),
) -> None:
    """Change what was planned. Once the roster is frozen, unit, audience and documents stay. Raises Invalid and
    Refused."""
    _check(spec, documents)
    audience = audience or [unit]
    if session.roster_frozen_at is not None and _differs(session, unit, documents, audience):
        raise Refused(
            Sentence("Buổi học đã bắt đầu và danh sách đã chốt: không đổi được đơn vị, đối tượng và văn bản nữa.")
        )
    session.unit_id = unit.id
    _apply(session, spec)
    _set_points(session, spec.points)
    _set_links(session, documents, audience)
    audit.record("session.edited", "session", spec.code, unit_id=unit.id, now=now, title=spec.title)
    db.session.flush()
    _refresh_everybody(session)
    freeze(session, now)


def _check(spec: SessionSpec, documents: Sequence[Document]) -> None:
    check_spec(spec)
    if not documents:
        raise Invalid(Sentence("Chọn ít nhất một văn bản để học."))


def _differs(session: StudySession, unit: Unit, documents: Sequence[Document], audience: Sequence[Unit]) -> bool:
    wanted = (unit.id, {document.id for document in documents}, {one.id for one in audience})
    stored = (session.unit_id, {one.id for one in session.documents}, {one.id for one in session.audience})
    return wanted != stored


def _apply(session: StudySession, spec: SessionSpec) -> None:
    for name in ("code", "title", "kind", "form", "starts_at", "ends_at", "deadline", "key_people", "agenda"):
        setattr(session, name, getattr(spec, name))
    session.agenda_html = from_markdown(spec.agenda) if spec.agenda else ""


def _set_points(session: StudySession, points: Sequence[tuple[str, str]]) -> None:
    """Points keep their names as identity, so that attendance stays where it was taken."""
    stored = {point.name: point for point in session.points}
    wanted = {name for name, _ in points}
    for name, point in stored.items():
        if name not in wanted:
            db.session.delete(point)
    for position, (name, place) in enumerate(points, 1):
        point = stored.get(name) or MeetingPoint(session_id=session.id, name=name, position=position)
        point.position, point.place = position, place
        db.session.add(point)
    db.session.flush()
    db.session.expire(session, ["points"])


def _set_links(session: StudySession, documents: Sequence[Document], audience: Sequence[Unit]) -> None:
    db.session.execute(delete(SessionDocument).where(SessionDocument.session_id == session.id))
    db.session.execute(delete(SessionUnit).where(SessionUnit.session_id == session.id))
    db.session.add_all(SessionDocument(session_id=session.id, document_id=one.id) for one in documents)
    db.session.add_all(SessionUnit(session_id=session.id, unit_id=one.id) for one in audience)
    db.session.flush()
    db.session.expire(session, ["documents", "audience"])


@transactional
def freeze(session: StudySession, now: datetime, has_begun: bool = False) -> bool:
    """Put the audience onto the registers of what the session covers, once it has begun; whether this call did it.

    A make-up is for people who are due already, so it brings nobody onto a roster. ``has_begun``: attendance was taken,
    whatever the clock says.
    """
    claim = update(StudySession).where(
        StudySession.id == session.id, StudySession.roster_frozen_at.is_(None), StudySession.state != "cancelled"
    )
    if not has_begun:
        claim = claim.where(StudySession.starts_at <= now)
    if not db.session.execute(claim.values(roster_frozen_at=now)).rowcount:  # type: ignore[attr-defined]
        return False
    if not session.is_make_up:
        rows = rosters.audience_rows([unit.path for unit in session.audience], (), session.deadline, now)
        for document in session.documents:
            waves.extend_register(document, rows, session.starts_at, now)
    return True


@transactional
def freeze_started(now: datetime) -> int:
    """Freeze the rosters of sessions that the clock has started; how many."""
    query = select(StudySession).where(
        StudySession.roster_frozen_at.is_(None), StudySession.starts_at <= now, StudySession.state != "cancelled"
    )
    return sum(freeze(session, now) for session in db.session.scalars(query).all())


@transactional
def cancel_session(session: StudySession, now: datetime) -> None:
    """The session is not held: whatever attendance was taken counts no more. Again does no harm."""
    _set_state(session, "cancelled", "session.cancelled", now)


@transactional
def restore_session(session: StudySession, now: datetime) -> None:
    """It is held after all."""
    _set_state(session, "planned", "session.restored", now)
    freeze(session, now)


def _set_state(session: StudySession, state: str, action: str, now: datetime) -> None:
    if session.state == state:
        return
    session.state = state
    audit.record(action, "session", session.code, unit_id=session.unit_id, now=now)
    db.session.flush()
    _refresh_everybody(session)


def _refresh_everybody(session: StudySession) -> None:
    query: Any = select(Attendance.member_id).where(Attendance.session_id == session.id)
    progress.refresh(list(db.session.scalars(query)), [document.id for document in session.documents])
