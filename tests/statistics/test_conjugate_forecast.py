"""The conjugate regression: by hand, at its limits, and as laws."""

from __future__ import annotations

import math

import pytest

from graph.statistics.conjugate import Prior, forecast
from graph.statistics.trend import Errors, Point, fit_trend

PRIOR = Prior(means=(1.0, 0.0), deviations=(2.0, 3.0), scatter=0.5, weight=4.0)
ROWS = [[1.0, 0.0], [1.0, 1.0], [1.0, 2.5]]
VALUES = [1.2, 2.0, 2.9]


def same(one, other):
    """Whether two forecasts are the same but for rounding."""
    names = ("location", "scale", "freedom")
    return all(getattr(one, name) == pytest.approx(getattr(other, name)) for name in names)


def test_one_value_by_hand():
    """Prior 0 +- 1 with scatter 1 for two values, and 4 seen: P = 2, b = 2, n = 3.

    Squares 2 + (4-2)^2 + 2^2 = 10, s^2 = 10/3, spread 1 + 1/2.
    """
    made = forecast(Prior((0.0,), (1.0,), 1.0, 2.0), [[1.0]], [4.0], [1.0])

    assert (made.location, made.freedom) == (2.0, 3.0)
    assert made.scale == pytest.approx(math.sqrt(10 / 3 * 1.5))


def test_nothing_seen_gives_the_prior():
    """Location 1, scale root(0.5^2 + 2^2), and the freedom of the prior."""
    made = forecast(PRIOR, [], [], [1.0, 0.0])

    assert (made.location, made.freedom) == (1.0, 4.0)
    assert made.scale == pytest.approx(math.hypot(0.5, 2.0))


def test_without_a_prior_it_is_least_squares():
    """Oracle: the least-squares line, which a prior that is wide and weighs nothing leaves.

    Its variance has n instead of n - 2 degrees of freedom.
    """
    wide = Prior((0.0, 0.0), (1e6, 1e6), 1.0, 1e-9)
    line = fit_trend(
        [Point(row[1], value) for row, value in zip(ROWS, VALUES, strict=True)], Errors.FROM_SCATTER
    )

    made = forecast(wide, ROWS, VALUES, [1.0, 4.0])

    assert made.location == pytest.approx(line.at(4.0), rel=1e-6)
    variance = (line.misfit + line.deviation_at(4.0) ** 2) * line.freedom / len(VALUES)
    assert made.scale == pytest.approx(math.sqrt(variance), rel=1e-5)


def test_a_weight_of_two_is_a_value_seen_twice_and_of_0_one_not_seen():
    """Law of weights."""
    row = [1.0, 3.0]
    twice = forecast(PRIOR, [*ROWS, ROWS[1]], [*VALUES, VALUES[1]], row)

    assert same(forecast(PRIOR, ROWS, VALUES, row, [1.0, 2.0, 1.0]), twice)
    kept = forecast(PRIOR, ROWS[:2], VALUES[:2], row)
    assert same(forecast(PRIOR, ROWS, VALUES, row, [1.0, 1.0, 0.0]), kept)


def test_the_order_of_values_changes_nothing():
    """Law: values seen are a set."""
    row = [1.0, 3.0]

    assert same(forecast(PRIOR, ROWS, VALUES, row), forecast(PRIOR, ROWS[::-1], VALUES[::-1], row))
