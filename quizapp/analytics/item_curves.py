"""PURE: the model of each question, fitted where there are enough answers."""

from __future__ import annotations

import numpy as np

from . import item_response
from .item_lines import ENOUGH_FOR_A_MODEL, Curve, rounded
from .responses import Responses

# The model is fitted on a table of at most so many cells: more attempts are thinned out evenly.
MOST_CELLS = 12_000_000


def fit_curves(responses: Responses, answers: np.ndarray) -> dict[int, Curve]:
    """The model of all versions with enough answers, by version; {} where there are fewer than three of them."""
    chosen = np.flatnonzero(answers >= ENOUGH_FOR_A_MODEL)
    if len(chosen) < 3:
        return {}
    scores, is_given = _tabulated(responses, chosen)
    enough = is_given.sum(axis=0) >= ENOUGH_FOR_A_MODEL
    if enough.sum() < 3:
        return {}
    fitted = item_response.fit(scores[:, enough], is_given[:, enough])
    if not fitted.has_converged:
        return {}
    versions = responses.versions[chosen[enough]]
    return {int(version): _curve(fitted, row) for row, version in enumerate(versions)}


def _tabulated(responses: Responses, chosen: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Attempts x chosen items."""
    step = max(1, -(-responses.attempts * len(chosen) // MOST_CELLS))
    column = np.full(len(responses.versions), -1)
    column[chosen] = np.arange(len(chosen))
    columns = column[responses.item][responses.outcome]
    is_kept = (columns >= 0) & (responses.attempt % step == 0)
    rows = responses.attempt[is_kept] // step
    scores = np.zeros((-(-responses.attempts // step), len(chosen)), dtype=np.float32)
    is_given = np.zeros(scores.shape, dtype=bool)
    scores[rows, columns[is_kept]] = responses.score[responses.outcome[is_kept]]
    is_given[rows, columns[is_kept]] = True
    return scores, is_given


def _curve(fitted: item_response.Fitted, row: int) -> Curve:
    return Curve(
        a=round(float(fitted.a[row]), 4),
        b=rounded(fitted.b[row]),
        d=round(float(fitted.d[row]), 4),
        error_a=round(float(fitted.error_a[row]), 4),
        error_b=rounded(fitted.error_b[row]),
    )
