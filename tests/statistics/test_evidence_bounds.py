"""One-sided reports against plain integration, closed forms and their laws."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import log_ndtr
from scipy.stats import norm, truncnorm

from graph.statistics.bounds import Limit, apply_limits
from graph.statistics.random_effects import Effect


def integrated(prior: Effect, limits: list[Limit]) -> Effect:
    """Return mean and variance of the product, summed over a fine grid."""
    reach = 12 * math.sqrt(prior.variance)
    grid = np.linspace(prior.mean - reach, prior.mean + reach, 400_001)
    log_density = -0.5 * (grid - prior.mean) ** 2 / prior.variance
    for limit in limits:
        sign = 1 if limit.lower else -1
        log_density += log_ndtr(sign * (grid - limit.position) / math.sqrt(limit.variance))
    weight = np.exp(log_density - log_density.max())
    weight /= weight.sum()
    mean = float((weight * grid).sum())
    return Effect(mean, float((weight * (grid - mean) ** 2).sum()))


@pytest.mark.parametrize("lower", [True, False])
@pytest.mark.parametrize("position", [-3.0, -0.5, 0.0, 0.7, 2.5])
@pytest.mark.parametrize("deviation", [0.05, 0.5, 2.0])
def test_one_limit_has_the_exact_moments(position: float, deviation: float, lower: bool) -> None:
    """With a single limit the two moments are those of the true product."""
    prior, limit = Effect(0.4, 0.6), Limit(position, deviation**2, lower)
    expected = integrated(prior, [limit])

    after = apply_limits(prior, [limit]).effect

    assert after.mean == pytest.approx(expected.mean, abs=1e-5)
    assert after.variance == pytest.approx(expected.variance, rel=1e-4)


def test_two_limits_come_close_to_the_exact_moments() -> None:
    """A lower and an upper limit together are an approximation, good to a tenth of the spread."""
    prior = Effect(0.0, 1.0)
    limits = [Limit(0.2, 0.09, lower=True), Limit(1.0, 0.04, lower=False)]
    expected = integrated(prior, limits)

    after = apply_limits(prior, limits).effect

    assert after.mean == pytest.approx(expected.mean, abs=0.01)
    assert math.sqrt(after.variance) == pytest.approx(math.sqrt(expected.variance), rel=0.1)


def test_a_sharp_limit_at_the_centre_leaves_half_a_normal() -> None:
    """The half-normal has mean sqrt(2/pi) and variance 1 - 2/pi."""
    after = apply_limits(Effect(0.0, 1.0), [Limit(0.0, 1e-12, lower=True)]).effect

    assert after.mean == pytest.approx(math.sqrt(2 / math.pi), abs=1e-6)
    assert after.variance == pytest.approx(1 - 2 / math.pi, abs=1e-6)


def test_a_limit_met_from_far_away_changes_nothing() -> None:
    """Forty standard deviations inside, the belief comes back to the last bit."""
    prior = Effect(5.0, 0.01)

    after = apply_limits(prior, [Limit(1.0, 1e-6, lower=True)])

    assert after.effect == prior
    assert after.limit_shares == (0.0,)


def test_no_limits_change_nothing() -> None:
    """Without limits the belief is the prior and keeps all the weight."""
    after = apply_limits(Effect(1.0, 2.0), [])

    assert (after.effect, after.kept_share, after.limit_shares) == (Effect(1.0, 2.0), 1.0, ())


def test_an_exact_belief_does_not_move() -> None:
    """A number without uncertainty stays, whatever a limit says."""
    prior = Effect(1.0, 0.0)

    assert apply_limits(prior, [Limit(9.0, 0.1, lower=True)]).effect == prior


@pytest.mark.parametrize("position", [30.0, 1e3, 1e6])
@pytest.mark.parametrize("variance", [1e-12, 0.25])
def test_a_limit_that_contradicts_from_far_stays_finite(position: float, variance: float) -> None:
    """The belief is pulled towards the limit and stays a belief."""
    after = apply_limits(Effect(0.0, 1.0), [Limit(position, variance, lower=True)])

    # the probit factor far out acts like a normal one: mean about L/(1 + s^2)
    assert after.effect.mean == pytest.approx(position / (1 + variance), rel=0.01)
    assert 0 < after.effect.variance < 1
    assert after.kept_share + sum(after.limit_shares) == pytest.approx(1.0)


def beyond(distance: float) -> float:
    """Return h(-x) - x for the normal density over the tail h, by Laplace's continued fraction.

    h(-x) = x + 1/(x + 2/(x + 3/(x + ...))): nothing is subtracted, so no digit is lost.
    """
    tail = distance
    for term in range(400, 1, -1):
        tail = distance + term / tail
    return 1 / tail


@pytest.mark.parametrize("lower", [True, False])
@pytest.mark.parametrize("error", [1e-6, 0.5, 3.0])
@pytest.mark.parametrize("distance", [6.0, 12.0, 29.9, 30.1, 45.0, 1e3, 1e6])
def test_a_limit_far_on_the_other_side_has_the_exact_moments(
    distance: float, error: float, lower: bool
) -> None:
    """A belief that all but excludes the limit: mean and variance by the continued fraction."""
    sign, prior = 1 if lower else -1, Effect(2.0, 0.25)
    spread = math.hypot(0.5, error)
    position = prior.mean + sign * distance * spread
    past = beyond(distance)
    # With h = x + past: the mean moves by v h / s, the variance falls by v^2 h past / s^2, and
    # the precision that is left once the prior's is taken off is the limit's.
    expected = 0.25 * (distance + past) / spread
    ratio = 0.25 / spread**2
    left = 1 - ratio * (distance + past) * past

    after = apply_limits(prior, [Limit(position, error**2, lower)])

    assert sign * (after.effect.mean - prior.mean) == pytest.approx(expected, rel=1e-7)
    assert 0 < after.effect.variance < prior.variance
    # The series that is used far out leaves 50/x^6 of the curvature, and with it of 1 - it.
    if left > 1e-4:
        assert after.effect.variance == pytest.approx(prior.variance * left, rel=1e-4)
    assert after.kept_share == pytest.approx(after.effect.variance / prior.variance, abs=1e-9)


@pytest.mark.parametrize("distance", [6.0, 12.0, 29.0, 31.0, 50.0, 1e3])
def test_a_sharp_limit_far_out_leaves_the_tail_of_the_normal(distance: float) -> None:
    """Beyond x deviations the tail is scipy's truncated normal: mean x + 1/x, deviation 1/x."""
    tail = truncnorm(distance, math.inf)
    if distance > 100:  # where scipy's own variance loses its digits, the tail is exponential
        mean, variance = distance + beyond(distance), 1 / distance**2
    else:
        mean, variance = tail.stats("mv")

    after = apply_limits(Effect(0.0, 1.0), [Limit(distance, 1e-14, lower=True)]).effect

    assert after.mean == pytest.approx(float(mean), rel=1e-7)
    assert after.variance == pytest.approx(float(variance), rel=0.02)


