"""Would it have been foreseen? Each year predicted from what was known the year before."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date

from graph.estimates import NORMAL_95, Basis, Estimate, Interval
from graph.evidence.dates import DAYS_PER_YEAR, Calendar
from graph.evidence.loop_estimates import LoopEstimates, estimate_loop
from graph.loop.growth_rates import GrowthRate, GrowthRates, growth_rates
from graph.loop.known_speedups import held_at_one, known_speedups
from graph.loop.study import Study
from graph.loop.years import YearOfStudy
from graph.model import Supposition
from graph.questions.critical_path.compute import critical_path
from graph.questions.history.prediction import (
    BackTest,
    SpeedupPrediction,
    Unforeseen,
    mean_absolute,
)
from graph.vocabulary import MetricName

#: The first year that is predicted: before, there are too few dates to tell a rate.
FIRST_PREDICTED = 2025


@dataclass(frozen=True, slots=True)
class Forecast:
    """A component's acceleration, carried forward on the log scale.

    Attributes:
        before: what it is carried forward from.
        rate: per year.
        log_mean: ln of the predicted acceleration.
        deviation: of it: the estimate's own and the rate's.
    """

    before: Estimate
    rate: GrowthRate
    log_mean: float
    deviation: float

    @property
    def interval(self) -> Interval:
        """Median with 5th and 95th percentile."""
        return _interval(self.log_mean, self.deviation, exponential=True)


def back_test(
    before: YearOfStudy, after: YearOfStudy, actual_pace: Interval, *, draws: int, seed: int
) -> BackTest:
    """Return how well one year could have been predicted from the year before.

    ``ln S(t) = ln S(t0) + rate * (t - t0)`` with the rates by which the outlook goes, each shrunk
    towards its family's and 0 at least; what came is the evidence that became known in
    between, pooled without what the prediction had seen.

    Args:
        before: what the prediction may know.
        after: the year it is for.
        actual_pace: of the loop in that year.
        draws: for the interval of the pace; 0 for none.
        seed: of the draws.
    """
    ahead = _years_between(before.study, after.study)
    rates = growth_rates(before.study)
    forecasts = _forecasts(before.study, rates, ahead)
    came = _newly_known(before.study, after.study)
    rows = tuple(_predictions(before.study, forecasts, came))
    known = known_speedups(before.study)
    unforeseen = tuple(_unforeseen(before.study, known, came))
    late = tuple(sorted(known_speedups(after.study) - known))
    pace = _predicted_pace(before.study, forecasts, ahead, draws, seed)
    return BackTest(
        known_until=before.study.estimates.as_of or before.as_of,
        predicted_for=after.study.estimates.as_of or after.as_of,
        years_ahead=ahead,
        common_rate_per_year=_interval(
            rates.overall.rate, math.hypot(rates.overall.deviation, rates.overall.spread)
        ),
        predictions=tuple(sorted(rows, key=lambda row: (-abs(row.log_error), row.id))),
        unforeseen=unforeseen,
        untested=tuple(sorted(set(forecasts) - {row.id for row in rows})),
        coverage=sum(row.covered for row in rows) / len(rows) if rows else None,
        assumed_count=sum(1 for row in rows if row.actual_basis == Basis.ASSUMED.value),
        mean_absolute_log_error=mean_absolute(tuple(row.log_error for row in rows)),
        no_change_mean_absolute_log_error=mean_absolute(
            tuple(row.no_change_log_error for row in rows)
        ),
        pace_predicted=pace,
        pace_actual=actual_pace,
        pace_actual_comparable=critical_path(
            held_at_one(after.study, late), draws=draws, seed=seed
        ).pace,
        pace_covered=None
        if pace.low is None or pace.high is None
        else pace.low <= actual_pace.median <= pace.high,
    )


def _years_between(before: Study, after: Study) -> float:
    first, last = before.estimates.as_of, after.estimates.as_of
    if first is None or last is None:
        return 1.0
    return (date.fromisoformat(last) - date.fromisoformat(first)).days / DAYS_PER_YEAR


def _forecasts(study: Study, rates: GrowthRates, ahead: float) -> dict[str, Forecast]:
    found: dict[str, Forecast] = {}
    for identifier in study.model.components:
        estimate = study.estimates.get(identifier, MetricName.SPEEDUP)
        if estimate is None or estimate.median <= 0:
            continue
        rate = rates.by_component[identifier]
        # Accelerations are not taken to shrink, as in the outlook.
        mean = math.log(estimate.median) + ahead * max(0.0, rate.rate)
        deviation = math.hypot(estimate.deviation, ahead * rate.deviation)
        found[identifier] = Forecast(estimate, rate, mean, deviation)
    return found


def _newly_known(before: Study, after: Study) -> LoopEstimates:
    """Return the estimates from what became known after the one and by the other."""
    calendar = Calendar(before.model)
    until = before.estimates.as_of
    day = date.fromisoformat(until) if until else date.min
    old = frozenset(
        item.id
        for item in before.model.observations.values()
        if (known := calendar.known_day(item)) is None or known <= day
    )
    return estimate_loop(
        after.model,
        after.standpoint,
        without_sources=after.without_sources,
        without_observations=old,
    )


def _predictions(
    study: Study, forecasts: dict[str, Forecast], came: LoopEstimates
) -> list[SpeedupPrediction]:
    rows = []
    for identifier, forecast in forecasts.items():
        actual = came.get(identifier, MetricName.SPEEDUP)
        if actual is None or actual.median <= 0:
            continue
        predicted = forecast.interval
        rows.append(
            SpeedupPrediction(
                id=identifier,
                label=study.model.label(identifier),
                rate_per_year=forecast.rate.interval,
                before=forecast.before.interval,
                predicted=predicted,
                actual=actual.interval,
                actual_basis=actual.basis.value,
                log_error=math.log(actual.median) - forecast.log_mean,
                no_change_log_error=math.log(actual.median / forecast.before.median),
                covered=(predicted.low or 0) <= actual.median <= (predicted.high or math.inf),
            )
        )
    return rows


def _unforeseen(study: Study, known: frozenset[str], came: LoopEstimates) -> list[Unforeseen]:
    rows = []
    for identifier in sorted(set(study.model.components) - known):
        actual = came.get(identifier, MetricName.SPEEDUP)
        if actual is not None:
            label = study.model.label(identifier)
            rows.append(Unforeseen(identifier, label, actual.interval, actual.basis.value))
    return rows


def _predicted_pace(
    study: Study, forecasts: dict[str, Forecast], ahead: float, draws: int, seed: int
) -> Interval:
    if not draws:
        supposed = tuple(
            Supposition(key, MetricName.SPEEDUP.value, math.exp(forecast.log_mean))
            for key, forecast in forecasts.items()
        )
        return critical_path(study.supposing(supposed)).pace
    # NumPy takes longer to load than the central answer takes to compute.
    from graph.questions.history.predicted_pace import predicted_pace

    rates = {key: forecast.rate for key, forecast in forecasts.items()}
    return predicted_pace(study, rates, ahead, draws=draws, seed=seed)


def _interval(mean: float, deviation: float, *, exponential: bool = False) -> Interval:
    reach = NORMAL_95 * deviation
    ends = mean, mean - reach, mean + reach
    return Interval(*(map(math.exp, ends) if exponential else ends))
