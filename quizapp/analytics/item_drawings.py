"""PURE: small drawings as numbers for SVG: bars of a distribution, lines of choices, the items as dots."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp

from .item_lines import Choice, Curve, ItemLine

WIDTH, HEIGHT = 320, 160
LEFT, BOTTOM, TOP, RIGHT = 36, 24, 10, 12
LETTER = 11  # how much room one takes downwards


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar with its count; ``label`` stands beneath it."""

    x: float
    y: float
    width: float
    height: float
    count: int
    label: str


@dataclass(frozen=True, slots=True)
class Dot:
    """A question among the others."""

    x: float
    y: float
    version_id: int
    is_flagged: bool


def bars(distribution: Sequence[int]) -> list[Bar]:
    """A bar for each tenth of the score."""
    highest = max(max(distribution, default=0), 1)
    width = (WIDTH - LEFT - RIGHT) / max(len(distribution), 1)
    room = HEIGHT - TOP - BOTTOM - 12
    return [
        Bar(
            x=round(LEFT + number * width + 1, 1),
            y=round(HEIGHT - BOTTOM - room * count / highest, 1),
            width=round(width - 2, 1),
            height=round(room * count / highest, 1),
            count=count,
            label=str((number + 1) * 10),
        )
        for number, count in enumerate(distribution)
    ]


def across(share: float) -> float:
    """The place of 0..1 from left to right."""
    return round(LEFT + (WIDTH - LEFT - RIGHT) * min(max(share, 0.0), 1.0), 1)


def upwards(share: float) -> float:
    """The place of 0..1 from the bottom to the top."""
    return round(HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * min(max(share, 0.0), 1.0), 1)


def group_line(choice: Choice) -> str:
    """The share of an option over the three groups, as the points of a polyline; "" where it is hidden."""
    if choice.groups is None:
        return ""
    return " ".join(f"{across(0.1 + 0.4 * place):g},{upwards(share):g}" for place, share in enumerate(choice.groups))


def name_places(choices: Sequence[Choice]) -> list[tuple[int, float]]:
    """(original place, how far down its letter stands at the end of its line), none on another."""
    ends = sorted((upwards(choice.groups[-1]), place) for place, choice in enumerate(choices) if choice.groups)
    found: list[tuple[int, float]] = []
    room: float = HEIGHT - BOTTOM
    for y, place in reversed(ends):
        room = min(y, room)
        found.append((place, room))
        room -= LETTER
    return found


def dots(lines: Sequence[ItemLine], flagged: frozenset[int]) -> list[Dot]:
    """Facility to the right, discrimination upwards (from -0.2 to 0.8)."""
    return [
        Dot(across(line.facility), upwards(line.discrimination + 0.2), line.version_id, line.version_id in flagged)
        for line in lines
        if line.facility is not None and line.discrimination is not None
    ]


def curve_line(curve: Curve) -> str:
    """The chance to answer right by ability, from -4 to 4."""
    abilities = [step / 5 for step in range(-20, 21)]
    chances = ((t, 1 / (1 + exp(-(curve.a * t + curve.d)))) for t in abilities)
    return " ".join(f"{across((t + 4) / 8):g},{upwards(chance):g}" for t, chance in chances)
