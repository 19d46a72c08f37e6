"""The form of a question and the documents that it cites; its pictures and its faults."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import select

from quizapp.extensions import db
from quizapp.questions import citations, copying, queries
from quizapp.questions.citation_models import QuestionCitation
from quizapp.questions.known_questions import ids_by_reference
from quizapp.questions.models import Question, QuestionVersion
from quizapp.questions.question_forms import LARGEST_FORM
from tests.conftest import NOW
from tests.factories import make_member, make_unit
from tests.library.factories import make_document, make_section
from tests.questions.factories import make_bank
from tests.questions.test_authoring_views import board, browser, fields, post, text_of  # noqa: F401

NEW = "/banks/NQ57/new-question"


@pytest.fixture
def bank(board):  # noqa: F811
    return make_bank(unit=board.unit)


@pytest.fixture
def document(bank):
    return make_document(unit=bank.unit, number="57-NQ/TW")


def cited():
    db.session.remove()
    rows = db.session.scalars(select(QuestionCitation).order_by(QuestionCitation.question_id))
    return [(row.question_id, row.document_id, row.section_id) for row in rows]


def sources():
    return list(db.session.scalars(select(QuestionVersion.source).order_by(QuestionVersion.id)))


def test_document_is_found_and_cited_without_scripts(browser, document):  # noqa: F811
    section = make_section(document, "5", heading="Mục tiêu")
    sent = fields(document_words="57-NQ/TW", action="find-document")
    assert f'<option value="{document.id}">' in text_of(post(browser, NEW, **sent))
    sent |= {"document": str(document.id)}
    assert f'<option value="{section.id}">Điều 5. Mục tiêu' in text_of(post(browser, NEW, **sent))
    sent |= {"section": str(section.id)}
    page = text_of(post(browser, NEW, **(sent | {"action": "cite"})))
    assert f'name="cited-0" value="{document.id}:{section.id}"' in page
    assert post(browser, NEW, **(sent | {"action": "save"})).status_code == 303
    question = db.session.scalars(select(Question)).one()
    assert cited() == [(question.id, document.id, section.id)]
    assert sources() == ["Nghị quyết 57-NQ/TW ngày 22/12/2024 của Bộ Chính trị, Điều 5"]
    assert f"/documents/{document.id}#dieu-5" in text_of(browser.get(f"/banks/NQ57/questions/{question.id}"))


def test_citation_holds_for_later_versions_and_is_taken_away(browser, document):  # noqa: F811
    post(browser, NEW, **fields(**{"cited-0": str(document.id)}, source="Theo văn bản"))
    question_id = db.session.scalar(select(Question.id))
    address = f"/banks/NQ57/questions/{question_id}/edit"
    page = text_of(browser.get(address))
    assert (f'name="cited-0" value="{document.id}"' in page, sources()) == (True, ["Theo văn bản"])
    changed = fields("Câu sửa lại?", based_on="1", **{"cited-0": str(document.id)}, source="Theo văn bản")
    post(browser, address, **changed)
    assert cited() == [(question_id, document.id, None)]
    taken = text_of(post(browser, address, **(changed | {"action": f"uncite:{document.id}"})))
    assert 'name="cited-0"' not in taken
    post(browser, address, **(changed | {"based_on": "2", "cited-0": ""}))
    assert (cited(), len(sources())) == ([], 2)


@pytest.mark.parametrize("sent", ["x", "99999999999999999999", "4:5:6", "-1"])
def test_nonsense_is_not_cited(browser, bank, sent):  # noqa: F811
    post(browser, NEW, **fields(document=sent, section=sent, **{"cited-0": sent}))
    assert (cited(), sources()) == ([], [""])


def test_document_that_somebody_else_cited_and_one_may_not_see_stays(browser, bank):  # noqa: F811
    post(browser, NEW, **fields())
    question_id = db.session.scalar(select(Question.id))
    hidden = make_document(unit=make_unit("Nơi khác"))
    citations.cite([question_id], hidden, None, make_member(), NOW)
    db.session.commit()
    hidden_id = hidden.id
    post(browser, f"/banks/NQ57/questions/{question_id}/edit", **fields("Câu sửa?", based_on="1"))
    assert cited() == [(question_id, hidden_id, None)]


def test_copies_of_a_bank_cite_what_the_originals_cite(browser, bank, document, board):  # noqa: F811
    post(browser, NEW, **fields(**{"cited-0": str(document.id)}))
    question = db.session.scalars(select(Question)).one()
    question.state, question.bank.sharing = "approved", "copy"
    db.session.commit()
    copied = copying.copy_bank(queries.find_bank("NQ57"), "BAN-SAO", "Bản sao", board.unit, board, NOW)
    ids, document_id = list(ids_by_reference(copied).values()), document.id
    assert [row[1] for row in cited() if row[0] in ids] == [document_id]


def test_fault_stands_at_its_field_and_above(browser, bank):  # noqa: F811
    page = text_of(post(browser, NEW, **fields("", right="")))
    assert '<a href="#stem">Câu hỏi chưa có nội dung' in page
    assert '<a href="#answers">Câu hỏi chưa có đáp án đúng' in page
    assert re.search(r'id="stem-error">.*?Câu hỏi chưa có nội dung', page, re.S)
    assert re.search(r'id="options-error">.*?Câu hỏi chưa có đáp án đúng', page, re.S)


def test_form_holds_pictures_and_refuses_more_than_it_says(browser, bank):  # noqa: F811
    large = {"pictures-0": "data:image/png;base64," + "A" * 3_000_000}
    assert post(browser, NEW, **fields(action="preview", **large)).status_code == 200
    too_large = {"pictures-0": "A" * (LARGEST_FORM + 1)}
    assert post(browser, NEW, **fields(action="preview", **too_large)).status_code == 413
