"""One answer before and after, on the same draws: what moved, and whether beyond the noise."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

from graph.estimates import Interval
from graph.records import record

if TYPE_CHECKING:
    from graph.loop.sample import Array

#: How many standard errors a mean difference must exceed to count as more than noise.
NOISE_ERRORS = 2.0

#: Differences below this part of the larger value are rounding.
_ROUNDING = 1e-9


@record
class Change:
    """One number before and after.

    Attributes:
        answer: which one, as its key in the JSON.
        unit: "days", "ratio" or "share".
        before: as the evidence has it.
        after: with what is supposed.
        difference: after - before, draw by draw; ``None`` if either is missing.
        mean_before: mean over the draws; the number itself without draws.
        mean_after: likewise.
        mean_difference: their difference.
        standard_error: of that mean, from the same draws on both sides; ``None`` without draws,
            or where the difference is not finite.
        moved: whether the mean difference exceeds two standard errors.
    """

    answer: str
    unit: str
    before: Interval | None
    after: Interval | None
    difference: Interval | None
    mean_before: float | None
    mean_after: float | None
    mean_difference: float | None
    standard_error: float | None
    moved: bool


def exact_change(answer: str, unit: str, before: float | None, after: float | None) -> Change:
    """Return the change of a number that is not drawn.

    >>> exact_change("pace", "ratio", 1.25, 1.5).mean_difference
    0.25
    """
    if before is None or after is None:
        sides = _alone(before), _alone(after)
        return Change(answer, unit, *sides, None, before, after, None, None, False)
    gap = 0.0 if before == after else after - before
    moved = _is_more_than_rounding(gap, before, after)
    sides = Interval(before), Interval(after)
    return Change(answer, unit, *sides, Interval(gap), before, after, gap, None, moved)


def paired_change(
    answer: str, unit: str, before: Array, after: Array, *, worth: float | None = None
) -> Change:
    """Return the change of a number that is drawn, the same draws on both sides.

    ``standard error = deviation of (after - before) / sqrt(draws)``: what both sides share
    cancels, so that a change far smaller than either interval can be told from none.

    Args:
        answer: the key of the answer.
        unit: its unit.
        before: one value per draw; may be infinite.
        after: likewise, for the same draws.
        worth: how many independent draws they are worth, where that is less than their number.

    >>> import numpy as np
    >>> paired_change("pace", "ratio", np.array([1.0, 2.0]), np.array([1.5, 2.5])).standard_error
    0.0
    """
    import numpy as np

    with np.errstate(invalid="ignore"):
        rounding = _ROUNDING * np.maximum(np.abs(before), np.abs(after))
        close = np.isfinite(rounding) & (np.abs(after - before) <= rounding)
        gaps = np.where(close | (before == after), 0.0, after - before)
    mean = float(gaps.mean())
    error = standard_error(gaps)
    if error is not None and worth is not None and 0 < worth < gaps.size:
        error *= math.sqrt(gaps.size / worth)
    means = float(before.mean()), float(after.mean())
    moved = _is_more_than_rounding(mean, *means)
    return Change(
        answer=answer,
        unit=unit,
        before=_interval(before),
        after=_interval(after),
        difference=_interval(gaps),
        mean_before=means[0],
        mean_after=means[1],
        mean_difference=mean,
        standard_error=error,
        moved=moved and (error is None or abs(mean) > NOISE_ERRORS * error),
    )


def fewest_independent(*effective_draws: float | None) -> float | None:
    """Return how many independent draws a comparison of weighed draws is worth.

    Args:
        effective_draws: of each side; ``None`` where its draws were not weighed.

    >>> fewest_independent(None, 678.0, 512.5)
    512.5
    >>> fewest_independent(None, None) is None
    True
    """
    return min((found for found in effective_draws if found is not None), default=None)


def standard_error(values: Array) -> float | None:
    """Return the standard error of a mean; ``None`` for one value or values without bound.

    >>> import numpy as np
    >>> standard_error(np.array([1.0, 3.0]))
    1.0
    """
    import numpy as np

    if values.size < 2 or not np.isfinite(values).all():
        return None
    return float(values.std(ddof=1) / math.sqrt(values.size))


def _interval(values: Array) -> Interval:
    from graph.loop.sampled import interval_of_draws

    # Of two sides on common draws each digit can be compared: their noise is the same.
    return replace(interval_of_draws(values), noise=None)


def _alone(value: float | None) -> Interval | None:
    return None if value is None else Interval(value)


def _is_more_than_rounding(gap: float, before: float, after: float) -> bool:
    if math.isinf(gap) or math.isnan(gap):
        return True
    scale = max((abs(value) for value in (before, after) if math.isfinite(value)), default=0.0)
    return abs(gap) > _ROUNDING * scale
