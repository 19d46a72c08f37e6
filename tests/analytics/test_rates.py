"""Percentages and means as people count them by hand."""

from __future__ import annotations

import pytest

from quizapp.analytics.rates import difference, mean, rate


@pytest.mark.parametrize(
    ("part", "whole", "expected"),
    [
        (2909, 3044, 95.57),  # a real report cut it off to 95.56
        (35599, 35900, 99.16),
        (1, 3, 33.33),
        (2, 3, 66.67),
        (1, 32, 3.13),  # 3.125: the half goes up
        (3, 32, 9.38),
        (1, 20000, 0.01),  # 0.005
        (1, 20001, 0.0),
        (987, 1000, 98.7),
        (0, 5, 0.0),
        (5, 5, 100.0),
        (6, 5, 120.0),
        (1, 0, None),
        (0, 0, None),
    ],
)
def test_rate_has_two_decimals_rounded_half_up(part, whole, expected):
    assert rate(part, whole) == expected


@pytest.mark.parametrize(
    ("hundredths", "count", "expected"),
    [(1000, 1, 10.0), (1000, 3, 3.33), (2000, 3, 6.67), (25, 200, 0.0), (100, 200, 0.01), (1, 2, 0.01), (0, 0, None)],
)
def test_mean_has_two_decimals_rounded_half_up(hundredths, count, expected):
    assert mean(hundredths, count) == expected


@pytest.mark.parametrize(
    ("new", "old", "expected"),
    [
        (68.42, 64.32, 4.1),
        (33.18, 50.0, -16.82),
        (0.3, 0.1, 0.2),
        (5.0, 5.0, 0.0),
        (None, 5.0, None),
        (5.0, None, None),
    ],
)
def test_difference_is_between_the_figures_as_shown(new, old, expected):
    assert difference(new, old) == expected
