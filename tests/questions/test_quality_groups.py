"""Findings arranged for a page."""

from __future__ import annotations

from quizapp.errors import Sentence
from quizapp.questions.quality.findings import Finding, Name, Rule
from quizapp.questions.quality_groups import Group, Row, group_by_rule

ONE, TWO, THREE = Name(1, "Q1"), Name(2, "Q2"), Name(3, "Q3")
SAME, OTHER = Sentence("Chưa có căn cứ."), Sentence("Giống câu khác.")


def test_what_is_said_of_every_question_alike_is_said_once():
    found = [Finding(Rule.MISSING_SOURCE, ONE, SAME), Finding(Rule.MISSING_SOURCE, TWO, SAME)]
    assert group_by_rule(found) == [Group(Rule.MISSING_SOURCE, (SAME,), [Row(ONE), Row(TWO)])]


def test_what_differs_stands_beside_the_question():
    found = [
        Finding(Rule.DUPLICATE, TWO, SAME, (ONE,)),
        Finding(Rule.DUPLICATE, THREE, OTHER, (ONE,)),
        Finding(Rule.NEAR_DUPLICATE, TWO, OTHER, (ONE,)),
    ]
    assert group_by_rule(found) == [
        Group(Rule.DUPLICATE, (), [Row(TWO, SAME, (ONE,)), Row(THREE, OTHER, (ONE,))]),
        Group(Rule.NEAR_DUPLICATE, (), [Row(TWO, OTHER, (ONE,))]),
    ]


def test_what_is_said_of_the_bank_lists_its_questions():
    (skew, longest) = group_by_rule(
        [Finding(Rule.KEY_SKEW, None, SAME), Finding(Rule.LONGEST_OPTION, None, OTHER, (ONE, TWO))]
    )
    assert (skew.sentences, skew.rows, skew.questions) == ((SAME,), [], 0)
    assert longest == Group(Rule.LONGEST_OPTION, (OTHER,), [Row(ONE), Row(TWO)])


def test_group_counts_questions_and_is_shown_in_parts():
    found = [Finding(Rule.IDENTICAL_OPTIONS, name, OTHER) for name in (ONE, ONE, TWO)]
    (group,) = group_by_rule(found)
    assert (group.questions, len(group.rows), list(group.part(2, 5).rows)) == (2, 3, [Row(TWO)])
