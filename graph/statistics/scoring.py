"""How much better one row of forecasts did than another, and how often intervals held."""

from __future__ import annotations

import math
from collections.abc import Sequence

from scipy.special import betaincinv

from graph.estimates import NORMAL_95, Interval

#: Fewest forecasts from which a skill can be said to be uncertain by so much.
_LEAST = 2


def skill(scores: Sequence[float], rival: Sequence[float]) -> Interval | None:
    """Return the skill of forecasts over a rival's: 1 - their scores / the rival's.

    1 is perfect, 0 is as good as the rival, below 0 worse. The interval is that of the jackknife:
    each forecast is left out in turn, ``deviation^2 = (n - 1)/n sum (skill_i - mean)^2``, and the
    5th and 95th percentile are those of the normal curve. Forecasts are taken as independent.

    Source: B. Efron, C. Stein, Annals of Statistics 9 (1981).

    Args:
        scores: of the forecasts, lower is better, 0 or more.
        rival: the rival's, of the same values in the same order.

    Returns:
        ``None`` without forecasts or if the rival made no error; without an interval from fewer
        than two, or if leaving one out leaves no error of the rival.

    >>> skill([1.0, 1.0], [2.0, 2.0])
    Interval(median=0.5, low=0.5, high=0.5)
    """
    total, other = math.fsum(scores), math.fsum(rival)
    if len(scores) != len(rival):
        raise ValueError("Both must have forecast the same values.")
    if not scores or other <= 0:
        return None
    median = 1 - total / other
    left = [other - item for item in rival]
    if len(scores) < _LEAST or min(left) <= 0:
        return Interval(median)
    without = [1 - (total - own) / rest for own, rest in zip(scores, left, strict=True)]
    count = len(without)
    mean = math.fsum(without) / count
    squares = math.fsum((item - mean) ** 2 for item in without)
    reach = NORMAL_95 * math.sqrt((count - 1) / count * squares)
    return Interval(median, median - reach, median + reach)


def share_of(successes: int, trials: int) -> Interval | None:
    """Return a share of trials with its exact interval of 90 % (Clopper and Pearson).

    The low end is the share at which so many or more successes have a probability of 5 %, the high
    end that at which so many or fewer have; the interval covers at least 90 %.

    Source: C. Clopper, E. Pearson, Biometrika 26 (1934).

    Args:
        successes: 0 to *trials*.
        trials: 0 or more.

    Returns:
        ``None`` without trials.

    >>> share_of(0, 1)
    Interval(median=0.0, low=0.0, high=0.95)
    """
    if trials == 0:
        return None
    failures = trials - successes
    low = float(betaincinv(successes, failures + 1, 0.05)) if successes else 0.0
    high = float(betaincinv(successes + 1, failures, 0.95)) if failures else 1.0
    return Interval(successes / trials, low, high)


def mean_difference(one: Sequence[float], other: Sequence[float]) -> Interval | None:
    """Return the mean of one row less another, pair by pair, with its 5th and 95th percentile.

    The normal curve with the standard error of the mean; pairs are taken as independent.

    Args:
        one: a number per pair.
        other: as many.

    Returns:
        ``None`` without pairs; without an interval from one.

    >>> mean_difference([3.0, 3.0], [1.0, 1.0])
    Interval(median=2.0, low=2.0, high=2.0)
    """
    differences = [first - second for first, second in zip(one, other, strict=True)]
    count = len(differences)
    if not count:
        return None
    mean = math.fsum(differences) / count
    if count < _LEAST:
        return Interval(mean)
    squares = math.fsum((item - mean) ** 2 for item in differences)
    reach = NORMAL_95 * math.sqrt(squares / (count - 1) / count)
    return Interval(mean, mean - reach, mean + reach)
