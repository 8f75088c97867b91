"""A weighted line or plane with a prior, fitted in closed form, and the forecast that follows."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from graph.records import record
from graph.statistics.forecast import Forecast


@record
class Prior:
    """What is taken to be so of a regression before any value is seen.

    Attributes:
        means: of the coefficients.
        deviations: of the coefficients, above 0: normal, independent, and in proportion to the
            scatter, so that they hold for the scatter expected.
        scatter: standard deviation of a value about the regression, as expected; above 0.
        weight: how many values that expectation counts for, above 0: the degrees of freedom of a
            scaled inverse chi squared.
    """

    means: tuple[float, ...]
    deviations: tuple[float, ...]
    scatter: float
    weight: float


def forecast(
    prior: Prior,
    rows: Sequence[Sequence[float]],
    values: Sequence[float],
    row: Sequence[float],
    weights: Sequence[float] | None = None,
) -> Forecast:
    """Return the forecast of a new value at a row, given values at other rows.

    With X the rows, W the weights, V the prior variances divided by scatter^2 and m the prior
    means: ``P = V^-1 + X'WX``, ``b = P^-1 (V^-1 m + X'Wy)``, degrees of freedom
    ``n = weight + sum w``, ``s^2 = (weight scatter^2 + sum w (y - Xb)^2 + (b - m)' V^-1 (b - m))
    / n``; the new value is Student's t about ``x'b`` with scale ``s root(1 + x' P^-1 x)``.

    Source: A. Gelman et al., Bayesian Data Analysis, 3rd edition (2013), sections 14.2 and 14.8.

    Args:
        prior: a mean and a deviation for each column.
        rows: of the values seen, one column per coefficient; may be empty.
        values: as many.
        row: of the value to forecast.
        weights: of the values seen, 0 or more; 1 each unless given.

    >>> forecast(Prior((0.0,), (1.0,), 1.0, 2.0), [], [], [0.0])  # nothing seen: the prior itself
    Forecast(location=0.0, scale=1.0, freedom=2.0)
    >>> forecast(Prior((0.0,), (1.0,), 1.0, 2.0), [[1.0]], [4.0], [1.0]).location  # half way
    2.0
    """
    means = np.array(prior.means, dtype=np.float64)
    precision = prior.scatter**2 / np.array(prior.deviations, dtype=np.float64) ** 2
    x = np.array(rows, dtype=np.float64).reshape(len(values), len(means))
    y = np.array(values, dtype=np.float64)
    w = np.ones(len(y)) if weights is None else np.array(weights, dtype=np.float64)
    total = np.diag(precision) + (x.T * w) @ x
    found = np.linalg.solve(total, precision * means + x.T @ (w * y))
    freedom = prior.weight + float(w.sum())
    squares = float(w @ (y - x @ found) ** 2 + precision @ (found - means) ** 2)
    variance = (prior.weight * prior.scatter**2 + squares) / freedom
    new = np.array(row, dtype=np.float64)
    spread = 1.0 + float(new @ np.linalg.solve(total, new))
    return Forecast(float(new @ found), math.sqrt(variance * spread), freedom)
