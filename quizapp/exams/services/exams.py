"""Setting an exam: making, editing, copying, removing it, and its matrix."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import fields, replace
from datetime import datetime, timedelta
from random import SystemRandom
from typing import Any

from sqlalchemy import select, update

from ...accounts import audit
from ...accounts.models import Member
from ...assessments import matrix as matrices
from ...assessments.matrix import MatrixRow
from ...assessments.matrix_banks import check_matrix, is_code_taken
from ...assessments.models import Assessment, Attempt
from ...assessments.ranking import DEFAULT_KEYS
from ...assessments.setting_locks import refuse_locked
from ...changes import plain
from ...courses.classes.models import CourseClass
from ...errors import Invalid, Refused, Sentence
from ...extensions import db
from ...folding import tidy
from ...transactions import transactional
from ..access_codes import draw_access_code
from ..locks import Progress, locks_of
from ..models import Exam
from ..setting_names import SETTING_NAMES
from ..settings import LONGEST_TITLE, ExamSettings, faults_of

SETTINGS = tuple(field.name for field in fields(ExamSettings))
_LISTS = ("allowed_kinds", "bands")
MOST_CODES = 1000


def settings_of(exam: Exam) -> ExamSettings:
    """What is set for the exam, as a value."""
    values = {name: getattr(_holder(exam, name), name) for name in SETTINGS}
    values["allowed_kinds"] = tuple(values["allowed_kinds"])
    values["bands"] = tuple((str(name), float(least)) for name, least in values["bands"])
    return ExamSettings(**values)


def _holder(exam: Exam, setting: str) -> Exam | Assessment:
    return exam if setting in Exam.__table__.c else exam.assessment


def progress_of(exam: Exam, now: datetime) -> Progress:
    """How far it has come, as it decides what is locked."""
    is_published = exam.assessment.published_at is not None
    return Progress(is_published, is_published and exam.assessment.opens_at <= now, exam.released_at is not None)


@transactional
def create_exam(
    course_class: CourseClass,
    settings: ExamSettings,
    *,
    now: datetime,
    code: str = "",
    matrix: Sequence[MatrixRow] = (),
    resit_of: Exam | None = None,
    actor: Member | None = None,
) -> Exam:
    """A draft for the class. Raises Invalid, and Refused when the code is taken."""
    settings = _checked(settings)
    assessment = Assessment(
        code=_checked_code(course_class, code),
        kind="exam",
        unit_id=course_class.unit_id,
        matrix=[row.as_cell() for row in matrix],
        ranking=list(DEFAULT_KEYS),
        member_kinds=[],
        counting="best",
        shows_life=True,
    )
    exam = Exam(course_class=course_class, assessment=assessment, created_at=now, bands=[])
    exam.resit_of_id = resit_of.id if resit_of else None
    exam.created_by_id = actor.id if actor else None
    _apply(exam, settings, SETTINGS)
    db.session.add(exam)
    db.session.flush()
    _note("exam.created", exam, now, title=settings.title)
    return exam


def _checked(settings: ExamSettings) -> ExamSettings:
    settings = settings.tidied()
    for fault in faults_of(settings):
        raise Invalid(fault.sentence, field=fault.field)
    return settings


def _checked_code(course_class: CourseClass, code: str) -> str:
    code = tidy(code)
    if not code:
        return next(free for free in _codes_of(course_class) if not is_code_taken(free))
    if len(code) > 60 or "/" in code:
        raise Invalid(Sentence("Mã kỳ thi dài nhất 60 ký tự và không có dấu gạch chéo."), field="code")
    if is_code_taken(code):
        raise Refused(Sentence("Mã kỳ thi %(code)s đã được dùng. Hãy chọn mã khác.", code=code), field="code")
    return code


def _codes_of(course_class: CourseClass) -> Iterable[str]:
    return (f"{course_class.code}-thi" + (f"-{number}" if number > 1 else "") for number in range(1, MOST_CODES))


def _apply(exam: Exam, settings: ExamSettings, names: Iterable[str]) -> None:
    for name in names:
        value = getattr(settings, name)
        if name == "bands":
            value = [list(band) for band in value]
        setattr(_holder(exam, name), name, list(value) if name in _LISTS else value)


def _note(action: str, exam: Exam, now: datetime, **detail: Any) -> None:
    audit.record(action, "exam", exam.assessment.code, unit_id=exam.assessment.unit_id, now=now, **detail)


def hold(exam: Exam) -> None:
    """Until the end of the transaction nobody else publishes or edits the exam: what is read from now on stays true."""
    db.session.flush()
    db.session.execute(update(Exam).where(Exam.id == exam.id).values(place=Exam.place))
    db.session.expire_all()


@transactional
def edit_exam(exam: Exam, settings: ExamSettings, now: datetime, reason: str = "") -> list[str]:
    """Make these its settings; returns the names of those that changed. A later closing of a published exam needs a
    reason. Raises Invalid, and Refused for what is locked."""
    hold(exam)
    old, settings = settings_of(exam), settings.tidied()
    changed = [name for name in SETTINGS if getattr(settings, name) != getattr(old, name)]
    if not changed:
        return []
    _require_unlocked(exam, changed, now)
    settings = _checked(settings)
    if progress_of(exam, now).is_published:
        _check_times_of_published(exam, old, settings, reason, now)
    _apply(exam, settings, changed)
    changes = {name: _noted(name, old, settings) for name in changed}
    _note("exam.edited", exam, now, changes=changes, reason=tidy(reason))
    return changed


def _noted(name: str, old: ExamSettings, new: ExamSettings) -> list[Any]:
    """Old and new; the text of the conditions is too long for the log, and a code is no secret's place."""
    if name == "conditions":
        return [len(old.conditions), len(new.conditions)]
    if name == "access_code":
        return [bool(old.access_code), bool(new.access_code)]
    return [plain(getattr(old, name)), plain(getattr(new, name))]


