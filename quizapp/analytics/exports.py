"""Reports as Excel workbooks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from flask_babel import gettext as _

from ..tables import write_xlsx
from ..wording import moment, number, percent
from .adoption import AdoptionReport, AdoptionRow
from .dashboard import Dashboard
from .participation import Row
from .queries.missing import MissingMember

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Value = str | int | float | None


def participation_workbook(dashboard: Dashboard) -> bytes:
    """The table as it is on the page, with the total, and above it what it is of and until when."""
    report = dashboard.report
    title = _("Tỷ lệ tham gia")
    above = [
        f"{title}: {dashboard.subject.counted.title}",
        report.unit.name,
        _("Số liệu đến %(moment)s", moment=moment(report.as_of)),
        _rate_in_words(
            _("Trên số đủ điều kiện"), report.total.rate_eligible, report.total, report.total.counts.eligible
        ),
        _rate_in_words(
            _("Trên tổng số thành viên"), report.total.rate_members, report.total, report.total.counts.members
        ),
    ]
    rows = [
        _values(row, _("%(unit)s (trực thuộc)", unit=row.unit.name) if row.is_direct else row.unit.name)
        for row in dashboard.rows
    ]
    rows.append(_values(report.total, _("Tổng cộng")))
    return write_xlsx(_headings(), rows, title, above)


def _rate_in_words(name: str, value: float | None, row: Row, whole: int) -> str:
    return f"{name}: {percent(value)} ({number(row.counts.people)}/{number(whole)})"


def _headings() -> list[str]:
    return [
        _("Đơn vị"),
        _("Mã đơn vị"),
        _("Cấp"),
        _("Thành viên"),
        _("Đủ điều kiện"),
        _("Số người đã thi"),
        _("Lượt người"),
        _("Lượt thi"),
        _("Số người đúng hết"),
        _("Điểm trung bình"),
        _("Đã thi/đủ điều kiện"),
        _("Phần trăm trên số đủ điều kiện"),
        _("Phần trăm trên tổng số thành viên"),
    ]


def _values(row: Row, name: str) -> list[Value]:
    counts = row.counts
    return [
        name,
        row.unit.code,
        row.depth or None,
        counts.members,
        counts.eligible,
        counts.people,
        counts.person_times,
        counts.attempts,
        counts.all_correct,
        row.mean_score,
        f"{counts.people}/{counts.eligible}",
        row.rate_eligible,
        row.rate_members,
    ]


def adoption_workbook(report: AdoptionReport) -> bytes:
    """Accounts and devices as on the page; where the parts do not add up, a line says so."""
    title = _("Tài khoản theo đơn vị")
    above = [title, report.unit.name, _("Số liệu đến %(moment)s", moment=moment(report.as_of))]
    if not report.total.agrees:
        above.append(_("Tổng không khớp: số máy tính cộng số điện thoại khác số tài khoản đang dùng."))
    headings = [
        _("Đơn vị"),
        _("Mã đơn vị"),
        _("Thành viên"),
        _("Đủ điều kiện"),
        _("Tài khoản đang dùng"),
        _("Chờ duyệt"),
        _("Máy tính"),
        _("Điện thoại"),
        _("Phần trăm trên tổng số thành viên"),
        _("Phần trăm trên số đủ điều kiện"),
    ]
    rows = [
        _adoption_values(row, _("%(unit)s (trực thuộc)", unit=row.unit.name) if row.is_direct else row.unit.name)
        for row in report.rows
    ]
    rows.append(_adoption_values(report.total, _("Tổng cộng")))
    return write_xlsx(headings, rows, title, above)


def _adoption_values(row: AdoptionRow, name: str) -> list[Value]:
    return [name, row.unit.code, *row.accounts, row.rate_members, row.rate_eligible]


def missing_workbook(assessment_title: str, unit_name: str, missing: Sequence[MissingMember], now: datetime) -> bytes:
    """Those who have not taken part: number, code, name, unit."""
    title = _("Chưa dự thi")
    above = [
        f"{title}: {assessment_title}",
        unit_name,
        _("Số liệu đến %(moment)s", moment=moment(now)),
        _("%(count)s người", count=number(len(missing))),
    ]
    headings = [_("STT"), _("Mã số"), _("Họ và tên"), _("Mã đơn vị"), _("Đơn vị"), _("Đơn vị cấp trên")]
    return write_xlsx(headings, _numbered(missing), title, above)


def _numbered(missing: Iterable[MissingMember]) -> Iterable[Sequence[Value]]:
    for position, member in enumerate(missing, start=1):
        yield [position, member.code, member.name, member.unit_code, member.unit_name, member.parent_name]
