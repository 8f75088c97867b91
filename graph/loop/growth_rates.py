"""How fast each component's acceleration grows, from dated evidence, shrunk to what is common."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from datetime import date

from graph.estimates import NORMAL_95, Interval
from graph.evidence.dates import DAYS_PER_YEAR
from graph.evidence.scaled import scale_observation
from graph.loop.study import Study
from graph.loop.visible import Observed
from graph.model import Metric, Observation
from graph.records import record
from graph.statistics.random_effects import Effect, pool_effects
from graph.statistics.trend import Point, Trend, fit_trend
from graph.vocabulary import Bound, MetricName

#: When the acceleration of everything was still 1: before the first coding assistants were sold.
START = date(2022, 1, 1)

#: How sure that is, on the log scale: an assumption.
START_DEVIATION = 0.05

#: By how much rates differ at least, between components of a family and between families, per
#: year on the log scale: an assumption.
LEAST_SPREAD = 0.05

#: Where nothing is dated: no growth, give or take this much a year. An assumption.
PRIOR_SPREAD = 0.2


@record
class CommonRate:
    """A rate that several components share, and by how much they differ around it.

    Attributes:
        rate: change of ln acceleration per year.
        deviation: how sure the rate is.
        spread: standard deviation of the single ones around it.
        count: how many it was estimated from.
    """

    rate: float
    deviation: float
    spread: float
    count: int


@record
class GrowthRate:
    """The growth of one component's ln acceleration per year.

    Attributes:
        id: the component.
        rate: its own, shrunk towards its family's.
        deviation: its standard deviation.
        own_rate: from its own dates alone; ``None`` if nothing is known of it.
        own_deviation: likewise.
        date_count: different days among the observations used.
    """

    id: str
    rate: float
    deviation: float
    own_rate: float | None
    own_deviation: float | None
    date_count: int

    @property
    def interval(self) -> Interval:
        """The rate with its 5th and 95th percentile."""
        reach = NORMAL_95 * self.deviation
        return Interval(self.rate, self.rate - reach, self.rate + reach)


@record
class GrowthRates:
    """The rates of all components, and what they were shrunk towards.

    Attributes:
        overall: what the families have in common.
        by_family: what the components of each family have in common.
        by_component: id to rate.
    """

    overall: CommonRate
    by_family: Mapping[str, CommonRate]
    by_component: Mapping[str, GrowthRate]


def growth_rates(study: Study) -> GrowthRates:
    """Return how fast the accelerations grow, as far as a study may know.

    A component's own rate is the slope of the weighted line through its dated observations on the
    log scale and the start, where all accelerations were 1. The rates are taken as normal around
    those of their families, and these around an overall rate (empirical Bayes): between members
    of a family by the spread that random effects give, and never less than ``LEAST_SPREAD``. So
    ``rate = (own / v + family / w) / (1 / v + 1 / w)``, with v the variance of the slope and w that
    of a member around its family's rate.

    Args:
        study: its date and setting decide what may be known.
    """
    observed = Observed(study)
    components = study.model.components
    points = {key: tuple(_points(study, observed, key)) for key in components}
    slopes = {key: slope for key, found in points.items() if (slope := fit_trend(found))}
    families = sorted({item.group for item in components.values()})
    members = {
        family: [
            Effect(slope.change, slope.deviation**2)
            for key, slope in slopes.items()
            if components[key].group == family
        ]
        for family in families
    }
    pooled = {family: _common(found) for family, found in members.items() if found}
    overall = _common([Effect(item.rate, item.deviation**2) for item in pooled.values()])
    by_family = {family: _shrunk_family(pooled.get(family), overall) for family in families}
    return GrowthRates(
        overall,
        by_family,
        {
            key: _shrunk(key, slopes.get(key), by_family[item.group], points[key])
            for key, item in components.items()
        },
    )


def _common(rates: list[Effect]) -> CommonRate:
    if not rates:
        return CommonRate(0.0, 0.0, PRIOR_SPREAD, 0)
    pooled = pool_effects(rates)
    spread = max(math.sqrt(pooled.tau_squared), LEAST_SPREAD)
    return CommonRate(pooled.mean, math.sqrt(pooled.variance), spread, len(rates))


def _shrunk_family(own: CommonRate | None, overall: CommonRate) -> CommonRate:
    around = overall.spread**2 + overall.deviation**2
    if own is None:
        return CommonRate(overall.rate, math.sqrt(around), overall.spread, 0)
    weight = around / (around + own.deviation**2)
    return CommonRate(
        weight * own.rate + (1 - weight) * overall.rate,
        math.sqrt(weight) * own.deviation,
        own.spread,
        own.count,
    )


def _shrunk(
    identifier: str, own: Trend | None, family: CommonRate, points: tuple[Point, ...]
) -> GrowthRate:
    around = family.spread**2 + family.deviation**2
    if own is None:
        return GrowthRate(identifier, family.rate, math.sqrt(around), None, None, 0)
    weight = around / (around + own.deviation**2)
    return GrowthRate(
        id=identifier,
        rate=weight * own.change + (1 - weight) * family.rate,
        deviation=math.sqrt(weight) * own.deviation,
        own_rate=own.change,
        own_deviation=own.deviation,
        date_count=len({point.years for point in points}) - 1,
    )


def _points(study: Study, observed: Observed, subject: str) -> Iterator[Point]:
    """Return the start and the dated observations that weigh, or else our own judgements."""
    metric = study.model.metrics.get(MetricName.SPEEDUP)
    pool = study.estimates.pool(subject, MetricName.SPEEDUP)
    if metric is None or pool is None or pool.estimate is None:
        return
    weighing = set(pool.weighing_observation_ids)
    known = [
        item
        for item in observed.of(subject)
        if item.metric == MetricName.SPEEDUP and item.bound is Bound.EXACT
    ]
    chosen = [item for item in known if item.id in weighing]
    if len({_day(study, observed, item) for item in chosen}) < 2:
        own = [item for item in known if not item.source]
        own = [item for item in own if observed.setting_of(item) == observed.chain[0]]
        chosen = own or chosen
    found = [point for item in chosen if (point := _point(study, observed, metric, item))]
    if found:
        yield Point(_years(START), 0.0, START_DEVIATION**2)
        yield from found


def _point(study: Study, observed: Observed, metric: Metric, item: Observation) -> Point | None:
    day, grade = _day(study, observed, item), study.model.grades.get(item.grade)
    if day is None or grade is None:
        return None
    scaled = scale_observation(item, metric, grade, 0.0)
    if scaled.mean is None:
        return None
    return Point(_years(day), scaled.mean, scaled.variance)


def _years(day: date) -> float:
    return day.toordinal() / DAYS_PER_YEAR


def _day(study: Study, observed: Observed, item: Observation) -> date | None:
    """Return the day an observation is of; a number without a date is one of today."""
    today = study.estimates.as_of
    return observed.day_of(item) or (date.fromisoformat(today) if today else None)
