"""The scales on which numbers are pooled, and the normal distribution on them."""

from __future__ import annotations

import math

from graph.estimates import NORMAL_95, Scale

#: A share of exactly 0 or 1 is read as half of the smallest share that sources resolve (one in a
#: hundred) away from the end, because the logit of 0 or 1 is infinite.
SHARE_MARGIN = 0.005

#: Largest number whose exponential a double can hold.
_LARGEST_EXPONENT = 709.0


def to_scale(scale: Scale, value: float) -> float | None:
    """Return a number on its scale: its logarithm, its logit, or itself.

    Returns:
        ``None`` if the number has no place there: 0 or less on the log scale, outside 0 to 1 on
        the logit scale, or not finite. A share of exactly 0 or 1 is moved by ``SHARE_MARGIN``.

    >>> to_scale(Scale.LOG, 1.0)
    0.0
    >>> to_scale(Scale.LOG, 0.0) is None
    True
    """
    if not math.isfinite(value):
        return None
    if scale is Scale.IDENTITY:
        return value
    if scale is Scale.LOG:
        return math.log(value) if value > 0 else None
    if not 0 <= value <= 1:
        return None
    share = SHARE_MARGIN if value == 0 else 1 - SHARE_MARGIN if value == 1 else value
    return math.log(share) - math.log1p(-share)


def from_scale(scale: Scale, position: float) -> float:
    """Return the number that stands at a position of a scale: the inverse of ``to_scale``.

    >>> from_scale(Scale.LOGIT, 0.0)
    0.5
    """
    if scale is Scale.IDENTITY:
        return position
    if scale is Scale.LOG:
        return math.exp(min(position, _LARGEST_EXPONENT))
    return 1 / (1 + math.exp(min(-position, _LARGEST_EXPONENT)))


def half_width(level: float) -> float | None:
    """Return half the width of a central interval in standard deviations.

    The normal quantile of (1 + level)/2 for the probability inside, above 0 and below 1; ``None``
    for a level that no interval has.

    >>> round(half_width(0.95), 2)
    1.96
    """
    if not 0 < level < 1:
        return None
    if level == 0.9:
        return NORMAL_95
    from statistics import NormalDist

    return NormalDist().inv_cdf((1 + level) / 2)


def probability_below(position: float, mean: float, deviation: float) -> float:
    """Return the probability that a normal number lies below a position.

    With a deviation of 0: 1 if the mean lies strictly below, else 0.

    >>> probability_below(0.0, 0.0, 1.0)
    0.5
    """
    if deviation == 0:
        return 1.0 if mean < position else 0.0
    return 0.5 * math.erfc((mean - position) / (deviation * math.sqrt(2)))
