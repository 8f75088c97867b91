"""Would it have been right? The law of growth on published series, beside naive forecasts."""

from __future__ import annotations

from datetime import date

import numpy as np
from scipy.stats import norm
from scipy.stats import t as student

from graph.estimates import Scale
from graph.evidence.dates import DAYS_PER_YEAR, period_of
from graph.loop.study import Study
from graph.questions.growth.kernel.power_mean import Floats
from graph.questions.growth.law import GrowthLaw, fit_growth_law, fit_steps, from_scale, to_scale
from graph.questions.growth.numbers import WHOLE_LOOP
from graph.questions.growth.published.presets import preset_folder
from graph.questions.growth.published.series_files import MonthlySeries, read_series
from graph.records import record
from graph.statistics.ranked_probability import ranked_probability_score
from graph.statistics.trend import Errors, Point, Trend, fit_trend
from graph.vocabulary import Bound, MetricName

#: Part of a series that the fit may see, where its source does not say.
FITTED_PART = 0.6

#: Fewest points of a series worth a back-test: four to fit and one to predict.
_LEAST_POINTS = 5

#: What the law of growth is called among the methods.
LAW = "law of growth"

#: Seed of the paths that make up the law's forecasts.
_SEED = 0

#: The points at which forecasts are compared, middles of equally likely parts; the percentiles.
_PROBABILITIES = (np.arange(400) + 0.5) / 400.0
_INTERVAL = np.array([0.05, 0.5, 0.95])
_GRID = np.concatenate([_PROBABILITIES, _INTERVAL])


@record
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


@record
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


@record
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


@record
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


@record(slots=False)
class DatedSeries:
    """A dated series, ready for the back-test.

    Attributes:
        name: of what.
        unit: of the values.
        source: where it was published.
        labels: the month or day of each value.
        years: rising.
        values: within the scale.
        scale: where growth is straight: logit for shares, log for horizons.
        fitted: how many of the first values the fits may see, 4 or more.
    """

    name: str
    unit: str
    source: str
    labels: tuple[str, ...]
    years: Floats
    values: Floats
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
        law, made = fit_law(series), forecasts_of(series)
        tests.append(_summary(series, law, made))
        forecasts += made
    return BackTests(
        study.standpoint.setting,
        study.estimates.as_of,
        study.model.digest,
        tuple(tests),
        tuple(forecasts),
        tuple(left_out),
    )


