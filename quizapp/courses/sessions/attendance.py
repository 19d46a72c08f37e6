"""Taking attendance: by scan, by the secretary's list, by import. Every way may come twice and late."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select, update

from ...accounts.models import PRESENT_STATUSES, Member
from ...errors import Forbidden, Invalid, Refused, Sentence
from ...extensions import db
from ...transactions import transactional
from ...units.subtree import is_within
from ...upserts import insert_for
from ..study import progress
from . import services
from .codes import Scan
from .models import Attendance, MeetingPoint, StudySession

# A scan counts from a while before the beginning until a while after the end.
OPENS_BEFORE = timedelta(hours=2)
CLOSES_AFTER = timedelta(hours=1)
LONGEST_REASON = 300
CANCELLED = Sentence("Buổi học này đã hủy.")


@dataclass(frozen=True, slots=True)
class Record:
    """What is noted of one member."""

    member: Member
    state: str
    reason: str = ""
    arrived_at: datetime | None = None
    left_early_at: datetime | None = None
    point_id: int | None = None


def is_of_audience(member: Member, session: StudySession) -> bool:
    """Whether the session is for the member's unit."""
    return any(is_within(member.unit.path, unit.path) for unit in session.audience)


def reasons_not_to_scan(session: StudySession, member: Member, at: datetime) -> list[Sentence]:
    """Why a scan at this instant does not count; [] if it does."""
    reasons = []
    if session.state == "cancelled":
        reasons.append(CANCELLED)
    if at < session.starts_at - OPENS_BEFORE:
        reasons.append(Sentence("Chưa đến giờ điểm danh của buổi học này."))
    if at > session.ends_at + CLOSES_AFTER:
        reasons.append(Sentence("Buổi học đã kết thúc, không điểm danh bằng mã được nữa. Hãy báo thư ký."))
    if not is_of_audience(member, session):
        reasons.append(
            Sentence(
                "Buổi học này dành cho %(units)s; bạn sinh hoạt ở %(unit)s. Nếu bạn là khách mời, hãy báo thư ký.",
                units=", ".join(unit.name for unit in session.audience),
                unit=member.unit.name,
            )
        )
    return reasons


@transactional
def attend(scan: Scan, member: Member, session: StudySession, now: datetime) -> bool:
    """The member was there when the code was scanned; whether that is news. Raises Forbidden, and Refused when it does
    not count."""
    if reasons := reasons_not_to_scan(session, member, scan.at):
        raise Refused(reasons[0]) if is_of_audience(member, session) else Forbidden(reasons[0])
    stored = db.session.get(Attendance, (session.id, member.id))
    if stored is not None and stored.state == "attended":
        return False
    record_all(session, [Record(member, "attended", arrived_at=scan.at, point_id=scan.point_id)], "qr", member, now)
    return True


@transactional
def record_all(
    session: StudySession, records: Sequence[Record], way: str, recorder: Member | None, now: datetime
) -> int:
    """Note what is known of these members, the latest word counts; how many rows are new or changed. Raises Refused
    for a cancelled session, Invalid for a reason that is too long or a member who is no more."""
    if session.state == "cancelled":
        raise Refused(CANCELLED)
    for record in records:
        _check(record)
    if not records:
        return 0
    services.freeze(session, now, has_begun=any(record.state == "attended" for record in records))
    rows = [_row(session, record, way, recorder, now) for record in records]
    stored = _stored(session, [row["member_id"] for row in rows])
    news = [row for row in rows if _is_news(row, stored.get(row["member_id"]))]
    if news:
        statement = insert_for(Attendance)
        kept = {name: statement.excluded[name] for name in news[0] if name not in ("session_id", "member_id")}
        db.session.execute(statement.on_conflict_do_update(index_elements=["session_id", "member_id"], set_=kept), news)
        db.session.expire_all()
        progress.refresh([row["member_id"] for row in news], [document.id for document in session.documents])
    return len(news)


