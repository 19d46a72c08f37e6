"""How much two papers have in common."""

from __future__ import annotations

import pytest

from quizapp.assessments.overlap import expected_overlap
from quizapp.assessments.paper import Cell


@pytest.mark.parametrize(
    ("cells", "share"),
    [
        ([], 0),
        ([Cell(5, 1, tuple(range(5)))], 1),
        ([Cell(5, 1, tuple(range(20)))], 0.25),
        ([Cell(4, 1, tuple(range(8))), Cell(4, 1, tuple(range(8, 12)))], (2 + 4) / 8),
        # Two cells of the same pool are drawn as one of both counts.
        ([Cell(2, 1, tuple(range(10))), Cell(3, 2, tuple(range(10)))], 0.5),
    ],
)
def test_the_share_that_two_papers_repeat(cells, share):
    assert expected_overlap(cells) == pytest.approx(share)
