"""The batch solver against the exact solver, draw by draw."""

from __future__ import annotations

import numpy as np
import pytest
from all_cycles import all_cycles
from drawn_loops import DrawnLoop, central_loop_of, drawn_loops
from hypothesis import given, settings

from graph.cycles.alternatives import choose_alternatives
from graph.cycles.batch.bellman_ford import LagFreeCycleError
from graph.cycles.critical_graph import critical_graph
from graph.cycles.marked_graph import Arc, MarkedGraph
from graph.loop.sampled_solver import SampledSolver
from graph.loop.sampled_times import SampledTimes


def solve(drawn: DrawnLoop) -> SampledTimes:
    """Return the drawn times of a loop, with a solver of its own."""
    return SampledTimes(SampledSolver(drawn.loop), drawn.days, drawn.lags, drawn.delays)


@settings(max_examples=150, deadline=None)
@given(drawn_loops(columns=2))
def test_batch_periods_equal_exact_periods(drawn: DrawnLoop) -> None:
    """Every draw has the period that the exact solver finds, the quickest alternatives taken."""
    solved = solve(drawn).solved
    for column in range(drawn.days.shape[1]):
        exact = choose_alternatives(drawn.graph(column), drawn.loop.groups).ratio
        expected = float(exact.period) if exact else 0.0
        assert solved.periods[column] == pytest.approx(expected, rel=1e-9, abs=1e-12)


@settings(max_examples=100, deadline=None)
@given(drawn_loops(columns=2))
def test_batch_criticality_equals_the_exact_critical_graph(drawn: DrawnLoop) -> None:
    """A node counts as critical exactly if it lies on some critical cycle, ties included."""
    solver = SampledSolver(drawn.loop)
    solved = SampledTimes(solver, drawn.days, drawn.lags, drawn.delays).solved
    for column in range(drawn.days.shape[1]):
        choice = choose_alternatives(drawn.graph(column), drawn.loop.groups)
        if choice.ratio is None or choice.ratio.period == 0:
            continue
        if len(drawn.loop.groups) and _ways_tie(drawn, column):
            continue
        critical = critical_graph(choice.graph, choice.ratio).nodes
        assert tuple(np.flatnonzero(solved.is_critical[:, column])) == critical
        assert solver.nodes_of(int(solved.cycles[column])) == choice.ratio.nodes


def _ways_tie(drawn: DrawnLoop, column: int) -> bool:
    """Whether another choice of alternatives is exactly as quick, so that any may be shown."""
    graph = drawn.graph(column)
    best = choose_alternatives(graph, drawn.loop.groups)
    for position, group in enumerate(drawn.loop.groups):
        for key in group:
            if key == best.chosen[position]:
                continue
            left = tuple(arc for arc in graph.arcs if arc.key != best.chosen[position])
            others = tuple(g for n, g in enumerate(drawn.loop.groups) if n != position)
            rest = MarkedGraph(graph.nodes, graph.days, left)
            other = choose_alternatives(rest, others).ratio
            if other is not None and best.ratio and other.period == best.ratio.period:
                return True
    return False


@settings(max_examples=60, deadline=None)
@given(drawn_loops(columns=2))
def test_period_with_one_node_quicker_equals_solving_anew(drawn: DrawnLoop) -> None:
    """What the period would be with half of one node's work is what the exact solver says."""
    times = solve(drawn)
    less = drawn.days / 2
    periods = times.periods_with_less(less, times.solved.may_matter)
    for column in range(drawn.days.shape[1]):
        graph = drawn.graph(column)
        for node in range(len(graph.nodes)):
            halved = graph.with_days({node: graph.days[node] / 2})
            exact = choose_alternatives(halved, drawn.loop.groups).ratio
            expected = float(exact.period) if exact else 0.0
            assert periods[node, column] == pytest.approx(expected, rel=1e-9, abs=1e-12)


@settings(max_examples=60, deadline=None)
@given(drawn_loops(columns=2))
def test_no_cycle_is_slower_than_the_batch_period(drawn: DrawnLoop) -> None:
    """By enumeration: the greatest ratio over all cycles, where there are no alternatives."""
    loop = central_loop_of(drawn.graph(0))
    solved = SampledTimes(SampledSolver(loop), drawn.days, drawn.lags, drawn.delays).solved
    for column in range(2):
        slowest = max(float(cycle.ratio) for cycle in all_cycles(drawn.graph(column)))
        assert solved.periods[column] == pytest.approx(slowest, rel=1e-9, abs=1e-12)


