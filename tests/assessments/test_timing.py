from datetime import UTC, datetime, timedelta

import pytest

from quizapp.assessments.timing import EXCLUSIONS, OUTSIDE, Candidate, Window, reasons_not_to_start
from quizapp.errors import Sentence

OPENS = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
CLOSES = OPENS + timedelta(hours=2)
WINDOW = Window(OPENS, CLOSES, minutes=15, grace_seconds=15)
ELIGIBLE = Candidate(True, None, 0, 3)


@pytest.mark.parametrize(
    ("after_opening", "state"),
    [(-0.001, "upcoming"), (0, "open"), (7199.999, "open"), (7200, "closed")],
)
def test_window_is_open_from_the_opening_up_to_but_not_including_the_closing(after_opening, state):
    assert WINDOW.state(OPENS + timedelta(seconds=after_opening)) == state


@pytest.mark.parametrize(("minute", "deadline_minute"), [(0, 15), (104, 119), (110, 120), (119, 120)])
def test_deadline_is_the_earlier_of_the_minutes_and_the_closing(minute, deadline_minute):
    assert WINDOW.deadline(OPENS + timedelta(minutes=minute)) == OPENS + timedelta(minutes=deadline_minute)


def test_grace_is_added_to_saves_only():
    assert WINDOW.saves_until(CLOSES) == CLOSES + timedelta(seconds=15)


@pytest.mark.parametrize(
    ("candidate", "minute", "reasons"),
    [
        (ELIGIBLE, 1, []),
        (ELIGIBLE, -1, [Sentence("Bài thi chưa mở.")]),
        (ELIGIBLE, 121, [Sentence("Bài thi đã đóng.")]),
        (Candidate(False, None, 0, 3), 1, [OUTSIDE]),
        (Candidate(True, "suspended", 0, 3), 1, [EXCLUSIONS["suspended"]]),
        (Candidate(True, "organiser", 0, None), -1, [EXCLUSIONS["organiser"], Sentence("Bài thi chưa mở.")]),
        (Candidate(True, None, 3, 3), 1, [Sentence("Bạn đã dùng hết %(count)s lượt thi.", count=3)]),
        (Candidate(True, None, 99, None), 1, []),
    ],
)
def test_reasons_not_to_start(candidate, minute, reasons):
    assert reasons_not_to_start(WINDOW, candidate, OPENS + timedelta(minutes=minute)) == reasons
