"""Writing the lessons of a course."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import delete, func, select

from ...errors import Invalid, Sentence
from ...extensions import db
from ...folding import tidy
from ...library.models import Document, DocumentFile, Section
from ...library.visibility import visible_to
from ...questions.models import Bank, Question, QuestionVersion
from ...questions.validity import valid_on
from ...questions.visibility import visible
from ...transactions import transactional
from ...units.models import Unit
from ...wording import local_day
from .authoring import touch
from .models import Course, CourseModule, Lesson, LessonSection
from .spec import LessonSpec, check_lesson


@transactional
def add_lesson(course: Course, module: CourseModule, spec: LessonSpec, now: datetime) -> Lesson:
    """One more lesson, at the module's end. Raises Invalid."""
    last = select(func.coalesce(func.max(Lesson.position), 0)).where(Lesson.module_id == module.id)
    lesson = Lesson(course_id=course.id, module_id=module.id, position=db.session.scalars(last).one() + 1)
    _store(course, lesson, spec, now)
    return lesson


@transactional
def edit_lesson(course: Course, lesson: Lesson, spec: LessonSpec, now: datetime) -> None:
    """The lesson says something else from the next edition on; what learners have done of it stays. Raises Invalid."""
    _store(course, lesson, spec, now)


def _store(course: Course, lesson: Lesson, spec: LessonSpec, now: datetime) -> None:
    check_lesson(spec)
    for name in ("kind", "text", "address", "file_id", "course_file_id", "bank_id", "question_count", "least_seconds"):
        setattr(lesson, name, getattr(spec, name))
    lesson.title, lesson.topic, lesson.updated_at = tidy(spec.title), spec.topic, now
    db.session.add(lesson)
    db.session.flush()
    db.session.execute(delete(LessonSection).where(LessonSection.lesson_id == lesson.id))
    for position, section_id in enumerate(_with_what_is_inside(spec.section_ids), 1):
        db.session.add(LessonSection(lesson_id=lesson.id, section_id=section_id, position=position))
    touch(course)


def _with_what_is_inside(section_ids: Collection[int]) -> list[int]:
    """The sections in reading order; a chapter or article of which no part is chosen brings all its parts along."""
    chosen = {one.id: one for one in db.session.scalars(select(Section).where(Section.id.in_(section_ids)))}
    query = select(Section).where(Section.document_id.in_({one.document_id for one in chosen.values()}))
    whole = list(db.session.scalars(query.order_by(Section.document_id, Section.position)))
    wanted = set(chosen)
    for section in chosen.values():
        inside = {one.id for one in whole if _is_inside(one, section)}
        if not inside & chosen.keys():
            wanted |= inside
    return [one.id for one in whole if one.id in wanted]


def _is_inside(section: Section, other: Section) -> bool:
    is_other = section.id != other.id and section.document_id == other.document_id
    return is_other and section.path.startswith(other.path)


@transactional
def remove_lesson(course: Course, lesson: Lesson) -> None:
    """Take the lesson off the desk; learners have it until the next edition."""
    lesson.module_id = None
    touch(course)


def sections_of(documents: Collection[Document]) -> list[Section]:
    """What a lesson may let read, document by document in reading order."""
    query = select(Section).where(Section.document_id.in_([one.id for one in documents]), Section.depth < 3)
    return list(db.session.scalars(query.order_by(Section.document_id, Section.position)))


def files_of(documents: Collection[Document]) -> list[DocumentFile]:
    """Files of these documents."""
    query = select(DocumentFile).where(DocumentFile.document_id.in_([one.id for one in documents]))
    return list(db.session.scalars(query.order_by(DocumentFile.document_id, DocumentFile.id)))


def refuse_foreign(spec: LessonSpec, kept: Collection[int]) -> None:
    """Raises Invalid for a section, file or bank that the author may not see; ``kept``: sections it already has."""
    new = set(spec.section_ids) - set(kept)
    if new and len(_seen_sections(new)) < len(new):
        raise Invalid(Sentence("Có mục văn bản bạn không được dùng. Hãy chọn lại."))
    if spec.file_id is not None and not _sees_file(spec.file_id):
        raise Invalid(Sentence("Bạn không được dùng tệp này. Hãy chọn tệp khác."))
    if spec.bank_id is not None and spec.bank_id not in {bank.id for bank in banks_to_ask()}:
        raise Invalid(Sentence("Bạn không được dùng ngân hàng này. Hãy chọn ngân hàng khác."))


def _seen_sections(section_ids: Collection[int]) -> Sequence[int]:
    query = select(Section.id).join(Section.document).join(Document.unit)
    return db.session.scalars(query.where(Section.id.in_(section_ids), visible_to())).all()


def _sees_file(file_id: int) -> bool:
    query = select(DocumentFile.id).join(DocumentFile.document).join(Document.unit)
    return db.session.scalar(query.where(DocumentFile.id == file_id, visible_to())) is not None


def banks_to_ask() -> list[Bank]:
    """Banks that the author may take check questions from."""
    return list(
        db.session.scalars(select(Bank).join(Unit, Unit.id == Bank.unit_id).where(visible()).order_by(Bank.code))
    )


def pool_of(bank_id: int, topic: str, now: datetime) -> list[int]:
    """The approved wordings in use that can be asked and marked at once: no essays, nothing out of force."""
    query = (
        select(QuestionVersion.id)
        .join(Question, Question.id == QuestionVersion.question_id)
        .where(QuestionVersion.bank_id == bank_id, QuestionVersion.is_current, QuestionVersion.kind != "essay")
        .where(Question.state == "approved", valid_on(local_day(now)))
    )
    if topic:
        query = query.where(QuestionVersion.topic == topic)
    return list(db.session.scalars(query.order_by(QuestionVersion.id)))
