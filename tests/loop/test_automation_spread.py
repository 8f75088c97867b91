"""The index of automation as a logistic curve, against an independent fit and by hand."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest
from shipped_map import shipped_model

from graph.loop.automation_spread import AutomationSpread, IndexValue, automation_spread, fit_spread
from graph.loop.days import days_when_led, unled_ratio
from graph.loop.study import study_of
from graph.vocabulary import Bound

#: Months of 30 days, so that a month is 30 / 365.25 years whatever the calendar.
FIRST = date(2026, 3, 1)
MONTH = 30 / 365.25

#: Shares with their 90 % intervals: published, March to August 2026.
PUBLISHED = (
    (0.01, 0.004, 0.03),
    (0.03, 0.009, 0.051),
    (0.12, 0.083, 0.165),
    (0.14, 0.108, 0.179),
    (0.22, 0.167, 0.269),
    (0.26, 0.212, 0.325),
)


def logit(share: float) -> float:
    """Return ln(f / (1 - f))."""
    return math.log(share / (1 - share))


def value(month: int, position: float, variance: float, bound: Bound = Bound.EXACT) -> IndexValue:
    """Return a value of the index so many months after the first."""
    day = FIRST + timedelta(days=30 * month)
    return IndexValue(f"v{month}{bound.value}", day, position, variance, 0.0, bound)


def published(count: int = 6) -> list[IndexValue]:
    """Return the first published values."""
    widths = ((logit(high) - logit(low)) / (2 * 1.6448536) for _, low, high in PUBLISHED)
    return [
        value(month, logit(share), width**2)
        for month, ((share, *_), width) in enumerate(zip(PUBLISHED, widths, strict=True))
    ][:count]


def spread_of(values: list[IndexValue]) -> AutomationSpread:
    """Return a fit that there must be."""
    found = fit_spread(values)
    assert found is not None
    return found


@pytest.mark.parametrize(("count", "slope", "error"), [(4, 0.747, 0.275), (6, 0.492, 0.112)])
def test_the_slope_is_that_of_weighted_least_squares(
    count: int, slope: float, error: float
) -> None:
    """As worked out apart with numpy: 0.747 a month from four months, 0.492 from all six."""
    values = published(count)
    months = np.arange(float(count))
    heights = np.array([item.position for item in values])
    weights = np.array([1 / item.variance for item in values])
    design = np.vstack([np.ones(count), months]).T
    inverse = np.linalg.inv(design.T @ (weights[:, None] * design))
    line = inverse @ design.T @ (weights * heights)
    misfit = float((weights * (heights - design @ line) ** 2).sum()) / (count - 2)
    found = spread_of(values)
    assert line[1] == pytest.approx(slope, abs=5e-4)
    assert found.belief.change * MONTH == pytest.approx(line[1])
    deviation = math.sqrt(inverse[1, 1] * max(1.0, misfit))
    assert deviation == pytest.approx(error, abs=5e-4)
    assert math.sqrt(found.belief.change_variance) * MONTH == pytest.approx(deviation)


def test_the_first_month_under_one_per_cent_makes_it_steeper() -> None:
    """The line through the values stands above 1 % in February, so that the limit turns it up."""
    without = spread_of(published())
    limit = value(-1, logit(0.01), 0.35**2, Bound.UPPER)
    with_limit = spread_of([limit, *published()])
    assert without.share_at(limit.day).median > 0.01
    assert with_limit.share_at(limit.day).median < without.share_at(limit.day).median
    assert with_limit.belief.change > without.belief.change
    assert with_limit.belief.change_variance < without.belief.change_variance
    assert (with_limit.values, with_limit.limits) == (6, 1)


def test_what_all_values_share_widens_the_height_and_not_the_slope() -> None:
    """An error of 0.3 in common adds 0.09 to the variance at every date, and nothing elsewhere."""
    alone = spread_of(published())
    shared = spread_of([replace(item, shared_variance=0.09) for item in published()])
    assert shared.belief.change_variance == alone.belief.change_variance
    for years in (2026.0, 2030.0):
        added = shared.belief.variance_at(years) - alone.belief.variance_at(years)
        assert added == pytest.approx(0.09)


def test_one_value_and_a_limit_give_no_curve() -> None:
    """Through one date any slope will do, and a limit alone does not say how steep at most."""
    limit = value(-1, logit(0.01), 0.35**2, Bound.UPPER)
    assert fit_spread([limit, published(1)[0]]) is None
    assert fit_spread([]) is None


def test_the_shipped_index_is_known_from_its_publication() -> None:
    """It was published in September 2026: before, nothing is known, whatever month it is of."""
    model = shipped_model()
    assert automation_spread(study_of(model, as_of="2026-08")) is None
    found = automation_spread(study_of(model))
    assert found is not None
    assert (found.first, found.last) == (date(2026, 2, 28), date(2026, 8, 31))
    assert (found.values, found.limits) == (6, 1)


def test_the_ratio_of_what_is_not_led_by_hand() -> None:
    """From F = 1/2 to F = 3/4, logits 0 and ln 3, a half is left; from 0 to 1 nothing."""
    left = unled_ratio(np.array([0.0, -800.0]), np.array([math.log(3), 800.0]))
    assert left.tolist() == pytest.approx([0.5, 0.0])


def test_without_a_floor_it_is_amdahls_law() -> None:
    """d0 = 12 and F now = 0: at F = 3/4 the acceleration is 1 / (1 - 3/4) = 4."""
    unled = unled_ratio(np.array([-800.0]), np.array([math.log(3)]))
    days = days_when_led(np.array([[12.0]]), np.array([[0.0]]), unled)
    assert (12 / days).tolist() == [[pytest.approx(4.0)]]


def test_the_limit_is_the_ceiling() -> None:
    """As F tends to 1 the days tend to the floor: the acceleration to d0 / u = 12 / 3."""
    days = days_when_led(np.array([[10.0]]), np.array([[3.0]]), np.array([1e-12]))
    assert (12 / days).tolist() == [[pytest.approx(4.0)]]