def _require_unlocked(exam: Exam, changed: Collection[str], now: datetime) -> None:
    refuse_locked(changed, locks_of(progress_of(exam, now)), SETTING_NAMES)


def _check_times_of_published(exam: Exam, old: ExamSettings, new: ExamSettings, reason: str, now: datetime) -> None:
    if new.closes_at < old.closes_at:
        raise Refused(Sentence("Kỳ thi đã công bố nên chỉ có thể lùi giờ đóng về sau."), field="closes_at")
    if new.closes_at > old.closes_at and not tidy(reason):
        raise Invalid(Sentence("Hãy ghi lý do gia hạn; học viên sẽ hỏi."), field="reason")
    if new.closes_at > old.closes_at and old.closes_at <= now and _has_attempts(exam):
        raise Refused(Sentence("Kỳ thi đã đóng nên không gia hạn được nữa."), field="closes_at")
    if new.opens_at != old.opens_at and new.opens_at <= now:
        raise Invalid(Sentence("Giờ mở mới phải sau thời điểm này."), field="opens_at")


def _has_attempts(exam: Exam) -> bool:
    return db.session.scalar(select(Attempt.id).where(Attempt.assessment_id == exam.assessment_id).limit(1)) is not None


@transactional
def set_matrix(
    exam: Exam, rows: Sequence[MatrixRow], now: datetime, usable_banks: Collection[str] | None = None
) -> None:
    """Make this its matrix. ``usable_banks``: codes that the instructor may use (None: every bank that exists). Raises
    Invalid, and Refused for a published exam. Whether the bank can fill it is asked at publication."""
    hold(exam)
    _require_unlocked(exam, ["matrix"], now)
    check_matrix(rows, usable_banks)
    exam.assessment.matrix = [row.as_cell() for row in rows]
    _note("exam.matrix_changed", exam, now, questions=matrices.count_questions(rows))


@transactional
def renew_access_code(exam: Exam, now: datetime) -> str:
    """Draw another code to be read out in the room. Raises Refused once marks are released."""
    hold(exam)
    _require_unlocked(exam, ["access_code"], now)
    exam.assessment.access_code = draw_access_code(SystemRandom())
    _note("exam.access_code_renewed", exam, now)
    return exam.assessment.access_code


@transactional
def copy_exam(
    exam: Exam, course_class: CourseClass, opens_at: datetime, now: datetime, actor: Member | None = None
) -> Exam:
    """A draft like this one for a class, opening then and as long; an access code is drawn anew."""
    settings = _moved(settings_of(exam), opens_at)
    return create_exam(course_class, settings, now=now, matrix=matrices.from_cells(exam.assessment.matrix), actor=actor)


@transactional
def create_resit(exam: Exam, opens_at: datetime, now: datetime, actor: Member | None = None) -> Exam:
    """A second chance for those of the exam who have not passed. Raises Refused before the first one is over."""
    if exam.assessment.published_at is None or exam.assessment.closes_at > now:
        raise Refused(Sentence("Kỳ thi lần đầu chưa kết thúc nên chưa lập được kỳ thi lại."))
    settings = _moved(settings_of(exam), opens_at, title=f"{exam.assessment.title} (thi lại)"[:LONGEST_TITLE])
    matrix = matrices.from_cells(exam.assessment.matrix)
    return create_exam(exam.course_class, settings, now=now, matrix=matrix, resit_of=exam, actor=actor)


def _moved(settings: ExamSettings, opens_at: datetime, **changes: Any) -> ExamSettings:
    length: timedelta = settings.closes_at - settings.opens_at
    access_code = draw_access_code(SystemRandom()) if settings.access_code else None
    return replace(settings, opens_at=opens_at, closes_at=opens_at + length, access_code=access_code, **changes)


@transactional
def remove_exam(exam: Exam, now: datetime) -> None:
    """Drop a draft; raises Refused for a published one."""
    if exam.assessment.published_at is not None:
        raise Refused(Sentence("Kỳ thi đã công bố nên không xóa được."))
    _note("exam.removed", exam, now, title=exam.assessment.title)
    assessment = exam.assessment
    db.session.delete(exam)
    db.session.flush()
    db.session.delete(assessment)
