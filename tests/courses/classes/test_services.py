"""Classes, their lists, sessions and attendance."""

from __future__ import annotations

from datetime import date

import pytest

from quizapp.courses.classes import attendance, learner_import, queries, services
from quizapp.courses.classes.access import Work, work_in
from quizapp.courses.classes.models import ClassInstructor
from quizapp.courses.classes.settings import ClassSettings
from quizapp.errors import Invalid, Refused
from quizapp.extensions import db
from tests.conftest import NOW
from tests.exams.factories import add_learner, make_class
from tests.factories import make_member, make_unit

SETTINGS = ClassSettings("Bồi dưỡng đảng viên mới, khóa 3", "", date(2026, 11, 2), date(2026, 11, 30))


def test_a_class_is_named_after_its_title_and_worked_with_by_who_opened_it(app):
    unit, teacher = make_unit("Trung tâm Chính trị"), make_member()
    first = services.create_class(SETTINGS, unit=unit, now=NOW, actor=teacher)
    second = services.create_class(SETTINGS, unit=unit, now=NOW)
    assert (first.code, second.code) == ("boi-duong-dang-vien-moi", "boi-duong-dang-vien-moi-2")
    assert first.course_title == "Bồi dưỡng đảng viên mới, khóa 3"
    assert Work.MANAGE in work_in(first, teacher)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"title": " "}, "Tên lớp và tên khóa học cần từ 1 đến 255 ký tự."),
        ({"ends_on": date(2026, 11, 1)}, "Ngày bế giảng không được trước ngày khai giảng."),
        ({"starts_on": date(1926, 11, 1)}, "Năm phải từ 2000 đến 2099."),
        ({"attendance_minimum": 101}, "Tỷ lệ dự học tối thiểu từ 0 đến 100 phần trăm."),
    ],
)
def test_settings_that_make_no_class_are_refused(app, changes, sentence):
    values = {name: getattr(SETTINGS, name) for name in services.SETTINGS} | changes
    with pytest.raises(Invalid) as refusal:
        services.create_class(ClassSettings(**values), unit=make_unit(), now=NOW)
    assert str(refusal.value) == sentence


def test_a_code_is_used_once(app):
    course_class = make_class(code="k3")
    with pytest.raises(Refused, match="Mã lớp k3 đã được dùng"):
        services.create_class(SETTINGS, unit=course_class.unit, code="k3", now=NOW)


def test_learners_by_codes_are_added_once_and_strangers_hold_all_back(app):
    course_class = make_class()
    make_member(code="a1", unit=course_class.unit)
    make_member(code="a2", unit=course_class.unit)
    with pytest.raises(Invalid, match="không có thành viên mã số: b9"):
        services.add_by_codes(course_class, ["a1", "b9"], NOW)
    assert queries.list_learners(course_class) == []
    assert len(services.add_by_codes(course_class, ["a1", "a2", "a1"], NOW)) == 2
    assert services.add_by_codes(course_class, ["a2"], NOW) == []
    assert [(one.number, one.member.code) for one in queries.list_learners(course_class)] == [(1, "a1"), (2, "a2")]


def test_a_list_names_strangers_and_duplicates_with_their_rows(app):
    course_class = make_class()
    make_member("Lê Thị Một", code="a1", unit=course_class.unit)
    make_member("Trần Văn Hai", code="a2", unit=course_class.unit)
    content = "STT,Họ và tên,Mã số\n1,Lê Thị Một,a1\n2,Người Lạ,b9\n3,Lê Thị Một,a1\n4,Trần Văn Ba,a2\n5,Không Mã,\n"
    report = learner_import.import_learners(course_class, content.encode(), "lop.csv", NOW, skip_rejected=False)
    assert [(note.row, str(note.sentence)) for note in report.rejected] == [
        (3, "Trong đảng bộ của lớp không có thành viên mã số “b9”. Sửa mã số, hoặc thêm người này vào đơn vị."),
        (4, "Mã số “a1” đã có ở dòng 2."),
        (6, "Chưa có mã số. Ghi mã số của học viên."),
    ]
    assert [(note.row, str(note.sentence)) for note in report.warnings] == [
        (5, "Mã số này là của Trần Văn Hai, khác tên trong danh sách.")
    ]
    assert (report.found, report.accepted, report.created) == (5, 2, 0)
    assert queries.list_learners(course_class) == []
    again = learner_import.import_learners(course_class, content.encode(), "lop.csv", NOW, skip_rejected=True)
    assert (again.created, len(queries.list_learners(course_class))) == (2, 2)
    third = learner_import.import_learners(course_class, content.encode(), "lop.csv", NOW, skip_rejected=True)
    assert third.created == 0


