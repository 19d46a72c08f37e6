"""Who gets which prize."""

from __future__ import annotations

from quizapp.competitions.awards import Award, allocate

PRIZES = [("Nhất", 1), ("Nhì", 2), ("Ba", 2)]


def told(awards: list[Award]) -> list[tuple[str, list[str], list[str], int]]:
    return [(a.title, [w for _, w in a.winners], [t for _, t in a.tied], a.seats) for a in awards]


def test_prizes_go_down_the_standings():
    ranked = [(1, "a"), (2, "b"), (3, "c"), (4, "d"), (5, "e"), (6, "f")]
    assert told(allocate(PRIZES, ranked)) == [
        ("Nhất", ["a"], [], 0),
        ("Nhì", ["b", "c"], [], 0),
        ("Ba", ["d", "e"], [], 0),
    ]


def test_equals_within_one_prize_all_have_it():
    ranked = [(1, "a"), (2, "b"), (2, "c"), (4, "d")]
    assert told(allocate(PRIZES, ranked))[:2] == [("Nhất", ["a"], [], 0), ("Nhì", ["b", "c"], [], 0)]


def test_equals_at_a_boundary_wait_for_the_organisers_in_every_prize_that_they_reach():
    ranked = [(1, "a"), (1, "b"), (3, "c"), (3, "d"), (3, "e"), (3, "f")]
    assert told(allocate(PRIZES, ranked)) == [
        ("Nhất", [], ["a", "b"], 1),
        ("Nhì", [], ["a", "b", "c", "d", "e", "f"], 2),
        ("Ba", [], ["c", "d", "e", "f"], 2),
    ]


def test_prizes_without_people_stay_empty():
    assert told(allocate(PRIZES, [(1, "a")])) == [("Nhất", ["a"], [], 0), ("Nhì", [], [], 0), ("Ba", [], [], 0)]
