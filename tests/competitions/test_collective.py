"""Units ranked by rate, then by mean score."""

from __future__ import annotations

from quizapp.competitions.collective import UnitLine, rank_by_people, rank_for_prizes, rank_units


def test_units_are_ranked_by_rate_then_mean_score_and_small_ones_are_not_named():
    full = UnitLine("A", eligible=10, people=10, attempts=30, score=9000)
    better = UnitLine("B", eligible=20, people=20, attempts=20, score=19000)
    equal = UnitLine("C", eligible=20, people=20, attempts=50, score=19000)
    behind = UnitLine("D", eligible=2986, people=2854, attempts=2900, score=100)
    small = UnitLine("E", eligible=4, people=4, attempts=4, score=4000)
    ranked, too_small = rank_units([behind, full, small, better, equal])
    assert [(rank, line.name) for rank, line in ranked] == [(1, "B"), (1, "C"), (3, "A"), (4, "D")]
    assert too_small == 1


def test_rates_and_means_have_two_decimals_rounded_half_up():
    line = UnitLine("A", eligible=3044, people=2909, attempts=1, score=290_912)
    assert (line.rate, line.mean_score) == (95.57, 1.0)
    assert UnitLine("A", eligible=800, people=1, attempts=1, score=0).rate == 0.13
    assert (UnitLine("A", 0, 0, 0, 0).rate, UnitLine("A", 0, 0, 0, 0).mean_score) == (None, None)


def test_collective_prizes_are_for_units_that_reach_the_floor():
    reaching = UnitLine("A", eligible=10, people=7, attempts=7, score=700)
    below = UnitLine("B", eligible=1000, people=699, attempts=2000, score=699_000)
    nobody = UnitLine("C", eligible=0, people=0, attempts=0, score=0)
    told = {
        floor: [line.name for _, line in rank_for_prizes([below, nobody, reaching], floor)] for floor in (0, 70, 71)
    }
    assert told == {0: ["A", "B"], 70: ["A"], 71: []}


def test_units_are_ranked_by_people_and_equals_share_a_rank():
    lines = [UnitLine(name, 100, people, people, 0) for name, people in (("A", 20), ("B", 50), ("C", 20), ("D", 4))]
    assert [(rank, line.name) for rank, line in rank_by_people(lines)] == [(1, "B"), (2, "A"), (2, "C")]
