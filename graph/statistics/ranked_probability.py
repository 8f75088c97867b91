"""The continuous ranked probability score: how far a forecast lay from what came."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def ranked_probability_score(sample: NDArray[np.float64], actual: float) -> float:
    """Return E|X - y| - E|X - X'|/2 for equally likely forecasts X: 0 only for a sure, right one.

    Of a single forecast it is the distance from what came.

    Args:
        sample: the forecasts, in any order, 1 or more.
        actual: what came.

    >>> ranked_probability_score(np.array([1.0, 3.0]), 2.0)
    0.5
    """
    ordered = np.sort(sample)
    count = len(ordered)
    weights = 2.0 * np.arange(count) - count + 1.0
    half_spread = float((weights * ordered).sum()) / count**2
    return float(np.abs(ordered - actual).mean()) - half_spread
