"""Questions as they are printed: marks, pictures, tables, formulas."""

from __future__ import annotations

import base64
import io

import pytest
from PIL import Image

from quizapp import typesetting
from quizapp.exams.paper_blocks import blocks_of
from quizapp.exams.paper_files import SHEETS
from quizapp.mathematics import with_mathematics

FORMULAS = (
    *("x^2", r"\frac{a+b}{2}", r"\sqrt{16}", r"\sqrt[3]{x}", "a_1", "x^{n+k}", r"a \lt b", r"\text{số người}", "x_1^2"),
    *(r"\sum_{i=1}^{n} i", r"\int_0^1 f(x)\,dx", r"\lim_{x \to 0} \frac{\sin x}{x}", r"\overline{AB}", r"\hat{x}"),
    *(
        r"\begin{pmatrix}1&2\\3&4\end{pmatrix}",
        r"\left\{ x \mid x \gt 0 \right\}",
        r"\vec{a} \cdot \vec{b}",
        "{}^2",
        "12{,}5 \\%",
    ),
)


def test_a_formula_is_set_from_its_parts():
    (run,) = (run for run in blocks_of(with_mathematics(r"\(\frac{a}{12}\)"))[0]["runs"] if "formula" in run)
    fraction = run["formula"]["parts"][0]["parts"][0]
    assert fraction["kind"] == "mfrac"
    assert "oMath" in run["word"]


@pytest.mark.parametrize("latex", FORMULAS)
def test_every_formula_is_set_on_paper(latex):
    described = {
        "number": "1",
        "letters": "",
        "options": [],
        "stem": blocks_of(with_mathematics(f"Tính \\({latex}\\).")),
    }
    assert any("formula" in run for run in described["stem"][0]["runs"])
    head = {"superior": "", "issuer": "A", "motto": ["B"], "dated": ""}
    names = ("code", "page", "question", "end", "answer-sheet", "how")
    content = {
        "form": head,
        "title": "T",
        "subject": [],
        "columns": 1,
        "with-answer-sheet": False,
        "papers": [{"code": "101", "questions": [described]}],
        "words": dict.fromkeys(names, "–") | {"lines": []},
    }
    assert typesetting.pdf(SHEETS / "paper.typ", content).startswith(b"%PDF")


def test_marks_lists_and_tables_are_kept():
    assert blocks_of("Một <b>hai</b><p>ba</p>") == [
        {"kind": "text", "runs": [{"text": "Một ", "marks": []}, {"text": "hai", "marks": ["b"]}]},
        {"kind": "text", "runs": [{"text": "ba", "marks": []}]},
    ]
    (table,) = blocks_of("<table><tr><td>a</td><td>b</td></tr></table>")
    assert [len(row) for row in table["rows"]] == [2]


def test_pictures_are_printed_and_what_is_none_says_what_it_showed():
    target = io.BytesIO()
    Image.new("RGB", (30, 20), "blue").save(target, "PNG")
    source = f"data:image/png;base64,{base64.b64encode(target.getvalue()).decode()}"
    run = blocks_of(f'<img src="{source}" alt="Sơ đồ">')[0]["runs"][0]
    assert run["width"] == 30
    assert run["drawing"].startswith("<svg")
    broken = blocks_of('<img src="data:image/png;base64,AAAA" alt="Sơ đồ">')[0]["runs"][0]
    assert broken == {"text": "[Sơ đồ]", "marks": []}
