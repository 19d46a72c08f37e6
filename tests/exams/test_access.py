"""Who reaches a class and its exams."""

from __future__ import annotations

import pytest

from quizapp.courses.classes.access import Work, get_class, work_in
from quizapp.errors import Forbidden, NotFound
from quizapp.exams.queries import get_exam
from tests.exams.factories import add_instructor, make_class, make_exam
from tests.factories import grant, make_member, make_unit


@pytest.mark.parametrize(
    ("role", "work"),
    [
        ("homeroom", {Work.VIEW, Work.MANAGE, Work.INVIGILATE}),
        ("instructor", {Work.VIEW, Work.MANAGE, Work.INVIGILATE, Work.MARK}),
        ("invigilator", {Work.INVIGILATE}),
        ("marker", {Work.MARK}),
    ],
)
def test_those_who_work_with_a_class_do_their_part(app, role, work):
    course_class = make_class()
    assert work_in(course_class, add_instructor(course_class, role)) == work


def test_managers_of_the_unit_reach_its_classes_but_do_not_mark(app):
    course_class = make_class()
    administrator = make_member(unit=course_class.unit)
    grant(administrator, "unit_administrator", course_class.unit)
    assert work_in(course_class, administrator) == {Work.VIEW, Work.MANAGE, Work.INVIGILATE}


def test_an_instructor_reaches_own_classes_only(app):
    course_class = make_class()
    exam = make_exam(course_class, publish=False)
    colleague = make_member(unit=make_unit("Ban khác"))
    grant(colleague, "instructor", course_class.unit)
    with pytest.raises(NotFound):
        get_class(course_class.code, Work.VIEW, colleague)
    with pytest.raises(NotFound):
        get_exam(exam.assessment.code, Work.VIEW, colleague)
    marker = add_instructor(course_class, "marker")
    assert get_exam(exam.assessment.code, Work.MARK, marker) == exam
    with pytest.raises(Forbidden):
        get_class(course_class.code, Work.MANAGE, marker)
