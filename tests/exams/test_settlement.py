"""One, two and three markers; anonymous codes."""

from __future__ import annotations

from random import Random

import pytest

from quizapp.exams.essay_codes import draw_codes
from quizapp.exams.settlement import Settlement, State, settle, turn_to_mark

WAITING, DIFFERING = Settlement(State.WAITING), Settlement(State.DIFFERING)


def settled(points):
    return Settlement(State.SETTLED, points)


@pytest.mark.parametrize(
    ("marks", "markers", "outcome"),
    [
        ({}, 1, WAITING),
        ({1: 3.5}, 1, settled(3.5)),
        ({1: 3.5}, 2, WAITING),
        ({2: 3.5}, 2, WAITING),
        ({1: 3.5, 2: 3.5}, 2, settled(3.5)),
        ({1: 3, 2: 3.5}, 2, settled(3.25)),
        ({1: 3.01, 2: 3.5}, 2, settled(3.26)),  # 3.255: half up
        ({1: 3, 2: 3.51}, 2, DIFFERING),
        ({1: 0.1, 2: 0.6}, 2, settled(0.35)),  # the difference is half a point, whatever binary fractions say
        ({1: 3, 2: 4, 3: 3.75}, 2, settled(3.75)),
        ({1: 3, 2: 3, 4: 4}, 2, settled(4)),
    ],
)
def test_marks_settle_an_essay(marks, markers, outcome):
    assert settle(marks, markers, 0.5) == outcome


@pytest.mark.parametrize(
    ("taken", "settlement", "markers", "turn"),
    [
        ({}, WAITING, 2, 1),
        ({1: 8}, WAITING, 2, 2),
        ({1: 8}, WAITING, 1, None),
        ({1: 8, 2: 9}, WAITING, 2, None),
        ({1: 8, 2: 9}, DIFFERING, 2, 3),
        ({1: 8, 2: 9, 3: 6}, DIFFERING, 2, None),
        ({1: 7}, WAITING, 2, 1),  # the own turn
        ({1: 7, 2: 9}, DIFFERING, 2, 1),  # never a second one
    ],
)
def test_each_marker_has_one_turn(taken, settlement, markers, turn):
    assert turn_to_mark(taken, 7, settlement, markers) == turn


def test_codes_are_new_and_unlike():
    codes = draw_codes(500, {"BB-222"}, Random(1))
    assert len(set(codes)) == 500
    assert "BB-222" not in codes
    assert all(len(code) == 6 and code[2] == "-" for code in codes)
