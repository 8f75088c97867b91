"""How fast the share of the work that AI leads spreads, from its dated index."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from graph.estimates import NORMAL_95, Interval, Scale
from graph.evidence.dates import DAYS_PER_YEAR
from graph.evidence.scaled import scale_observation
from graph.loop.outside_pace import WHOLE_LOOP
from graph.loop.study import Study
from graph.loop.visible import Observed
from graph.model import LoopModel, Observation
from graph.records import record
from graph.statistics.bounds import Limit
from graph.statistics.scales import from_scale
from graph.statistics.trend import Point, fit_trend
from graph.statistics.trend_belief import TrendBelief
from graph.vocabulary import Bound, MetricName

#: The metric of the index: the share of person-time in tasks that AI leads.
INDEX_METRIC = "autonomy-share"

#: Fewest values at different dates through which a line can be laid.
FEWEST_VALUES = 2


@record
class IndexValue:
    """One value of the index, or a limit to it, on the logit scale.

    Attributes:
        id: of the observation.
        day: it is of.
        position: its logit, less what reports of its grade flatter by.
        variance: of its own error.
        shared_variance: of the error that it has in common with the other values.
        bound: whether it is the value or a limit.
    """

    id: str
    day: date
    position: float
    variance: float
    shared_variance: float
    bound: Bound


@record
class AutomationSpread:
    """The share of the work that AI leads as a logistic curve of time.

    Attributes:
        belief: the straight line of its logit, years counted from year 0.
        first: the first day with a value or a limit.
        last: the last day with one.
        values: how many values it was fitted to.
        limits: how many limits narrowed it.
        observation_ids: of all of them, in order of time.
    """

    belief: TrendBelief
    first: date
    last: date
    values: int
    limits: int
    observation_ids: tuple[str, ...]

    def share_at(self, day: date) -> Interval:
        """Return the share that AI leads at a date, with its 5th and 95th percentile."""
        years = years_of_day(day)
        centre, reach = self.belief.at(years), NORMAL_95 * math.sqrt(self.belief.variance_at(years))
        ends = (from_scale(Scale.LOGIT, centre + side * reach) for side in (0, -1, 1))
        return Interval(*ends)

    @property
    def slope(self) -> Interval:
        """The change of the logit per year, with its 5th and 95th percentile."""
        reach = NORMAL_95 * math.sqrt(self.belief.change_variance)
        return Interval(self.belief.change, self.belief.change - reach, self.belief.change + reach)


def years_of_day(day: date) -> float:
    """Return a day in years."""
    return day.toordinal() / DAYS_PER_YEAR


def automation_spread(study: Study) -> AutomationSpread | None:
    """Return how the share of the work that AI leads spreads, from the dated values a study knows.

    ``logit F(t) = m + v (t - T)``: see :func:`fit_spread`.

    Args:
        study: its date and setting decide what may be known.

    Returns:
        ``None`` if there are fewer than two dates with a value.
    """
    observed = Observed(study)
    return fit_spread(index_values(study.model, observed.of(WHOLE_LOOP), observed))


def index_values(
    model: LoopModel, observations: Sequence[Observation], observed: Observed
) -> tuple[IndexValue, ...]:
    """Return the values and limits of the index among some observations, in order of time.

    Args:
        model: gives the grades and the metric.
        observations: any.
        observed: tells the day each is of.
    """
    metric = model.metrics.get(INDEX_METRIC)
    found = []
    for item in observations:
        grade, day = model.grades.get(item.grade), observed.day_of(item)
        if metric is None or item.metric != INDEX_METRIC or grade is None or day is None:
            continue
        # What all values of one kind of report may be off by moves the line, and is no scatter.
        scaled = scale_observation(item, metric, replace(grade, bias_deviation=0.0), 0.0)
        shared = grade.bias_deviation**2 if metric.overstated else 0.0
        if scaled.mean is not None:
            found.append(IndexValue(item.id, day, scaled.mean, scaled.variance, shared, item.bound))
    return tuple(sorted(found, key=lambda value: (value.day, value.id)))


def fit_spread(values: Sequence[IndexValue]) -> AutomationSpread | None:
    """Return the logistic curve through dated values, narrowed by the limits among them.

    The weighted least-squares line of the logit against time, each value with its own error, and
    all widened where they scatter more than these allow, limits alike. A limit ("under 1 %") then
    narrows height and change. Last, the error that the values have in common widens the height and
    not the change.

    Args:
        values: in any order; limits among them.

    Returns:
        ``None`` if there are fewer than two dates with a value.
    """
    exact = [item for item in values if item.bound is Bound.EXACT]
    trend = fit_trend(
        [Point(years_of_day(item.day), item.position, item.variance) for item in exact]
    )
    if trend is None or len({item.day for item in exact}) < FEWEST_VALUES:
        return None
    belief = TrendBelief.of(trend)
    limits = [item for item in values if item.bound is not Bound.EXACT]
    for item in limits:
        lower = item.bound is Bound.LOWER
        report = Limit(item.position, item.variance * max(1.0, trend.misfit or 0.0), lower)
        belief = belief.limited(years_of_day(item.day), report)
    shared = max(item.shared_variance for item in exact)
    belief = replace(belief, height_variance=belief.height_variance + shared)
    ordered = sorted(values, key=lambda item: (item.day, item.id))
    return AutomationSpread(
        belief,
        ordered[0].day,
        ordered[-1].day,
        len(exact),
        len(limits),
        tuple(item.id for item in ordered),
    )


def indexed_share(study: Study, component: str) -> float | None:
    """Return the share of a component's work of which the index speaks; ``None`` if it does not."""
    estimate = study.estimate(component, MetricName.INDEXED_SHARE)
    return None if estimate is None else min(1.0, max(0.0, estimate.median))