@pytest.mark.parametrize("lower", [True, False])
@pytest.mark.parametrize("distance", [3.0, 6.0, 8.0, 20.0, 37.0, 39.0, 1e6])
def test_a_limit_met_from_afar_pulls_by_its_tail_alone(distance: float, lower: bool) -> None:
    """A belief well inside moves by v phi(x)/Phi(x)/s, away from the limit, down to nothing."""
    sign, prior = 1 if lower else -1, Effect(0.0, 1.0)
    spread = math.hypot(1.0, 0.75)
    after = apply_limits(prior, [Limit(-sign * distance * spread, 0.75**2, lower)]).effect
    moved = math.exp(float(norm.logpdf(distance) - log_ndtr(distance))) / spread

    assert sign * after.mean == pytest.approx(moved, rel=1e-9, abs=1e-300)
    assert after.variance == pytest.approx(1 - moved * (moved + distance / spread), abs=1e-12)


@given(
    mean=st.floats(-3, 3),
    deviation=st.floats(0.1, 3),
    position=st.floats(-5, 5),
    error=st.floats(0.05, 2),
)
@settings(max_examples=100, deadline=None)
def test_a_lower_limit_never_lowers_and_never_widens(
    mean: float, deviation: float, position: float, error: float
) -> None:
    """A report of at least so much moves a belief up or not at all, and never blurs it."""
    after = apply_limits(Effect(mean, deviation**2), [Limit(position, error**2, lower=True)])

    assert after.effect.mean >= mean - 1e-12
    assert after.effect.variance <= deviation**2 + 1e-12


@given(
    limits=st.lists(
        st.builds(Limit, st.floats(-3, 3), st.floats(0.01, 2), st.booleans()), max_size=5
    )
)
@settings(max_examples=60, deadline=None)
def test_the_order_of_limits_does_not_matter(limits: list[Limit]) -> None:
    """Limits taken backwards give the same belief, and the shares sum to 1."""
    prior = Effect(0.0, 1.0)
    one, other = apply_limits(prior, limits), apply_limits(prior, limits[::-1])

    assert one.effect.mean == pytest.approx(other.effect.mean, abs=1e-8)
    assert one.effect.variance == pytest.approx(other.effect.variance, rel=1e-8)
    assert one.kept_share + sum(one.limit_shares) == pytest.approx(1.0)


@given(mean=st.floats(-3, 3), position=st.floats(-3, 3), error=st.floats(0.05, 2))
@settings(max_examples=60, deadline=None)
def test_upper_is_the_mirror_of_lower(mean: float, position: float, error: float) -> None:
    """Turning the scale round turns one kind of limit into the other."""
    up = apply_limits(Effect(mean, 1.0), [Limit(position, error**2, lower=True)]).effect
    down = apply_limits(Effect(-mean, 1.0), [Limit(-position, error**2, lower=False)]).effect

    assert up.mean == pytest.approx(-down.mean, abs=1e-10)
    assert up.variance == pytest.approx(down.variance, rel=1e-10)
