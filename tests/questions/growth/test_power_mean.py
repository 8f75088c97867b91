"""The power mean: one rule from the weakest link to perfect substitutes."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import minimize

from graph.questions.growth.kernel.power_mean import (
    bottleneck_shares,
    exponent_from_limits,
    gain_if_free,
    log_power_mean,
    power_mean,
    reallocated_exponent,
)

ACCELERATIONS = np.array([5.0, 1.2, 1.0, 3.0])
WEIGHTS = np.array([0.35, 0.25, 0.2, 0.2])

accelerations = st.lists(st.floats(0.1, 100.0), min_size=1, max_size=6)
exponents = st.floats(-20.0, 20.0)


def test_removal_gain_has_the_worked_values() -> None:
    """A, the bottleneck shares and the gains if free equal the worked example and brute force."""
    shares = bottleneck_shares(np.log(ACCELERATIONS), WEIGHTS, -1.0)
    brute = []
    for index in range(4):
        freed = ACCELERATIONS.copy()
        freed[index] = np.inf
        brute.append(power_mean(freed, WEIGHTS, -1.0) / power_mean(ACCELERATIONS, WEIGHTS, -1.0))

    # 1 / (0.35/5 + 0.25/1.2 + 0.2 + 0.2/3) = 1 / 0.545
    assert power_mean(ACCELERATIONS, WEIGHTS, -1.0) == pytest.approx(1.834862385321101, abs=1e-12)
    assert shares == pytest.approx([0.12844037, 0.38226300, 0.36697248, 0.12232416], abs=1e-8)
    assert gain_if_free(shares, -1.0) == pytest.approx(brute, abs=1e-12)
    assert brute == pytest.approx([1.147368421, 1.618811881, 1.579710145, 1.139372822], abs=1e-9)


def test_gain_if_free_holds_for_other_exponents() -> None:
    """(1 - b)^(1/q) equals brute force at q = -0.5 and q = -3."""
    for exponent in (-0.5, -3.0):
        shares = bottleneck_shares(np.log(ACCELERATIONS), WEIGHTS, exponent)
        freed = ACCELERATIONS.copy()
        freed[1] = np.inf
        brute = power_mean(freed, WEIGHTS, exponent) / power_mean(ACCELERATIONS, WEIGHTS, exponent)

        assert gain_if_free(shares[1], exponent) == pytest.approx(brute, abs=1e-12)


@pytest.mark.parametrize("rho", [-0.3, -1.0, -2.0, -5.0, -50.0])
def test_moving_labour_to_the_best_gives_the_power_mean(rho: float) -> None:
    """The best allocation found by an optimiser gives M_{rho/(1-rho)}."""
    rng = np.random.default_rng(7)
    speeds, weights = rng.uniform(0.5, 8.0, 5), rng.dirichlet(np.ones(5))

    def loss(logits: np.ndarray) -> float:
        labour = np.exp(logits - logits.max())
        terms = np.log(weights) * (1 - rho) + rho * np.log(speeds * labour / labour.sum())
        return float(-(np.log(np.exp(terms - terms.max()).sum()) + terms.max()) / rho)

    # The optimum in closed form is l ~ w s^q; start elsewhere.
    best = minimize(loss, np.zeros(5), method="BFGS", options={"gtol": 1e-12})
    polished = minimize(
        loss,
        best.x,
        method="Nelder-Mead",
        options={"xatol": 1e-12, "fatol": 1e-15, "maxiter": 4000},
    )
    ours = power_mean(speeds, weights, reallocated_exponent(rho))

    assert np.exp(-polished.fun) == pytest.approx(float(ours), rel=1e-8)


def test_the_named_exponents_are_the_named_means() -> None:
    """Minimum, harmonic, geometric, arithmetic and maximum, each by its own formula."""
    a, w = ACCELERATIONS, WEIGHTS
    cases = {
        -np.inf: a.min(),
        -1.0: 1.0 / (w / a).sum(),
        0.0: np.exp((w * np.log(a)).sum()),
        1.0: (w * a).sum(),
        np.inf: a.max(),
    }
    together = power_mean(np.tile(a, (5, 1)), w, np.array(list(cases)))

    assert together == pytest.approx(list(cases.values()))


@given(accelerations, exponents, exponents)
def test_a_higher_exponent_never_gives_less(
    values: list[float], first: float, second: float
) -> None:
    """M_q rises with q and lies between the slowest and the fastest."""
    weights = np.full(len(values), 1.0 / len(values))
    low, high = (float(power_mean(values, weights, q)) for q in sorted((first, second)))

    assert low <= high * (1.0 + 1e-9)
    assert min(values) * (1 - 1e-9) <= low
    assert high <= max(values) * (1 + 1e-9)


@given(accelerations, exponents)
def test_bottleneck_shares_are_the_elasticities(values: list[float], exponent: float) -> None:
    """The shares sum to 1 and equal d ln A / d ln a by finite differences."""
    weights = np.full(len(values), 1.0 / len(values))
    logs, step = np.log(values), 1e-6
    shares = bottleneck_shares(logs, weights, exponent)
    slopes = []
    for index in range(len(values)):
        up, down = logs.copy(), logs.copy()
        up[index] += step
        down[index] -= step
        rise = log_power_mean(up, weights, exponent) - log_power_mean(down, weights, exponent)
        slopes.append(rise / (2 * step))

    assert shares.sum() == pytest.approx(1.0)
    assert shares == pytest.approx(slopes, abs=1e-4)


def test_a_component_of_no_weight_counts_for_nothing() -> None:
    """Neither an infinite nor a standing component matters at weight 0."""
    for exponent, odd in itertools.product((-np.inf, -1.0, 0.0, 2.0, np.inf), (np.inf, 1e-300)):
        assert power_mean([2.0, odd], [1.0, 0.0], exponent) == pytest.approx(2.0)
        with np.errstate(divide="ignore"):
            assert bottleneck_shares(np.log([2.0, odd]), np.array([1.0, 0.0]), exponent)[0] == 1.0


def test_numbers_beyond_exponentials_survive() -> None:
    """Accelerations of e^5000 stay finite in logs."""
    found = log_power_mean(np.array([5000.0, -5000.0]), np.array([0.5, 0.5]), -1.0)

    # 1/A = (e^-5000 + e^5000)/2, so ln A = ln 2 - 5000.
    assert found == pytest.approx(np.log(2.0) - 5000.0)


def test_a_free_component_gains_without_limit_among_substitutes() -> None:
    """With q of 0 or more the gain is infinite, or 1 where the share is 0."""
    assert gain_if_free([0.5, 0.0], 1.0).tolist() == [np.inf, 1.0]
    assert gain_if_free([1.0, 0.0], -1.0).tolist() == [np.inf, 1.0]


def test_the_exponent_of_two_limits_is_found() -> None:
    """15^rho + 1000^rho = 1 at rho = -0.15499526."""
    assert exponent_from_limits(15.0, 1000.0) == pytest.approx(-0.15499526, abs=1e-8)


@pytest.mark.parametrize("limits", [(1.0, 5.0), (5.0, 0.5)])
def test_limits_of_one_or_less_are_refused(limits: tuple[float, float]) -> None:
    """A limit of 1 would mean that the input changes nothing."""
    with pytest.raises(ValueError, match="above 1"):
        exponent_from_limits(*limits)