def _check(record: Record) -> None:
    if len(record.reason) > LONGEST_REASON:
        raise Invalid(Sentence("Lý do dài quá %(count)s ký tự.", count=LONGEST_REASON))
    if record.member.status not in PRESENT_STATUSES:
        raise Invalid(Sentence("%(name)s không còn sinh hoạt ở đây.", name=record.member.name))


def _row(session: StudySession, record: Record, way: str, recorder: Member | None, now: datetime) -> dict[str, Any]:
    is_there = record.state == "attended"
    return {
        "session_id": session.id,
        "member_id": record.member.id,
        "unit_id": record.member.unit_id,
        "is_guest": not is_of_audience(record.member, session),
        "state": record.state,
        "reason": "" if is_there else record.reason,
        "meeting_point_id": record.point_id if is_there else None,
        "arrived_at": (record.arrived_at or _assumed_arrival(session, now)) if is_there else None,
        "left_early_at": record.left_early_at if is_there else None,
        "way": way,
        "recorded_at": now,
        "recorded_by_id": recorder.id if recorder else None,
    }


def _assumed_arrival(session: StudySession, now: datetime) -> datetime:
    """Ticked during the session: now; before or afterwards: at its beginning."""
    return now if session.starts_at <= now <= session.ends_at else session.starts_at


def _stored(session: StudySession, member_ids: Sequence[int]) -> dict[int, Attendance]:
    query = select(Attendance).where(Attendance.session_id == session.id, Attendance.member_id.in_(member_ids))
    return {row.member_id: row for row in db.session.scalars(query)}


def _is_news(row: dict[str, Any], stored: Attendance | None) -> bool:
    """The same word again changes nothing: neither who recorded it, nor when, nor an arrival that was only assumed."""
    if stored is None:
        return True
    if row["state"] == stored.state == "attended" and row["way"] == "list":
        return False
    compared = ("state", "reason", "meeting_point_id", "arrived_at", "left_early_at", "is_guest")
    return any(row[name] != getattr(stored, name) for name in compared)


def stored_states(session: StudySession) -> dict[int, Attendance]:
    """What is noted of everybody so far, by member id."""
    query = select(Attendance).where(Attendance.session_id == session.id)
    return {row.member_id: row for row in db.session.scalars(query)}


def differs(record: Record, stored: Attendance) -> bool:
    """Whether the record says something else; what it leaves open differs from nothing."""
    pairs = (
        (record.arrived_at, stored.arrived_at),
        (record.left_early_at, stored.left_early_at),
        (record.point_id, stored.meeting_point_id),
        (record.reason, stored.reason),
    )
    return record.state != stored.state or any(said and said != known for said, known in pairs)


@transactional
def leave_early(session: StudySession, member: Member, at: datetime | None, now: datetime) -> None:
    """Note that the member left before the end, or (None) that it was a mistake. Raises Refused for who was not
    there."""
    changed = db.session.execute(
        update(Attendance)
        .where(Attendance.session_id == session.id, Attendance.member_id == member.id, Attendance.state == "attended")
        .values(left_early_at=at, recorded_at=now)
    )
    if not changed.rowcount:  # type: ignore[attr-defined]
        raise Refused(Sentence("Chưa ghi %(name)s có mặt, nên không ghi về sớm được.", name=member.name))


@transactional
def clear(session: StudySession, member: Member, now: datetime) -> None:
    """Take back what was noted of the member. Again does no harm."""
    stored = db.session.get(Attendance, (session.id, member.id))
    if stored is not None:
        db.session.delete(stored)
        db.session.flush()
        progress.refresh([member.id], [document.id for document in session.documents])


@transactional
def count_guests(point: MeetingPoint, guests: int) -> None:
    """How many people without an account were at the meeting point. Raises Invalid."""
    if not 0 <= guests <= 100_000:
        raise Invalid(Sentence("Số khách phải từ 0 đến 100.000."))
    point.guests = guests
