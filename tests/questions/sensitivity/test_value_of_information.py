"""The value of knowing a number before deciding, against its closed form for two options."""

import math

import numpy as np
import pytest
from scipy.stats import norm
from small_maps import edge, exactly, small_map, uncertain

from graph.errors import UsageError
from graph.loop.sampled import draw_loop
from graph.loop.study import Study
from graph.model import Supposition
from graph.questions.sensitivity.compute import LEAST_DRAWS, drawn_numbers, sensitivity
from graph.questions.sensitivity.value_of_information import (
    Decision,
    doubling_decision,
    information_value,
)
from graph.statistics.sobol import normal_scores


def closed_form(mean, deviation):
    """E[max(0, D)] - max(0, E D) for D normal: s phi(m/s) - |m| Phi(-|m|/s)."""
    ratio = abs(mean) / deviation
    return deviation * norm.pdf(ratio) - abs(mean) * norm.cdf(-ratio)


@pytest.mark.parametrize(
    ("mean", "deviation"), [(0.0, 1.0), (0.5, 1.0), (-0.5, 1.0), (1.0, 0.5), (0.2, 3.0)]
)
def test_two_linear_options_have_a_closed_form(mean, deviation):
    """One option is worth 0, the other m + s z: knowing z is worth s phi(m/s) - |m| Phi(-|m|/s)."""
    z = normal_scores(1, 8192, seed=4)[0]
    values = np.array([np.zeros_like(z), mean + deviation * z])
    found = information_value(Decision(("stay", "go"), values), z)

    expected = closed_form(mean, deviation)
    assert found.value == pytest.approx(expected, abs=3 * found.standard_error + 0.005)
    assert found.changes_decision == pytest.approx(norm.cdf(-abs(mean) / deviation), abs=0.03)


def test_part_of_the_difference_is_worth_less_than_all_of_it():
    """D = 3 z1 + 4 z2: z1 alone is worth 3 phi(0), everything 5 phi(0)."""
    z = normal_scores(2, 8192, seed=6)
    decision = Decision(("a", "b"), np.array([np.zeros(8192), 3 * z[0] + 4 * z[1]]))
    found = information_value(decision, z[0])

    assert found.value == pytest.approx(3 * norm.pdf(0), abs=3 * found.standard_error)
    assert decision.perfect_information == pytest.approx(5 * norm.pdf(0), abs=0.05)
    assert found.value < decision.perfect_information


def test_a_number_without_influence_is_worth_nothing():
    """Nothing is gained by fitting noise: the decision is valued on draws it was not fitted on.

    Fitted and valued on the same draws, five options of pure noise would gain 0.07 on average.
    """
    random = np.random.default_rng(8)
    worths = []
    for _ in range(20):
        values = random.normal(size=(5, 512))
        worths.append(information_value(Decision(tuple("abcde"), values), random.normal(size=512)))

    assert np.mean([item.value for item in worths]) < 0.02
    assert min(item.value for item in worths) >= 0


def test_where_one_option_always_wins_nothing_is_worth_knowing():
    """A decision that cannot change has no information value, exactly."""
    z = normal_scores(1, 256, seed=0)[0]
    decision = Decision(("a", "b"), np.array([z, z + 10]))
    found = information_value(decision, z)

    assert (found.value, found.changes_decision) == (0.0, 0.0)
    assert decision.perfect_information == 0.0
    assert decision.probability_best.tolist() == [0.0, 1.0]


def loop(*observations, floor=0.0):
    """Coding of 12 d and review of 8 d, one generation at a time."""
    return Study(
        small_map(
            ("coding", "review"),
            (
                exactly("coding", "baseline-days", 12.0),
                exactly("coding", "floor-days", floor),
                exactly("review", "baseline-days", 8.0),
                *observations,
            ),
            (edge("coding", "review"), edge("review", "coding")),
            lags=("review-gates-coding",),
        )
    )


def test_doubling_is_worth_the_pace_it_leads_to():
    """Coding twice as fast: 20/(6+8); with a floor of 10 d only 20/(10+8); review: 20/(12+4)."""
    free = doubling_decision(draw_loop(loop(), 4, 0))
    floored = doubling_decision(draw_loop(loop(floor=10.0), 4, 0))

    assert free.options == ("coding", "review")
    assert free.values[:, 0] == pytest.approx([20 / 14, 20 / 16])
    assert floored.values[:, 0] == pytest.approx([20 / 18, 20 / 16])


def test_a_component_that_can_gain_nothing_is_no_option():
    """At its floor already, coding cannot be made faster."""
    assert doubling_decision(draw_loop(loop(floor=12.0), 4, 0)).options == ("review",)


def test_a_single_speed_up_explains_all_and_half_of_it_is_common():
    """On a cycle of one component ln pace = ln S: the index is 1, of which rho = 1/2 is common."""
    model = small_map(
        ("coding",),
        (exactly("coding", "baseline-days", 12.0), uncertain("coding", 2.0)),
        (edge("coding", "coding"),),
        lags=("coding-gates-coding",),
    )
    result = sensitivity(Study(model), draws=4096, seed=0)
    (row,) = result.numbers

    assert row.first_order == pytest.approx(1.0, abs=0.01)
    assert row.own_part == pytest.approx(0.5, abs=0.02)
    assert result.common_factor == pytest.approx(0.5, abs=0.02)
    assert result.unexplained == pytest.approx(0.0, abs=0.03)
    assert row.rank_correlation == pytest.approx(1.0)
    assert result.assumed_variance_share == pytest.approx(1.0)
    assert math.isclose(result.pace.median, 2.0, rel_tol=0.01)


def test_what_is_supposed_is_not_worth_measuring():
    """A supposed number is exact: nothing is left to measure."""
    study = loop(uncertain("coding", 2.0)).supposing((Supposition("coding", "speedup", 3.0),))
    result = sensitivity(study, draws=LEAST_DRAWS, seed=0)

    assert result.numbers == ()
    assert result.most_worth_measuring is None


def test_nothing_uncertain_gives_no_numbers_and_no_fault():
    """A map of exact numbers has one pace, without variance."""
    result = sensitivity(loop(), draws=LEAST_DRAWS, seed=0)

    assert result.numbers == ()
    assert result.assumed_variance_share is None
    assert result.perfect_information == 0.0


def test_too_few_draws_are_refused_with_the_least_that_would_do():
    """Variances of ten draws would be noise."""
    with pytest.raises(UsageError, match="64 or more"):
        sensitivity(loop(uncertain("coding", 2.0)), draws=10, seed=0)


def test_the_same_seed_gives_the_same_answer():
    """Nothing depends on anything but the study, the draws and the seed."""
    study = loop(uncertain("coding", 2.0), uncertain("review", 1.5))

    assert sensitivity(study, draws=256, seed=9) == sensitivity(study, draws=256, seed=9)
    assert sensitivity(study, draws=256, seed=9) != sensitivity(study, draws=256, seed=8)


def test_the_draws_as_a_table_have_a_column_for_each_uncertain_number():
    """Period and pace stand beside the number: 12/S + 8 in every line."""
    table = drawn_numbers(loop(uncertain("coding", 2.0)), draws=16, seed=0)

    assert table.columns == ("draw", "coding.speedup", "period_days", "pace")
    for _, speedup, period, pace in table.lines:
        assert period == pytest.approx(12 / speedup + 8)
        assert pace == pytest.approx(20 / period)
