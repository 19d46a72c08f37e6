"""The two-parameter model against known parameters and against a direct maximisation of the same likelihood."""

from __future__ import annotations

import numpy as np
import pytest

from quizapp.analytics.item_response import PRIOR_A, PRIOR_D, fit, probabilities


def simulate(persons: int, items: int, seed: int, share: float = 1.0):
    random = np.random.default_rng(seed)
    a, d = random.lognormal(0, 0.3, items), random.normal(0, 1, items)
    p = probabilities(a, d, random.normal(size=persons))
    return a, d, (random.random(p.shape) < p).astype(float), random.random(p.shape) < share


def test_known_parameters_come_back_within_their_standard_errors():
    a, d, scores, given = simulate(4000, 30, seed=1, share=0.5)
    fitted = fit(scores, given)
    assert fitted.has_converged
    assert np.corrcoef(fitted.a, a)[0, 1] > 0.9
    assert np.corrcoef(fitted.d, d)[0, 1] > 0.99
    # Of standard errors that are right, two thirds of the errors are within one.
    assert np.mean(np.abs(fitted.a - a) < fitted.error_a) == pytest.approx(0.68, abs=0.2)
    assert np.mean(np.abs(fitted.b + d / a) < fitted.error_b) == pytest.approx(0.68, abs=0.2)


def marginal_posterior(parameters: np.ndarray, scores: np.ndarray, given: np.ndarray) -> float:
    """Person by person with Gauss-Hermite points, apart from the implementation's sums and points."""
    a, d = np.split(parameters, 2)
    points, weights = np.polynomial.hermite_e.hermegauss(41)
    weights = weights / weights.sum()
    total = 0.0
    for row, own in zip(scores, given, strict=True):
        p = 1 / (1 + np.exp(-(points[:, None] * a[own] + d[own])))
        total += np.log((weights * np.prod(np.where(row[own] > 0.5, p, 1 - p), axis=1)).sum())
    prior = ((a - PRIOR_A[0]) ** 2 / PRIOR_A[1] ** 2).sum() + ((d - PRIOR_D[0]) ** 2 / PRIOR_D[1] ** 2).sum()
    return total - prior / 2


def test_no_step_from_the_estimate_makes_the_data_more_likely():
    _, _, scores, given = simulate(300, 5, seed=2, share=0.8)
    fitted = fit(scores, given)
    estimate = np.concatenate([fitted.a, fitted.d])
    best = marginal_posterior(estimate, scores, given)
    for place in range(len(estimate)):
        for step in (-0.05, 0.05):
            moved = estimate.copy()
            moved[place] += step
            assert marginal_posterior(moved, scores, given) < best
    slopes = [
        (
            marginal_posterior(estimate + 1e-4 * unit, scores, given)
            - marginal_posterior(estimate - 1e-4 * unit, scores, given)
        )
        / 2e-4
        for unit in np.eye(len(estimate))
    ]
    assert np.abs(slopes).max() < 0.5


def test_wrong_key_has_a_negative_slope():
    _, _, scores, given = simulate(1500, 10, seed=3)
    scores[:, 0] = 1 - scores[:, 0]
    assert fit(scores, given).a[0] < -0.2


def test_item_that_all_answer_right_stays_finite():
    _, _, scores, given = simulate(500, 6, seed=4)
    scores[:, 0] = 1
    fitted = fit(scores, given)
    assert np.isfinite([fitted.a[0], fitted.d[0], fitted.error_a[0]]).all()
