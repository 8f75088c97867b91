"""Straight lines on the scale where growth is straight: logit for shares, log for horizons."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, logit
from scipy.stats import t as student

from graph.estimates import NORMAL_95, Scale

FloatArray = NDArray[np.float64]


@dataclass(frozen=True)
class TrendLine:
    """A straight line fitted on a scale, with what the fit leaves uncertain.

    Attributes:
        scale: the scale on which the line is straight.
        intercept: its value at time 0, on that scale.
        slope: change per unit of time, on that scale.
        covariance: of (intercept, slope), shape (2, 2).
        noise: standard deviation of a new observation about the line; 0 when the observations
            brought their own errors and the line itself is forecast.
        freedom: degrees of freedom of the fit; ``inf`` reads intervals off the normal curve.
        misfit: chi squared over degrees of freedom of a weighted fit; ``None`` otherwise.
        wander: if above 0, the standard deviation of a step per unit of time when errors stay and
            add up (a random walk about the line); replaces covariance and noise.
        last: time of the last point, from which the wandering starts.
        span: time from the first to the last point.
    """

    scale: Scale
    intercept: float
    slope: float
    covariance: FloatArray
    noise: float
    freedom: float
    misfit: float | None = None
    wander: float = 0.0
    last: float = 0.0
    span: float = 1.0

    @property
    def slope_deviation(self) -> float:
        """Standard error of the slope."""
        return float(np.sqrt(self.covariance[1, 1]))

    def crossing(self, value: float) -> float:
        """Return when the line reaches a value; ``inf`` for a level line."""
        gap = float(to_scale(np.array(value), self.scale)) - self.intercept
        return gap / self.slope if self.slope else float("inf")

    def quantiles(self, times: FloatArray, probabilities: FloatArray) -> FloatArray:
        """Return the quantiles of a new observation, shape (probabilities, times), as values."""
        spread = self._wandered(times) if self.wander else self._rigid(times)
        middle = self.intercept + self.slope * times
        deviates = student.ppf(probabilities, self.freedom)
        return from_scale(middle + deviates[:, None] * spread, self.scale)

    def _rigid(self, times: FloatArray) -> FloatArray:
        design = np.stack([np.ones_like(times), times])
        return np.asarray(
            np.sqrt((design * (self.covariance @ design)).sum(axis=0) + self.noise**2)
        )

    def _wandered(self, times: FloatArray) -> FloatArray:
        ahead = np.maximum(times - self.last, 0.0)
        return self.wander * np.sqrt(ahead + ahead**2 / self.span)


def fit_line(times: FloatArray, values: FloatArray, scale: Scale) -> TrendLine:
    """Return the least-squares line through values on a scale.

    Args:
        times: shape (points,), 3 points or more at two times or more.
        values: shape (points,); shares strictly between 0 and 1, horizons above 0.
        scale: where the line is straight.

    Raises:
        ValueError: too few points, or a value that has no place on the scale.
    """
    heights = _heights(times, values, scale, least=3)
    design = np.stack([np.ones_like(times), times], axis=1)
    inverse = np.linalg.inv(design.T @ design)
    intercept, slope = inverse @ design.T @ heights
    freedom = len(times) - 2
    variance = float(((heights - intercept - slope * times) ** 2).sum()) / freedom
    return TrendLine(
        scale,
        float(intercept),
        float(slope),
        variance * inverse,
        float(np.sqrt(variance)),
        float(freedom),
    )


def wandering(line: TrendLine, times: FloatArray, values: FloatArray) -> TrendLine:
    """Return the same line with errors that stay: its steps, not its levels, are independent.

    The spread h ahead is s sqrt(h + h^2 / span), s the standard deviation of the steps per square
    root of time: chance adds up, and the slope itself is known only from the steps seen.

    Args:
        line: a fitted line.
        times: the times it was fitted on, rising, 3 or more.
        values: the values it was fitted on.
    """
    gaps = np.diff(times)
    steps = np.diff(to_scale(values, line.scale))
    span = float(times[-1] - times[0])
    drift = float(steps.sum()) / span
    count = len(steps) - 1
    spread = float(np.sqrt((((steps - drift * gaps) ** 2) / gaps).sum() / count))
    return replace(line, wander=spread, last=float(times[-1]), span=span, freedom=float(count))


def fit_weighted_line(
    times: FloatArray, values: FloatArray, low: FloatArray, high: FloatArray, scale: Scale
) -> TrendLine:
    """Return the line through values that bring their own 90 % intervals.

    The standard error of a value is the width of its interval on the scale over 2 * 1.645; where
    the points scatter more than their errors allow (chi squared over degrees of freedom above 1),
    the covariance is widened by that ratio.

    Args:
        times: shape (points,), 3 points or more.
        values: as in :func:`fit_line`.
        low: 5th percentiles, on the same side of the limits as the values.
        high: 95th percentiles, above the 5th.
        scale: where the line is straight.

    Raises:
        ValueError: too few points, a value with no place on the scale, or an empty interval.
    """
    heights = _heights(times, values, scale, least=3)
    errors = (to_scale(high, scale) - to_scale(low, scale)) / (2.0 * NORMAL_95)
    if not np.all(errors > 0.0):
        raise ValueError("Every interval must have a width: high above low.")
    design = np.stack([np.ones_like(times), times], axis=1)
    weighted = design / errors[:, None] ** 2
    covariance = np.linalg.inv(design.T @ weighted)
    intercept, slope = covariance @ weighted.T @ heights
    residuals = (heights - intercept - slope * times) / errors
    misfit = float((residuals**2).sum()) / (len(times) - 2)
    return TrendLine(
        scale,
        float(intercept),
        float(slope),
        np.asarray(covariance * max(1.0, misfit)),
        0.0,
        float("inf"),
        misfit,
    )


def to_scale(values: FloatArray, scale: Scale) -> FloatArray:
    """Return values on a scale."""
    if scale is Scale.LOGIT:
        return np.asarray(logit(values))
    return np.log(values) if scale is Scale.LOG else values


def from_scale(heights: FloatArray, scale: Scale) -> FloatArray:
    """Return the values that stand at some heights of a scale."""
    if scale is Scale.LOGIT:
        return np.asarray(expit(heights))
    return np.exp(heights) if scale is Scale.LOG else heights


def _heights(times: FloatArray, values: FloatArray, scale: Scale, least: int) -> FloatArray:
    if len(times) != len(values) or len(times) < least or len(set(times.tolist())) < 2:
        raise ValueError(f"A line needs at least {least} points at two or more times.")
    with np.errstate(divide="ignore", invalid="ignore"):
        heights = to_scale(values, scale)
    if not np.all(np.isfinite(heights)):
        limits = "strictly between 0 and 1" if scale is Scale.LOGIT else "above 0"
        raise ValueError(f"Values on the {scale.value} scale must be {limits}.")
    return heights
