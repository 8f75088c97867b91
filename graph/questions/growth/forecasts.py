"""Would it have been right? Fit on the first part of a series, predict the rest, keep the score."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.stats import norm
from scipy.stats import t as student

from graph.cycles.batch.columns import Array
from graph.estimates import Scale
from graph.questions.growth.kernel.power_mean import FloatArray
from graph.statistics.trend import TrendLine, fit_line, from_scale, to_scale, wandering

#: The points at which forecasts are compared: middles of equally likely parts.
_PROBABILITIES = (np.arange(400) + 0.5) / 400.0
_INTERVAL = np.array([0.05, 0.5, 0.95])


@dataclass(frozen=True)
class ForecastPoint:
    """One method's forecast of one later value.

    Attributes:
        time: when.
        actual: what came.
        median: what was forecast.
        low: 5th percentile of the forecast.
        high: 95th percentile.
        score: continuous ranked probability score, in the unit of the values; 0 is perfect.
    """

    time: float
    actual: float
    median: float
    low: float
    high: float
    score: float

    @property
    def covered(self) -> bool:
        """Whether the 90 % interval held the value."""
        return self.low <= self.actual <= self.high


@dataclass(frozen=True)
class MethodScore:
    """How one way of forecasting did.

    Attributes:
        name: what it does, in words.
        points: forecast by forecast.
    """

    name: str
    points: tuple[ForecastPoint, ...]

    @property
    def coverage(self) -> float:
        """Share of the values inside the 90 % intervals."""
        return sum(point.covered for point in self.points) / len(self.points)

    @property
    def mean_score(self) -> float:
        """Mean continuous ranked probability score; lower is better."""
        return sum(point.score for point in self.points) / len(self.points)


@dataclass(frozen=True)
class BackTest:
    """A model beside two naive forecasts of the same values.

    Attributes:
        line: the model's fit.
        model: the straight line on the scale where growth is straight, with errors that add up.
        rigid: the same line with independent errors: narrower, and usually too sure of itself.
        naive: no change from the last value; a straight line in the value itself.
    """

    line: TrendLine
    model: MethodScore
    rigid: MethodScore
    naive: tuple[MethodScore, ...]

    def skill_against(self, other: MethodScore) -> float:
        """Return 1 - score / other's score: above 0 the model earns its keep, 1 is perfect."""
        if other.mean_score == 0.0:
            return 0.0 if self.model.mean_score == 0.0 else float("-inf")
        return 1.0 - self.model.mean_score / other.mean_score

    @property
    def earns_its_keep(self) -> bool:
        """Whether the model beats both naive forecasts."""
        return all(self.skill_against(other) > 0.0 for other in self.naive)


def back_test(times: FloatArray, values: FloatArray, fitted: int, scale: Scale) -> BackTest:
    """Return how a line fitted on the first points predicts the later ones.

    Args:
        times: shape (points,), rising.
        values: shape (points,), within the scale.
        fitted: how many of the first points the fit may see, 3 or more; at least one must remain.
        scale: logit for shares, log for horizons.

    Raises:
        ValueError: too few points to fit, or none left to predict.
    """
    if fitted >= len(times):
        raise ValueError("At least one value must be left to predict.")
    seen, later = slice(None, fitted), slice(fitted, None)
    line = fit_line(times[seen], values[seen], scale)
    loose = wandering(line, times[seen], values[seen])
    ahead, actual = times[later], values[later]
    straight = fit_line(times[seen], values[seen], Scale.IDENTITY)
    still = _no_change(times[seen], values[seen], ahead, scale)
    grid = np.concatenate([_PROBABILITIES, _INTERVAL])
    return BackTest(
        line,
        _scored(f"straight line in {scale.value}", loose.quantiles(ahead, grid), ahead, actual),
        _scored("the same, independent errors", line.quantiles(ahead, grid), ahead, actual),
        (
            _scored("no change", still, ahead, actual),
            _scored("straight line in the value", straight.quantiles(ahead, grid), ahead, actual),
        ),
    )


def ranked_probability_score(sample: FloatArray, actual: float) -> float:
    """Return E|X - y| - E|X - X'|/2 for equally likely forecasts X: 0 only for a sure, right one.

    >>> ranked_probability_score(np.array([1.0, 3.0]), 2.0)
    0.5
    """
    ordered = np.sort(sample)
    count = len(ordered)
    weights = 2.0 * np.arange(count) - count + 1.0
    half_spread = float((weights * ordered).sum()) / count**2
    return float(np.abs(ordered - actual).mean()) - half_spread


def _no_change(
    times: FloatArray, values: FloatArray, ahead: FloatArray, scale: Scale
) -> FloatArray:
    heights = to_scale(values, scale)
    steps = np.diff(heights) / np.sqrt(np.diff(times))
    spread = float(np.sqrt((steps**2).mean()))
    grid = norm.ppf(np.concatenate([_PROBABILITIES, _INTERVAL]))
    reach = spread * np.sqrt(ahead - times[-1])
    return from_scale(heights[-1] + grid[:, None] * reach, scale)


def _scored(name: str, quantiles: FloatArray, ahead: FloatArray, actual: FloatArray) -> MethodScore:
    sample, interval = quantiles[: len(_PROBABILITIES)], quantiles[len(_PROBABILITIES) :]
    points = [
        ForecastPoint(
            float(ahead[index]),
            float(actual[index]),
            float(interval[1, index]),
            float(interval[0, index]),
            float(interval[2, index]),
            ranked_probability_score(sample[:, index], float(actual[index])),
        )
        for index in range(len(ahead))
    ]
    return MethodScore(name, tuple(points))


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


@dataclass(frozen=True)
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
    bends: Array
    weights: Array
    slopes: Array
    spread: Array
    freedom: float
    span: float

    @property
    def bend(self) -> float:
        """The mean of m: above 0 the series bends upwards on its scale."""
        return float((self.weights * self.bends).sum())

    def sample(self, times: Array, generator: np.random.Generator) -> Array:
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


def fit_growth_law(times: Array, values: Array, scale: Scale) -> GrowthLaw:
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
    fits = np.array([_fit_bend(heights - heights[-1], gaps, float(m)) for m in bends])
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


def _fit_bend(rise: Array, gaps: Array, bend: float) -> tuple[float, float]:
    """Return slope at the last value and spread of the steps for one m."""
    unbent = _unbent(rise, bend)
    slope = float((unbent[-1] - unbent[0]) / gaps.sum())
    # A step of the series is a step of the line times how steep the law is there.
    steep = np.exp(bend * rise)
    middle = 0.5 * (steep[1:] + steep[:-1])
    errors = (np.diff(rise) - slope * middle * gaps) / np.sqrt(gaps)
    return slope, float(np.sqrt((errors**2).sum() / (len(gaps) - 1.0)))


def _unbent(rise: Array, bend: float) -> Array:
    if abs(bend) < 1e-9:
        return rise
    return np.asarray(-np.expm1(-bend * rise) / bend)
