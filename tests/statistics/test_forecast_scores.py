"""Scores of forecasts: against their definition, published tables and what can be added by hand."""

from __future__ import annotations

import math

import pytest
from scipy.integrate import quad
from scipy.stats import norm
from scipy.stats import t as student

from graph.statistics.forecast import Forecast
from graph.statistics.scoring import mean_difference, share_of, skill


def by_definition(below, value: float) -> float:
    """The integral of (F(x) - 1[x >= y])^2, which defines the score."""
    left = quad(lambda x: below(x) ** 2, -math.inf, value)[0]
    return left + quad(lambda x: (1 - below(x)) ** 2, value, math.inf)[0]


@pytest.mark.parametrize("value", [-3.0, 0.0, 0.4, 2.5])
@pytest.mark.parametrize("freedom", [2.0, 3.5, 30.0, math.inf])
def test_the_closed_form_is_the_integral_that_defines_the_score(value, freedom):
    """Oracle: the defining integral, worked out numerically over the curve of SciPy."""
    curve = norm(0.5, 1.5) if math.isinf(freedom) else student(freedom, 0.5, 1.5)

    found = Forecast(0.5, 1.5, freedom).ranked_probability_score(value)

    assert found == pytest.approx(by_definition(curve.cdf, value), rel=1e-6)


@pytest.mark.parametrize("freedom", [1.5, 4.0, math.inf])
def test_the_log_score_is_minus_the_log_of_the_density(freedom):
    """Oracle: the density of SciPy."""
    curve = norm(1.0, 2.0) if math.isinf(freedom) else student(freedom, 1.0, 2.0)

    assert Forecast(1.0, 2.0, freedom).log_score(3.0) == pytest.approx(-curve.logpdf(3.0))


def test_the_ends_are_those_of_the_published_table():
    """Tables of Student's t: 2.132 at 95 % with 4 degrees of freedom; the normal curve: 1.645."""
    made = Forecast(10.0, 2.0, 4.0)

    assert (made.low, made.high) == pytest.approx((10 - 4.264, 10 + 4.264), abs=1e-3)
    assert Forecast(0.0, 1.0).high == pytest.approx(1.645, abs=1e-3)


def test_a_perfect_forecaster_scores_nothing():
    """Sure and right: 0. Sure and wrong: the distance."""
    assert Forecast(2.0, 0.0).ranked_probability_score(2.0) == 0
    assert Forecast(2.0, 0.0).ranked_probability_score(5.0) == 3
    assert Forecast(2.0, 0.0).log_score(2.0) == -math.inf
    assert Forecast(2.0, 0.0).log_score(5.0) == math.inf


def test_one_degree_of_freedom_has_no_finite_score():
    """Draws of Cauchy's curve lie infinitely far apart on average."""
    assert Forecast(0.0, 1.0, 1.0).ranked_probability_score(0.0) == math.inf


def test_a_score_is_in_the_unit_of_the_number():
    """Law: all lengths times k make the score times k; a shift changes nothing."""
    plain = Forecast(1.0, 2.0, 5.0).ranked_probability_score(4.0)

    assert Forecast(10.0, 20.0, 5.0).ranked_probability_score(40.0) == pytest.approx(10 * plain)
    assert Forecast(8.0, 2.0, 5.0).ranked_probability_score(11.0) == pytest.approx(plain)


def test_skill_and_its_interval_by_hand():
    """1 - 3/4; without the first 1 - 2/2 = 0, without the second 1/2: deviation 1/4."""
    found = skill([1.0, 2.0], [2.0, 2.0])

    assert found.median == pytest.approx(0.25)
    assert found.high - found.median == pytest.approx(1.6448536 * 0.25)
    assert found.median - found.low == pytest.approx(1.6448536 * 0.25)


def test_skill_at_its_limits():
    """Perfect is 1; the rival itself 0; against a perfect rival, or of nothing, there is none."""
    assert skill([0.0, 0.0], [1.0, 3.0]).median == 1
    assert skill([1.0, 3.0], [1.0, 3.0]).median == 0
    assert skill([1.0], [0.0]) is None
    assert skill([], []) is None
    assert skill([1.0], [2.0]).low is None
    with pytest.raises(ValueError, match="same values"):
        skill([1.0], [1.0, 2.0])


def test_a_share_has_its_exact_interval():
    """All of 26: the low end p has p^26 = 0.05. One of two: 1 - (1 - p)^2 = 0.05 at the low end."""
    full, half = share_of(26, 26), share_of(1, 2)

    assert (full.median, full.high) == (1.0, 1.0)
    assert full.low == pytest.approx(0.05 ** (1 / 26))
    assert half.low == pytest.approx(1 - math.sqrt(0.95))
    assert half.high == pytest.approx(math.sqrt(0.95))
    assert share_of(0, 0) is None


def test_a_mean_difference_by_hand():
    """1 and 3: mean 2, deviation root 2, standard error 1."""
    found = mean_difference([2.0, 5.0], [1.0, 2.0])

    assert found.median == 2
    assert found.high == pytest.approx(2 + 1.6448536)
    assert mean_difference([], []) is None
    assert mean_difference([2.0], [1.0]).low is None
