"""Answers given on paper: entered one by one, or from a list (csv, xlsx)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import contains_eager

from ... import tables
from ...accounts import audit
from ...accounts.models import Member
from ...assessments import paper
from ...assessments.models import Attempt
from ...assessments.services import transcripts
from ...errors import DomainError, Invalid, NotFound, Sentence
from ...extensions import db
from ...folding import fold
from ...import_report import ImportReport
from ...transactions import transactional
from .. import output_queries
from ..models import Candidate, Exam, PaperCode
from ..paper_codes import read_answers
from . import handwritten
from .paper_codes import lettered, sheet_of

COLUMNS = {
    "number": tables.Column(("Số báo danh", "SBD", "number", "candidate number"), required=True, instead=("member",)),
    "member": tables.Column(("Mã số", "Mã thành viên", "Mã học viên", "member", "member code")),
    "code": tables.Column(("Mã đề", "Đề", "paper code", "code"), required=True),
    "answers": tables.Column(("Bài làm", "Câu trả lời", "Trả lời", "Đáp án", "answers"), required=True),
    "essay": tables.Column(("Tự luận", "Bài tự luận", "Tự luận viết tay", "essay")),
}
# Folded: whether there is an essay on the sheet.
_SAID = {"co": True, "x": True, "yes": True, "1": True, "khong": False, "no": False, "0": False}


def list_candidates(exam: Exam) -> list[Candidate]:
    """With their members, in the order of their numbers."""
    query = select(Candidate).join(Candidate.member).options(contains_eager(Candidate.member))
    return list(db.session.scalars(query.where(Candidate.exam_id == exam.id).order_by(Candidate.number)))


def find_candidate(exam: Exam, member_id: int) -> Candidate:
    """Raises NotFound for somebody who is not on the list."""
    found = db.session.get(Candidate, (exam.id, member_id))
    if found is None:
        raise NotFound(Sentence("Người này không có trong danh sách thí sinh."))
    return found


@transactional
def enter(
    exam: Exam,
    candidate: Candidate,
    code: str,
    answers: str,
    now: datetime,
    has_essay: bool = True,
    keeper: Member | None = None,
) -> Attempt:
    """Store one answer sheet, and give an essay written on it its code, which the keeper puts on the sheet.

    Raises Invalid, Refused where an essay cannot come or go any more, and what ``transcripts.transcribe`` raises.
    """
    codes = {one.code: one for one in output_queries.paper_codes(exam)}
    attempt = _enter(exam, candidate, codes, Sheet(code, answers, has_essay), keeper, now)
    unit_id = exam.course_class.unit_id
    audit.record("paper_answers.entered", "exam", exam.assessment.code, now=now, unit_id=unit_id, people=1)
    return attempt


@dataclass(frozen=True, slots=True)
class Sheet:
    """What stands on an answer sheet. ``has_essay``: there is an essay on it, where the paper asks for one."""

    code: str
    answers: str
    has_essay: bool


def _enter(
    exam: Exam,
    candidate: Candidate,
    codes: dict[str, PaperCode],
    given: Sheet,
    keeper: Member | None,
    now: datetime,
) -> Attempt:
    code = given.code.strip()
    printed = codes.get(code)
    if printed is None:
        known = ", ".join(codes) or "–"
        raise Invalid(Sentence("Không có mã đề “%(code)s”. Các mã đề: %(known)s.", code=code, known=known))
    if candidate.reasons and not candidate.admitted_because:
        raise Invalid(Sentence("Người này không đủ điều kiện dự thi."))
    answers = _read_sheet(exam, printed, given)
    handwritten.hold(exam, candidate.member_id)
    finished = handwritten.finished_marks(exam, candidate.member_id).get(candidate.member_id)
    handwritten.require_change(exam, finished, handwritten.ON_PAPER in answers.values())
    attempt = transcripts.transcribe(
        exam.assessment, candidate.member, printed.sheet_revision, printed.paper, answers, now
    )
    handwritten.give_codes(exam, attempt, keeper.id if keeper else None)
    return attempt


def _read_sheet(exam: Exam, printed: PaperCode, given: Sheet) -> dict[str, Any]:
    """All answers as the engine keeps them. Raises Invalid."""
    choices = lettered(sheet_of(exam, printed.sheet_revision))
    answers: dict[str, Any] = dict(read_answers(given.answers, paper.unpack(printed.paper), choices))
    return answers | (handwritten.answers_on_paper(exam, printed) if given.has_essay else {})


@dataclass(frozen=True, slots=True)
class Row:
    """A good row of a list."""

    number: int
    candidate: Candidate
    sheet: Sheet


def preview_file(exam: Exam, content: bytes, filename: str) -> ImportReport:
    """What ``import_file`` would do; nothing is stored. Raises Invalid for a file that cannot be read."""
    return _read(exam, content, filename)[0]


@transactional
def import_file(
    exam: Exam,
    content: bytes,
    filename: str,
    now: datetime,
    skip_rejected: bool = False,
    keeper: Member | None = None,
) -> ImportReport:
    """Read, check and store a list of answer sheets; whole or not at all unless rejected rows may be skipped. The same
    list again changes nothing. Raises Invalid for a file that cannot be read."""
    report, rows, codes = _read(exam, content, filename)
    if not report.may_store(skip_rejected):
        return report.with_nothing_stored()
    for row in rows:
        try:
            _enter(exam, row.candidate, codes, row.sheet, keeper, now)
        except DomainError as error:
            raise Invalid(
                Sentence("Dòng %(row)s: %(fault)s Chưa có gì được lưu.", row=row.number, fault=error.sentence)
            ) from error
    if rows:
        detail = {"people": len(rows), "file": filename}
        entered = [(exam.assessment.code, exam.course_class.unit_id, detail)]
        audit.record_many("paper_answers.entered", "exam", entered, now=now)
    return report


def _read(exam: Exam, content: bytes, filename: str) -> tuple[ImportReport, list[Row], dict[str, PaperCode]]:
    """The report, the rows that change something, and the codes of the exam."""
    records = list(tables.find_table(tables.read_rows(content, filename), COLUMNS).records())
    report = ImportReport(found=len(records))
    reader = _Reader(exam)
    with db.session.no_autoflush:
        rows = [row for record in records if (row := reader.checked(record, report)) is not None]
    report.accepted = len(rows)
    changing = [row for row in rows if reader.take_in(row, report)]
    return report, changing, reader.codes


class _Reader:
    """What the rows of a list are checked against."""

    def __init__(self, exam: Exam) -> None:
        self._exam = exam
        self.codes = {one.code: one for one in output_queries.paper_codes(exam)}
        candidates = list_candidates(exam)
        self._by_number = {str(one.number): one for one in candidates}
        self._by_code = {one.member.code: one for one in candidates}
        self._seen: set[int] = set()
        self._sitting = set(db.session.scalars(_elsewhere(exam)))
        columns = (Attempt.member_id, Attempt.paper, Attempt.answers)
        self._finished = handwritten.finished_marks(exam)
        self._known = {row.member_id: row for row in db.session.execute(_entered(exam).with_only_columns(*columns))}

    def checked(self, record: tables.Record, report: ImportReport) -> Row | None:
        """A good row; None for one that is rejected, which the report tells."""
        cells = {name: tables.as_text(cell).strip() for name, cell in record.cells.items()}
        item = cells["number"] or cells["member"]
        try:
            candidate = self._candidate(cells["number"], cells["member"])
            sheet = Sheet(cells["code"], cells["answers"], self._has_essay(candidate, cells["essay"]))
            self._check(candidate, sheet)
        except DomainError as error:
            report.reject(record.number, item, error.sentence)
            return None
        return Row(record.number, candidate, sheet)

    def take_in(self, row: Row, report: ImportReport) -> bool:
        """Whether the row changes something; answers that were entered before and become others are to be looked at."""
        printed = self.codes[row.sheet.code]
        given = _read_sheet(self._exam, printed, row.sheet)
        known = self._known.get(row.candidate.member_id)
        if known is None:
            report.created += 1
        elif (known.paper, known.answers) == (printed.paper, given):
            return False
        else:
            report.updated += 1
            name = row.candidate.member.name
            report.warn(row.number, row.candidate.member.code, Sentence("Thay bài đã nhập của %(name)s.", name=name))
        return True

    def _candidate(self, number: str, member_code: str) -> Candidate:
        found = self._by_number.get(number.lstrip("0") or "0") if number else self._by_code.get(member_code)
        if found is None:
            raise Invalid(Sentence("“%(who)s” không có trong danh sách thí sinh.", who=number or member_code))
        if member_code and found.member.code != member_code:
            raise Invalid(
                Sentence("Số báo danh %(number)s không phải của mã số “%(code)s”.", number=number, code=member_code)
            )
        return found

    def _has_essay(self, candidate: Candidate, said: str) -> bool:
        """Where the list says nothing, as it was entered before, or else yes."""
        if said and fold(said) not in _SAID:
            raise Invalid(Sentence("Cột Tự luận ghi “%(said)s”. Hãy ghi “có” hoặc “không”.", said=said))
        was_entered = candidate.member_id in self._known
        return _SAID[fold(said)] if said else not was_entered or candidate.member_id in self._finished

    def _check(self, candidate: Candidate, given: Sheet) -> None:
        if candidate.member_id in self._seen:
            raise Invalid(Sentence("Người này có ở dòng trước. Mỗi người chỉ một dòng."))
        if candidate.member_id in self._sitting:
            raise Invalid(Sentence("Người này đã làm bài trên hệ thống, nên không nhập bài trên giấy."))
        if candidate.reasons and not candidate.admitted_because:
            raise Invalid(Sentence("Người này không đủ điều kiện dự thi."))
        printed = self.codes.get(given.code)
        if printed is None:
            known = ", ".join(self.codes) or "–"
            raise Invalid(Sentence("Không có mã đề “%(code)s”. Các mã đề: %(known)s.", code=given.code, known=known))
        answers = _read_sheet(self._exam, printed, given)
        finished = self._finished.get(candidate.member_id)
        handwritten.require_change(self._exam, finished, handwritten.ON_PAPER in answers.values())
        self._seen.add(candidate.member_id)


def _entered(exam: Exam) -> Select[Any]:
    """Attempts that were entered from paper."""
    return select(Attempt).where(
        Attempt.assessment_id == exam.assessment_id,
        Attempt.state == "submitted",
        Attempt.submitted_by == "import",
        Attempt.sheet_revision.is_not(None),
    )


def _elsewhere(exam: Exam) -> Select[Any]:
    """Members who sat the exam on the system."""
    return select(Attempt.member_id).where(
        Attempt.assessment_id == exam.assessment_id,
        Attempt.state != "annulled",
        Attempt.submitted_by.is_distinct_from("import"),
    )
