"""The next-generation matrix: when growth feeds itself, and who carries it."""

from __future__ import annotations

import numpy as np
import pytest

from graph.questions.growth.kernel.inputs import Components, GrowthInput, Stocks
from graph.questions.growth.kernel.next_generation import (
    feedback_at_start,
    loop_gain,
    loop_ratio,
    next_generation,
)
from graph.questions.growth.kernel.power_mean import Floats
from graph.questions.growth.kernel.run import Grid, simulate

MATRIX = np.array(
    [
        [0.0658, 0.2182, 0.1389, 0.2703],
        [0.1317, 0.2483, 0.2632, 0.1241],
        [0.1106, 0.2130, 0.2277, 0.3222],
        [0.3868, 0.3529, 0.5719, 0.5698],
    ]
)


def test_perron_vectors_give_the_worked_sensitivities() -> None:
    """R, dR/dK at row 2 column 3, and the two largest entries of the worked example."""
    found = next_generation(MATRIX)
    slopes = found.edge_sensitivities()
    order = np.argsort(slopes.ravel())[::-1]

    assert found.loop_ratio == pytest.approx(1.124309, abs=1e-6)
    assert slopes[1, 2] == pytest.approx(0.194065, abs=1e-6)
    assert (divmod(order[0], 4), divmod(order[1], 4)) == ((3, 3), (2, 3))
    assert slopes[3, 3] == pytest.approx(0.511342, abs=1e-6)
    assert slopes[2, 3] == pytest.approx(0.486814, abs=1e-6)


def test_perron_sensitivities_equal_finite_differences() -> None:
    """Every entry, by a step of 1e-6 up and down."""
    slopes = next_generation(MATRIX).edge_sensitivities()
    for row in range(4):
        for column in range(4):
            up, down = MATRIX.copy(), MATRIX.copy()
            up[row, column] += 1e-6
            down[row, column] -= 1e-6
            rise = next_generation(up).loop_ratio - next_generation(down).loop_ratio

            assert slopes[row, column] == pytest.approx(rise / 2e-6, abs=1e-6)


def test_the_parts_carried_by_components_sum_to_the_ratio() -> None:
    """R_loop is shared out among the components without rest."""
    rng = np.random.default_rng(3)
    shares, eta = rng.dirichlet(np.ones(5), 3), rng.uniform(0.0, 1.0, (5, 3))
    scale = rng.uniform(0.5, 2.0, 3)
    # Nothing is accelerated yet, so that the shares in the pace are the weights of the work.
    one = np.ones((1, 3))
    stocks = Stocks(tuple("abc"), one, scale[None], one, shares[None])
    components = Components(tuple("pqrst"), np.zeros((1, 5)), eta[None])
    found = feedback_at_start(GrowthInput(1, stocks, components, np.array([-1.0])))
    ratio = float(next_generation(scale[:, None] * (shares @ eta)).loop_ratio)

    assert found.carried.sum() == pytest.approx(ratio)
    assert found.part_shares.sum() == pytest.approx(1.0)


def test_the_gain_has_the_sign_of_the_ratio_minus_one() -> None:
    """On 200 random loops of one to five stocks, many draws at once."""
    rng = np.random.default_rng(11)
    for size in (1, 2, 3, 4, 5):
        feeds, beta = rng.uniform(0.0, 0.8, (40, size, size)), rng.uniform(0.2, 1.5, (40, size))
        ratio, gain = loop_ratio(feeds, beta), loop_gain(feeds, beta)

        assert ((ratio > 1.0) == (gain > 0.0)).all()


def random_networks(count: int) -> tuple[Floats, Floats, Floats]:
    """Draw feeds L, difficulties b and growth k of strongly connected networks of 2 to 5 stocks.

    Networks of fewer than five stocks are filled up with stocks that stand still.
    """
    rng = np.random.default_rng(2026)
    feeds, beta, growth = np.zeros((count, 5, 5)), np.ones((count, 5)), np.zeros((count, 5))
    for draw in range(count):
        size = int(rng.integers(2, 6))
        inner = rng.uniform(0.0, 0.5, (size, size)) * (rng.random((size, size)) < 0.7)
        for index in range(size):
            after = (index + 1) % size
            inner[after, index] = max(inner[after, index], 0.1)
        feeds[draw, :size, :size] = inner
        beta[draw, :size] = rng.uniform(0.2, 1.5, size)
        growth[draw, :size] = rng.uniform(0.2, 2.0, size)
    return feeds, beta, growth


def network_input(feeds: Floats, beta: Floats, growth: Floats) -> GrowthInput:
    """Make each stock accelerate one component, and each stock's pace a Cobb-Douglas of them."""
    total = feeds.sum(axis=-1, keepdims=True)
    weights = np.where(total > 0.0, feeds / np.where(total > 0.0, total, 1.0), np.eye(5))
    names = tuple(f"stock_{index}" for index in range(5))
    stocks = Stocks(names, growth, total[..., 0], beta, weights)
    parts = Components(names, np.zeros((1, 5)), np.eye(5)[None])
    return GrowthInput(len(beta), stocks, parts, np.zeros(1))


def test_growth_blows_up_exactly_when_the_ratio_exceeds_one() -> None:
    """Sign agreement on every one of 60 random networks whose ratio is not within 0.05 of 1."""
    feeds, beta, growth = random_networks(60)
    ratio = loop_ratio(feeds, beta)
    run = simulate(network_input(feeds, beta, growth), Grid(3000.0, 30.0, every=50))
    kept = np.abs(ratio - 1.0) >= 0.05

    assert kept.sum() >= 50
    assert run.ran_away[kept].tolist() == (ratio[kept] > 1.0).tolist()
    assert 0 < run.ran_away[kept].sum() < kept.sum()
    assert run.loop_ratios[0] == pytest.approx(ratio)
    assert not run.unresolved.any()


def test_without_a_cycle_the_ratio_is_zero() -> None:
    """A chain of improvements that never comes back does not feed itself."""
    assert next_generation(np.array([[0.0, 5.0], [0.0, 0.0]])).loop_ratio == 0.0


def test_without_difficulty_any_feedback_is_without_bound() -> None:
    """Beta of 0 gives an infinite ratio with feedback and 0 without; the gain stays finite."""
    feeds, beta = np.array([[[0.3]], [[0.0]]]), np.zeros((2, 1))

    assert loop_ratio(feeds, beta).tolist() == [np.inf, 0.0]
    assert loop_gain(feeds, beta).tolist() == [0.3, 0.0]


@pytest.mark.parametrize(
    ("matrix", "message"),
    [
        (np.ones((2, 3)), "as many rows"),
        (np.array([[-0.1]]), "0 or more"),
        (np.array([[np.nan]]), "finite"),
    ],
)
def test_what_is_no_matrix_of_gains_is_refused(matrix: Floats, message: str) -> None:
    """Wrong shapes and values are told in words."""
    with pytest.raises(ValueError, match=message):
        next_generation(matrix)
