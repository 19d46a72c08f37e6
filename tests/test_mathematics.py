"""LaTeX shown as MathML."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizapp.mathematics import mathml, unreadable_formulas, with_mathematics


@pytest.mark.parametrize(
    ("html", "element"),
    [
        (r"Tính \(\frac{a}{b}\).", "<mfrac>"),
        (r"Tính \[\sqrt{x^2}\]", "<msqrt>"),
        (r"$$\sum_{i=1}^n i$$", "<munderover>"),
        (r"\(a &lt; b\)", "&lt;"),
        (r"<p>\(\begin{matrix}1&amp;2\\3&amp;4\end{matrix}\)</p>", "<mtable>"),
    ],
)
def test_latex_is_shown_as_mathml(html: str, element: str) -> None:
    shown = with_mathematics(html)
    assert "<math" in shown
    assert element in shown
    assert unreadable_formulas(html) == []


def test_the_text_around_a_formula_stays() -> None:
    assert with_mathematics(r"<p>Cho \(x\) là số.</p>").startswith("<p>Cho <span")
    assert with_mathematics(r"<p>Cho \(x\) là số.</p>").endswith("</span> là số.</p>")


@pytest.mark.parametrize("html", ["Giá 5$ và 6$", r"C:\temp", r"<code>\(x\)</code>", r"\(\khongco{x}\)", r"\({\)", ""])
def test_all_else_stays_as_it_is(html: str) -> None:
    assert with_mathematics(html) == html


def test_what_cannot_be_read_is_named() -> None:
    assert unreadable_formulas(r"\(\left( x\) và \(y\)") == [r"\left( x"]


def test_nothing_but_mathematics_comes_out() -> None:
    shown = with_mathematics(r"\(\text{&lt;script&gt;alert(1)&lt;/script&gt;}\href{javascript:x}{y}\)")
    assert "<script" not in shown
    assert "href=" not in shown


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet=r"\{}[]()^_&$ab1+=frac sqrtlegimx", max_size=60))
def test_no_mixture_of_signs_is_too_much(latex: str) -> None:
    shown = mathml(latex)
    assert shown is None or shown.startswith("<math")
