"""The slope of a line through points with errors: weighted least squares on the logit scale."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from graph.statistics.scales import probability_below


@dataclass(frozen=True, slots=True)
class DatedShare:
    """People's part at one date.

    Attributes:
        years: the date, in years.
        position: people's part on the logit scale.
        variance: of it, above 0.
    """

    years: float
    position: float
    variance: float


@dataclass(frozen=True, slots=True)
class Slope:
    """Change per year on the logit scale, with its standard error."""

    change: float
    deviation: float

    @property
    def probability_falling(self) -> float:
        """Probability that the change is below 0."""
        return probability_below(0.0, self.change, self.deviation)


def slope_of(points: Sequence[DatedShare]) -> Slope | None:
    """Return the slope of the weighted least-squares line.

    ``b = sum w (t - m)(y - n) / sum w (t - m)^2`` with weights ``w = 1 / variance`` and weighted
    means m and n; its variance is ``1 / sum w (t - m)^2``, times chi squared over the degrees of
    freedom where the points scatter more than their errors allow.

    Returns:
        ``None`` with fewer than two dates.

    >>> slope_of([DatedShare(0, 2.0, 1.0), DatedShare(1, 1.0, 1.0), DatedShare(2, 0.0, 1.0)]).change
    -1.0
    """
    if len({point.years for point in points}) < 2:
        return None
    weights = [1 / point.variance for point in points]
    total = sum(weights)
    weighted = list(zip(weights, points, strict=True))
    middle = sum(w * p.years for w, p in weighted) / total
    height = sum(w * p.position for w, p in weighted) / total
    reach = sum(w * (p.years - middle) ** 2 for w, p in weighted)
    change = sum(w * (p.years - middle) * (p.position - height) for w, p in weighted) / reach
    misfit = sum(w * (p.position - height - change * (p.years - middle)) ** 2 for w, p in weighted)
    scatter = max(1.0, misfit / (len(points) - 2)) if len(points) > 2 else 1.0
    return Slope(change, math.sqrt(scatter / reach))
