"""Would the schools have been right? Each fitted on what came before, held against the rest."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

import numpy as np
from numpy.typing import NDArray

from graph.evidence.dates import DAYS_PER_YEAR
from graph.evidence.scaled import scale_observation
from graph.evidence.standpoint import Standpoint
from graph.loop.automation_spread import (
    IndexValue,
    fit_spread,
    index_values,
    indexed_share,
    years_of_day,
)
from graph.loop.growth_rates import START, START_DEVIATION, growth_rates
from graph.loop.outside_pace import WHOLE_LOOP
from graph.loop.study import Study
from graph.loop.visible import Observed
from graph.loop.years import past_years_of
from graph.model import Observation
from graph.questions.next.answer import SchoolScore, SeriesScore
from graph.records import record
from graph.statistics.ranked_probability import ranked_probability_score
from graph.statistics.sobol import normal_scores
from graph.statistics.trend import Errors, Point, Trend, fit_trend
from graph.statistics.trend_belief import TrendBelief
from graph.vocabulary import Bound, MetricName

#: With fewer different values of a series, the scores do not tell which school is the better: a
#: difference between two methods needs more than a handful of independent cases. An assumption.
VALUES_TO_TELL = 8

#: Values of the index that a fit must have seen: two give a line, the third its scatter.
_FIRST_VALUES = 3

#: Draws of one forecast: the scores change by less than a hundredth of themselves beyond.
_DRAWS = 512

_LOG = "ln acceleration"

Array = NDArray[np.float64]


@record
class Case:
    """One value that came, with what was forecast of it.

    Attributes:
        origin: what is dated after it, the forecasts had not seen.
        target: name of the value.
        actual: what came, on the scale of the score.
        before: the last that was known.
        rates: draws of the forecast if rates go on.
        automation: if automation spreads; ``None`` if that says nothing of it.
    """

    origin: date
    target: str
    actual: float
    before: float
    rates: Array
    automation: Array | None


def school_scores(study: Study) -> tuple[SeriesScore, ...]:
    """Return how both schools would have forecast the dated series that a study knows.

    The index itself, the speed-ups of parts of which it speaks, those of all parts before there was
    an index, and the longest time horizon. Shares and speed-ups are scored on the logarithm of
    the acceleration, a share f as that of Amdahl's law, ``-ln(1 - f)``: the one scale on which both
    schools speak. An origin cuts by the date that a value is of. Of what came, the error of
    the report is in the forecast.

    Args:
        study: its date and setting decide what is known.
    """
    observed = Observed(study)
    values = index_values(study.model, observed.of(WHOLE_LOOP), observed)
    alike = [replace(item, shared_variance=0.0) for item in values]
    origins = _index_origins(alike)
    early = [_last_day(past.as_of) for past in past_years_of(study)]
    return (
        _scored(
            "share of the work that AI leads",
            tuple(_index_cases(alike, origins)),
            "Both are told each value in the month that it is of; it was published later.",
        ),
        _scored(
            "speed-ups of parts that the index speaks of",
            tuple(_speedup_cases(study, observed, alike, origins)),
            "The index is told by month, as above; the speed-ups only once they were published.",
        ),
        _scored(
            "speed-ups before there was an index",
            tuple(_speedup_cases(study, observed, (), early)),
            "Only the school by which rates go on can be scored: there was no index yet.",
        ),
        _scored(
            "longest time horizon at 50 %",
            tuple(_horizon_cases(study, early)),
            "How the index spreads says nothing of the length of tasks.",
            "ln minutes",
        ),
    )


def _last_day(as_of: str) -> date:
    return date(int(as_of), 12, 31) if len(as_of) == 4 else date.fromisoformat(as_of)


def _index_origins(values: Sequence[IndexValue]) -> list[date]:
    days = sorted({item.day for item in values if item.bound is Bound.EXACT})
    return days[_FIRST_VALUES - 1 : -1]


def _scored(series: str, cases: tuple[Case, ...], remark: str, unit: str = _LOG) -> SeriesScore:
    both = tuple(item for item in cases if item.automation is not None)
    rates = _score([(item.rates, item.actual) for item in cases])
    automation = _score(
        [(item.automation, item.actual) for item in cases if item.automation is not None]
    )
    values = len({item.target for item in cases})
    tells = len(both) == len(cases) and values >= VALUES_TO_TELL
    better = None
    if tells and rates is not None and automation is not None:
        better = "rates" if rates.score < automation.score else "automation"
    still = [abs(item.actual - item.before) for item in cases]
    return SeriesScore(
        series=series,
        unit=unit,
        origins=tuple(sorted({item.origin.isoformat() for item in cases})),
        value_count=values,
        rates=rates,
        automation=automation,
        no_change=math.fsum(still) / len(still) if still else None,
        better=better,
        remark=remark,
    )


def _score(made: Sequence[tuple[Array, float]]) -> SchoolScore | None:
    if not made:
        return None
    scores = [ranked_probability_score(sample, actual) for sample, actual in made]
    covered = 0
    for sample, actual in made:
        low, high = np.quantile(sample, (0.05, 0.95))
        covered += int(low <= actual <= high)
    return SchoolScore(len(made), math.fsum(scores) / len(scores), covered)


def _log_acceleration(position: Array | float) -> Array:
    """Return ``-ln(1 - f)`` of a share given by its logit."""
    found: Array = np.logaddexp(0.0, position)
    return found


def _index_cases(values: Sequence[IndexValue], origins: Sequence[date]) -> Iterator[Case]:
    scores = normal_scores(2, _DRAWS, 0)
    exact = [item for item in values if item.bound is Bound.EXACT]
    for origin in origins:
        seen = [item for item in values if item.day <= origin]
        spread, line = fit_spread(seen), _line_from_start(seen)
        if spread is None or line is None:
            continue
        last = max((item for item in exact if item.day <= origin), key=lambda item: item.day)
        for item in exact:
            if item.day > origin:
                years, noise = years_of_day(item.day), math.sqrt(item.variance)
                share = 1 / (1 + math.exp(-item.position))
                positions = _normal(spread.belief, years, noise, scores[0])
                deviation = math.hypot(line.deviation_at(years), noise * share)
                yield Case(
                    origin=origin,
                    target=item.id,
                    actual=float(_log_acceleration(item.position)),
                    before=float(_log_acceleration(last.position)),
                    rates=np.maximum(line.at(years) + deviation * scores[0], 0.0),
                    automation=_log_acceleration(positions),
                )


def _line_from_start(values: Sequence[IndexValue]) -> Trend | None:
    """Return the line of ``-ln(1 - f)`` from the start, when AI led nothing.

    The variance of ``-ln(1 - f)`` is ``f^2`` times that of the logit.
    """
    points = [Point(years_of_day(START), 0.0, START_DEVIATION**2)]
    for item in values:
        if item.bound is Bound.EXACT:
            share = 1 / (1 + math.exp(-item.position))
            height = float(_log_acceleration(item.position))
            points.append(Point(years_of_day(item.day), height, item.variance * share**2))
    return fit_trend(points) if len(points) > 1 else None


def _normal(belief: TrendBelief, years: float, noise: float, scores: Array) -> Array:
    deviation = math.sqrt(belief.variance_at(years) + noise**2)
    found: Array = belief.at(years) + deviation * scores
    return found


@record
class _Part:
    """A part as it was known at an origin.

    Attributes:
        log_mean: of its acceleration.
        deviation: of that.
        rate: of growth of the logarithm per year.
        rate_deviation: of the rate.
        floor_share: floor / days without AI, 0 to 1.
        indexed: the share of its work that the index speaks of.
    """

    log_mean: float
    deviation: float
    rate: float
    rate_deviation: float
    floor_share: float
    indexed: float

    def by_rates(self, years: float, scores: Array) -> Array:
        """Return days / days without AI if its rate goes on."""
        grown = np.maximum(self.rate + self.rate_deviation * scores[1], 0.0) * years
        left: Array = np.exp(-(self.log_mean + self.deviation * scores[0]) - grown)
        return np.maximum(left, self.floor_share)

    def by_spread(self, years: float, unled: Array, scores: Array) -> Array:
        """Return the same if automation spreads; see ``days_when_led``."""
        now = np.maximum(np.exp(-(self.log_mean + self.deviation * scores[0])), self.floor_share)
        led = self.floor_share + (now - self.floor_share) * unled
        mixed: Array = self.indexed * led + (1 - self.indexed) * self.by_rates(years, scores)
        return mixed


def _speedup_cases(
    study: Study, observed: Observed, values: Sequence[IndexValue], origins: Sequence[date]
) -> Iterator[Case]:
    scores = normal_scores(5, _DRAWS, 0)
    for origin in origins:
        spread = fit_spread([item for item in values if item.day <= origin])
        if values and spread is None:
            continue
        then = Study(study.model, Standpoint(study.standpoint.setting, origin.isoformat()))
        for component in study.model.components:
            part = _part(then, component, indexed_share(study, component) or 0.0)
            if part is None or (spread is not None and not part.indexed):
                continue
            for item in _came(study, observed, component, origin):
                years = (item.day - origin).days / DAYS_PER_YEAR
                noise = item.deviation * scores[4]
                automation = None
                if spread is not None:
                    lines = spread.belief.drawn(scores[2], scores[3])
                    position = lines.heights + lines.changes * (years_of_day(origin) - lines.middle)
                    later = position + np.maximum(lines.changes, 0.0) * years
                    unled = np.exp(_log_acceleration(position) - _log_acceleration(later))
                    automation = noise - np.log(part.by_spread(years, unled, scores))
                yield Case(
                    origin=origin,
                    target=item.id,
                    actual=item.position,
                    before=part.log_mean,
                    rates=noise - np.log(part.by_rates(years, scores)),
                    automation=automation,
                )


@record
class _Came:
    """A reported speed-up: on the log scale, with its own error."""

    id: str
    day: date
    position: float
    deviation: float


def _came(study: Study, observed: Observed, component: str, origin: date) -> Iterator[_Came]:
    """Yield the sourced speed-ups that weigh today and are of a day after the origin."""
    pool = study.estimates.pool(component, MetricName.SPEEDUP)
    metric = study.model.metrics.get(MetricName.SPEEDUP)
    weighing = set(pool.weighing_observation_ids) if pool else set()
    for item in observed.of(component):
        day, grade = observed.day_of(item), study.model.grades.get(item.grade)
        usable = item.metric == MetricName.SPEEDUP and item.bound is Bound.EXACT and item.source
        if not usable or item.id not in weighing or day is None or day <= origin:
            continue
        if metric is None or grade is None:
            continue
        scaled = scale_observation(item, metric, grade, 0.0)
        if scaled.mean is not None:
            yield _Came(item.id, day, scaled.mean, math.sqrt(scaled.variance))


def _part(then: Study, component: str, indexed: float) -> _Part | None:
    speedup = then.estimates.get(component, MetricName.SPEEDUP)
    if speedup is None or speedup.median <= 0:
        return None
    rate = then.once(growth_rates).by_component[component]
    baseline = then.estimates.get(component, MetricName.BASELINE_DAYS)
    floor = then.estimates.get(component, MetricName.FLOOR_DAYS)
    share = floor.median / baseline.median if floor and baseline and baseline.median else 0.0
    return _Part(
        math.log(speedup.median),
        speedup.deviation,
        rate.rate,
        rate.deviation,
        min(1.0, share),
        indexed,
    )


def _horizon_cases(study: Study, origins: Sequence[date]) -> Iterator[Case]:
    scores = normal_scores(1, _DRAWS, 0)
    rows = _longest_so_far(study)
    for origin in origins:
        seen = [row for row in rows if row.day <= origin]
        line = fit_trend(
            [Point(years_of_day(row.day), row.position) for row in seen], Errors.FROM_SCATTER
        )
        if line is None:
            continue
        for row in rows:
            if row.day > origin:
                years = years_of_day(row.day)
                deviation = math.hypot(line.deviation_at(years), math.sqrt(line.misfit or 0.0))
                forecast = line.at(years) + deviation * scores[0]
                yield Case(origin, row.id, row.position, seen[-1].position, forecast, None)


def _longest_so_far(study: Study) -> list[_Came]:
    """Return the time horizons that were longer than all before them, in order of time."""
    observed = Observed(study)
    dated = [
        _Came(item.id, day, math.log(item.value), 0.0)
        for item in observed.of(WHOLE_LOOP)
        if _is_horizon(item) and (day := observed.day_of(item)) is not None
    ]
    rows: list[_Came] = []
    for row in sorted(dated, key=lambda row: (row.day, -row.position)):
        if not rows or (row.position > rows[-1].position and row.day > rows[-1].day):
            rows.append(row)
    return rows


def _is_horizon(item: Observation) -> bool:
    exact = item.metric == MetricName.TIME_HORIZON_50 and item.bound is Bound.EXACT
    return exact and item.value > 0
