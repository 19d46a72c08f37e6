"""The pages of classes and of setting an exam."""

from __future__ import annotations

import io
import re
from datetime import timedelta

import pytest

from quizapp import clock
from quizapp.accounts.models import AuditEntry
from quizapp.courses.classes import queries as class_queries
from quizapp.courses.classes.models import CourseClass
from quizapp.exams import queries
from quizapp.exams.candidate_queries import list_candidates
from quizapp.exams.models import Candidate
from quizapp.exams.services import exams, publishing
from quizapp.exams.settings import ExamSettings
from quizapp.extensions import db
from quizapp.local_times import to_local
from tests.accounts.forms import post_form
from tests.assessments.factories import make_bank, make_question
from tests.exams.factories import add_instructor, add_learner, make_class
from tests.factories import grant, make_member, make_unit, sign_in

# Requests read the real clock.
NOW = clock.now().replace(second=0, microsecond=0)
HOUR = timedelta(hours=1)


@pytest.fixture
def course_class(app):
    return make_class(code="k3", learners=2)


@pytest.fixture
def bank(course_class):
    bank = make_bank(course_class.unit, code="NQ57", questions=6)
    make_question(bank, kind="essay", options=0, right=())
    return bank


@pytest.fixture
def browser(client, course_class):
    teacher = add_instructor(course_class, "instructor", make_member("Giảng Viên Mẫu", unit=course_class.unit))
    grant(teacher, "instructor", course_class.unit)
    return sign_in(client, teacher)


@pytest.fixture
def exam(course_class, bank):
    settings = ExamSettings("Thi cuối khóa", NOW + HOUR, NOW + 3 * HOUR, 45, access_code="KT4829")
    made = exams.create_exam(course_class, settings, code="k3-thi", now=NOW)
    made.assessment.matrix = [{"bank": "NQ57", "topic": None, "level": None, "count": 3, "points": 1}]
    db.session.commit()
    return made


def text_of(answer):
    return " ".join(answer.get_data(as_text=True).split())


def local(moment):
    return to_local(moment).strftime("%Y-%m-%dT%H:%M")


CLASS_PAGES = ["", "/learners", "/learners/import", "/instructors", "/sessions", "/settings", "/exams", "/new-exam"]
EXAM_PAGES = [
    "",
    "/information",
    "/matrix",
    "/rules",
    "/marking-rules",
    "/publication",
    "/candidates",
    "/sample",
    "/rehearsal",
]


def test_every_page_opens_for_those_who_work_with_the_class(browser, exam):
    pages = ["/classes", "/new-class", "/exams"]
    pages += [f"/classes/k3{page}" for page in CLASS_PAGES] + [f"/exams/k3-thi{page}" for page in EXAM_PAGES]
    assert {page: browser.get(page).status_code for page in pages} == dict.fromkeys(pages, 200)


def test_no_page_opens_for_instructors_of_other_classes(client, exam):
    stranger = make_member()
    grant(stranger, "instructor", exam.course_class.unit)
    sign_in(client, stranger)
    pages = [f"/classes/k3{page}" for page in CLASS_PAGES] + [f"/exams/k3-thi{page}" for page in EXAM_PAGES]
    assert {page: client.get(page).status_code for page in pages} == dict.fromkeys(pages, 404)
    assert "Lớp bồi dưỡng" not in text_of(client.get("/classes"))


def test_markers_see_no_names(client, exam):
    sign_in(client, add_instructor(exam.course_class, "marker"))
    for page in ("/classes/k3/learners", "/exams/k3-thi/candidates", "/exams/k3-thi/matrix", "/classes/k3/sessions"):
        assert client.get(page).status_code == 403


def test_learners_have_nothing_to_do_with_the_desk(client, exam):
    sign_in(client, class_queries.list_learners(exam.course_class)[0].member)
    assert client.get("/exams/k3-thi").status_code == 404
    assert client.get("/new-class").status_code == 403


@pytest.mark.parametrize("path", ["/classes/k3", "/exams/k3-thi/candidates", "/classes/k3/sessions"])
def test_longer_lists_cost_no_more_statements(browser, exam, statements, path):
    counts = []
    for _ in range(2):
        browser.get(path)
        statements.clear()
        browser.get(path)
        counts.append(len(statements))
        for _ in range(3):
            add_learner(db.session.merge(exam.course_class), make_member(unit=make_unit("Chi bộ khác")))
    assert counts[0] == counts[1]


