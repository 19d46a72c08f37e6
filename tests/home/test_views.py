from datetime import timedelta

import pytest

from quizapp import clock
from quizapp.assessments.services import attempts
from quizapp.courses.practice.models import PracticeDay
from quizapp.extensions import db
from quizapp.library import announcements
from quizapp.library.reader_models import ReadingPosition
from quizapp.wording import local_day
from tests.assessments.factories import make_assessment, sit
from tests.courses.course_factories import enrol, lessons_of, make_course, read, text_lesson
from tests.courses.factories import make_session, make_wave, note
from tests.factories import grant, make_member, make_unit, sign_in
from tests.library.factories import make_document

DAY = timedelta(days=1)


@pytest.fixture
def unit(app):
    return make_unit("Đảng bộ Khối")


@pytest.fixture
def member(unit):
    return make_member(unit=unit)


@pytest.fixture
def see(client, member):
    """The home page as the member reads it, blanks made even."""
    sign_in(client, member)

    def get():
        answer = client.get("/")
        assert answer.status_code == 200
        return " ".join(answer.get_data(as_text=True).split())

    return get


def open_assessment(unit, **fields):
    now = clock.now()
    times = {"opens_at": now - timedelta(hours=1), "closes_at": now + timedelta(hours=1)} | fields
    return make_assessment(unit, **times)


def document_of(unit, number, **fields):
    return make_document(unit=unit, number=number, **fields)


def buttons(page):
    return page.count("button primary")


def test_visitor_is_sent_to_sign_in(client):
    answer = client.get("/")
    assert (answer.status_code, answer.headers["Location"].split("?")[0]) == (302, "/sign-in")


def test_member_for_whom_there_is_nothing_is_told_what_will_come_and_where_to_go(see):
    page = see()
    assert "Chưa có việc nào dành cho bạn" in page
    assert 'href="/documents">Đọc văn bản' in page


def test_who_has_done_it_all_is_told_so(see, unit, member):
    assessment = open_assessment(unit, attempts_allowed=1)
    sit(assessment, member, clock.now())
    assessment.closes_at = clock.now() - timedelta(minutes=1)
    db.session.commit()
    page = see()
    assert "Bạn đã làm xong mọi việc" in page
    assert buttons(page) == 0


def test_open_assessment_has_the_one_button(see, unit):
    assessment = open_assessment(unit)
    page = see()
    assert "Đang diễn ra" in page
    assert "còn 3 lượt thi" in page
    assert f'href="/a/{assessment.code}">Vào thi' in page


def test_running_attempt_comes_first(see, unit, member):
    open_assessment(unit, closes_at=clock.now() + timedelta(minutes=5))
    begun = open_assessment(unit)
    attempt = attempts.start(begun.code, member, "phone", clock.now()).attempt
    page = see()
    assert f'href="/attempts/{attempt.id}">Tiếp tục làm bài' in page
    assert buttons(page) == 1
    assert "Cũng đang diễn ra" in page


def test_attempt_with_more_time_goes_on_after_the_closing(see, unit, member):
    begun = open_assessment(unit)
    attempt = attempts.start(begun.code, member, "phone", clock.now()).attempt
    begun.closes_at = clock.now() - timedelta(seconds=1)
    db.session.commit()
    page = see()
    assert f'href="/attempts/{attempt.id}">Tiếp tục làm bài' in page
    assert "Đã kết thúc" not in page


def test_own_result_is_shown(see, unit, member):
    sit(open_assessment(unit), member, clock.now(), wrong=1)
    assert "Kết quả của bạn: 3 / 4" in see()


def test_reason_stands_where_the_button_would(client, unit):
    open_assessment(unit)
    exempt = make_member(unit=unit, status="exempt")
    page = sign_in(client, exempt).get("/").get_data(as_text=True)
    assert "Bạn được miễn công tác và sinh hoạt" in page
    assert "Vào thi" not in page
    assert buttons(page) == 0


def test_exam_to_come_is_among_what_is_due_and_a_round_is_not(see, unit):
    soon = {"opens_at": clock.now() + DAY, "closes_at": clock.now() + 2 * DAY}
    open_assessment(unit, title="Thi cuối khóa", kind="exam", **soon)
    open_assessment(unit, title="Tuần 4", kind="round", **soon)
    page = see()
    assert page.index("Cần hoàn thành") < page.index("Thi cuối khóa") < page.index("Sắp diễn ra") < page.index("Tuần 4")


