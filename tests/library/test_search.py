"""The search finds documents without diacritics and ranks them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from quizapp.library import services
from quizapp.library.draft import Draft
from quizapp.library.parsed import ParsedSection
from quizapp.library.search import search
from tests.conftest import NOW
from tests.factories import grant, make_member, make_unit

ARTICLE = ParsedSection("article", "1", "Mục tiêu", 0, "Đến năm 2030, kinh tế số đạt tối thiểu 30 % GDP.")
DRAFT = Draft("57-NQ/TW", "Bộ Chính trị", date(2024, 12, 22), "resolution", "Về đột phá khoa học", (ARTICLE,))


@pytest.fixture
def unit(app):
    return make_unit()


def stored(unit, **fields):
    return services.store(replace(DRAFT, **fields), unit, None, NOW)[0]


def found(query, member):
    return [one.document.number for one in search(query, member)]


def test_kind_and_number_put_the_document_first(unit):
    stored(unit, number="21-NQ/TW", title="Theo Nghị quyết 57 và các văn bản khác", issued_on=date(2026, 1, 1))
    stored(unit, number="57-NQ/TW")
    assert found("nghi quyet 57", make_member(unit=unit)) == ["57-NQ/TW", "21-NQ/TW"]


@pytest.mark.parametrize("query", ["57-NQ/TW", "57 - nq/tw", "57-nq"])
def test_number_is_found_however_it_is_typed(unit, query):
    stored(unit, number="157-NQ/TW")
    stored(unit, number="57-NQ/TW")
    assert found(query, make_member(unit=unit))[0] == "57-NQ/TW"


def test_passage_is_shown_in_its_own_letters(unit):
    stored(unit)
    [one] = search("kinh te so 2030", make_member(unit=unit))
    assert one.section.anchor == "dieu-1"
    assert [(piece.text, piece.is_found) for piece in one.pieces] == [
        ("Mục tiêu Đến năm ", False),
        ("2030", True),
        (", ", False),
        ("kinh tế số", True),
        (" đạt tối thiểu 30 % GDP.", False),
    ]


def test_words_may_stand_in_the_section_and_above_it(unit):
    chapter = ParsedSection("clause", "1", "", 0, "Đến năm 2030")
    clause = ParsedSection("point", "a", "", 1, "Kinh tế số đạt 30 % GDP.")
    stored(unit, sections=(chapter, clause))
    [one] = search("nghi quyet 57 kinh te so 2030", make_member(unit=unit))
    assert one.section.number == "a"


def test_letter_d_with_stroke_is_found_as_d(unit):
    stored(unit, title="Về tổ chức đảng, đảng viên")
    assert found("dang vien", make_member(unit=unit)) == found("Đảng viên", make_member(unit=unit)) == ["57-NQ/TW"]


def test_title_comes_before_text_and_words_together_before_words_apart(unit):
    apart = ParsedSection("article", "1", "", 0, "Số liệu về kinh doanh và tế bào, rồi kinh phí, tế, xa, xa, xa, số.")
    stored(unit, number="1-NQ/TW", sections=(apart,))
    stored(unit, number="2-NQ/TW")
    stored(unit, number="3-NQ/TW", title="Về kinh tế số", sections=())
    assert found("kinh te so", make_member(unit=unit)) == ["3-NQ/TW", "2-NQ/TW", "1-NQ/TW"]


def test_words_together_are_found_behind_many_newer_passages_that_hold_them_apart(unit):
    stored(unit, number="1-NQ/TW")
    apart = [ParsedSection("article", str(row), "", 0, "Tế bào, số liệu, và kinh phí.") for row in range(1, 161)]
    stored(unit, number="2-NQ/TW", sections=tuple(apart))
    assert found("kinh te so", make_member(unit=unit)) == ["1-NQ/TW", "2-NQ/TW"]


def test_what_is_in_force_comes_before_what_was_replaced(unit):
    newer = stored(unit, number="2-NQ/TW", issued_on=date(2026, 1, 1))
    stored(unit, number="1-NQ/TW")
    services.replace_document(newer, None, date(2026, 6, 1), NOW)
    assert found("khoa hoc", make_member(unit=unit)) == ["1-NQ/TW", "2-NQ/TW"]


def test_corrected_text_is_found_and_the_old_one_is_not(unit):
    stored(unit)
    stored(unit, sections=(replace(ARTICLE, text="Nội dung khác hẳn."),))
    reader = make_member(unit=unit)
    assert (found("kinh te so", reader), found("khac han", reader)) == ([], ["57-NQ/TW"])


@pytest.mark.parametrize("query", ["", "  ", "\"'*()", "a" * 500, "AND OR NOT", "title:x -y *", "\0"])
def test_signs_of_query_languages_mean_nothing(unit, query):
    stored(unit)
    assert found(query, make_member(unit=unit)) == []


def test_only_readers_of_the_unit_below_and_managers_find_it(unit):
    other = make_unit()
    stored(unit, audience="official_members")
    manager = make_member(unit=other, kind="staff")
    grant(manager, "propaganda_board", unit)
    below = make_member(unit=make_unit(parent=unit))
    assert found("khoa hoc", below) == found("khoa hoc", manager) == ["57-NQ/TW"]
    assert found("khoa hoc", make_member(unit=other)) == []
    assert found("khoa hoc", make_member(unit=unit, kind="staff")) == []


def test_draft_is_found_by_its_managers_only(unit):
    services.withdraw(stored(unit), NOW)
    assert found("khoa hoc", make_member(unit=unit)) == []
