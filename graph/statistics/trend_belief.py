"""What is believed of a straight line, its height and change together, after one-sided reports."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

from graph.records import record
from graph.statistics.bounds import Limit, apply_limits
from graph.statistics.random_effects import Effect
from graph.statistics.trend import Trend

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@record
class DrawnLines:
    """Lines drawn from a belief, one per draw.

    Attributes:
        middle: the date at which the heights are told, in years.
        heights: of the lines there.
        changes: of the height per year.
    """

    middle: float
    heights: NDArray[np.float64]
    changes: NDArray[np.float64]


@record
class TrendBelief:
    """A line of which height and change are jointly normal.

    Attributes:
        middle: the date at which the height is told, in years.
        height: of the line there.
        change: of the height per year.
        height_variance: of the height.
        change_variance: of the change, above 0.
        covariance: of the two.
    """

    middle: float
    height: float
    change: float
    height_variance: float
    change_variance: float
    covariance: float = 0.0

    @staticmethod
    def of(trend: Trend, shared_variance: float = 0.0) -> TrendBelief:
        """Return the belief that a weighted fit leaves.

        At the weighted mean of the dates, height and change are independent.

        Args:
            trend: the fit.
            shared_variance: of an error that all points have in common: it moves the whole line.
        """
        return TrendBelief(
            trend.middle,
            trend.height,
            trend.change,
            trend.variance + shared_variance,
            trend.deviation**2,
        )

    def at(self, years: float) -> float:
        """Return the mean of the line at a date.

        >>> TrendBelief(2026.0, 1.0, 0.5, 0.0, 1.0).at(2028.0)
        2.0
        """
        return self.height + self.change * (years - self.middle)

    def variance_at(self, years: float) -> float:
        """Return the variance of the line there: ``v + 2 (t - m) c + (t - m)^2 w``.

        With v the variance of the height, w that of the change, c their covariance.

        >>> TrendBelief(2026.0, 1.0, 0.5, 1.0, 4.0).variance_at(2028.0)
        17.0
        """
        away = years - self.middle
        return self.height_variance + 2 * away * self.covariance + away**2 * self.change_variance

    def limited(self, years: float, limit: Limit) -> TrendBelief:
        """Return the belief after a report that the line lies above, or below, a position.

        The report speaks only of the height z of the line at one date. Its mean and variance after
        the report are those of :func:`~graph.statistics.bounds.apply_limits`; height and change
        follow by regression on z: ``x += k (z' - z)`` and ``cov(x, y) -= k_x k_y (v - v')`` with
        ``k = cov(x, z) / v``. Both moments are exact for one limit.
        """
        away, variance = years - self.middle, self.variance_at(years)
        before = Effect(self.at(years), variance)
        after = apply_limits(before, [limit]).effect
        if variance == 0:
            return self
        of_height = (self.height_variance + away * self.covariance) / variance
        of_change = (self.covariance + away * self.change_variance) / variance
        moved, less = after.mean - before.mean, variance - after.variance
        return replace(
            self,
            height=self.height + of_height * moved,
            change=self.change + of_change * moved,
            height_variance=self.height_variance - of_height**2 * less,
            change_variance=self.change_variance - of_change**2 * less,
            covariance=self.covariance - of_height * of_change * less,
        )

    def drawn(
        self, change_scores: NDArray[np.float64], rest_scores: NDArray[np.float64]
    ) -> DrawnLines:
        """Return a line per pair of scores.

        Args:
            change_scores: standard normal; the change is its mean plus so many deviations.
            rest_scores: standard normal, for what is uncertain about the height besides.
        """
        deviation = math.sqrt(self.change_variance)
        slope = self.covariance / self.change_variance
        rest = math.sqrt(max(0.0, self.height_variance - slope * self.covariance))
        moved = deviation * change_scores
        heights = self.height + slope * moved + rest * rest_scores
        return DrawnLines(self.middle, heights, self.change + moved)
