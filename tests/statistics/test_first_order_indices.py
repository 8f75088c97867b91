"""First-order indices and rank correlations against closed forms and a quadrature."""

import math

import numpy as np
import pytest
from scipy.integrate import quad
from scipy.stats import norm, spearmanr

from graph.statistics.sobol import normal_scores
from graph.statistics.sobol_index import first_order, hermite, linear_part, rank_correlation


def indices(scores, answer):
    """The indices of all numbers."""
    linear = linear_part(scores, answer)
    return [
        first_order(score, float(slope), linear.rest, float(answer.var()))
        for score, slope in zip(scores, linear.slopes, strict=True)
    ]


def test_an_additive_answer_has_the_shares_of_its_terms():
    """With 2 z1 + z2 + (z3^2 - 1)/sqrt 2 the variance is 4 + 1 + 1: shares 4/6, 1/6, 1/6, and 0."""
    z = normal_scores(4, 4096, seed=3)
    found = indices(z, 2 * z[0] + z[1] + (z[2] ** 2 - 1) / math.sqrt(2))

    for index, share in zip(found, (4 / 6, 1 / 6, 1 / 6, 0.0), strict=True):
        assert index.index == pytest.approx(share, abs=3 * index.standard_error + 0.005)
    assert sum(index.index for index in found) == pytest.approx(1.0, abs=0.02)


def test_the_share_in_a_maximum_agrees_with_a_quadrature():
    """E[max(x, Z)] = x Phi(x) + phi(x); its variance over that of the maximum, 1 - 1/pi."""

    def conditional(x):
        return x * norm.cdf(x) + norm.pdf(x)

    mean = 1 / math.sqrt(math.pi)
    part = quad(lambda x: (conditional(x) - mean) ** 2 * norm.pdf(x), -8, 8)[0]
    z = normal_scores(2, 8192, seed=1)
    found = indices(z, z.max(axis=0))

    for index in found:
        assert index.index == pytest.approx(part / (1 - 1 / math.pi), abs=0.02)


def test_a_product_has_no_first_order_share():
    """In z1 z2 neither alone explains anything."""
    z = normal_scores(2, 4096, seed=5)

    assert max(index.index for index in indices(z, z[0] * z[1])) < 0.01


def test_chance_is_taken_off():
    """Fifty numbers without influence explain by chance 4/N each: together 0.2, if left in."""
    random = np.random.default_rng(1)
    found = indices(random.standard_normal((50, 1024)), random.standard_normal(1024))

    assert sum(index.index for index in found) < 0.1


def test_few_draws_fall_back_to_plain_covariances():
    """With fewer than three draws per number no joint fit is tried, and the answer stays sane."""
    z = normal_scores(40, 64, seed=2)
    found = indices(z, z[0])

    assert found[0].index > 0.7
    assert all(0 <= index.index <= 1 for index in found)


def test_the_standard_error_covers_the_truth():
    """Over forty seeds the true share 1/2 lies within two standard errors in most of them."""
    held = 0
    for seed in range(40):
        z = np.random.default_rng(seed).standard_normal((2, 512))
        index = indices(z, z[0] + z[1] + 0.5 * z[0] * z[1])[0]
        held += abs(index.index - 1 / 2.25) < 2 * index.standard_error
    assert held >= 32


def test_the_polynomials_are_orthonormal():
    """Over the quantiles of the normal distribution their products average to the unit matrix."""
    score = norm.ppf((np.arange(200_000) + 0.5) / 200_000)
    rows = hermite(score, 3)

    assert rows @ rows.T / score.size == pytest.approx(np.eye(3), abs=0.01)


@pytest.mark.parametrize("seed", range(5))
def test_rank_correlation_is_that_of_scipy_ties_included(seed):
    """An independent program gives the same number."""
    random = np.random.default_rng(seed)
    left, right = random.integers(0, 9, 60).astype(float), random.normal(size=60).round(1)

    assert rank_correlation(left, right) == pytest.approx(spearmanr(left, right).statistic)


def test_rank_correlation_of_a_constant_is_none():
    """What does not vary goes with nothing."""
    assert rank_correlation(np.arange(5.0), np.ones(5)) == 0.0
