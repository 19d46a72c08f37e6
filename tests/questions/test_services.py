"""What is done to banks and questions."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select

from quizapp.accounts.models import AuditEntry
from quizapp.assessments.pools import pool
from quizapp.errors import Invalid, Refused, Sentence
from quizapp.extensions import db
from quizapp.project import QUESTION_BANKS
from quizapp.questions import queries, services
from quizapp.questions.formats import registry
from quizapp.questions.formats.parsed import RejectedQuestion
from quizapp.questions.models import Bank, Question, QuestionVersion
from tests.conftest import NOW
from tests.factories import make_member, make_unit
from tests.questions.factories import RECALL, fill_bank, make_bank, parsed_file, parsed_question

BAD = RejectedQuestion(9, "Câu 9", Sentence("Câu hỏi chưa có đáp án đúng."))


def versions():
    rows = db.session.scalars(select(QuestionVersion).order_by(QuestionVersion.question_id, QuestionVersion.number))
    return [(one.question.reference, one.number, one.is_current, one.stem) for one in rows]


def counts(report):
    return report.found, report.accepted, report.created, report.updated, len(report.rejected)


def actions():
    return list(db.session.scalars(select(AuditEntry.action).order_by(AuditEntry.id)))


def test_bank_is_created_for_a_unit(app):
    unit = make_unit("Đảng ủy Khối")
    bank = services.create_bank("  NQ 57 ", " Nghị quyết  57 ", unit, NOW)
    assert (bank.code, bank.title, bank.unit.name, bank.created_at) == ("NQ 57", "Nghị quyết 57", "Đảng ủy Khối", NOW)
    assert actions() == ["bank.created"]


def test_code_of_a_bank_is_taken_once(app):
    make_bank("NQ57")
    with pytest.raises(Refused, match="Mã ngân hàng NQ57 đã có"):
        make_bank("NQ57")
    assert len(db.session.scalars(select(Bank)).all()) == 1


@pytest.mark.parametrize("code", ["", "a/b", "x" * 61, "../etc", "?"])
def test_code_that_no_address_could_hold_is_refused(app, code):
    with pytest.raises(Invalid, match="Mã ngân hàng"):
        make_bank(code)


@pytest.mark.parametrize("title", ["  ", "x" * 256])
def test_title_must_be_there_and_fit(app, title):
    with pytest.raises(Invalid, match="Tên ngân hàng"):
        make_bank(title=title)


def test_bank_gets_another_title_and_owner(app):
    bank, unit = make_bank(), make_unit("Đảng ủy xã")
    services.edit_bank(bank, "Tên mới", unit, NOW)
    assert (bank.title, bank.unit.name) == ("Tên mới", "Đảng ủy xã")


def test_import_stores_approved_questions_with_everything_they_say(app):
    author, bank = make_member("Trần Văn Tác Giả"), make_bank()
    question = parsed_question(
        "Năm nào?", "A1", explanation="Vì thế.", source="Điều 1", topic="Lịch sử", level=RECALL, tags=("hay",)
    )
    report = services.import_questions(parsed_file(question), bank, author, NOW)
    assert counts(report) == (1, 1, 1, 0, 0)
    stored = db.session.scalars(select(QuestionVersion)).one()
    assert (stored.question.state, stored.question.created_by_id, stored.bank_id) == ("approved", author.id, bank.id)
    assert (stored.kind, stored.stem, stored.explanation, stored.source) == ("single", "Năm nào?", "Vì thế.", "Điều 1")
    assert (stored.topic, stored.level, stored.tags, stored.created_at) == ("Lịch sử", "recall", ["hay"], NOW)
    assert stored.options == [
        {"text": "Đúng là đây", "right": True},
        {"text": "Không phải", "right": False},
        {"text": "Cũng không", "right": False},
    ]
    assert stored.search_text == "nam nao? dung la day khong phai cung khong a1 dieu 1 lich su hay"
    assert actions() == ["bank.created", "bank.imported"]


def test_same_file_twice_creates_nothing_the_second_time(app):
    bank = make_bank()
    parsed = parsed_file(parsed_question("Năm nào?", "A1"), parsed_question("Ở đâu?", row=2))
    assert counts(services.import_questions(parsed, bank, None, NOW)) == (2, 2, 2, 0, 0)
    before = versions()
    assert counts(services.import_questions(parsed, bank, None, NOW)) == (2, 2, 0, 0, 0)
    assert versions() == before
    assert actions() == ["bank.created", "bank.imported"]


def test_changed_question_becomes_a_new_version_and_keeps_the_old(app):
    bank = make_bank()
    fill_bank(bank, parsed_question("Năm nào?", "A1"), parsed_question("Ở đâu?", "A2", row=2))
    report = services.import_questions(parsed_file(parsed_question("Vào năm nào?", "A1")), bank, None, NOW)
    assert counts(report) == (1, 1, 0, 1, 0)
    assert versions() == [
        ("A1", 1, False, "Năm nào?"),
        ("A1", 2, True, "Vào năm nào?"),
        ("A2", 1, True, "Ở đâu?"),
    ]
    fill_bank(bank, parsed_question("Năm nào?", "A1"))
    assert versions()[:3] == [
        ("A1", 1, False, "Năm nào?"),
        ("A1", 2, False, "Vào năm nào?"),
        ("A1", 3, True, "Năm nào?"),
    ]


def test_rejected_row_stores_nothing(app):
    bank = make_bank()
    parsed = parsed_file(parsed_question("Năm nào?", "A1"), rejected=(BAD,))
    report = services.import_questions(parsed, bank, None, NOW)
    assert counts(report) == (2, 1, 0, 0, 1)
    assert versions() == []


def test_good_rows_are_stored_when_rejected_ones_may_be_skipped(app):
    bank = make_bank()
    parsed = parsed_file(parsed_question("Năm nào?", "A1"), rejected=(BAD,))
    report = services.import_questions(parsed, bank, None, NOW, skip_rejected=True)
    assert counts(report) == (2, 1, 1, 0, 1)
    assert versions() == [("A1", 1, True, "Năm nào?")]


def test_two_imports_at_the_same_time_create_each_question_once(app):
    bank_id = make_bank().id
    parsed = parsed_file(*(parsed_question(f"Câu {n}?", f"Q{n}", row=n) for n in range(1, 40)))

    def load(_number):
        with app.app_context():
            return services.import_questions(parsed, db.session.get_one(Bank, bank_id), None, NOW).created

    with ThreadPoolExecutor(2) as threads:
        assert sorted(threads.map(load, range(2))) == [0, 39]


def test_references_of_one_bank_do_not_touch_another(app):
    one, other = make_bank("B1"), make_bank("B2")
    fill_bank(one, parsed_question("Năm nào?", "A1"))
    fill_bank(other, parsed_question("Vào năm nào?", "A1"))
    assert [row[1:] for row in versions()] == [(1, True, "Năm nào?"), (1, True, "Vào năm nào?")]


def test_new_bank_comes_into_being_with_its_first_questions(app):
    unit = make_unit()
    parsed = parsed_file(parsed_question("Năm nào?", "A1"))
    report = services.import_into(parsed, "B9", "Ngân hàng mới", unit, None, NOW, skip_rejected=False)
    bank = queries.find_bank("B9")
    assert counts(report) == (1, 1, 1, 0, 0)
    assert (bank.title, bank.unit_id) == ("Ngân hàng mới", unit.id)


def test_no_bank_comes_into_being_for_a_file_that_is_held_back(app):
    parsed = parsed_file(parsed_question("Năm nào?", "A1"), rejected=(BAD,))
    report = services.import_into(parsed, "B9", "Ngân hàng mới", make_unit(), None, NOW, skip_rejected=False)
    assert counts(report) == (2, 1, 0, 0, 1)
    assert queries.find_bank("B9") is None


def test_question_is_retired_and_restored_and_twice_is_once(app):
    bank = make_bank()
    fill_bank(bank, parsed_question("Năm nào?", "A1"))
    question = db.session.scalars(select(Question)).one()
    services.retire_question(question, NOW)
    services.retire_question(question, NOW)
    assert (question.state, pool({"bank": "NQ57"})) == ("retired", [])
    services.restore_question(question, NOW)
    services.restore_question(question, NOW)
    assert (question.state, len(pool({"bank": "NQ57"}))) == ("approved", 1)
    assert actions()[2:] == ["question.retired", "question.restored"]


@pytest.mark.parametrize("path", sorted(QUESTION_BANKS.glob("*.gift")), ids=lambda path: path.stem)
def test_sample_bank_is_imported_whole_and_only_once(app, path):
    parsed = registry.read(path.read_bytes(), path.name)
    bank = make_bank(path.stem)
    report = services.import_questions(parsed, bank, None, NOW)
    assert report.rejected == []
    assert report.warnings == []
    assert (report.created, report.created >= 30) == (report.found, True)
    assert services.import_questions(parsed, bank, None, NOW).created == 0
    stored = queries.load_versions(pool({"bank": bank.code}))
    assert all(one.explanation and one.source and one.topic and one.level for one in stored)
