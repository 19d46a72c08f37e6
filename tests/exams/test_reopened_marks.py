"""Finished marks of essays that are opened again, by somebody in charge or with the attempt."""

from __future__ import annotations

from datetime import timedelta

import pytest

from quizapp.accounts.models import AuditEntry
from quizapp.assessments.models import Attempt, Result
from quizapp.assessments.services import submissions
from quizapp.courses.classes.models import Learner
from quizapp.errors import Invalid, Refused
from quizapp.exams import essay_queries
from quizapp.exams.models import EarlierMark, Essay, EssayMark, Exam
from quizapp.exams.services import essays, invigilation, marking, release, reopened_marks
from quizapp.extensions import db
from tests.accounts.forms import post_form
from tests.assessments.factories import ticket_of
from tests.conftest import NOW
from tests.exams.factories import add_instructor, add_learner, make_class, make_essay_exam, write
from tests.factories import make_member, sign_in

AFTER = NOW + timedelta(hours=2)


@pytest.fixture
def course_class(app):
    made = make_class()
    add_learner(made, make_member("Lê Văn Kín", unit=made.unit))
    return made


@pytest.fixture
def marked(course_class):
    """An exam of one essay that two markers have finished: (exam, code, first marker, second marker)."""
    exam = make_essay_exam(course_class)
    learner = db.session.query(Learner).filter_by(class_id=course_class.id).one()
    write(exam, learner.member, "Bài một.")
    essays.collect_if_over(exam, AFTER)
    code = db.session.query(Essay.code).scalar()
    markers = [add_instructor(course_class, "marker") for _ in range(2)]
    for marker in markers:
        finish(exam, code, marker, 3)
    return exam, code, *markers


def finish(exam, code, marker, points, revision=0):
    return marking.save_mark(exam, code, marker, [points], "Được.", revision, AFTER, finish=True)


def test_a_mark_opened_again_is_kept_and_waits_for_its_marker(course_class, marked):
    exam, code, first, _second = marked
    instructor = add_instructor(course_class)
    assert reopened_marks.reopen_mark(exam, code, 1, "  Cộng  nhầm ý 2. ", instructor, AFTER)
    kept = db.session.query(EarlierMark).one()
    assert (kept.turn, kept.marker_id, kept.points, kept.comment) == (1, first.id, [3], "Được.")
    assert (kept.reason, kept.reopened_by_id) == ("Cộng nhầm ý 2.", instructor.id)
    assert db.session.query(Essay.points).scalar() is None
    assert db.session.query(Attempt.score, Attempt.unmarked).one() == (6, 1)
    assert release.reasons_not_to_release(exam, AFTER)
    entry = db.session.query(AuditEntry).filter_by(action="essay_mark.reopened").one()
    assert (entry.actor_id, entry.object_id) == (instructor.id, f"{exam.assessment.code}/{code}")
    finish(exam, code, first, 3.5, revision=2)
    assert db.session.query(Essay.points).scalar() == 3.25
    assert db.session.query(Result.score).scalar() == 9.25


def test_opened_twice_is_once(course_class, marked):
    exam, code, *_ = marked
    instructor = add_instructor(course_class)
    assert reopened_marks.reopen_mark(exam, code, 2, "Lý do.", instructor, AFTER)
    assert not reopened_marks.reopen_mark(exam, code, 2, "Lý do.", instructor, AFTER)
    assert db.session.query(EarlierMark).count() == 1


def test_a_window_that_shows_the_finished_mark_changes_nothing(course_class, marked):
    exam, code, first, _second = marked
    reopened_marks.reopen_mark(exam, code, 1, "Lý do.", add_instructor(course_class), AFTER)
    with pytest.raises(marking.StaleMark):
        finish(exam, code, first, 0, revision=1)


def test_without_a_reason_or_once_marks_are_released_nothing_is_opened(course_class, marked):
    exam, code, *_ = marked
    instructor = add_instructor(course_class)
    with pytest.raises(Invalid, match="lý do"):
        reopened_marks.reopen_mark(exam, code, 1, "  ", instructor, AFTER)
    assert release.release(exam, AFTER)
    with pytest.raises(Refused, match="đã công bố"):
        reopened_marks.reopen_mark(exam, code, 1, "Lý do.", instructor, AFTER)
    assert db.session.query(EarlierMark).count() == 0


