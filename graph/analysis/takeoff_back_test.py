"""Would it have been right? The back-test on published series, beside two naive forecasts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from graph.analysis.growth.back_test import BackTest, ForecastPoint, MethodScore, back_test
from graph.analysis.growth.presets import preset_folder
from graph.analysis.growth.series_files import MonthlySeries, read_series
from graph.analysis.study import Study
from graph.analysis.takeoff_numbers import WHOLE_LOOP
from graph.estimates import Scale
from graph.evidence.dates import period_of
from graph.vocabulary import Bound, MetricName

#: Part of a series that the fit may see, where its source does not say.
FITTED_PART = 0.6

#: Fewest points of a series worth a back-test: three to fit and one to predict.
_LEAST_POINTS = 4

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
        skill: 1 - the model's score / this one's; ``None`` for the model itself. Above 0 the
            model is better.
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
        slope: of the line, per year, on its scale.
        methods: the model first, then the same with independent errors, then the naive ones.
        earns_its_keep: whether the model beats both naive forecasts.
    """

    series: str
    unit: str
    source: str
    fitted: int
    predicted: int
    slope: float
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
    years: np.ndarray
    values: np.ndarray
    scale: Scale
    fitted: int


def back_tests(study: Study) -> BackTests:
    """Return how a straight line on the right scale would have forecast the published series.

    The R&D automation index of one lab (logit of the share) and the longest time horizons of
    models (logarithm), fitted on the first part and held against the rest.
    """
    tests: list[SeriesTest] = []
    forecasts: list[Forecast] = []
    left_out: list[str] = []
    for series in (*_automation_index(), *_horizons(study)):
        if len(series.values) < _LEAST_POINTS:
            left_out.append(f"{series.name}: {len(series.values)} values are too few")
            continue
        found = back_test(series.years, series.values, series.fitted, series.scale)
        tests.append(_summary(series, found))
        forecasts += _forecasts(series, found)
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
                series.meaning.replace(", per cent", ""),
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
        sources = {name for *_, name in rows if name in study.model.sources}
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
                max(3, round(FITTED_PART * len(rows))),
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
            dated.append((period.start, item.value, item.source))
    best, rows = 0.0, []
    for day, value, source in sorted(dated, key=lambda row: (row[0], -row[1])):
        if value > best and (not rows or day > rows[-1][0]):
            best = value
            rows.append((day, value, source))
    return rows


def _summary(series: _Series, found: BackTest) -> SeriesTest:
    methods = [MethodResult(found.model.name, found.model.coverage, found.model.mean_score, None)]
    methods += [_beside(found, other) for other in (found.rigid, *found.naive)]
    return SeriesTest(
        series=series.name,
        unit=series.unit,
        source=series.source,
        fitted=series.fitted,
        predicted=len(series.values) - series.fitted,
        slope=found.line.slope,
        methods=tuple(methods),
        earns_its_keep=found.earns_its_keep,
    )


def _beside(found: BackTest, other: MethodScore) -> MethodResult:
    return MethodResult(other.name, other.coverage, other.mean_score, found.skill_against(other))


def _forecasts(series: _Series, found: BackTest) -> list[Forecast]:
    return [
        _forecast(series, method.name, series.labels[series.fitted + index], point)
        for method in (found.model, found.rigid, *found.naive)
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
