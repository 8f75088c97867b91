"""Points that fill a space evenly, turned into standard normal scores.

Scrambled Sobol points: the digital net of Sobol with the direction numbers of S. Joe and F. Kuo,
a random lower triangular matrix per dimension applied to the bits, and a random shift. The
direction numbers are those that come with SciPy; its statistics package, which has such points
too, is not imported, because that takes longer than all else in a short answer.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from graph.cycles.batch.columns import Array
from graph.statistics.normal_quantile import BLOCK, normal_quantile

Bits = NDArray[np.uint64]

#: Binary digits of a coordinate.
BITS = 32
#: Dimensions for which there are direction numbers; any beyond are filled at random.
MOST_DIMENSIONS = 21_201


@dataclass(frozen=True)
class _Table:
    """Primitive polynomials, as numbers, and the first direction numbers of each dimension."""

    polynomials: Bits
    first: Bits


def normal_scores(dimensions: int, count: int, seed: int) -> Array:
    """Return standard normal scores of scrambled Sobol points, one row per dimension.

    Args:
        dimensions: 0 or more.
        count: points, 1 or more; best balanced if it is a power of 2.
        seed: the same seed gives the same numbers.

    Returns:
        An array of ``dimensions`` rows and ``count`` columns. If ``count`` is a power of 2, each
        of ``count`` equally likely ranges holds one score of every row. The rows do not depend on
        how many others there are.

    >>> bool((normal_scores(1, 2, 0) > 0).sum() == 1)
    True
    """
    random = np.random.default_rng(seed)
    even = min(dimensions, MOST_DIMENSIONS)
    length = max(0, (count - 1).bit_length())
    # One row of random words per dimension: further dimensions leave the first ones alone.
    words = random.integers(0, 2**BITS, (even, BITS + 1), dtype=np.uint64)
    directions = _scrambled(direction_bits(even, length), words[:, 1:])
    scores = np.empty((dimensions, count))
    rows = max(1, BLOCK // count)
    for start in range(0, even, rows):
        part = slice(start, min(even, start + rows))
        scores[part] = _scores(_points(directions[part], words[part, 0])[:, :count])
    for row in range(even, dimensions):
        scores[row] = _scores(random.integers(0, 2**BITS, count, dtype=np.uint64))
    return scores


def _scores(points: Bits) -> Array:
    # Half a step away from the edge no score is infinite.
    middles: Array = (points.astype(np.float64) + 0.5) * 2.0**-BITS
    return normal_quantile(middles)


def _points(directions: Bits, shifts: Bits) -> Bits:
    dimensions, length = directions.shape
    points = np.empty((dimensions, 1 << length), dtype=np.uint64)
    points[:, 0] = shifts
    for column in range(length):
        size = 1 << column
        np.bitwise_xor(
            points[:, :size], directions[:, column, np.newaxis], out=points[:, size : 2 * size]
        )
    return points


def _scrambled(directions: Bits, words: Bits) -> Bits:
    """Return the directions multiplied by lower triangular matrices: ones, and random below."""
    mixed = np.zeros_like(directions)
    for digit in range(BITS):
        place = np.uint64(BITS - 1 - digit)
        higher = words[:, digit] & np.uint64((1 << digit) - 1)
        row = ((higher << np.uint64(1)) | np.uint64(1)) << place
        mixed |= _parity(directions & row[:, np.newaxis]) << place
    return mixed


def _parity(values: Bits) -> Bits:
    """Return 1 where the number of ones is odd."""
    for shift in (16, 8, 4, 2, 1):
        values = values ^ (values >> np.uint64(shift))
    return values & np.uint64(1)


@lru_cache(maxsize=8)
def direction_bits(dimensions: int, length: int) -> Bits:
    """Return the direction numbers of each dimension (rows), the first so many of each.

    They follow from the first few by Sobol's recurrence, with the bits of the polynomial.

    >>> (direction_bits(2, 3) >> np.uint64(29)).tolist()
    [[4, 2, 1], [4, 6, 5]]
    """
    table = _table()
    if table is None:
        return bits_from_points(dimensions, length)
    polynomials = table.polynomials[:dimensions]
    degrees = np.array([int(item).bit_length() - 1 for item in polynomials])
    numbers = np.ones((dimensions, length), dtype=np.uint64)
    for column in range(length):
        for degree in np.unique(degrees):
            rows = np.flatnonzero(degrees == degree)
            if column < degree:
                numbers[rows, column] = table.first[rows, column]
            elif degree:
                numbers[rows, column] = _next(numbers[rows], polynomials[rows], int(degree), column)
    places = np.arange(BITS - 1, BITS - 1 - length, -1, dtype=np.uint64)
    bits = numbers << places
    bits.flags.writeable = False
    return bits


def _next(numbers: Bits, polynomials: Bits, degree: int, column: int) -> Bits:
    value = numbers[:, column - degree].copy()
    for back in range(1, degree + 1):
        bit = (polynomials >> np.uint64(degree - back)) & np.uint64(1)
        value ^= bit * (numbers[:, column - back] << np.uint64(back))
    return value


def _table() -> _Table | None:
    """Read SciPy's table; ``None`` if this version keeps it elsewhere."""
    found = find_spec("scipy")
    if found is None or not found.submodule_search_locations:
        return None
    # Not the package itself: that would import it.
    path = Path(found.submodule_search_locations[0], "stats", "_sobol_direction_numbers.npz")
    try:
        with np.load(path) as table:
            return _Table(table["poly"].astype(np.uint64), table["vinit"].astype(np.uint64))
    except (OSError, KeyError, ValueError):
        return None


def bits_from_points(dimensions: int, length: int) -> Bits:
    """Return the same direction numbers as ``direction_bits``, from SciPy's own points.

    Its points come in the order of the Gray code, so that point ``2^(k+1) - 1`` is direction k.
    """
    from scipy.stats import qmc

    if not length:
        return np.zeros((dimensions, 0), dtype=np.uint64)
    points = qmc.Sobol(dimensions, scramble=False, bits=BITS).random_base2(length)
    places = [2 ** (column + 1) - 1 for column in range(length)]
    return (points[places].T * 2.0**BITS).astype(np.uint64)
