"""One observation on its metric's scale, with an error that is never silently zero."""

from __future__ import annotations

import math

from graph.estimates import NORMAL_95, Basis, Scale
from graph.model import Grade, Metric, Observation
from graph.records import record
from graph.statistics.scales import SHARE_MARGIN, half_width, to_scale
from graph.vocabulary import Bound

#: Time on a fixed task: what an assumption about a speed-up means unless it says otherwise.
SERIAL_SPEED = "serial-speed"

#: No report is surer than this on its scale unless it is declared exact.
SMALLEST_DEVIATION = 1e-6


@record
class ScaledObservation:
    """An observation as the pooling sees it.

    Attributes:
        observation: what was observed.
        mean: its value on the metric's scale less the grade's bias; ``None`` if it has no place.
        variance: of the mean on that scale, with the grade's uncertainty and the age; above 0.
        shifted: whether a bias was taken off or a share of 0 or 1 moved, so that the mean is no
            longer the value as written.
        assumed: whether it is an assumption of ours.
        exact: whether it is to be taken without uncertainty.
        bias: of the grade, as taken off the mean.
        reported: the standard deviation that the source's own interval gives; ``None`` without.
    """

    observation: Observation
    mean: float | None
    variance: float
    shifted: bool
    assumed: bool
    exact: bool
    bias: float = 0.0
    reported: float | None = None

    @property
    def is_limit(self) -> bool:
        """Whether it says only "at least" or "at most"."""
        return self.observation.bound is not Bound.EXACT

    @property
    def notion(self) -> str | None:
        """The notion of acceleration it is of; ``None`` for evidence that does not say."""
        return self.observation.notion or (SERIAL_SPEED if self.assumed else None)


def scale_observation(
    observation: Observation, metric: Metric, grade: Grade, age_years: float
) -> ScaledObservation:
    """Return an observation on its metric's scale.

    With g the scale: mean = g(value) - bias, variance = (s^2 + bias_deviation^2) * 2^(age/half
    life), so that the weight halves with every half-life. s comes from the source's own interval
    at its own level, (g(high) - g(low)) / (2 z), from one end alone if only one is usable, else
    from the grade. The bias applies only to metrics of which reports tend to flatter:
    speed-ups and AI's shares, not days or lags.

    Args:
        observation: its value may be anything.
        metric: gives the scale, the half-life and whether the bias applies.
        grade: gives bias, its deviation and the default deviation.
        age_years: 0 or more.

    Returns:
        The observation with its mean and variance; the mean is ``None`` for a value that has no
        place on the scale. A number written on the subject itself as 0 on a log scale ("no
        delay") is taken as exact.
    """
    position = to_scale(metric.scale, observation.value)
    bias, bias_deviation = _bias(metric, grade)
    reported = reported_deviation(observation, metric, position)
    own = grade.default_deviation if reported is None else reported
    deviation = max(own, SMALLEST_DEVIATION)
    variance = (deviation**2 + bias_deviation**2) * _ageing(metric, age_years)
    at_end = _is_at_end(metric.scale, observation.value)
    written_zero = position is None and observation.direct and observation.value == 0
    return ScaledObservation(
        observation,
        mean=None if position is None else position - bias,
        variance=variance,
        shifted=bias != 0 or at_end,
        assumed=observation.direct or grade.basis is Basis.ASSUMED,
        exact=observation.exact or written_zero,
        bias=bias,
        reported=reported,
    )


def mean_on_scale(observation: Observation, metric: Metric, grade: Grade) -> float | None:
    """Return the mean alone, as ``scale_observation`` has it."""
    position = to_scale(metric.scale, observation.value)
    return None if position is None else position - _bias(metric, grade)[0]


def _bias(metric: Metric, grade: Grade) -> tuple[float, float]:
    """Return by how much reports lie above the truth on the scale, and its deviation."""
    return (grade.bias, grade.bias_deviation) if metric.overstated else (0.0, 0.0)


