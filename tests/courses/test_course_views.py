"""The pages of courses and practice."""

import io
import re
from datetime import timedelta

import pytest

from quizapp import clock
from quizapp.accounts.models import AuditEntry
from quizapp.courses.catalogue import enrolment, queries
from quizapp.courses.catalogue.learner_models import LessonCheck
from quizapp.courses.catalogue.models import Course
from quizapp.courses.practice.models import PracticeDay
from quizapp.extensions import db
from quizapp.qr import qr_svg
from tests.assessments.factories import make_bank
from tests.courses.course_factories import (
    check_lesson,
    enrol,
    lessons_of,
    make_course,
    read,
    right_answers,
    text_lesson,
)
from tests.factories import grant, make_member, make_unit, sign_in
from tests.library.factories import make_document, make_section

# Requests read the real clock.
NOW = clock.now()
BEFORE = NOW - timedelta(hours=2)


@pytest.fixture
def unit(app):
    return make_unit("Chi bộ Văn phòng")


@pytest.fixture
def member(client, unit):
    learner = make_member("Lê Thị Mẫu", unit=unit)
    sign_in(client, learner)
    return learner


@pytest.fixture
def author(client, unit):
    writer = make_member("Giảng Viên Mẫu", unit=unit)
    grant(writer, "instructor", unit)
    sign_in(client, writer)
    return writer


def text_of(answer):
    return answer.get_data(as_text=True)


def token_in(answer):
    return re.search(r'name="csrf_token" value="([^"]+)"|data-csrf="([^"]+)"', text_of(answer)).group(1, 2)


def token(client, page):
    return next(one for one in token_in(client.get(page)) if one)


def post(client, address, page, **fields):
    return client.post(address, data=fields | {"csrf_token": token(client, page)})


def put(client, address, page, body):
    return client.put(address, json=body, headers={"X-CSRFToken": token(client, page)})


def test_a_member_enrols_reads_answers_and_completes(client, unit, member):
    bank = make_bank(unit, questions=2)
    course = make_course(unit, text_lesson("Bài một"), check_lesson(bank.id, 2), code="kh", title="Khóa Một")
    text, check = (lesson.id for lesson in lessons_of(course))
    assert "Khóa Một" in text_of(client.get("/study"))
    assert "Đăng ký học" in text_of(client.get("/courses/kh"))
    post(client, "/courses/kh/enrolment", "/courses/kh")

    page = f"/courses/kh/lessons/{text}"
    told = put(client, f"{page}/progress", page, {"revision": 1, "percent": 40, "furthest": 40, "seconds": 0})
    assert told.json == {
        "revision": 1,
        "percent": 40,
        "furthest": 40,
        "seconds": 0,
        "is_done": False,
        "is_course_done": False,
        "reasons": ["Đọc đến hết bài."],
    }
    told = put(client, f"{page}/progress", page, {"revision": 2, "percent": 100, "furthest": 100, "seconds": 0})
    assert (told.json["is_done"], told.json["is_course_done"]) == (True, False)

    page = f"/courses/kh/lessons/{check}"
    post(client, f"{page}/checks", page)
    asked = text_of(client.get(page))
    assert "Nộp câu trả lời" in asked
    assert "Giải thích" not in asked
    found = db.session.get_one(LessonCheck, (member.id, check))
    answers = {f"q-{name}": given for name, given in right_answers(found.paper).items()}
    post(client, f"{page}/checks/1", page, **answers)
    result = text_of(client.get(page))
    assert "Bạn đã hoàn thành khóa học." in result
    assert "Giải thích" in result
    assert "Bạn đã hoàn thành khóa học ngày" in text_of(client.get("/courses/kh"))


@pytest.mark.parametrize(
    "sent",
    [
        None,
        [],
        {"revision": 0, "percent": 1, "furthest": 1, "seconds": 1},
        {"revision": 1, "percent": 101, "furthest": 1, "seconds": 1},
        {"revision": 1, "percent": True, "furthest": 1, "seconds": 1},
        {"revision": 2**60, "percent": 1, "furthest": 1, "seconds": 1},
        {"revision": 1, "percent": 1, "furthest": 1, "seconds": -1},
        {"revision": 1, "percent": "1", "furthest": 1, "seconds": 1},
    ],
)
def test_progress_that_cannot_be_is_refused_with_a_sentence(client, unit, member, sent):
    course = make_course(unit, code="kh")
    enrol(course, member, BEFORE)
    page = f"/courses/kh/lessons/{lessons_of(course)[0].id}"
    answer = put(client, f"{page}/progress", page, sent)
    assert (answer.status_code, "Tiến độ gửi lên chưa đúng." in text_of(answer)) == (422, True)


