"""The back-test: published fits, published forecasts, and who earns their keep."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import norm

from graph.errors import OntologyError
from graph.estimates import Scale
from graph.questions.growth.forecasts import back_test, ranked_probability_score
from graph.questions.growth.published.presets import preset_folder
from graph.questions.growth.published.series_files import SeriesFile, read_series
from graph.statistics.trend import fit_line, fit_weighted_line, wandering

FILE = preset_folder() / "backtest-automation-index.toml"
INTERVAL = np.array([0.05, 0.5, 0.95])


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


def test_the_line_through_all_months_is_the_published_one() -> None:
    """AL3+: slope 0.560 a month, one half at month 6.29."""
    series = index().series["al3_plus"]
    line = fit_line(series.times, series.values, Scale.LOGIT)

    assert line.slope == pytest.approx(0.560, abs=5e-4)
    assert line.crossing(0.5) == pytest.approx(6.29, abs=5e-3)


def test_eight_months_predict_five() -> None:
    """Medians 65.2 to 93.2 as published; at least four of five inside the 90 % intervals."""
    series = index().series["al3_plus"]
    found = back_test(series.times, series.values, 8, Scale.LOGIT)
    medians = [100.0 * point.median for point in found.model.points]

    assert medians == pytest.approx([65.2, 75.5, 83.5, 89.3, 93.2], abs=0.05)
    assert found.model.coverage >= 0.8
    # Independent errors are too sure of themselves here; the result says so.
    assert found.rigid.coverage < 0.8
    assert found.earns_its_keep
    assert {method.name for method in found.naive} == {"no change", "straight line in the value"}
    assert all(found.skill_against(method) > 0.5 for method in found.naive)


def test_the_weighted_fit_has_the_published_numbers() -> None:
    """AL4+: slopes, errors, misfit and forecasts, from four points and from all six."""
    series = index().series["al4_plus"]
    first = fit_weighted_line(
        series.times[:4] - 7.0, series.values[:4], series.low[:4], series.high[:4], Scale.LOGIT
    )
    ahead = 100.0 * first.quantiles(np.array([4.0, 5.0]), INTERVAL)
    whole = fit_weighted_line(
        series.times - 7.0, series.values, series.low, series.high, Scale.LOGIT
    )
    september = 100.0 * whole.quantiles(np.array([6.0]), INTERVAL)[:, 0]

    assert (first.slope, first.slope_deviation) == pytest.approx((0.747, 0.275), abs=5e-4)
    assert first.misfit == pytest.approx(2.7, abs=0.01)
    assert ahead.T.ravel() == pytest.approx([15.1, 28.5, 47.2, 19.8, 45.7, 74.2], abs=0.05)
    assert (whole.slope, whole.slope_deviation) == pytest.approx((0.492, 0.112), abs=5e-4)
    assert whole.misfit == pytest.approx(2.27, abs=5e-3)
    assert september == pytest.approx([29.0, 40.5, 53.2], abs=0.06)
    assert [
        low <= now <= high for low, now, high in zip(ahead[0], (22, 26), ahead[2], strict=True)
    ] == [True, True]


def test_a_time_horizon_that_doubles_is_followed_in_logs() -> None:
    """Minutes doubling every half year: slope 2 ln 2 a year, and the forecast goes on doubling."""
    years = np.array([0.0, 0.5, 1.0, 1.5, 2.0, 2.5])
    minutes = np.array([8.0, 16.0, 32.0, 64.0, 128.0, 256.0])
    found = back_test(years, minutes, 4, Scale.LOG)

    assert np.log(2.0) / found.line.slope == pytest.approx(0.5)
    assert [point.median for point in found.model.points] == pytest.approx([128.0, 256.0])
    assert found.earns_its_keep


def test_errors_that_stay_add_up_as_worked() -> None:
    """Steps of 0.4 and 0.6 scatter by sqrt(0.02); one ahead that is times sqrt(1 + 1/2)."""
    times, values = np.arange(3.0), np.array([1.0, 1.4, 2.0])
    line = wandering(fit_line(times, values, Scale.IDENTITY), times, values)
    low, middle, high = line.quantiles(np.array([3.0]), INTERVAL)[:, 0]
    # Student's t with one degree of freedom has its 95th percentile at tan(0.45 pi).
    half = np.sqrt(0.02 * 1.5) * np.tan(0.45 * np.pi)

    assert middle == pytest.approx(line.intercept + 3.0 * line.slope)
    assert (high - middle, middle - low) == pytest.approx((half, half))


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
    """Where nothing changes, no change wins or ties: the trend does not earn its keep."""
    values = np.array([0.50, 0.52, 0.55, 0.58, 0.50, 0.50, 0.50])
    found = back_test(np.arange(7.0), values, 4, Scale.LOGIT)

    assert not found.earns_its_keep


@pytest.mark.parametrize("bad", [0.0, 1.0, -0.1, 1.2, float("nan")])
def test_a_share_of_nothing_or_everything_has_no_logit(bad: float) -> None:
    """0 and 1 are refused in words, never clipped in silence."""
    with pytest.raises(ValueError, match="strictly between 0 and 1"):
        fit_line(np.arange(3.0), np.array([0.2, bad, 0.4]), Scale.LOGIT)


def test_too_few_points_and_nothing_to_predict_are_refused() -> None:
    """A line needs three points; a back-test at least one more."""
    values = np.array([0.1, 0.2, 0.3])
    with pytest.raises(ValueError, match="at least 3"):
        fit_line(np.arange(2.0), values[:2], Scale.LOGIT)
    with pytest.raises(ValueError, match="left to predict"):
        back_test(np.arange(3.0), values, 3, Scale.LOGIT)


def test_an_interval_without_width_is_refused() -> None:
    """A weighted fit cannot take an exact value."""
    values = np.array([0.1, 0.2, 0.3])
    with pytest.raises(ValueError, match="width"):
        fit_weighted_line(np.arange(3.0), values, values, values, Scale.LOGIT)


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
