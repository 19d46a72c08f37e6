"""The small Markdown in which questions are written."""

from __future__ import annotations

import pytest

from quizapp.questions.markup import to_html, to_typed

PICTURE = "data:image/png;base64,iVBORw0KGgo="


@pytest.mark.parametrize(
    ("typed", "html"),
    [
        ("Năm nào?", "Năm nào?"),
        ("**Đậm** và *nghiêng*", "<strong>Đậm</strong> và <em>nghiêng</em>"),
        ("x^2^ và H~2~O", "x<sup>2</sup> và H<sub>2</sub>O"),
        ("Chọn:\n\n- một\n- hai", "<p>Chọn:</p><ul><li>một</li><li>hai</li></ul>"),
        ("1. một\n2. hai", "<ol><li>một</li><li>hai</li></ol>"),
        ("Một\nHai", "Một<br>Hai"),
        ("Một\n\nHai", "<p>Một</p><p>Hai</p>"),
        ("2. Năm 1945", "2. Năm 1945"),
        ("1 < 2 & 3*4*5", "1 &lt; 2 &amp; 3<em>4</em>5"),
        ("{{1}} là {{2}}", "{{1}} là {{2}}"),
        ("57-NQ/TW", "57-NQ/TW"),
    ],
)
def test_markdown_becomes_clean_html(typed, html):
    assert to_html(typed) == html


@pytest.mark.parametrize(
    "html",
    [
        "Năm nào?",
        "<strong>Đậm</strong>, <em>nghiêng</em>, x<sup>2</sup>",
        "<p>Chọn:</p><ul><li>một</li><li>hai</li></ul>",
        "3*4*5 và a_b_c ^ ~",
        "<table><tbody><tr><td>1</td></tr></tbody></table>",
        "<b>đậm</b> <u>gạch</u>",
        f'Hình <img src="{PICTURE}" alt="sơ đồ"> này',
        f'<table><tbody><tr><td><img src="{PICTURE}"></td></tr></tbody></table>',
        "&lt;b&gt; là thẻ",
    ],
)
def test_stored_html_comes_back_the_same(html):
    pictures: list[str] = []
    typed = to_typed(html, pictures)
    assert to_html(typed, pictures) == html
    assert PICTURE not in typed


def test_plain_formatting_is_shown_as_markdown_and_the_rest_as_html():
    assert to_typed("<strong>Đậm</strong> x<sup>2</sup>", []) == "**Đậm** x^2^"
    assert to_typed("<u>gạch</u>", []) == "<u>gạch</u>"


@pytest.mark.parametrize("source", ['x" onerror="alert(1)', "javascript:alert(1)", '"><script>alert(1)</script>', ""])
def test_picture_that_a_form_made_up_harms_nobody(source):
    html = to_html("![a](hinh-1)", [source])
    assert ("onerror" in html and "<img" in html, "script" in html and "<script" in html) == (False, False)


def test_picture_that_does_not_exist_is_left_out():
    assert to_html("Hình: ![a](hinh-7)", [PICTURE]) == "Hình:"
