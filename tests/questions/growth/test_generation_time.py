"""How long a generation takes, and waiting in front of a few teams."""

from __future__ import annotations

import networkx as nx
import numpy as np
import pytest

from graph.questions.growth.kernel.generation_time import (
    FixedTime,
    GenerationState,
    PassTime,
    PeriodTime,
    ShrinkingTime,
    longest_path,
)
from graph.questions.growth.kernel.power_mean import FloatArray
from graph.questions.growth.published.formulas import erlang_wait


def array(*values: float) -> FloatArray:
    """Return a float array."""
    return np.array(values, float)


NAMES = ("idea", "code", "review", "data", "infra", "train", "evals", "ship")
DURATIONS = array(3, 5, 4, 6, 2, 10, 3, 1)
EDGES = (
    ("idea", "code"),
    ("code", "review"),
    ("idea", "data"),
    ("review", "train"),
    ("data", "train"),
    ("infra", "train"),
    ("train", "evals"),
    ("evals", "ship"),
)
PREDECESSORS = tuple(
    tuple(NAMES.index(source) for source, target in EDGES if target == name) for name in NAMES
)


def state(draws: int, components: int = 8, log_stock: float = 0.0) -> GenerationState:
    """Return a state in which nothing is accelerated."""
    return GenerationState(
        np.arange(draws),
        np.zeros(draws),
        np.full((draws, 1), log_stock),
        np.zeros((draws, components)),
    )


def test_the_eight_component_pass_takes_26() -> None:
    """idea, code, review, train, evals, ship: 3 + 5 + 4 + 10 + 3 + 1."""
    assert longest_path(DURATIONS[None], PREDECESSORS).tolist() == [26.0]


def test_the_longest_path_agrees_with_networkx_on_random_draws() -> None:
    """A hundred draws of the durations at once, against networkx draw by draw."""
    drawn = np.random.default_rng(5).uniform(0.0, 10.0, (100, 8))
    ours = longest_path(drawn, PREDECESSORS)
    for days, length in zip(drawn, ours, strict=True):
        graph = nx.DiGraph()
        for source, target in EDGES:
            graph.add_edge(source, target, weight=days[NAMES.index(target)])
        for name in ("idea", "infra"):
            graph.add_edge("start", name, weight=days[NAMES.index(name)])

        assert length == pytest.approx(nx.dag_longest_path_length(graph))


def test_a_pass_shrinks_to_its_floor_and_no_further() -> None:
    """Each component takes max(u, d0/a); with everything infinitely fast the floors remain."""
    floors = np.zeros((1, 8))
    floors[0, NAMES.index("train")] = 2.5
    times = PassTime(DURATIONS[None], floors, PREDECESSORS)
    fast = GenerationState(np.arange(1), np.zeros(1), np.zeros((1, 1)), np.full((1, 8), np.inf))

    assert times.years(state(1)).tolist() == [26.0]
    assert times.years(fast).tolist() == [2.5]
    assert times.floor_years.tolist() == [2.5]


def test_the_shrinking_part_stands_beside_or_after_the_floor() -> None:
    """At ln S = ln 4 and elasticity 0.5 the rest has halved: 0.1 + 0.2, or the longer of both."""
    for in_sequence, expected in ((True, 0.3), (False, 0.2)):
        times = ShrinkingTime(array(0.1), array(0.4), array(0.5)[None], in_sequence)

        assert times.years(state(1, log_stock=np.log(4.0))) == pytest.approx([expected])
        assert times.floor_years.tolist() == [0.1]


def test_a_generation_may_ask_the_period_of_the_loop() -> None:
    """The function sees which draws are asked for and gives one time for each."""
    times = PeriodTime(lambda seen: 0.1 * (seen.draws + 1.0), array(0.1))

    assert times.years(state(3)) == pytest.approx([0.1, 0.2, 0.3])


def test_a_fixed_time_is_its_own_floor() -> None:
    """One value serves every draw."""
    assert FixedTime(array(0.5)).years(state(2)).tolist() == [0.5, 0.5]
    assert FixedTime(array(0.5)).floor_years.tolist() == [0.5]


def test_components_that_wait_in_a_circle_are_refused() -> None:
    """A pass has no beginning if its components wait for each other."""
    with pytest.raises(ValueError, match="circle"):
        longest_path(np.ones((1, 2)), ((1,), (0,)))


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
