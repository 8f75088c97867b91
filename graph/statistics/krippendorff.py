"""Krippendorff's alpha: how far raters agree beyond chance, on any level of measurement."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Sequence
from enum import StrEnum

from graph.estimates import NORMAL_95
from graph.records import record

#: With fewer units that two raters or more have rated there is no interval.
FEWEST_UNITS = 4


class Level(StrEnum):
    """What a difference between two ratings means."""

    #: Equal or not.
    NOMINAL = "nominal"
    #: How many of the ratings given lie between them.
    ORDINAL = "ordinal"
    #: The square of their distance.
    INTERVAL = "interval"


@record
class Alpha:
    """The agreement of raters.

    Attributes:
        value: 1 for all alike, 0 for what chance gives, below 0 for less.
        low: 5th percentile; ``None`` with fewer than ``FEWEST_UNITS`` units, or if leaving one out
            leaves nothing to tell apart.
        high: 95th percentile, at most 1; ``None`` likewise.
        unit_count: units that two raters or more have rated.
    """

    value: float
    low: float | None
    high: float | None
    unit_count: int


def krippendorff_alpha(units: Sequence[Sequence[float]], level: Level) -> Alpha | None:
    """Return Krippendorff's alpha of some ratings, with an interval.

    ``alpha = 1 - D_o / D_e`` with D_o the mean difference of two ratings within a unit, and D_e
    that of any two ratings. In coincidences: each unit with m ratings gives every ordered pair of
    them ``1 / (m - 1)``; with ``o_ck`` their sum over the units, ``n_c`` the sum of a row and n of
    all, ``alpha = 1 - (n - 1) sum o_ck d_ck / sum n_c n_k d_ck``. The difference ``d_ck`` is 1 for
    unequal nominal ratings, ``(c - k)^2`` for intervals, and for ordinal ones
    ``(n_c / 2 + sum of n between + n_k / 2)^2`` (K. Krippendorff, 2011).

    The interval is that of the jackknife: ``alpha +- 1.645 sqrt((N - 1) / N sum (a_i - a)^2)``
    with a_i the alpha without unit i. It draws nothing.

    Args:
        units: the ratings that each unit got, in any order; units with fewer than two do not count.
        level: of measurement.

    Returns:
        ``None`` if no unit has two ratings, or all ratings are equal: then chance alone would make
        raters agree fully.

    >>> krippendorff_alpha([(1, 1), (2, 2)], Level.NOMINAL).value
    1.0
    >>> krippendorff_alpha([(1, 2), (2, 1)], Level.NOMINAL).value  # 1 - 3 * 4 / (2 * 2 * 2)
    -0.5
    """
    rated = [tuple(unit) for unit in units if len(unit) > 1]
    value = _alpha(rated, level)
    if value is None:
        return None
    count = len(rated)
    left_out = [_alpha(rated[:one] + rated[one + 1 :], level) for one in range(count)]
    known = [item for item in left_out if item is not None]
    if count < FEWEST_UNITS or len(known) < count:
        return Alpha(value, None, None, count)
    middle = math.fsum(known) / count
    squares = math.fsum((item - middle) ** 2 for item in known)
    reach = NORMAL_95 * math.sqrt((count - 1) / count * squares)
    return Alpha(value, value - reach, min(1.0, value + reach), count)


def _alpha(units: Sequence[tuple[float, ...]], level: Level) -> float | None:
    pairs: Counter[tuple[float, float]] = Counter()
    totals: Counter[float] = Counter()
    for unit in units:
        for one, value in enumerate(unit):
            totals[value] += 1
            for other, second in enumerate(unit):
                if one != other:
                    pairs[value, second] += 1 / (len(unit) - 1)  # type: ignore[assignment]
    count = sum(totals.values())
    difference = _difference(level, totals)
    seen = math.fsum(share * difference(*pair) for pair, share in pairs.items())
    expected = math.fsum(
        totals[one] * totals[other] * difference(one, other) for one in totals for other in totals
    )
    return None if expected == 0 else 1 - (count - 1) * seen / expected


def _difference(level: Level, totals: Counter[float]) -> Callable[[float, float], float]:
    if level is Level.NOMINAL:
        return lambda one, other: float(one != other)
    if level is Level.INTERVAL:
        return lambda one, other: (one - other) ** 2

    def ordinal(one: float, other: float) -> float:
        low, high = min(one, other), max(one, other)
        between = sum(count for value, count in totals.items() if low <= value <= high)
        return (between - (totals[one] + totals[other]) / 2) ** 2

    return ordinal
