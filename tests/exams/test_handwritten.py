"""Essays written on paper: their code goes on the sheet, and they are marked blind like all others."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from quizapp.assessments.models import Attempt, Result
from quizapp.assessments.services import recounts
from quizapp.assessments.tally_models import Tally
from quizapp.errors import Invalid, Refused
from quizapp.exams import essay_queries, output_queries, paper_queries
from quizapp.exams.models import Candidate, Essay, EssayMark
from quizapp.exams.services import essays, marking, paper_entries, release, reopened_marks
from quizapp.extensions import db
from quizapp.tables import write_csv
from tests.accounts.forms import post_form
from tests.conftest import NOW
from tests.exams.factories import add_instructor, make_paper_exam, write
from tests.exams.test_paper_entries import right_row
from tests.factories import sign_in

AFTER = NOW + timedelta(hours=2)


@pytest.fixture
def exam(app):
    """Two candidates; a choice of 6 points and an essay of 4."""
    return make_paper_exam()


@pytest.fixture
def keeper(exam):
    return add_instructor(exam.course_class)


def candidate(exam, number=1):
    return db.session.query(Candidate).filter_by(exam_id=exam.id, number=number).one()


def enter(exam, keeper, number=1, has_essay=True, answers="-"):
    paper_entries.enter(exam, candidate(exam, number), "101", answers, NOW, has_essay, keeper)
    return db.session.query(Essay.code).join(Attempt).filter_by(member_id=candidate(exam, number).member_id).scalar()


def mark(exam, code, points, marker=None, finish=True):
    marker = marker or add_instructor(exam.course_class, "marker")
    return marking.save_mark(exam, code, marker, [points], "", 0, AFTER, finish)


def waiting(exam):
    return [one.essay.code for one in essay_queries.list_standings(exam)]


def test_it_gets_its_code_at_once_and_is_marked_by_two(exam, keeper):
    code = enter(exam, keeper)
    assert re.fullmatch(r"[A-Z]{2}-\d{3}", code)
    assert db.session.query(Attempt.unmarked).scalar() == 1
    mark(exam, code, 3)
    mark(exam, code, 3.5)
    assert db.session.query(Attempt.score, Attempt.unmarked).one() == (3.25, 0)
    (one, _) = output_queries.mark_sheet(exam, AFTER)
    assert (one.mark, one.entry.paper_code) == (3.25, "101")
    before = db.session.query(Result.score).all(), [t.score_sum for t in db.session.query(Tally)]
    recounts.recount(exam.assessment)
    assert (db.session.query(Result.score).all(), [t.score_sum for t in db.session.query(Tally)]) == before


def test_a_third_marker_decides_where_two_differ(exam, keeper):
    code = enter(exam, keeper)
    mark(exam, code, 1)
    mark(exam, code, 3)
    assert db.session.query(Attempt.unmarked).scalar() == 1
    mark(exam, code, 2)
    assert db.session.query(Attempt.score).scalar() == 2


def test_the_release_waits_for_it(exam, keeper):
    code = enter(exam, keeper)
    (reason,) = release.reasons_not_to_release(exam, AFTER)
    assert "Còn 1 bài tự luận chưa chấm xong" in str(reason)
    mark(exam, code, 3)
    mark(exam, code, 3)
    assert release.reasons_not_to_release(exam, AFTER) == []


def test_whoever_put_the_code_on_the_sheet_does_not_mark_it(exam, keeper):
    code = enter(exam, keeper)
    with pytest.raises(Refused, match="Bạn đã ghi mã phách"):
        mark(exam, code, 3, keeper)
    assert db.session.query(EssayMark).count() == 0
    typed = write(exam, candidate(exam, 2).member, "Bài gõ.")
    essays.collect_if_over(exam, AFTER)
    other = db.session.query(Essay.code).filter_by(attempt_id=typed.id).scalar()
    assert mark(exam, other, 3, keeper).turn == 1


def test_a_sheet_entered_early_gives_no_code_to_others_who_have_submitted(exam, keeper):
    write(exam, candidate(exam, 2).member, "Bài gõ.")
    code = enter(exam, keeper)
    assert waiting(exam) == [code]


def test_entered_again_it_keeps_its_code_its_keeper_and_its_marks(exam, keeper):
    code = enter(exam, keeper)
    mark(exam, code, 3)
    mark(exam, code, 3)
    assert enter(exam, add_instructor(exam.course_class), answers=right_row(exam, "101")) == code
    assert db.session.query(Essay.keeper_id).scalar() == keeper.id
    assert db.session.query(Attempt.score, Attempt.unmarked).one() == (9, 0)
    assert waiting(exam) == [code]


def test_left_out_nobody_marks_it_and_taken_back_it_has_the_same_code(exam, keeper):
    code = enter(exam, keeper)
    mark(exam, code, 3, finish=False)
    enter(exam, keeper, has_essay=False)
    assert (waiting(exam), db.session.query(Attempt.unmarked).scalar()) == ([], 0)
    assert release.reasons_not_to_release(exam, AFTER) == []
    assert enter(exam, keeper) == code
    assert (waiting(exam), db.session.query(Essay).count()) == ([code], 1)


def test_with_a_finished_mark_it_cannot_be_left_out_until_the_mark_is_opened(exam, keeper):
    code = enter(exam, keeper)
    marker = add_instructor(exam.course_class, "marker")
    mark(exam, code, 3, marker)
    with pytest.raises(Refused, match="đã có điểm chấm nên không bỏ được"):
        enter(exam, keeper, has_essay=False)
    reopened_marks.reopen_mark(exam, code, 1, "Nhập nhầm người.", keeper, AFTER)
    enter(exam, keeper, has_essay=False)
    assert waiting(exam) == []


def test_after_the_release_no_essay_comes_any_more(exam, keeper):
    enter(exam, keeper, has_essay=False)
    exam.released_at = AFTER
    db.session.commit()
    with pytest.raises(Refused, match="Điểm đã công bố nên không nhận thêm"):
        enter(exam, keeper)
    enter(exam, keeper, number=2, has_essay=False)
    assert db.session.query(Essay).count() == 0


def listed(*rows):
    return write_csv(["Số báo danh", "Mã đề", "Bài làm", "Tự luận"], rows)


def test_a_list_says_who_wrote_one(exam, keeper):
    content = listed((1, "101", "-", "có"), (2, "101", "-", "Không"))
    assert paper_entries.import_file(exam, content, "b.csv", NOW, keeper=keeper).created == 2
    assert [(essay.attempt.member_id, essay.keeper_id) for essay in db.session.query(Essay)] == [
        (candidate(exam).member_id, keeper.id)
    ]
    again = paper_entries.import_file(exam, content, "b.csv", NOW, keeper=keeper)
    assert (again.created, again.updated) == (0, 0)
    unsaid = write_csv(["Số báo danh", "Mã đề", "Bài làm"], [(1, "101", "-"), (2, "101", "-")])
    assert paper_entries.preview_file(exam, unsaid, "b.csv").updated == 0


def test_a_list_with_another_word_or_that_takes_a_marked_essay_away_is_rejected(exam, keeper):
    mark(exam, enter(exam, keeper), 3)
    report = paper_entries.preview_file(exam, listed((1, "101", "-", "không"), (2, "101", "-", "có lẽ")), "b.csv")
    assert [str(note.sentence)[:40] for note in report.rejected] == [
        "Bài tự luận viết tay của người này đã có",
        "Cột Tự luận ghi “có lẽ”. Hãy ghi “có” ho",
    ]


def test_what_cannot_be_read_leaves_no_essay(exam, keeper):
    with pytest.raises(Invalid):
        enter(exam, keeper, answers="Z")
    assert (db.session.query(Attempt).count(), db.session.query(Essay).count()) == (0, 0)


def test_the_pages_tell_the_code_to_its_keeper_and_say_whose_it_is_to_no_marker(client, exam, keeper):
    who = candidate(exam)
    base = f"/exams/{exam.assessment.code}"
    who_code, page = who.member.code, f"{base}/paper-entries/{who.member_id}"
    sign_in(client, keeper)
    assert "Có bài tự luận viết tay" in client.get(page).get_data(as_text=True)
    post_form(client, page, {"code": "101", "answers": "-", "has_essay": "y"})
    (code,) = waiting(exam)
    assert f"Hãy ghi phách {code} lên tờ bài tự luận" in client.get("/classes").get_data(as_text=True)
    for address in (page, f"{base}/paper-entries"):
        assert code in client.get(address).get_data(as_text=True)
    assert "Bạn đã ghi phách của 1 bài viết tay" in client.get(f"{base}/marking").get_data(as_text=True)
    sign_in(client, add_instructor(exam.course_class))
    shown = client.get(f"{base}/paper-entries").get_data(as_text=True)
    assert (code in shown, f"{keeper.name} giữ" in shown) == (False, True)
    sign_in(client, add_instructor(exam.course_class, "marker"))
    for address in (f"{base}/marking", f"{base}/essays/{code}"):
        shown = client.get(address).get_data(as_text=True)
        assert f"Bài viết tay, phách {code}: chấm trên tờ bài làm" in shown
        assert who_code not in shown


def test_left_out_on_the_page_it_counts_nothing(client, exam, keeper):
    sign_in(client, keeper)
    page = f"/exams/{exam.assessment.code}/paper-entries/{candidate(exam).member_id}"
    post_form(client, page, {"code": "101", "answers": right_row(exam, "101"), "has_essay": None})
    assert (db.session.query(Attempt.score).scalar(), db.session.query(Essay).count()) == (6, 0)
    own = paper_queries.list_entered(exam)[0]
    assert (own.code, own.essays) == ("101", ())
