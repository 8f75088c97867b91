"""How long a generation takes, and waiting in front of a few teams."""

from __future__ import annotations

import numpy as np
import pytest

from graph.questions.growth.kernel.generation_time import (
    FixedTime,
    GenerationState,
    ShrinkingTime,
)
from graph.questions.growth.kernel.power_mean import Floats
from graph.questions.growth.published.formulas import erlang_wait


def array(*values: float) -> Floats:
    """Return a float array."""
    return np.array(values, float)


def state(draws: int, components: int = 8, log_stock: float = 0.0) -> GenerationState:
    """Return a state in which nothing is accelerated."""
    return GenerationState(
        np.arange(draws),
        np.zeros(draws),
        np.full((draws, 1), log_stock),
        np.zeros((draws, components)),
    )


def test_the_shrinking_part_stands_beside_or_after_the_floor() -> None:
    """At ln S = ln 4 and elasticity 0.5 the rest has halved: 0.1 + 0.2, or the longer of both."""
    for in_sequence, expected in ((True, 0.3), (False, 0.2)):
        times = ShrinkingTime(array(0.1), array(0.4), array(0.5)[None], in_sequence)

        assert times.years(state(1, log_stock=np.log(4.0))) == pytest.approx([expected])
        assert times.floor_years.tolist() == [0.1]


def test_a_fixed_time_is_its_own_floor() -> None:
    """One value serves every draw."""
    assert FixedTime(array(0.5)).years(state(2)).tolist() == [0.5, 0.5]
    assert FixedTime(array(0.5)).floor_years.tolist() == [0.5]


@pytest.mark.parametrize(("arrivals", "service"), [(0.3, 1.0), (5.0, 8.0), (0.0, 2.0)])
def test_one_team_waits_as_long_as_the_simple_queue(arrivals: float, service: float) -> None:
    """Erlang's formula with one team is rho/(mu - lambda)."""
    expected = arrivals / service / (service - arrivals)

    assert erlang_wait(arrivals, service, 1) == pytest.approx(expected, abs=1e-12)


def test_two_teams_wait_as_the_closed_form_says() -> None:
    """M/M/2: wait = rho^2/(mu (1 - rho^2)), rho = lambda/(2 mu); here rho = 3/4, so 9/7."""
    assert erlang_wait(1.5, 1.0, 2) == pytest.approx(9.0 / 7.0, abs=1e-12)


def test_work_that_comes_faster_than_it_goes_waits_for_ever() -> None:
    """At full load the queue grows without end."""
    assert erlang_wait(2.0, 1.0, 2) == float("inf")


@pytest.mark.parametrize("arguments", [(-1.0, 1.0, 1), (1.0, 0.0, 1), (1.0, 1.0, 0)])
def test_a_queue_of_nonsense_is_refused(arguments: tuple[float, float, int]) -> None:
    """Negative arrivals, no service and no team."""
    with pytest.raises(ValueError, match="above 0"):
        erlang_wait(*arguments)
