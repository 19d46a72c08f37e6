"""Questions as they are printed: marks, pictures, tables, formulas."""

from __future__ import annotations

import base64
import io

from PIL import Image

from quizapp.exams.paper_blocks import blocks_of
from quizapp.exams.readable_mathematics import with_readable_mathematics
from quizapp.mathematics import with_mathematics


def readable(latex: str) -> str:
    shown = with_readable_mathematics(with_mathematics(f"\\({latex}\\)"))
    return shown.partition(">")[2].rpartition("<")[0]


def test_formulas_become_a_line_of_text():
    assert readable("x^2") == "x²"
    assert readable(r"\frac{a+b}{2}") == "(a + b)/2"
    assert readable(r"\sqrt{16}") == "√16"
    assert readable("a_1") == "a₁"
    assert readable("x^{n+k}") == "x^(n + k)"
    assert readable(r"a \lt b") == "a &lt; b"


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
