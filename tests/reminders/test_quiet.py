from datetime import datetime

import pytest

from quizapp.reminders.quiet import first_allowed, is_quiet


def at(hour, minute=0, day=21):
    return datetime(2026, 11, day, hour, minute)  # noqa: DTZ001 - local times have no zone


@pytest.mark.parametrize("hour", [21, 23, 0, 6])
def test_night_is_quiet_over_midnight(hour):
    assert is_quiet(at(hour, 59), 21, 7)


@pytest.mark.parametrize("hour", [7, 12, 20])
def test_day_is_not(hour):
    assert not is_quiet(at(hour), 21, 7)


def test_quiet_hours_may_lie_within_a_day():
    assert [is_quiet(at(hour), 12, 14) for hour in (11, 12, 13, 14)] == [False, True, True, False]


def test_same_hour_twice_leaves_no_hour_quiet():
    assert not any(is_quiet(at(hour), 7, 7) for hour in range(24))


def test_what_comes_at_night_is_held_until_the_morning():
    assert first_allowed(at(22, 30), 21, 7) == at(7, day=22)
    assert first_allowed(at(3), 21, 7) == at(7)
    assert first_allowed(at(7), 21, 7) == at(7)
