"""What is wrong with a matrix, and its sums."""

from __future__ import annotations

import pytest

from quizapp.assessments.matrix import MatrixRow, count_questions, faults_of, from_cells, maximum_score

LEVELS = ("recall", "understanding")


def row(**fields):
    return MatrixRow(**{"bank": "NQ57", "topic": None, "level": None, "count": 4, "points": 1} | fields)


@pytest.mark.parametrize(
    ("rows", "faults"),
    [
        ([row(), row(level="recall")], []),
        ([row(bank="ABC")], [(1, "Không có ngân hàng câu hỏi “ABC”, hoặc bạn không được dùng.")]),
        ([row(level="hard")], [(1, "Không có mức độ “hard”.")]),
        ([row(count=0)], [(1, "Số câu từ 1 đến 200.")]),
        (
            [row(points=0.125)],
            [(1, "Điểm mỗi câu phải lớn hơn 0, không quá 1000 và có nhiều nhất hai số lẻ.")],
        ),
        ([row(), row()], [(2, "Dòng này giống một dòng ở trên. Hãy gộp số câu vào một dòng.")]),
        ([row(count=150), row(count=150, level="recall")], [(0, "Một đề có nhiều nhất 200 câu.")]),
    ],
)
def test_faults_name_their_row(rows, faults):
    assert [(number, str(fault)) for number, fault in faults_of(rows, {"NQ57"}, LEVELS)] == faults


def test_sums_and_the_form_that_is_kept():
    rows = (row(points=0.25), row(level="recall", count=2))
    assert (count_questions(rows), maximum_score(rows)) == (6, 3.0)
    assert from_cells([r.as_cell() for r in rows]) == rows
