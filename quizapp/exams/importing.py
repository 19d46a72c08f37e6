"""A course exam with its class from a file: stored whole or not at all; the same file twice changes nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from ..assessments import pools
from ..assessments.matrix import from_cells
from ..assessments.matrix_banks import check_matrix
from ..courses.classes import queries as class_queries
from ..courses.classes import services as classes
from ..courses.classes.learner_import import import_learners
from ..courses.classes.models import CourseClass
from ..errors import Invalid, NotFound, Refused, Sentence
from ..extensions import db
from ..import_report import ImportReport
from ..transactions import transactional
from ..units.queries import find_by_code
from . import queries
from .exam_file import ClassSpec, ExamFile, ExamSpec, read_file
from .models import Exam
from .services import candidates, exams, publishing
from .setting_names import list_names

ReadNeighbour = Callable[[str], bytes]


class _TakenBack(Exception):
    """Everything was tried, nothing is to be kept."""

    def __init__(self, report: ImportReport) -> None:
        super().__init__()
        self.report = report


def import_exam(
    content: bytes, read_neighbour: ReadNeighbour, now: datetime, dry_run: bool, skip_rejected: bool
) -> ImportReport:
    """Read and store. A new class and exam are created, a draft becomes what the file says, and a published one may
    only be equal. Rows of the report are the learners, by their place in the list, and the exam itself as row 0.

    ``read_neighbour`` gives the content of a file that lies beside this one. Raises DomainError for what concerns the
    file as a whole.
    """
    file = read_file(content)
    try:
        return _store(file, read_neighbour, now, dry_run, skip_rejected)
    except _TakenBack as taken_back:
        return taken_back.report


@transactional
def _store(
    file: ExamFile, read_neighbour: ReadNeighbour, now: datetime, dry_run: bool, skip_rejected: bool
) -> ImportReport:
    report = ImportReport(found=1, accepted=1)
    for warning in dict.fromkeys(file.warnings):
        report.warn(0, file.exam.code, warning)
    course_class = _store_class(file.course_class, now)
    added = _store_learners(course_class, file.course_class, read_neighbour, report, now, skip_rejected)
    _store_exam(course_class, file.exam, report, now, added)
    if not report.may_store(skip_rejected):
        raise _TakenBack(report.with_nothing_stored())
    if dry_run:
        raise _TakenBack(report)
    return report


def _store_class(spec: ClassSpec, now: datetime) -> CourseClass:
    unit = find_by_code(spec.unit)
    if unit is None:
        raise Invalid(Sentence("Không có đơn vị mã “%(code)s”.", code=spec.unit))
    stored = class_queries.find_class(spec.code)
    settings = replace(spec.settings, course_id=_asked_course(spec))
    if stored is None:
        stored = classes.create_class(settings, unit=unit, code=spec.code, now=now)
    elif stored.unit_id != unit.id:
        raise Refused(Sentence("Lớp %(code)s thuộc đơn vị khác.", code=spec.code))
    classes.edit_class(stored, settings, now)
    for code, role in spec.instructors:
        classes.add_instructor(stored, code, role, now)
    return stored


def _asked_course(spec: ClassSpec) -> int | None:
    if not spec.lessons_of:
        return None
    course = class_queries.find_online_course(spec.lessons_of)
    if course is None:
        raise Invalid(
            Sentence("Trong [class]: không có khóa học trực tuyến đã công bố mã “%(code)s”.", code=spec.lessons_of)
        )
    return course.id


def _store_learners(
    course_class: CourseClass,
    spec: ClassSpec,
    read_neighbour: ReadNeighbour,
    report: ImportReport,
    now: datetime,
    skip_rejected: bool,
) -> int:
    """How many were added. Rows of a list of codes are its places, from 1."""
    before = report.created
    if spec.learners_file:
        listed = import_learners(
            course_class, read_neighbour(spec.learners_file), spec.learners_file, now, skip_rejected
        )
        report.found += listed.found
        report.accepted += listed.accepted
        report.created += listed.created
        report.rejected += listed.rejected
        report.warnings += listed.warnings
    _store_codes(course_class, spec.learners, report, now)
    return report.created - before


def _store_codes(course_class: CourseClass, codes: tuple[str, ...], report: ImportReport, now: datetime) -> None:
    found = class_queries.find_members(course_class, codes)
    first: dict[str, int] = {}
    for place, code in enumerate(codes, 1):
        if code in first:
            sentence = Sentence("Mã số “%(code)s” đã có ở dòng %(first)s.", code=code, first=first[code])
            report.reject(place, code, sentence)
        elif code not in found:
            report.reject(
                place, code, Sentence("Trong đảng bộ của lớp không có thành viên mã số “%(code)s”.", code=code)
            )
        else:
            report.accepted += 1
        first.setdefault(code, place)
    report.found += len(codes)
    members = [found[code] for code in first if code in found]
    report.created += len(classes.add_learners(course_class, members, now))


def _store_exam(course_class: CourseClass, spec: ExamSpec, report: ImportReport, now: datetime, added: int) -> None:
    stored = queries.find_exam(spec.code)
    if stored is None:
        exam = exams.create_exam(
            course_class, spec.settings, now=now, code=spec.code, matrix=spec.matrix, resit_of=_first(spec)
        )
        _check_matrix(spec)
        report.created += 1
    else:
        exam = _update(stored, course_class, spec, report, now)
    if exam.assessment.published_at is not None and added:
        candidates.draw_up(exam, now)
    if spec.is_to_be_published and exam.assessment.published_at is None:
        publishing.publish_exam(exam, now, accepts_past=True)
    if exam.assessment.closes_at <= now:
        report.warn(0, spec.code, Sentence("Kỳ thi này đã qua giờ đóng: chỉ nhận kết quả nhập từ nơi khác."))
    db.session.flush()


def _first(spec: ExamSpec) -> Exam | None:
    if not spec.resit_of:
        return None
    first = queries.find_exam(spec.resit_of)
    if first is None:
        raise NotFound(Sentence("Không có kỳ thi mã “%(code)s” để thi lại.", code=spec.resit_of))
    return first


def _check_matrix(spec: ExamSpec) -> None:
    """A draft may still be without a matrix, but not with one that cannot be filled."""
    check_matrix(spec.matrix)
    if spec.matrix or spec.is_to_be_published:
        pools.fill_cells([row.as_cell() for row in spec.matrix], spec.settings.allowed_kinds)


def _update(stored: Exam, course_class: CourseClass, spec: ExamSpec, report: ImportReport, now: datetime) -> Exam:
    if stored.class_id != course_class.id:
        raise Refused(Sentence("Mã kỳ thi %(code)s đã được dùng. Hãy chọn mã khác.", code=spec.code))
    changed = _differing(stored, spec)
    if not changed:
        return stored
    if stored.assessment.published_at is not None:
        raise Refused(
            Sentence(
                "Kỳ thi %(code)s đã công bố nên không sửa được bằng tệp. Tệp khác ở: %(settings)s.",
                code=spec.code,
                settings=list_names(changed),
            )
        )
    exams.edit_exam(stored, spec.settings, now)
    if "matrix" in changed:
        _check_matrix(spec)
        exams.set_matrix(stored, spec.matrix, now)
    report.updated += 1
    return stored


def _differing(stored: Exam, spec: ExamSpec) -> list[str]:
    old = exams.settings_of(stored)
    changed = [name for name in exams.SETTINGS if getattr(old, name) != getattr(spec.settings, name)]
    return changed + (["matrix"] if from_cells(stored.assessment.matrix) != spec.matrix else [])
