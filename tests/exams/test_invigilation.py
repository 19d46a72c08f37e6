"""The invigilation board: who may see it, what it shows and costs, and everything that is done on it."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from quizapp import clock
from quizapp.accounts.models import AuditEntry
from quizapp.assessments.models import Attempt
from quizapp.assessments.services import attempts, holds, saves, submissions
from quizapp.exams.models import Candidate, Incident
from quizapp.exams.services import invigilation
from quizapp.extensions import db
from tests.assessments.factories import ticket_of
from tests.exams.factories import add_instructor, make_class, make_exam
from tests.factories import make_member, sign_in


@pytest.fixture
def course_class(app):
    return make_class(learners=3)


@pytest.fixture
def exam(course_class):
    return open_exam(course_class)


def open_exam(course_class, **fields):
    """Open around the real clock, which requests ask."""
    now = clock.now()
    times = {"opens_at": now - timedelta(hours=1), "closes_at": now + timedelta(hours=3), "minutes": 45}
    return make_exam(course_class, **times | fields)


@pytest.fixture
def invigilator(course_class):
    return add_instructor(course_class, "invigilator")


@pytest.fixture
def browser(client, invigilator):
    return sign_in(client, invigilator)


def learners(exam):
    query = select(Candidate).where(Candidate.exam_id == exam.id).order_by(Candidate.number)
    return [candidate.member for candidate in db.session.scalars(query)]


def begin(exam, member, answers=0):
    attempt = attempts.start(exam.assessment.code, member, "phone", clock.now()).attempt
    if answers:
        given = {str(number): ["a"] for number in range(1, answers + 1)} | {"4": [], "3": ""}
        saves.save_answers(ticket_of(attempt), 1, given, clock.now(), signs={"left_page": 2})
    return attempt.id


def url(exam, *parts):
    return "/".join((f"/exams/{exam.assessment.code}/invigilation", *map(str, parts)))


def post(browser, address, **form):
    page = browser.get("/account").text
    token = re.search(r'name="csrf_token" value="([^"]+)"', page)[1]
    return browser.post(address, data={"csrf_token": token, **form}, follow_redirects=True)


def stored(attempt_id):
    db.session.expire_all()
    return db.session.get(Attempt, attempt_id)


def incidents():
    db.session.expire_all()
    return [(one.kind, one.member_id, one.minutes, one.text) for one in db.session.scalars(select(Incident))]


@pytest.mark.parametrize("page", [(), ("state",)])
def test_board_is_for_those_who_invigilate(client, exam, course_class, page):
    code = exam.assessment.code
    address = "/".join((f"/exams/{code}/invigilation", *page))
    assert client.get(address).status_code in (302, 303, 401)
    assert sign_in(client, learners(exam)[0]).get(address).status_code == 404
    assert sign_in(client, make_member()).get(address).status_code == 404
    assert sign_in(client, add_instructor(course_class, "marker")).get(address).status_code == 403
    assert sign_in(client, add_instructor(course_class, "invigilator")).get(address).status_code == 200
    assert client.get(address.replace(code, "khong-co")).status_code == 404


def test_board_shows_where_everybody_stands_and_opening_it_is_noted(browser, exam):
    one, two, _three = learners(exam)
    begin(exam, one, answers=2)
    submissions.submit(ticket_of(stored(begin(exam, two))), 1, {}, None, clock.now())
    page = browser.get(url(exam)).text
    assert re.findall(r'data-state="(\w+)"', page) == ["working", "submitted", "absent"]
    assert re.findall(r"data-answered>([^<]*)<", page) == ["2/4", "0/4", "–"]
    assert "Rời trang 2 lần" in page
    hidden = re.findall(r"<tr[^>]* hidden>", browser.get(url(exam) + "?show=working").text)
    assert len(hidden) == 2
    browser.get(url(exam, "state"))
    looked = select(AuditEntry.action).where(AuditEntry.action == "exam.invigilated")
    assert len(db.session.scalars(looked).all()) == 2


def test_refresh_sends_states_and_numbers_but_no_names(browser, exam):
    one, two, three = learners(exam)
    deadline = int(stored(begin(exam, one, answers=2)).deadline.timestamp() * 1000)
    answer = browser.get(url(exam, "state"))
    nothing = ["absent", 0, 0, 0, 0, 0, 0, 0, 0]
    assert answer.json["candidates"] == {
        str(one.id): ["working", 2, 4, deadline, 0, 2, 0, 0, 0], str(two.id): nothing, str(three.id): nothing
    }  # fmt: skip
    assert answer.json["counts"] == {"all": 3, "absent": 2, "working": 1, "silent": 0, "submitted": 0}
    assert one.name not in answer.text


def test_refresh_sends_the_log_only_when_it_has_grown(browser, exam, invigilator):
    def refreshed(seen):
        answer = browser.get(url(exam, "state"), query_string={"incident": seen}).json
        return answer.get("incident"), "Xin giấy nháp" in answer.get("incidents", "")

    assert 'data-incident="0"' in browser.get(url(exam)).text
    assert refreshed(0) == (None, False)
    invigilation.write_note(exam, "Xin giấy nháp", None, invigilator, clock.now())
    latest = db.session.scalar(select(Incident.id))
    assert refreshed(0) == (latest, True)
    assert refreshed(latest) == (None, False)
    assert f'data-incident="{latest}"' in browser.get(url(exam)).text


def test_the_board_says_in_words_how_long_somebody_is_silent(browser, exam):
    attempt = stored(begin(exam, learners(exam)[0], answers=1))
    attempt.saved_at = clock.now() - timedelta(minutes=4, seconds=5)
    db.session.commit()
    assert re.search(r"data-badge>Im lặng 4 phút<", browser.get(url(exam)).text)


@pytest.mark.parametrize("page", [(), ("state",)])
def test_board_costs_the_same_for_one_and_for_three(browser, invigilator, statements, page):
    counts = []
    for size in (1, 3):
        course_class = make_class(learners=size)
        add_instructor(course_class, "invigilator", invigilator)
        exam = open_exam(course_class)
        for member in learners(exam):
            begin(exam, member, answers=1)
            invigilation.write_note(exam, "Xin giấy nháp", member.id, invigilator, clock.now())
        statements.clear()
        assert browser.get(url(exam, *page)).status_code == 200
        counts.append(len(statements))
    assert counts[0] == counts[1]


def test_candidate_waits_until_an_invigilator_confirms(browser, course_class, invigilator):
    exam = open_exam(course_class, needs_identity_check=True)
    member = learners(exam)[0]
    browser.get(url(exam))
    assert browser.get(url(exam, "state")).json["candidates"][str(member.id)][0] == "waiting"
    assert post(browser, url(exam, member.id, "identity") + "?show=absent").status_code == 200
    post(browser, url(exam, member.id, "identity"))
    browser.get(url(exam))
    assert browser.get(url(exam, "state")).json["candidates"][str(member.id)][0] == "absent"
    begin(exam, member)
    assert incidents() == [("identity", member.id, None, "")]
    candidate = db.session.get(Candidate, (exam.id, member.id))
    assert (candidate.confirmed_by_id, candidate.confirmed_at is not None) == (invigilator.id, True)


def test_one_is_given_more_time_once_for_the_deadline_that_was_seen(browser, exam):
    member = learners(exam)[0]
    attempt = begin(exam, member)
    seen = stored(attempt).deadline
    form = {"minutes": "5", "deadline": seen.isoformat()}
    assert "Đã thêm giờ" in post(browser, url(exam, member.id, "extension"), **form).text
    assert "Hạn nộp vừa được đổi" in post(browser, url(exam, member.id, "extension"), **form).text
    assert stored(attempt).deadline == seen + timedelta(minutes=5)
    assert incidents() == [("extended", member.id, 5, "")]


@pytest.mark.parametrize("minutes", ["", "0", "-5", "năm", "181", "99999"])
def test_odd_minutes_have_a_sentence_and_change_nothing(browser, exam, minutes):
    member = learners(exam)[0]
    attempt = begin(exam, member)
    seen = stored(attempt).deadline
    form = {"minutes": minutes, "deadline": seen.isoformat()}
    answer = post(browser, url(exam, member.id, "extension"), **form)
    assert (answer.status_code, "Số phút phải" in answer.text) == (200, True)
    assert stored(attempt).deadline == seen


def test_nobody_is_given_more_time_after_the_end(browser, exam):
    member = learners(exam)[0]
    attempt = stored(begin(exam, member))
    submissions.submit(ticket_of(attempt), 1, {}, None, clock.now())
    form = {"minutes": "5", "deadline": attempt.deadline.isoformat()}
    assert (
        "Bài này đã kết thúc nên không thêm giờ được" in post(browser, url(exam, member.id, "extension"), **form).text
    )
    seen = re.search(r'name="seen" value="([^"]+)"', browser.get(url(exam)).text)[1]
    assert "Không có ai đang làm bài" in post(browser, url(exam, "extension"), minutes="5", seen=seen).text
    assert incidents() == []


def test_all_are_given_more_time_once(browser, exam):
    working = [begin(exam, member) for member in learners(exam)[:2]]
    before = [stored(attempt).deadline for attempt in working]
    seen = re.search(r'name="seen" value="([^"]+)"', browser.get(url(exam)).text)[1]
    assert "cho 2 thí sinh" in post(browser, url(exam, "extension"), minutes="10", seen=seen).text
    assert "Vừa có người thêm giờ" in post(browser, url(exam, "extension"), minutes="10", seen=seen).text
    assert [stored(attempt).deadline for attempt in working] == [at + timedelta(minutes=10) for at in before]
    assert incidents() == [("extended", None, 10, "2")]
    assert "Trang đã cũ" in post(browser, url(exam, "extension"), minutes="10", seen="hôm qua").text


def test_paper_is_stopped_reopened_and_annulled_with_its_reason(browser, exam, invigilator):
    member = learners(exam)[0]
    attempt = begin(exam, member, answers=2)
    assert "Đã dừng bài" in post(browser, url(exam, member.id, "stop"), reason="Trao đổi bài").text
    assert "không dừng được" in post(browser, url(exam, member.id, "stop")).text
    assert (stored(attempt).state, stored(attempt).submitted_by) == ("submitted", "organiser")
    assert "Đã mở lại bài" in post(browser, url(exam, member.id, "reopening"), minutes="").text
    assert stored(attempt).state == "running"
    assert "Hãy ghi lý do" in post(browser, url(exam, member.id, "annulment"), reason=" ").text
    assert "Đã hủy bài" in post(browser, url(exam, member.id, "annulment"), reason="Thi hộ").text
    assert stored(attempt).state == "annulled"
    assert incidents() == [
        ("stopped", member.id, None, "Trao đổi bài"), ("reopened", member.id, None, ""),
        ("annulled", member.id, None, "Thi hộ"),
    ]  # fmt: skip
    actions = set(db.session.scalars(select(AuditEntry.action).where(AuditEntry.actor_id == invigilator.id)))
    assert {"incident.stopped", "incident.reopened", "incident.annulled"} <= actions
    assert "Kết quả lượt thi này đã bị hủy" in sign_in(browser, member).get(f"/attempts/{attempt}").text


def test_marks_that_are_released_are_not_touched(browser, exam):
    member = learners(exam)[0]
    attempt = begin(exam, member)
    submissions.submit(ticket_of(stored(attempt)), 1, {}, None, clock.now())
    exam.released_at = clock.now()
    db.session.commit()
    for action, form in (("reopening", {"minutes": "5"}), ("annulment", {"reason": "Thi hộ"})):
        assert "Điểm đã công bố" in post(browser, url(exam, member.id, action), **form).text
    assert (stored(attempt).state, incidents()) == ("submitted", [])


def test_notes_are_kept_with_time_and_person(browser, exam, invigilator):
    member = learners(exam)[0]
    assert "Hãy ghi nội dung" in post(browser, url(exam, "incidents"), text="").text
    post(browser, url(exam, "incidents"), text="Mất điện <b>5</b> phút")
    post(browser, url(exam, "incidents"), text="Xin ra ngoài", member=member.id)
    assert incidents() == [("note", None, None, "Mất điện <b>5</b> phút"), ("note", member.id, None, "Xin ra ngoài")]
    page = browser.get(url(exam)).text
    assert ("Mất điện &lt;b&gt;5&lt;/b&gt; phút" in page, invigilator.name in page) == (True, True)
    assert "Mất điện" not in browser.get(url(exam, member.id)).text


def test_somebody_of_another_exam_is_not_found(browser, exam):
    stranger = learners(open_exam(make_class(learners=1)))[0]
    assert browser.get(url(exam, stranger.id)).status_code == 404
    for action in ("identity", "extension", "reopening", "stop", "annulment"):
        assert post(browser, url(exam, stranger.id, action), minutes="5").status_code == 404
    assert post(browser, url(exam, "incidents"), text="x", member=stranger.id).status_code == 404


def test_those_without_a_paper_have_nothing_to_be_stopped(browser, exam):
    member = learners(exam)[0]
    assert "chưa vào thi" in post(browser, url(exam, member.id, "stop")).text
    assert browser.get(url(exam, member.id)).status_code == 200


def test_hold_spares_those_who_are_confirmed(course_class, invigilator):
    exam = open_exam(course_class, needs_identity_check=True)
    one = db.session.get(Candidate, (exam.id, learners(exam)[0].id))
    invigilation.hold_unconfirmed(exam)
    assert invigilation.confirm_identity(exam, one, invigilator, clock.now()) is True
    assert invigilation.confirm_identity(exam, one, invigilator, clock.now()) is False
    invigilation.hold_unconfirmed(exam)
    assert holds.release(exam.assessment, one.member, clock.now()) is False
