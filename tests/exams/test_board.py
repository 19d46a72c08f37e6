"""Where candidates stand, and what people may want to look at."""

from __future__ import annotations

from datetime import timedelta

import pytest

from quizapp.exams.board import Flags, Sitting, compact, count, line
from tests.conftest import NOW


def sitting(**fields):
    values = {
        "state": "running",
        "answered": 6,
        "questions": 20,
        "started_at": NOW - timedelta(minutes=10),
        "deadline": NOW + timedelta(minutes=35),
        "saved_at": NOW - timedelta(seconds=5),
        "submitted_at": None,
        "ticket": 1,
        "signs": None,
    } | fields
    return Sitting(**values)


@pytest.mark.parametrize(
    ("reason", "waits", "about", "state"),
    [
        (None, False, None, "absent"),
        ("waits", True, None, "waiting"),
        ("not_entitled", False, None, "barred"),
        (None, False, {}, "working"),
        (None, False, {"saved_at": NOW - timedelta(seconds=119)}, "working"),
        (None, False, {"saved_at": NOW - timedelta(seconds=120)}, "silent"),
        (None, False, {"saved_at": None}, "silent"),
        (None, False, {"saved_at": None, "started_at": NOW}, "working"),
        (None, False, {"state": "submitted", "submitted_at": NOW}, "submitted"),
        (None, False, {"state": "annulled"}, "annulled"),
    ],
)
def test_state_of_a_candidate(reason, waits, about, state):
    assert line(1, reason, waits, None if about is None else sitting(**about), NOW).state == state


def test_flags_tell_what_was_noticed_and_nothing_else():
    assert line(1, None, False, sitting(), NOW).flags == Flags()
    noticed = sitting(ticket=3, signs={"left_page": 4, "pasted": 1})
    assert line(1, None, False, noticed, NOW).flags == Flags(2, 4, 1, False)
    quick = sitting(answered=10, started_at=NOW - timedelta(seconds=35), saved_at=NOW)
    assert line(1, None, False, quick, NOW).flags == Flags(is_fast=True)
    few = sitting(answered=4, started_at=NOW - timedelta(seconds=8), saved_at=NOW)
    assert line(1, None, False, few, NOW).flags == Flags()


@pytest.mark.parametrize(("seconds", "minutes"), [(119, 0), (120, 2), (239, 3), (600, 10)])
def test_silence_is_told_in_whole_minutes(seconds, minutes):
    heard = NOW - timedelta(seconds=seconds)
    assert line(1, None, False, sitting(saved_at=heard), NOW).silent_minutes == minutes
    assert compact(line(1, None, False, sitting(saved_at=heard), NOW))[-1] == minutes
    assert line(1, None, False, sitting(saved_at=heard, state="submitted"), NOW).silent_minutes == 0


def test_filters_count_everybody_where_they_are_looked_for():
    silent = sitting(saved_at=NOW - timedelta(minutes=5))
    lines = [
        line(number, None, number == 1, about, NOW)
        for number, about in enumerate((None, None, sitting(), silent, sitting(state="submitted")))
    ]
    assert count(lines) == {"all": 5, "absent": 2, "working": 2, "silent": 1, "submitted": 1}


def test_refresh_sends_numbers_only():
    deadline = int((NOW + timedelta(minutes=35)).timestamp() * 1000)
    assert compact(line(1, None, False, sitting(ticket=2), NOW)) == ["working", 6, 20, deadline, 1, 0, 0, 0, 0]
    assert compact(line(1, None, False, None, NOW)) == ["absent", 0, 0, 0, 0, 0, 0, 0, 0]
