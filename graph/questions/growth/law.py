"""The law of growth as a forecaster: a line whose slope rises or falls with what is reached."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from scipy.special import expit, logit
from scipy.stats import t as student

from graph.estimates import Scale
from graph.questions.growth.kernel.power_mean import Floats
from graph.records import record

#: Standard deviation, before any value is seen, of how the slope changes over the span seen: e^m
#: times within one unit of the scale. An assumption; 0 would be the straight line.
_BEND_DEVIATION = 0.5

#: Values of m that are weighed against each other.
_BENDS = np.linspace(-1.5, 1.5, 61)

#: Random paths that make up a forecast, per value of m at most.
_PATHS = 4000

#: Below this a spread is rounding.
_LEAST_SPREAD = 1e-12

#: Forecasts go no further than this on the scale: a path that runs away is held here and counts.
_FURTHEST = 30.0


@record(slots=False)
class GrowthLaw:
    """The law ``dx/dt = g e^(m (x - x0))`` fitted on a scale, for every m with its weight.

    Attributes:
        scale: on which x is measured.
        last: time of the last value seen.
        level: x there.
        bends: values of m; above 0 growth feeds itself, 0 is a straight line.
        weights: how far the values seen speak for each, summing to 1.
        slopes: dx/dt at the last value, for each m.
        spread: standard deviation of a step per root of time, for each m.
        freedom: degrees of freedom of the spread.
        span: time from the first to the last value.
    """

    scale: Scale
    last: float
    level: float
    bends: Floats
    weights: Floats
    slopes: Floats
    spread: Floats
    freedom: float
    span: float

    @property
    def bend(self) -> float:
        """The mean of m: above 0 the series bends upwards on its scale."""
        return float((self.weights * self.bends).sum())

    def sample(self, times: Floats, generator: np.random.Generator) -> Floats:
        """Return forecasts as equally likely values, shape (paths, times).

        The slope and the steps are uncertain as for a line with errors that stay: the spread
        h ahead is s sqrt(h + h^2 / span).
        """
        counts = generator.multinomial(_PATHS, self.weights)
        row = np.repeat(np.arange(len(self.bends)), counts)
        ahead = (times - self.last)[None, :]
        m, slope = self.bends[row][:, None], self.slopes[row][:, None]
        room = 1.0 - m * slope * ahead
        safe = np.where(np.abs(m) < 1e-9, 1.0, m)
        with np.errstate(divide="ignore", invalid="ignore"):
            curved = -np.log(np.maximum(room, 0.0)) / safe
        rise = np.where(np.abs(m) < 1e-9, slope * ahead, curved)
        deviates = student.ppf(generator.random(len(row)), self.freedom)[:, None]
        reach = self.spread[row][:, None] * np.sqrt(ahead + ahead**2 / self.span)
        heights = self.level + np.minimum(rise, _FURTHEST) + deviates * reach
        return from_scale(heights, self.scale)


class StepFit(NamedTuple):
    """Slope at the last value, and standard deviation of a step per root of time."""

    slope: float
    spread: float


def fit_growth_law(times: Floats, values: Floats, scale: Scale) -> GrowthLaw:
    """Return the law that the values seen speak for.

    For each m the transformed series ``(1 - e^(-m (x - x_last)))/m`` is a straight line in time,
    whose slope at the last value is g; its steps give the spread. The weight of m is its prior,
    normal around 0, times the likelihood of the steps.

    Args:
        times: rising, 4 or more.
        values: within the scale.
        scale: logit for shares, log for horizons.

    Raises:
        ValueError: there are too few values.
    """
    if len(times) < 4:
        raise ValueError("The law of growth needs four values or more.")
    heights = to_scale(values, scale)
    gaps = np.diff(times)
    span = float(times[-1] - times[0])
    reached = float(heights[-1] - heights[0]) or 1.0
    bends = _BENDS / abs(reached)
    freedom = len(gaps) - 1.0
    fits = np.array([fit_steps(heights - heights[-1], gaps, float(m)) for m in bends])
    prior = -0.5 * (_BENDS / _BEND_DEVIATION) ** 2
    score = prior - freedom * np.log(np.maximum(fits[:, 1], _LEAST_SPREAD))
    weights = np.exp(score - score.max())
    return GrowthLaw(
        scale,
        float(times[-1]),
        float(heights[-1]),
        bends,
        weights / weights.sum(),
        fits[:, 0],
        fits[:, 1],
        freedom,
        span,
    )


def fit_steps(rise: Floats, gaps: Floats, bend: float = 0.0) -> StepFit:
    """Return the line whose steps are independent, weighted least squares through the origin.

    A step varies as the time it takes, so its weight is 1 / gap: for m = 0 the slope is
    ``sum of steps / sum of gaps``, and the variance per unit of time is
    ``sum of (step - slope gap)^2 / gap`` over the steps less 1. For other m the same holds for the
    transformed series, and a step of the series is one of the line times how steep the law is.

    Args:
        rise: the values on their scale less the last one, 3 or more.
        gaps: the times between them, above 0.
        bend: m.
    """
    straight = abs(bend) < 1e-9
    unbent = rise if straight else np.asarray(-np.expm1(-bend * rise) / bend)
    slope = float((unbent[-1] - unbent[0]) / gaps.sum())
    steep = np.exp(bend * rise)
    middle = 0.5 * (steep[1:] + steep[:-1])
    errors = (np.diff(rise) - slope * middle * gaps) / np.sqrt(gaps)
    return StepFit(slope, float(np.sqrt((errors**2).sum() / (len(gaps) - 1.0))))


def to_scale(values: Floats, scale: Scale) -> Floats:
    """Return values on a scale."""
    if scale is Scale.LOGIT:
        return np.asarray(logit(values))
    return np.log(values) if scale is Scale.LOG else values


def from_scale(heights: Floats, scale: Scale) -> Floats:
    """Return the values that stand at some heights of a scale."""
    if scale is Scale.LOGIT:
        return np.asarray(expit(heights))
    return np.exp(heights) if scale is Scale.LOG else heights
