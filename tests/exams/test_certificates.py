"""Giving, printing, checking and withdrawing certificates."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from PIL import Image

from quizapp.accounts.models import AuditEntry, Member
from quizapp.errors import Invalid, Refused
from quizapp.exams.models import Certificate
from quizapp.exams.services import certificates
from quizapp.exams.services.certificates import Issued
from quizapp.extensions import db
from tests.accounts.forms import post_form
from tests.assessments.factories import sit
from tests.conftest import NOW
from tests.exams.factories import add_instructor, add_learner, make_class, make_exam
from tests.factories import grant, make_member, make_unit, sign_in
from tests.pdf_text import pages_of, text_of


@pytest.fixture
def exam(app):
    """Two passed, one failed, one did not come; released."""
    course_class = make_class(make_unit("Trung tâm Chính trị Bến Mẫu"))
    names = ("Lê Văn Ngữ", "Nguyễn Thị Ễnh", "Trần Ước", "Phạm Đỗ Quỳnh")
    people = [add_learner(course_class, make_member(name, course_class.unit)) for name in names]
    made = make_exam(course_class, opens_at=NOW - timedelta(days=9), closes_at=NOW)
    for member, wrong in zip(people[:3], (0, 1, 3), strict=True):
        sit(made.assessment, member, NOW - timedelta(hours=2), wrong=wrong)
    made.released_at = NOW
    db.session.commit()
    return made


def all_given() -> list[Certificate]:
    return db.session.query(Certificate).order_by(Certificate.id).all()


def address(exam, page):
    return f"/exams/{exam.assessment.code}/{page}"


def instructor_of(exam, client):
    member = add_instructor(exam.course_class)
    sign_in(client, member)
    return member


def test_those_who_passed_get_one_each_with_a_number_of_the_unit(exam):
    assert certificates.issue(exam, NOW) == Issued(new=2, known=0)
    assert [(one.content["name"], one.number, one.content["classification"]) for one in all_given()] == [
        ("Lê Văn Ngữ", "0001/2026", "Xuất sắc"),
        ("Nguyễn Thị Ễnh", "0002/2026", "Khá"),
    ]


def test_giving_again_changes_nothing(exam):
    certificates.issue(exam, NOW)
    before = [(one.number, one.token, one.content) for one in all_given()]
    exam.course_class.course_title = "Tên mới"
    db.session.commit()
    assert certificates.issue(exam, NOW + timedelta(days=1)) == Issued(new=0, known=2)
    assert [(one.number, one.token, one.content) for one in all_given()] == before


def test_nothing_is_given_before_the_marks_are_released(exam):
    exam.released_at = None
    db.session.commit()
    with pytest.raises(Refused, match="chưa công bố"):
        certificates.issue(exam, NOW)


def test_numbers_go_on_over_the_classes_of_a_unit(exam):
    certificates.issue(exam, NOW)
    other = make_class(exam.course_class.unit)
    member = add_learner(other)
    second = make_exam(other, opens_at=NOW - timedelta(days=9), closes_at=NOW, released_at=NOW)
    sit(second.assessment, member, NOW - timedelta(hours=2))
    certificates.issue(second, NOW)
    assert [one.number for one in all_given()] == ["0001/2026", "0002/2026", "0003/2026"]


def test_the_pdf_of_the_class_has_a_page_for_each(client, exam):
    instructor_of(exam, client)
    assert post_form(client, address(exam, "certificates"), {}).status_code == 303
    pages = pages_of(client.get(address(exam, "certificates.pdf")).data)
    assert len(pages) == 2
    for words in ("GIẤY CHỨNG NHẬN", "Nguyễn Thị Ễnh", "Bồi dưỡng đảng viên mới", "Khá", "0002/2026"):
        assert words in pages[1]
    single = client.get(address(exam, f"certificates/{all_given()[0].id}.pdf")).data
    assert "Lê Văn Ngữ" in text_of(single)


def test_anybody_can_check_one_and_learns_no_more_than_stands_on_it(client, exam):
    certificates.issue(exam, NOW)
    one = all_given()[1]
    page = client.get(f"/verify/{one.token}").get_data(as_text=True)
    for words in ("Nguyễn Thị Ễnh", "Bồi dưỡng đảng viên mới", "Khá", "có thật"):
        assert words in page
    for secret in (db.session.get(Member, one.member_id).code, "7,5", "Trung tâm Chính trị", one.number):
        assert secret not in page
    assert client.get("/verify/khong-co").status_code == 404


def test_a_withdrawn_one_says_so_and_not_why(client, exam):
    certificates.issue(exam, NOW)
    one = all_given()[0]
    with pytest.raises(Invalid):
        certificates.withdraw(one, "  ", NOW)
    certificates.withdraw(one, "Thi hộ", NOW)
    certificates.withdraw(one, "Lần hai", NOW + timedelta(days=1))
    db.session.refresh(one)
    assert (one.withdrawn_at, one.withdrawn_because) == (NOW, "Thi hộ")
    page = client.get(f"/verify/{one.token}").get_data(as_text=True)
    assert "đã bị thu hồi ngày 21/11/2026" in page
    assert "Thi hộ" not in page
    instructor_of(exam, client)
    assert len(pages_of(client.get(address(exam, "certificates.pdf")).data)) == 1


def test_an_instructor_withdraws_on_the_page(client, exam):
    certificates.issue(exam, NOW)
    instructor_of(exam, client)
    path = address(exam, f"certificates/{all_given()[0].id}/withdrawal")
    assert post_form(client, path, {"reason": ""}, address(exam, "certificates")).status_code == 303
    assert all_given()[0].withdrawn_at is None
    post_form(client, path, {"reason": "Nhầm người"}, address(exam, "certificates"))
    db.session.expire_all()
    assert all_given()[0].withdrawn_because == "Nhầm người"
    assert "Nhầm người" in client.get(address(exam, "certificates")).get_data(as_text=True)


def test_learners_find_their_own_and_only_theirs(client, exam):
    certificates.issue(exam, NOW)
    first, second = all_given()
    holder = db.session.get(Member, first.member_id)
    sign_in(client, holder)
    assert "0001/2026" in client.get("/my-certificates").get_data(as_text=True)
    assert "Lê Văn Ngữ" in text_of(client.get(f"/my-certificates/{first.id}.pdf").data)
    assert client.get(f"/my-certificates/{second.id}.pdf").status_code == 404
    sign_in(client, make_member())
    assert "Bạn chưa có giấy chứng nhận" in client.get("/my-certificates").get_data(as_text=True)


def test_strangers_do_not_see_the_list(client, exam):
    sign_in(client, make_member())
    for page in ("certificates", "certificates.pdf", "certificate-design", "certificate-design.pdf"):
        assert client.get(address(exam, page)).status_code == 404


def designer(client, exam):
    unit = exam.course_class.unit
    member = make_member(unit=unit)
    grant(member, "unit_administrator", unit)
    sign_in(client, member)


def picture(colour: str = "red") -> bytes:
    target = io.BytesIO()
    Image.new("RGB", (60, 40), colour).save(target, "PNG")
    return target.getvalue()


DESIGN = {"heading": "GIẤY KHEN", "wording": "Khen {name}, xếp loại {classification}.", "signer_name": "Đỗ Ký"}


def test_the_unit_designs_its_certificates_and_sees_them_before(client, exam):
    designer(client, exam)
    path = address(exam, "certificate-design")
    shown = post_form(client, path, DESIGN | {"action": "preview", "logo": (io.BytesIO(picture()), "l.png")})
    assert shown.status_code == 200
    assert "data:image/png;base64" in shown.get_data(as_text=True)
    assert certificates.design_of(exam.course_class.unit).heading == "GIẤY CHỨNG NHẬN"
    assert post_form(client, path, DESIGN | {"logo": (io.BytesIO(picture()), "l.png")}).status_code == 303
    db.session.expire_all()
    certificates.issue(exam, NOW)
    given = all_given()[0].content
    assert (given["heading"], given["wording"], len(given["logo"])) == ("GIẤY KHEN", DESIGN["wording"], 64)
    text = text_of(client.get(f"{path}.pdf").data)
    assert "GIẤY KHEN" in text
    assert "Đỗ Ký" in text


def test_a_wrong_wording_or_picture_is_not_kept(client, exam):
    designer(client, exam)
    path = address(exam, "certificate-design")
    wrong = post_form(client, path, DESIGN | {"wording": "Khen {ten}"})
    assert "Không có ký hiệu {ten}" in wrong.get_data(as_text=True)
    broken = post_form(client, path, DESIGN | {"logo": (io.BytesIO(b"abc"), "l.png")})
    assert "không phải hình" in broken.get_data(as_text=True)
    assert certificates.design_of(exam.course_class.unit).heading == "GIẤY CHỨNG NHẬN"


def test_an_instructor_may_not_change_the_design(client, exam):
    instructor_of(exam, client)
    assert client.get(address(exam, "certificate-design")).status_code == 403


def test_a_withdrawn_one_is_reinstated_with_a_reason_that_the_log_keeps(client, exam):
    certificates.issue(exam, NOW)
    one = all_given()[0]
    certificates.withdraw(one, "Thi hộ", NOW)
    instructor = instructor_of(exam, client)
    path = address(exam, f"certificates/{one.id}/reinstatement")
    post_form(client, path, {"reason": " "}, address(exam, "certificates"))
    db.session.expire_all()
    assert all_given()[0].withdrawn_at == NOW
    for reason in ("Xác minh lại: đúng người", "Gửi lần hai"):
        post_form(client, path, {"reason": reason}, address(exam, "certificates"))
    db.session.expire_all()
    one = all_given()[0]
    assert (one.withdrawn_at, one.withdrawn_because) == (None, "")
    entry = db.session.query(AuditEntry).filter_by(action="certificate.reinstated").one()
    assert entry.detail == {"reason": "Xác minh lại: đúng người", "withdrawn_because": "Thi hộ"}
    assert entry.actor_id == instructor.id
    assert "còn giá trị" in client.get(f"/verify/{one.token}").get_data(as_text=True)


def test_guessing_addresses_of_certificates_is_slowed(client, exam):
    certificates.issue(exam, NOW)
    token = all_given()[0].token
    answers = [client.get(f"/verify/doan-{number}").status_code for number in range(33)]
    assert answers[:30] == [404] * 30
    assert 429 in answers[30:]
    assert client.get(f"/verify/{token}", environ_base={"REMOTE_ADDR": "203.0.113.9"}).status_code == 200


def test_scanning_real_ones_is_never_slowed(client, exam):
    certificates.issue(exam, NOW)
    token = all_given()[0].token
    assert {client.get(f"/verify/{token}").status_code for _ in range(40)} == {200}


def test_a_learner_meets_the_own_certificate_beside_the_exam_and_its_mark(client, exam):
    certificates.issue(exam, NOW)
    one = all_given()[0]
    sign_in(client, db.session.get(Member, one.member_id))
    for page in ("/exams", address(exam, "remarking")):
        assert f"/my-certificates/{one.id}.pdf" in client.get(page).get_data(as_text=True)
    assert "Giấy chứng nhận của tôi" in client.get("/").get_data(as_text=True)
    certificates.withdraw(one, "Thi hộ", NOW)
    assert f"/my-certificates/{one.id}.pdf" not in client.get("/exams").get_data(as_text=True)
