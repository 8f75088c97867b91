"""Would it have been right? The back-test on published series, beside two naive forecasts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from graph.cycles.batch.columns import Array
from graph.estimates import Scale
from graph.evidence.dates import period_of
from graph.loop.study import Study
from graph.questions.growth.forecasts import (
    ForecastPoint,
    GrowthLaw,
    MethodScore,
    back_test,
    fit_growth_law,
    ranked_probability_score,
)
from graph.questions.growth.numbers import WHOLE_LOOP
from graph.questions.growth.published.presets import preset_folder
from graph.questions.growth.published.series_files import MonthlySeries, read_series
from graph.vocabulary import Bound, MetricName

#: Part of a series that the fit may see, where its source does not say.
FITTED_PART = 0.6

#: Fewest points of a series worth a back-test: four to fit and one to predict.
_LEAST_POINTS = 5

#: What the law of growth is called among the methods.
LAW = "law of growth"

#: Seed of the paths that make up the law's forecasts.
_SEED = 0

_DAYS_PER_YEAR = 365.25


@dataclass(frozen=True, slots=True)
class Forecast:
    """One forecast of one later value.

    Attributes:
        series: of what.
        method: how it was made.
        when: the month or day of the value.
        actual: what came.
        median: what was forecast.
        low: 5th percentile of the forecast.
        high: 95th percentile.
        score: continuous ranked probability score, in the unit of the values.
        covered: whether the interval held the value.
    """

    series: str
    method: str
    when: str
    actual: float
    median: float
    low: float
    high: float
    score: float
    covered: bool


@dataclass(frozen=True, slots=True)
class MethodResult:
    """How one way of forecasting did on one series.

    Attributes:
        method: how the forecasts were made.
        coverage: share of the values inside the 90 % intervals.
        score: mean continuous ranked probability score; lower is better.
        skill: 1 - the law's score / this one's; ``None`` for the law itself. Above 0 the law is
            better.
    """

    method: str
    coverage: float
    score: float
    skill: float | None


@dataclass(frozen=True, slots=True)
class SeriesTest:
    """The back-test of one series.

    Attributes:
        series: of what.
        unit: of the values and the scores.
        source: where it was published.
        fitted: how many of the first values the fit saw.
        predicted: how many it did not.
        slope: of the law at the last value fitted, per year, on its scale.
        bend: how the slope changes per unit of the scale; above 0 growth feeds itself.
        methods: the law of growth first, then the two naive ones, then two more lines.
        earns_its_keep: whether the law beats both naive forecasts: no change, and a straight line
            on the scale.
    """

    series: str
    unit: str
    source: str
    fitted: int
    predicted: int
    slope: float
    bend: float
    methods: tuple[MethodResult, ...]
    earns_its_keep: bool


@dataclass(frozen=True, slots=True)
class BackTests:
    """All back-tests.

    Attributes:
        setting: whose loop; the automation index is one lab's.
        as_of: the date of the evidence.
        ontology: digest of the files that were read.
        tests: series by series.
        forecasts: value by value.
        left_out: series that are too short, with the reason.
    """

    setting: str
    as_of: str | None
    ontology: str
    tests: tuple[SeriesTest, ...]
    forecasts: tuple[Forecast, ...]
    left_out: tuple[str, ...]


@dataclass(frozen=True)
class _Series:
    """A dated series, ready for the back-test."""

    name: str
    unit: str
    source: str
    labels: tuple[str, ...]
    years: Array
    values: Array
    scale: Scale
    fitted: int


def back_tests(study: Study) -> BackTests:
    """Return how the law of growth would have forecast the published series.

    The R&D automation index of one lab (logit of the share) and the longest time horizons of
    models (logarithm), fitted on the first part and held against the rest, beside no change and a
    straight line on the same scale.
    """
    tests: list[SeriesTest] = []
    forecasts: list[Forecast] = []
    left_out: list[str] = []
    for series in (*_automation_index(), *_horizons(study)):
        if len(series.values) < _LEAST_POINTS:
            left_out.append(f"{series.name}: {len(series.values)} values are too few")
            continue
        law, methods = _methods(series)
        tests.append(_summary(series, law, methods))
        forecasts += _forecasts(series, methods)
    return BackTests(
        study.standpoint.setting,
        study.estimates.as_of,
        study.model.digest,
        tuple(tests),
        tuple(forecasts),
        tuple(left_out),
    )


def _automation_index() -> list[_Series]:
    file = read_series(preset_folder() / "backtest-automation-index.toml")
    found = []
    for name, fitted in (("al3_plus", 8), ("al4_plus", 4)):
        series: MonthlySeries = file.series[name].inside(0.0, 1.0)
        found.append(
            _Series(
                series.meaning.partition(", per cent")[0],
                "share",
                file.source.title,
                series.months,
                series.times / 12.0,
                series.values,
                Scale.LOGIT,
                fitted,
            )
        )
    return found


def _horizons(study: Study) -> list[_Series]:
    found = []
    for metric in (MetricName.TIME_HORIZON_50, MetricName.TIME_HORIZON_80):
        known = study.model.metrics.get(str(metric))
        rows = _frontier(study, str(metric))
        if not rows or known is None:
            continue
        start = rows[0][0]
        years = np.array([(day - start).days / _DAYS_PER_YEAR for day, _, _ in rows])
        sources = {name for *_, name in rows if name}
        titles = sorted(study.model.sources[name].title for name in sources)
        found.append(
            _Series(
                f"{known.label}, longest so far",
                known.unit,
                "; ".join(titles),
                tuple(day.isoformat() for day, _, _ in rows),
                years,
                np.array([value for _, value, _ in rows]),
                Scale.LOG,
                max(4, round(FITTED_PART * len(rows))),
            )
        )
    return found


def _frontier(study: Study, metric: str) -> list[tuple[date, float, str | None]]:
    """Return the values that were longer than all before them, with day and source."""
    dated = []
    for item in study.model.observations_by_subject.get(WHOLE_LOOP, ()):
        period = period_of(item.as_of)
        usable = item.metric == metric and item.bound is Bound.EXACT and item.value > 0.0
        if usable and period is not None and study.estimates.refusal(item.id) is None:
            dated.append((period.first, item.value, item.source))
    best = 0.0
    rows: list[tuple[date, float, str | None]] = []
    for day, value, source in sorted(dated, key=lambda row: (row[0], -row[1])):
        if value > best and (not rows or day > rows[-1][0]):
            best = value
            rows.append((day, value, source))
    return rows


def _methods(series: _Series) -> tuple[GrowthLaw, tuple[MethodScore, ...]]:
    seen = slice(None, series.fitted)
    law = fit_growth_law(series.years[seen], series.values[seen], series.scale)
    lines = back_test(series.years, series.values, series.fitted, series.scale)
    still, straight = lines.naive
    return law, (_by_law(series, law), still, lines.model, lines.rigid, straight)


def _by_law(series: _Series, law: GrowthLaw) -> MethodScore:
    later = slice(series.fitted, None)
    sample = law.sample(series.years[later], np.random.default_rng(_SEED))
    points = []
    for column, actual in enumerate(series.values[later]):
        low, median, high = np.quantile(sample[:, column], (0.05, 0.5, 0.95))
        score = ranked_probability_score(sample[:, column], float(actual))
        time = float(series.years[series.fitted + column])
        points.append(
            ForecastPoint(time, float(actual), float(median), float(low), float(high), score)
        )
    return MethodScore(LAW, tuple(points))


def _summary(series: _Series, law: GrowthLaw, methods: tuple[MethodScore, ...]) -> SeriesTest:
    ours = methods[0].mean_score
    results = [MethodResult(LAW, methods[0].coverage, ours, None)]
    for other in methods[1:]:
        skill = 1.0 - ours / other.mean_score if other.mean_score else float("-inf")
        results.append(MethodResult(other.name, other.coverage, other.mean_score, skill))
    return SeriesTest(
        series=series.name,
        unit=series.unit,
        source=series.source,
        fitted=series.fitted,
        predicted=len(series.values) - series.fitted,
        slope=float((law.weights * law.slopes).sum()),
        bend=law.bend,
        methods=tuple(results),
        earns_its_keep=all(ours < other.mean_score for other in methods[1:3]),
    )


def _forecasts(series: _Series, methods: tuple[MethodScore, ...]) -> list[Forecast]:
    return [
        _forecast(series, method.name, series.labels[series.fitted + index], point)
        for method in methods
        for index, point in enumerate(method.points)
    ]


def _forecast(series: _Series, method: str, when: str, point: ForecastPoint) -> Forecast:
    return Forecast(
        series.name,
        method,
        when,
        point.actual,
        point.median,
        point.low,
        point.high,
        point.score,
        point.covered,
    )
