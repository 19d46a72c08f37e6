"""PURE: who of a class may sit its exam, and why the others may not."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from ..errors import Sentence

# A reason is kept as ["attendance", attended, held, minimum]: its code, then what its sentence names.
Reason = list[Any]


@dataclass(frozen=True, slots=True)
class Standing:
    """What a learner has done for the right to sit the exam.

    ``attended`` of ``held`` sessions, ``lessons`` of ``lessons_required``; ``has_passed`` the exam that this one is a
    resit of.
    """

    is_active: bool = True
    attended: int = 0
    held: int = 0
    lessons: int = 0
    lessons_required: int = 0
    has_passed: bool = False


def reasons_not_to_sit(standing: Standing, attendance_minimum: int) -> list[Reason]:
    """Everything that keeps the learner from the exam; [] for who may sit it. ``attendance_minimum`` in per cent of
    the sessions held; where none was held, nobody can have missed one."""
    reasons: list[Reason] = []
    if not standing.is_active:
        reasons.append(["withdrawn"])
    if standing.held and standing.attended * 100 < attendance_minimum * standing.held:
        reasons.append(["attendance", standing.attended, standing.held, attendance_minimum])
    if standing.lessons < standing.lessons_required:
        reasons.append(["lessons", standing.lessons, standing.lessons_required])
    if standing.has_passed:
        reasons.append(["passed"])
    return reasons


def sentence_of(reason: Reason) -> Sentence:
    """The reason as the learner reads it."""
    match reason:
        case ["withdrawn"]:
            return Sentence("Đã rút khỏi lớp.")
        case ["attendance", attended, held, minimum]:
            return Sentence(
                "Dự %(attended)s/%(held)s buổi học, cần ít nhất %(minimum)s %%.",
                attended=attended,
                held=held,
                minimum=minimum,
            )
        case ["lessons", done, required]:
            return Sentence("Hoàn thành %(done)s/%(required)s bài học bắt buộc.", done=done, required=required)
        case ["passed"]:
            return Sentence("Đã đạt ở lần thi trước.")
    raise ValueError(f"no such reason: {reason}")


def sentences_of(reasons: Iterable[Reason]) -> list[Sentence]:
    """All of them."""
    return [sentence_of(reason) for reason in reasons]
