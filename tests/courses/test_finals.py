"""A course that is completed with its final assessment; what a late correction of the result does."""

from __future__ import annotations

from datetime import timedelta

import pytest

from quizapp.accounts.models import AuditEntry
from quizapp.assessments.models import Attempt, Result
from quizapp.assessments.services import annulments
from quizapp.courses.catalogue import authoring, finals, queries, settlement
from quizapp.courses.catalogue.learner_models import Enrolment
from quizapp.courses.catalogue.spec import CourseSpec
from quizapp.errors import Invalid, NotFound
from quizapp.extensions import db
from tests.assessments.factories import make_assessment, sit
from tests.conftest import NOW
from tests.courses.course_factories import enrol, lessons_of, make_course, read
from tests.courses.factories import make_wave
from tests.courses.test_study import tallies
from tests.factories import grant, make_member, make_unit, sign_in
from tests.library.factories import make_document

LATER = NOW + timedelta(minutes=30)


class Case:
    """A course of one lesson with a final assessment of four questions, and a wave on its document."""

    def __init__(self, **fields):
        self.unit = make_unit("Chi bộ Một")
        self.member, self.document = make_member(unit=self.unit), make_document(unit=self.unit)
        self.final = make_assessment(self.unit, **fields)
        self.course = make_course(self.unit, documents=[self.document])
        self.course.final_assessment_id = self.final.id
        db.session.commit()
        self.wave = make_wave(self.unit, [self.document])
        enrol(self.course, self.member)

    def read(self):
        read(self.course, self.member, lessons_of(self.course)[0], LATER)

    @property
    def completed_at(self):
        db.session.expire_all()
        return db.session.get_one(Enrolment, (self.course.id, self.member.id)).completed_at

    @property
    def studied(self):
        return tallies(self.wave)[self.unit.id, "party"].studied

    def set_score(self, score):
        result = db.session.query(Result).one()
        result.score = score
        db.session.commit()
        return settlement.settle_all(LATER)


def test_reading_everything_is_not_enough_and_passing_is_enough_either_way_round(app):
    first = Case()
    first.read()
    assert first.completed_at is None
    attempt = sit(first.final, first.member)
    assert settlement.settle_all(LATER + timedelta(days=1)) == 1
    assert settlement.settle_all(LATER + timedelta(days=1)) == 0
    # The day on which the last thing was done, not on which somebody looked.
    assert first.completed_at == max(LATER, attempt.submitted_at)
    assert first.studied == 1
    second = Case()
    sit(second.final, second.member)
    assert settlement.settle_all(LATER) == 0
    second.read()
    assert second.completed_at == LATER


@pytest.mark.parametrize(("wrong", "is_passed"), [(2, True), (3, False)])
def test_the_share_of_the_points_decides(app, wrong, is_passed):
    case = Case()
    case.read()
    sit(case.final, case.member, wrong=wrong)
    settlement.settle_all(LATER)
    assert (case.completed_at is not None) == is_passed


def test_a_late_correction_moves_the_completion_back_and_forward_with_a_trace(app):
    case = Case()
    case.read()
    sit(case.final, case.member)
    settlement.settle_all(LATER)
    assert case.set_score(1) == 1
    assert (case.completed_at, case.studied) == (None, 0)
    assert case.set_score(3) == 1
    assert case.completed_at is not None
    assert case.studied == 1
    entries = db.session.query(AuditEntry).filter(AuditEntry.object_type == "course").order_by(AuditEntry.id)
    assert [(entry.action, entry.detail.get("members")) for entry in entries][-3:] == [
        ("course.completed_by_final", [case.member.code]),
        ("course.completion_withdrawn", [case.member.code]),
        ("course.completed_by_final", [case.member.code]),
    ]


def test_an_annulled_attempt_takes_the_completion_back(app):
    case = Case()
    case.read()
    sit(case.final, case.member)
    settlement.settle_all(LATER)
    annulments.disqualify(case.final, case.member, LATER)
    assert settlement.settle_all(LATER) == 1
    assert (case.completed_at, case.studied) == (None, 0)


def test_a_document_studied_in_another_course_too_stays_studied(app):
    case = Case()
    other = make_course(case.unit, documents=[case.document])
    enrol(other, case.member)
    read(other, case.member, lessons_of(other)[0], LATER)
    case.read()
    sit(case.final, case.member)
    settlement.settle_all(LATER)
    case.set_score(0)
    assert (case.completed_at, case.studied) == (None, 1)


def test_who_completed_before_there_was_a_final_keeps_it(app):
    case = Case()
    case.course.final_assessment_id = None
    db.session.commit()
    case.read()
    case.course.final_assessment_id = case.final.id
    db.session.commit()
    assert settlement.settle_all(LATER) == 0
    assert case.completed_at == LATER


def test_marks_of_an_exam_count_once_they_are_published_and_all_is_marked(app):
    case = Case(kind="exam")
    case.read()
    sit(case.final, case.member)
    assert settlement.settle_all(LATER) == 0
    case.final.results_published_at = LATER
    attempt = db.session.query(Attempt).one()
    attempt.unmarked = 1
    db.session.commit()
    assert settlement.settle_all(LATER) == 0
    attempt.unmarked = 0
    db.session.commit()
    assert settlement.settle_all(LATER) == 1


def test_the_final_is_an_assessment_of_the_own_units(app):
    unit = make_unit()
    assert finals.get_assessment_for(unit, make_assessment(make_unit(parent=unit)).code)
    with pytest.raises(NotFound, match="Không có bài thi mã"):
        finals.get_assessment_for(unit, make_assessment(make_unit()).code)
    with pytest.raises(Invalid, match="Mức đạt"):
        authoring.create_course(CourseSpec("kh", "Khóa", final_percent=0), unit=unit, documents=[], now=NOW)


def test_the_pages_ask_for_it_and_tell_it(client, app):
    case = Case()
    author = make_member(unit=case.unit)
    grant(author, "propaganda_board", case.unit)
    sign_in(client, case.member)
    page = client.get(f"/courses/{case.course.code}").get_data(as_text=True)
    assert case.final.title in page
    assert "Cần đạt từ 50 %" in page
    sign_in(client, author)
    page = client.get(f"/course-plans/{case.course.code}/settings").get_data(as_text=True)
    assert case.final.code in page
    assert queries.get_learner(case.course.code, case.member).enrolment
