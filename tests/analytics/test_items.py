"""Item statistics against worked examples and against other ways to compute the same."""

from __future__ import annotations

import numpy as np
import pytest

from quizapp.analytics.items import item_table, set_table, shares_between
from quizapp.analytics.responses import ResponseReader, Responses


def responses_of(scores: list[list[float | None]]) -> Responses:
    """Persons x items of 0 and 1; None: not on the paper. Every item has options a (right) and b."""
    reader = ResponseReader({item: frozenset({0}) for item in range(1, len(scores[0]) + 1)})
    for row in scores:
        given = [(item, score) for item, score in enumerate(row, start=1) if score is not None]
        paper = [[item, "ab", 1.0] for item, _ in given]
        reader.take(1, paper, {str(n): ["a" if score else "b"] for n, (_, score) in enumerate(given, 1)}, 60)
    return reader.read()


# Five persons and four items, reckoned by hand: totals 4 3 2 1 0; p = .8 .6 .4 .2; the variance of the totals is 2 and
# the sum of p(1 - p) is .8, so that KR-20 is 4/3 (1 - .8/2) = .8 and the standard error sqrt(2) sqrt(.2) = .6325.
GUTTMAN = [[1, 1, 1, 1], [1, 1, 1, 0], [1, 1, 0, 0], [1, 0, 0, 0], [0, 0, 0, 0]]


def test_perfect_scale_has_the_figures_that_a_hand_reckons():
    table = item_table(responses_of(GUTTMAN))
    whole = set_table(responses_of(GUTTMAN))
    assert table.answers.tolist() == [5, 5, 5, 5]
    assert table.facility.tolist() == pytest.approx([0.8, 0.6, 0.4, 0.2])
    assert (whole.attempts, whole.length, whole.mean) == (5, 4, 2)
    assert whole.deviation == pytest.approx(2**0.5)
    assert whole.alpha == pytest.approx(0.8)
    assert whole.error == pytest.approx(0.4**0.5)
    # Item 1 is 1 1 1 1 0, the rest of the paper 3 2 1 0 0: covariance .24, variances .16 and 1.36.
    assert table.discrimination[0] == pytest.approx(0.24 / (0.16 * 1.36) ** 0.5)


def test_discrimination_is_the_correlation_with_the_rest_of_the_paper():
    random = np.random.default_rng(7)
    scores = (random.random((200, 12)) < 0.3 + 0.5 * random.random((200, 1))).astype(float)
    table = item_table(responses_of(scores.tolist()))
    rest = scores.sum(axis=1, keepdims=True) - scores
    expected = [np.corrcoef(scores[:, item], rest[:, item])[0, 1] for item in range(12)]
    assert table.discrimination.tolist() == pytest.approx(expected)


def test_alpha_is_cronbachs_on_a_paper_that_all_share():
    random = np.random.default_rng(8)
    scores = (random.random((150, 10)) < 0.2 + 0.7 * random.random((150, 1))).astype(float)
    expected = 10 / 9 * (1 - scores.var(axis=0).sum() / scores.sum(axis=1).var())
    assert set_table(responses_of(scores.tolist())).alpha == pytest.approx(expected)


def test_alpha_of_papers_drawn_at_random_is_near_that_of_full_papers():
    random = np.random.default_rng(9)
    scores = (random.random((6000, 20)) < 1 / (1 + np.exp(-1.2 * random.normal(size=(6000, 1))))).astype(float)
    drawn = [[s if keep else None for s, keep in zip(row, random.permutation(20) < 10, strict=True)] for row in scores]
    full = set_table(responses_of(scores[:, :10].tolist())).alpha
    assert set_table(responses_of(drawn)).alpha == pytest.approx(full, abs=0.02)


def test_upper_and_lower_groups_share_out_those_who_are_equal():
    low, high = shares_between(np.array([0.1, 0.5, 0.5, 0.9]), np.zeros(4), (0.0, 0.5, 1.0))
    assert low.tolist() == pytest.approx([1, 0.5, 0.5, 0])
    assert high.tolist() == pytest.approx([0, 0.5, 0.5, 1])


def test_upper_lower_index_is_the_difference_of_the_extreme_groups():
    scores = [[1, 1]] * 27 + [[1, 0]] * 46 + [[0, 0]] * 27
    table = item_table(responses_of(scores))
    assert table.upper_lower.tolist() == pytest.approx([1.0, 1.0])


def test_ranks_are_taken_within_each_assessment():
    low, _ = shares_between(np.array([0.2, 0.4, 0.6, 0.8]), np.array([1, 1, 2, 2]), (0.0, 0.5, 1.0))
    assert low.tolist() == pytest.approx([1, 0, 1, 0])


def test_choices_are_of_the_options_as_the_author_wrote_them():
    reader = ResponseReader({7: frozenset({2}), 8: frozenset({0})})
    for order, answer in (("cab", "a"), ("abc", "c"), ("bca", "c"), ("abc", None)):
        answers = {"2": ["a"]} | ({"1": [answer]} if answer else {})
        reader.take(1, [[7, order, 1.0], [8, "abc", 1.0]], answers, 90)
    table = item_table(reader.read())
    assert table.choices[0].tolist() == pytest.approx([0.25, 0, 0.5])
    assert table.facility.tolist() == pytest.approx([0.5, 1.0])
    assert table.blank.tolist() == pytest.approx([0.25, 0])
    assert table.seconds.tolist() == [45, 45]


def test_what_does_not_vary_has_no_discrimination_and_no_alpha():
    table, whole = item_table(responses_of([[1, 1]] * 6)), set_table(responses_of([[1, 1]] * 6))
    assert np.isnan(table.discrimination).all()
    assert np.isnan(whole.alpha)
    assert np.isnan(whole.error)


def test_questions_without_a_key_have_no_part():
    reader = ResponseReader({1: frozenset({0}), 2: frozenset()})
    reader.take(1, [[1, "ab", 1.0], [2, "", 1.0]], {"1": ["a"], "2": "một bài luận"}, 60)
    assert reader.read().versions.tolist() == [1]


def test_nothing_at_all_is_an_empty_table():
    responses = ResponseReader({}).read()
    assert item_table(responses).answers.tolist() == []
    assert set_table(responses).attempts == 0
