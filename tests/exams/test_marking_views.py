"""Pages of markers, of the release, of corrections and of requests to be marked again."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from flask import url_for

from quizapp import clock
from quizapp.accounts.models import AuditEntry
from quizapp.assessments.models import Assessment, Attempt, Result
from quizapp.assessments.services import attempts, submissions
from quizapp.courses.classes.models import Learner
from quizapp.exams import essay_queries
from quizapp.exams.models import Correction, CorrectionChange, Essay, EssayMark, Exam, Remarking
from quizapp.exams.services import corrections as correction_services
from quizapp.exams.services import essays, marking, release
from quizapp.extensions import db
from quizapp.units.models import Unit
from tests.accounts.forms import post_form
from tests.assessments.factories import make_bank, make_question, right_answers, ticket_of
from tests.assessments.test_corrections import answer_with
from tests.conftest import NOW
from tests.exams.factories import (
    add_instructor,
    add_learner,
    make_class,
    make_essay_exam,
    make_exam,
    write,
)
from tests.factories import make_member, make_unit, sign_in

AFTER = NOW + timedelta(hours=2)
TEXT = "Mỗi buổi sáng tôi đến cơ quan sớm mười phút để mở cửa, pha trà và đọc lại những việc cần làm trong ngày hôm đó."


@pytest.fixture
def course_class(app):
    made = make_class(make_unit("Trung tâm Chính trị thành phố Mẫu"))
    for name in ("Lê Văn Kín", "Phạm Thị Ẩn"):
        add_learner(made, make_member(name, unit=make_unit("Chi bộ Vô Danh", parent=made.unit)))
    return made


def learners_of(course_class):
    rows = db.session.query(Learner).filter_by(class_id=course_class.id).order_by(Learner.number)
    return [row.member for row in rows]


def make_written(course_class, texts=(TEXT, f"Thưa thầy cô. {TEXT}"), **fields):
    exam = make_essay_exam(course_class, **fields)
    for member, text in zip(learners_of(course_class), texts, strict=False):
        write(exam, member, text)
    essays.collect_if_over(exam, AFTER)
    return exam


def codes_of(exam):
    rows = db.session.query(Essay.code).filter_by(exam_id=exam.id).order_by(Essay.attempt_id)
    return [code for (code,) in rows]


def text_of(answer):
    return " ".join(answer.get_data(as_text=True).split())


def settle_all(course_class, exam, points=3):
    for _ in range(2):
        marker = add_instructor(course_class, "marker")
        for code in codes_of(exam):
            marking.save_mark(exam, code, marker, [points], "", 0, AFTER, finish=True)


def test_a_marker_goes_through_the_queue(client, course_class):
    exam = make_written(course_class)
    marker = sign_in(client, add_instructor(course_class, "marker"))
    base = f"/exams/{exam.assessment.code}"
    page = text_of(marker.get(f"{base}/marking"))
    first, second = sorted(codes_of(exam))
    assert f"Chấm bài {first}" in page
    assert "0 / 2" in page
    data = {"points-0": "3,25", "comment": "Tốt", "revision": "0", "action": "finish"}
    answer = post_form(marker, f"{base}/essays/{first}/mark", data, page=f"{base}/essays/{first}")
    assert answer.headers["Location"] == f"{base}/essays/{second}"
    answer = post_form(marker, f"{base}/essays/{second}/mark", data, page=f"{base}/essays/{second}")
    assert answer.headers["Location"] == f"{base}/marking"
    stored = db.session.query(EssayMark.points, EssayMark.comment, EssayMark.turn)
    assert list(map(tuple, stored)) == [([3.25], "Tốt", 1)] * 2
    assert "2 / 2" in text_of(marker.get(f"{base}/marking"))


def test_nobody_is_known_through_the_anonymous_code(client, course_class):
    exam = make_written(course_class)
    marker = sign_in(client, add_instructor(course_class, "marker"))
    base, (one, other) = f"/exams/{exam.assessment.code}", codes_of(exam)
    paths = [f"{base}/marking", f"{base}/essays/{one}", f"{base}/essays/{one}/likeness/{other}"]
    seen = "".join(marker.get(path).get_data(as_text=True) for path in paths)
    secrets = [member.name for member in learners_of(course_class)]
    secrets += [member.code for member in learners_of(course_class)]
    secrets += [unit.name for unit in db.session.query(Unit) if unit.name == "Chi bộ Vô Danh"]
    secrets += [attempt.receipt for attempt in db.session.query(Attempt)]
    secrets += [f"{attempt.submitted_at:%H:%M}" for attempt in db.session.query(Attempt)]
    assert [secret for secret in secrets if secret in seen] == []
    assert not re.search(r"/attempts/|member|data-id", seen)
    data = {"points-0": "3", "revision": "0", "action": "finish"}
    post_form(marker, f"{base}/essays/{one}/mark", data, page=f"{base}/essays/{one}")
    noted = [(entry.object_id, str(entry.detail)) for entry in db.session.query(AuditEntry)]
    assert not [text for entry in noted for text in entry if one in text]


def test_no_page_of_the_exam_tells_a_marker_a_name(client, course_class):
    exam = make_written(course_class)
    marker = sign_in(client, add_instructor(course_class, "marker"))
    one, other = codes_of(exam)
    attempt = db.session.query(Attempt).first()
    learner = learners_of(course_class)[0]
    given = {"code": exam.assessment.code, "essay_code": one, "other_code": other, "turn": 1, "name": "mark-sheet.xlsx"}
    given |= {"member_id": learner.id, "attempt_id": attempt.id, "class_code": course_class.code}
    names = [member.name.encode() for member in learners_of(course_class)]
    names += [member.code.encode() for member in learners_of(course_class)]
    opened = []
    for rule in client.application.url_map.iter_rules():
        if rule.endpoint.split(".")[0] not in ("exams", "classes", "assessments") or "GET" not in rule.methods:
            continue
        if not rule.arguments <= set(given):
            continue
        values = {name: given[name] for name in rule.arguments}
        if rule.endpoint.startswith("classes."):
            values |= dict.fromkeys(rule.arguments & {"code"}, course_class.code)
        with client.application.test_request_context():
            path = url_for(rule.endpoint, **values)
        answer = marker.get(path)
        assert answer.status_code < 500, path
        if answer.status_code == 200:
            opened.append(rule.endpoint)
            assert [name for name in names if name in answer.data] == [], path
    assert {"exams.show_queue", "exams.show_essay", "exams.show_likeness"} <= set(opened)


def test_the_release_page_names_markers_who_have_not_begun(client, course_class):
    exam = make_written(course_class)
    for name, done in (("Đỗ Thị Chấm", 2), ("Bùi Văn Chờ", 0)):
        marker = add_instructor(course_class, "marker", make_member(name, unit=course_class.unit))
        for code in codes_of(exam)[:done]:
            marking.save_mark(exam, code, marker, [3], "", 0, AFTER, finish=True)
    add_instructor(course_class, "invigilator", make_member("Vũ Coi Thi", unit=course_class.unit))
    rows = [(row.name, row.finished, row.drafts) for row in essay_queries.list_markers(exam)]
    assert rows == [("Đỗ Thị Chấm", 2, 0), ("Bùi Văn Chờ", 0, 0)]
    manager = sign_in(client, add_instructor(course_class, "homeroom"))
    assert "Bùi Văn Chờ" in text_of(manager.get(f"/exams/{exam.assessment.code}/release"))


def test_codes_and_ids_do_not_follow_the_order_of_the_papers(app):
    course_class = make_class(learners=12)
    exam = make_written(course_class, texts=[f"{TEXT} {n}" for n in range(12)])
    by_attempt = [row for (row,) in db.session.query(Essay.id).filter_by(exam_id=exam.id).order_by(Essay.attempt_id)]
    assert by_attempt != sorted(by_attempt)
    assert codes_of(exam) != sorted(codes_of(exam))


def test_drafts_save_themselves_and_two_windows_are_told(client, course_class):
    exam = make_written(course_class)
    marker = sign_in(client, add_instructor(course_class, "marker"))
    path = f"/exams/{exam.assessment.code}/essays/{codes_of(exam)[0]}"
    page = marker.get(path)
    token = re.search(r'name="csrf_token" value="([^"]+)"', page.get_data(as_text=True))[1]
    data = {"points-0": "2", "comment": "", "revision": "0", "action": "draft", "csrf_token": token}
    headers = {"X-Requested-With": "fetch"}
    answer = marker.post(f"{path}/mark", data=data, headers=headers)
    assert answer.get_json() == {"revision": 1, "words": "Đã lưu bản nháp."}
    stale = marker.post(f"{path}/mark", data={**data, "points-0": "4"}, headers=headers)
    assert stale.status_code == 409
    shown = marker.post(f"{path}/mark", data={**data, "points-0": "4"})
    assert (shown.status_code, "vừa được lưu ở cửa sổ khác" in text_of(shown)) == (409, True)


def test_marks_out_of_range_stay_on_the_page_with_a_sentence(client, course_class):
    exam = make_written(course_class)
    marker = sign_in(client, add_instructor(course_class, "marker"))
    path = f"/exams/{exam.assessment.code}/essays/{codes_of(exam)[0]}"
    answer = post_form(marker, f"{path}/mark", {"points-0": "4,5", "action": "finish"}, page=path)
    page = text_of(answer)
    assert (answer.status_code, "Tiêu chí 1 được từ 0 đến 4 điểm." in page, 'value="4,5"' in page) == (422, True, True)


def test_markers_see_each_others_points_only_when_both_have_finished(client, course_class):
    exam = make_written(course_class)
    first, second = (add_instructor(course_class, "marker") for _ in range(2))
    code = codes_of(exam)[0]
    path = f"/exams/{exam.assessment.code}/essays/{code}"
    marking.save_mark(exam, code, first, [3.75], "Kín", 0, AFTER, finish=True)
    browser = sign_in(client, second)
    assert "3,75" not in text_of(browser.get(path))
    assert "Kín" not in text_of(browser.get(path))
    marking.save_mark(exam, code, second, [3.5], "", 0, AFTER, finish=True)
    assert "Điểm của hai người chấm" in text_of(browser.get(path))


def test_only_markers_of_the_class_reach_the_essays(client, course_class):
    exam = make_written(course_class)
    path = f"/exams/{exam.assessment.code}/marking"
    assert sign_in(client, make_member()).get(path).status_code == 404
    assert sign_in(client, learners_of(course_class)[0]).get(path).status_code == 404
    assert sign_in(client, add_instructor(course_class, "homeroom")).get(path).status_code == 403
    marker = sign_in(client, add_instructor(course_class, "marker"))
    assert marker.get(path).status_code == 200
    assert marker.get(f"/exams/{exam.assessment.code}/release").status_code == 403
    assert marker.get(f"/exams/{exam.assessment.code}/essays/XX-999").status_code == 404


def test_the_queue_costs_the_same_with_one_essay_and_with_three(client, app, statements):
    counts = []
    for learners in (1, 3):
        course_class = make_class(learners=learners)
        exam = make_written(course_class, texts=[f"{TEXT} {n}" for n in range(learners)])
        marker = sign_in(client, add_instructor(course_class, "marker"))
        marker.get(f"/exams/{exam.assessment.code}/marking")
        statements.clear()
        marker.get(f"/exams/{exam.assessment.code}/marking")
        counts.append(len(statements))
    assert counts[0] == counts[1]


def test_marks_are_released_in_one_step(client, course_class):
    exam = make_written(course_class)
    code = exam.assessment.code
    instructor = sign_in(client, add_instructor(course_class, "instructor"))
    page = f"/exams/{code}/release"
    assert "Còn 2 bài tự luận chưa chấm xong nên chưa công bố được điểm." in text_of(instructor.get(page))
    assert post_form(instructor, page, {}, page=page).status_code == 409
    settle_all(course_class, exam)
    assert post_form(instructor, page, {}, page=page).status_code == 303
    stored = db.session.query(Exam).one()
    assert stored.released_at == db.session.query(Assessment).one().results_published_at is not None
    assert post_form(instructor, page, {}, page=page).status_code == 303
    actions = [entry.action for entry in db.session.query(AuditEntry)]
    assert actions.count("exam.released") == 1


def test_learners_see_nothing_of_their_marks_before_the_release(client, course_class):
    exam = make_written(course_class)
    settle_all(course_class, exam)
    learner = learners_of(course_class)[0]
    browser = sign_in(client, learner)
    attempt = db.session.query(Attempt.id).filter_by(member_id=learner.id).scalar()
    paths = [f"/attempts/{attempt}", f"/a/{exam.assessment.code}", f"/exams/{exam.assessment.code}/remarking", "/"]
    assert not [path for path in paths if re.search(r"9 / 10|9/10", text_of(browser.get(path)))]
    told = browser.get(f"/api/v1/attempts/{attempt}").get_json()
    assert (told["score"], told["rank"], told["is_released"]) == (None, None, False)
    assert browser.get(f"/api/v1/assessments/{exam.assessment.code}/standings").status_code == 404
    release.release(exam, AFTER)
    assert "9 / 10" in text_of(browser.get(f"/attempts/{attempt}"))
    assert "Giỏi" not in (page := text_of(browser.get(paths[2])))
    assert "Xuất sắc" in page
    assert browser.get(f"/api/v1/attempts/{attempt}").get_json()["score"] == 9


def make_chosen(learners=1):
    """A closed exam of two choices in which everybody chose B for the first; (class, exam, first version)."""
    course_class = make_class(learners=learners)
    bank = make_bank(course_class.unit)
    first, second = make_question(bank), make_question(bank)
    exam = make_exam(course_class, bank, count=2)
    for member in learners_of(course_class):
        answer_with(exam.assessment, member, {first.id: {1}, second.id: {0}})
    return course_class, exam, first.id


def test_a_key_is_corrected_after_a_preview_of_who_changes(client, app):
    course_class, exam, version = make_chosen()
    release.release(exam, AFTER)
    instructor = sign_in(client, add_instructor(course_class, "instructor"))
    base = f"/exams/{exam.assessment.code}/corrections"
    form = f"{base}/{version}"
    data = {"kind": "key", "key": ["1"], "reason": "Phương án B mới đúng."}
    page = text_of(post_form(instructor, f"{form}/preview", data, page=form))
    assert "Đáp án mới: B" in page
    assert "Chấm lại 1 bài" in page
    assert "Không ai đổi điểm" not in page
    assert db.session.query(Result.score).scalar() == 1
    assert post_form(instructor, form, data, page=form).headers["Location"] == base
    kept = db.session.query(Correction).one()
    assert (kept.kind, kept.old_key, kept.new_key, kept.risen, kept.fallen) == ("key", [0], [1], 1, 0)
    change = db.session.query(CorrectionChange).one()
    assert (change.old_score, change.new_score, db.session.query(Result.score).scalar()) == (1, 2, 2)
    assert "Phương án B mới đúng." in text_of(instructor.get(base))
    learner = sign_in(client, learners_of(course_class)[0])
    notice = "Điểm của bạn đã được chấm lại: 5 → 10."
    assert notice in text_of(learner.get(f"/exams/{exam.assessment.code}/remarking"))
    attempt = db.session.query(Attempt.id).scalar()
    assert "Đáp án câu này đã được sửa sau khi thi" in text_of(learner.get(f"/attempts/{attempt}"))


def test_a_question_is_annulled_with_a_reason(client, app):
    course_class, exam, version = make_chosen()
    instructor = sign_in(client, add_instructor(course_class, "instructor"))
    form = f"/exams/{exam.assessment.code}/corrections/{version}"
    answer = post_form(instructor, f"{form}/preview", {"kind": "annulled", "reason": " "}, page=form)
    assert (answer.status_code, "Hãy ghi lý do" in text_of(answer)) == (422, True)
    post_form(instructor, form, {"kind": "annulled", "reason": "Câu hỏi chưa rõ."}, page=form)
    assert db.session.query(Result.score).scalar() == 2
    noted = [entry.action for entry in db.session.query(AuditEntry).order_by(AuditEntry.id)]
    assert noted == ["exam.correction_previewed", "exam.question_annulled"]


def test_a_key_is_not_changed_while_the_exam_runs(client, app):
    now = clock.now()
    times = {"opens_at": now - timedelta(hours=1), "closes_at": now + timedelta(hours=1)}
    course_class = make_class(learners=1)
    exam = make_essay_exam(course_class, **times)
    attempt = attempts.start(exam.assessment.code, learners_of(course_class)[0], "phone", now).attempt
    submissions.submit(ticket_of(attempt), 1, right_answers(attempt), None, now)
    version = db.session.query(Attempt).one().paper[0][0]
    instructor = sign_in(client, add_instructor(course_class, "instructor"))
    form = f"/exams/{exam.assessment.code}/corrections/{version}"
    answer = post_form(instructor, form, {"kind": "annulled", "reason": "Sai"}, page=form)
    assert (answer.status_code, "chưa kết thúc nên chưa sửa được đáp án" in text_of(answer)) == (409, True)


def test_the_key_is_told_to_nobody_who_may_not_see_keys_while_the_exam_runs(client, app):
    now = clock.now()
    course_class = make_class(learners=1)
    exam = make_essay_exam(course_class, opens_at=now - timedelta(hours=1), closes_at=now + timedelta(hours=1))
    attempt = attempts.start(exam.assessment.code, learners_of(course_class)[0], "phone", now).attempt
    submissions.submit(ticket_of(attempt), 1, right_answers(attempt), None, now)
    versions = [drawn[0] for drawn in db.session.query(Attempt).one().paper]
    instructor = sign_in(client, add_instructor(course_class, "instructor"))
    for version in versions:
        answer = instructor.get(f"/exams/{exam.assessment.code}/corrections/{version}")
        assert (answer.status_code, "checked" in text_of(answer)) == (409, False)


def test_many_attempts_are_corrected_by_a_job(client, app, monkeypatch):
    course_class, exam, version = make_chosen()
    monkeypatch.setattr(correction_services, "MOST_AT_ONCE", 0)
    instructor = sign_in(client, add_instructor(course_class, "instructor"))
    form = f"/exams/{exam.assessment.code}/corrections/{version}"
    answer = post_form(instructor, form, {"kind": "key", "key": ["1"], "reason": "B mới đúng."}, page=form)
    page = text_of(instructor.get(answer.headers["Location"]))
    assert "Đã chấm lại 1 bài: 1 tăng, 0 giảm." in page
    db.session.expire_all()
    assert db.session.query(Result.score).scalar() == 2


def test_corrections_are_for_those_who_manage_the_class(client, app):
    course_class, exam, version = make_chosen()
    paths = [
        f"/exams/{exam.assessment.code}/{page}" for page in ("corrections", f"corrections/{version}", "remarkings")
    ]
    stranger = sign_in(client, make_member())
    assert {stranger.get(path).status_code for path in paths} == {404}
    marker = sign_in(client, add_instructor(course_class, "marker"))
    assert {marker.get(path).status_code for path in paths} == {403}


def test_a_learner_asks_to_be_marked_again_and_reads_the_decision(client, course_class):
    exam = make_written(course_class)
    settle_all(course_class, exam)
    release.release(exam, clock.now())
    code, learner = exam.assessment.code, learners_of(course_class)[0]
    own = f"/exams/{code}/remarking"
    browser = sign_in(client, learner)
    assert "Nhận đơn đến" in text_of(browser.get(own))
    assert post_form(browser, own, {"text": ""}, page=own).status_code == 422
    assert post_form(browser, own, {"text": "Xin chấm lại câu tự luận."}, page=own).status_code == 303
    asked = db.session.query(Remarking).one()
    instructor = sign_in(client, add_instructor(course_class, "instructor"))
    listed = text_of(instructor.get(f"/exams/{code}/remarkings"))
    assert learner.name in listed
    assert "Còn 1 đơn chưa có kết luận." in listed
    page = f"/exams/{code}/remarkings/{asked.id}"
    assert post_form(instructor, f"{page}/marking", {}, page=page).status_code == 303
    refused = post_form(instructor, f"{page}/decision", {"decision": "Xong"}, page=page)
    assert (refused.status_code, "chưa chấm lại xong" in text_of(refused)) == (409, True)
    essay = db.session.query(Essay).filter_by(attempt_id=asked.attempt_id).one()
    marker = add_instructor(course_class, "marker")
    marking.save_mark(db.session.query(Exam).one(), essay.code, marker, [3.75], "", 0, AFTER, finish=True)
    assert db.session.query(Result.score).filter_by(member_id=learner.id).scalar() == 9
    assert post_form(instructor, f"{page}/decision", {"decision": "Cộng 0,75 điểm."}, page=page).status_code == 303
    db.session.expire_all()
    stored = db.session.query(Remarking).one()
    assert (stored.old_score, stored.new_score, stored.state) == (9, 9.75, "decided")
    told = text_of(sign_in(client, learner).get(own))
    assert "Cộng 0,75 điểm." in told
    assert "Điểm cũ 9, điểm mới 9,75." in told


def test_a_request_is_withdrawn_and_may_be_sent_anew(client, course_class):
    exam = make_written(course_class)
    settle_all(course_class, exam)
    release.release(exam, clock.now())
    own = f"/exams/{exam.assessment.code}/remarking"
    browser = sign_in(client, learners_of(course_class)[0])
    post_form(browser, own, {"text": "Xin chấm lại."}, page=own)
    again = post_form(browser, own, {"text": "Một đơn khác."}, page="/account")
    assert again.status_code == 409
    assert post_form(browser, f"{own}/withdrawal", {}, page=own).status_code == 303
    post_form(browser, own, {"text": "Xin chấm lại lần nữa."}, page=own)
    stored = db.session.query(Remarking).one()
    assert (stored.state, stored.text) == ("asked", "Xin chấm lại lần nữa.")


def test_after_the_deadline_no_request_is_taken(client, course_class):
    exam = make_written(course_class)
    settle_all(course_class, exam)
    release.release(exam, clock.now())
    exam = db.session.query(Exam).one()
    exam.released_at = clock.now() - timedelta(days=10)
    db.session.commit()
    own = f"/exams/{exam.assessment.code}/remarking"
    browser = sign_in(client, learners_of(course_class)[0])
    assert "Đã hết hạn gửi đơn phúc khảo." in text_of(browser.get(own))
    assert post_form(browser, own, {"text": "Xin chấm lại."}, page="/account").status_code == 409
    assert sign_in(client, make_member()).get(own).status_code == 404
