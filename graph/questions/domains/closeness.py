"""How close to code a set of scores is: a power mean that leans towards the weakest property."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from graph.cycles.batch.columns import Array

#: The default leans hard towards the weakest property: an assumption that the data may test.
DEFAULT_EXPONENT = -4.0


def on_unit_scale(score: float, top: int) -> float:
    """Return a score between 0 and 1, never 0 itself, so that every power mean exists.

    ``(score + 1/2) / (top + 1/2)``: half a step is added because the lowest step is a range too.

    >>> on_unit_scale(4, 4), round(on_unit_scale(0, 4), 3)
    (1.0, 0.111)
    """
    return (score + 0.5) / (top + 0.5)


def closeness(
    scores: Sequence[float],
    tops: Sequence[int],
    weights: Sequence[float],
    exponent: float = DEFAULT_EXPONENT,
) -> float:
    """Return how close to code some scores are, from just above 0 to 1.

    ``(sum of w_j x_j^p)^(1/p)`` with ``x`` the scores on the unit scale; the weighted geometric
    mean at p = 0, and the weakest property with a weight above 0 at p = minus infinity.

    Args:
        scores: one a property, 0 to its top.
        tops: the highest score of each property.
        weights: 0 or more, with a sum above 0; they are divided by it.
        exponent: 1 is the plain mean; the lower, the more the weakest property decides.

    >>> closeness([4, 4], [4, 4], [1, 1])
    1.0
    >>> round(closeness([4, 0], [4, 4], [1, 1], 1), 3)  # (1 + 1/9) / 2
    0.556
    >>> round(closeness([4, 0], [4, 4], [1, 1], -math.inf), 3)
    0.111
    """
    shares = np.array(weights, dtype=float) / math.fsum(weights)
    pairs = zip(scores, tops, strict=True)
    units = np.array([on_unit_scale(score, top) for score, top in pairs])
    return float(power_means(units, shares, exponent))


def power_means(units: Array, shares: Array, exponent: float) -> Array:
    """Return the weighted power means along the last axis.

    Args:
        units: above 0 and at most 1.
        shares: of the same shape or one that can be spread over it; sums of 1 along the last axis.
        exponent: finite or minus infinity; 0 gives the geometric mean.
    """
    if exponent == -math.inf:
        result: Array = np.where(shares > 0, units, np.inf).min(axis=-1)
    elif exponent == 0:
        result = np.exp((shares * np.log(units)).sum(axis=-1))
    else:
        result = (shares * units**exponent).sum(axis=-1) ** (1 / exponent)
    return result
