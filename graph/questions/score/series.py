"""The next value of each dated series, forecast from those before it, beside two naive ways."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise

from graph.estimates import Interval, Scale
from graph.evidence.dates import DAYS_PER_YEAR, period_of
from graph.loop.outside_pace import WHOLE_LOOP
from graph.loop.study import Study
from graph.model import Observation
from graph.questions.growth.published.presets import preset_folder
from graph.questions.growth.published.series_files import MonthlySeries, read_series
from graph.questions.score.answer import SeriesForecast, SeriesScore
from graph.questions.score.methods import TriedMethod, compared
from graph.questions.score.numbers import (
    ForecastMetric,
    MissingNumberError,
    TrendNumbers,
    trend_numbers,
)
from graph.records import record
from graph.statistics.conjugate import Prior, forecast
from graph.statistics.forecast import Forecast
from graph.statistics.scales import from_scale, to_scale
from graph.statistics.trend import Errors, Point, fit_trend
from graph.vocabulary import Bound, MetricName

#: Fewest dated values that make a series.
LEAST_POINTS = 6

#: Values that must be known before a forecast is made: a line with errors read off its scatter
#: then has two degrees of freedom, the fewest with a finite score.
FIRST_KNOWN = 4

#: Fewest forecasts from which a series is scored.
LEAST_ORIGINS = 5

MODEL = "local trend, damped"
NO_CHANGE = "no change"
LINE = "straight line"

#: Metrics whose dated values tell how far AI has come: of each, what counts is the best so far.
_PROGRESS = (
    MetricName.TIME_HORIZON_50,
    MetricName.TIME_HORIZON_80,
    ForecastMetric.CAPABILITY_INDEX,
    "benchmark-score",
)

#: The metric of the whole loop that a monthly series of the automation index is of.
_AUTOMATION = {
    "al2_plus": "collaboration-share",
    "al3_plus": "collaboration-share",
    "al4_plus": "autonomy-share",
}


@record
class SeriesPoint:
    """One dated value on the scale of its series."""

    day: date
    position: float


@record
class DatedSeries:
    """A dated series.

    Attributes:
        name: of what.
        unit: of the values.
        scale: on which it is forecast and scored.
        source: where it was published.
        points: by day, each day once.
    """

    name: str
    unit: str
    scale: Scale
    source: str
    points: tuple[SeriesPoint, ...]


def series_of(study: Study) -> tuple[DatedSeries, ...]:
    """Return the dated series that the map knows on its date, those of six values or more.

    Values of one thing, metric and source are one series, of which what counts is the best so
    far; the monthly shares of the automation index are taken as they are, if the map speaks of
    such a share at all.
    """
    groups: dict[tuple[str, str, str], list[Observation]] = {}
    for item in study.model.observations.values():
        dated = period_of(item.as_of) is not None and item.source is not None
        exact = item.bound is Bound.EXACT and item.metric in _PROGRESS
        if dated and exact and study.estimates.refusal(item.id) is None:
            groups.setdefault((item.subject, item.metric, item.source or ""), []).append(item)
    made = [_records(study, *key, group) for key, group in sorted(groups.items())]
    long_enough = [item for item in made if len(item.points) >= LEAST_POINTS]
    names = [item.name for item in long_enough]
    told_apart = (
        replace(item, name=f"{item.name}: {item.source}") if names.count(item.name) > 1 else item
        for item in long_enough
    )
    return (*told_apart, *_automation_index(study))


def _records(
    study: Study, subject: str, metric: str, source: str, group: Sequence[Observation]
) -> DatedSeries:
    known = study.model.metrics.get(metric)
    scale = known.scale if known else Scale.LOG
    dated = []
    for item in group:
        period, position = period_of(item.as_of), to_scale(scale, item.value)
        if period is not None and position is not None:
            dated.append(SeriesPoint(period.last, position))
    best: list[SeriesPoint] = []
    for point in sorted(dated, key=lambda one: (one.day, -one.position)):
        # Of one day the best comes first, and no other of that day exceeds it.
        if not best or point.position > best[-1].position:
            best.append(point)
    label = known.label if known else metric
    title = study.model.sources[source].title if source in study.model.sources else source
    of = "" if subject == WHOLE_LOOP else f", {study.model.label(subject)}"
    return DatedSeries(f"{label}{of}", known.unit if known else "", scale, title, tuple(best))


def _automation_index(study: Study) -> tuple[DatedSeries, ...]:
    spoken_of = {
        item.metric
        for item in study.model.observations_by_subject.get(WHOLE_LOOP, ())
        if study.estimates.refusal(item.id) is None
    }
    if not spoken_of & set(_AUTOMATION.values()):
        return ()
    file = read_series(preset_folder() / "backtest-automation-index.toml")
    return tuple(
        _monthly(file.series[name].inside(0.0, 1.0), file.source.title)
        for name, metric in _AUTOMATION.items()
        if metric in spoken_of
    )


def _monthly(series: MonthlySeries, source: str) -> DatedSeries:
    points = []
    for month, value in zip(series.months, series.values.tolist(), strict=True):
        period, position = period_of(month), to_scale(Scale.LOGIT, value)
        if period is not None and position is not None:
            points.append(SeriesPoint(period.last, position))
    name = series.meaning.partition(", per cent")[0]
    return DatedSeries(name, "share", Scale.LOGIT, source, tuple(points))


def forecast_by_trend(
    known: Sequence[SeriesPoint], ahead_days: float, numbers: TrendNumbers
) -> Forecast:
    """Return the next value by a local trend that is damped.

    Steps are taken as ``trend * days + root days * error``, weighted by
    ``2^(-days since / memory)``, with so many days of no change mixed in. Before any step the
    spread is taken to be that which the series would have without a trend, for as many steps as
    the map says. The forecast is Student's t.

    Args:
        known: the values seen, two or more, by day.
        ahead_days: from the last of them to the value asked for, above 0.
        numbers: memory, standstill and weight of the spread.
    """
    gaps = [float((b.day - a.day).days) for a, b in pairwise(known)]
    steps = [b.position - a.position for a, b in pairwise(known)]
    roots = [math.sqrt(gap) for gap in gaps]
    last = known[-1].day
    ages = [(last - point.day).days for point in known[1:]]
    weights = [2 ** (-age / numbers.memory_days) for age in ages]
    scaled = [step / root for step, root in zip(steps, roots, strict=True)]
    squares = math.fsum(w * item**2 for w, item in zip(weights, scaled, strict=True))
    spread = math.sqrt(squares / math.fsum(weights))
    if spread == 0:
        return Forecast(known[-1].position, 0.0)
    prior = Prior(
        means=(0.0,),
        deviations=(spread / math.sqrt(numbers.standstill_days),),
        scatter=spread,
        weight=numbers.spread_weight,
    )
    root = math.sqrt(ahead_days)
    made = forecast(prior, [[one] for one in roots], scaled, [root], weights)
    return Forecast(known[-1].position + root * made.location, root * made.scale, made.freedom)


def forecast_no_change(known: Sequence[SeriesPoint], ahead_days: float) -> Forecast:
    """Return the last value, with the spread of steps without a trend: a random walk."""
    squares = [(b.position - a.position) ** 2 / (b.day - a.day).days for a, b in pairwise(known)]
    spread = math.sqrt(math.fsum(squares) / len(squares))
    return Forecast(known[-1].position, spread * math.sqrt(ahead_days))


def forecast_by_line(known: Sequence[SeriesPoint], ahead_days: float) -> Forecast:
    """Return the next value on the straight line through all values seen, by least squares.

    Raises:
        ValueError: fewer than three values.
    """
    start = known[0].day
    points = [Point((one.day - start).days / DAYS_PER_YEAR, one.position) for one in known]
    line = fit_trend(points, Errors.FROM_SCATTER)
    if line is None:
        raise ValueError("A line with errors read off its scatter needs three values or more.")
    when = points[-1].years + ahead_days / DAYS_PER_YEAR
    scale = math.hypot(line.deviation_at(when), math.sqrt(line.misfit or 0.0))
    return Forecast(line.at(when), scale, float(line.freedom))


@record
class SeriesScores:
    """The series with their scores, and every forecast."""

    series: tuple[SeriesScore, ...]
    forecasts: tuple[SeriesForecast, ...]
    obstacle: str | None = None


def series_scores(study: Study) -> SeriesScores:
    """Return how well the next value of each dated series was forecast from those before it."""
    try:
        numbers = trend_numbers(study)
    except MissingNumberError as error:
        return SeriesScores((), (), f"Nothing can be scored: {error}.")
    scores, told = [], []
    for series in series_of(study):
        origins = range(FIRST_KNOWN, len(series.points))
        if len(origins) < LEAST_ORIGINS:
            scores.append(_score(series, ()))
            continue
        methods = _tried(series, origins, numbers)
        scores.append(_score(series, methods))
        told += _told(series, origins, methods)
    return SeriesScores(tuple(scores), tuple(told))


def _tried(series: DatedSeries, origins: range, numbers: TrendNumbers) -> tuple[TriedMethod, ...]:
    made: dict[str, list[Forecast]] = {MODEL: [], NO_CHANGE: [], LINE: []}
    for origin in origins:
        known = series.points[:origin]
        ahead = float((series.points[origin].day - known[-1].day).days)
        made[MODEL].append(forecast_by_trend(known, ahead, numbers))
        made[NO_CHANGE].append(forecast_no_change(known, ahead))
        made[LINE].append(forecast_by_line(known, ahead))
    actual = tuple(series.points[origin].position for origin in origins)
    return tuple(TriedMethod(name, tuple(found), actual) for name, found in made.items())


def _score(series: DatedSeries, methods: tuple[TriedMethod, ...]) -> SeriesScore:
    results = compared(methods) if methods else ()
    skills = [item.skill.median for item in results if item.skill]
    return SeriesScore(
        series=series.name,
        unit=series.unit,
        scale=series.scale.value,
        source=series.source,
        points=len(series.points),
        origins=len(methods[0].actual) if methods else 0,
        methods=results,
        beats_rivals=min(skills) > 0 if skills else None,
    )


def _told(
    series: DatedSeries, origins: range, methods: tuple[TriedMethod, ...]
) -> list[SeriesForecast]:
    found = []
    for place, origin in enumerate(origins):
        made = methods[0].forecasts[place]
        actual = series.points[origin].position
        ends = (from_scale(series.scale, x) for x in (made.location, made.low, made.high))
        found.append(
            SeriesForecast(
                series=series.name,
                origin=series.points[origin - 1].day.isoformat(),
                when=series.points[origin].day.isoformat(),
                actual=from_scale(series.scale, actual),
                forecast=Interval(*ends),
                covered=made.covers(actual),
                score=made.ranked_probability_score(actual),
                rival_scores=tuple(
                    item.forecasts[place].ranked_probability_score(actual) for item in methods[1:]
                ),
            )
        )
    return found
