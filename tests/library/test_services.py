"""What is done to documents."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select

from quizapp.accounts.models import AuditEntry
from quizapp.errors import Invalid, Refused
from quizapp.extensions import db
from quizapp.library import queries, services
from quizapp.library.draft import Draft
from quizapp.library.models import Document, Section
from quizapp.library.parsed import ParsedSection
from tests.conftest import NOW
from tests.factories import make_unit

ARTICLE = ParsedSection("article", "1", "Phạm vi", 0, "Cũ.")
DRAFT = Draft("57-NQ/TW", "Bộ Chính trị", date(2024, 12, 22), "resolution", "Về chuyển đổi số", (ARTICLE,))


def rows(document):
    return [(one.id, one.anchor, one.parent_id, one.html) for one in queries.sections_of(document.id)]


def test_document_is_stored_once(app):
    unit = make_unit()
    document, change = services.store(DRAFT, unit, None, NOW)
    assert (change, document.published_at, document.audience) == (services.Change.NEW, NOW, "all")
    assert services.store(DRAFT, unit, None, NOW) == (document, services.Change.UNCHANGED)
    assert len(list(db.session.scalars(select(Document)))) == 1
    assert list(db.session.scalars(select(AuditEntry.action))) == ["document.created"]


def test_corrected_text_keeps_rows_and_anchors_of_its_sections(app):
    document, _ = services.store(DRAFT, make_unit(), None, NOW)
    [before] = rows(document)
    chapter = ParsedSection("chapter", "I", "Chung", 0, "")
    corrected = replace(DRAFT, sections=(chapter, replace(ARTICLE, depth=1, text="Mới.")))
    assert services.store(corrected, make_unit(), None, NOW)[1] is services.Change.CHANGED
    chapter_row, after = rows(document)
    assert after == (before[0], "dieu-1", chapter_row[0], "<p>Mới.</p>")


def test_section_that_is_gone_leaves_those_below_it(app):
    chapter = ParsedSection("chapter", "I", "Chung", 0, "")
    document, _ = services.store(replace(DRAFT, sections=(chapter, replace(ARTICLE, depth=1))), make_unit(), None, NOW)
    kept = rows(document)[1][0]
    services.store(DRAFT, make_unit(), None, NOW)
    assert rows(document) == [(kept, "dieu-1", None, "<p>Cũ.</p>")]


def test_same_number_of_another_year_is_another_document(app):
    unit = make_unit()
    services.store(DRAFT, unit, None, NOW)
    services.store(replace(DRAFT, issued_on=date(2022, 6, 16)), unit, None, NOW)
    assert len(queries.find_by_number("57-NQ/TW")) == 2


def test_document_uploaded_twice_says_so(app):
    services.create(DRAFT, make_unit(), None, NOW, is_published=True)
    with pytest.raises(Refused, match=r"nq/tw ngày 22/12/2024 đã có trong thư viện"):
        services.create(replace(DRAFT, number="57 – nq/tw"), make_unit(), None, NOW, is_published=True)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"kind": ""}, "Chưa rõ loại văn bản. Hãy ghi loại, ví dụ: Nghị quyết."),
        ({"number": " "}, "Chưa thấy số, ký hiệu. Ví dụ: 57-NQ/TW."),
        ({"issuer": ""}, "Chưa thấy cơ quan ban hành. Ví dụ: Bộ Chính trị."),
        ({"issued_on": None}, "Chưa thấy ngày ban hành. Ghi dạng 22/12/2024."),
        ({"issued_on": date(2027, 1, 1)}, "Ngày ban hành còn ở tương lai. Hãy kiểm tra lại."),
        ({"title": ""}, "Chưa thấy trích yếu (tên văn bản)."),
    ],
)
def test_document_without_its_particulars_is_refused(app, change, sentence):
    with pytest.raises(Invalid) as refusal:
        services.store(replace(DRAFT, **change), make_unit(), None, NOW)
    assert str(refusal.value) == sentence
    assert not list(db.session.scalars(select(Section)))


def test_teaching_material_needs_no_number_and_is_known_by_its_title(app):
    material = replace(DRAFT, number="", kind="branch_material", title="Tài liệu tháng 11")
    document, _ = services.store(material, make_unit(), None, NOW)
    assert services.store(replace(material, title="TÀI LIỆU tháng 11"), make_unit(), None, NOW)[0] == document


def test_replaced_document_names_its_successor(app):
    old, _ = services.store(DRAFT, make_unit(), None, NOW)
    new, _ = services.store(replace(DRAFT, number="58-NQ/TW"), make_unit(), None, NOW)
    services.replace_document(old, new, date(2026, 1, 1), NOW)
    assert (old.successor, old.replaced_on) == (new, date(2026, 1, 1))
    with pytest.raises(Invalid, match="không thể là chính văn bản này"):
        services.replace_document(new, old, date(2026, 1, 1), NOW)
    services.replace_document(old, None, None, NOW)
    assert (old.successor, old.replaced_on) == (None, None)


def test_document_cannot_end_before_it_begins(app):
    old, _ = services.store(DRAFT, make_unit(), None, NOW)
    with pytest.raises(Invalid, match="trước ngày ban hành"):
        services.replace_document(old, None, date(2020, 1, 1), NOW)
