"""A few questions a day: which ones, when they come again, and what a late message does."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from quizapp.assessments.models import Attempt, Result
from quizapp.courses.practice import services, spacing, streak
from quizapp.courses.practice.models import PracticeCard
from quizapp.errors import NotFound
from quizapp.extensions import db
from quizapp.library.keeping import keep_position
from quizapp.questions.citation_models import QuestionCitation
from quizapp.questions.models import Question, QuestionVersion
from tests.assessments.factories import make_assessment, make_bank, make_question
from tests.conftest import NOW
from tests.courses.course_factories import check_lesson, enrol, make_course, right_answers, text_lesson
from tests.factories import make_member, make_unit
from tests.library.factories import make_document

TODAY = date(2026, 11, 21)
A_DAY = timedelta(days=1)


def cite(version: QuestionVersion, document: object) -> None:
    question_id = version.question_id
    db.session.add(QuestionCitation(question_id=question_id, document_id=document.id, cited_at=NOW))  # type: ignore[attr-defined]
    db.session.commit()


def asked(member: object, now: datetime = NOW, size: int = 5) -> list[int]:
    """The wordings of the portion, in their order by id."""
    found = services.portion_of(member, now, size)  # type: ignore[arg-type]
    return sorted(one[0] for one in found.paper) if found else []


def test_what_is_read_and_the_banks_of_own_courses_are_practised_and_nothing_else(app: Flask) -> None:
    unit = make_unit()
    member, bank, of_course, foreign = make_member(unit=unit), *(make_bank(unit) for _ in range(3))
    read, other = make_document(unit=unit), make_document(unit=unit)
    about_read, about_other = make_question(bank), make_question(bank)
    cite(about_read, read)
    cite(about_other, other)
    lesson_questions = [make_question(of_course), make_question(of_course)]
    make_question(of_course, state="draft")
    make_question(foreign)
    keep_position(member, read, "", 10, 1, NOW)
    course = make_course(unit, text_lesson(), check_lesson(of_course.id, 2))
    enrol(course, member)
    assert asked(member) == sorted(one.id for one in (about_read, *lesson_questions))


def test_no_question_is_practised_that_a_paper_can_still_be_drawn_from(app: Flask) -> None:
    unit = make_unit()
    bank = make_bank(unit, questions=3)
    course = make_course(unit, check_lesson(bank.id, 2))
    members = [make_member(unit=unit) for _ in range(3)]
    for member in members:
        enrol(course, member)
    make_assessment(unit, bank, count=3, opens_at=NOW + A_DAY, closes_at=NOW + 2 * A_DAY)
    assert asked(members[0]) == []
    assert len(asked(members[1], NOW + 3 * A_DAY)) == 3
    bank.allows_practice = True
    db.session.commit()
    assert len(asked(members[2])) == 3


def test_questions_of_documents_no_longer_in_force_are_left_out(app: Flask) -> None:
    unit = make_unit()
    bank = make_bank(unit, questions=1)
    over = make_question(bank)
    cite(over, make_document(unit=unit, replaced_on=TODAY))
    member, course = make_member(unit=unit), make_course(unit, check_lesson(bank.id, 1))
    enrol(course, member)
    [version] = asked(member)
    assert version != over.id


def test_the_portion_of_a_day_stays_and_its_first_answers_count(app: Flask) -> None:
    unit = make_unit()
    bank = make_bank(unit, questions=8)
    member, course = make_member(unit=unit), make_course(unit, check_lesson(bank.id, 2))
    enrol(course, member)
    portion = services.portion_of(member, NOW, 5)
    assert portion is not None
    right = right_answers(portion.paper)
    wrong = right_answers(portion.paper, wrong=list(right))
    services.keep_answers(member, TODAY, {"2": right["2"], "9": ["a"]}, NOW)
    kept = services.keep_answers(member, TODAY, right | {"2": wrong["2"], "5": []}, NOW + A_DAY)
    assert (kept.answers["2"], kept.right, kept.done_at) == (right["2"], 4, None)
    for _ in range(2):
        kept = services.keep_answers(member, TODAY, wrong, NOW + A_DAY)
    assert (kept.right, kept.done_at, kept.revision) == (4, NOW + A_DAY, 3)
    assert services.portion_of(member, NOW, 5) == kept
    assert (db.session.query(Attempt).count(), db.session.query(Result).count()) == (0, 0)
    with pytest.raises(NotFound):
        services.keep_answers(member, date(2026, 1, 1), right, NOW)


def test_what_was_wrong_comes_again_tomorrow_before_what_was_right(app: Flask) -> None:
    unit = make_unit()
    bank = make_bank(unit, questions=2)
    member, course = make_member(unit=unit), make_course(unit, check_lesson(bank.id, 2))
    enrol(course, member)
    portion = services.portion_of(member, NOW, 5)
    assert portion is not None
    services.keep_answers(member, TODAY, right_answers(portion.paper, wrong=["1"]), NOW)
    missed, known = (one[0] for one in portion.paper)
    rows = db.session.execute(select(PracticeCard.version_id, PracticeCard.due_at))
    due = {row.version_id: row.due_at for row in rows}
    assert NOW < due[missed] <= NOW + A_DAY < due[known]
    assert asked(member, NOW + A_DAY) == [missed]


def test_a_reworded_question_is_new_and_a_retired_one_is_gone(app: Flask) -> None:
    unit = make_unit()
    bank = make_bank(unit, questions=2)
    member, course = make_member(unit=unit), make_course(unit, check_lesson(bank.id, 2))
    enrol(course, member)
    first, _second = asked(member)
    db.session.get_one(Question, db.session.get_one(QuestionVersion, first).question_id).state = "retired"
    db.session.commit()
    assert first not in asked(member, NOW + A_DAY)


def test_days_between_answers_grow_while_they_are_right() -> None:
    state, at, gaps = None, NOW, []
    for _ in range(4):
        state, due = spacing.review(state, True, at)
        gaps.append((due - at).days)
        at = due
    assert gaps == sorted(gaps)
    assert gaps[0] >= 1
    _state, due = spacing.review(state, False, at)
    assert due - at <= timedelta(days=gaps[-1])


@pytest.mark.parametrize(
    ("ago", "count", "sentence"),
    [
        ((), 0, "Mỗi ngày vài câu hỏi ngắn giúp bạn nhớ lâu hơn."),
        ((0,), 1, "Hôm nay bạn đã luyện tập xong. Hẹn gặp lại ngày mai."),
        ((0, 1, 2, 4), 3, "3 ngày liền bạn đã luyện tập. Rất đáng quý!"),
        ((1, 2), 2, "Bạn đã luyện tập 2 ngày liền. Vài phút hôm nay là đủ để tiếp tục."),
        ((5, 6), 0, "Rất vui được gặp lại bạn. Chỉ cần vài phút là xong phần hôm nay."),
    ],
)
def test_a_streak_praises_and_never_scolds(ago: tuple[int, ...], count: int, sentence: str) -> None:
    days = [TODAY - timedelta(days=number) for number in ago]
    assert (streak.days_in_a_row(days, TODAY), str(streak.encouragement(days, TODAY))) == (count, sentence)
