"""PURE: a small line without axes, as the points of an SVG polyline."""

from __future__ import annotations

from collections.abc import Sequence

WIDTH, HEIGHT, MARGIN = 200, 44, 4


def points(values: Sequence[float | None]) -> str:
    """ "x,y x,y …" within WIDTH x HEIGHT, the lowest value at the bottom; "" for fewer than two values."""
    known = [value for value in values if value is not None]
    if len(known) < 2:
        return ""
    low, high = min(known), max(known)
    span = (high - low) or 1
    step = (WIDTH - 2 * MARGIN) / (len(known) - 1)
    room = HEIGHT - 2 * MARGIN
    return " ".join(
        f"{MARGIN + index * step:g},{HEIGHT - MARGIN - (value - low) / span * room:.4g}"
        for index, value in enumerate(known)
    )
