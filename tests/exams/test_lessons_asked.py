"""Lessons of an online course as a condition of the exam."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from quizapp.accounts.models import Member
from quizapp.courses.classes import services
from quizapp.courses.classes.models import Learner
from quizapp.exams.candidate_queries import plan_candidates
from quizapp.exams.services import candidates
from quizapp.extensions import db
from tests.accounts.forms import post_form
from tests.conftest import NOW
from tests.courses.course_factories import enrol, lessons_of, make_course, read, text_lesson
from tests.exams.factories import add_instructor, make_class, make_exam
from tests.factories import grant, sign_in


@pytest.fixture
def course_class(app):
    return make_class(code="k3", learners=2)


@pytest.fixture
def course(course_class):
    """Two lessons; the first learner has read both, the second one of them."""
    course = make_course(course_class.unit, text_lesson("Bài 1"), text_lesson("Bài 2"))
    for member, count in zip(learners(), (2, 1), strict=True):
        enrol(course, member, NOW - timedelta(days=2))
        for lesson in lessons_of(course)[:count]:
            read(course, member, lesson, NOW)
    return course


def learners():
    return [row.member for row in db.session.query(Learner).order_by(Learner.number)]


def ask_for(course_class, course):
    settings = replace(services.settings_of(course_class), course_id=course.id if course else None)
    services.edit_class(course_class, settings, NOW)


def reasons(exam):
    return [one.reasons for one in plan_candidates(exam)]


def test_who_has_not_completed_the_lessons_may_not_sit(course_class, course):
    exam = make_exam(course_class)
    assert reasons(exam) == [[], []]
    ask_for(course_class, course)
    assert reasons(exam) == [[], [["lessons", 1, 2]]]
    ask_for(course_class, None)
    assert reasons(exam) == [[], []]


def test_the_reason_is_read_by_the_learner_and_a_lesson_read_later_counts(client, course_class, course):
    exam = make_exam(course_class)
    ask_for(course_class, course)
    candidates.draw_up(exam, NOW)
    member = learners()[1]
    sign_in(client, member)
    exam.assessment.closes_at = exam.assessment.opens_at + timedelta(days=20_000)
    db.session.commit()
    assert "Hoàn thành 1/2 bài học bắt buộc." in client.get("/exams").get_data(as_text=True)
    read(course, db.session.get_one(Member, member.id), lessons_of(course)[1], NOW)
    assert reasons(exam) == [[], []]


def test_the_course_is_chosen_on_the_page_of_the_class(client, course_class, course):
    teacher = add_instructor(course_class)
    grant(teacher, "instructor", course_class.unit)
    sign_in(client, teacher)
    data = {"title": "Lớp", "starts_on": "2026-11-02", "ends_on": "2026-11-30", "attendance_minimum": "80"}
    answer = post_form(client, "/classes/k3/settings", {**data, "course_id": str(course.id)})
    assert (answer.status_code, services.settings_of(db.session.merge(course_class)).course_id) == (303, course.id)
    assert post_form(client, "/classes/k3/settings", {**data, "course_id": "999999"}).status_code == 422
    assert post_form(client, "/classes/k3/settings", {**data, "course_id": ""}).status_code == 303
    db.session.expire_all()
    assert services.settings_of(db.session.merge(course_class)).course_id is None
