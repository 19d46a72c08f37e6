"""Printed variants of a paper and the letters on their answer sheets."""

from __future__ import annotations

import pytest

from quizapp.assessments.paper import PaperQuestion
from quizapp.errors import Invalid
from quizapp.exams.paper_codes import as_row, codes_from, key_row, likeness_of_neighbours, read_answers, shuffle

BASE = tuple(PaperQuestion(version, (0, 1, 2, 3), 0.5) for version in range(1, 21))
CHOICES = frozenset(range(1, 21))
CODES = ["101", "102", "103", "104"]


def made(seed: str = "thi/1", **options):
    return shuffle(BASE, CODES, seed, CHOICES, frozenset(), **options)


def test_each_code_has_the_same_questions_with_the_same_options():
    for paper in made().values():
        assert sorted(question.version_id for question in paper) == list(range(1, 21))
        assert all(sorted(question.order) == [0, 1, 2, 3] for question in paper)


def test_the_same_seed_gives_the_same_papers_and_another_seed_others():
    assert made() == made()
    assert made() != made("thi/2")


def test_neighbours_have_no_question_at_the_same_place():
    assert likeness_of_neighbours(made()) == 0


def test_true_and_false_keep_their_order_and_essays_stand_last():
    base = (PaperQuestion(90, (), 5), PaperQuestion(91, (0, 1), 1), *BASE)
    papers = shuffle(base, CODES, "x", CHOICES | {91}, frozenset({91}))
    assert {paper[-1].version_id for paper in papers.values()} == {90}
    assert {question.order for paper in papers.values() for question in paper if question.version_id == 91} == {(0, 1)}


def test_what_is_not_to_be_shuffled_stays():
    assert set(made(shuffles_questions=False, shuffles_options=False).values()) == {BASE}


def test_the_key_of_a_code_is_in_its_own_letters():
    paper = (PaperQuestion(1, (2, 0, 1), 1), PaperQuestion(2, (1, 0), 1), PaperQuestion(3, (), 1))
    assert key_row(paper, {1: frozenset({0}), 2: frozenset({0, 1}), 3: object()}) == ["B", "AB", ""]


@pytest.mark.parametrize(
    ("text", "answers"),
    [
        ("AC-", {"1": ["a"], "2": ["c"]}),
        ("ac-", {"1": ["a"], "2": ["c"]}),
        ("A, BC, –", {"1": ["a"], "2": ["b", "c"]}),
        ("- - d", {"3": ["d"]}),
    ],
)
def test_a_row_of_letters_becomes_answers(text, answers):
    assert read_answers(text, BASE[:3], CHOICES) == answers


@pytest.mark.parametrize("row", ["AC-", "- AB D"])
def test_answers_can_be_shown_as_the_row_they_were_typed_as(row):
    assert as_row(read_answers(row, BASE[:3], CHOICES), BASE[:3], CHOICES) == row


@pytest.mark.parametrize(
    ("text", "words"),
    [("AB", "Có 2 câu trả lời, đề có 3 câu"), ("ABE", "Câu 3 không có phương án “E”"), ("", "Có 0 câu")],
)
def test_what_cannot_be_an_answer_is_told(text, words):
    with pytest.raises(Invalid, match=words):
        read_answers(text, BASE[:3], CHOICES)


def test_codes_count_up():
    assert codes_from(101, 3) == ["101", "102", "103"]
