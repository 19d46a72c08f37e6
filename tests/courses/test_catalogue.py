"""Writing, publishing and taking courses."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from quizapp.courses.catalogue import authoring, checks, enrolment, lessons, progress, publication, queries
from quizapp.courses.catalogue.learner_models import Enrolment, LessonProgress
from quizapp.courses.catalogue.models import Course
from quizapp.courses.catalogue.spec import CourseSpec
from quizapp.courses.completion import Counts
from quizapp.courses.study.models import StudyTally, WaveEntry
from quizapp.errors import Forbidden, NotFound, Refused
from quizapp.extensions import db
from quizapp.library.services import replace_document
from quizapp.library.words import short_name
from tests.assessments.factories import make_assessment, make_bank
from tests.conftest import NOW
from tests.courses.course_factories import (
    answer_check,
    begin_check,
    check_lesson,
    enrol,
    lessons_of,
    make_course,
    read,
    right_answers,
    text_lesson,
)
from tests.courses.factories import make_wave
from tests.factories import make_member, make_unit
from tests.library.factories import make_document, make_section

LATER = NOW + timedelta(hours=2)


def reload(course: Course) -> Course:
    db.session.expire_all()
    return course


def test_progress_only_grows_however_its_messages_arrive(app: Flask) -> None:
    unit = make_unit()
    member = make_member(unit=unit)
    course = make_course(unit, text_lesson(least_seconds=600))
    [lesson] = lessons_of(course)
    enrol(course, member)
    for place in (
        {"revision": 3, "percent": 60, "furthest": 70, "seconds": 90},
        {"revision": 3, "percent": 60, "furthest": 70, "seconds": 90},
        {"revision": 1, "percent": 10, "furthest": 10, "seconds": 20},
        {"revision": 2, "percent": 20, "furthest": 99, "seconds": 100},
    ):
        learner = read(course, member, lesson, LATER, **place)
    kept = learner.reading(lesson.id)
    assert (kept.revision, kept.percent, kept.furthest, kept.seconds, kept.completed_at) == (3, 60, 99, 100, None)


def test_nobody_has_read_longer_than_the_enrolment_is_old(app: Flask) -> None:
    unit = make_unit()
    member, course = make_member(unit=unit), make_course(unit, text_lesson(least_seconds=300))
    [lesson] = lessons_of(course)
    enrol(course, member)
    learner = read(course, member, lesson, NOW + timedelta(seconds=60), seconds=100_000)
    assert (learner.reading(lesson.id).seconds, learner.done) == (60, frozenset())


def test_the_last_lesson_completes_the_course_and_moves_the_study_rate_by_that_member(app: Flask) -> None:
    unit = make_unit()
    member, _other = make_member(unit=unit), make_member(unit=unit)
    document = make_document(unit=unit)
    wave = make_wave(unit, [document])
    bank = make_bank(unit, questions=3)
    course = make_course(unit, text_lesson(), check_lesson(bank.id, 2), documents=[document])
    text, check = lessons_of(course)
    enrol(course, member)

    read(course, member, text, LATER)
    found = begin_check(course, member, check, LATER)
    assert queries.get_learner(course.code, member).enrolment.completed_at is None  # type: ignore[union-attr]
    answer_check(course, member, check, right_answers(found.paper), now=LATER)
    answer_check(course, member, check, {}, now=LATER + timedelta(days=1))

    enrolled = db.session.get_one(Enrolment, (course.id, member.id))
    assert enrolled.completed_at == LATER
    tally = db.session.get_one(StudyTally, (wave.id, unit.id, "party"))
    counted = Counts(*(getattr(tally, name) for name in Counts._fields))
    assert counted == Counts(members=2, due=2, studied=1, on_time=1)
    recount = select(WaveEntry.member_id, WaveEntry.way).where(
        WaveEntry.wave_id == wave.id, WaveEntry.studied_at.is_not(None)
    )
    assert [tuple(row) for row in db.session.execute(recount)] == [(member.id, "online")]


def test_check_questions_that_are_not_passed_are_asked_anew_and_the_best_try_counts(app: Flask) -> None:
    unit = make_unit()
    member, bank = make_member(unit=unit), make_bank(unit, questions=4)
    course = make_course(unit, check_lesson(bank.id, 2), pass_percent=100)
    [lesson] = lessons_of(course)
    enrol(course, member)
    first = begin_check(course, member, lesson)
    assert begin_check(course, member, lesson).paper == first.paper
    learner = answer_check(course, member, lesson, right_answers(first.paper, wrong=["1"]))
    assert (learner.reading(lesson.id).best_percent, learner.done) == (50, frozenset())
    second = begin_check(course, member, lesson)
    assert (second.number, second.marked_at) == (2, None)
    with pytest.raises(Refused):
        answer_check(course, member, lesson, {}, number=1)
    learner = answer_check(course, member, lesson, right_answers(second.paper), number=2)
    assert learner.done == {lesson.id}


def test_keys_are_told_after_the_answer_and_never_while_an_assessment_draws_from_the_bank(app: Flask) -> None:
    unit = make_unit()
    member, bank = make_member(unit=unit), make_bank(unit, questions=3)
    course = make_course(unit, check_lesson(bank.id, 2))
    [lesson] = lessons_of(course)
    enrol(course, member)
    found = begin_check(course, member, lesson)
    content = progress.get_lesson(queries.get_learner(course.code, member), lesson.id)
    shown = checks.show(found, content, NOW)
    assert shown.reviewed is None
    assert not any(word in str(shown.questions) for word in ("right", "Giải thích"))
    answer_check(course, member, lesson, right_answers(found.paper))
    told = checks.show(checks.find(member, content), content, NOW)  # type: ignore[arg-type]
    assert [one["is_right"] for one in told.reviewed or []] == [True, True]

    make_assessment(unit, bank, count=3)
    assert checks.show(checks.find(member, content), content, NOW).reviewed is None  # type: ignore[arg-type]
    bank.allows_practice = True
    db.session.commit()
    assert checks.show(checks.find(member, content), content, NOW).reviewed is not None  # type: ignore[arg-type]


def test_lessons_in_an_order_are_refused_before_their_time(app: Flask) -> None:
    unit = make_unit()
    member = make_member(unit=unit)
    course = make_course(unit, text_lesson("Một"), text_lesson("Hai"), lesson_order="sequential")
    first, second = lessons_of(course)
    enrol(course, member)
    with pytest.raises(Refused, match="Hãy học xong bài “Một” trước"):
        read(course, member, second, LATER)
    read(course, member, first, LATER)
    assert read(course, member, second, LATER).done == {first.id, second.id}


def test_a_correction_keeps_what_learners_have_done(app: Flask) -> None:
    unit = make_unit()
    member = make_member(unit=unit)
    course = make_course(unit, text_lesson("Một"), text_lesson("Hai"))
    first, second = lessons_of(course)
    enrol(course, member)
    read(course, member, first, LATER)

    lessons.edit_lesson(course, first, text_lesson("Một, đã sửa", text="Đúng hơn."), LATER)
    lessons.remove_lesson(course, second)
    lessons.add_lesson(course, course.modules[0], text_lesson("Ba"), LATER)
    old = queries.get_learner(course.code, member)
    assert [one.title for one in old.content.lessons] == ["Một", "Hai"]
    assert read(course, member, second, LATER).done == {first.id, second.id}
    enrolled = db.session.get_one(Enrolment, (course.id, member.id))
    assert enrolled.completed_at == LATER

    publication.publish(reload(course), LATER)
    new = queries.get_learner(course.code, member)
    assert [one.title for one in new.content.lessons] == ["Một, đã sửa", "Ba"]
    assert new.done == {first.id, second.id}
    assert enrolled.completed_at == LATER
    assert queries.list_editions(course) == [(2, LATER), (1, NOW)]


def test_a_course_is_not_published_before_it_is_whole(app: Flask) -> None:
    unit, other = make_unit(), make_unit()
    bank = make_bank(unit, questions=1)
    foreign, draft = make_document(unit=other), make_document(unit=unit, published_at=None)
    course = make_course(unit, text_lesson("Trống", text=" "), check_lesson(bank.id, 3), publishes=False)
    authoring.edit_course(
        course,
        CourseSpec(code=course.code, title=course.title, deadline=NOW - timedelta(days=1)),
        unit=unit,
        documents=[foreign, draft],
        now=NOW,
    )
    assert [str(reason) for reason in publication.reasons_not_to_publish(reload(course), NOW)] == [
        "Bài “Trống” chưa có nội dung.",
        "Bài “Câu hỏi kiểm tra” cần 3 câu, ngân hàng chỉ có 1 câu đã duyệt.",
        f"{short_name(foreign)} không dành cho tất cả học viên của khóa học này.",
        f"{short_name(draft)} chưa được công bố, học viên không đọc được.",
        "Hạn hoàn thành đã qua. Hãy đặt hạn mới hoặc bỏ trống.",
    ]
    with pytest.raises(Refused, match="Bài “Trống” chưa có nội dung"):
        publication.publish(course, NOW)


def test_a_course_says_that_its_document_was_replaced(app: Flask) -> None:
    unit = make_unit()
    document, successor = make_document(unit=unit, number="1-NQ/TW"), make_document(unit=unit, number="2-NQ/TW")
    course = make_course(unit, documents=[document])
    assert publication.warnings(course, NOW) == []
    replace_document(document, successor, date(2026, 11, 1), NOW)
    [told] = publication.warnings(reload(course), NOW)
    assert str(told) == f"{short_name(document)} đã được thay thế bởi {short_name(successor)}."


def test_enrolment_by_unit_twice_is_once_and_keeps_to_the_audience(app: Flask) -> None:
    unit = make_unit()
    cell = make_unit(parent=unit)
    official, guest = make_member(unit=cell), make_member(unit=cell, kind="non_member")
    make_member(unit=make_unit())
    make_member(unit=cell, status="transferred")
    course = make_course(unit, member_kinds=("official",), is_open=False)
    assert [enrolment.enrol_unit(course, unit, NOW), enrolment.enrol_unit(course, unit, LATER)] == [1, 0]
    assert db.session.scalars(select(Enrolment.member_id)).all() == [official.id]
    with pytest.raises(Forbidden):
        enrol(course, guest)
    with pytest.raises(NotFound):
        queries.get_learner(course.code, guest)


def test_who_joins_an_enrolled_unit_later_takes_the_course_too(app: Flask) -> None:
    unit = make_unit()
    course, draft = make_course(unit, is_open=False), make_course(unit, publishes=False)
    for one in (course, draft):
        enrolment.enrol_unit(one, unit, NOW)
    newcomer, stranger = make_member(unit=make_unit(parent=unit)), make_member(unit=make_unit())
    assert enrolment.enrol_newcomers(NOW) == 1
    assert enrolment.enrol_newcomers(NOW) == 0
    early = make_member(unit=unit)
    for member in (early, stranger, early):
        enrolment.catch_up(member, NOW)
    taken = db.session.execute(db.select(Enrolment.course_id, Enrolment.member_id)).all()
    assert sorted(map(tuple, taken)) == sorted([(course.id, newcomer.id), (course.id, early.id)])


def test_a_copy_holds_the_same_lessons_and_no_learners(app: Flask) -> None:
    unit = make_unit()
    document = make_document(unit=unit)
    section = make_section(document)
    course = make_course(unit, text_lesson(section_ids=(section.id,)), documents=[document])
    enrol(course, make_member(unit=unit))
    copy = authoring.copy_course(course, "kh-ban-sao", "Bản sao", unit, LATER, None)
    db.session.refresh(copy)
    [lesson] = lessons_of(copy)
    assert (copy.edition, [one.id for one in lesson.sections], copy.documents) == (None, [section.id], [document])
    assert db.session.query(Enrolment).filter_by(course_id=copy.id).count() == 0
    with pytest.raises(Refused, match="Đã có khóa học mã"):
        authoring.copy_course(course, "kh-ban-sao", "Bản sao", unit, LATER, None)


def test_a_chapter_brings_its_parts_along_unless_some_are_chosen(app: Flask) -> None:
    document = make_document()
    chapter = make_section(document, kind="chapter", path="1/", anchor="chuong-1")
    first, second = (make_section(document, str(n), path=f"1/{n}/", depth=1) for n in (1, 2))
    other = make_section(document, "3", path="10/", anchor="dieu-10")
    whole, part = text_lesson(section_ids=(chapter.id,)), text_lesson(section_ids=(second.id, chapter.id))
    course = make_course(document.unit, whole, part, documents=[document])
    read = [[one.id for one in lesson.sections] for lesson in lessons_of(course)]
    assert read == [[chapter.id, first.id, second.id], [chapter.id, second.id]]
    assert other.id not in read[0]


def test_lessons_move_past_each_other_and_into_the_next_module(app: Flask) -> None:
    unit = make_unit()
    course = make_course(unit, text_lesson("Một"), text_lesson("Hai"), publishes=False)
    authoring.add_module(course, "Phần 2")
    for by in (1, 1, 1, -1):
        one = next(lesson for lesson in lessons_of(reload(course)) if lesson.title == "Một")
        authoring.move_lesson(course, one, by)
    titles = [[lesson.title for lesson in module.lessons] for module in reload(course).modules]
    assert titles == [["Hai", "Một"], []]


def test_who_does_not_take_the_course_keeps_no_progress(app: Flask) -> None:
    unit = make_unit()
    member, course = make_member(unit=unit), make_course(unit)
    with pytest.raises(Forbidden):
        read(course, member, lessons_of(course)[0], LATER)
    assert db.session.query(LessonProgress).count() == 0
