"""MathML kept by the cleaner: what stays, how it reads, what never stays."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizapp.mathematics import with_mathematics
from quizapp.rich_text import clean_html, from_typed_text, to_plain_text, to_typed_text

X, TWO = "<mi>x</mi>", "<mn>2</mn>"


@pytest.mark.parametrize(
    ("inside", "text"),
    [
        (f"<msup>{X}{TWO}</msup>", "x²"),
        (f"<msup>{X}<mi>m</mi></msup>", "x^m"),
        (f"<msub>{X}<mi>i</mi></msub>", "x_i"),
        (f"<msubsup>{X}<mn>1</mn>{TWO}</msubsup>", "x₁²"),
        (f"<mfrac><mi>a</mi>{TWO}</mfrac>", "a/2"),
        (f"<mfrac><mrow><mi>a</mi><mo>+</mo><mi>b</mi></mrow>{TWO}</mfrac>", "(a+b)/2"),
        (f"<mfrac linethickness='0'><mi>n</mi>{TWO}</mfrac>", "n; 2"),
        (f"<msqrt>{X}<mo>+</mo>{TWO}</msqrt>", "√(x+2)"),
        (f"<mroot>{X}<mn>3</mn></mroot>", "³√x"),
        (f"<munderover><mo>∑</mo><mn>1</mn>{TWO}</munderover>{X}", "∑₁²x"),
        (f"<munder><mi>lim</mi><mrow>{X}<mo>→</mo><mn>0</mn></mrow></munder>", "lim_(x→0)"),
        (f"<mi>sin</mi><mo>&#x2061;</mo>{X}", "sin x"),
        (f"<mi>sin</mi>{X}", "sin x"),
        (f"{TWO}<mo>&#x2062;</mo>{X}", "2x"),
        (f"<mover>{X}<mo>→</mo></mover>", "x⃗"),
        (f"<mo>(</mo><mtable><mtr><mtd>{X}</mtd><mtd>{TWO}</mtd></mtr><mtr><mtd>{TWO}</mtd></mtr></mtable><mo>)</mo>",
         "(x, 2; 2)"),
        ("<mmultiscripts><mi>U</mi><mprescripts></mprescripts><mn>92</mn><mn>235</mn></mmultiscripts>", "²³⁵₉₂U"),
        ("<mtext>nếu</mtext><mi>x</mi><mo>&lt;</mo><mn>2</mn>", "nếu x<2"),
    ],
)  # fmt: skip
def test_a_formula_stays_and_reads_as_text(inside: str, text: str) -> None:
    cleaned = clean_html(f"Tính <math>{inside}</math>.")
    assert (to_plain_text(cleaned), clean_html(cleaned)) == (f"Tính {text}.", cleaned)
    assert from_typed_text(to_typed_text(cleaned)) == cleaned


@pytest.mark.parametrize(
    ("raw", "kept"),
    [
        (f'<math xmlns="http://www.w3.org/1998/Math/MathML" display="block">\n {X} </math>',
         f'<math display="block">{X}</math>'),
        ('<math href="javascript:a" onclick="a" style="x" class="x"><mi href="//a.vn" id="x">x</mi></math>',
         f"<math>{X}</math>"),
        (f"<math><semantics>{X}<annotation encoding='TeX'>x</annotation></semantics></math>", f"<math>{X}</math>"),
        (f"<math><semantics>{X}<annotation-xml encoding='text/html'><p>a</p></annotation-xml></semantics></math>",
         f"<math>{X}</math>"),
        (f"<math><maction>{X}<mi>y</mi></maction></math>", f"<math>{X}</math>"),
        (f"<math><mi><script>alert(1)</script>x</mi><mi><img src=x onerror=alert(1)></mi>{X}</math>",
         f"<math>{X}<mi></mi>{X}</math>"),
        (f"<math><mfenced open='[' separators=';'>{X}{TWO}</mfenced></math>",
         f'<math><mrow><mo fence="true">[</mo>{X}<mo separator="true">;</mo>{TWO}<mo fence="true">)</mo></mrow>'
         "</math>"),
        ('<math><mspace width="9999em"></mspace><mspace width="1em"></mspace></math>',
         '<math><mspace></mspace><mspace width="1em"></mspace></math>'),
        ("<math></math>", ""),
        ("<mi>x</mi> sau", "sau"),
    ],
)  # fmt: skip
def test_only_what_a_formula_needs_is_kept(raw: str, kept: str) -> None:
    assert (clean_html(raw), clean_html(kept)) == (kept, kept)


def test_a_formula_is_shown_with_words_for_those_who_listen() -> None:
    assert with_mathematics(f"<math><mfrac>{X}{TWO}</mfrac></math>") == (
        f'<math aria-label="x/2"><mfrac>{X}{TWO}</mfrac></math>'
    )
    assert 'aria-label="x phần hai"' in with_mathematics(f'<math alttext="x phần hai"><mfrac>{X}{TWO}</mfrac></math>')


PIECES = ["<math>", "</math>", "<mrow>", "</mrow>", "<mfrac>", "</mfrac>", X, TWO, "<mtext>", "</mtext>", "<mfenced>",
          "<semantics>", "<annotation>", "</annotation>", "<mtable><mtr><mtd>", "<msup>", "<b>", "<p>", "a", "<br>",
          " ", "&lt;", "<mglyph>", "<style>", "<annotation-xml encoding='text/html'>", "<svg>", "</svg>", "<pre>",
          "\n", "<munderover>", "<mmultiscripts>", "<mprescripts>", '"', "&nbsp;", "<mo>→</mo>", "<mi>"]  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=25).map("".join))
def test_cleaning_twice_changes_nothing_and_everything_reads(html: str) -> None:
    cleaned = clean_html(html)
    assert clean_html(cleaned) == cleaned
    assert "<style" not in cleaned
    to_plain_text(cleaned)
    with_mathematics(cleaned)
