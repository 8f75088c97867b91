"""The one law of days: ``d = max(u, d0 / S)``, for one component and for many draws.

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
