"""Questions cite documents; what is replaced is settled in one step."""

from __future__ import annotations

from datetime import date

import pytest

from quizapp.extensions import db
from quizapp.questions import citations, queries
from quizapp.questions.citation_matching import KnownDocument, Matcher
from quizapp.questions.models import Question
from tests.accounts.forms import post_form
from tests.conftest import NOW
from tests.factories import grant, make_member, make_unit, sign_in
from tests.library.factories import make_document, make_section
from tests.questions.factories import fill_bank, make_bank, parsed_question

KNOWN = [
    KnownDocument(1, "57-nq/tw", date(2024, 12, 22)),
    KnownDocument(2, "21-nq/tw", date(2008, 1, 30)),
    KnownDocument(3, "21-nq/tw", date(2022, 6, 16)),
]


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("Nghị quyết 57-NQ/TW, mục II", 1),
        ("57 – NQ/TW", 1),
        ("Nghị quyết 57-NQ/TW ngày 01/01/2020", None),
        ("Nghị quyết 21-NQ/TW", None),
        ("Nghị quyết 21-NQ/TW năm 2022", 3),
        ("Nghị quyết 21-NQ/TW ngày 30/01/2008", 2),
        ("Điều lệ Đảng", None),
    ],
)
def test_source_names_a_document_by_number_and_year(source, found):
    assert Matcher(KNOWN).match(source) == found


def _fill(bank, count):
    fill_bank(bank, *(parsed_question(f"{bank.code}: câu số {row} hỏi gì?", row=row) for row in range(1, count + 1)))


@pytest.fixture
def board(client):
    unit = make_unit()
    member = make_member(unit=unit, kind="staff")
    grant(member, "propaganda_board", unit)
    sign_in(client, member)
    bank = make_bank(unit=unit)
    _fill(bank, 3)
    return client, member, unit, bank


def question_ids(bank):
    return list(db.session.scalars(db.select(Question.id).where(Question.bank_id == bank.id).order_by(Question.id)))


def cite(bank, member, document, section=None, count=3):
    citations.cite(question_ids(bank)[:count], document, section, member, NOW)
    db.session.commit()


def test_document_page_leads_to_the_questions_that_cite_it(board):
    client, member, unit, bank = board
    document = make_document(unit=unit)
    section = make_section(document)
    cite(bank, member, document, section, 2)
    cite(bank, member, document, section, 2)
    assert f"/documents/{document.id}/questions" in client.get(f"/documents/{document.id}").text
    page = client.get(f"/documents/{document.id}/questions").text
    assert page.count('name="question"') == 2
    assert f"/documents/{document.id}#dieu-1" in page


def test_questions_of_a_replaced_document_move_to_its_successor_section_by_section(board):
    client, member, unit, bank = board
    old, new = make_document(unit=unit), make_document(unit=unit, number="99-NQ/TW")
    target = make_section(new)
    cite(bank, member, old, make_section(old))
    page = f"/documents/{old.id}/questions"
    chosen = question_ids(bank)[:2]
    unknown = post_form(client, page, {"question": chosen, "number": "1-X/Y", "action": "move"}, page=page)
    assert (unknown.status_code, "Thư viện chưa có văn bản số 1-X/Y" in unknown.text) == (422, True)
    post_form(client, page, {"question": chosen, "number": "99-NQ/TW", "action": "move"}, page=page)
    assert [row.section_id for row in citations.list_citing(new, member=member)] == [target.id, target.id]
    assert len(citations.list_citing(old, member=member)) == 1


def test_questions_are_retired_in_one_step_in_own_banks_only(board):
    client, member, unit, bank = board
    other = make_bank("KHAC", unit=make_unit())
    _fill(other, 1)
    document = make_document(unit=unit)
    cite(bank, member, document)
    cite(other, member, document, count=1)
    page = f"/documents/{document.id}/questions"
    chosen = question_ids(bank) + question_ids(other)
    post_form(client, page, {"question": chosen, "action": "retire"}, page=page)
    db.session.expire_all()
    states = {question.bank.code: question.state for question in db.session.query(Question)}
    assert states == {bank.code: "retired", "KHAC": "approved"}


def test_bank_is_narrowed_to_what_was_valid_on_a_day(board):
    _, member, unit, bank = board
    document = make_document(unit=unit, issued_on=date(2020, 1, 1), replaced_on=date(2025, 1, 1))
    cite(bank, member, document, count=1)

    def count(day):
        return queries.count_questions(bank, queries.Filters(valid_on=day))

    assert [count(date(2019, 1, 1)), count(date(2024, 1, 1)), count(date(2025, 1, 1))] == [2, 3, 2]


def test_sources_are_tied_to_documents_in_one_step(board):
    client, _, unit, bank = board
    document = make_document(unit=unit, number="57-NQ/TW")
    db.session.execute(db.text("UPDATE question_version SET source = 'Nghị quyết 57-NQ/TW'"))
    db.session.commit()
    page = f"/banks/{bank.code}/citations"
    assert "3 câu hỏi" in client.get(page).text
    post_form(client, page, {"document": [document.id]}, page=page)
    assert "Không có gì để gắn" in client.get(page).text


def test_picker_finds_documents_and_sections(board):
    client, _, unit, _ = board
    document = make_document(unit=unit, number="57-NQ/TW")
    section = make_section(document, "5", heading="Mục tiêu")
    assert client.get(f"/document-picker/{document.id}").get_json() == {
        "sections": [
            {
                "id": section.id,
                "anchor": "dieu-5",
                "label": "Điều 5",
                "heading": "Mục tiêu",
                "depth": 0,
                "name": "Điều 5. Mục tiêu",
            }
        ]
    }
    assert client.get("/document-picker?words=57-nq/tw").get_json()["documents"][0]["id"] == document.id


def test_members_without_banks_see_no_questions(client):
    unit = make_unit()
    sign_in(client, make_member(unit=unit))
    document = make_document(unit=unit)
    assert client.get(f"/documents/{document.id}/questions").status_code == 403
    assert client.get("/document-picker").status_code == 403
