"""Would it have been right? Fit on the first part of a series, predict the rest, keep the score."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.stats import norm

from graph.estimates import Scale
from graph.questions.growth.kernel.power_mean import FloatArray
from graph.statistics.trend import (
    TrendLine,
    fit_line,
    from_scale,
    to_scale,
    wandering,
)

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
