"""Assessments as the home page tells them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from ..assessments import timing
from ..assessments.models import Assessment
from ..assessments.presentation import may_show_score
from ..assessments.queries import OwnOffer, window_of
from ..errors import Sentence
from .pressing import Thing


@dataclass(frozen=True, slots=True)
class Running:
    """An attempt under way."""

    id: int
    number: int
    deadline: datetime


@dataclass(frozen=True, slots=True)
class Entry:
    """An assessment with what stands about the member."""

    assessment: Assessment
    state: timing.State
    question_count: int
    attempts_used: int
    # None: as many as one likes.
    attempts_left: int | None
    reasons_not_to_start: list[Sentence]
    running: Running | None
    # (points, of how many); None where there is none to show.
    result: tuple[float, float] | None

    @property
    def is_exam(self) -> bool:
        """Whether it is an exam of a class."""
        return self.assessment.kind == "exam"

    @property
    def is_open(self) -> bool:
        """Whether it can be sat, or is still sat by one with more time."""
        return self.state == "open" or self.running is not None

    @property
    def thing(self) -> Thing | None:
        """What the member can do with it now; None for nothing."""
        if self.running:
            values = {"attempt_id": self.running.id}
            return Thing(
                "attempt", self.assessment.title, "assessments.show_attempt", values, self.running.deadline, about=self
            )
        if self.state != "open" or self.reasons_not_to_start:
            return None
        return Thing(
            "assessment",
            self.assessment.title,
            "assessments.show_assessment",
            {"code": self.assessment.code},
            self.assessment.closes_at,
            is_optional=self.attempts_used > 0,
            about=self,
        )


def entries_of(own: Iterable[OwnOffer], now: datetime) -> list[Entry]:
    """What is open first, by its end; then what comes, by its opening; then what is over, the latest first."""
    entries = [_entry(one, now) for one in own]
    return sorted(entries, key=_place)


def _entry(own: OwnOffer, now: datetime) -> Entry:
    assessment, about = own.offer.assessment, own.offer.candidate
    window = window_of(assessment)
    left = None if about.attempts_allowed is None else max(0, about.attempts_allowed - about.attempts_used)
    return Entry(
        assessment=assessment,
        state=window.state(now),
        question_count=sum(cell["count"] for cell in assessment.matrix),
        attempts_used=about.attempts_used,
        attempts_left=left,
        reasons_not_to_start=timing.reasons_not_to_start(window, about, now),
        running=Running(*own.running) if own.running else None,
        result=own.result if may_show_score(assessment) else None,
    )


def _place(entry: Entry) -> tuple[int, float]:
    assessment = entry.assessment
    if entry.state == "open":
        return 0, assessment.closes_at.timestamp()
    return (1, assessment.opens_at.timestamp()) if entry.state == "upcoming" else (2, -assessment.closes_at.timestamp())
