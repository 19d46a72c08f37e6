"""A course exam from a TOML file, by the service and by the command."""

from __future__ import annotations

import json

import pytest

from quizapp.courses.classes.models import ClassInstructor, CourseClass
from quizapp.errors import DomainError
from quizapp.exams import queries
from quizapp.exams.candidate_queries import list_candidates
from quizapp.exams.importing import import_exam
from quizapp.exams.models import Exam
from quizapp.extensions import db
from quizapp.project import ROOT
from tests.assessments.factories import make_bank
from tests.conftest import NOW
from tests.factories import make_member, make_unit

EXAMPLE = ROOT / "docs" / "exam-example.toml"
EXAM = """
code = "k3-thi"
title = "Thi cuối khóa"
opens_at = 2026-12-05T08:00:00
closes_at = 2026-12-05T10:00:00
minutes = 45
publish = true
[class]
code = "k3"
title = "Khóa 3"
unit = "TT"
starts_on = 2026-11-02
ends_on = "2026-12-05"
learners = ["a1", "a2"]
[[class.instructors]]
member = "gv"
role = "homeroom"
[[matrix]]
bank = "NQ57"
count = 3
"""


@pytest.fixture
def unit(app):
    unit = make_unit("Trung tâm Chính trị", code="TT")
    for code in ("a1", "a2", "a3", "gv"):
        make_member(unit=unit, code=code)
    make_bank(unit, code="NQ57", questions=3)
    return unit


def load(text: str, dry_run: bool = False, skip_rejected: bool = False, neighbour: str = ""):
    report = import_exam(text.encode(), lambda _: neighbour.encode(), NOW, dry_run, skip_rejected)
    db.session.expire_all()
    counts = (report.found, report.accepted, report.created, report.updated)
    return counts, [(note.row, note.item, str(note.sentence)) for note in report.rejected]


def test_a_file_is_stored_once(unit):
    assert load(EXAM) == ((3, 3, 3, 0), [])
    assert load(EXAM) == ((3, 3, 0, 0), [])
    exam = queries.find_exam("k3-thi")
    assert exam.assessment.published_at == NOW
    assert [(one.number, one.member.code) for one in list_candidates(exam)] == [(1, "a1"), (2, "a2")]
    assert [one.role for one in db.session.query(ClassInstructor)] == ["homeroom"]


def test_a_dry_run_stores_nothing(unit):
    assert load(EXAM, dry_run=True) == ((3, 3, 3, 0), [])
    assert db.session.query(CourseClass).count() == 0


def test_strangers_and_duplicates_hold_all_back_unless_skipped(unit):
    text = EXAM.replace('["a1", "a2"]', '["a1", "b9", "a1"]')
    rejected = [
        (2, "b9", "Trong đảng bộ của lớp không có thành viên mã số “b9”."),
        (3, "a1", "Mã số “a1” đã có ở dòng 1."),
    ]
    assert load(text) == ((4, 2, 0, 0), rejected)
    assert db.session.query(Exam).count() == 0
    assert load(text, skip_rejected=True) == ((4, 2, 2, 0), rejected)


def test_a_list_of_learners_may_lie_beside_the_file(unit):
    text = EXAM.replace('learners = ["a1", "a2"]', 'learners_file = "lop.csv"')
    assert load(text, neighbour="Mã số\na1\na3\n") == ((3, 3, 3, 0), [])


def test_a_draft_follows_the_file(unit):
    draft = EXAM.replace("publish = true", "publish = false")
    load(draft)
    assert load(draft.replace("minutes = 45", "minutes = 60"))[0] == (3, 3, 0, 1)
    assert queries.find_exam("k3-thi").assessment.minutes == 60


def test_a_published_exam_may_only_get_learners(unit):
    load(EXAM)
    assert load(EXAM.replace('"a2"]', '"a2", "a3"]')) == ((4, 4, 1, 0), [])
    assert len(list_candidates(queries.find_exam("k3-thi"))) == 3
    with pytest.raises(DomainError, match=r"đã công bố nên không sửa được bằng tệp.* thời gian làm bài, ma"):
        load(EXAM.replace("minutes = 45", "minutes = 60").replace("count = 3", "count = 2"))


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ('unit = "TT"', 'unit = "XX"', "Không có đơn vị mã “XX”."),
        ("count = 3", "count = 4", "cần 4 câu, có thể lấy 3 câu."),
        ('bank = "NQ57"', 'bank = "ABC"', "Không có ngân hàng câu hỏi “ABC”"),
        ('member = "gv"', 'member = "xx"', "Trong đảng bộ của lớp không có thành viên mã số “xx”."),
        ("starts_on = 2026-11-02", 'starts_on = "hôm nay"', "Mục starts_on phải là một ngày như 2026-11-23."),
        ("minutes = 45", "minutes = 0", "Thời gian làm bài từ 1 đến 600 phút."),
        ("publish = true", "publih = true", "Không có mục: publih."),
        ("publish = true", 'resit_of = "zz"', "Không có kỳ thi mã “zz” để thi lại."),
        ("[class", "[klass", "Thiếu mục [class]."),
    ],
)
def test_a_bad_file_is_refused_whole(unit, old, new, sentence):
    with pytest.raises(DomainError) as refusal:
        load(EXAM.replace(old, new))
    assert sentence in str(refusal.value)
    assert db.session.query(CourseClass).count() == 0


def test_the_documented_example_can_be_imported(app):
    unit = make_unit("Đảng bộ Khối", code="DBK")
    for number in range(1, 5):
        make_member(unit=unit, code=f"dv{number:06}")
    make_bank(unit, code="NQ57", questions=10)
    result = app.test_cli_runner().invoke(args=["exams", "import", str(EXAMPLE), "--json"])
    assert (result.exit_code, json.loads(result.stdout)["created"]) == (0, 4)
    again = app.test_cli_runner().invoke(args=["exams", "import", str(EXAMPLE), "--json"])
    assert json.loads(again.stdout) == {
        "found": 4,
        "accepted": 4,
        "created": 0,
        "updated": 0,
        "rejected": [],
        "warnings": [],
    }


def test_a_missing_list_is_named(app, tmp_path):
    unit = make_unit("Trung tâm", code="TT")
    file = tmp_path / "thi.toml"
    file.write_text(EXAM.replace('learners = ["a1", "a2"]', 'learners_file = "../lop.csv"'))
    make_member(unit=unit, code="gv")
    result = app.test_cli_runner().invoke(args=["exams", "import", str(file)])
    assert result.exit_code == 1
    assert "Không có tệp “../lop.csv” bên cạnh tệp này." in result.stderr
