from datetime import UTC, datetime, timedelta

import pytest

from quizapp.courses.completion import Absence, Counts, Progress, Studied, counts_of, progress_of

DAY = datetime(2026, 11, 2, 1, 0, tzinfo=UTC)
LATER = DAY + timedelta(days=3)


@pytest.mark.parametrize(
    ("documents", "studied", "absences", "expected"),
    [
        ({1}, [], [], Progress()),
        ({1}, [Studied(1, DAY, "session")], [], Progress(DAY, "session")),
        # The first counts, whichever way it came and in whatever order they are told.
        ({1}, [Studied(1, LATER, "session"), Studied(1, DAY, "online")], [], Progress(DAY, "online")),
        ({1}, [Studied(1, DAY, "online"), Studied(1, DAY, "session")], [], Progress(DAY, "session")),
        # A wave of two is completed with the later of them.
        ({1, 2}, [Studied(1, DAY, "session")], [], Progress()),
        ({1, 2}, [Studied(1, DAY, "session"), Studied(2, LATER, "make_up")], [], Progress(LATER, "make_up")),
        ({1}, [Studied(3, DAY, "session")], [], Progress()),
        # Who made up for it is absent no more; else the latest absence counts.
        ({1}, [Studied(1, LATER, "make_up")], [Absence(DAY, "excused")], Progress(LATER, "make_up")),
        ({1}, [], [Absence(LATER, "unexcused"), Absence(DAY, "excused")], Progress(absence="unexcused")),
        (set(), [], [], Progress()),
    ],
)
def test_the_first_completion_counts_once(documents, studied, absences, expected):
    assert progress_of(documents, studied, absences) == expected


@pytest.mark.parametrize(
    ("is_due", "deadline", "progress", "expected"),
    [
        (True, DAY, Progress(), Counts(members=1, due=1)),
        (True, DAY, Progress(DAY, "session"), Counts(1, 1, 1, on_time=1)),
        (True, DAY, Progress(LATER, "make_up"), Counts(1, 1, 1, on_time=0, make_up=1)),
        (True, None, Progress(LATER, "online"), Counts(1, 1, 1, on_time=1)),
        (True, DAY, Progress(absence="excused"), Counts(1, 1, absent_excused=1)),
        (True, DAY, Progress(absence="unexcused"), Counts(1, 1, absent_unexcused=1)),
        # Who is exempt and comes all the same is in no numerator of a rate: none passes 100.
        (False, DAY, Progress(DAY, "session"), Counts(members=1, studied_not_due=1)),
    ],
)
def test_a_member_counts_in_these_columns(is_due, deadline, progress, expected):
    assert counts_of(is_due, deadline, progress) == expected
