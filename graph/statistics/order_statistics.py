"""Medians with intervals that suppose no distribution, and shares with theirs."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from math import floor, sqrt

from graph.records import record
from graph.statistics.scales import half_width


@record
class MedianRanks:
    """Which of n values in order give their median and its interval, counted from 1.

    Attributes:
        lower: the rank of the median's lower half: n/2 rounded up.
        upper: of its upper half: n/2 rounded down, and one. The median is the mean of the two.
        low: of the lower end of the interval; ``None`` if n is too small for the level.
        high: of the upper end, likewise.
        level: what the interval covers at least, whatever the distribution is; ``None`` likewise.
    """

    lower: int
    upper: int
    low: int | None
    high: int | None
    level: float | None

    @property
    def wanted(self) -> tuple[int, ...]:
        """All ranks whose values are needed, in order."""
        ranks = {self.lower, self.upper, self.low, self.high} - {None}
        return tuple(sorted(rank for rank in ranks if rank is not None))


@lru_cache(maxsize=4096)
def median_ranks(count: int, level: float = 0.95) -> MedianRanks:
    """Return which order statistics bound the median of a distribution.

    The number of values below the median is binomial with one half, so that the interval from
    rank k to rank n + 1 - k covers it with probability 1 - 2 P(B <= k - 1). The greatest k is
    taken with which that is at least the level. No distribution is supposed, only that the values
    are independent; with ties it covers more.

    Args:
        count: n, 1 or more.
        level: above 0 and below 1.

    Returns:
        The ranks; without an interval below 6 values at 0.95.

    >>> median_ranks(5).low is None
    True
    >>> ranks = median_ranks(10)   # P(B <= 1) = 11/1024: 1 - 22/1024 = 0.979
    >>> ranks.low, ranks.high, round(ranks.level, 3)
    (2, 9, 0.979)
    """
    from scipy.special import bdtr

    lower, upper = (count + 1) // 2, count // 2 + 1
    z = half_width(level) or 0.0
    rank = max(0, floor(count / 2 - z * sqrt(count) / 2)) + 2
    while rank > 0 and 2 * float(bdtr(rank - 1, count, 0.5)) > 1 - level:
        rank -= 1
    if rank < 1:
        return MedianRanks(lower, upper, None, None, None)
    covered = 1 - 2 * float(bdtr(rank - 1, count, 0.5))
    return MedianRanks(lower, upper, rank, count + 1 - rank, covered)


@record
class Centre:
    """A value with an interval; both ends ``None`` where too little is known for the level."""

    value: float
    low: float | None
    high: float | None


def median_of(ordered: Sequence[float]) -> Centre:
    """Return the median of values in rising order, with its interval at 95 %.

    Args:
        ordered: 1 or more values.

    >>> median_of(list(range(1, 11)))
    Centre(value=5.5, low=2, high=9)
    """
    ranks = median_ranks(len(ordered))
    middle = (ordered[ranks.lower - 1] + ordered[ranks.upper - 1]) / 2
    low = None if ranks.low is None else ordered[ranks.low - 1]
    high = None if ranks.high is None else ordered[ranks.high - 1]
    return Centre(middle, low, high)


def share_of(hits: int, count: int, level: float = 0.95) -> Centre:
    """Return a share with Wilson's interval, which stays within 0 and 1 and is sound at both ends.

    The ends are (p + z²/2n ± z sqrt(p(1 - p)/n + z²/4n²)) / (1 + z²/n).

    Args:
        hits: 0 to ``count``.
        count: 1 or more.
        level: of the interval.

    >>> share = share_of(5, 10)
    >>> share.value, round(share.low, 3), round(share.high, 3)
    (0.5, 0.237, 0.763)
    """
    z = half_width(level) or 0.0
    share = hits / count
    width = z * sqrt(share * (1 - share) / count + z * z / (4 * count * count))
    middle, scale = share + z * z / (2 * count), 1 + z * z / count
    low = 0.0 if hits == 0 else (middle - width) / scale
    high = 1.0 if hits == count else (middle + width) / scale
    return Centre(share, low, high)
