"""The courses of the demonstration."""

from sqlalchemy import func, select

from quizapp import demo
from quizapp.courses.catalogue import editions
from quizapp.courses.catalogue.learner_models import Enrolment
from quizapp.courses.catalogue.models import Course, CourseEdition
from quizapp.courses.study.models import Completion
from quizapp.extensions import db
from tests.conftest import NOW


def test_two_courses_of_three_lessons_have_learners_who_came_different_ways(app):
    demo.load(NOW, members=60)
    rows = db.session.execute(
        select(Course.code, CourseEdition.content)
        .join(CourseEdition, CourseEdition.course_id == Course.id)
        .order_by(Course.id)
    )
    kinds = {code: [one.kind for one in editions.from_stored(content).lessons] for code, content in rows}
    assert kinds == {"nq57-co-ban": ["text", "text", "check"], "nq52-nhin-lai": ["text", "text", "check"]}
    learners, done = db.session.execute(
        select(func.count(Enrolment.member_id), func.count(Enrolment.completed_at))
    ).one()
    assert (learners, done) == (12, 4)
    assert db.session.scalars(select(func.count(Completion.member_id))).one() == 4