def test_without_scripts_a_button_counts_the_time_that_the_page_was_open(client, unit, member):
    course = make_course(unit, text_lesson(least_seconds=0), text_lesson("Lâu", least_seconds=600), code="kh")
    enrol(course, member, BEFORE)
    first, second = (f"/courses/kh/lessons/{lesson.id}" for lesson in lessons_of(course))
    opened = re.search(r'name="opened" value="([^"]+)"', text_of(client.get(first)))[1]
    post(client, f"{first}/completion", first, opened=opened)
    post(client, f"{second}/completion", second, opened=opened)
    done = queries.get_learner("kh", member).done
    assert done == {lessons_of(course)[0].id}


def test_strangers_find_no_course_and_drafts_are_seen_by_nobody_else(client, unit, member):
    make_course(make_unit(), code="la")
    make_course(unit, code="nhap", publishes=False)
    course = make_course(unit, code="kin", is_open=False)
    for code in ("la", "nhap", "kin", "khong-co"):
        assert client.get(f"/courses/{code}").status_code == 404
    assert client.get(f"/courses/kin/lessons/{lessons_of(course)[0].id}").status_code == 404
    for page in ("/course-plans/kin", "/course-plans/kin/progress", "/course-plans/kin/missing"):
        assert client.get(page).status_code == 404
    assert client.get("/course-plans/new").status_code == 403


def test_a_lesson_that_is_not_open_yet_leads_back_with_the_reason(client, unit, member):
    course = make_course(unit, text_lesson("Một"), text_lesson("Hai"), code="kh", lesson_order="sequential")
    enrol(course, member, BEFORE)
    second = lessons_of(course)[1].id
    assert client.get(f"/courses/kh/lessons/{second}").location == "/courses/kh"
    assert "Hãy học xong bài “Một” trước." in text_of(client.get("/courses/kh"))


def test_sections_of_documents_that_the_reader_may_not_see_are_left_out(client, unit, member):
    open_section = make_section(make_document(unit=unit), text="Ai cũng đọc được.", html="Ai cũng đọc được.")
    hidden = make_document(unit=unit, published_at=None)
    hidden_section = make_section(hidden, text="Bản nháp.", html="Bản nháp.")
    course = make_course(unit, text_lesson(section_ids=(open_section.id, hidden_section.id)), code="kh")
    enrol(course, member, BEFORE)
    shown = text_of(client.get(f"/courses/kh/lessons/{lessons_of(course)[0].id}"))
    assert ("Ai cũng đọc được." in shown, "Bản nháp." in shown) == (True, False)


def test_study_home_costs_the_same_with_one_and_with_three_courses(client, unit, member, statements):
    def cost():
        statements.clear()
        assert client.get("/study").status_code == 200
        return len(statements)

    enrol(make_course(unit), member, BEFORE)
    make_course(unit)
    first = cost()
    for _ in range(2):
        enrol(make_course(unit), member, BEFORE)
        make_course(unit)
    assert cost() == first


def test_an_author_writes_publishes_corrects_and_copies_a_course(client, unit, author):
    document = make_document(unit=unit, number="57-NQ/TW")
    section = make_section(document)
    fields = {
        "title": "Khóa mới",
        "code": "moi",
        "unit": unit.id,
        "documents": "57-NQ/TW",
        "lesson_order": "free",
        "pass_percent": "80",
        "is_open": "y",
    }
    made = post(client, "/course-plans/new", "/course-plans/new", **fields)
    assert made.location == "/course-plans/moi"
    assert "Khóa học chưa có bài học nào." in text_of(client.get("/course-plans/moi"))
    course = db.session.query(Course).filter_by(code="moi").one()
    new = f"/course-plans/moi/modules/{course.modules[0].id}/lessons/new?kind=text"
    lesson = {"title": "Bài một", "kind": "text", "text": "## Mở đầu\n\nNội dung.", "sections": section.id}
    assert post(client, new, new, **lesson).status_code == 302
    post(client, "/course-plans/moi/publication", "/course-plans/moi")
    assert "Học viên đang thấy bản 1." in text_of(client.get("/course-plans/moi"))
    db.session.expire_all()
    edit = f"/course-plans/moi/lessons/{lessons_of(course)[0].id}"
    assert "Nội dung." in text_of(client.get(edit))
    post(client, edit, edit, **(lesson | {"title": "Bài một, sửa"}))
    assert "Có sửa đổi chưa công bố." in text_of(client.get("/course-plans/moi"))
    copied = post(client, "/course-plans/moi/copies", "/course-plans/moi", code="moi-2", title="Bản sao")
    assert copied.location == "/course-plans/moi-2"
    twice = post(client, "/course-plans/new", "/course-plans/new", **fields)
    assert (twice.status_code, "Đã có khóa học mã “moi”." in text_of(twice)) == (422, True)


