"""The rules text with its contents."""

from __future__ import annotations

from quizapp.competitions.rules import Section, read_rules


def test_headings_make_sections_with_anchors_of_their_own():
    text = "Mở đầu về 57-NQ/TW.\n\n## Đối tượng\n\n- đảng viên\n\n### Không dự thi\n\nBan Tổ chức\n\n## Đối tượng\n"
    assert read_rules(text) == (
        Section("", "", True, "<p>Mở đầu về 57‑NQ/TW.</p>"),
        Section("Đối tượng", "tl-doi-tuong", True, "<ul><li>đảng viên</li></ul>"),
        Section("Không dự thi", "tl-khong-du-thi", False, "<p>Ban Tổ chức</p>"),
        Section("Đối tượng", "tl-doi-tuong-2", True, ""),
    )


def test_nothing_that_runs_or_leads_away_comes_through():
    body = read_rules('<script>alert(1)</script> [đi](javascript:alert(1)) ![](http://x/y.png) <b onclick="x">a</b>')[
        0
    ].body
    assert "<script" not in body
    assert "href" not in body
    assert "<img" not in body
    assert "<b onclick" not in body


def test_no_text_is_no_section():
    assert read_rules("") == ()