def test_result_does_not_depend_on_what_was_solved_before() -> None:
    """Solving the columns in two parts, or in another order, gives the same numbers."""
    rng = np.random.default_rng(5)
    arcs = tuple(
        Arc(int(tail), int(head), int(tail >= head) * 1.0, 0, f"arc-{number}")
        for number, (tail, head) in enumerate(rng.integers(0, 12, (40, 2)))
    )
    ring = tuple(Arc(n, (n + 1) % 12, float(n == 11), 0, f"ring-{n}") for n in range(12))
    loop = central_loop_of(MarkedGraph(tuple("abcdefghijkl"), (1,) * 12, arcs + ring))
    days = rng.lognormal(0, 1, (12, 3000))
    lags = np.array([[arc.lag] for arc in loop.arcs]) * rng.lognormal(0, 0.3, (52, 3000))
    delays = np.zeros((52, 3000))
    together = SampledTimes(SampledSolver(loop), days, lags, delays).solved.periods
    solver = SampledSolver(loop)
    backwards = SampledTimes(solver, days[:, ::-1], lags[:, ::-1], delays).solved.periods[::-1]
    half = SampledTimes(solver, days[:, :7], lags[:, :7], delays[:, :7]).solved.periods
    np.testing.assert_allclose(backwards, together, rtol=1e-12)
    np.testing.assert_allclose(half, together[:7], rtol=1e-12)


def test_all_of_two_equal_cycles_are_critical() -> None:
    """Two components that each turn on their own in 5 days tie; the first by id is named."""
    arcs = (Arc(0, 0, 1), Arc(1, 1, 1))
    solver = SampledSolver(central_loop_of(MarkedGraph(("a", "b"), (5, 5), arcs)))
    solved = SampledTimes(solver, np.full((2, 2), 5.0), np.ones((2, 2)), np.zeros((2, 2))).solved
    assert solved.is_critical.all()
    assert [solver.nodes_of(int(cycle)) for cycle in solved.cycles] == [("a",), ("a",)]


def test_a_cycle_of_its_own_ties_with_longer_ones() -> None:
    """B alone (4 days and 2 of delay), a-b and a-c-b (2 and 4 days) all take 6 over lag 1."""
    arcs = (Arc(0, 1, 0), Arc(1, 0, 1), Arc(1, 1, 1, 2), Arc(0, 2, 0), Arc(2, 1, 0), Arc(2, 0, 1))
    graph = MarkedGraph(("a", "b", "c"), (2, 4, 0), arcs)
    lags = np.array([[float(arc.lag)] for arc in arcs])
    delays = np.array([[float(arc.delay)] for arc in arcs])
    solver = SampledSolver(central_loop_of(graph))
    solved = SampledTimes(solver, np.array([[2.0], [4.0], [0.0]]), lags, delays).solved
    assert solved.periods.tolist() == [6]
    assert solved.is_critical[:, 0].tolist() == [True, True, True]


def test_a_cycle_without_lag_is_refused() -> None:
    """Two components that wait for each other in the same round can never start."""
    loop = central_loop_of(MarkedGraph(("a", "b"), (1, 1), (Arc(0, 1, 0), Arc(1, 0, 0))))
    with pytest.raises(LagFreeCycleError, match="no lag"):
        SampledSolver(loop)


def test_a_component_that_waits_for_itself_without_lag_is_refused() -> None:
    """The same with a single component."""
    loop = central_loop_of(MarkedGraph(("a",), (1,), (Arc(0, 0, 0),)))
    with pytest.raises(LagFreeCycleError, match="never start"):
        SampledSolver(loop)


def test_a_combination_that_cannot_start_is_passed_over() -> None:
    """Of two ways into b the one that deadlocks is never taken: the period is 1 + 2 over lag 2."""
    arcs = (Arc(0, 1, 0, 0, "stuck"), Arc(0, 1, 2, 0, "works"), Arc(1, 0, 0, 0, "back"))
    loop = central_loop_of(MarkedGraph(("a", "b"), (1, 2), arcs), (("stuck", "works"),))
    days, lags = np.array([[1.0], [2.0]]), np.array([[0.0], [2.0], [0.0]])
    solved = SampledTimes(SampledSolver(loop), days, lags, np.zeros((3, 1))).solved
    assert solved.periods.tolist() == [1.5]


def test_a_loop_without_any_cycle_has_period_zero() -> None:
    """Nothing returns, so nothing holds the next round back, and no cycle is named."""
    loop = central_loop_of(MarkedGraph(("a", "b"), (1, 2), (Arc(0, 1, 0),)))
    solved = SampledTimes(
        SampledSolver(loop), np.ones((2, 3)), np.zeros((1, 3)), np.zeros((1, 3))
    ).solved
    assert solved.periods.tolist() == [0, 0, 0]
    assert solved.cycles.tolist() == [-1, -1, -1]
    assert not solved.is_critical.any()
