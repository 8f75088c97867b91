"""Rank correlation of few pairs, with an interval that says how little few pairs can tell."""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from graph.estimates import NORMAL_95, Interval

#: With fewer pairs there is no interval.
FEWEST_PAIRS = 4


def average_ranks(values: Sequence[float]) -> tuple[float, ...]:
    """Return ranks from 1, the least first; equals share the mean of their ranks.

    >>> average_ranks([10, 30, 20, 20])
    (1.0, 4.0, 2.5, 2.5)
    """
    ordered = sorted(values)
    return tuple(
        (bisect_left(ordered, value) + bisect_right(ordered, value) + 1) / 2 for value in values
    )


def rank_correlation(first: Sequence[float], second: Sequence[float]) -> float | None:
    """Return Spearman's rank correlation, -1 to 1; ``None`` if one side does not vary.

    The correlation of the average ranks.

    >>> rank_correlation([1, 2, 3], [10, 20, 40]), rank_correlation([1, 1], [1, 2])
    (1.0, None)
    """
    one, other = average_ranks(first), average_ranks(second)
    middle = (len(one) + 1) / 2
    pairs = [(x - middle, y - middle) for x, y in zip(one, other, strict=True)]
    spread = math.sqrt(sum(x * x for x, _ in pairs) * sum(y * y for _, y in pairs))
    return None if spread == 0 else sum(x * y for x, y in pairs) / spread


def correlation_interval(value: float | None, pairs: int) -> Interval | None:
    """Return a rank correlation with its 5th and 95th percentile.

    On the scale of ``atanh`` the deviation is ``sqrt((1 + r^2/2) / (n - 3))`` (D. Bonett and
    T. Wright, 2000).

    ``None`` gives ``None``, and below 4 pairs there are no percentiles. At a correlation of exactly
    -1 or 1 the interval runs from that of the next possible value to 1, since ``atanh`` has no end
    there.
    """
    if value is None:
        return None
    if pairs < FEWEST_PAIRS:
        return Interval(value)
    # The correlation of n ranks moves in steps of 6 / (n^3 - n); half of one step is kept.
    edge = 1 - 3 / (pairs**3 - pairs)
    inside = max(-edge, min(edge, value))
    reach = NORMAL_95 * math.sqrt((1 + inside**2 / 2) / (pairs - 3))
    low, high = math.tanh(math.atanh(inside) - reach), math.tanh(math.atanh(inside) + reach)
    return Interval(value, min(low, value), max(high, value))
