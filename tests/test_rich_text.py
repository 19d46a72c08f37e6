"""HTML is cleaned on the way in, has one spelling, and survives the way out to plain and typed text and back."""

from __future__ import annotations

import random

import pytest

from quizapp.rich_text import (
    clean_html,
    count_lost_pictures,
    from_markdown,
    from_plain_text,
    from_typed_text,
    looks_like_html,
    picture_sources,
    to_plain_text,
    to_typed_text,
    with_unbroken_numbers,
)

DOT = "data:image/png;base64,iVBORw0KGgo="


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>Một <b>hai</b></p>", "<p>Một <b>hai</b></p>"),
        ('<span style="color:red" onclick="x()">đỏ</span>', "<span>đỏ</span>"),
        ("a<script>alert(1)</script>b<style>p{}</style>", "ab"),
        ('<a href="javascript:alert(1)">xem</a>', "xem"),
        ("<div>một</div><div>hai</div>", "<p>một</p><p>hai</p>"),
        ("<h2>Tiêu đề</h2>thân", "<p>Tiêu đề</p>thân"),
        ('<svg onload="alert(1)"><text>chữ</text></svg>sau', "sau"),
        ("<!-- ẩn -->hiện", "hiện"),
        ("chưa <b>đóng", "chưa <b>đóng</b>"),
        ("1 < 2 & 3 > 2", "1 &lt; 2 &amp; 3 &gt; 2"),
        (" \xa0 a \n\t b <br> ", "a b"),
        ("<p></p><p>a</p><p> </p>", "<p>a</p>"),
        ("<pre>\n\na\n  b</pre>", "<pre>a\n  b</pre>"),
        ("Đa\u0309ng", "Đảng"),
        ("a\x00b\u200bc\ufeff", "abc"),
        (f'<img src="{DOT}" alt="dấu" width="9">', f'<img src="{DOT}" alt="dấu">'),
        ('<img src="/media/a/b.png">', '<img src="/media/a/b.png">'),
        ('<img src="https://example.org/a.png" alt="Bản đồ">', "Bản đồ"),
        ('<img src="/media/../secret.png">', ""),
        ('<img src="//example.org/media/a.png">', ""),
        ('<img src="data:image/svg+xml;base64,PHN2Zz4=">', ""),
        ('<img src="data:text/html;base64,PHN2Zz4=">', ""),
    ],
)
def test_cleaned_html(html: str, expected: str) -> None:
    assert clean_html(html) == expected


def test_composing_characters_cannot_break_a_tag_open() -> None:
    """A combining solidus turns ">" into another character under NFC, and the rest would become attributes."""
    for attack in ("<b>&#x338; onclick=alert(1) x</b>", "<b>\u0338 onclick=alert(1) x</b>"):
        assert "≯" not in clean_html(attack)
        assert clean_html(clean_html(attack)) == clean_html(attack)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a < b & c", "a &lt; b &amp; c"),
        ("một\r\nhai\rba", "một<br>hai<br>ba"),
        ("  nhiều   khoảng \t trắng ", "nhiều khoảng trắng"),
        ("5\xa0km", "5&nbsp;km"),
        ("<b>không phải thẻ</b>", "&lt;b&gt;không phải thẻ&lt;/b&gt;"),
        ("", ""),
    ],
)
def test_plain_text_as_html(text: str, expected: str) -> None:
    assert from_plain_text(text) == expected
    assert clean_html(expected) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Nghị quyết 57-NQ/TW", "Nghị quyết 57-NQ/TW"),
        ("a<b và c>d", "a&lt;b và c&gt;d"),
        ("dùng thẻ <br> để xuống dòng", "dùng thẻ<br>để xuống dòng"),
        ("m<sup>2</sup>", "m<sup>2</sup>"),
        ("5&nbsp;km", "5&nbsp;km"),
        ("AT&T; ở Mỹ", "AT&amp;T; ở Mỹ"),
        ("<b>một</b>\nhai", "<b>một</b><br>hai"),
        ("<p>một</p>\n<p>hai</p>\n", "<p>một</p><p>hai</p>"),
        ("một\nhai", "một<br>hai"),
    ],
)
def test_typed_text_is_html_only_where_it_looks_like_it(text: str, expected: str) -> None:
    assert from_typed_text(text) == expected


