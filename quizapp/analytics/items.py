"""PURE: classical item statistics of responses with scores from 0 to 1. Papers may differ from person to person.

Sources: Lord & Novick, *Statistical Theories of Mental Test Scores* (1968); Kelley, "The selection of upper and lower
groups for the validation of test items", J. Educ. Psych. 30 (1939); Cronbach, "Coefficient alpha and the internal
structure of tests", Psychometrika 16 (1951); Henrysson, "Correction of item-total correlations for spurious effects",
Psychometrika 28 (1963).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .responses import Responses

# Kelley: the shares that tell best between two groups of normally distributed scores.
EXTREME = 0.27
THIRDS = (0.0, 1 / 3, 2 / 3, 1.0)
LONGEST = 600  # seconds for one question; whoever takes longer has gone away


@dataclass(frozen=True, slots=True)
class ItemTable:
    """A line per version (J). NaN: not defined. Groups are the lowest, the middle and the highest third."""

    versions: np.ndarray
    answers: np.ndarray
    facility: np.ndarray
    discrimination: np.ndarray
    upper_lower: np.ndarray
    blank: np.ndarray
    seconds: np.ndarray
    # (J, 3): how many of each group had the question (ties are shared out, so it need not be whole).
    group_sizes: np.ndarray
    # (J, places), (J, places, 3): the share that chose the option of this original place.
    choices: np.ndarray
    choices_by_group: np.ndarray


@dataclass(frozen=True, slots=True)
class SetTable:
    """The set as a whole; NaN: not defined. ``length``, ``mean``, ``deviation`` and ``error`` are in questions."""

    attempts: int
    length: float
    mean: float
    deviation: float
    alpha: float
    error: float
    # How many attempts got 0–10 %, …, 90–100 % of their paper.
    distribution: np.ndarray


def item_table(responses: Responses) -> ItemTable:
    """All figures of all items, in one pass over the responses per figure."""
    r, count = responses, len(responses.versions)
    total, length = _totals(r)
    share = np.divide(total, length, out=np.zeros_like(total), where=length > 0)
    answers = _by_item(r, _by_outcome(r))
    thirds = [_by_outcome(r, weight) for weight in shares_between(share, r.group, THIRDS)]
    lowest, _, highest = shares_between(share, r.group, (0.0, EXTREME, 1 - EXTREME, 1.0))
    sizes = np.stack([_by_item(r, third) for third in thirds], axis=1)
    places = int(r.chosen.max(initial=0)).bit_length()
    chosen = [(r.chosen >> place & 1).astype(float) for place in range(places)]
    by_outcome = _by_outcome(r)
    picked = [_by_item(r, by_outcome * option) for option in chosen]
    by_group = [[_by_item(r, third * option) for third in thirds] for option in chosen]
    return ItemTable(
        versions=r.versions,
        answers=answers.astype(np.int64),
        facility=_ratio(_by_item(r, by_outcome * r.score), answers),
        discrimination=item_rest_correlation(r, total, length),
        upper_lower=_facility_of(r, highest) - _facility_of(r, lowest),
        blank=_ratio(_by_item(r, by_outcome * r.is_blank), answers),
        seconds=_median_seconds(r),
        group_sizes=sizes,
        choices=_ratio(np.array(picked).reshape(places, count), answers).T,
        choices_by_group=_ratio(np.array(picked_by_group).reshape(places, len(thirds), count), sizes.T).transpose(
            2, 0, 1
        ),
    )


def item_rest_correlation(r: Responses, total: np.ndarray, length: np.ndarray) -> np.ndarray:
    """Discrimination: the correlation of the item's score with the share of right answers on the *rest* of the paper.

    For scores of 0 and 1 it is the point-biserial correlation, corrected for the item's own part in the total
    (Henrysson 1963). NaN where either does not vary.
    """
    score = r.score[r.outcome]
    others = length[r.attempt] - 1
    has_rest = others > 0
    rest = np.divide(total[r.attempt] - score, others, out=np.zeros_like(score), where=has_rest)
    # Away from the mean, so that squares lose no digits.
    rest -= rest.mean() if len(rest) else 0
    n = _by_item(r, _by_outcome(r, has_rest.astype(float), is_per_attempt=False))
    by_rest = _by_outcome(r, rest * has_rest, is_per_attempt=False)
    counts = _by_outcome(r, has_rest.astype(float), is_per_attempt=False)
    x, xx = _by_item(r, counts * r.score), _by_item(r, counts * r.score**2)
    y, xy = _by_item(r, by_rest), _by_item(r, by_rest * r.score)
    yy = _by_item(r, _by_outcome(r, rest**2 * has_rest, is_per_attempt=False))
    spread = (n * xx - x**2) * (n * yy - y**2)
    is_defined = ((n * xx - x**2) > 1e-9) & ((n * yy - y**2) > 1e-9)
    found = np.full(len(n), np.nan)
    np.divide(n * xy - x * y, np.sqrt(np.maximum(spread, 0)), out=found, where=is_defined)
    return np.clip(found, -1, 1)


def shares_between(share: np.ndarray, group: np.ndarray, bounds: tuple[float, ...]) -> list[np.ndarray]:
    """How much of each attempt stands between two neighbouring ``bounds`` of the ranks in its own assessment.

    Attempts of equal score are shared out alike, so that nothing depends on the order in which they came.
    """
    found = [np.zeros(len(share)) for _ in bounds[1:]]
    for number in np.unique(group):
        own = group == number
        _levels, place, sizes = np.unique(share[own], return_inverse=True, return_counts=True)
        ends = np.cumsum(sizes) / sizes.sum()
        starts = ends - sizes / sizes.sum()
        for weights, low, high in zip(found, bounds, bounds[1:], strict=False):
            inside = np.minimum(ends, high) - np.maximum(starts, low)
            weights[own] = (np.maximum(inside, 0) / (ends - starts))[place]
    return found


def set_table(responses: Responses) -> SetTable:
    """The set as a whole: distribution, Cronbach's alpha and the standard error of measurement.

    With v the mean variance of an item and c the mean covariance of two items that stand on one paper, alpha of k items
    is ``k c / (v + (k - 1) c)``: for a paper that all share this is Cronbach's formula (and Kuder-Richardson 20 for
    scores of 0 and 1). Where papers differ, questions are missing by design, not by choice: v and c are taken over the
    pairs that were answered together, as deviations from each item's own mean, and k is the mean length of a paper.
    The standard error of measurement is ``s sqrt(1 - alpha)`` (Lord & Novick 1968) with ``s² = k v + k (k - 1) c``.
    """
    r = responses
    total, length = _totals(r)
    share = total[length > 0] / length[length > 0]
    v, c, k = _variance_and_covariance(r, length)
    alpha = k * c / (v + (k - 1) * c) if k > 1 and v + (k - 1) * c > 1e-12 else np.nan
    spread = k * v + k * (k - 1) * c
    return SetTable(
        attempts=len(share),
        length=float(length[length > 0].mean()) if len(share) else np.nan,
        mean=float(total[length > 0].mean()) if len(share) else np.nan,
        deviation=float(total[length > 0].std()) if len(share) else np.nan,
        alpha=float(alpha),
        error=float(np.sqrt(spread * (1 - alpha))) if spread >= 0 and alpha <= 1 else np.nan,
        distribution=np.histogram(share, bins=10, range=(0, 1))[0],
    )


def _variance_and_covariance(r: Responses, length: np.ndarray) -> tuple[float, float, float]:
    """Means over the items of each attempt, and over the pairs of them: the square of their sum holds every pair."""
    pairs = float((length * (length - 1)).sum())
    if not pairs or r.attempts < 2:
        return np.nan, np.nan, np.nan
    counts = _by_outcome(r)
    means = _ratio(_by_item(r, counts * r.score), _by_item(r, counts))
    deviations = (r.score - means[r.item])[r.outcome]
    squares = np.bincount(r.attempt, deviations**2, r.attempts)
    sums = np.bincount(r.attempt, deviations, r.attempts)
    v = squares.sum() / length.sum()
    c = (sums**2 - squares).sum() / pairs
    return float(v), float(c), float(length[length > 0].mean())


def _totals(r: Responses) -> tuple[np.ndarray, np.ndarray]:
    total = np.bincount(r.attempt, r.score[r.outcome], r.attempts).astype(float)
    return total, np.bincount(r.attempt, minlength=r.attempts).astype(float)


def _by_outcome(r: Responses, weight: np.ndarray | None = None, is_per_attempt: bool = True) -> np.ndarray:
    if weight is not None and is_per_attempt:
        weight = weight[r.attempt]
    return np.bincount(r.outcome, weight, len(r.item)).astype(float)


def _by_item(r: Responses, by_outcome: np.ndarray) -> np.ndarray:
    return np.bincount(r.item, by_outcome, len(r.versions)).astype(float)


def _facility_of(r: Responses, weight: np.ndarray) -> np.ndarray:
    by_outcome = _by_outcome(r, weight)
    return _ratio(_by_item(r, by_outcome * r.score), _by_item(r, by_outcome))


def _median_seconds(r: Responses) -> np.ndarray:
    """By counting whole seconds: the same for all questions of a paper, whose own times nobody keeps."""
    known = ~np.isnan(r.seconds)
    whole = np.minimum(np.where(known, r.seconds, 0).astype(np.int64), LONGEST)
    own = known[r.attempt]
    cell = r.item[r.outcome[own]] * (LONGEST + 1) + whole[r.attempt[own]]
    counts = np.bincount(cell, minlength=len(r.versions) * (LONGEST + 1)).reshape(-1, LONGEST + 1).cumsum(axis=1)
    median = (counts * 2 >= counts[:, -1:]).argmax(axis=1).astype(float)
    return np.where(counts[:, -1] > 0, median, np.nan)


def _ratio(part: np.ndarray, whole: np.ndarray) -> np.ndarray:
    shape = np.broadcast_shapes(part.shape, whole.shape)
    return np.divide(part, whole, out=np.full(shape, np.nan), where=np.broadcast_to(whole > 1e-9, shape))
