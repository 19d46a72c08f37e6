"""PURE: what an essay is worth, from the marks of one, two or three markers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

# Turns: the first and second marker work independently, the third is asked where they differ too much, the last marks
# again on the candidate's request.
FIRST, SECOND, THIRD, AGAIN = 1, 2, 3, 4


class State(StrEnum):
    """How far the marking of an essay has come."""

    WAITING = "waiting"
    DIFFERING = "differing"
    SETTLED = "settled"


@dataclass(frozen=True, slots=True)
class Settlement:
    """What is known of an essay. ``points`` only where it is settled."""

    state: State
    points: float | None = None


def settle(marks: Mapping[int, float], markers: int, largest_difference: float) -> Settlement:
    """From the finished marks by turn: one marker's mark counts as it is; two count by their mean (rounded half up to
    two decimals) where they differ by at most ``largest_difference`` points; beyond it the third marker decides. A
    re-marking on request stands above all."""
    if AGAIN in marks:
        return Settlement(State.SETTLED, marks[AGAIN])
    if THIRD in marks:
        return Settlement(State.SETTLED, marks[THIRD])
    wanted = [marks[turn] for turn in (FIRST, SECOND)[:markers] if turn in marks]
    if len(wanted) < markers:
        return Settlement(State.WAITING)
    if max(wanted) - min(wanted) > largest_difference + 1e-9:
        return Settlement(State.DIFFERING)
    return Settlement(State.SETTLED, mean(wanted))


def mean(points: Sequence[float]) -> float:
    """The mean with two decimals, rounded half up."""
    total = sum((Decimal(str(one)) for one in points), Decimal(0))
    return float((total / len(points)).quantize(Decimal("0.01"), ROUND_HALF_UP))


def turn_to_mark(turns_taken: Mapping[int, int], marker_id: int, settlement: Settlement, markers: int) -> int | None:
    """The turn in which this marker may take the essay, None where there is none for him or her.

    ``turns_taken``: {turn: marker}. Nobody marks the same essay in two turns.
    """
    mine = [turn for turn, marker in turns_taken.items() if marker == marker_id]
    if mine:
        return max(mine)
    open_turns = [FIRST, SECOND][:markers] + ([THIRD] if settlement.state is State.DIFFERING else [])
    return next((turn for turn in open_turns if turn not in turns_taken), None)