def test_a_class_is_opened_and_filled_by_codes(browser, course_class):
    fields = {
        "title": "Sơ cấp lý luận, khóa 9",
        "starts_on": "2026-11-02",
        "ends_on": "2026-11-30",
        "attendance_minimum": "75",
        "unit": str(course_class.unit_id),
    }
    opened = post_form(browser, "/new-class", fields)
    assert (opened.status_code, opened.location) == (303, "/classes/so-cap-ly-luan-khoa-9")
    make_member("Phạm Thị Mẫu", code="a1", unit=course_class.unit)
    path = "/classes/so-cap-ly-luan-khoa-9/learners"
    refused = post_form(browser, path, {"codes": "a1, b9"})
    assert refused.status_code == 422
    assert "Trong đảng bộ của lớp không có thành viên mã số: b9. Chưa thêm ai." in text_of(refused)
    assert post_form(browser, path, {"codes": "a1"}).status_code == 303
    assert "Phạm Thị Mẫu" in text_of(browser.get("/classes/so-cap-ly-luan-khoa-9"))
    wrong = post_form(browser, "/new-class", fields | {"ends_on": "2026-11-01"})
    assert "Ngày bế giảng không được trước ngày khai giảng." in text_of(wrong)


def test_a_whole_unit_is_added(browser, course_class):
    make_member(unit=course_class.unit)
    path = "/classes/k3/unit-learners"
    assert post_form(browser, path, {"unit": course_class.unit_id}, page="/classes/k3/learners").status_code == 303
    assert len(class_queries.list_learners(course_class)) == 4


def test_a_list_is_previewed_before_it_is_stored(browser, course_class):
    make_member("Phạm Thị Mẫu", code="a1", unit=course_class.unit)
    page = "/classes/k3/learners/import"
    file = (io.BytesIO("Họ và tên,Mã số\nPhạm Thị Mẫu,a1\nNgười Lạ,b9\n".encode()), "lop.csv")
    kept = post_form(browser, page, {"file": file})
    preview = text_of(browser.get(kept.location))
    assert db.session.query(AuditEntry).filter_by(action="class.list_previewed", object_id="k3").count() == 1
    assert "Trong đảng bộ của lớp không có thành viên mã số “b9”." in preview
    assert "Chưa có gì được lưu." in preview
    assert browser.get(kept.location + "/report.xlsx").status_code == 200
    held = post_form(browser, kept.location, {})
    assert held.location == kept.location
    assert post_form(browser, kept.location, {"skip_rejected": "1"}).location == "/classes/k3"
    assert len(class_queries.list_learners(course_class)) == 3
    unreadable = post_form(browser, page, {"file": (io.BytesIO(b"Ten,Tuoi\nMau,20\n"), "lop.csv")})
    assert unreadable.status_code == 422


def test_attendance_is_ticked_and_shown(browser, course_class):
    added = post_form(browser, "/classes/k3/sessions", {"title": "Bài 1", "held_on": "2026-11-03"})
    assert added.location == "/classes/k3/sessions/1"
    here, away = (learner.member_id for learner in class_queries.list_learners(course_class))
    sent = post_form(browser, added.location, {f"m{here}": "attended", f"m{away}": "excused"})
    assert sent.location == "/classes/k3/sessions"
    page = text_of(browser.get("/classes/k3"))
    assert "1 / 1" in page
    assert "Chưa đủ buổi" in page
    assert post_form(browser, added.location, {f"m{here}": "asleep"}).status_code == 422


