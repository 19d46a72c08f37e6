"""Answers given on paper: entered one by one, or from a list (csv, xlsx)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import contains_eager

from ... import tables
from ...accounts import audit
from ...assessments import paper
from ...assessments.models import Attempt
from ...assessments.services import transcripts
from ...errors import DomainError, Invalid, NotFound, Sentence
from ...extensions import db
from ...import_report import ImportReport
from ...transactions import transactional
from .. import output_queries
from ..models import Candidate, Exam, PaperCode
from ..paper_codes import read_answers
from .paper_codes import lettered, sheet_of

COLUMNS = {
    "number": tables.Column(("Số báo danh", "SBD", "number", "candidate number"), required=True, instead=("member",)),
    "member": tables.Column(("Mã số", "Mã thành viên", "Mã học viên", "member", "member code")),
    "code": tables.Column(("Mã đề", "Đề", "paper code", "code"), required=True),
    "answers": tables.Column(("Bài làm", "Câu trả lời", "Trả lời", "Đáp án", "answers"), required=True),
}


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
def enter(exam: Exam, candidate: Candidate, code: str, answers: str, now: datetime) -> Attempt:
    """Store one answer sheet. Raises Invalid and what ``transcripts.transcribe`` raises."""
    codes = {one.code: one for one in output_queries.paper_codes(exam)}
    attempt = _enter(exam, candidate, codes, code, answers, now)
    unit_id = exam.course_class.unit_id
    audit.record("paper_answers.entered", "exam", exam.assessment.code, now=now, unit_id=unit_id, people=1)
    return attempt


def _enter(
    exam: Exam, candidate: Candidate, codes: dict[str, PaperCode], code: str, answers: str, now: datetime
) -> Attempt:
    printed = codes.get(code.strip())
    if printed is None:
        known = ", ".join(codes) or "–"
        raise Invalid(Sentence("Không có mã đề “%(code)s”. Các mã đề: %(known)s.", code=code.strip(), known=known))
    if candidate.reasons and not candidate.admitted_because:
        raise Invalid(Sentence("Người này không đủ điều kiện dự thi."))
    choices = lettered(sheet_of(exam, printed.sheet_revision))
    given = read_answers(answers, paper.unpack(printed.paper), choices)
    return transcripts.transcribe(
        exam.assessment, candidate.member, printed.sheet_revision, printed.paper, dict(given), now
    )


@dataclass(frozen=True, slots=True)
class Row:
    """A good row of a list."""

    number: int
    candidate: Candidate
    code: str
    answers: str


def preview_file(exam: Exam, content: bytes, filename: str) -> ImportReport:
    """What ``import_file`` would do; nothing is stored. Raises Invalid for a file that cannot be read."""
    return _read(exam, content, filename)[0]


@transactional
def import_file(exam: Exam, content: bytes, filename: str, now: datetime, skip_rejected: bool = False) -> ImportReport:
    """Read, check and store a list of answer sheets; whole or not at all unless rejected rows may be skipped. The same
    list again changes nothing. Raises Invalid for a file that cannot be read."""
    report, rows, codes = _read(exam, content, filename)
    if not report.may_store(skip_rejected):
        return report.with_nothing_stored()
    for row in rows:
        try:
            _enter(exam, row.candidate, codes, row.code, row.answers, now)
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
        self._known = {row.member_id: row for row in db.session.execute(_entered(exam).with_only_columns(*columns))}

    def checked(self, record: tables.Record, report: ImportReport) -> Row | None:
        """A good row; None for one that is rejected, which the report tells."""
        cells = {name: tables.as_text(cell).strip() for name, cell in record.cells.items()}
        item = cells["number"] or cells["member"]
        try:
            candidate = self._candidate(cells["number"], cells["member"])
            self._check(candidate, cells["code"], cells["answers"])
        except DomainError as error:
            report.reject(record.number, item, error.sentence)
            return None
        return Row(record.number, candidate, cells["code"], cells["answers"])

    def take_in(self, row: Row, report: ImportReport) -> bool:
        """Whether the row changes something; answers that were entered before and become others are to be looked at."""
        printed = self.codes[row.code]
        choices = lettered(sheet_of(self._exam, printed.sheet_revision))
        given = read_answers(row.answers, paper.unpack(printed.paper), choices)
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

    def _check(self, candidate: Candidate, code: str, answers: str) -> None:
        if candidate.member_id in self._seen:
            raise Invalid(Sentence("Người này có ở dòng trước. Mỗi người chỉ một dòng."))
        if candidate.member_id in self._sitting:
            raise Invalid(Sentence("Người này đã làm bài trên hệ thống, nên không nhập bài trên giấy."))
        if candidate.reasons and not candidate.admitted_because:
            raise Invalid(Sentence("Người này không đủ điều kiện dự thi."))
        printed = self.codes.get(code)
        if printed is None:
            known = ", ".join(self.codes) or "–"
            raise Invalid(Sentence("Không có mã đề “%(code)s”. Các mã đề: %(known)s.", code=code, known=known))
        read_answers(answers, paper.unpack(printed.paper), lettered(sheet_of(self._exam, printed.sheet_revision)))
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