def test_course_resumes_at_the_lesson_where_one_stopped(see, unit, member):
    course = make_course(unit, text_lesson("Một"), text_lesson("Hai"), text_lesson("Ba"), deadline=clock.now() + DAY)
    enrol(course, member)
    one, two, three = lessons_of(course)
    assert f'href="/courses/{course.code}/lessons/{one.id}">Bắt đầu học' in see()
    read(course, member, one, clock.now())
    assert f'href="/courses/{course.code}/lessons/{two.id}">Học tiếp' in see()
    read(course, member, three, clock.now(), percent=40, furthest=40)
    page = see()
    assert f'href="/courses/{course.code}/lessons/{three.id}">Học tiếp' in page
    assert "học tiếp từ “Ba”" in page


def test_completed_course_is_gone(see, unit, member):
    course = make_course(unit, text_lesson())
    enrol(course, member)
    read(course, member, lessons_of(course)[0], clock.now())
    assert course.title not in see()


def test_late_course_says_so_and_leaves_the_button_to_what_can_be_in_time(see, unit, member):
    late = make_course(unit, title="Khóa muộn", deadline=clock.now() + DAY)
    enrol(late, member)
    late.deadline = clock.now() - DAY
    db.session.commit()
    assessment = open_assessment(unit)
    page = see()
    assert f'href="/a/{assessment.code}">Vào thi' in page
    assert "Quá hạn từ" in page


def test_wave_leads_to_its_first_document_not_read(see, unit, member):
    now = clock.now()
    read_one, unread = document_of(unit, "57-NQ/TW"), document_of(unit, "59-NQ/TW")
    wave = make_wave(unit, [read_one, unread], starts_at=now - DAY, deadline=now + DAY, now=now)
    position = {"member_id": member.id, "revision": 1, "read_at": now}
    db.session.add(ReadingPosition(document_id=read_one.id, percent=100, **position))
    db.session.commit()
    page = see()
    assert wave.title in page
    assert "Đã đọc 1 / 2 văn bản" in page
    assert f'href="/documents/{unread.id}">Đọc văn bản' in page


def test_wave_whose_documents_are_read_says_what_is_missing_and_asks_for_no_tap(see, unit, member):
    now, document = clock.now(), document_of(unit, "57-NQ/TW")
    make_wave(unit, [document], starts_at=now - DAY, deadline=now + DAY, now=now)
    db.session.add(ReadingPosition(member_id=member.id, document_id=document.id, percent=100, revision=1, read_at=now))
    db.session.commit()
    page = see()
    assert "Hãy dự buổi học hoặc học trực tuyến" in page
    assert f'href="/documents/{document.id}">Đọc' not in page


def test_document_that_is_due_by_a_session_alone_is_named_once(see, unit):
    now, document = clock.now(), document_of(unit, "57-NQ/TW", title="Về chuyển đổi số")
    make_session(unit, [document], starts_at=now - 3 * DAY, ends_at=now - 2 * DAY, deadline=now + DAY, now=now)
    open_assessment(unit)
    page = see()
    assert "Văn bản · chưa đọc" in page
    assert page.count("57\N{NON-BREAKING HYPHEN}NQ") == 1


def test_wave_is_not_due_for_who_is_left_out_of_it(client, unit):
    now, suspended = clock.now(), make_member(unit=unit, status="suspended")
    wave = make_wave(unit, [document_of(unit, "57-NQ/TW")], starts_at=now - DAY, deadline=now + DAY, now=now)
    assert wave.title not in sign_in(client, suspended).get("/").get_data(as_text=True)


def test_session_to_come_is_due_and_one_that_runs_has_the_button(see, unit):
    now, document = clock.now(), document_of(unit, "57-NQ/TW")
    soon = make_session(unit, [document], title="Sắp tới", starts_at=now + DAY, now=now)
    page = see()
    assert page.index("Cần hoàn thành") < page.index(f'href="/study/sessions/{soon.code}"')
    runs = make_session(unit, [document], title="Đang họp", starts_at=now - timedelta(hours=1), now=now)
    assert f'href="/study/sessions/{runs.code}">Mở buổi học' in see()


