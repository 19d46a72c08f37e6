"""PURE: the two-parameter logistic model, P(right | ability t) = 1 / (1 + exp(-(a t + d))), by marginal maximum
likelihood with the EM algorithm of Bock & Aitkin, "Marginal maximum likelihood estimation of item parameters",
Psychometrika 46 (1981).

Ability is standard normal, integrated over evenly spaced points. Questions that a person was not given are left out of
the likelihood, which is right for papers drawn at random. Weak normal priors on a and d keep both finite where data say
little (Mislevy, "Bayes modal estimation in item response models", Psychometrika 51, 1986); a may be negative, as it is
for a question with a wrong key. Scores between 0 and 1 enter as they are.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

POINTS = np.linspace(-5, 5, 41)
PRIOR_A = (1.0, 1.0)  # mean, standard deviation
PRIOR_D = (0.0, 3.0)
MOST_ROUNDS = 200
ENOUGH = 1e-3  # the largest change of a parameter that ends it
CHUNK = 20_000
FLATTEST = 0.1  # below it no place on the scale can be told


@dataclass(frozen=True, slots=True)
class Fitted:
    """Slopes a, intercepts d, difficulties b = -d/a (NaN where a is about 0), and the standard errors of a and b."""

    a: np.ndarray
    d: np.ndarray
    b: np.ndarray
    error_a: np.ndarray
    error_b: np.ndarray
    rounds: int
    has_converged: bool


def fit(scores: np.ndarray, is_given: np.ndarray) -> Fitted:
    """``scores``: persons x items, 0..1; ``is_given``: of the same shape, False where it was not on the paper."""
    weights = np.exp(-(POINTS**2) / 2)
    weights /= weights.sum()
    given = is_given.astype(np.float32)
    right = np.where(is_given, scores, 0).astype(np.float32)
    a, d = _start(right, given)
    rounds, change = 0, np.inf
    while rounds < MOST_ROUNDS and change > ENOUGH:
        expected_right, expected_given = _expect(right, given, a, d, weights)
        new_a, new_d = _maximise(expected_right, expected_given, a, d)
        change = max(np.abs(new_a - a).max(initial=0), np.abs(new_d - d).max(initial=0))
        a, d, rounds = new_a, new_d, rounds + 1
    b = np.full(len(a), np.nan)
    np.divide(-d, a, out=b, where=np.abs(a) > FLATTEST)
    error_a, error_b = _errors(right, given, a, d, weights)
    return Fitted(a, d, b, error_a, error_b, rounds, bool(change <= ENOUGH))


def _start(right: np.ndarray, given: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    share = (right.sum(axis=0, dtype=float) + 0.5) / (given.sum(axis=0, dtype=float) + 1)
    return np.ones(right.shape[1]), np.log(share / (1 - share))


def probabilities(a: np.ndarray, d: np.ndarray, abilities: np.ndarray = POINTS) -> np.ndarray:
    """P(right), abilities x items."""
    return 1 / (1 + np.exp(-(np.outer(abilities, a) + d)))


def _posterior(right: np.ndarray, given: np.ndarray, a: np.ndarray, d: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Persons x points: log(P / (1 - P)) is a t + d, so that one product serves the right answers."""
    logit = np.outer(POINTS, a) + d
    wrong = -np.logaddexp(0, logit)
    log = right @ logit.T.astype(np.float32) + given @ wrong.T.astype(np.float32) + np.log(weights).astype(np.float32)
    log -= log.max(axis=1, keepdims=True)
    posterior = np.exp(log)
    return posterior / posterior.sum(axis=1, keepdims=True)


def _expect(
    right: np.ndarray, given: np.ndarray, a: np.ndarray, d: np.ndarray, weights: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """The E step: expected right answers and expected answers, points x items."""
    expected_right = np.zeros((len(POINTS), len(a)))
    expected_given = np.zeros_like(expected_right)
    for start in range(0, len(right), CHUNK):
        part = slice(start, start + CHUNK)
        posterior = _posterior(right[part], given[part], a, d, weights)
        expected_right += posterior.T @ right[part]
        expected_given += posterior.T @ given[part]
    return expected_right, expected_given


def _maximise(right: np.ndarray, given: np.ndarray, a: np.ndarray, d: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The M step: each item is a logistic regression on the points with a ridge, solved by Newton's method."""
    points = POINTS[:, None]
    for _ in range(5):
        p = probabilities(a, d)
        residual, information = right - given * p, given * p * (1 - p)
        slope_a = (residual * points).sum(axis=0) - (a - PRIOR_A[0]) / PRIOR_A[1] ** 2
        slope_d = residual.sum(axis=0) - (d - PRIOR_D[0]) / PRIOR_D[1] ** 2
        aa = (information * points**2).sum(axis=0) + 1 / PRIOR_A[1] ** 2
        dd = information.sum(axis=0) + 1 / PRIOR_D[1] ** 2
        ad = (information * points).sum(axis=0)
        determinant = aa * dd - ad**2
        a = a + np.clip((dd * slope_a - ad * slope_d) / determinant, -1, 1)
        d = d + np.clip((aa * slope_d - ad * slope_a) / determinant, -1, 1)
    return a, d


def _errors(
    right: np.ndarray, given: np.ndarray, a: np.ndarray, d: np.ndarray, weights: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """From the cross-products of each person's slopes, item by item (Mislevy & Sheng, Appl. Psych. Meas. 13, 1989)."""
    aa, ad, dd = np.zeros(len(a)), np.zeros(len(a)), np.zeros(len(a))
    p = probabilities(a, d).astype(np.float32)
    for start in range(0, len(right), CHUNK):
        part = slice(start, start + CHUNK)
        posterior = _posterior(right[part], given[part], a, d, weights)
        mean = posterior @ POINTS.astype(np.float32)
        by_a = right[part] * mean[:, None] - given[part] * (posterior @ (p * POINTS[:, None].astype(np.float32)))
        by_d = right[part] - given[part] * (posterior @ p)
        aa += np.square(by_a, dtype=np.float64).sum(axis=0)
        dd += np.square(by_d, dtype=np.float64).sum(axis=0)
        ad += (by_a * by_d).sum(axis=0, dtype=np.float64)
    aa, dd = aa + 1 / PRIOR_A[1] ** 2, dd + 1 / PRIOR_D[1] ** 2
    determinant = aa * dd - ad**2
    variance_a, variance_d, covariance = dd / determinant, aa / determinant, -ad / determinant
    # b = -d/a by the delta method.
    steep = np.where(np.abs(a) > FLATTEST, a, np.nan)
    variance_b = variance_d / steep**2 + variance_a * d**2 / steep**4 - 2 * covariance * d / steep**3
    return np.sqrt(variance_a), np.sqrt(np.maximum(variance_b, 0))
