from datetime import UTC, datetime

import pytest

from quizapp.courses.sessions import attendance_import, session_import
from quizapp.courses.sessions.models import Attendance, StudySession
from quizapp.errors import Invalid, NotFound
from quizapp.extensions import db
from quizapp.project import ROOT
from tests.conftest import NOW
from tests.courses.factories import make_session
from tests.factories import make_member, make_unit
from tests.library.factories import ISSUED, make_document

FILE = """
[[sessions]]
code = "hn-nq57"
documents = ["57-NQ/TW"]
form = "mixed"
meeting_points = ["Hội trường A", {name = "Điểm cầu cơ sở", place = "Nhà văn hóa"}]
starts = 2026-11-20T08:00:00
ends = 2026-11-20T11:30:00
unit = "KHOI"

[[sessions]]
code = "bu-nq57"
title = "Học bù Nghị quyết 57"
kind = "học bù"
documents = ["57-NQ/TW"]
form = "Trực tuyến"
starts = 2026-11-27T14:00:00
ends = 2026-11-27T16:00:00
unit = "KHOI"
"""


def load(content, dry_run=False, skip_rejected=False):
    report = session_import.import_sessions(content.encode(), NOW, dry_run, skip_rejected)
    counts = (report.found, report.accepted, report.created, report.updated)
    return counts, [(note.row, note.item, str(note.sentence)) for note in report.rejected]


@pytest.fixture
def unit(app):
    unit = make_unit("Đảng bộ Khối", code="KHOI")
    make_document(number="57-NQ/TW", unit=unit)
    return unit


def test_sessions_come_from_a_file_and_twice_changes_nothing(unit):
    assert load(FILE, dry_run=True) == ((2, 2, 2, 0), [])
    assert db.session.query(StudySession).count() == 0
    assert load(FILE) == ((2, 2, 2, 0), [])
    assert load(FILE) == ((2, 2, 0, 0), [])
    first, second = db.session.query(StudySession).order_by(StudySession.starts_at)
    assert (first.title, first.kind, first.form, first.starts_at) == (
        "Hội nghị 57-NQ/TW",
        "conference",
        "mixed",
        datetime(2026, 11, 20, 1, 0, tzinfo=UTC),
    )
    assert [(p.name, p.place) for p in first.points] == [("Hội trường A", ""), ("Điểm cầu cơ sở", "Nhà văn hóa")]
    assert (second.kind, second.form, second.roster_frozen_at) == ("make_up", "online", None)
    assert load(FILE.replace("16:00", "17:00")) == ((2, 2, 0, 1), [])


def test_the_example_of_the_documentation_can_be_read(unit):
    make_document(number="21-NQ/TW", unit=unit, issued_on=datetime(2026, 3, 2, tzinfo=UTC).date())
    example = (ROOT / "docs" / "sessions-example.toml").read_text()
    assert load(example)[1] == []


@pytest.mark.parametrize(
    ("before", "after", "sentence"),
    [
        ('unit = "KHOI"', 'unit = "KHAC"', "Không có đơn vị mã “KHAC”."),
        ('"57-NQ/TW"', '"58-NQ/TW"', "Không có văn bản số “58-NQ/TW”."),
        ("11:30", "07:30", "Giờ kết thúc phải sau giờ bắt đầu."),
        (
            'form = "mixed"',
            'form = "radio"',
            "Mục form: “radio” chưa đúng. Ghi một trong: in_person, online, television, mixed.",
        ),
        ('"Hội trường A"', '"Điểm cầu cơ sở"', "Điểm cầu “Điểm cầu cơ sở” được ghi hai lần."),
        ("starts = 2026-11-20T08:00:00\n", "", "Thiếu mục starts."),
        ('form = "mixed"', 'form = "mixed"\nhinh = 1', "Không có mục: hinh."),
    ],
)
def test_a_faulty_session_holds_everything_back(unit, before, after, sentence):
    faulty = FILE.replace(before, after, 1)
    assert load(faulty) == ((2, 1, 0, 0), [(1, "hn-nq57", sentence)])
    assert db.session.query(StudySession).count() == 0
    assert load(faulty, skip_rejected=True)[0] == (2, 1, 1, 0)


