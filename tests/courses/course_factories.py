"""Courses for tests, with only what the test does not care about filled in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import count
from typing import Any

from quizapp.accounts.models import Member
from quizapp.assessments import paper
from quizapp.assessments.marking.keys import right_answer
from quizapp.courses.catalogue import authoring, checks, enrolment, lessons, progress, publication, queries
from quizapp.courses.catalogue.learner_models import LessonCheck
from quizapp.courses.catalogue.models import Course, Lesson
from quizapp.courses.catalogue.spec import CourseSpec, LessonSpec
from quizapp.courses.questions_asked import sheet_of
from quizapp.extensions import db
from quizapp.library.models import Document
from quizapp.units.models import Unit
from tests.conftest import NOW

_numbers = count(1)


def make_course(unit: Unit, *specs: LessonSpec, documents: Sequence[Document] = (), **fields: Any) -> Course:
    """A published course with these lessons (default: one text); ``publishes=False`` leaves it a draft."""
    number = next(_numbers)
    publishes = fields.pop("publishes", True)
    spec = CourseSpec(
        code=fields.pop("code", f"kh-{number}"), title=fields.pop("title", f"Khóa học {number}"), **fields
    )
    course = authoring.create_course(spec, unit=unit, documents=documents, now=NOW)
    for one in specs or (text_lesson(),):
        lessons.add_lesson(course, course.modules[0], one, NOW)
    db.session.refresh(course)
    if publishes:
        publication.publish(course, NOW)
    return course


def text_lesson(title: str = "Bài đọc", **fields: Any) -> LessonSpec:
    return LessonSpec(title=title, kind="text", text=fields.pop("text", "Nội dung của bài."), **fields)


def check_lesson(bank_id: int, count: int = 2, title: str = "Câu hỏi kiểm tra") -> LessonSpec:
    return LessonSpec(title=title, kind="check", bank_id=bank_id, question_count=count)


def lessons_of(course: Course) -> list[Lesson]:
    return [lesson for module in course.modules for lesson in module.lessons]


def enrol(course: Course, member: Member, now: datetime = NOW) -> None:
    enrolment.enrol_oneself(course, member, now)


def read(course: Course, member: Member, lesson: Lesson, now: datetime, **fields: Any) -> queries.Learner:
    """The whole lesson is read, at once."""
    place = progress.Place(**({"revision": 1, "percent": 100, "furthest": 100, "seconds": 3600} | fields))
    learner = queries.get_learner(course.code, member)
    return progress.keep_place(learner, member, progress.get_lesson(learner, lesson.id), place, now)


def begin_check(course: Course, member: Member, lesson: Lesson, now: datetime = NOW) -> LessonCheck:
    learner = queries.get_learner(course.code, member)
    return checks.begin(learner, member, progress.get_lesson(learner, lesson.id), now)


def answer_check(
    course: Course, member: Member, lesson: Lesson, answers: Mapping[str, Any], number: int = 1, now: datetime = NOW
) -> queries.Learner:
    learner = queries.get_learner(course.code, member)
    return checks.answer(learner, member, progress.get_lesson(learner, lesson.id), number, answers, now)


def right_answers(packed: Sequence[Any], wrong: Sequence[str] = ()) -> dict[str, Any]:
    """Right answers to all questions but those that are to be wrong."""
    drawn = paper.unpack(packed)
    keys = sheet_of(drawn).keys
    right = {
        name: right_answer(one, keys[one.version_id])
        for name, one in zip(paper.question_ids(drawn), drawn, strict=True)
    }
    return {name: answer if name not in wrong else _other(answer) for name, answer in right.items()}


def _other(answer: Any) -> Any:
    return ["b" if answer == ["a"] else "a"]
