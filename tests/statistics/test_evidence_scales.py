"""The scales: there and back, and what has no place on them."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import norm

from graph.estimates import Scale
from graph.statistics.scales import from_scale, half_width, probability_below, to_scale


@given(st.floats(1e-300, 1e300))
def test_log_and_back(value: float) -> None:
    """A number above 0 comes back from the log scale."""
    assert from_scale(Scale.LOG, to_scale(Scale.LOG, value) or 0.0) == pytest.approx(value)


@given(st.floats(1e-12, 1 - 1e-12))
def test_logit_and_back(share: float) -> None:
    """A share comes back from the logit scale."""
    assert from_scale(Scale.LOGIT, to_scale(Scale.LOGIT, share) or 0.0) == pytest.approx(share)


@pytest.mark.parametrize(
    ("scale", "value"),
    [
        (Scale.LOG, 0.0),
        (Scale.LOG, -1.0),
        (Scale.LOGIT, -0.01),
        (Scale.LOGIT, 1.01),
        (Scale.IDENTITY, math.inf),
        (Scale.LOG, math.nan),
    ],
)
def test_what_has_no_place_is_none(scale: Scale, value: float) -> None:
    """No number is invented for a value that the scale cannot hold."""
    assert to_scale(scale, value) is None


def test_shares_of_nought_and_one_lie_half_a_hundredth_inside() -> None:
    """Exact 0 and 1 are read as 0.005 and 0.995."""
    # logit(0.995) = ln(0.995/0.005) = ln 199
    assert to_scale(Scale.LOGIT, 1.0) == pytest.approx(math.log(199))
    assert to_scale(Scale.LOGIT, 0.0) == pytest.approx(-math.log(199))


@pytest.mark.parametrize("position", [1e4, -1e4])
@pytest.mark.parametrize("scale", list(Scale))
def test_far_positions_do_not_overflow(scale: Scale, position: float) -> None:
    """The far end of a scale gives a finite number."""
    assert math.isfinite(from_scale(scale, position))


@pytest.mark.parametrize("level", [0.5, 0.68, 0.9, 0.95, 0.99])
def test_half_width_is_the_normal_quantile(level: float) -> None:
    """The half width is scipy's quantile of the middle of the upper tail."""
    assert half_width(level) == pytest.approx(norm.ppf((1 + level) / 2), abs=1e-9)


@pytest.mark.parametrize("level", [0.0, 1.0, -0.5, 95.0, math.nan])
def test_a_level_that_no_interval_has_gives_none(level: float) -> None:
    """A level of 95 instead of 0.95 is not guessed at."""
    assert half_width(level) is None


def test_probability_below_is_the_normal_one() -> None:
    """It is scipy's distribution function; without spread it is 0 or 1."""
    assert probability_below(1.0, 0.3, 0.5) == pytest.approx(norm.cdf(1.4))
    assert probability_below(1.0, 0.3, 0.0) == 1.0
    assert probability_below(0.3, 0.3, 0.0) == 0.0
