"""By how much percentiles that were counted over draws would differ with another seed."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from graph.statistics.percentiles import percentiles_of

#: Blocks into which the draws are cut. Draws are balanced points, so that each block of them is a
#: small set of balanced points itself, and scatters less than so many independent draws.
_BLOCKS = 8

#: With fewer draws blocks are too small to tell anything.
_LEAST = 8 * _BLOCKS

#: Standard errors of the 5th percentile, the median and the 95th, of n independent draws of a
#: normal distribution, in deviations / sqrt(n): ``sqrt(q (1 - q))`` over the density there.
_NORMAL_ERRORS = np.array([2.1132, 1.2533, 2.1132])

#: Width from the 5th to the 95th percentile of a normal distribution, in deviations.
_NORMAL_WIDTH = 3.2897

Array = NDArray[np.float64]


def percentile_errors(table: Array, percentiles: Array) -> Array:
    """Return the standard errors of the 5th percentile, the median and the 95th of each row.

    The draws in their order are cut into 8 blocks, and the error is the deviation of the blocks'
    percentiles / sqrt(8). With fewer than 64 draws it is that of a normal distribution as wide:
    ``2.11``, ``1.25`` and ``2.11`` deviations / sqrt(draws).

    Args:
        table: shape (rows, draws), finite.
        percentiles: of the same rows, shape (rows, 3).

    Returns:
        Shape (rows, 3), in the unit of the table; 0 where all draws of a row are alike.

    >>> percentile_errors(np.full((1, 100), 6.0), np.full((1, 3), 6.0)).tolist()
    [[0.0, 0.0, 0.0]]
    """
    rows, draws = table.shape
    if draws < _LEAST:
        width = percentiles[:, 2] - percentiles[:, 0]
        found: Array = width[:, None] / _NORMAL_WIDTH * _NORMAL_ERRORS / math.sqrt(draws)
        return found
    size = draws // _BLOCKS
    blocks = table[:, : size * _BLOCKS].reshape(rows, _BLOCKS, size)
    of_blocks = percentiles_of(blocks, (0.05, 0.5, 0.95))
    scatter: Array = of_blocks.std(axis=2, ddof=1).T / math.sqrt(_BLOCKS)
    return scatter