def test_marks_of_an_attempt_that_goes_on_are_looked_at_again(course_class, marked):
    exam, code, first, second = marked
    attempt = db.session.query(Attempt).one()
    invigilation.reopen(exam, attempt, 10, add_instructor(course_class), AFTER)
    assert db.session.query(EarlierMark).filter_by(reason="").count() == 2
    assert essay_queries.list_standings(exam) == []
    later = AFTER + timedelta(minutes=3)
    attempt = db.session.query(Attempt).one()
    submissions.submit(ticket_of(attempt), attempt.revision + 1, attempt.answers | {"2": "Bài hai."}, None, later)
    exam = db.session.query(Exam).one()
    assert release.reasons_not_to_release(exam, later + timedelta(hours=1))
    for marker in (first, second):
        finish(exam, code, marker, 2, revision=2)
    assert db.session.query(Essay.points).scalar() == 2
    assert db.session.query(Attempt.unmarked).scalar() == 0
    assert release.release(exam, later + timedelta(hours=1))


def test_an_attempt_that_cannot_go_on_keeps_its_marks(course_class, marked):
    exam, *_ = marked
    attempt = db.session.query(Attempt).one()
    with pytest.raises(Refused, match="quá hạn nộp"):
        invigilation.reopen(exam, attempt, 0, add_instructor(course_class), AFTER)
    assert db.session.query(EarlierMark).count() == 0
    assert db.session.query(EssayMark).filter(EssayMark.finished_at.is_(None)).count() == 0
    assert db.session.query(Essay.points).scalar() == 3


def test_a_third_marker_stands_above_the_first_two(course_class, marked):
    exam, code, first, _second = marked
    instructor = add_instructor(course_class)
    reopened_marks.reopen_mark(exam, code, 1, "Lý do.", instructor, AFTER)
    finish(exam, code, first, 1, revision=2)
    third = add_instructor(course_class, "marker")
    finish(exam, code, third, 2)
    with pytest.raises(Refused, match="thứ ba"):
        reopened_marks.reopen_mark(exam, code, 1, "Lý do.", instructor, AFTER)
    assert reopened_marks.reopen_mark(exam, code, 3, "Lý do.", instructor, AFTER)
    assert essay_queries.get_standing(exam, code).settlement.state == "differing"
    assert db.session.query(Essay.points).scalar() is None


def test_whoever_manages_opens_a_mark_on_its_page(client, course_class, marked):
    exam, code, first, _second = marked
    base = f"/exams/{exam.assessment.code}/essays"
    browser = sign_in(client, add_instructor(course_class))
    assert code in browser.get(base).get_data(as_text=True)
    page = browser.get(f"{base}/{code}/marks").get_data(as_text=True)
    learner = db.session.query(Learner).filter_by(class_id=course_class.id).one().member
    assert first.name in page
    assert learner.name not in page
    assert learner.code not in page
    post_form(browser, f"{base}/{code}/marks/1/reopening", {"reason": "Cộng nhầm."}, page=f"{base}/{code}/marks")
    assert db.session.query(EssayMark).filter_by(turn=1).one().finished_at is None
    marker = sign_in(client, first)
    assert "Cộng nhầm." in marker.get(f"{base}/{code}").get_data(as_text=True)
    assert marker.get(f"{base}/{code}/marks").status_code == 403


def test_an_invigilator_is_told_what_becomes_of_the_marks(client, course_class, marked):
    exam, *_ = marked
    learner = db.session.query(Learner).filter_by(class_id=course_class.id).one()
    browser = sign_in(client, add_instructor(course_class, "invigilator"))
    page = browser.get(f"/exams/{exam.assessment.code}/invigilation/{learner.member_id}").get_data(as_text=True)
    assert "đã có 2 lượt chấm xong" in page
