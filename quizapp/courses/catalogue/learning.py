"""PURE: when a lesson is done, which one may be opened, what comes next, when a course is completed."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from ...errors import Sentence
from .editions import LessonContent

# The foot of the page need not be reached to the last pixel.
READ_TO_THE_END = 95


@dataclass(frozen=True, slots=True)
class Reading:
    """How far a learner has come in a lesson."""

    percent: int = 0
    furthest: int = 0
    seconds: int = 0
    best_percent: int = 0
    revision: int = 0
    completed_at: datetime | None = None


NOT_BEGUN = Reading()


def reasons_not_done(lesson: LessonContent, reading: Reading, pass_percent: int) -> list[Sentence]:
    """What is still missing; [] for a lesson that is done. What was once done stays so."""
    if reading.completed_at is not None:
        return []
    if lesson.kind == "check":
        return _reasons_not_passed(reading, pass_percent)
    reasons = []
    if reading.furthest < READ_TO_THE_END:
        reasons.append(Sentence("Đọc đến hết bài."))
    if (missing := lesson.least_seconds - reading.seconds) > 0:
        reasons.append(Sentence("Học thêm khoảng %(minutes)s phút.", minutes=-(-missing // 60)))
    return reasons


def _reasons_not_passed(reading: Reading, pass_percent: int) -> list[Sentence]:
    if reading.best_percent >= pass_percent:
        return []
    return [Sentence("Trả lời đúng từ %(percent)s %% số câu.", percent=pass_percent)]


def reasons_not_to_open(
    lessons: Sequence[LessonContent], done: Collection[int], lesson_id: int, is_sequential: bool
) -> list[Sentence]:
    """Why a lesson may not be opened yet: in a course with an order the ones before it come first."""
    if not is_sequential or lesson_id in done:
        return []
    for lesson in lessons:
        if lesson.id == lesson_id:
            return []
        if lesson.id not in done:
            return [Sentence("Hãy học xong bài “%(title)s” trước.", title=lesson.title)]
    return []


def next_lesson(lessons: Sequence[LessonContent], done: Collection[int]) -> LessonContent | None:
    """The first that is not done; None where all are."""
    return next((lesson for lesson in lessons if lesson.id not in done), None)


def is_complete(lessons: Sequence[LessonContent], done: Collection[int]) -> bool:
    """Whether every lesson is done. A course without lessons is never completed."""
    return bool(lessons) and next_lesson(lessons, done) is None


def percent_of(right: int, total: int) -> int:
    """Whole percent, never rounded up: 4 of 5 are 80, 2 of 3 are 66."""
    return 100 * right // total if total else 0
