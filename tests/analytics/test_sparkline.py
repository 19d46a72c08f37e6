"""The small line in a figure."""

from __future__ import annotations

import pytest

from quizapp.analytics.sparkline import points


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([], ""),
        ([50.0], ""),
        ([50.0, None], ""),
        ([0, 100], "4,40 196,4"),
        ([10.0, None, 20.0, 15.0], "4,40 100,4 196,22"),
        ([7, 7, 7], "4,40 100,40 196,40"),
    ],
)
def test_line_runs_from_left_to_right_the_lowest_at_the_bottom(values, expected):
    assert points(values) == expected