def test_learners_leave_and_people_get_work(browser, course_class):
    learner = class_queries.list_learners(course_class)[0].member_id
    path = f"/classes/k3/learners/{learner}"
    assert post_form(browser, f"{path}/withdrawal", {"note": "Ốm"}, page="/classes/k3").status_code == 303
    assert "Đã rút khỏi lớp" in text_of(browser.get("/classes/k3"))
    assert post_form(browser, f"{path}/readmission", {}, page="/classes/k3").status_code == 303
    marker = make_member("Người Chấm Mẫu", code="gk1", unit=course_class.unit)
    assert post_form(browser, "/classes/k3/instructors", {"code": "gk1", "role": "marker"}).status_code == 303
    assert "Người Chấm Mẫu" in text_of(browser.get("/classes/k3/instructors"))
    removal = f"/classes/k3/instructors/{marker.id}/marker/removal"
    post_form(browser, removal, {}, page="/classes/k3/instructors")
    assert "Người Chấm Mẫu" not in text_of(browser.get("/classes/k3/instructors"))


def test_lists_of_people_that_are_looked_at_are_noted(browser, exam):
    browser.get("/classes/k3")
    browser.get("/exams/k3-thi/candidates")
    browser.get("/classes/k3/instructors")
    browser.get("/exams/k3-thi/release")
    actions = {entry.action for entry in db.session.query(AuditEntry)}
    lists = {"class.learners_listed", "class.instructors_listed", "exam.candidates_listed", "exam.markers_listed"}
    assert lists <= actions


def test_an_exam_is_set_step_by_step(browser, course_class, bank):
    fields = {"title": "Thi", "opens_at": local(NOW + HOUR), "closes_at": local(NOW + 3 * HOUR), "minutes": "30"}
    made = post_form(browser, "/classes/k3/new-exam", fields | {"attempts_allowed": "1"})
    assert made.location == "/exams/k3-thi/matrix"
    matrix = {"rows-0-source": "NQ57|", "rows-0-level": "", "rows-0-count": "9", "rows-0-points": "1"}
    post_form(browser, made.location, matrix | {"action": "check"})
    assert "cần 9 câu, có thể lấy 7 câu" in text_of(browser.get(made.location))
    saved = post_form(browser, made.location, matrix | {"rows-0-count": "7", "action": "save"})
    assert saved.location == "/exams/k3-thi/rules"
    kinds = {"allowed_kinds": ["single", "essay"], "is_paper_fixed": "drawn", "answers_shown": "after_publication"}
    assert (
        post_form(browser, saved.location, kinds | {"access_code": "kt4829"}).location == "/exams/k3-thi/marking-rules"
    )
    marking = {"scale": "10", "step": "0,25", "pass_mark": "5", "partial_credit": "none", "markers": "2"}
    marking |= {"band_good": "8", "band_fair": "9", "largest_difference": "0,5", "remarking_days": "5"}
    refused = post_form(browser, "/exams/k3-thi/marking-rules", marking)
    assert "Điểm của mỗi bậc xếp loại phải thấp hơn bậc trên." in text_of(refused)
    done = post_form(browser, "/exams/k3-thi/marking-rules", marking | {"band_fair": "7"})
    assert done.location == "/exams/k3-thi/publication"
    checks = text_of(browser.get(done.location))
    assert "2 thí sinh, đều đủ điều kiện." in checks
    assert "cần 2 người chấm; lớp mới có 1." in checks
    assert post_form(browser, done.location, {}).location == "/exams/k3-thi"
    exam = queries.find_exam("k3-thi")
    assert (exam.assessment.access_code, len(list_candidates(exam))) == ("KT4829", 2)
    locked = post_form(browser, "/exams/k3-thi/marking-rules", marking | {"scale": "20"})
    assert (locked.status_code, queries.find_exam("k3-thi").scale) == (303, 10)
    late = post_form(browser, "/exams/k3-thi/information", fields | {"closes_at": local(NOW + 4 * HOUR)})
    assert "Hãy ghi lý do gia hạn" in text_of(late)


def test_a_rehearsal_is_marked_and_stores_nothing(browser, exam):
    page = browser.get("/exams/k3-thi/rehearsal?paper=4")
    options = re.findall(r'name="(q-\d)"', text_of(page))
    answers = dict.fromkeys(options, "a")
    marked = post_form(browser, "/exams/k3-thi/rehearsal?paper=4", answers)
    assert "/ 10" in text_of(marked)
    assert queries.find_exam("k3-thi").assessment.published_at is None


