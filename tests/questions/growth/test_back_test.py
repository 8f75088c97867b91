"""The back-test: published fits, published forecasts, and who earns their keep."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import expit, logit
from scipy.stats import norm

from graph.errors import OntologyError
from graph.estimates import NORMAL_95, Scale
from graph.questions.growth.back_test import (
    LAW,
    DatedSeries,
    Forecast,
    forecasts_of,
)
from graph.questions.growth.kernel.power_mean import Floats
from graph.questions.growth.published.presets import preset_folder
from graph.questions.growth.published.series_files import SeriesFile, read_series
from graph.statistics.ranked_probability import ranked_probability_score
from graph.statistics.trend import Errors, Point, Trend, fit_trend

FILE = preset_folder() / "backtest-automation-index.toml"


def index() -> SeriesFile:
    """Read the shipped series."""
    return read_series(FILE)


def test_unprinted_months_are_absent_and_never_zero() -> None:
    """AL4+ begins in March 2026; no value anywhere is 0."""
    series = index().series

    assert series["al4_plus"].months[0] == "2026-03"
    assert [len(series[f"al{level}_plus"].values) for level in (1, 2, 3, 4)] == [13, 13, 13, 6]
    assert all((part.values > 0.0).all() for part in series.values())
    assert len((index().source.quote or "").split()) <= 25


def series_of(years: Floats, values: Floats, fitted: int, scale: Scale) -> DatedSeries:
    """Return a series without names."""
    labels = tuple(map(str, years))
    return DatedSeries("test", "", "", labels, years, values, scale, fitted)


def by_method(series: DatedSeries) -> dict[str, list[Forecast]]:
    """Return the forecasts of a series by method, in the order of the methods."""
    found: dict[str, list[Forecast]] = {}
    for forecast in forecasts_of(series):
        found.setdefault(forecast.method, []).append(forecast)
    return found


def score(forecasts: list[Forecast]) -> float:
    """Return the mean score."""
    return sum(item.score for item in forecasts) / len(forecasts)


def published_line(count: int) -> Trend:
    """Return the weighted line through the first months of AL4+, time from its first month."""
    series = index().series["al4_plus"]
    heights, low, high = (logit(part[:count]) for part in (series.values, series.low, series.high))
    variances = ((high - low) / (2 * NORMAL_95)) ** 2
    rows = zip(series.times[:count] - 7.0, heights, variances, strict=True)
    line = fit_trend([Point(*map(float, row)) for row in rows], Errors.KNOWN)
    assert line is not None
    return line


def test_the_line_through_all_months_is_the_published_one() -> None:
    """AL3+: slope 0.560 a month, one half at month 6.29."""
    series = index().series["al3_plus"]
    rows = zip(series.times.tolist(), logit(series.values).tolist(), strict=True)
    line = fit_trend([Point(*row) for row in rows], Errors.FROM_SCATTER)
    assert line is not None

    assert line.change == pytest.approx(0.560, abs=5e-4)
    assert line.middle - line.height / line.change == pytest.approx(6.29, abs=5e-3)


def test_eight_months_predict_five() -> None:
    """Medians 65.2 to 93.2 as published; at least four of five inside the 90 % intervals."""
    series = index().series["al3_plus"]
    found = by_method(series_of(series.times, series.values, 8, Scale.LOGIT))
    line, rigid = found["straight line in logit"], found["the same, independent errors"]
    medians = [100.0 * item.median for item in line]

    assert medians == pytest.approx([65.2, 75.5, 83.5, 89.3, 93.2], abs=0.05)
    assert sum(item.covered for item in line) >= 4
    # Independent errors are too sure of themselves here; the result says so.
    assert sum(item.covered for item in rigid) < 4
    assert list(found) == [LAW, "no change", "straight line in logit", *list(found)[3:]]
    for naive in ("no change", "straight line in the value"):
        assert score(line) < 0.5 * score(found[naive])


def test_the_weighted_fit_has_the_published_numbers() -> None:
    """AL4+: slopes, errors, misfit and forecasts, from four points and from all six."""
    first, whole = published_line(4), published_line(6)

    assert (first.change, first.deviation) == pytest.approx((0.747, 0.275), abs=5e-4)
    assert first.misfit == pytest.approx(2.7, abs=0.01)
    assert (whole.change, whole.deviation) == pytest.approx((0.492, 0.112), abs=5e-4)
    assert whole.misfit == pytest.approx(2.27, abs=5e-3)
    # The line itself is forecast, with normal errors.
    for line, month, expected in (
        (first, 4.0, (15.1, 28.5, 47.2)),
        (first, 5.0, (19.8, 45.7, 74.2)),
        (whole, 6.0, (29.0, 40.5, 53.2)),
    ):
        reach = NORMAL_95 * line.deviation_at(month)
        heights = line.at(month) + np.array([-reach, 0.0, reach])

        assert 100 * expit(heights) == pytest.approx(expected, abs=0.06)


def test_a_time_horizon_that_doubles_is_followed_in_logs() -> None:
    """Minutes doubling every half year: the forecasts go on doubling."""
    years = np.array([0.0, 0.5, 1.0, 1.5, 2.0, 2.5])
    minutes = np.array([8.0, 16.0, 32.0, 64.0, 128.0, 256.0])
    found = by_method(series_of(years, minutes, 4, Scale.LOG))

    for method in (LAW, "straight line in log", "the same, independent errors"):
        assert [item.median for item in found[method]] == pytest.approx([128.0, 256.0])
    assert [item.median for item in found["no change"]] == pytest.approx([64.0, 64.0])


def test_errors_that_stay_add_up_as_worked() -> None:
    """Steps of 0.4, 0.6 and 0.5 scatter by sqrt(0.01); one ahead that is times sqrt(1 + 1/3)."""
    # The drift is 0.5; the squares sum to 0.02, over two degrees of freedom 0.01.
    times, values = np.arange(5.0), np.array([1.0, 1.4, 2.0, 2.5, 3.0])
    found = by_method(series_of(times, values, 4, Scale.IDENTITY))["straight line in identity"][0]
    # Student's t with two degrees of freedom has the quantile (2p - 1)/sqrt(2 p (1 - p)).
    quantile = 0.9 / np.sqrt(2 * 0.95 * 0.05)
    half = quantile * np.sqrt(0.01 * (1 + 1 / 3))
    # The line: mean 1.725, slope (-1.5 x 1 - 0.5 x 1.4 + 0.5 x 2 + 1.5 x 2.5)/5 = 0.51.
    middle = 1.725 + 0.51 * 2.5

    assert found.median == pytest.approx(middle)
    assert (found.high - found.median, found.median - found.low) == pytest.approx((half, half))


def test_independent_errors_are_the_textbook_s() -> None:
    """s^2 (1 + 1/n + (t - m)^2/S) with Student's t, for the same four points."""
    times, values = np.arange(5.0), np.array([1.0, 1.4, 2.0, 2.5, 3.0])
    found = by_method(series_of(times, values, 4, Scale.IDENTITY))["straight line in the value"][0]
    # Residuals 0.04, -0.07, 0.02, 0.01: squares sum to 0.007, over two degrees 0.0035; S is 5.
    half = 0.9 / np.sqrt(2 * 0.95 * 0.05) * np.sqrt(0.0035 * (1 + 1 / 4 + 2.5**2 / 5))

    assert (found.high - found.median, found.median - found.low) == pytest.approx((half, half))