def test_looks_like_html() -> None:
    typed = ["<b>a</b>", "x &lt; y", '<img src="a">', "a < b", "<Nghị quyết>", "R&D", "if a<b then c>d"]
    assert [looks_like_html(text) for text in typed] == [True, True, True, False, False, False, False]


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>một</p><p>hai</p>", "một\nhai"),
        ("<ul><li>a</li><li>b</li></ul>", "a\nb"),
        ("a<br>b", "a\nb"),
        ("10<sup>2</sup> và CO<sub>2</sub>", "10² và CO₂"),
        ("x<sup>m</sup>, x<sub>max</sub>", "x^m, x_(max)"),
        ("1 &lt; 2 &amp; 3", "1 < 2 & 3"),
        (f'xem <img src="{DOT}" alt="bản đồ"> và <img src="{DOT}">', "xem bản đồ và [hình]"),
        ("<table><tbody><tr><td>1</td><td>2</td></tr></tbody></table>", "1 2"),
        ("a<![CDA b>c", "ac"),
        ("a<![", "a<!["),
    ],
)
def test_plain_text_of_html(html: str, expected: str) -> None:
    assert to_plain_text(html) == expected


def test_typed_text_is_plain_where_it_can_be() -> None:
    html = ["một<br>hai", "1 &lt; 2", "<b>đậm</b>", "&lt;b&gt;", "<pre>a\nb</pre>"]
    typed = ["một\nhai", "1 < 2", "<b>đậm</b>", "&lt;b&gt;", "<pre>a&#10;b</pre>"]
    assert [to_typed_text(text) for text in html] == typed


def test_every_text_has_one_spelling_and_survives_being_typed() -> None:
    chance = random.Random(20261121)
    pieces = (
        '<b> </b> <br> <p> </p> <ul> <li> <pre> </pre> <td> <div> <sup>2</sup> &nbsp; &lt; &amp; &#10; < & > = " a ế'
    )
    bits = [*pieces.split(), " ", "\n", "\xa0", "\u0301", "\u0338", "\x00", "<img src='/media/x'>"]
    for _ in range(3_000):
        text = "".join(chance.choices(bits, k=chance.randint(1, 9)))
        for html in (clean_html(text), from_plain_text(text), from_typed_text(text)):
            assert clean_html(html) == html, text
            assert from_typed_text(to_typed_text(html)) == html, text


def test_long_runs_of_blanks_are_quick() -> None:
    blanks = " " * 200_000
    assert from_typed_text(f"<b>a</b>{blanks}b") == "<b>a</b> b"
    assert clean_html("a" + "&nbsp;" * 50_000) == "a"


def test_pictures_are_found_and_lost_ones_counted() -> None:
    raw = f'<img src="{DOT}"><IMG SRC="http://x/y.png">'
    cleaned = clean_html(raw)
    assert picture_sources(cleaned) == (DOT,)
    assert count_lost_pictures(raw, cleaned) == 1


def test_markdown() -> None:
    assert from_markdown("**đậm** và <b>thẻ</b>") == "<strong>đậm</strong> và &lt;b&gt;thẻ&lt;/b&gt;"
    assert from_markdown("một\n\n- hai\n- ba") == "<p>một</p><ul><li>hai</li><li>ba</li></ul>"


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("Nghị quyết 57-NQ/TW", "Nghị quyết 57‑NQ/TW"),
        ("12/2024/NĐ-CP, 749/QĐ-TTg", "12/2024/NĐ‑CP, 749/QĐ‑TTg"),
        ("1930-1945, 10-12 câu, Mác - Lênin, 91/2025/QH15", "1930-1945, 10-12 câu, Mác - Lênin, 91/2025/QH15"),
        ('<img src="/media/57-NQ.png" alt="3-CT/TW"> 3-CT/TW', '<img src="/media/57-NQ.png" alt="3-CT/TW"> 3‑CT/TW'),
    ],
)
def test_document_numbers_do_not_break(html: str, expected: str) -> None:
    assert with_unbroken_numbers(html) == expected