@record
class Sides:
    """The standard deviations of one observation towards smaller and towards greater numbers.

    Attributes:
        below: towards smaller numbers, on the metric's scale.
        above: towards greater ones.
        counted: the one deviation that the observation is weighed with, before its grade's
            uncertainty and its age.
    """

    below: float
    above: float
    counted: float


def sides_of(scaled: ScaledObservation, metric: Metric, default_deviation: float) -> Sides | None:
    """Return how an observation's own interval lies about its value, on the metric's scale.

    ``(g(value) - g(low)) / z`` and ``(g(high) - g(value)) / z`` with z for the interval's level.
    A share of exactly 0 was moved up by ``SHARE_MARGIN`` to have a place; towards 0 it reaches at
    least as far as towards 1, and to within ``_END_REACHED`` of 0. A share of 1 likewise.

    Args:
        scaled: the observation.
        metric: gives the scale.
        default_deviation: of its grade, for a share of exactly 0 or 1 without an interval.

    Returns:
        ``None`` without both ends of an interval, or if nothing lies between them.
    """
    observation = scaled.observation
    position = to_scale(metric.scale, observation.value)
    if position is not None and _is_at_end(metric.scale, observation.value):
        inward = scaled.reported or max(default_deviation, SMALLEST_DEVIATION)
        outward = max(inward, (_END_POSITION - abs(position)) / NORMAL_95)
        if observation.value == 0:
            return Sides(outward, inward, inward)
        return Sides(inward, outward, inward)
    if observation.low is None or observation.high is None:
        return None
    quantile = half_width(observation.interval_level)
    low, high = (
        None if end is None else to_scale(metric.scale, end)
        for end in (observation.low, observation.high)
    )
    if low is None or position is None or high is None or quantile is None or low >= high:
        return None
    return Sides(
        (position - low) / quantile, (high - position) / quantile, (high - low) / 2 / quantile
    )


#: Where exactly 0 was written, the interval comes at least this near to 0; likewise for 1. It is
#: a tenth of the smallest share that sources resolve.
_END_REACHED = SHARE_MARGIN / 5

_END_POSITION = math.log1p(-_END_REACHED) - math.log(_END_REACHED)


def _is_at_end(scale: Scale, value: float) -> bool:
    return scale is Scale.LOGIT and value in (0, 1)


def _ageing(metric: Metric, age_years: float) -> float:
    if not metric.half_life_years or metric.half_life_years < 0:
        return 1.0
    return math.exp2(min(age_years / metric.half_life_years, 500.0))


def own_deviation(
    observation: Observation, metric: Metric, grade: Grade, position: float | None
) -> float:
    """Return the standard deviation from the source's interval, else the grade's."""
    reported = reported_deviation(observation, metric, position)
    return max(grade.default_deviation if reported is None else reported, SMALLEST_DEVIATION)


def reported_deviation(
    observation: Observation, metric: Metric, position: float | None
) -> float | None:
    """Return the standard deviation that the source's own interval gives on the metric's scale.

    ``(g(high) - g(low)) / (2 z)`` with z of the interval's level, or from the value to one end if
    only that is usable. Of a share of exactly 0 the low end says nothing, because no share lies
    below it: its width is that from the value to the high end. A share of 1 likewise.

    Returns:
        ``None`` without an interval, or if it has no width on the scale.
    """
    if observation.low is None and observation.high is None:
        return None
    at_end = _is_at_end(metric.scale, observation.value)
    low, high = (
        None
        if end is None or (at_end and end == observation.value)
        else to_scale(metric.scale, end)
        for end in (observation.low, observation.high)
    )
    if low is not None and high is not None:
        width = abs(high - low) / 2
    else:
        end = high if low is None else low
        width = 0.0 if end is None or position is None else abs(end - position)
    quantile = half_width(observation.interval_level)
    return None if width == 0 or quantile is None else width / quantile
