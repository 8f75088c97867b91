"""The next value of a dated series, forecast from those before it alone."""

from __future__ import annotations

import math
from datetime import date, timedelta

import pytest
from score_maps import stated, study

from graph.estimates import Scale
from graph.model import Observation
from graph.questions.score.numbers import TrendNumbers
from graph.questions.score.series import (
    SeriesPoint,
    forecast_by_line,
    forecast_by_trend,
    forecast_no_change,
    series_of,
    series_scores,
)
from graph.vocabulary import Bound

START = date(2024, 1, 1)

#: A memory without end, and 91 days of standstill.
NUMBERS = TrendNumbers(memory_days=1e12, standstill_days=91.0, spread_weight=1.0)


def points(*positions: float, every: int = 91) -> list[SeriesPoint]:
    """Values at even distances."""
    return [SeriesPoint(START + timedelta(every * n), x) for n, x in enumerate(positions)]


def horizon(when: date, minutes: float, source: str = "table", **more) -> Observation:
    """A dated time horizon."""
    name = f"{source}-{when}-{minutes}"
    fields = {"grade": "trial", "source": source, "as_of": when.isoformat(), **more}
    return Observation(name, "whole-loop", "time-horizon-50", minutes, **fields)


def rising(count: int, factor: float = 2.0) -> list[Observation]:
    """Horizons that grow by a factor every 91 days."""
    return [horizon(START + timedelta(91 * n), factor**n) for n in range(count)]


def test_a_trend_is_damped_by_the_standstill():
    """Four steps of 1 in 91 days with 91 days of standstill: 4/5 of a step in the next 91."""
    found = forecast_by_trend(points(0, 1, 2, 3, 4), 91.0, NUMBERS)

    assert found.location == pytest.approx(4 + 4 / 5)
    assert found.freedom == pytest.approx(5)


def test_old_steps_count_less():
    """Steps of 0, 0, 0 and then 1; with a short memory the last one counts almost alone."""
    short = TrendNumbers(memory_days=30.0, standstill_days=91.0, spread_weight=1.0)
    series = points(0, 0, 0, 0, 1)

    lasting = forecast_by_trend(series, 91.0, NUMBERS).location
    brief = forecast_by_trend(series, 91.0, short).location

    assert lasting == pytest.approx(1 + 1 / 5)
    assert brief > lasting


def test_a_series_that_stands_still_is_forecast_to_stand_still():
    """Without a step there is neither trend nor spread."""
    found = forecast_by_trend(points(2, 2, 2, 2), 91.0, NUMBERS)

    assert (found.location, found.scale) == (2, 0)


def test_the_unit_of_a_series_does_not_matter():
    """Law: all positions times k make location and scale times k."""
    one = forecast_by_trend(points(0, 1, 1, 3, 4), 50.0, NUMBERS)
    ten = forecast_by_trend(points(0, 10, 10, 30, 40), 50.0, NUMBERS)

    assert (ten.location, ten.scale) == pytest.approx((10 * one.location, 10 * one.scale))


def test_no_change_is_the_last_value_with_the_spread_of_the_steps():
    """Steps of 1 and -1 in 91 days: after 364 days twice as far as after 91."""
    found = forecast_no_change(points(0, 1, 0), 364.0)

    assert (found.location, found.scale) == pytest.approx((0, 2))


def test_the_line_goes_on():
    """0, 1, 2, 3 each 91 days: 4 next, without doubt, as nothing scatters."""
    found = forecast_by_line(points(0, 1, 2, 3), 91.0)

    assert found.location == pytest.approx(4)
    assert found.scale == pytest.approx(0, abs=1e-9)
    with pytest.raises(ValueError, match="three values"):
        forecast_by_line(points(0, 1), 91.0)


def test_only_records_count_and_each_day_once():
    """Of 1, 4, 2 and, on the day of 8, also 3: the best so far are 1, 4, 8 and on to 256."""
    rows = rising(9)
    rows[1] = horizon(START + timedelta(91), 4.0)
    rows[2] = horizon(START + timedelta(182), 2.0)
    rows.append(horizon(START + timedelta(273), 3.0))
    (series,) = series_of(study(*rows))

    assert series.scale is Scale.LOG
    heights = [round(math.exp(item.position)) for item in series.points]
    assert heights == [1, 4, 8, 16, 32, 64, 128, 256]


def test_limits_and_undated_values_are_no_points():
    """Five values, a limit and one without a date are no series of six."""
    rows = [*rising(5), horizon(START + timedelta(600), 64.0, bound=Bound.LOWER)]
    rows.append(Observation("undated", "whole-loop", "time-horizon-50", 99.0, source="table"))

    assert series_of(study(*rows)) == ()


def test_two_tables_of_one_metric_are_two_series_with_two_names():
    """Values of different suites are not one series."""
    rows = [*rising(6), *(horizon(START + timedelta(91 * n), 3.0**n, "other") for n in range(6))]

    names = [item.name for item in series_of(study(*rows))]
    assert len(names) == len(set(names)) == 2


def test_eight_values_are_too_few_and_nine_are_enough():
    """Four are needed to see a line, and five forecasts to score one."""
    few, enough = (series_scores(study(*stated(), *rising(count))).series for count in (8, 9))

    assert (few[0].origins, few[0].methods, few[0].beats_rivals) == (0, (), None)
    assert enough[0].origins == 5


def test_on_a_straight_series_the_line_cannot_be_beaten():
    """Doubling to the day: the line errs by nothing, so there is no skill over it, and no win."""
    rows = [horizon(START + timedelta(91 * n), 2.0**n * (1 + 1e-6 * (n % 2))) for n in range(12)]
    (score,) = series_scores(study(*stated(), *rows)).series
    _, still, line = score.methods

    assert score.beats_rivals is False
    assert still.skill.median > 0 > line.skill.median


def test_the_future_never_changes_a_past_forecast():
    """Law: with three more values the first forecasts are the same."""
    heights = (0.0, 0.4, 1.1, 1.3, 2.2, 2.6, 2.9, 3.9, 4.1, 4.9, 5.2, 6.6, 6.9)
    rows = [horizon(START + timedelta(70 * n), math.exp(x)) for n, x in enumerate(heights)]
    early = series_scores(study(*stated(), *rows[:10])).forecasts
    late = series_scores(study(*stated(), *rows)).forecasts

    assert len(early) == 6
    assert late[: len(early)] == early


def test_a_map_that_does_not_say_how_to_forecast_is_told_what_is_missing():
    """The metric is named, and where a pattern is found."""
    obstacle = series_scores(study(*rising(12))).obstacle or ""

    assert "whole-loop.trend-memory" in obstacle
    assert "forecasting.ttl" in obstacle
