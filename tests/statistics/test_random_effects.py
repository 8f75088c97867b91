"""Random-effects pooling against published answers, another implementation, and its laws."""

from __future__ import annotations

import math
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.stats.meta_analysis import combine_effects

from graph.statistics.random_effects import Effect, pool_effects, tau_squared

# R. N. Kacker, "Combining information from interlaboratory evaluations using a random effects
# model", Metrologia 41 (2004) 132-136: nine laboratories, table 1.
KACKER_MEANS = (61.00, 61.40, 62.21, 62.30, 62.34, 62.60, 62.70, 62.84, 65.90)
KACKER_VARIANCES = (0.2025, 1.2100, 0.0900, 0.2025, 0.3844, 0.5625, 0.0676, 0.0225, 1.8225)
KACKER = tuple(
    Effect(mean, variance) for mean, variance in zip(KACKER_MEANS, KACKER_VARIANCES, strict=True)
)

effects = st.lists(
    st.builds(Effect, st.floats(-50, 50), st.floats(1e-3, 100)), min_size=1, max_size=12
)


def test_tau_is_the_published_one() -> None:
    """Kacker prints 0.8399 for Paule and Mandel's tau on the nine laboratories."""
    assert math.sqrt(tau_squared(KACKER)) == pytest.approx(0.8399, abs=6e-5)


def test_the_mean_is_what_metafor_prints() -> None:
    """R's metafor (rma, method PM) gives these three numbers for the same data."""
    pooled = pool_effects(KACKER)

    assert pooled.mean == pytest.approx(62.4076199113286, abs=1e-9)
    assert math.sqrt(pooled.variance) == pytest.approx(0.338030602684471, abs=1e-9)
    assert pooled.tau_squared == pytest.approx(0.705395309224248, abs=1e-9)


@pytest.mark.parametrize("seed", range(25))
def test_random_data_agree_with_statsmodels(seed: int) -> None:
    """Another implementation of the same rule gives the same numbers."""
    random = np.random.default_rng(seed)
    count = int(random.integers(2, 15))
    variances = random.uniform(0.01, 2.0, count)
    means = random.normal(0, random.uniform(0, 3), count) + random.normal(0, np.sqrt(variances))
    # A tighter tolerance can make the oracle step a rounding error too far and fall back to 0.
    oracle = combine_effects(means, variances, method_re="iterated", atol=1e-6, maxiter=500)

    pooled = pool_effects(
        [Effect(float(m), float(v)) for m, v in zip(means, variances, strict=True)]
    )

    assert pooled.tau_squared == pytest.approx(max(0.0, oracle.tau2), abs=1e-4)
    assert pooled.mean == pytest.approx(oracle.mean_effect_re, abs=1e-4)
    assert math.sqrt(pooled.variance) == pytest.approx(oracle.sd_eff_w_re, abs=1e-4)
    assert pooled.weights == pytest.approx(tuple(oracle.weights_rel_re), abs=1e-4)


def test_two_effects_follow_by_hand() -> None:
    """With two equal variances v and distance D, tau squared is D*D/2 - v."""
    # weights are equal, each square is (D/2)^2 = 9, so 18/(v + t) = 1: t = 18 - 2 = 16
    pooled = pool_effects([Effect(0.0, 2.0), Effect(6.0, 2.0)])

    assert pooled.tau_squared == pytest.approx(16.0)
    assert pooled.mean == pytest.approx(3.0)
    assert pooled.variance == pytest.approx(9.0)  # (2 + 16)/2


def test_agreement_gives_the_fixed_effect() -> None:
    """Where effects agree within their errors tau is 0 and weights are inverse variances."""
    # weights 1 and 1/4, so mean (1*0 + 0.25*1)/1.25 = 0.2 and variance 0.8
    pooled = pool_effects([Effect(0.0, 1.0), Effect(1.0, 4.0)])

    assert pooled.tau_squared == 0.0
    assert pooled.mean == pytest.approx(0.2)
    assert pooled.variance == pytest.approx(0.8)
    assert pooled.weights == pytest.approx((0.8, 0.2))


def test_one_effect_comes_back_untouched() -> None:
    """A single effect keeps its own mean and variance to the last bit."""
    pooled = pool_effects([Effect(0.1, 0.3)])

    assert (pooled.mean, pooled.variance, pooled.tau_squared) == (0.1, 0.3, 0.0)


def test_no_effect_is_refused() -> None:
    """Nothing cannot be pooled, and the message says so."""
    with pytest.raises(ValueError, match="at least one effect"):
        pool_effects([])


def test_no_effect_has_no_tau() -> None:
    """Between fewer than two effects there is nothing."""
    assert tau_squared([]) == 0.0


def test_tiny_errors_and_a_huge_distance_still_converge() -> None:
    """Errors of a millionth beside a distance of a thousand give the plain scatter."""
    # t = D*D/2 - v with D = 1000, v = 1e-12
    pooled = pool_effects([Effect(0.0, 1e-12), Effect(1000.0, 1e-12)])

    assert pooled.tau_squared == pytest.approx(500_000.0)
    assert pooled.mean == pytest.approx(500.0)


@given(effects)
@settings(max_examples=100, deadline=None)
def test_tau_solves_its_equation(values: list[Effect]) -> None:
    """Either tau is 0 and the squares are few enough, or the equation holds."""
    t = tau_squared(values)
    weights = [1 / (v.variance + t) for v in values]
    mean = sum(w * v.mean for w, v in zip(weights, values, strict=True)) / sum(weights)
    squares = sum(w * (v.mean - mean) ** 2 for w, v in zip(weights, values, strict=True))

    if t == 0:
        assert squares <= len(values) - 1 + 1e-6
    else:
        assert squares == pytest.approx(len(values) - 1, rel=1e-6)


@given(effects, st.randoms(use_true_random=False))
@settings(max_examples=60, deadline=None)
def test_the_order_does_not_matter(values: list[Effect], random: Random) -> None:
    """Shuffled effects give the same pool."""
    shuffled = random.sample(values, len(values))
    one, other = pool_effects(values), pool_effects(shuffled)

    assert one.mean == pytest.approx(other.mean, rel=1e-6, abs=1e-4)
    assert one.variance == pytest.approx(other.variance, rel=1e-6)


@given(effects)
@settings(max_examples=60, deadline=None)
def test_the_mean_lies_between_the_effects(values: list[Effect]) -> None:
    """A weighted mean never leaves the range of what it is a mean of; the weights sum to 1."""
    pooled = pool_effects(values)
    means = [value.mean for value in values]

    assert min(means) - 1e-9 <= pooled.mean <= max(means) + 1e-9
    assert sum(pooled.weights) == pytest.approx(1.0)
