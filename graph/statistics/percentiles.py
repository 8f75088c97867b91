"""Percentiles of draws, row by row."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def percentiles_of(table: Array, shares: Sequence[float]) -> Array:
    """Return the values below which lie these shares of each row, between draws a straight line.

    ``np.quantile`` gives the same to the last digit, but loads masked arrays, which takes longer
    than the percentiles of a short answer.

    Args:
        table: the draws along the last axis, finite, 1 or more.
        shares: each 0 to 1.

    Returns:
        The shape of the table, its last axis replaced by a first one with an entry per share.

    >>> percentiles_of(np.array([[0.0, 4.0, 2.0], [6.0, 6.0, 6.0]]), (0.25, 0.5)).tolist()
    [[1.0, 6.0], [2.0, 6.0]]
    """
    last = table.shape[-1] - 1
    places = [share * last for share in shares]
    below = [math.floor(place) for place in places]
    above = [min(place + 1, last) for place in below]
    # To sort is several times quicker than to part at as many places.
    ordered = np.sort(table, axis=-1)
    found = np.empty((len(places), *table.shape[:-1]))
    for row, (place, low, high) in enumerate(zip(places, below, above, strict=True)):
        part, step = place - low, ordered[..., high] - ordered[..., low]
        # From the nearer end, so that neither is missed by a rounding.
        found[row] = (
            ordered[..., low] + step * part
            if part < 0.5
            else ordered[..., high] - step * (1 - part)
        )
    return found