def test_a_code_of_another_province_names_nobody(app):
    province = make_unit("Tỉnh ủy Mẫu")
    course_class = make_class(make_unit("Trung tâm Chính trị", province))
    make_member("Người Cùng Tỉnh", code="a1", unit=make_unit("Đảng ủy xã Thử", province))
    stranger = make_member("Người Tỉnh Khác", code="b1", unit=make_unit("Tỉnh ủy Khác"))
    with pytest.raises(Invalid, match="Trong đảng bộ của lớp không có thành viên mã số: b1"):
        services.add_by_codes(course_class, ["a1", "b1"], NOW)
    with pytest.raises(Invalid, match="không có thành viên mã số “b1”"):
        services.add_instructor(course_class, "b1", "marker", NOW)
    content = "Họ và tên,Mã số\nNgười Cùng Tỉnh,a1\nAi Đó,b1\n".encode()
    report = learner_import.plan_learners(course_class, content, "lop.csv").report
    assert [(note.row, note.item) for note in report.rejected] == [(3, "Ai Đó")]
    assert "Người Tỉnh Khác" not in " ".join(str(note.sentence) for note in report.rejected + report.warnings)
    # Whoever is in the list already, by another way, is no stranger to it.
    services.add_learners(course_class, [stranger], NOW)
    assert learner_import.plan_learners(course_class, content, "lop.csv").report.rejected == []


def test_who_withdrew_stays_in_the_list_and_can_come_back(app):
    course_class = make_class(learners=1)
    learner = queries.list_learners(course_class)[0]
    services.withdraw_learner(course_class, learner.member_id, " Chuyển   công tác ", NOW)
    assert (learner.state, learner.note) == ("withdrawn", "Chuyển công tác")
    assert services.add_learners(course_class, [learner.member], NOW) == []
    services.readmit_learner(course_class, learner.member_id, NOW)
    assert (learner.state, learner.note) == ("active", "")


def test_a_role_is_given_once_and_taken_back(app):
    course_class = make_class()
    marker = make_member(code="gk1", unit=course_class.unit)
    services.add_instructor(course_class, "gk1", "marker", NOW)
    services.add_instructor(course_class, " gk1 ", "marker", NOW)
    assert [one.role for one in queries.list_instructors(course_class)] == ["marker"]
    services.remove_instructor(course_class, marker.id, "marker", NOW)
    assert db.session.query(ClassInstructor).count() == 0
    with pytest.raises(Invalid, match="không có thành viên mã số “xx”"):
        services.add_instructor(course_class, "xx", "marker", NOW)


def test_attendance_counts_the_sessions_that_were_taken(app):
    course_class = make_class()
    first, second = (add_learner(course_class).id for _ in range(2))
    sessions = [attendance.add_session(course_class, f"Bài {n}", date(2026, 11, n), NOW) for n in (3, 4, 5)]
    assert attendance.record(course_class, sessions[0], {first: "attended", second: "excused"}, None, NOW) == 2
    assert attendance.record(course_class, sessions[0], {first: "attended", second: "excused"}, None, NOW) == 0
    assert attendance.record(course_class, sessions[1], {first: "attended", second: "unexcused"}, None, NOW) == 2
    presence = queries.presence_in(course_class.id)
    assert (presence.held, presence.attended(first), presence.attended(second)) == (2, 2, 0)
    assert queries.noted_sessions(course_class) == {sessions[0].id: 1, sessions[1].id: 1}
    with pytest.raises(Invalid, match="không thuộc danh sách lớp"):
        attendance.record(course_class, sessions[0], {make_member().id: "attended"}, None, NOW)
    with pytest.raises(Invalid, match="Hãy chọn có mặt"):
        attendance.record(course_class, sessions[0], {first: "asleep"}, None, NOW)
