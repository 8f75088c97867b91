"""A line after one-sided reports, against integration over height and change."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy.stats import norm

from graph.statistics.bounds import Limit
from graph.statistics.trend import Point, fit_trend
from graph.statistics.trend_belief import TrendBelief


def test_the_variance_between_the_points_is_that_of_the_fit() -> None:
    """Without a limit the belief is the fit: the same height and deviation at any date."""
    line = fit_trend([Point(0, 1.0, 0.2), Point(1, 2.5, 0.1), Point(3, 3.0, 0.4)])
    assert line is not None
    belief = TrendBelief.of(line)
    for year in (-2.0, 0.5, 7.0):
        assert belief.at(year) == pytest.approx(line.at(year))
        assert math.sqrt(belief.variance_at(year)) == pytest.approx(line.deviation_at(year))


@pytest.mark.parametrize("lower", [False, True])
def test_a_limit_moves_height_and_change_as_integration_says(lower: bool) -> None:
    """Mean and covariance of density times Phi over a fine grid of height and change."""
    before = TrendBelief(0.0, 1.0, 0.5, 0.3, 0.2, 0.05)
    limit = Limit(0.2, 0.1, lower)
    after = before.limited(-2.0, limit)
    side = 1.0 if lower else -1.0
    heights, changes = np.meshgrid(np.linspace(-5, 7, 900), np.linspace(-4, 5, 900), indexing="ij")
    inverse = np.linalg.inv(np.array([[0.3, 0.05], [0.05, 0.2]]))
    dh, dc = heights - 1.0, changes - 0.5
    squares = inverse[0, 0] * dh**2 + 2 * inverse[0, 1] * dh * dc + inverse[1, 1] * dc**2
    at = heights - 2 * changes
    weight = np.exp(-squares / 2) * norm.cdf(side * (at - 0.2) / math.sqrt(0.1))
    weight /= weight.sum()
    mean_h, mean_c = (weight * heights).sum(), (weight * changes).sum()
    assert (after.height, after.change) == pytest.approx((mean_h, mean_c), abs=1e-5)
    assert after.height_variance == pytest.approx(
        (weight * (heights - mean_h) ** 2).sum(), abs=1e-5
    )
    assert after.change_variance == pytest.approx(
        (weight * (changes - mean_c) ** 2).sum(), abs=1e-5
    )
    assert after.covariance == pytest.approx(
        (weight * (heights - mean_h) * (changes - mean_c)).sum(), abs=1e-5
    )


def test_a_limit_met_from_afar_says_nothing() -> None:
    """The line lies twenty deviations under an upper limit: nothing moves."""
    before = TrendBelief(0.0, 0.0, 0.0, 1.0, 1e-12)
    after = before.limited(0.0, Limit(20.0, 0.01, lower=False))
    assert after.height == pytest.approx(0.0, abs=1e-9)
    assert after.height_variance == pytest.approx(1.0)


def test_drawn_lines_have_the_moments_of_the_belief() -> None:
    """By independent scores: c = 0.5 + 2 z1; h = 1 + (0.8/4) 2 z1 + sqrt(1 - 0.8^2/4) z2."""
    belief = TrendBelief(2026.0, 1.0, 0.5, 1.0, 4.0, 0.8)
    drawn = belief.drawn(np.array([0.0, 1.0, 0.0]), np.array([0.0, 0.0, 1.0]))
    assert drawn.changes.tolist() == pytest.approx([0.5, 2.5, 0.5])
    assert drawn.heights.tolist() == pytest.approx([1.0, 1.4, 1.0 + math.sqrt(0.84)])
    assert drawn.middle == 2026.0
