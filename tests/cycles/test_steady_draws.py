"""Blocking shares of large loops, found without solving every case anew, against solving each."""

from dataclasses import replace

import numpy as np
import pytest
from all_cycles import ring_with_chords

from graph.cycles.batch import cycle_pool
from graph.cycles.marked_graph import Arc, TimedGraph
from graph.loop import sampled_times
from graph.loop.central import TimedComponent, TimedLoop
from graph.loop.sampled_solver import DrawSolver
from graph.loop.sampled_times import DrawnTimes

DRAWS = 24


def timed(graph):
    """Return a loop with the nodes and arcs of a graph."""
    components = tuple(
        TimedComponent(name, 1, days, 0, None, days, None)
        for name, days in zip(graph.nodes, graph.days, strict=True)
    )
    return TimedLoop(components, graph.arcs)


def drawn(graph, seed):
    """Return the drawn times of a graph, and what each node may take less."""
    chance = np.random.default_rng(seed)
    solver = DrawSolver(timed(graph))

    def spread(values):
        column = np.array([float(value) for value in values])[:, np.newaxis]
        return column * np.exp(chance.normal(0.0, 0.3, (len(values), DRAWS)))

    days = spread(graph.days)
    lags = spread([arc.lag for arc in graph.arcs])
    delays = spread([arc.delay for arc in graph.arcs])
    less = days * chance.choice((0.0, 0.1, 0.5, 1.0), days.shape)
    return DrawnTimes(solver, days, lags, delays), less


@pytest.mark.parametrize("seed", range(60))
def test_a_drawn_period_told_by_its_cycle_is_the_one_solved_for(monkeypatch, seed):
    """For random loops the periods with less work at one node are the same on both ways."""
    both_ways(monkeypatch, ring_with_chords(seed), seed)


def both_ways(monkeypatch, graph, seed):
    """Ask for the periods of a graph with and without solving every case, and compare."""
    periods = []
    for large in (0, 10**9):
        monkeypatch.setattr(cycle_pool, "LARGE", large)
        monkeypatch.setattr(sampled_times, "CHUNK", 8)
        times, less = drawn(graph, seed)
        asked = times.solved.may_matter & (less > 0)
        periods.append(times.periods_with_less(less, asked))
    np.testing.assert_allclose(periods[0], periods[1], rtol=1e-9)


def test_a_loop_of_two_parts_is_solved_as_before(monkeypatch):
    """Of two rings that only one of them waits for the other either may be the slower."""
    first, second = ring_with_chords(3), ring_with_chords(4)
    count = len(first.nodes)
    moved = tuple(replace(arc, tail=arc.tail + count, head=arc.head + count) for arc in second.arcs)
    graph = TimedGraph(
        tuple(map(str, range(count + len(second.nodes)))),
        first.days + second.days,
        (*first.arcs, *moved, Arc(0, count, 0)),
    )
    both_ways(monkeypatch, graph, 5)


def test_most_questions_about_a_large_loop_need_no_solving(monkeypatch):
    """On random loops of 14 nodes at most the critical cycle alone tells most periods."""
    monkeypatch.setattr(cycle_pool, "LARGE", 0)
    monkeypatch.setattr(sampled_times, "CHUNK", 8)
    told = asked_for = 0
    for seed in range(40):
        times, less = drawn(ring_with_chords(seed), seed)
        nodes, draws = np.nonzero(times.solved.may_matter & (less > 0))
        told += int(np.isfinite(times._steady(nodes, draws, less)).sum())
        asked_for += len(nodes)
    assert told > 0.4 * asked_for > 0
