"""Straight lines through points with errors: one weighted least-squares fit for every trend.

Written without numpy, because the shortest answers do without it.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from enum import Enum

from graph.estimates import NORMAL_95
from graph.records import record
from graph.statistics.scales import probability_below


class Errors(Enum):
    """What is known of the points' errors."""

    #: Each brings its own; they are widened where the points scatter more than they allow.
    KNOWN = "known"
    #: Weights say only which points are better; how good they are is read off their scatter.
    FROM_SCATTER = "from scatter"


@record
class Point:
    """A number at one date, on the scale where growth is straight.

    Attributes:
        years: the date, in years.
        position: the number, on its scale.
        variance: of it, above 0; if all are equally good, any.
    """

    years: float
    position: float
    variance: float = 1.0


@record
class Trend:
    """A fitted line.

    Attributes:
        change: of the position per year.
        deviation: standard error of the change.
        middle: weighted mean of the dates, years.
        height: the line there.
        variance: of that height.
        misfit: chi squared over the degrees of freedom; ``None`` with two points.
        freedom: degrees of freedom, points less 2: those of Student's t, where errors are read off
            the scatter of few points.
    """

    change: float
    deviation: float
    middle: float
    height: float
    variance: float
    misfit: float | None
    freedom: int

    @property
    def probability_falling(self) -> float:
        """Probability that the change is below 0, by the normal curve."""
        return probability_below(0.0, self.change, self.deviation)

    @property
    def reach(self) -> float:
        """Half the width of the 90 % interval of the change, by the normal curve."""
        return NORMAL_95 * self.deviation

    def at(self, years: float) -> float:
        """Return the height of the line at a date."""
        return self.height + self.change * (years - self.middle)

    def deviation_at(self, years: float) -> float:
        """Return the standard error of the line there: sqrt(v + (t - m)^2 s^2)."""
        return math.sqrt(self.variance + ((years - self.middle) * self.deviation) ** 2)


def fit_trend(points: Sequence[Point], errors: Errors = Errors.KNOWN) -> Trend | None:
    """Return the weighted least-squares line.

    ``b = sum w (t - m)(y - n) / sum w (t - m)^2`` with weights ``w = 1 / variance`` and weighted
    means m and n; the variance of b is ``k / sum w (t - m)^2`` and that of n ``k / sum w``. With
    chi squared ``sum w (y - n - b (t - m))^2`` over the points less 2 as the misfit, k is the
    misfit if errors are read off the scatter; if they are known, it is 1 or the misfit, whichever
    is more.

    Args:
        points: in any order.
        errors: what is known of their errors.

    Returns:
        ``None`` with fewer than two dates, and with fewer than three points whose errors are to be
        read off their scatter.

    >>> fit_trend([Point(0, 2.0), Point(1, 1.0), Point(2, 0.0)]).change
    -1.0
    """
    freedom = len(points) - 2
    if len({point.years for point in points}) < 2:
        return None
    if errors is Errors.FROM_SCATTER and freedom < 1:
        return None
    weighted = [(1 / point.variance, point) for point in points]
    total = sum(w for w, _ in weighted)
    middle = sum(w * p.years for w, p in weighted) / total
    height = sum(w * p.position for w, p in weighted) / total
    reach = sum(w * (p.years - middle) ** 2 for w, p in weighted)
    change = sum(w * (p.years - middle) * (p.position - height) for w, p in weighted) / reach
    squares = sum(w * (p.position - height - change * (p.years - middle)) ** 2 for w, p in weighted)
    misfit = squares / freedom if freedom > 0 else None
    widening = 1.0 if misfit is None else misfit
    if errors is Errors.KNOWN:
        widening = max(1.0, widening)
    deviation = math.sqrt(widening / reach)
    return Trend(change, deviation, middle, height, widening / total, misfit, freedom)
