"""The mark sheet and the class summary as Excel workbooks and as PDFs in the usual form."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from flask_babel import gettext as _

from .. import typesetting
from ..tables import write_xlsx
from ..wording import day, local_day, moment, number, percent, translate, unbroken
from .classification import BANDS
from .form_models import OfficialForm
from .mark_sheet import MARKED, NOTES, Entry, Row, Summary, summarize
from .models import Exam
from .official_papers import head_of, signatures_of
from .statistics import figures

SHEETS = Path(__file__).parent / "sheets"
Value = str | int | float | None


@dataclass(frozen=True, slots=True)
class Sheet:
    """Everything that stands on a mark sheet at this moment."""

    exam: Exam
    form: OfficialForm
    rows: Sequence[Row]
    now: datetime

    @property
    def summary(self) -> Summary:
        """The class in figures."""
        return summarize(self.rows)

    @property
    def is_released(self) -> bool:
        """Whether the marks are final and told to the learners."""
        return self.exam.released_at is not None


def mark_sheet_workbook(sheet: Sheet) -> bytes:
    """One row a candidate, the summary and the places for signatures below."""
    return write_xlsx(_headings(), _cells(sheet), _("Bảng điểm"), _above(sheet, _("BẢNG ĐIỂM")), _foot(sheet))


def _headings() -> list[str]:
    return [
        *(_("STT"), _("SBD"), _("Mã số"), _("Họ và tên"), _("Ngày sinh"), _("Đơn vị"), _("Mã đề")),
        *(_("Điểm số"), _("Điểm chữ"), _("Xếp loại"), _("Ký nhận"), _("Ghi chú")),
    ]


def _cells(sheet: Sheet) -> Iterable[Sequence[Value | date]]:
    for row in sheet.rows:
        entry = row.entry
        birth = entry.birth_date or (entry.birth_year and str(entry.birth_year)) or None
        about = (row.place, entry.number, entry.member_code, entry.name, birth, entry.unit_name, entry.paper_code)
        yield (*about, row.mark, row.words, band_label(row.band), "", notes_of(row))


def _foot(sheet: Sheet) -> Iterable[Sequence[Value]]:
    """The summary and the places for signatures."""
    yield ()
    for line in summary_lines(sheet.summary):
        yield (None, line)
    yield from _signatures(sheet, columns_between=5)


def _signatures(sheet: Sheet, columns_between: int) -> Iterable[Sequence[Value]]:
    yield ()
    drawn_up, signer = signatures_of(sheet.form)
    for name in ("title", "under", "name"):
        yield (None, drawn_up[name], *([None] * columns_between), signer[name])


def _above(sheet: Sheet, title: str) -> list[str]:
    head = head_of(sheet.form, sheet.exam.course_class.unit, local_day(sheet.now))
    motto = [
        f"{head['superior']} – {head['issuer']}" if head["superior"] else head["issuer"],
        " – ".join(head["motto"]),
    ]
    remark = [remark_of(sheet)] if remark_of(sheet) else []
    return [title, *motto, *subject_of(sheet.exam), *remark]


def mark_sheet_pdf(sheet: Sheet) -> bytes:
    """A4, landscape; the head of the table stands on every page."""
    content = {
        **_common(sheet, _("BẢNG ĐIỂM")),
        "headings": [
            *(_("STT"), _("Họ và tên"), _("Ngày sinh"), _("Đơn vị"), _("Mã đề")),
            *(_("Điểm số"), _("Điểm chữ"), _("Xếp loại"), _("Ký nhận"), _("Ghi chú")),
        ],
        "rows": [_printed(row) for row in sheet.rows],
        "summary": summary_lines(sheet.summary),
    }
    return typesetting.pdf(SHEETS / "mark_sheet.typ", content)


def _printed(row: Row) -> list[str]:
    entry = row.entry
    about = [str(row.place), entry.name, birth_of(entry), unbroken(entry.unit_name), entry.paper_code]
    mark = "" if row.mark is None else mark_text(row.mark)
    return [*about, mark, row.words, band_label(row.band), "", notes_of(row)]


def summary_workbook(sheet: Sheet) -> bytes:
    """The bands, how many reached each and what part that is."""
    rows: list[Sequence[Value]] = [
        (place, label, people, float(part) if part is not None else None)
        for place, (label, people, part) in enumerate(_band_rows(sheet.summary), 1)
    ]
    marked = sheet.summary.marked
    rows.append((None, _("Tổng cộng"), marked, 100.0 if marked else None))
    headings = [_("STT"), _("Xếp loại"), _("Số người"), _("Tỷ lệ (phần trăm)")]
    above = [*_above(sheet, _("TỔNG HỢP KẾT QUẢ")), *_people_lines(sheet.summary)]
    return write_xlsx(headings, rows, _("Tổng hợp"), above, _signatures(sheet, columns_between=1))


def summary_pdf(sheet: Sheet) -> bytes:
    """The same on one page, with the mean and the spread of the marks."""
    marked = sheet.summary.marked
    content = {
        **_common(sheet, _("TỔNG HỢP KẾT QUẢ")),
        "headings": [_("STT"), _("Xếp loại"), _("Số người"), _("Tỷ lệ")],
        "people": _people_lines(sheet.summary),
        "rows": [
            [str(place), label, number(people), percent(None if part is None else float(part))]
            for place, (label, people, part) in enumerate(_band_rows(sheet.summary), 1)
        ],
        "total": ["", _("Tổng cộng"), number(marked), percent(100 if marked else None)],
        "figures": _figures_lines(sheet.rows),
    }
    return typesetting.pdf(SHEETS / "summary.typ", content)


def _common(sheet: Sheet, title: str) -> dict[str, Any]:
    unit = sheet.exam.course_class.unit
    return {
        "form": head_of(sheet.form, unit, local_day(sheet.now)),
        "title": title,
        "subject": subject_of(sheet.exam),
        "remark": remark_of(sheet),
        "watermark": "" if sheet.is_released else _("ĐIỂM TẠM TÍNH"),
        "signatures": signatures_of(sheet.form),
    }


def subject_of(exam: Exam) -> list[str]:
    """What the sheet is of, line by line."""
    course_class = exam.course_class
    held = _("Ngày thi: %(day)s", day=day(exam.assessment.opens_at))
    return [
        _("Khóa học: %(course)s", course=unbroken(course_class.course_title)),
        _("Lớp: %(title)s; kỳ thi: %(exam)s", title=course_class.title, exam=exam.assessment.title),
        f"{held}; {_('địa điểm: %(place)s', place=exam.place)}" if exam.place else held,
    ]


def remark_of(sheet: Sheet) -> str:
    """The line of a sheet whose marks may still change; "" once they are released."""
    if sheet.is_released:
        return ""
    return _("Điểm tạm tính đến %(moment)s, chưa công bố", moment=moment(sheet.now))


def summary_lines(summary: Summary) -> list[str]:
    """ "56 giỏi (41,48 %), 48 khá (35,56 %), … in all 135", and who has no mark."""
    bands = [
        f"{number(people)} {label.lower()} ({percent(float(part))})"
        for label, people, part in _band_rows(summary)
        if people and part is not None
    ]
    counted = _("Có điểm: %(people)s người", people=number(summary.marked))
    return [f"{counted}: {', '.join(bands)}." if bands else f"{counted}.", *_people_lines(summary)]


def _people_lines(summary: Summary) -> list[str]:
    others = [f"{translate(NOTES[name]).lower()} {number(people)}" for name, people in summary.others.items()]
    parts = [_("có điểm %(people)s", people=number(summary.marked)), *others]
    return [_("Tổng số trong danh sách: %(people)s; %(parts)s.", people=number(summary.listed), parts="; ".join(parts))]


def _figures_lines(rows: Sequence[Row]) -> list[str]:
    found = figures([row.mark for row in rows if row.standing == MARKED and row.mark is not None])
    if found is None:
        return []
    return [
        _(
            "Điểm trung bình: %(mean)s; độ lệch chuẩn: %(spread)s; thấp nhất: %(lowest)s; cao nhất: %(highest)s.",
            mean=number(found.mean, 2),
            spread=number(found.spread, 2),
            lowest=mark_text(found.lowest),
            highest=mark_text(found.highest),
        )
    ]


def _band_rows(summary: Summary) -> list[tuple[str, int, Any]]:
    return [(band_label(line.band), line.people, line.share) for line in summary.lines]


def band_label(band: str) -> str:
    """The band in words; "" for none."""
    return translate(BANDS[band]) if band else ""


def notes_of(row: Row) -> str:
    """Why there is no mark."""
    return ". ".join(translate(note).rstrip(".") for note in row.notes)


def birth_of(entry: Entry) -> str:
    """The day of birth, or the year where only that is known."""
    return day(entry.birth_date) if entry.birth_date else str(entry.birth_year or "")


def mark_text(mark: float) -> str:
    """8,5 and 10; never 8,50."""
    return number(mark)
