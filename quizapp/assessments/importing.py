"""Results of attempts made elsewhere (on paper, in another system), from csv and xlsx."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from flask import current_app
from sqlalchemy import func, insert, select

from .. import tables
from ..accounts.models import Member
from ..batches import batched
from ..errors import DomainError, Invalid, Sentence
from ..extensions import db
from ..import_report import ImportReport
from ..transactions import transactional
from . import queries
from .models import Assessment, Attempt, RosterEntry
from .services import recounts, rosters, submissions
from .services.publication import maximum_score

COLUMNS = {
    "assessment": tables.Column(("Mã bài thi", "Bài thi", "assessment", "assessment code"), required=True),
    "member": tables.Column(("Mã số", "Mã thành viên", "Số thẻ", "member", "member code"), required=True),
    "started": tables.Column(("Bắt đầu", "started", "started at"), required=True),
    "submitted": tables.Column(("Nộp lúc", "Nộp bài", "submitted", "submitted at"), required=True),
    "score": tables.Column(("Điểm", "score"), required=True),
    "device": tables.Column(("Thiết bị", "device")),
    "prediction": tables.Column(("Dự đoán", "prediction")),
}
DEVICES = {"phone": "phone", "điện thoại": "phone", "computer": "computer", "máy tính": "computer", "": "computer"}
_FORMATS = ("%H:%M:%S %d/%m/%Y", "%H:%M %d/%m/%Y", "%d/%m/%Y %H:%M:%S", "%d/%m/%Y %H:%M")


@dataclass(frozen=True, slots=True)
class _Known:
    """What the rows are checked against."""

    assessments: dict[str, Assessment]
    members: dict[str, int]
    # By assessment and member: the unit, and the reason why not eligible.
    rosters: dict[tuple[int, int], tuple[int, str | None]]
    stored: set[tuple[int, int, datetime]]
    used: Counter[tuple[int, int]]


@transactional
def import_file(content: bytes, filename: str, now: datetime, dry_run: bool, skip_rejected: bool) -> ImportReport:
    """Read, check and store; whole or not at all unless rejected rows may be skipped. Results and tallies follow."""
    records = list(tables.find_table(tables.read_rows(content, filename), COLUMNS).records())
    report = ImportReport(found=len(records))
    known = _load_known(records, now)
    rows = [row for record in records if (row := _checked(record, known, report)) is not None]
    report.accepted = len(records) - len(report.rejected)
    if not report.may_store(skip_rejected):
        return report
    report.created = len(rows)
    if dry_run:
        return report
    for some in batched(rows):
        db.session.execute(insert(Attempt), list(some))
    touched = {row["assessment_id"] for row in rows}
    for assessment in known.assessments.values():
        if assessment.id in touched:
            recounts.recount(assessment)
    return report


def _load_known(records: Sequence[tables.Record], now: datetime) -> _Known:
    codes = {tables.as_text(record.cells["assessment"]) for record in records}
    query = select(Assessment).where(Assessment.code.in_(codes), Assessment.published_at.is_not(None))
    assessments = {assessment.code: assessment for assessment in db.session.scalars(query)}
    for assessment in assessments.values():
        rosters.freeze(assessment, now)
    ids = [assessment.id for assessment in assessments.values()]
    entries = select(RosterEntry.assessment_id, RosterEntry.member_id, RosterEntry.unit_id, RosterEntry.reason)
    roster = {
        (a, m): (unit, reason)
        for a, m, unit, reason in db.session.execute(entries.where(RosterEntry.assessment_id.in_(ids)))
    }
    members = select(Member.code, Member.id).where(
        Member.id.in_(select(RosterEntry.member_id).where(RosterEntry.assessment_id.in_(ids)))
    )
    attempts = select(Attempt.assessment_id, Attempt.member_id, Attempt.started_at)
    stored = {(a, m, at) for a, m, at in db.session.execute(attempts.where(Attempt.assessment_id.in_(ids)))}
    numbers = select(Attempt.assessment_id, Attempt.member_id, func.max(Attempt.number))
    used = db.session.execute(
        numbers.where(Attempt.assessment_id.in_(ids)).group_by(Attempt.assessment_id, Attempt.member_id)
    )
    return _Known(
        assessments,
        dict(db.session.execute(members).all()),
        roster,
        stored,
        Counter({(a, m): n for a, m, n in used}),
    )


def _checked(record: tables.Record, known: _Known, report: ImportReport) -> dict[str, Any] | None:
    """The row to insert; None when it is rejected (noted in the report) or stored already."""
    item = tables.as_text(record.cells["member"])
    try:
        return _read(record, known)
    except DomainError as error:
        report.reject(record.number, item, error.sentence)
        return None


def _read(record: tables.Record, known: _Known) -> dict[str, Any] | None:
    cells = record.cells
    assessment = known.assessments.get(tables.as_text(cells["assessment"]))
    if assessment is None:
        raise Invalid(Sentence("Không có bài thi “%(code)s” đã công bố.", code=tables.as_text(cells["assessment"])))
    member_id, unit_id = _candidate(tables.as_text(cells["member"]), assessment, known)
    started, submitted = _instant(cells["started"]), _instant(cells["submitted"])
    if (assessment.id, member_id, started) in known.stored:
        return None
    known.stored.add((assessment.id, member_id, started))
    _check_times(assessment, started, submitted)
    known.used[assessment.id, member_id] += 1
    number = known.used[assessment.id, member_id]
    if assessment.attempts_allowed is not None and number > assessment.attempts_allowed:
        raise Invalid(Sentence("Quá %(count)s lượt thi được phép.", count=assessment.attempts_allowed))
    score, maximum = _score(cells["score"], assessment)
    return {
        "assessment_id": assessment.id,
        "member_id": member_id,
        "unit_id": unit_id,
        "number": number,
        "state": "submitted",
        "submitted_by": "import",
        "paper": [],
        "answers": {},
        "started_at": started,
        "deadline": submitted,
        "saves_until": submitted,
        "submitted_at": submitted,
        "ticket": 1,
        "revision": 0,
        "device": _device(cells["device"]),
        "score": score,
        "max_score": maximum,
        "all_correct": score == maximum,
        "seconds": int((submitted - started).total_seconds()),
        "prediction": _whole_number(cells["prediction"]),
        "receipt": submissions.make_receipt(),
    }


def _candidate(code: str, assessment: Assessment, known: _Known) -> tuple[int, int]:
    member_id = known.members.get(code)
    entry = known.rosters.get((assessment.id, member_id)) if member_id is not None else None
    if member_id is None or entry is None:
        raise Invalid(Sentence("Mã số “%(code)s” không có trong danh sách chốt của bài thi.", code=code))
    if entry[1] is not None:
        raise Invalid(Sentence("Mã số “%(code)s” không thuộc diện dự thi.", code=code))
    return member_id, entry[0]


def _instant(cell: tables.Cell) -> datetime:
    zone = ZoneInfo(current_app.config["BABEL_DEFAULT_TIMEZONE"])
    if isinstance(cell, datetime):
        return cell.replace(tzinfo=zone) if cell.tzinfo is None else cell
    text = tables.as_text(cell)
    for parse in (datetime.fromisoformat, *(lambda t, f=f: datetime.strptime(t, f) for f in _FORMATS)):  # noqa: DTZ007
        try:
            read = parse(text)
        except ValueError:
            continue
        return read.replace(tzinfo=zone) if read.tzinfo is None else read
    raise Invalid(
        Sentence("“%(text)s” không phải là ngày giờ. Ghi như 10:41 21/11/2026.", text=text)
        if text or isinstance(cell, date)
        else Sentence("Thiếu ngày giờ bắt đầu hoặc nộp bài.")
    )


def _check_times(assessment: Assessment, started: datetime, submitted: datetime) -> None:
    if submitted < started:
        raise Invalid(Sentence("Giờ nộp trước giờ bắt đầu."))
    window = queries.window_of(assessment)
    if not window.opens_at <= started < window.closes_at:
        raise Invalid(Sentence("Giờ bắt đầu nằm ngoài thời gian mở của bài thi."))
    if submitted > window.deadline(started) + timedelta(seconds=window.grace_seconds):
        raise Invalid(Sentence("Giờ nộp quá hạn làm bài."))


def _score(cell: tables.Cell, assessment: Assessment) -> tuple[float, float]:
    text = tables.as_text(cell).replace(",", ".")
    maximum = maximum_score(assessment)
    try:
        score = float(text)
    except ValueError:
        raise Invalid(Sentence("Điểm “%(text)s” không phải là số.", text=text)) from None
    if not 0 <= score <= maximum:
        raise Invalid(Sentence("Điểm phải từ 0 đến %(maximum)s.", maximum=f"{maximum:g}"))
    return round(score, 2), maximum


def _device(cell: tables.Cell) -> str:
    text = tables.as_text(cell).strip().lower()
    if text not in DEVICES:
        raise Invalid(Sentence("Thiết bị “%(text)s” chưa đúng. Ghi điện thoại hoặc máy tính.", text=text))
    return DEVICES[text]


def _whole_number(cell: tables.Cell) -> int | None:
    text = tables.as_text(cell)
    if text and not text.isdecimal():
        raise Invalid(Sentence("Số dự đoán “%(text)s” không phải là số nguyên.", text=text))
    return int(text) if text else None
