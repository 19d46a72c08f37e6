"""Documents are found by their number, and by number, issuer and date."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy.exc import IntegrityError

from quizapp.extensions import db
from quizapp.library import queries
from tests.library.factories import make_document, make_section


def test_number_of_several_years_gives_all_newest_first(app):
    old = make_document(number="21-NQ/TW", issued_on=date(2008, 1, 30))
    new = make_document(number="21-NQ/TW", issued_on=date(2022, 6, 16))
    make_document(number="57-NQ/TW")
    assert queries.find_by_number("21 – nq/tw") == [new, old]
    assert queries.find_by_number("") == []


def test_document_is_known_by_number_issuer_and_date(app):
    document = make_document(number="57-NQ/TW", issuer="Bộ Chính trị", issued_on=date(2024, 12, 22))
    assert queries.find_document("57-NQ/TW", "BỘ CHÍNH TRỊ", date(2024, 12, 22)) == document
    assert queries.find_document("57-NQ/TW", "Bộ Chính trị", date(2025, 12, 22)) is None
    assert queries.find_document("", "Bộ Chính trị", date(2024, 12, 22)) is None


def test_same_document_cannot_be_stored_twice(app):
    make_document(number="57-NQ/TW")
    with pytest.raises(IntegrityError):
        make_document(number="57-NQ/TW", issuer="BỘ CHÍNH TRỊ")
    db.session.rollback()


def test_materials_without_a_number_may_share_issuer_and_date(app):
    first, second = make_document("Tài liệu tháng 10", number=""), make_document("Tài liệu tháng 11", number="")
    assert first.id != second.id


def test_sections_come_in_reading_order(app):
    document = make_document()
    first, second = make_section(document, "1"), make_section(document, "2")
    assert queries.sections_of(document.id) == [first, second]
    assert queries.find_section(document.id, "dieu-2") == second
    assert queries.find_section(document.id, "dieu-3") is None
