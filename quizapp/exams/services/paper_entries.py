"""Answers given on paper: entered one by one, or from a list (csv, xlsx)."""

from __future__ import annotations

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


@transactional
def import_file(
    exam: Exam, content: bytes, filename: str, now: datetime, dry_run: bool = False, skip_rejected: bool = False
) -> ImportReport:
    """Read, check and store a list of answer sheets; whole or not at all unless rejected rows may be skipped. The same
    list again changes nothing. Raises Invalid for a file that cannot be read."""
    records = list(tables.find_table(tables.read_rows(content, filename), COLUMNS).records())
    report = ImportReport(found=len(records))
    reader = _Reader(exam)
    with db.session.no_autoflush:
        rows = [(record, reader.checked(record, report)) for record in records]
    good = [(record, row) for record, row in rows if row is not None]
    report.accepted = len(good)
    if not report.may_store(skip_rejected) or dry_run:
        return report
    for record, (candidate, code, answers) in good:
        try:
            _enter(exam, candidate, reader.codes, code, answers, now)
        except DomainError as error:
            raise Invalid(
                Sentence("Dòng %(row)s: %(fault)s Chưa có gì được lưu.", row=record.number, fault=error.sentence)
            ) from error
    report.created = len(good)
    unit_id = exam.course_class.unit_id
    detail = {"people": len(good), "file": filename}
    audit.record_many("paper_answers.entered", "exam", [(exam.assessment.code, unit_id, detail)], now=now)
    return report


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

    def checked(self, record: tables.Record, report: ImportReport) -> tuple[Candidate, str, str] | None:
        """(candidate, code, answers) of a good row; None for one that is rejected, which the report tells."""
        cells = {name: tables.as_text(cell).strip() for name, cell in record.cells.items()}
        item = cells["number"] or cells["member"]
        try:
            candidate = self._candidate(cells["number"], cells["member"])
            self._check(candidate, cells["code"], cells["answers"])
        except DomainError as error:
            report.reject(record.number, item, error.sentence)
            return None
        return candidate, cells["code"], cells["answers"]

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


def _elsewhere(exam: Exam) -> Select[Any]:
    """Members who sat the exam on the system."""
    return select(Attempt.member_id).where(
        Attempt.assessment_id == exam.assessment_id,
        Attempt.state != "annulled",
        Attempt.submitted_by.is_distinct_from("import"),
    )
