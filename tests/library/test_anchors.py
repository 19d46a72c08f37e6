"""Sections keep their anchors when a corrected text is imported."""

from __future__ import annotations

from quizapp.library.anchors import KnownSection, place_sections
from quizapp.library.parsed import ParsedSection


def section(kind, number, heading="", depth=0):
    return ParsedSection(kind, number, heading, depth, "")


def anchors(sections, known=()):
    return [(one.anchor, one.path, one.parent, one.known_id) for one in place_sections(sections, known)]


def test_anchors_name_kind_and_number_from_the_top_down():
    sections = [
        section("other", ""),
        section("chapter", "II"),
        section("heading", "1", depth=1),
        section("article", "5", depth=2),
        section("clause", "3", depth=3),
        section("point", "đ", depth=4),
        section("other", "", "Nơi nhận"),
    ]
    assert anchors(sections) == [
        ("mo-dau", "1/", None, None),
        ("chuong-2", "2/", None, None),
        ("chuong-2-muc-1", "2/1/", 1, None),
        ("dieu-5", "2/1/1/", 2, None),
        ("dieu-5-khoan-3", "2/1/1/1/", 3, None),
        ("dieu-5-khoan-3-diem-dd", "2/1/1/1/1/", 4, None),
        ("noi-nhan", "3/", None, None),
    ]


def test_equal_numbers_get_different_anchors():
    assert [one[0] for one in anchors([section("clause", "1"), section("clause", "1")])] == ["khoan-1", "khoan-1-2"]


def test_section_is_known_by_its_number_even_in_another_chapter():
    known = [KnownSection(7, "dieu-5", "article", "5", "Tên cũ", 1)]
    moved = [section("chapter", "I"), section("article", "5", "Tên mới", 1)]
    assert anchors(moved, known)[1] == ("dieu-5", "1/1/", 0, 7)


def test_section_with_another_number_is_known_by_its_heading():
    known = [
        KnownSection(7, "dieu-5", "article", "5", "Hiệu lực thi hành", 0),
        KnownSection(8, "dieu-4", "article", "4", "Bị bỏ", 0),
    ]
    assert anchors([section("article", "6", "Hiệu lực thi hành")], known) == [("dieu-5", "1/", None, 7)]


def test_new_section_never_takes_an_anchor_that_was_used():
    known = [KnownSection(7, "dieu-5", "article", "4", "Cũ", 0)]
    assert anchors([section("article", "5", "Khác")], known) == [("dieu-5-2", "1/", None, None)]
