from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

from quizapp.assessments.ranking import KEYS, Entry, is_better, merit, standings

AT = datetime(2026, 11, 21, 3, 0, tzinfo=UTC)


def entry(score=10.0, all_correct=False, seconds=100, later=0, prediction=None, decision=0):
    return Entry(score, all_correct, seconds, AT + timedelta(seconds=later), prediction, decision)


@pytest.mark.parametrize(
    ("better", "worse", "keys"),
    [
        (entry(score=10), entry(score=9.75), ["score"]),
        (entry(score=100), entry(score=99), ["score"]),
        (entry(seconds=99), entry(seconds=100), ["score", "duration"]),
        (entry(score=10, seconds=900), entry(score=9, seconds=1), ["score", "duration"]),
        (entry(later=0), entry(later=0.001), ["earlier"]),
        (entry(all_correct=True, later=9), entry(later=1), ["all_correct", "earlier"]),
        (entry(prediction=7172), entry(prediction=7173), ["prediction"]),
        (entry(prediction=7172, later=9), entry(prediction=7169, later=1), ["prediction", "earlier"]),
        (entry(prediction=1), entry(prediction=None), ["prediction"]),
        (entry(decision=1), entry(decision=0), ["decision"]),
        (entry(decision=0), entry(decision=-1), ["decision"]),
    ],
)
def test_the_greater_merit_is_the_better_entry(better, worse, keys):
    assert merit(better, keys, 7171) > merit(worse, keys, 7171)


def test_predictions_rank_nobody_before_the_outcome_is_known():
    assert merit(entry(prediction=1), ["prediction"]) == merit(entry(prediction=9), ["prediction"])


def test_as_far_above_as_below_is_equal():
    assert merit(entry(prediction=7172), ["prediction"], 7171) == merit(entry(prediction=7170), ["prediction"], 7171)


def test_merits_of_one_set_of_keys_have_one_width():
    extremes = [entry(0, False, 0, 0, 0, -9), entry(9999.99, True, 10**7, 10**8, 10**9, 99)]
    assert len({len(merit(e, KEYS, 5)) for e in extremes}) == 1


@dataclass
class Row:
    merit: str


@pytest.mark.parametrize(
    ("merits", "ranks"),
    [("dccb", [1, 2, 2, 4]), ("aaa", [1, 1, 1]), ("", []), ("abc", [1, 2, 3])],
)
def test_equal_merit_is_equal_rank(merits, ranks):
    ranked = standings([Row(m) for m in merits])
    assert [rank for rank, _ in ranked] == ranks
    assert [row.merit for _, row in ranked] == sorted(merits, reverse=True)


@pytest.mark.parametrize(
    ("candidate", "current", "counting", "expected"),
    [
        ("b", "a", "best", True),
        ("a", "b", "best", False),
        ("a", "a", "best", False),
        ("a", "b", "last", True),
        ("b", "a", "first", False),
    ],
)
def test_which_attempt_counts(candidate, current, counting, expected):
    assert is_better(candidate, current, counting) is expected
