"""The intervals of trends against closed forms worked by hand."""

from __future__ import annotations

import math
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_maps import seen, small_map
from uncertain_maps import about, uncertain_map
from uncertain_maps import edge as edge_between

from graph.evidence.standpoint import Standpoint
from graph.loop.growth_rates import LEAST_SPREAD, START_DEVIATION, growth_rates
from graph.loop.study import Study
from graph.model import Observation
from graph.questions.human.answer import HumanTrend
from graph.questions.human.compute import human
from graph.statistics.trend import Errors, Point, fit_trend

#: The 95th percentile of the standard normal distribution.
Z = 1.6448536269514722

#: 365 days in years.
STEP = 365 / 365.25


def trend_of(*odds: float) -> HumanTrend:
    """Return the trend of AI's share with these odds on three days 365 days apart.

    A trial without an interval of its own has the deviation 0.2 on the logit scale.
    """
    days = ("2023-01-01", "2024-01-01", "2024-12-31")
    shares = [value / (1 + value) for value in odds]
    observations = [
        seen(f"x{day}", "a", "ai-share-of-person-time", share, as_of=day)
        for day, share in zip(days, shares, strict=True)
    ]
    (trend,) = human(Study(small_map("a", observations), Standpoint())).trends
    return trend


def test_the_printed_interval_of_points_that_lie_on_a_line() -> None:
    """People's odds fall by e a step: 1 / STEP a year, give or take 0.2 z / (sqrt 2 STEP)."""
    trend = trend_of(1.0, math.e, math.e**2)
    # S = sum (t - m)^2 / 0.04 = 2 STEP^2 / 0.04, and no misfit: s = 1 / sqrt S.
    half = Z * 0.2 / (math.sqrt(2) * STEP)
    change = trend.change_per_year

    assert change.median == pytest.approx(-1 / STEP)
    assert (change.low, change.high) == pytest.approx((-1 / STEP - half, -1 / STEP + half))


def test_the_printed_interval_of_points_that_scatter_is_wider() -> None:
    """Of three equal steps the misfit is D^2 / 6 over the variance, D the second difference."""
    # ln odds 0, 2, 1: the line has the slope (1 - 0)/2 a step, D = 0 - 4 + 1 = -3, chi squared
    # over one degree of freedom 9 / 6 / 0.04 = 37.5.
    trend = trend_of(1.0, math.e**2, math.e)
    half = Z * math.sqrt(37.5) * 0.2 / (math.sqrt(2) * STEP)
    low, high = -0.5 / STEP - half, -0.5 / STEP + half
    change, odds = trend.change_per_year, trend.odds_factor_per_year

    assert (change.median, change.low, change.high) == pytest.approx((-0.5 / STEP, low, high))
    assert (odds.low, odds.high) == pytest.approx((math.exp(low), math.exp(high)))
    # Phi(b / s): people's part falls with this probability.
    expected = 0.5 * math.erfc(-0.5 / STEP * Z / half / math.sqrt(2))
    assert trend.probability_falling == pytest.approx(expected)


def test_points_that_agree_better_than_their_errors_make_nothing_surer() -> None:
    """Ln odds 0, 1.1, 2: D = -0.2, chi squared 0.04 / 6 / 0.04 < 1, so the errors stay."""
    change = trend_of(1.0, math.e**1.1, math.e**2).change_per_year

    assert change.high is not None
    assert change.high - change.median == pytest.approx(Z * 0.2 / (math.sqrt(2) * STEP))


def test_the_printed_interval_of_a_growth_rate() -> None:
    """One trial of 2 on 2026-01-01 beside the start: ln 2 / 4 a year, shrunk to its own family."""
    reach = Z * 0.2
    observation = Observation(
        "trial",
        "a",
        "speedup",
        2.0,
        low=2 * math.exp(-reach),
        high=2 * math.exp(reach),
        as_of="2026-01-01",
        grade="trial",
        source="a-source",
        notion="serial-speed",
    )
    loop = edge_between("a", "a")
    known = [about(loop.id, "lag", 1.0), observation]
    model = uncertain_map({"a": {"baseline-days": 10.0}}, [loop], known)
    found = growth_rates(Study(model, Standpoint("frontier-lab"))).by_component["a"]
    years = 1461 / 365.25
    # Variance of the slope between two points; each level differs by LEAST_SPREAD at least.
    own = (0.2**2 + START_DEVIATION**2) / years**2
    common = LEAST_SPREAD**2 + own
    family = own * common / (common + own)
    around = LEAST_SPREAD**2 + family
    half = Z * math.sqrt(own * around / (around + own))
    interval = found.interval

    assert interval.median == pytest.approx(math.log(2) / years)
    assert interval.low == pytest.approx(interval.median - half)
    assert interval.high == pytest.approx(interval.median + half)


def test_errors_off_the_scatter_shrink_and_widen_with_it() -> None:
    """Through 0, 2, 1 with any equal weights: b = 1/2, misfit D^2/6 = 3/2, s = sqrt(3/4)."""
    for variance in (0.01, 1.0, 25.0):
        points = [Point(t, y, variance) for t, y in ((0, 0.0), (1, 2.0), (2, 1.0))]
        line = fit_trend(points, Errors.FROM_SCATTER)
        assert line is not None

        assert (line.change, line.deviation) == pytest.approx((0.5, math.sqrt(0.75)))
        # The mean of three is known to sqrt(3/2 / 3), two steps from the middle 2 s on top.
        assert (line.at(2.0), line.deviation_at(1.0)) == pytest.approx((1.5, math.sqrt(0.5)))
        assert line.deviation_at(3.0) == pytest.approx(math.sqrt(0.5 + 2**2 * 0.75))


def test_two_points_have_no_scatter_to_read_errors_off() -> None:
    """With known errors two points make a line; otherwise nothing is known of its error."""
    points = [Point(0, 0.0, 0.5), Point(2, 1.0, 1.5)]
    line = fit_trend(points, Errors.KNOWN)
    assert line is not None

    # Variance of a difference over two years: (0.5 + 1.5) / 4.
    assert (line.change, line.deviation) == pytest.approx((0.5, math.sqrt(0.5)))
    # The mean weighs them 3 to 1.
    assert (line.middle, line.height) == pytest.approx((0.5, 0.25))
    assert fit_trend(points, Errors.FROM_SCATTER) is None


@given(st.lists(st.tuples(st.integers(0, 9), st.floats(-4, 4)), min_size=3, max_size=8))
def test_moving_and_stretching_time_moves_and_stretches_the_line(
    rows: list[tuple[int, float]],
) -> None:
    """Twice the time halves slope and error; a later start changes neither."""
    line = fit_trend([Point(t, y, 0.3) for t, y in rows])
    other = fit_trend([Point(2 * t + 100, y, 0.3) for t, y in rows])
    if line is None or other is None:
        assert all(one == two for one, two in pairwise(time for time, _ in rows))
        return

    assert other.change == pytest.approx(line.change / 2, abs=1e-9)
    assert other.deviation == pytest.approx(line.deviation / 2)