def test_the_score_of_a_normal_forecast_is_its_closed_form() -> None:
    """CRPS of N(0,1) at y: y (2 Phi(y) - 1) + 2 phi(y) - 1/sqrt(pi)."""
    sample = norm.ppf((np.arange(4000) + 0.5) / 4000.0)
    for y in (0.0, 0.7, -2.0):
        expected = y * (2 * norm.cdf(y) - 1) + 2 * norm.pdf(y) - 1 / np.sqrt(np.pi)

        assert ranked_probability_score(sample, y) == pytest.approx(expected, abs=1e-3)


@given(st.lists(st.floats(-10.0, 10.0), min_size=1, max_size=20), st.floats(-10.0, 10.0))
def test_a_score_is_never_negative(sample: list[float], actual: float) -> None:
    """Nothing scores better than a sure and right forecast."""
    assert ranked_probability_score(np.array(sample), actual) >= -1e-9


def test_a_series_that_stands_still_is_no_credit_to_the_trend() -> None:
    """Where nothing changes, no change wins: the trend does not earn its keep."""
    values = np.array([0.50, 0.52, 0.55, 0.58, 0.50, 0.50, 0.50])
    found = by_method(series_of(np.arange(7.0), values, 4, Scale.LOGIT))

    assert score(found["no change"]) < score(found["straight line in logit"])


@pytest.mark.parametrize("bad", [0.0, 1.0, -0.1, 1.2, float("nan")])
def test_a_share_of_nothing_or_everything_has_no_logit(bad: float) -> None:
    """0 and 1 are refused in words, never clipped in silence."""
    values = np.array([0.2, bad, 0.4, 0.5, 0.6])
    with pytest.raises(ValueError, match="strictly between 0 and 1"):
        forecasts_of(series_of(np.arange(5.0), values, 4, Scale.LOGIT))


def test_too_few_points_and_nothing_to_predict_are_refused() -> None:
    """The law needs four points; a back-test at least one more."""
    values = np.array([0.1, 0.2, 0.3, 0.4])
    with pytest.raises(ValueError, match="four values"):
        forecasts_of(series_of(np.arange(4.0), values, 3, Scale.LOGIT))
    with pytest.raises(ValueError, match="left to predict"):
        forecasts_of(series_of(np.arange(4.0), values, 4, Scale.LOGIT))


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('month = "2025-09"', 'month = "2025-13"', '"2025-13" is no month'),
        ('month = "2025-09"', 'month = "2025-08"', "months do not rise"),
        ("value = 26, low = 21.2", "value = 26, low = 27.2", "outside its interval"),
        ("per = 100", 'per = "hundred"', 'per is the text "hundred"'),
        ("per = 100", "par = 100", "the key par is not known"),
    ],
)
def test_mistakes_in_a_series_are_told(
    tmp_path: pytest.TempPathFactory, old: str, new: str, message: str
) -> None:
    """Months, intervals and keys, each at a line of the file."""
    text = FILE.read_text("utf-8")
    assert old in text
    file = tmp_path / "series.toml"  # type: ignore[operator]
    file.write_text(text.replace(old, new, 1), "utf-8")
    with pytest.raises(OntologyError, match=message):
        read_series(file)
