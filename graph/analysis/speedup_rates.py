"""How fast each component's acceleration moves, from its dated evidence, shrunk to what is common.

The rates serve the back-test: they use nothing that a study's date does not let in.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from graph.analysis.human_trends import DatedShare, Slope, slope_of
from graph.analysis.observed import Observed
from graph.analysis.study import Study
from graph.evidence.dates import DAYS_PER_YEAR
from graph.evidence.random_effects import Effect, pool_effects
from graph.evidence.scaled import scale_observation
from graph.model import Observation
from graph.vocabulary import Bound, MetricName

#: By how much rates differ between components at least, per year on the log scale: an assumption.
LEAST_SPREAD = 0.1

#: Where no component has two dates: no change, give or take this much a year: an assumption.
PRIOR_SPREAD = 0.3


@dataclass(frozen=True, slots=True)
class SpeedupRate:
    """The change of one component's ln acceleration per year.

    Attributes:
        id: the component.
        rate: shrunk towards the common rate.
        deviation: its standard deviation.
        own_rate: of its own dates alone; ``None`` with fewer than two.
        own_deviation: likewise.
        date_count: different days among its observations.
    """

    id: str
    rate: float
    deviation: float
    own_rate: float | None
    own_deviation: float | None
    date_count: int


@dataclass(frozen=True, slots=True)
class SpeedupRates:
    """The rates of all components.

    Attributes:
        common_rate: the random-effects mean of the components' own rates.
        common_deviation: by how much a component about which nothing is dated may differ from it.
        by_component: id to rate.
    """

    common_rate: float
    common_deviation: float
    by_component: dict[str, SpeedupRate]


def speedup_rates(study: Study) -> SpeedupRates:
    """Return how fast the accelerations move, as far as a study may know.

    A component's own rate is the slope of the weighted least-squares line through its dated
    observations. With the components' rates normal about a common mean m with variance tau^2, its
    shrunk rate is ``(own / v + m / tau^2) / (1 / v + 1 / tau^2)``, v being the slope's variance.

    Args:
        study: its date decides what may be known.
    """
    observed = Observed(study)
    points = {key: tuple(_points(study, observed, key)) for key in study.model.components}
    slopes = {key: slope for key, found in points.items() if (slope := slope_of(found))}
    common = _common(tuple(slopes.values()))
    rates = {
        key: _shrunk(key, slopes.get(key), common, len({point.years for point in found}))
        for key, found in points.items()
    }
    deviation = math.sqrt(common.mean_variance + common.between)
    return SpeedupRates(common.mean, deviation, rates)


@dataclass(frozen=True, slots=True)
class _Common:
    mean: float
    mean_variance: float
    between: float


def _common(slopes: tuple[Slope, ...]) -> _Common:
    if not slopes:
        return _Common(0.0, 0.0, PRIOR_SPREAD**2)
    pooled = pool_effects([Effect(item.change, item.deviation**2) for item in slopes])
    return _Common(pooled.mean, pooled.variance, max(pooled.tau_squared, LEAST_SPREAD**2))


def _shrunk(identifier: str, own: Slope | None, common: _Common, dates: int) -> SpeedupRate:
    prior = common.between + common.mean_variance
    if own is None:
        return SpeedupRate(identifier, common.mean, math.sqrt(prior), None, None, dates)
    weight = prior / (prior + own.deviation**2)
    rate = weight * own.change + (1 - weight) * common.mean
    deviation = math.sqrt(weight) * own.deviation
    return SpeedupRate(identifier, rate, deviation, own.change, own.deviation, dates)


def _points(study: Study, observed: Observed, subject: str) -> Iterator[DatedShare]:
    """Return the dated observations that weigh; where they are of one day, our own judgements."""
    metric = study.model.metrics.get(MetricName.SPEEDUP)
    pool = study.estimates.pool(subject, MetricName.SPEEDUP)
    if metric is None or pool is None:
        return
    weighing = set(pool.weighing_observation_ids)
    open_ones = [item for item in observed.of(subject) if _is_point(item)]
    chosen = [item for item in open_ones if item.id in weighing]
    if len({observed.day_of(item) for item in chosen}) < 2:
        own = [item for item in open_ones if not item.source]
        chosen = [item for item in own if observed.setting_of(item) == observed.chain[0]]
    for item in chosen:
        day, grade = observed.day_of(item), study.model.grades.get(item.grade or "")
        if day is None or grade is None:
            continue
        scaled = scale_observation(item, metric, grade, 0.0)
        if scaled.mean is not None:
            yield DatedShare(_years(day), scaled.mean, scaled.variance)


def _is_point(item: Observation) -> bool:
    return item.metric == MetricName.SPEEDUP and item.bound is Bound.EXACT


def _years(day: date) -> float:
    return day.toordinal() / DAYS_PER_YEAR
