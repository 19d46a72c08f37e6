"""PURE: what is wrong with settings that all kinds of assessments have."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import NamedTuple, Protocol

from ..errors import Sentence

MOST_MINUTES = 600
MOST_ATTEMPTS = 1000
# A slip of the finger, not a plan; and far from the ends of the calendar, where time zones overflow.
YEARS = range(2000, 2100)


class Fault(NamedTuple):
    """What is wrong, and the setting where it shows."""

    field: str
    sentence: Sentence


class Times(Protocol):
    """Settings with a window and minutes."""

    @property
    def opens_at(self) -> datetime:
        """From when it can be sat."""

    @property
    def closes_at(self) -> datetime:
        """Until when."""

    @property
    def minutes(self) -> int:
        """For how long by each."""


def faults_of_times(settings: Times) -> Iterable[Fault]:
    """The window must hold the minutes."""
    if not 1 <= settings.minutes <= MOST_MINUTES:
        yield Fault("minutes", Sentence("Thời gian làm bài từ 1 đến %(most)s phút.", most=MOST_MINUTES))
    for name in ("opens_at", "closes_at"):
        if getattr(settings, name).year not in YEARS:
            yield Fault(name, Sentence("Năm phải từ %(first)s đến %(last)s.", first=YEARS.start, last=YEARS.stop - 1))
    if settings.closes_at <= settings.opens_at:
        yield Fault("closes_at", Sentence("Giờ đóng phải sau giờ mở."))
    elif settings.closes_at - settings.opens_at < timedelta(minutes=settings.minutes):
        yield Fault(
            "minutes",
            Sentence(
                "Từ lúc mở đến lúc đóng chỉ có %(window)s phút, ít hơn %(minutes)s phút làm bài.",
                window=int((settings.closes_at - settings.opens_at).total_seconds() // 60),
                minutes=settings.minutes,
            ),
        )


def faults_of_attempts(attempts: int | None) -> Iterable[Fault]:
    """``attempts`` None: as many as one likes."""
    if attempts is not None and not 1 <= attempts <= MOST_ATTEMPTS:
        yield Fault("attempts_allowed", Sentence("Số lượt thi từ 1 đến %(most)s.", most=MOST_ATTEMPTS))