def _automation_index() -> list[DatedSeries]:
    file = read_series(preset_folder() / "backtest-automation-index.toml")
    found = []
    for name, fitted in (("al3_plus", 8), ("al4_plus", 4)):
        series: MonthlySeries = file.series[name].inside(0.0, 1.0)
        found.append(
            DatedSeries(
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


def _horizons(study: Study) -> list[DatedSeries]:
    found = []
    for metric in (MetricName.TIME_HORIZON_50, MetricName.TIME_HORIZON_80):
        known = study.model.metrics.get(str(metric))
        rows = _frontier(study, str(metric))
        if not rows or known is None:
            continue
        start = rows[0][0]
        years = np.array([(day - start).days / DAYS_PER_YEAR for day, _, _ in rows])
        sources = {name for *_, name in rows if name}
        titles = sorted(study.model.sources[name].title for name in sources)
        found.append(
            DatedSeries(
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


def fit_law(series: DatedSeries) -> GrowthLaw:
    """Return the law of growth fitted on the first part of a series."""
    seen = slice(None, series.fitted)
    return fit_growth_law(series.years[seen], series.values[seen], series.scale)


def forecasts_of(series: DatedSeries) -> tuple[Forecast, ...]:
    """Return the forecasts of the later values, method by method.

    The law of growth first; then two naive ones, no change and a straight line on the scale whose
    errors add up; then the same line with independent errors, narrower and usually too sure of
    itself, and a straight line in the value.

    Raises:
        ValueError: too few values to fit, none left to predict, or one with no place on the scale.
    """
    if series.fitted >= len(series.years):
        raise ValueError("At least one value must be left to predict.")
    seen, later = slice(None, series.fitted), slice(series.fitted, None)
    years, values, ahead = series.years[seen], series.values[seen], series.years[later]
    with np.errstate(divide="ignore", invalid="ignore"):
        heights = to_scale(values, series.scale)
    if not np.all(np.isfinite(heights)):
        limits = "strictly between 0 and 1" if series.scale is Scale.LOGIT else "above 0"
        raise ValueError(f"Values on the {series.scale.value} scale must be {limits}.")
    law = fit_law(series)
    line, straight = _line(years, heights), _line(years, values)
    middle = np.array([line.at(year) for year in ahead])
    gaps = np.diff(years)
    last = ahead - years[-1]
    # Errors that stay: the steps are independent, as in the law without a bend.
    step = fit_steps(heights - heights[-1], gaps).spread
    chance = student.ppf(_GRID, len(gaps) - 1.0)[:, None]
    loose = middle + chance * step * np.sqrt(last + last**2 / (years[-1] - years[0]))
    jump = np.sqrt(((np.diff(heights) / np.sqrt(gaps)) ** 2).mean())
    still = heights[-1] + norm.ppf(_GRID)[:, None] * jump * np.sqrt(last)
    by_law = law.sample(ahead, np.random.default_rng(_SEED))
    found = _scored(series, LAW, by_law, np.quantile(by_law, _INTERVAL, axis=0))
    for name, quantiles in (
        ("no change", from_scale(still, series.scale)),
        (f"straight line in {series.scale.value}", from_scale(loose, series.scale)),
        ("the same, independent errors", from_scale(_quantiles(line, ahead), series.scale)),
        ("straight line in the value", _quantiles(straight, ahead)),
    ):
        sample, interval = quantiles[: len(_PROBABILITIES)], quantiles[len(_PROBABILITIES) :]
        found += _scored(series, name, sample, interval)
    return tuple(found)


def _line(years: Floats, heights: Floats) -> Trend:
    points = [Point(x, y) for x, y in zip(years.tolist(), heights.tolist(), strict=True)]
    line = fit_trend(points, Errors.FROM_SCATTER)
    if line is None:
        raise ValueError("A line needs at least 3 points at two or more times.")
    return line


def _quantiles(line: Trend, years: Floats) -> Floats:
    """Return the quantiles of a new value about a line, shape (probabilities, years)."""
    noise = line.misfit or 0.0
    middle = np.array([line.at(year) for year in years])
    spread = np.array([(line.deviation_at(year) ** 2 + noise) ** 0.5 for year in years])
    return np.asarray(middle + student.ppf(_GRID, line.freedom)[:, None] * spread)


def _scored(series: DatedSeries, method: str, sample: Floats, interval: Floats) -> list[Forecast]:
    found = []
    for column, actual in enumerate(series.values[series.fitted :].tolist()):
        low, median, high = map(float, interval[:, column])
        found.append(
            Forecast(
                series=series.name,
                method=method,
                when=series.labels[series.fitted + column],
                actual=actual,
                median=median,
                low=low,
                high=high,
                score=ranked_probability_score(sample[:, column], actual),
                covered=low <= actual <= high,
            )
        )
    return found


def _summary(series: DatedSeries, law: GrowthLaw, made: tuple[Forecast, ...]) -> SeriesTest:
    results: list[MethodResult] = []
    for method in dict.fromkeys(item.method for item in made):
        own = [item for item in made if item.method == method]
        score = sum(item.score for item in own) / len(own)
        coverage = sum(item.covered for item in own) / len(own)
        skill = None
        if results:
            skill = 1.0 - results[0].score / score if score else float("-inf")
        results.append(MethodResult(method, coverage, score, skill))
    return SeriesTest(
        series=series.name,
        unit=series.unit,
        source=series.source,
        fitted=series.fitted,
        predicted=len(series.values) - series.fitted,
        slope=float((law.weights * law.slopes).sum()),
        bend=law.bend,
        methods=tuple(results),
        earns_its_keep=all(results[0].score < other.score for other in results[1:3]),
    )
