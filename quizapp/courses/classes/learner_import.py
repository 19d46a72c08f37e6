"""Learners from a list: everybody or the good rows; the same list twice adds nobody."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from ...accounts.models import Member
from ...errors import Sentence
from ...folding import fold
from ...import_report import ImportReport
from ...transactions import transactional
from . import queries
from .learner_list import LearnerRow, read_learner_list
from .models import CourseClass
from .services import add_learners


@dataclass(frozen=True, slots=True)
class LearnerPlan:
    """What a list would do: the counts, those who are new to the class, and all good rows in their order."""

    report: ImportReport
    new: list[tuple[LearnerRow, Member]]


def plan_learners(course_class: CourseClass, content: bytes, filename: str) -> LearnerPlan:
    """Look at the list. Raises Invalid."""
    listed = read_learner_list(content, filename)
    report = ImportReport(found=len(listed.rows) + len(listed.rejected))
    for rejected in listed.rejected:
        report.reject(rejected.row, rejected.item, rejected.reason)
    members = queries.find_members(course_class, {row.code for row in listed.rows})
    known = _known(course_class)
    new = []
    for row in listed.rows:
        member = members.get(row.code)
        if member is None:
            report.reject(row.row, row.name or row.code, _stranger(row))
            continue
        _compare(row, member, known, report)
        if member.id not in known:
            new.append((row, member))
    report.rejected.sort(key=lambda note: note.row)
    report.accepted, report.created = report.found - len(report.rejected), len(new)
    return LearnerPlan(report, new)


def _known(course_class: CourseClass) -> dict[int, str]:
    """{member: state in the class}"""
    return {learner.member_id: learner.state for learner in queries.list_learners(course_class)}


def _stranger(row: LearnerRow) -> Sentence:
    return Sentence(
        "Trong đảng bộ của lớp không có thành viên mã số “%(code)s”. Sửa mã số, hoặc thêm người này vào đơn vị.",
        code=row.code,
    )


def _compare(row: LearnerRow, member: Member, known: dict[int, str], report: ImportReport) -> None:
    if row.name and fold(row.name) != fold(member.name):
        sentence = Sentence("Mã số này là của %(name)s, khác tên trong danh sách.", name=member.name)
        report.warn(row.row, row.name, sentence)
    if known.get(member.id) == "withdrawn":
        report.warn(row.row, member.name, Sentence("Người này đã rút khỏi lớp nên không được thêm lại."))


@transactional
def import_learners(
    course_class: CourseClass, content: bytes, filename: str, now: datetime, skip_rejected: bool
) -> ImportReport:
    """Store the list. Raises Invalid."""
    plan = plan_learners(course_class, content, filename)
    if not plan.report.may_store(skip_rejected):
        return plan.report.with_nothing_stored()
    add_learners(course_class, [member for _, member in plan.new], now)
    return plan.report
