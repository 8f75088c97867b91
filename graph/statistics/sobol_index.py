"""How much of an answer's variance one uncertain number explains, from draws that exist anyway."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from graph.records import record
from graph.statistics.inner_products import inner, inner_of_two, mixed
from graph.statistics.tiled_matrices import inverse, product

#: One value per draw, shape (draws,), or a row of them per number, shape (numbers, draws).
Samples = NDArray[np.float64]

#: Degree up to which the answer's dependence on one number is followed.
DEGREE = 4

#: What is added to the variance of each number, as a part of the largest, so that numbers that do
#: not vary, or not by themselves, are left without a slope.
_JITTER = 1e-12

#: Draws per number below which the numbers are looked at one by one, not jointly.
_DRAWS_PER_NUMBER = 3


@record
class FirstOrder:
    """A first-order index with its standard error.

    Attributes:
        index: Var(E[answer | number]) / Var(answer), 0 to 1.
        standard_error: of it.
    """

    index: float
    standard_error: float


@record(slots=False)
class Linear:
    """The answer as a sum of multiples of independent scores, and what that leaves.

    Attributes:
        slopes: one per score.
        rest: the answer less its mean and the linear part.
    """

    slopes: Samples
    rest: Samples


def hermite(scores: Samples, degree: int = DEGREE) -> Samples:
    """Return the Hermite polynomials of standard normal scores, of mean 0 and variance 1 each.

    One row per degree, from 1 to the highest; one column per draw.

    >>> hermite(np.array([0.0, 2.0]), 2).round(3).tolist()
    [[0.0, 2.0], [-0.707, 2.121]]
    """
    rows = [np.ones_like(scores), scores]
    for order in range(1, degree):
        rows.append(scores * rows[order] - order * rows[order - 1])
    scaled = [row / math.sqrt(math.factorial(order)) for order, row in enumerate(rows)]
    return np.array(scaled[1 : degree + 1])


def linear_part(scores: Samples, answer: Samples) -> Linear:
    """Return the least-squares slopes of an answer on independent scores.

    Taking the linear part of all numbers (a row of scores each) out first leaves far less noise
    around each of them. With too few draws for that each slope is the plain covariance.
    """
    centred = answer - answer.mean()
    if scores.shape[1] < _DRAWS_PER_NUMBER * (len(scores) + 1):
        return Linear(inner(scores, centred) / answer.size, centred)
    middle = scores - scores.mean(axis=1, keepdims=True)
    # The scores are close to orthogonal, so that the normal equations are well conditioned.
    squares = product(middle, middle.T)
    squares += _JITTER * squares.max(initial=0.0) * np.eye(len(squares))
    slopes = inner(inverse(squares), inner(middle, centred))
    return Linear(slopes, centred - mixed(slopes, middle))


def first_order(score: Samples, slope: float, rest: Samples, variance: float) -> FirstOrder:
    """Return the first-order index of one number.

    The conditional mean is expanded in Hermite polynomials of the score; its variance is the sum
    of the squared coefficients. Squares of noisy coefficients are too large on average by their
    variance, which is taken off.

    Args:
        score: standard normal, one value per draw.
        slope: the coefficient of degree 1.
        rest: what the linear parts of all numbers leave of the answer.
        variance: of the answer, above 0.
    """
    terms = hermite(score) * rest
    coefficients = terms.mean(axis=1)
    errors = terms.var(axis=1) / rest.size
    # In ``rest`` nothing linear is left; the noise of the slope is still that of its first term.
    coefficients[0] = slope
    explained = float((coefficients**2 - errors).sum())
    spread = float((4 * coefficients**2 * errors + 2 * errors**2).sum())
    index = min(1.0, max(0.0, explained / variance))
    return FirstOrder(index, math.sqrt(spread) / variance)


def rank_correlation(values: Samples, answer: Samples) -> float:
    """Return Spearman's rank correlation; 0 if either does not vary.

    >>> rank_correlation(np.array([1.0, 2.0, 9.0]), np.array([3.0, 2.0, 1.0]))
    -1.0
    """
    left, right = _ranks(values), _ranks(answer)
    left, right = left - left.mean(), right - right.mean()
    size = math.sqrt(inner_of_two(left, left) * inner_of_two(right, right))
    return inner_of_two(left, right) / size if size else 0.0


def _ranks(values: Samples) -> Samples:
    """Return the place of each value in order; equals share the mean of theirs."""
    _, groups, counts = np.unique(values, return_inverse=True, return_counts=True)
    means: Samples = np.cumsum(counts) - (counts - 1) / 2
    return means[groups]