def test_a_rehearsal_marks_nothing_for_who_may_not_see_keys(client, exam):
    sign_in(client, add_instructor(exam.course_class, "homeroom"))
    page = "/exams/k3-thi/rehearsal?paper=4"
    answers = dict.fromkeys(re.findall(r'name="(q-\d)"', text_of(client.get(page))), "a")
    told = text_of(post_form(client, page, answers))
    assert "/ 10" not in told
    assert "bài làm thử không được chấm" in told


def test_keys_are_shown_only_to_who_may_see_them(client, exam):
    sign_in(client, add_instructor(exam.course_class, "homeroom"))
    assert "Đáp án đúng" not in text_of(client.get("/exams/k3-thi/sample?key=1"))
    assert "Xem cả đáp án" not in text_of(client.get("/exams/k3-thi/sample"))


def test_a_decision_needs_its_reason(browser, exam):
    post_form(browser, "/classes/k3/sessions", {"title": "Bài 1", "held_on": "2026-11-03"})
    absent = class_queries.list_learners(exam.course_class)[0].member_id
    post_form(browser, "/classes/k3/sessions/1", {f"m{absent}": "unexcused"})
    listed = "/exams/k3-thi/candidates"
    assert "Dự 0/1 buổi học, cần ít nhất 80 %." in text_of(browser.get(listed))
    path = f"{listed}/{absent}/admission"
    post_form(browser, path, {"because": ""}, page=listed)
    assert "Hãy ghi lý do cho dự thi" in text_of(browser.get(listed))
    post_form(browser, path, {"because": "Có giấy ốm"}, page=listed)
    assert "Được dự thi theo quyết định" in text_of(browser.get(listed))
    post_form(browser, f"{listed}/{absent}/refusal", {}, page=listed)
    assert db.session.query(Candidate).filter_by(member_id=absent).one().admitted_because == ""


def test_an_earlier_exam_is_copied_and_a_draft_dropped(browser, exam):
    page = "/classes/k3/new-exam"
    copied = post_form(browser, "/classes/k3/copied-exams", {"model": "k3-thi", "opens_at": ""}, page=page)
    assert copied.location == "/exams/k3-thi-2/information"
    assert post_form(browser, "/exams/k3-thi-2/removal", {}, page="/exams/k3-thi-2").location == "/classes/k3/exams"
    assert queries.find_exam("k3-thi-2") is None
    early = post_form(browser, "/exams/k3-thi/resits", {}, page="/exams/k3-thi")
    assert early.status_code == 409
    renewed = post_form(browser, "/exams/k3-thi/access-code", {}, page="/exams/k3-thi/rules")
    assert (renewed.status_code, queries.find_exam("k3-thi").assessment.access_code != "KT4829") == (303, True)


def test_learners_find_their_exam_and_what_is_missing(browser, exam, app):
    post_form(browser, "/classes/k3/sessions", {"title": "Bài 1", "held_on": "2026-11-03"})
    here, away = class_queries.list_learners(exam.course_class)
    post_form(browser, "/classes/k3/sessions/1", {f"m{here.member_id}": "attended", f"m{away.member_id}": "excused"})
    exam = queries.find_exam("k3-thi")
    publishing.publish_exam(exam, clock.now())
    first = text_of(sign_in(app.test_client(), here.member).get("/exams"))
    assert "Thi cuối khóa" in first
    assert "Số báo danh" in first
    assert "chưa đủ điều kiện" not in first
    second = text_of(sign_in(app.test_client(), away.member).get("/exams"))
    assert "Bạn chưa đủ điều kiện dự thi" in second
    assert "Dự 0/1 buổi học, cần ít nhất 80 %." in second
    assert "Bạn chưa có kỳ thi nào" in text_of(sign_in(app.test_client(), make_member()).get("/exams"))


def test_odd_addresses_are_refused_quietly(browser, exam):
    assert browser.get("/exams/k3-thi/sample?paper=x").status_code == 200
    assert browser.get("/classes/k3/sessions/99").status_code == 404
    assert browser.get("/classes?page=-4").status_code == 200
    assert browser.get("/exams/khong-co").status_code == 404
    assert (
        post_form(browser, "/classes/k3/copied-exams", {"model": "zz"}, page="/classes/k3/new-exam").status_code == 404
    )
    assert db.session.query(CourseClass).count() == 1
