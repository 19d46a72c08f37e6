"""PURE: percentages and means, exact, with two decimals rounded half up."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

_HUNDREDTH = Decimal("0.01")


def rate(part: int, whole: int) -> float | None:
    """``part`` of ``whole`` in percent: 2909 of 3044 is 95.57; None of nobody."""
    return None if whole == 0 else _rounded(Decimal(part) * 100 / whole)


def mean(hundredths: int, count: int) -> float | None:
    """The mean of ``count`` values whose sum is given in hundredths; None of none."""
    return None if count == 0 else _rounded(Decimal(hundredths) / 100 / count)


def difference(new: float | None, old: float | None) -> float | None:
    """In percentage points, between the figures as they are shown; None where one is missing."""
    return None if new is None or old is None else _rounded(Decimal(str(new)) - Decimal(str(old)))


def _rounded(value: Decimal) -> float:
    return float(value.quantize(_HUNDREDTH, ROUND_HALF_UP))
