"""Attendance from a list (csv, xlsx): whole or not at all unless rejected rows may be skipped."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from ... import tables
from ...accounts import audit
from ...accounts.models import Member
from ...batches import batched, is_one_of
from ...errors import DomainError, Invalid, NotFound, Sentence
from ...extensions import db
from ...folding import fold
from ...import_report import ImportReport
from ...local_times import read_instant
from ...transactions import transactional
from . import attendance, queries
from .models import StudySession

COLUMNS = {
    "member": tables.Column(
        ("Mã số", "Mã thành viên", "Mã đảng viên", "Số thẻ", "Số thẻ đảng viên", "member code", "member"), required=True
    ),
    "state": tables.Column(("Trạng thái", "Điểm danh", "Tình trạng", "state", "status"), required=True),
    "at": tables.Column(("Lúc", "Giờ đến", "Thời gian", "at", "arrived at", "time")),
    "reason": tables.Column(("Lý do", "Ghi chú", "reason", "note")),
    "point": tables.Column(("Điểm cầu", "meeting point", "point")),
    "left": tables.Column(("Về sớm", "Về sớm lúc", "left early", "left early at")),
}
_WORDS = {
    "attended": ("attended", "có mặt", "dự", "dự học", "đã học", "x", "present", "có"),
    "excused": ("excused", "vắng có lý do", "vắng có phép", "có lý do", "có phép", "p"),
    "unexcused": ("unexcused", "vắng không lý do", "vắng không phép", "không lý do", "không phép", "vắng", "k"),
}
STATES = {fold(word): state for state, words in _WORDS.items() for word in words}


@transactional
def import_file(
    session_code: str, content: bytes, filename: str, now: datetime, dry_run: bool, skip_rejected: bool
) -> ImportReport:
    """Read, check and store; a row per member, the last one of a member counts. The same file again changes nothing.

    Raises NotFound for an unknown session, Invalid for a file that cannot be read.
    """
    session = queries.find_session(session_code)
    if session is None:
        raise NotFound(Sentence("Không có buổi học mã “%(code)s”.", code=session_code))
    records = list(tables.find_table(tables.read_rows(content, filename), COLUMNS).records())
    report = ImportReport(found=len(records))
    members = _members({tables.as_text(record.cells["member"]) for record in records})
    read = _Reader(session, members)
    rows: dict[int, attendance.Record] = {}
    for record in records:
        try:
            row = read.record(record.cells)
        except DomainError as error:
            report.reject(record.number, tables.as_text(record.cells["member"]), error.sentence)
            continue
        if row.member.id in rows:
            report.warn(record.number, row.member.code, Sentence("Mã số này có ở dòng trước; dòng sau được tính."))
        rows[row.member.id] = row
    report.accepted = len(records) - len(report.rejected)
    if report.may_store(skip_rejected):
        _store(session, list(rows.values()), report, now, dry_run)
    return report


def _store(
    session: StudySession, rows: list[attendance.Record], report: ImportReport, now: datetime, dry_run: bool
) -> None:
    known = attendance.stored_states(session)
    report.created = sum(row.member.id not in known for row in rows)
    report.updated = sum(row.member.id in known and attendance.differs(row, known[row.member.id]) for row in rows)
    if dry_run:
        return
    # What the import assumes of the arrival must not overwrite what is known.
    news = [row for row in rows if row.member.id not in known or attendance.differs(row, known[row.member.id])]
    for some in batched(news):
        attendance.record_all(session, some, "import", None, now)
    if news:
        audit.record("attendance.imported", "session", session.code, unit_id=session.unit_id, now=now, people=len(news))


def _members(codes: set[str]) -> dict[str, Member]:
    query = select(Member).options(joinedload(Member.unit)).where(is_one_of(Member.code, codes))
    return {member.code: member for member in db.session.scalars(query)}


class _Reader:
    """Reads rows of attendance for one session."""

    def __init__(self, session: StudySession, members: dict[str, Member]) -> None:
        self._session = session
        self._members = members
        self._points = {fold(point.name): point.id for point in session.points}

    def record(self, cells: dict[str, Any]) -> attendance.Record:
        """One row; raises Invalid."""
        code = tables.as_text(cells["member"])
        member = self._members.get(code)
        if member is None:
            raise Invalid(Sentence("Không có thành viên mã số “%(code)s”.", code=code))
        if not attendance.is_of_audience(member, self._session):
            raise Invalid(
                Sentence(
                    "%(name)s sinh hoạt ở %(unit)s, không thuộc đối tượng của buổi học này.",
                    name=member.name,
                    unit=member.unit.name,
                )
            )
        return attendance.Record(
            member,
            self._state(tables.as_text(cells["state"])),
            reason=tables.as_text(cells["reason"]),
            arrived_at=self._instant(cells["at"]),
            left_early_at=self._instant(cells["left"]),
            point_id=self._point(tables.as_text(cells["point"])),
        )

    def _state(self, written: str) -> str:
        state = STATES.get(fold(written))
        if state is None:
            raise Invalid(
                Sentence(
                    "Trạng thái “%(state)s” chưa đúng. Ghi có mặt, vắng có lý do hoặc vắng không lý do.", state=written
                )
            )
        return state

    def _instant(self, cell: tables.Cell) -> datetime | None:
        return read_instant(cell) if tables.as_text(cell) else None

    def _point(self, written: str) -> int | None:
        if not written:
            return None
        if fold(written) not in self._points:
            raise Invalid(Sentence("Buổi học không có điểm cầu “%(name)s”.", name=written))
        return self._points[fold(written)]