def test_the_preview_shows_markdown_and_no_scripts(client, unit, author):
    answer = post(client, "/course-plans/preview", "/course-plans/new", text="**Đậm** <script>alert(1)</script>")
    assert answer.json["html"].startswith("<p><strong>Đậm</strong>")
    assert "<script" not in answer.json["html"]


def test_a_lesson_takes_no_section_of_a_document_that_its_author_may_not_see(client, unit, author):
    foreign = make_section(make_document(unit=make_unit()))
    course = make_course(unit, code="kh", publishes=False)
    new = f"/course-plans/kh/modules/{course.modules[0].id}/lessons/new?kind=text"
    answer = post(client, new, new, title="Bài", kind="text", sections=foreign.id)
    assert answer.status_code == 422
    assert len(lessons_of(course)) == 1


def test_the_leader_of_a_part_counts_and_names_only_his_own_people(client, unit, app):
    top = make_unit("Đảng bộ")
    mine, other = make_unit("Chi bộ Một", parent=top), make_unit("Chi bộ Hai", parent=top)
    leader = make_member("Bí Thư Mẫu", unit=mine)
    grant(leader, "leader", mine)
    course = make_course(top, code="kh")
    people = [make_member("Người Của Ta", unit=mine), make_member("Người Khác", unit=other), leader]
    for person in people:
        enrol(course, person, BEFORE)
    read(course, people[0], lessons_of(course)[0], NOW)
    sign_in(client, leader)
    shown = text_of(client.get("/course-plans/kh/progress"))
    assert ("Chi bộ Một" in shown, "Chi bộ Hai" in shown, "50,00" in shown) == (True, False, True)
    missing = text_of(client.get("/course-plans/kh/missing"))
    assert ("Bí Thư Mẫu" in missing, "Người Của Ta" in missing, "Người Khác" in missing) == (True, False, False)
    assert [one.action for one in db.session.query(AuditEntry)][-1] == "course_missing.viewed"


def test_who_has_left_is_shown_apart_and_counts_again_after_coming_back(client, unit, author):
    course, taking = make_course(unit, code="kh"), make_unit("Chi bộ Một", parent=unit)
    people = [make_member(name, unit=taking) for name in ("Trần Ở Lại", "Lê Chuyển Đi", "Ngô Từ Trần")]
    enrolment.enrol_unit(course, taking, NOW)
    people[1].unit, people[2].status = make_unit("Chi bộ Hai", parent=unit), "deceased"
    db.session.commit()
    sign_in(client, author)
    page = text_of(client.get("/course-plans/kh/progress"))
    assert "2 người đã chuyển đi hoặc không còn sinh hoạt" in page
    missing = text_of(client.get("/course-plans/kh/missing"))
    assert missing.index("Đã chuyển đi hoặc không còn sinh hoạt") < missing.index("Lê Chuyển Đi")
    people[1].unit = taking
    db.session.commit()
    assert "1 người đã chuyển đi hoặc không còn sinh hoạt" in text_of(client.get("/course-plans/kh/progress"))


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"%PDF-1.7\n1 0 obj <</OpenAction <</S /JavaScript /JS (app.alert)>> >>\n%%EOF", "có mã chạy bên trong"),
        (b"<html><script>alert(1)</script></html>", "Chỉ nhận tệp PDF"),
        (b"", ""),
    ],
)
def test_slides_are_put_into_a_lesson_and_scripts_are_not(client, unit, author, content, sentence):
    course = make_course(unit, code="kh")
    sign_in(client, author)
    new = f"/course-plans/kh/modules/{course.modules[0].id}/lessons/new?kind=slides"
    assert "Không đăng tải tài liệu mật." in text_of(client.get(new))
    if sentence:
        answer = post(client, new, new, title="Bài chiếu", kind="slides", upload=(io.BytesIO(content), "bai.pdf"))
        assert (answer.status_code, sentence in text_of(answer)) == (422, True)
        return
    pdf = b"%PDF-1.7\n1 0 obj <<>>\n%%EOF"
    post(client, new, new, title="Bài chiếu", kind="slides", upload=(io.BytesIO(pdf), "bai <1>.exe"))
    post(client, "/course-plans/kh/publication", "/course-plans/kh")
    sign_in(client, make_member(unit=unit))
    lesson = lessons_of(db.session.scalar(db.select(Course).where(Course.code == "kh")))[-1]
    assert "bai &lt;1&gt;.pdf" in client.get(f"/courses/kh/lessons/{lesson.id}").get_data(as_text=True)
    served = client.get(f"/courses/kh/files/{lesson.course_file_id}")
    assert (served.data, served.headers["X-Content-Type-Options"]) == (pdf, "nosniff")
    assert served.headers["Content-Disposition"].startswith("attachment")
    sign_in(client, make_member(unit=make_unit()))
    assert client.get(f"/courses/kh/files/{lesson.course_file_id}").status_code == 404


