"""Figures of an exam and of its questions."""

from __future__ import annotations

from quizapp.exams.statistics import Column, Figures, Item, Sat, distribution, figures, items

KEYS = {7: frozenset({0}), 8: frozenset({1})}


def test_marks_as_figures():
    assert figures([5, 7, 9]) == Figures(3, 7, 1.63, 7, 5, 9)
    assert figures([]) is None


def test_the_last_column_holds_the_end_of_the_scale():
    assert distribution([0, 4.9, 5, 10], 10, 2) == [Column(0, 5, 2), Column(5, 10, 2)]


def test_the_hardest_question_comes_first():
    paper = [[7, "ba", 1], [8, "ab", 1]]
    papers = [Sat(paper, {"1": ["b"], "2": ["a"]}, KEYS, {}), Sat(paper, {"1": ["b"]}, KEYS, {})]
    assert items(papers) == [Item(8, 2, 1, 0), Item(7, 2, 0, 100)]


def test_points_given_by_a_person_count():
    assert items([Sat([[7, "ab", 2]], {"1": ["b"]}, KEYS, {"1": 1})]) == [Item(7, 1, 0, 50)]
