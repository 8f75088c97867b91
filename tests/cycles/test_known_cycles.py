"""What is remembered between questions changes no digit of the answers."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from small_maps import edge, exactly, small_map

from graph.cycles.batch.columns import Array, Columns
from graph.cycles.batch.cycle_pool import CyclePool, Prepared
from graph.cycles.batch.known_cycles import KnownCycles
from graph.loop.central import central_loop
from graph.loop.sampled_solver import SampledSolver
from graph.loop.solver_cache import SolverCache
from graph.loop.study import Study
from graph.model import LoopModel


def columns_of(weights: Array, lags: Array) -> Columns:
    """Return columns of which nothing is known yet."""
    count = weights.shape[1]
    none = np.full(count, -1, dtype=np.intp)
    return Columns(weights, lags, np.zeros(count), none, np.zeros((0, count)), np.arange(count))


def crowded_pool() -> CyclePool:
    """Return a pool of a graph in which every two of six nodes wait for each other."""
    links = [(tail, head) for tail in range(6) for head in range(6) if tail != head]
    return CyclePool(6, links, [True] * len(links))


def crowded_numbers(pool: CyclePool, count: int) -> Prepared:
    """Return numbers for that graph, chosen by chance."""
    rng = np.random.default_rng(3)
    weights, lags = rng.lognormal(0, 1, (30, count)), rng.lognormal(0, 0.5, (30, count))
    return Prepared(pool.prepare(weights), pool.prepare(lags))


def test_a_cycle_has_one_number_wherever_a_walk_met_it() -> None:
    """The same arcs in the same round are one cycle, which begins at its smallest arc."""
    cycles = KnownCycles([(0,), (1,), (2,)])
    assert [cycles.number(rows) for rows in ((1, 2, 0), (2, 0, 1), (0, 1, 2))] == [0, 0, 0]
    assert cycles[0].arcs == cycles[0].rows == (0, 1, 2)


def test_the_ratio_of_a_cycle_has_the_same_digits_wherever_a_walk_met_it() -> None:
    """0.1 + 0.2 + 0.3 is not 0.3 + 0.2 + 0.1 in floats; a cycle is added up in one order only."""
    weights, lags = np.array([[0.1], [0.2], [0.3]]), np.ones((3, 1))
    found = []
    for rows in ((0, 1, 2), (1, 2, 0), (2, 0, 1)):
        cycles = KnownCycles([(0,), (1,), (2,)])
        tried, taken = columns_of(weights, lags), columns_of(weights, lags)
        number = cycles.number(rows)
        cycles.attempt(tried, [number])
        cycles.take(taken, np.array([0]), np.array([number]))
        found += [tried.ratios[0], taken.ratios[0]]
    assert found == [((0.1 + 0.2) + 0.3) / 3] * 6


def test_cycles_of_different_length_are_taken_side_by_side() -> None:
    """In each column its own cycle is added up, and a cycle that is no slower is left alone."""
    weights = np.array([[4.0, 4.0, 4.0], [6.0, 6.0, 6.0]])
    cycles = KnownCycles([(0,), (1,)])
    short, long = cycles.number((0,)), cycles.number((0, 1))
    columns = columns_of(weights, np.ones((2, 3)))
    columns.ratios[2] = 9.0
    cycles.take(columns, np.arange(3), np.array([short, long, long]))
    # 4 / 1; (4 + 6) / 2; known already: 9.
    assert columns.ratios.tolist() == [4.0, 5.0, 9.0]
    assert columns.cycles.tolist() == [short, long, -1]


def test_what_a_copy_learns_stays_its_own() -> None:
    """A cycle that becomes known to a copy is not known to the original, and the other way."""
    cycles = KnownCycles([(0,), (1,), (2,)])
    cycles.number((0,))
    other = cycles.copy()
    assert (other.number((0, 1)), cycles.number((2,))) == (1, 1)
    assert (other[1].rows, cycles[1].rows) == ((0, 1), (2,))


@pytest.mark.parametrize("share", [0.0, 0.5, 1.0])
def test_wrong_hints_change_nothing(share: float) -> None:
    """Whatever cycles are tried first, in some or all columns, the answer has the same digits."""
    pool = crowded_pool()
    numbers = crowded_numbers(pool, 500)
    alone = pool.solve([numbers])
    rng = np.random.default_rng(4)
    hints = rng.integers(0, pool.size, 500)
    hints[rng.random(500) >= share] = -1
    hinted = pool.copy().solve([numbers], hints=hints)
    assert hinted.ratios.tobytes() == alone.ratios.tobytes()
    assert hinted.cycles.tolist() == alone.cycles.tolist()


def test_only_the_same_question_is_answered_from_memory() -> None:
    """One other number, or another count of them, and it has to be worked out anew."""
    days = [exactly(name, "baseline-days", 3.0) for name in "ab"]
    model = small_map("ab", days, [edge("a", "b"), edge("b", "a")], lags=["b-gates-a"])
    solver = SampledSolver(central_loop(Study(model)))
    asked, periods = np.array([[1.0, 2.0]]), np.array([5.0, 6.0])
    solver.cache.keep_periods("now", (asked,), periods)
    assert solver.cache.periods("now", (asked.copy(),)) is periods
    assert solver.cache.periods("then", (asked,)) is None
    assert solver.cache.periods("now", (np.array([[1.0, 2.5]]),)) is None
    assert solver.cache.periods("now", (asked[:, :1],)) is None


def test_a_solver_is_kept_for_the_same_shape_only() -> None:
    """A loop with a lag elsewhere gets a new solver; one with other days knows the old cycles."""
    days = [exactly(name, "baseline-days", 3.0) for name in "ab"]
    model = small_map("ab", days, [edge("a", "b"), edge("b", "a")], lags=["b-gates-a"])
    loop = central_loop(Study(model))
    kept = SolverCache(Study(model))
    solver = SampledSolver(loop)
    solver.number(solver.ways[0], (0, 1))
    kept.keep(solver, 10)
    slower = replace(loop, components=tuple(replace(c, days=c.days * 2) for c in loop.components))
    again = kept.solver(slower)
    assert (again.cycles, again.loop) == (solver.cycles, slower)
    lagged = replace(loop, arcs=tuple(replace(arc, lag=1) for arc in loop.arcs))
    assert kept.solver(lagged).cycles == []


def test_too_many_draws_are_not_kept() -> None:
    """What would take much memory is not kept, nor what was kept before it."""
    days = [exactly(name, "baseline-days", 3.0) for name in "ab"]
    model = small_map("ab", days, [edge("a", "b"), edge("b", "a")], lags=["b-gates-a"])
    kept = SolverCache(Study(model))
    solver = SampledSolver(central_loop(Study(model)))
    solver.number(solver.ways[0], (0, 1))
    kept.keep(solver, 10)
    assert kept.solver(solver.loop).cycles == [(0, 1)]
    kept.keep(solver, 1_000_000)
    assert kept.solver(solver.loop).cycles == []


def test_another_time_begins_with_the_cycles_that_were_critical_often() -> None:
    """Of a study that was told what another kept of the same map; a loop of other lags has none."""
    model = shared_hub()
    asked, later = Study(model), Study(model)
    loop = central_loop(asked)
    cache = SolverCache(asked)
    solver = cache.solver(loop)
    pool = solver.ways[0].pool
    known = pool.size
    days = np.random.default_rng(1).lognormal(0, 1, (len(loop.nodes), 64))
    weights = pool.prepare(days[[arc.tail for arc in loop.arcs]])
    lags = pool.prepare(np.array([[float(arc.lag)] for arc in loop.arcs]))
    pool.solve([Prepared(weights, lags)])
    cache.keep(solver, 64)
    later.kept_draws.cycles.update(asked.kept_draws.cycles)
    again = SolverCache(later)

    assert again.solver(loop).ways[0].pool.size > known
    slower = replace(loop, arcs=tuple(replace(arc, lag=arc.lag + 1) for arc in loop.arcs))
    assert again.solver(slower).ways[0].pool.size == SampledSolver(slower).ways[0].pool.size


def shared_hub() -> LoopModel:
    """Return a map of four parts that all wait for each other, each with a lag."""
    names = "abcd"
    days = [exactly(name, "baseline-days", 3.0) for name in names]
    edges = [edge(one, other) for one in names for other in names if one < other]
    edges += [edge(other, one) for one in names for other in names if one < other]
    return small_map(
        names, days, edges, lags=[item.id for item in edges if item.source > item.target]
    )
