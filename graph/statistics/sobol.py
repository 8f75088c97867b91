"""Points that fill a space evenly, turned into standard normal scores.

Scrambled Sobol points: the digital net of Sobol with the direction numbers of S. Joe and F. Kuo,
a random lower triangular matrix per dimension applied to the bits, and a random shift. The
direction numbers are those that come with SciPy; its statistics package, which has such points
too, is not imported, because that takes longer than all else in a short answer.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from graph.records import record

#: Probabilities or standard normal scores, shape (dimensions, points).
Scores = NDArray[np.float64]
#: Binary fractions as whole numbers, shape (dimensions, digits or points).
Bits = NDArray[np.uint64]
#: The same as they are kept.
Words = NDArray[np.uint32]
#: Of points.
Numbers = NDArray[np.intp]

# Each list goes from the highest power down to the constant.
_CENTRE_ABOVE = (
    2.5090809287301226727e3,
    3.3430575583588128105e4,
    6.7265770927008700853e4,
    4.5921953931549871457e4,
    1.3731693765509461125e4,
    1.9715909503065514427e3,
    1.3314166789178437745e2,
    3.3871328727963666080e0,
)
_CENTRE_BELOW = (
    5.2264952788528545610e3,
    2.8729085735721942674e4,
    3.9307895800092710610e4,
    2.1213794301586595867e4,
    5.3941960214247511077e3,
    6.8718700749205790830e2,
    4.2313330701600911252e1,
    1.0,
)
_SIDE_ABOVE = (
    7.74545014278341407640e-4,
    2.27238449892691845833e-2,
    2.41780725177450611770e-1,
    1.27045825245236838258e0,
    3.64784832476320460504e0,
    5.76949722146069140550e0,
    4.63033784615654529590e0,
    1.42343711074968357734e0,
)
_SIDE_BELOW = (
    1.05075007164441684324e-9,
    5.47593808499534494600e-4,
    1.51986665636164571966e-2,
    1.48103976427480074590e-1,
    6.89767334985100004550e-1,
    1.67638483018380384940e0,
    2.05319162663775882187e0,
    1.0,
)
_TAIL_ABOVE = (
    2.01033439929228813265e-7,
    2.71155556874348757815e-5,
    1.24266094738807843860e-3,
    2.65321895265761230930e-2,
    2.96560571828504891230e-1,
    1.78482653991729133580e0,
    5.46378491116411436990e0,
    6.65790464350110377720e0,
)
_TAIL_BELOW = (
    2.04426310338993978564e-15,
    1.42151175831644588870e-7,
    1.84631831751005468180e-5,
    7.86869131145613259100e-4,
    1.48753612908506148525e-2,
    1.36929880922735805310e-1,
    5.99832206555887937690e-1,
    1.0,
)

#: Within this distance of one half the first rational function holds.
_CENTRE = 0.425
#: Up to this value of sqrt(-ln p) the second holds, beyond it the third.
_SIDE = 5.0
#: Numbers worked on at a time; so many fit into the processor's cache.
BLOCK = 16_384


def normal_quantile(probabilities: Scores) -> Scores:
    """Return the standard normal numbers below which lie these probabilities.

    Args:
        probabilities: each above 0 and below 1.

    >>> normal_quantile(np.array([0.5])).tolist()
    [0.0]
    """
    flat = probabilities.reshape(-1)
    found = np.empty_like(flat)
    for start in range(0, flat.size, BLOCK):
        part = slice(start, start + BLOCK)
        distance = flat[part] - 0.5
        square = _CENTRE**2 - distance * distance
        found[part] = distance * _rational(square, _CENTRE_ABOVE, _CENTRE_BELOW)
        outside = start + np.flatnonzero(np.abs(distance) > _CENTRE)
        found[outside] = _outside(flat[outside])
    return found.reshape(probabilities.shape)


def _outside(probabilities: Scores) -> Scores:
    lower = probabilities < 0.5
    root = np.sqrt(-np.log(np.where(lower, probabilities, 1 - probabilities)))
    size = np.where(
        root <= _SIDE,
        _rational(root - 1.6, _SIDE_ABOVE, _SIDE_BELOW),
        _rational(root - _SIDE, _TAIL_ABOVE, _TAIL_BELOW),
    )
    return np.where(lower, -size, size)


def _rational(value: Scores, above: tuple[float, ...], below: tuple[float, ...]) -> Scores:
    return _polynomial(value, above) / _polynomial(value, below)


def _polynomial(value: Scores, coefficients: tuple[float, ...]) -> Scores:
    total = np.full(value.shape, coefficients[0])
    for coefficient in coefficients[1:]:
        total *= value
        total += coefficient
    return total


#: Binary digits of a coordinate.
BITS = 32
#: Dimensions for which there are direction numbers; any beyond are filled at random.
MOST_DIMENSIONS = 21_201


def normal_scores(dimensions: int, count: int, seed: int) -> Scores:
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
    scores = np.empty((dimensions, count))
    scrambled_net(dimensions, count, seed).fill(scores)
    return scores


@record(slots=False)
class Net:
    """Scrambled Sobol points: any row of them, and any point, can be made on its own.

    Attributes:
        dimensions: how many rows.
        count: how many points.
        seed: that they were scrambled with.
        shifts: point 0 of each row, of as many rows as there are direction numbers for.
        directions: a column per binary digit of a point's number, likewise.
    """

    dimensions: int
    count: int
    seed: int
    shifts: Words
    directions: Words

    def fill(self, scores: Scores, points: Numbers | None = None, first: int = 0) -> None:
        """Put the standard normal scores of some rows and points where they are to stand.

        Args:
            scores: a row for each row of the net from *first* on, as many as there are to fill.
            points: the numbers of the points, a column for each; without them all points.
            first: the row of the net that is the first to fill.
        """
        last = first + len(scores)
        even = min(last, len(self.shifts))
        width = self.count if points is None else len(points)
        rows = max(1, BLOCK // max(width, 1))
        for start in range(first, even, rows):
            part = slice(start, min(even, start + rows))
            made = self._all(part) if points is None else self._some(part, points)
            scores[start - first : part.stop - first] = _scores(made)
        for row, random in enumerate(self._random_rows(last), len(self.shifts)):
            if row >= first:
                scores[row - first] = _scores(random if points is None else random[points])

    def packed(self) -> bytes:
        """Return what it is made of, for :func:`unpacked_net`."""
        return np.column_stack([self.shifts, self.directions]).tobytes()

    def _all(self, rows: slice) -> Words:
        return _points(self.directions[rows], self.shifts[rows])[:, : self.count]

    def _some(self, rows: slice, points: Numbers) -> Words:
        # Of a point's binary digits the lower half and the upper half are looked up apart.
        directions, half = self.directions[rows], self.directions.shape[1] // 2
        lower = _points(directions[:, :half], self.shifts[rows])
        upper = _points(directions[:, half:], np.zeros(len(directions), dtype=np.uint32))
        found: Words = lower.take(points & ((1 << half) - 1), axis=1)
        found ^= upper.take(points >> half, axis=1)
        return found

    def _random_rows(self, last: int) -> Iterator[Bits]:
        """Yield the rows beyond those with direction numbers, which cannot be made apart."""
        if last <= len(self.shifts):
            return
        random = np.random.default_rng(self.seed)
        _words(random, len(self.shifts))
        for _ in range(len(self.shifts), last):
            yield random.integers(0, 2**BITS, self.count, dtype=np.uint64)


def scrambled_net(dimensions: int, count: int, seed: int) -> Net:
    """Return points that can be made row by row; see :func:`normal_scores`.

    >>> net, first = scrambled_net(3, 8, 0), np.empty((1, 2))
    >>> net.fill(first, np.array([5, 1]), first=2)
    >>> bool((first == normal_scores(3, 8, 0)[2:, [5, 1]]).all())
    True
    """
    even = min(dimensions, MOST_DIMENSIONS)
    length = max(0, (count - 1).bit_length())
    words = _words(np.random.default_rng(seed), even)
    directions = _scrambled(direction_bits(even, length), words[:, 1:])
    return Net(dimensions, count, seed, words[:, 0].astype(np.uint32), directions.astype(np.uint32))


def unpacked_net(packed: bytes, dimensions: int, count: int, seed: int) -> Net:
    """Return a net that was packed, without loading what it was made with.

    >>> net = scrambled_net(3, 8, 0)
    >>> again, scores = unpacked_net(net.packed(), 3, 8, 0), np.empty((3, 8))
    >>> again.fill(scores)
    >>> bool((scores == normal_scores(3, 8, 0)).all())
    True
    """
    even = min(dimensions, MOST_DIMENSIONS)
    numbers = np.frombuffer(packed, dtype=np.uint32).reshape(even, -1)
    return Net(dimensions, count, seed, numbers[:, 0], numbers[:, 1:])


def _words(random: np.random.Generator, dimensions: int) -> Bits:
    # One row of random words per dimension: further dimensions leave the first ones alone.
    return random.integers(0, 2**BITS, (dimensions, BITS + 1), dtype=np.uint64)


def _scores(points: Words | Bits) -> Scores:
    # Half a step away from the edge no score is infinite.
    middles: Scores = (points.astype(np.float64) + 0.5) * 2.0**-BITS
    return normal_quantile(middles)


def _points(directions: Words, shifts: Words) -> Words:
    dimensions, length = directions.shape
    points = np.empty((dimensions, 1 << length), dtype=np.uint32)
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
        parity = directions & row[:, np.newaxis]
        for shift in (16, 8, 4, 2, 1):
            parity = parity ^ (parity >> np.uint64(shift))
        mixed |= (parity & np.uint64(1)) << place
    return mixed


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
    polynomials, first = table[0][:dimensions], table[1]
    degrees = np.array([int(item).bit_length() - 1 for item in polynomials])
    numbers = np.ones((dimensions, length), dtype=np.uint64)
    found = sorted(set(degrees.tolist()))
    of_degree = [(degree, np.flatnonzero(degrees == degree)) for degree in found]
    for column in range(length):
        for degree, rows in of_degree:
            if column < degree:
                numbers[rows, column] = first[rows, column]
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


def _table() -> tuple[Bits, Bits] | None:
    """Read SciPy's primitive polynomials and first direction numbers; ``None`` if not found."""
    found = find_spec("scipy")
    if found is None or not found.submodule_search_locations:
        return None
    # Not the package itself: that would import it.
    path = Path(found.submodule_search_locations[0], "stats", "_sobol_direction_numbers.npz")
    try:
        with np.load(path) as table:
            return table["poly"].astype(np.uint64), table["vinit"].astype(np.uint64)
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
