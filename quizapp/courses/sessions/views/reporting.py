"""The secretary's report, filled in from what is known: to print, and as a workbook."""

from __future__ import annotations

from flask import Response, render_template

from .... import clock
from ....accounts import audit
from ....accounts.access import Permission
from .. import exports, queries
from ..blueprint import blueprint
from ..models import StudySession

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@blueprint.get("/sessions/<code:code>/report")
def show_report(code: str) -> str:
    """The tick-box report."""
    session = _looked_at(code, "attendance.viewed")
    return render_template(
        "sessions/show_report.html",
        session=session,
        figures=queries.figures_of(session),
        excused=queries.list_attendance(session, state="excused", limit=None),
        unexcused=queries.list_attendance(session, state="unexcused", limit=None),
        left_early=queries.list_left_early(session),
        now=clock.now(),
    )


@blueprint.get("/sessions/<code:code>/attendance.xlsx")
def export_attendance(code: str) -> Response:
    """The whole list as a workbook; every export is noted."""
    session = _looked_at(code, "attendance.exported")
    response = Response(exports.attendance_workbook(session, clock.now()), mimetype=XLSX)
    response.headers.set("Content-Disposition", "attachment", filename=f"diem-danh-{session.code}.xlsx")
    return response


def _looked_at(code: str, action: str) -> StudySession:
    session = queries.get_session(code, Permission.ATTENDANCE_RECORD)
    audit.record_look(action, "session", code, now=clock.now(), unit_id=session.unit_id)
    return queries.get_session(code, Permission.ATTENDANCE_RECORD)
