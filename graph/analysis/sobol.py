"""Points that fill a space evenly, turned into standard normal scores."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def normal_scores(dimensions: int, count: int, seed: int) -> NDArray[np.float64]:
    """Return standard normal scores of scrambled Sobol points, one row per dimension.

    Args:
        dimensions: 0 or more.
        count: points, 1 or more; best balanced if it is a power of 2.
        seed: the same seed gives the same numbers.

    Returns:
        An array of ``dimensions`` rows and ``count`` columns; every row alone is close to the
        quantiles of the normal distribution in random order.
    """
    from scipy.special import ndtri
    from scipy.stats import qmc

    if dimensions == 0:
        return np.zeros((0, count))
    exponent = max(0, (count - 1).bit_length())
    engine = qmc.Sobol(dimensions, seed=np.random.default_rng(seed))
    points = engine.random_base2(exponent)[:count]
    # Points at the very edge would be infinite; half a step away from it they are not.
    points = np.clip(points, 2.0**-33, 1 - 2.0**-33)
    return np.ascontiguousarray(ndtri(points).T)
