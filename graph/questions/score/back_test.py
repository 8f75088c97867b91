"""Our judgements of a year predicted from those of the year before: no test against the world."""

from __future__ import annotations

import math
from collections.abc import Iterable
from datetime import date
from itertools import pairwise

import numpy as np

from graph.errors import LoopmapError
from graph.estimates import NORMAL_95, Basis, Estimate, Interval
from graph.evidence.dates import DAYS_PER_YEAR, Calendar
from graph.evidence.loop_estimates import LoopEstimates, estimate_loop
from graph.loop.growth_rates import GrowthRate, GrowthRates, growth_rates
from graph.loop.sampled import draw_loop, interval_of_draws, ratio
from graph.loop.study import Study
from graph.loop.years import YearOfStudy, held_at_one, known_speedups, years_of
from graph.model import Supposition
from graph.questions.critical_path.compute import critical_path
from graph.questions.part import Part
from graph.records import record
from graph.vocabulary import MetricName

#: The first year that is predicted: before, there are too few dates to tell a rate.
FIRST_PREDICTED = 2025


@record
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


def back_tests(study: Study) -> tuple[BackTest, ...]:
    """Return each year since 2025 predicted from the year before, at the central estimates.

    Returns:
        Nothing if no evidence is dated, or if the loop has no period in some year.
    """
    years = [item for item in years_of(study) if item.year >= FIRST_PREDICTED - 1]
    try:
        return tuple(
            back_test(before, after, critical_path(after.study).pace, draws=0, seed=0)
            for before, after in pairwise(years)
        )
    except LoopmapError:
        return ()


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
        mean_absolute_log_error=_mean_absolute(row.log_error for row in rows),
        no_change_mean_absolute_log_error=_mean_absolute(row.no_change_log_error for row in rows),
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
    """Return the pace so many years on: ``S -> S * exp(years * max(0, rate))``, rates drawn."""
    if not draws:
        supposed = tuple(
            Supposition(key, MetricName.SPEEDUP.value, math.exp(forecast.log_mean))
            for key, forecast in forecasts.items()
        )
        return critical_path(study.supposing(supposed)).pace
    drawn = draw_loop(study, draws, seed)
    random = np.random.default_rng([seed, 1])
    speedups = drawn.uncertain.speedups.copy()
    for identifier, forecast in sorted(forecasts.items()):
        rate = forecast.rate
        row = drawn.loop.index.get(identifier)
        moves = np.maximum(0.0, rate.rate + rate.deviation * random.standard_normal(draws))
        if row is not None:
            speedups[row] = speedups[row] * np.exp(ahead * moves)
    later = drawn.uncertain.with_speedups(speedups)
    periods = drawn.periods(later.days)
    return interval_of_draws(ratio(drawn.baseline_period_days, periods))


def _interval(mean: float, deviation: float, *, exponential: bool = False) -> Interval:
    reach = NORMAL_95 * deviation
    ends = mean, mean - reach, mean + reach
    return Interval(*(map(math.exp, ends) if exponential else ends))


@record
class SpeedupPrediction(Part):
    """One component's acceleration, predicted and as later evidence has it.

    Attributes:
        rate_per_year: change of ln acceleration per year, with its interval.
        before: the estimate from which it was predicted.
        predicted: with its interval.
        actual: what the evidence says that became known in between, alone.
        actual_basis: the best kind of evidence behind that.
        log_error: ln(actual / predicted): above 0 if more came than was predicted.
        no_change_log_error: ln(actual / before): the error of predicting no change.
        covered: whether the actual value lies in the predicted interval.
    """

    rate_per_year: Interval
    before: Interval
    predicted: Interval
    actual: Interval
    actual_basis: str
    log_error: float
    no_change_log_error: float
    covered: bool


@record
class Unforeseen(Part):
    """A component about which nothing was known, so that nothing could be predicted.

    Attributes:
        actual: what became known of it; against a silent prediction of 1.0.
        actual_basis: the best kind of evidence behind that.
    """

    actual: Interval
    actual_basis: str


@record
class BackTest:
    """A year predicted from what was known the year before.

    Attributes:
        known_until: the last day that the prediction may use.
        predicted_for: the day it is for.
        years_ahead: between the two.
        common_rate_per_year: of ln acceleration, towards which the families' rates are shrunk.
        predictions: component by component, the worst miss first.
        unforeseen: components that had no number yet.
        untested: ids of components that were predicted and about which nothing new became known.
        coverage: share of the predictions whose 90 % interval holds what came; ``None`` if none
            could be tested.
        assumed_count: predictions that are tested against our own judgement only, which is no
            independent test.
        mean_absolute_log_error: of the predictions.
        no_change_mean_absolute_log_error: of predicting no change.
        pace_predicted: the loop's pace with the predicted accelerations.
        pace_actual: with all that was known on the day.
        pace_actual_comparable: the same with the unforeseen components at 1.0, as the prediction
            has them.
        pace_covered: whether the central value of ``pace_actual`` lies in the predicted interval;
            ``None`` without draws.
    """

    known_until: str
    predicted_for: str
    years_ahead: float
    common_rate_per_year: Interval
    predictions: tuple[SpeedupPrediction, ...]
    unforeseen: tuple[Unforeseen, ...]
    untested: tuple[str, ...]
    coverage: float | None
    assumed_count: int
    mean_absolute_log_error: float | None
    no_change_mean_absolute_log_error: float | None
    pace_predicted: Interval
    pace_actual: Interval
    pace_actual_comparable: Interval
    pace_covered: bool | None


def _mean_absolute(errors: Iterable[float]) -> float | None:
    sizes = [abs(error) for error in errors]
    return math.fsum(sizes) / len(sizes) if sizes else None
