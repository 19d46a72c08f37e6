"""Essays on anonymous codes, marked by one, two or three markers."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest

from quizapp.accounts.models import Member
from quizapp.assessments.models import Attempt, Result
from quizapp.assessments.services import recounts
from quizapp.assessments.tally_models import Tally
from quizapp.courses.classes.models import Learner
from quizapp.errors import Invalid, Refused
from quizapp.exams import essay_queries
from quizapp.exams.essay_marks import Line, allowed_difference, lines_of, points_of, read_points
from quizapp.exams.essay_queries import Progress
from quizapp.exams.models import Essay, EssayMark
from quizapp.exams.queries import find_exam
from quizapp.exams.services import essays, marking
from quizapp.exams.settlement import State
from quizapp.extensions import db
from tests.conftest import NOW
from tests.exams.factories import add_instructor, make_class, make_essay_exam, write

AFTER = NOW + timedelta(hours=2)


@pytest.fixture
def course_class(app):
    return make_class(learners=2)


def make_written(course_class, texts=("Bài một.",), **fields):
    """A closed exam in which one learner after the other wrote one of the texts; (exam, codes in this order)."""
    exam = make_essay_exam(course_class, **fields)
    rows = db.session.query(Learner).filter_by(class_id=course_class.id).order_by(Learner.number)
    written = [write(exam, row.member, text) for row, text in zip(rows, texts, strict=False)]
    essays.collect_if_over(exam, AFTER)
    codes = {essay.attempt_id: essay.code for essay in db.session.query(Essay)}
    return exam, [codes.get(attempt.id) for attempt in written]


def mark(exam, code, marker, *points, revision=0, finish=True, comment=""):
    return marking.save_mark(exam, code, marker, list(points), comment, revision, AFTER, finish)


def score_of(exam, code):
    attempt_id = db.session.query(Essay.attempt_id).filter_by(exam_id=exam.id, code=code).scalar()
    return db.session.query(Attempt.score).filter_by(id=attempt_id).scalar()


def test_written_answers_become_essays_once_the_exam_is_over(course_class):
    exam, codes = make_written(course_class, ("Bài một.", "   "))
    assert (len([code for code in codes if code]), db.session.query(Essay).count()) == (1, 1)
    assert essays.collect_if_over(exam, AFTER) == 0
    assert db.session.query(Essay.code).scalar() == codes[0]


def test_no_essay_is_drawn_while_the_exam_runs(course_class):
    exam = make_essay_exam(course_class)
    assert essays.collect_if_over(exam, NOW) == 0


def test_two_markers_settle_an_essay_by_their_mean(course_class):
    exam, (code,) = make_written(course_class)
    first, second = (add_instructor(course_class, "marker") for _ in range(2))
    mark(exam, code, first, 3)
    assert score_of(exam, code) == 6
    mark(exam, code, second, 3.5)
    assert score_of(exam, code) == 9.25
    assert [(tally.score_sum, tally.people) for tally in db.session.query(Tally).filter(Tally.people > 0)] == [
        (9.25, 1)
    ]
    assert db.session.query(Result.score).scalar() == 9.25
    assert db.session.query(Attempt.unmarked).scalar() == 0


def test_a_third_marker_decides_where_two_differ_too_much(course_class):
    exam, (code,) = make_written(course_class)
    first, second, third = (add_instructor(course_class, "marker") for _ in range(3))
    mark(exam, code, first, 2)
    with pytest.raises(Refused, match="hoàn thành chấm bài này"):
        mark(exam, code, first, 2.5, revision=1)
    mark(exam, code, second, 3)
    standing = essay_queries.get_standing(exam, code)
    assert (standing.settlement.state, standing.turn_for(third.id, 2)) == (State.DIFFERING, 3)
    mark(exam, code, third, 2.75)
    assert score_of(exam, code) == 8.75
    with pytest.raises(Refused, match="đã có đủ người chấm"):
        mark(exam, code, add_instructor(course_class, "marker"), 1)


def test_one_marker_is_enough_where_the_exam_says_so(course_class):
    exam, (code,) = make_written(course_class, markers=1)
    mark(exam, code, add_instructor(course_class, "marker"), 4)
    assert score_of(exam, code) == 10


def test_results_equal_a_recount(course_class):
    exam, codes = make_written(course_class, ("Bài một.", "Bài hai."), markers=1)
    marker = add_instructor(course_class, "marker")
    for code, points in zip(codes, (1.25, 3.75), strict=True):
        mark(exam, code, marker, points)

    def counted():
        query = db.session.query(Result.member_id, Result.score, Result.merit, Result.all_correct)
        return sorted(map(tuple, query)), db.session.query(Tally.score_sum, Tally.all_correct).all()

    before = counted()
    recounts.recount(exam.assessment)
    assert counted() == before


def test_points_out_of_range_are_refused(course_class):
    exam, (code,) = make_written(course_class, criteria=(("Đủ ý", 3), ("Trình bày", 1)))
    marker = add_instructor(course_class, "marker")
    with pytest.raises(Invalid, match="Tiêu chí 1 được từ 0 đến 3 điểm"):
        mark(exam, code, marker, 3.25, 1)
    with pytest.raises(Invalid, match="Tiêu chí 2 được từ 0 đến 1 điểm"):
        mark(exam, code, marker, 3, -1)
    with pytest.raises(Invalid, match="Tiêu chí 2 chưa có điểm"):
        mark(exam, code, marker, 3, None)
    with pytest.raises(Invalid, match="Số tiêu chí không khớp"):
        mark(exam, code, marker, 3)
    assert db.session.query(EssayMark).count() == 0
    mark(exam, code, marker, 3, None, finish=False)
    assert db.session.query(EssayMark.finished_at).scalar() is None


def test_two_windows_of_a_marker_do_not_overwrite_each_other(course_class):
    exam, (code,) = make_written(course_class)
    marker = add_instructor(course_class, "marker")
    assert mark(exam, code, marker, 1, finish=False).revision == 1
    assert mark(exam, code, marker, 2, finish=False, revision=1).revision == 2
    # The same save once more, as a phone sends it that heard no answer.
    assert mark(exam, code, marker, 2, finish=False, revision=1).revision == 2
    with pytest.raises(marking.StaleMark, match="ở cửa sổ khác của bạn") as raised:
        mark(exam, code, marker, 3, finish=False, revision=1)
    assert raised.value.extra == {"revision": 2}
    with pytest.raises(marking.StaleMark):
        mark(exam, code, marker, 3, finish=False, revision=0)
    assert db.session.query(EssayMark.points).scalar() == [2]


def test_a_third_who_comes_while_two_mark_is_sent_on(course_class):
    exam, (code,) = make_written(course_class)
    for _ in range(2):
        mark(exam, code, add_instructor(course_class, "marker"), 1, finish=False)
    with pytest.raises(Refused, match="Bài này đã có đủ người chấm"):
        mark(exam, code, add_instructor(course_class, "marker"), 1, finish=False)


def test_markers_who_save_at_the_same_moment_each_get_a_turn_or_a_sentence(app, course_class):
    exam, (code,) = make_written(course_class)
    exam_code = exam.assessment.code
    ids = [add_instructor(course_class, "marker").id for _ in range(2)]
    barrier, said = threading.Barrier(2), []

    def save(marker_id):
        with app.app_context():
            marker = db.session.get_one(Member, marker_id)
            own = find_exam(exam_code)
            barrier.wait()
            try:
                mark(own, code, marker, 3)
            except Refused as refused:
                said.append(str(refused))
            db.session.remove()

    threads = [threading.Thread(target=save, args=(marker_id,)) for marker_id in ids]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    db.session.expire_all()
    turns = sorted(turn for (turn,) in db.session.query(EssayMark.turn))
    assert turns == [1, 2] or (
        turns == [1] and said == ["Người chấm khác vừa nhận bài này trước bạn. Hãy chọn bài khác."]
    )
    assert score_of(exam, code) == (9 if turns == [1, 2] else 6)


def test_no_mark_is_given_after_the_release(course_class):
    exam, (code,) = make_written(course_class)
    exam.released_at = AFTER
    db.session.commit()
    with pytest.raises(Refused, match="Điểm đã công bố"):
        mark(exam, code, add_instructor(course_class, "marker"), 1)


def test_progress_counts_what_is_settled_and_what_differs(course_class):
    exam, codes = make_written(course_class, ("Bài một.", "Bài hai."))
    first, second = (add_instructor(course_class, "marker") for _ in range(2))
    for code, other in zip(codes, (3, 1), strict=True):
        mark(exam, code, first, 3)
        mark(exam, code, second, other)
    found = essay_queries.progress_of(essay_queries.list_standings(exam))
    assert (found, found.waiting) == (Progress(2, 1, 1), 1)
    assert [row.finished for row in essay_queries.list_markers(exam)] == [2, 2]


def test_an_annulled_attempt_has_no_essay_to_mark(course_class):
    exam, codes = make_written(course_class, ("Bài một.", "Bài hai."))
    attempt = db.session.query(Attempt).join(Essay).filter(Essay.code == codes[0]).one()
    attempt.state = "annulled"
    db.session.commit()
    assert [one.essay.code for one in essay_queries.list_standings(exam)] == [codes[1]]


def test_rubric_points_become_points_of_the_question():
    lines = [Line("Nội dung", 15), Line("Trình bày", 5)]
    assert points_of([7.5, 2.5], lines, 4) == 2
    assert points_of([10, 0.5], lines, 4) == 2.1
    assert points_of([None, None], lines, 4) == 0
    assert [line.most for line in lines_of(None, 4)] == [4]


def test_the_allowed_difference_is_of_the_scale():
    assert allowed_difference(0.5, 10, 20) == 1
    assert allowed_difference(0.5, 10, 10) == 0.5


def test_points_are_read_as_they_are_typed_here():
    assert read_points({"points-0": "1,25", "points-1": " 2.5 ", "points-2": ""}, 3) == [1.25, 2.5, None]
    for typed in ("một", "nan", "inf", "1e9", "1,2,3"):
        with pytest.raises(Invalid, match="Tiêu chí 1 cần một số"):
            read_points({"points-0": typed}, 1)