def test_session_that_one_was_noted_at_is_gone(see, unit, member):
    now = clock.now()
    session = make_session(unit, [document_of(unit, "57-NQ/TW")], starts_at=now - timedelta(hours=1), now=now)
    note(session, member, now=now)
    assert session.title not in see()


def test_make_up_session_is_for_those_who_have_something_to_make_up(see, unit, member):
    now, document = clock.now(), document_of(unit, "57-NQ/TW")
    make_up = make_session(
        make_unit("Nơi khác"), [document], kind="make_up", starts_at=now + DAY, now=now, audience=[unit]
    )
    assert make_up.title not in see()
    make_wave(unit, [document], starts_at=now - DAY, deadline=now + DAY, now=now)
    assert make_up.title in see()


def test_new_is_what_was_not_opened_yet(see, client, unit):
    now, author = clock.now(), make_member(unit=unit)
    announcement = announcements.publish("Lịch tuần", "Nội dung", unit, "all", author, now)
    fresh = document_of(unit, "59-NQ/TW", published_at=now)
    old = document_of(unit, "1-NQ/TW", published_at=now - 100 * DAY)
    page = see()
    assert page.index("Mới") < page.index("Lịch tuần")
    assert f'href="/documents/{fresh.id}"' in page
    assert f'href="/documents/{old.id}"' not in page
    client.get(f"/announcements/{announcement.id}")
    assert "Lịch tuần" not in see()


def test_what_is_due_comes_before_what_runs_and_what_runs_before_what_is_new(see, unit, member):
    now = clock.now()
    course = make_course(unit, title="Khóa học này", deadline=now + 9 * DAY)
    enrol(course, member)
    open_assessment(unit, title="Tuần một")
    open_assessment(unit, title="Tuần hai", closes_at=now + timedelta(hours=2))
    announcements.publish("Thông báo này", "Nội dung", unit, "all", make_member(unit=unit), now)
    page = see()
    assert page.index("Tuần một") < page.index("Khóa học này") < page.index("Tuần hai") < page.index("Thông báo này")
    assert buttons(page) == 1


def test_practice_has_the_button_where_nothing_else_waits(see, unit, member):
    db.session.add(_portion(member, done=False))
    db.session.commit()
    assert 'href="/practice">Luyện tập' in see()


def test_practice_that_is_done_is_praised(see, unit, member):
    db.session.add(_portion(member, done=True))
    db.session.commit()
    page = see()
    assert "Hôm nay: đúng 4 " in page
    assert buttons(page) == 0


def _portion(member, done):
    now = clock.now()
    paper = [[number, "ab", 1] for number in range(5)]
    fields = {"paper": paper, "answers": {}, "right": 4 if done else 0, "done_at": now if done else None}
    return PracticeDay(member_id=member.id, day=local_day(now), drawn_at=now, **fields)


def _one_of_everything(unit, member, number):
    now = clock.now()
    open_assessment(unit)
    open_assessment(unit, kind="exam", opens_at=now + DAY, closes_at=now + 2 * DAY)
    attempts.start(open_assessment(unit).code, member, "phone", now)
    sit(open_assessment(unit), member, now)
    course = make_course(unit, text_lesson(), text_lesson(), deadline=now + DAY)
    enrol(course, member)
    read(course, member, lessons_of(course)[0], now)
    document = document_of(unit, f"{number}-NQ/TW", published_at=now)
    make_wave(unit, [document, document_of(unit, f"{number}-CT/TW")], starts_at=now - DAY, deadline=now + DAY, now=now)
    make_session(unit, [document], starts_at=now + DAY, now=now)
    make_session(unit, [document], starts_at=now - timedelta(hours=1), now=now)
    announcements.publish(f"Tin {number}", "Nội dung", unit, "all", member, now)
    document_of(unit, f"{number}-KL/TW", published_at=now)
    grant(member, "leader", make_unit(f"Chi bộ {number}", parent=unit))


def test_page_costs_at_most_six_statements_with_one_and_with_three_of_everything(client, unit, member, statements):
    sign_in(client, member)
    db.session.add(_portion(member, done=False))
    db.session.commit()
    counts = []
    for numbers in ((1,), (2, 3)):
        for number in numbers:
            _one_of_everything(unit, member, number)
        statements.clear()
        assert client.get("/").status_code == 200
        counts.append(len(statements))
    assert counts[0] == counts[1] <= 6
