"""Attendance as a workbook."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from flask_babel import gettext as _

from ...accounts.labels import KIND_LABELS
from ...local_times import to_local
from ...tables import write_xlsx
from ...wording import moment
from . import queries, words
from .models import StudySession


def attendance_workbook(session: StudySession, now: datetime) -> bytes:
    """Everybody on the list with state, meeting point, times, reason and the way it was taken."""
    headings = [
        _("STT"),
        _("Mã số"),
        _("Họ và tên"),
        _("Đơn vị"),
        _("Loại"),
        _("Trạng thái"),
        _("Điểm cầu"),
        _("Giờ đến"),
        _("Về sớm lúc"),
        _("Lý do"),
        _("Cách ghi"),
    ]
    above = [
        session.title,
        session.unit.name,
        moment(session.starts_at),
        _("Số liệu đến %(moment)s", moment=moment(now)),
    ]
    return write_xlsx(headings, _rows(session), _("Điểm danh"), above)


def _rows(session: StudySession) -> Iterator[list[Any]]:
    points = {point.id: point.name for point in session.points}
    for number, listed in enumerate(queries.list_attendance(session, limit=None), 1):
        member, row = listed.member, listed.attendance
        about = [number, member.code, member.name, member.unit.name, str(KIND_LABELS[member.kind])]
        if row is None:
            yield [*about, _("Chưa ghi"), None, None, None, None, None]
            continue
        arrived, left = (to_local(at) if at else None for at in (row.arrived_at, row.left_early_at))
        point = points.get(row.meeting_point_id) if row.meeting_point_id else None
        yield [*about, str(words.STATES[row.state]), point, arrived, left, row.reason, str(words.WAYS[row.way])]