def test_a_number_of_several_documents_asks_for_the_year(unit):
    make_document(number="57-NQ/TW", unit=unit, issued_on=ISSUED.replace(year=2017))
    [(_row, _item, sentence), _other] = load(FILE)[1]
    assert sentence == (
        "Có 2 văn bản số “57-NQ/TW”: Bộ Chính trị, 22/12/2024; Bộ Chính trị, 22/12/2017. "
        "Ghi thêm năm hoặc ngày ban hành sau số."
    )
    assert load(FILE.replace("57-NQ/TW", "57-NQ/TW 2017"))[1] == []
    assert load(FILE.replace("57-NQ/TW", "57-NQ/TW 22/12/2024").replace("hn-", "h2-").replace("bu-", "b2-"))[1] == []


@pytest.mark.parametrize("content", ["", "a = 1", "[[sessions", "sessions = 3"])
def test_a_file_without_sessions_is_refused(app, content):
    with pytest.raises(Invalid):
        load(content)


def take(session, content, name="diem-danh.csv", dry_run=False, skip_rejected=False):
    report = attendance_import.import_file(session.code, content.encode(), name, NOW, dry_run, skip_rejected)
    counts = (report.found, report.accepted, report.created, report.updated)
    return counts, [(note.row, note.item, str(note.sentence)) for note in report.rejected]


LIST = "member code,state,at\nm1,attended,2026-11-21T08:05:00+07:00\nm2,excused,\nm3,Vắng không lý do,\n"


@pytest.fixture
def session(unit):
    for code in ("m1", "m2", "m3"):
        make_member(unit=unit, code=code)
    return make_session(unit, points=(("Hội trường A", ""), ("Hội trường B", "")))


def states():
    rows = db.session.query(Attendance).join(Attendance.member).order_by(Attendance.member_id)
    return [(row.member.code, row.state, row.arrived_at) for row in rows]


def test_attendance_comes_from_a_list_and_twice_changes_nothing(session):
    assert take(session, LIST, dry_run=True) == ((3, 3, 3, 0), [])
    assert states() == []
    assert take(session, LIST) == ((3, 3, 3, 0), [])
    at = datetime(2026, 11, 21, 1, 5, tzinfo=UTC)
    assert states() == [("m1", "attended", at), ("m2", "excused", None), ("m3", "unexcused", None)]
    assert take(session, LIST) == ((3, 3, 0, 0), [])
    assert take(session, LIST.replace("excused,\nm3", "attended,\nm3")) == ((3, 3, 0, 1), [])


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ("m9,attended,", "Không có thành viên mã số “m9”."),
        ("m1,maybe,", "Trạng thái “maybe” chưa đúng. Ghi có mặt, vắng có lý do hoặc vắng không lý do."),
        ("m1,attended,sáng nay", "“sáng nay” không phải là ngày giờ. Ghi như 10:41 21/11/2026."),
        (
            "khach,attended,",
            "Nguyễn Thị Mẫu sinh hoạt ở Chi bộ Khác, không thuộc đối tượng của buổi học này.",
        ),
    ],
)
def test_a_faulty_row_holds_everything_back(session, row, sentence):
    make_member(unit=make_unit("Chi bộ Khác"), code="khach")
    content = f"{LIST}{row}\n"
    assert take(session, content) == ((4, 3, 0, 0), [(5, row.partition(",")[0], sentence)])
    assert states() == []
    assert take(session, content, skip_rejected=True)[0] == (4, 3, 3, 0)


def test_an_unknown_session_is_refused(app):
    with pytest.raises(NotFound, match="Không có buổi học mã “x”"):
        attendance_import.import_file("x", b"", "a.csv", NOW, False, False)