def test_a_poster_leads_to_the_lesson(client, unit, member):
    course = make_course(unit, code="kh")
    lesson = f"/courses/kh/lessons/{lessons_of(course)[0].id}"
    assert f"http://localhost{lesson}" in text_of(client.get(f"{lesson}/poster"))
    assert client.get(f"{lesson}/qr.svg").data == qr_svg(f"http://localhost{lesson}")
    sign_in(client, make_member(unit=make_unit()))
    assert client.get(f"{lesson}/poster").status_code == 404


def test_lists_of_authors_cost_the_same_with_one_and_with_three_rows(client, unit, author, statements):
    def cost(page):
        statements.clear()
        assert client.get(page).status_code == 200
        return len(statements)

    course = make_course(unit, code="kh")
    enrol(course, author, BEFORE)
    pages = ("/course-plans", "/course-plans/kh/progress", "/course-plans/kh/missing")
    first = [cost(page) for page in pages]
    for _ in range(2):
        make_course(unit)
        enrol(course, make_member(unit=unit), BEFORE)
    assert [cost(page) for page in pages] == first


def test_learners_are_enrolled_by_list_or_nobody_is(client, unit, author):
    make_course(unit, code="kh", is_open=False)
    one, two = make_member(unit=unit), make_member(unit=unit)
    page = "/course-plans/kh/enrolments"
    refused = post(client, page, page, codes=f"{one.code}, khong-co")
    assert (refused.status_code, "khong-co" in text_of(refused)) == (422, True)
    assert post(client, page, page, codes=f"{one.code.upper()}\n{two.code}").location == "/course-plans/kh/progress"
    assert "Đã ghi danh thêm 2 người." in text_of(client.get("/course-plans/kh/progress"))


def test_practice_is_done_on_a_phone_and_without_scripts(client, unit, member):
    assert "Hôm nay chưa có câu hỏi nào" in text_of(client.get("/practice"))
    bank = make_bank(unit, questions=3)
    enrol(make_course(unit, check_lesson(bank.id, 2)), member, BEFORE)
    assert client.get("/practice").status_code == 200
    [portion] = db.session.query(PracticeDay).all()
    address, right = f"/practice/{portion.day.isoformat()}", right_answers(portion.paper)
    told = put(client, address, "/practice", {"answers": {"1": right["1"]}})
    assert (told.json["results"], told.json["is_done"]) == ({"1": True}, False)
    wrong = right_answers(portion.paper, wrong=["2", "3"])
    post(client, address, "/practice", **{f"q-{name}": wrong[name] for name in ("2", "3")})
    assert "Bạn đã xong phần hôm nay." in text_of(client.get("/practice"))
    db.session.expire_all()
    assert portion.right == 1


@pytest.mark.parametrize("sent", [None, {"answers": 1}, {"answers": {"1": 1}}, {"answers": {"1": ["\0"]}}])
def test_answers_that_cannot_be_are_refused(client, unit, member, sent):
    answer = put(client, "/practice/2026-11-21", "/practice", sent)
    assert answer.status_code == 422


def test_a_day_that_is_none_or_was_never_drawn_is_not_found(client, unit, member):
    codes = [put(client, f"/practice/{day}", "/practice", {"answers": {}}).status_code for day in ("x", "2020-01-01")]
    assert codes == [404, 404]


@pytest.mark.parametrize(("page", "scope"), [("/practice", "/practice"), ("/courses", "/courses/")])
def test_service_workers_keep_to_their_own_pages(client, app, page, scope):
    answer = client.get(f"{page}/service-worker.js")
    assert answer.headers["Service-Worker-Allowed"] == scope
    assert answer.mimetype == "text/javascript"
