import pytest

from quizapp.assessments.paper import PaperQuestion
from quizapp.assessments.scoring import Marks, mark

# Question "1" is version 7 (shown: c a b d of the author's), "2" is version 9 with two right options.
PAPER = (PaperQuestion(7, (2, 0, 1, 3), 1), PaperQuestion(9, (0, 1, 2, 3), 0.5))
KEYS = {7: frozenset({0}), 9: frozenset({1, 2})}


@pytest.mark.parametrize(
    ("answers", "marks"),
    [
        ({"1": ["b"], "2": ["b", "c"]}, Marks(1.5, 1.5, 2, True)),
        ({"1": ["b"], "2": ["c", "b"]}, Marks(1.5, 1.5, 2, True)),
        ({"1": ["b"], "2": ["b"]}, Marks(1, 1.5, 1, False)),
        ({"1": ["b"], "2": ["a", "b", "c"]}, Marks(1, 1.5, 1, False)),
        ({"1": ["a"], "2": ["b", "c"]}, Marks(0.5, 1.5, 1, False)),
        ({}, Marks(0, 1.5, 0, False)),
        ({"1": [], "2": []}, Marks(0, 1.5, 0, False)),
        ({"1": "b", "3": ["a"]}, Marks(0, 1.5, 0, False)),
    ],
)
def test_a_question_is_right_when_exactly_the_right_options_were_chosen(answers, marks):
    assert mark(PAPER, KEYS, answers) == marks


def test_an_empty_paper_is_not_all_correct():
    assert mark((), {}, {}) == Marks(0, 0, 0, False)
