"""The study report as a workbook and as a PDF in the usual form of a table."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path

from flask_babel import gettext as _

from .. import typesetting
from ..courses.completion import PARTY
from ..courses.sessions.words import FORMS, STATES
from ..tables import write_xlsx
from ..wording import moment, number, percent, translate, unbroken
from .queries.unstudied import Unstudied
from .study import StudyRow
from .study_asides import Asides
from .study_page import StudyPage

PDF = typesetting.PDF
_SHEET = Path(__file__).parent / "study_report.typ"
Value = str | int | float | None


def study_workbook(page: StudyPage) -> bytes:
    """The table as it is on the page, with the total, and above it what it is of and until when."""
    above = [f"{_('Tỷ lệ học tập')}: {page.wave.title}", page.unit.name, *_head(page)]
    rows = [_values(row, _name(row), page.asides) for row in page.rows]
    rows.append(_values(page.report.total, _("Tổng cộng"), page.asides))
    return write_xlsx(_headings(), rows, _("Tỷ lệ học tập"), above)


def _head(page: StudyPage) -> list[str]:
    audience = _("Đảng viên") if page.choice.audience == PARTY else _("Ngoài Đảng")
    total = page.report.total
    forms = _forms(page.forms) or "–"
    return [
        _("Số liệu đến %(moment)s", moment=moment(page.report.as_of)),
        _(
            "Số lớp, hội nghị: %(sessions)s; hình thức: %(forms)s; số điểm cầu: %(points)s; khách mời: %(guests)s",
            sessions=number(page.sessions),
            forms=forms,
            points=number(page.points),
            guests=number(page.guests),
        ),
        f"{audience}: {percent(total.rate)} ({number(total.counts.studied)}/{number(total.counts.due)})",
    ]


def _headings() -> list[str]:
    return [
        _("Đơn vị"),
        _("Mã đơn vị"),
        _("Cấp"),
        _("Số lớp, hội nghị"),
        _("Hình thức"),
        _("Số điểm cầu"),
        _("Tổng số"),
        _("Thuộc diện"),
        _("Đã học"),
        _("Tỷ lệ đến nay (phần trăm)"),
        _("Đúng hạn"),
        _("Tỷ lệ đúng hạn (phần trăm)"),
        _("Cán bộ chủ chốt thuộc diện"),
        _("Cán bộ chủ chốt đã học"),
        _("Người ngoài Đảng đã học"),
        _("Vắng có lý do"),
        _("Vắng không lý do"),
        _("Chưa học"),
        _("Học bù"),
        _("Bài thu hoạch đã nộp"),
        _("Bài thu hoạch đạt"),
        _("Ghi chú"),
    ]


def _name(row: StudyRow) -> str:
    return _("%(unit)s (trực thuộc)", unit=row.unit.name) if row.is_direct else row.unit.name


def _forms(forms: Iterable[str]) -> str:
    return ", ".join(str(FORMS[form]).lower() for form in sorted(forms))


def _remarks(row: StudyRow, asides: Asides) -> str:
    return "; ".join(translate(remark) for remark in asides.remarks_of(row))


def _values(row: StudyRow, name: str, asides: Asides) -> list[Value]:
    counts, aside = row.counts, asides.of(row)
    return [
        name,
        row.unit.code,
        row.depth or None,
        aside.sessions,
        _forms(asides.forms_of(row)),
        aside.points,
        counts.members,
        counts.due,
        counts.studied,
        row.rate,
        counts.on_time,
        row.rate_on_time,
        counts.key_due,
        counts.key_studied,
        row.others_studied,
        counts.absent_excused,
        counts.absent_unexcused,
        row.missing,
        counts.make_up,
        aside.essays,
        aside.passed,
        _remarks(row, asides) or None,
    ]


def unstudied_workbook(title: str, unit_name: str, people: Sequence[Unstudied], now: datetime) -> bytes:
    """Those who are due and have not studied."""
    name = _("Chưa học")
    above = [f"{name}: {title}", unit_name, _("Số liệu đến %(moment)s", moment=moment(now))]
    headings = [_("STT"), _("Mã số"), _("Họ và tên"), _("Đơn vị"), _("Ghi nhận")]
    rows = (
        [place, one.code, one.name, one.unit_name, str(STATES[one.absence]) if one.absence else None]
        for place, one in enumerate(people, 1)
    )
    return write_xlsx(headings, rows, name, above)


def study_pdf(page: StudyPage) -> bytes:
    """One table on A4, landscape, as units hand it on."""
    content = {
        "unit": page.unit.name,
        "title": _("BÁO CÁO KẾT QUẢ HỌC TẬP, QUÁN TRIỆT"),
        "subject": unbroken(page.wave.title),
        "head": _head(page),
        "headings": [_("STT"), _("Đơn vị"), *_printed_headings()],
        "rows": [[number(place), _name(row), *_printed(row, page.asides)] for place, row in enumerate(page.rows, 1)],
        "total": ["", _("Tổng cộng"), *_printed(page.report.total, page.asides)],
        "signature": _("T/M CẤP ỦY"),
    }
    return typesetting.pdf(_SHEET, content)


def _printed_headings() -> list[str]:
    """In the order of the usual form."""
    return [
        _("Số lớp, hội nghị"),
        _("Hình thức"),
        _("Số điểm cầu"),
        _("Tổng số"),
        _("Thuộc diện"),
        _("Đã học"),
        _("Tỷ lệ"),
        _("Đúng hạn"),
        _("Cán bộ chủ chốt"),
        _("Ngoài Đảng"),
        _("Vắng có / không lý do"),
        _("Học bù"),
        _("Bài thu hoạch nộp / đạt"),
        _("Ghi chú"),
    ]


def _printed(row: StudyRow, asides: Asides) -> list[str]:
    counts, aside = row.counts, asides.of(row)
    return [
        number(aside.sessions),
        _forms(asides.forms_of(row)),
        number(aside.points),
        *(number(n) for n in (counts.members, counts.due, counts.studied)),
        percent(row.rate),
        number(counts.on_time),
        _of(counts.key_studied, counts.key_due),
        number(row.others_studied),
        _of(counts.absent_excused, counts.absent_unexcused),
        number(counts.make_up),
        _of(aside.essays, aside.passed),
        _remarks(row, asides),
    ]


def _of(first: int, second: int) -> str:
    return f"{number(first)}/{number(second)}"
