"""The one law of days, ``d = max(u, d0 / S)``, and what is left of them when AI leads more work.

A component that took ``d0`` days takes ``d0 / S`` of them once it is ``S`` times faster, and never
less than its floor ``u``, which no intelligence shortens.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from graph.cycles.batch.columns import Array

Days = TypeVar("Days", float, Fraction)


def days_at(
    baseline: Days,
    floor: Days,
    speedup: Days | int | None,
    rounded: Callable[[Days], Days] | None = None,
) -> Days:
    """Return the days that a component takes when it is so many times faster.

    Args:
        baseline: days at a speed-up of 1, 0 or more.
        floor: days that it cannot go under, 0 to ``baseline``.
        speedup: above 0; where nothing is known it takes its baseline.
        rounded: rounds a quotient, where exact ones would get too long.

    >>> days_at(12.0, 1.0, 6.0), days_at(12.0, 3.0, 6.0), days_at(12.0, 3.0, None)
    (2.0, 3.0, 12.0)
    """
    if speedup is None:
        return baseline
    days = baseline / speedup
    return max(floor, days if rounded is None else rounded(days))


def sampled_days(baseline: Array, floor: Array, speedup: Array | float) -> Array:
    """Return the same draw by draw.

    Args:
        baseline: one row per component and one column per draw.
        floor: likewise.
        speedup: likewise, or one for all.

    >>> import numpy as np
    >>> sampled_days(np.array([[12.0, 12.0]]), np.array([[1.0, 3.0]]), 6.0).tolist()
    [[2.0, 3.0]]
    """
    import numpy as np

    days: Array = np.maximum(floor, baseline / speedup)
    return days


def unled_ratio(position_now: Array, position_then: Array) -> Array:
    """Return ``(1 - F then) / (1 - F now)``, F being shares given by their logits.

    ``1 - F = 1 / (1 + exp(x))`` at the logit x, so that nothing is lost where F is close to 1.

    >>> import numpy as np
    >>> unled_ratio(np.array([0.0]), np.array([0.0])).tolist()
    [1.0]
    >>> unled_ratio(np.array([0.0]), np.array([800.0])).tolist()  # a half is left now, then none
    [0.0]
    """
    import numpy as np

    zero = np.zeros(1)
    left: Array = np.exp(np.logaddexp(zero, position_now) - np.logaddexp(zero, position_then))
    return left


def days_when_led(days: Array, floor: Array, unled: Array) -> Array:
    """Return the days of components once AI leads more of their work: Amdahl inside the part.

    A part takes ``d0 = u + h`` days without AI, its floor u and h of work. Once AI leads a share F
    of the work, and people with AI at hand are g times faster at the rest, it takes
    ``d(F) = u + h ((1 - F) / g + F c)``, c being what led work still takes of the calendar. This is
    the limit in which it takes none, c = 0: the most that the spread of automation alone can give.
    What is known of today, ``d(F now)``, tells ``h / g``, so that g need not be known:

        ``d(F) = u + (d(F now) - u) (1 - F) / (1 - F now)``

    The acceleration ``d0 / d(F)`` rises with F towards its ceiling ``d0 / u``; without a floor and
    with ``d0 = d(F now)`` at F now = 0 it is Amdahl's ``1 / (1 - F)``.

    Args:
        days: today's, at least ``floor``; a row per component, a column per draw.
        floor: u, 0 or more, likewise.
        unled: ``(1 - F) / (1 - F now)`` per draw, 0 to 1.

    >>> import numpy as np
    >>> days_when_led(np.array([[12.0]]), np.array([[2.0]]), np.array([0.5])).tolist()
    [[7.0]]
    """
    later: Array = floor + (days - floor) * unled
    return later
