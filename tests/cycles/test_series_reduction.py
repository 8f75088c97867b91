"""Folding a graph keeps its cycles and leaves only nodes where ways part and meet."""

from __future__ import annotations

import itertools

from all_cycles import all_cycles, loops
from hypothesis import given, settings

from graph.cycles.batch.series_reduction import ReducedGraph, reduce_series
from graph.cycles.marked_graph import Arc, MarkedGraph


def links_of(graph: MarkedGraph) -> list[tuple[int, int]]:
    """Return tail and head of each arc."""
    return [(arc.tail, arc.head) for arc in graph.arcs]


def unfolded_cycles(reduced: ReducedGraph, node_count: int) -> list[frozenset[int]]:
    """Return the cycles of what is left, as sets of arcs of the graph."""
    ends = zip(reduced.arcs, reduced.tails, reduced.heads, strict=True)
    arcs = tuple(Arc(tail, head, 1, 0, str(arc)) for arc, tail, head in ends)
    left = MarkedGraph(tuple(map(str, range(node_count))), (0,) * node_count, arcs)
    found = [[reduced.arcs[arc] for arc in cycle.arcs] for cycle in all_cycles(left)]
    found += [[arc] for arc in reduced.self_arcs]
    return [frozenset(itertools.chain.from_iterable(map(reduced.unfolded, c))) for c in found]


@settings(max_examples=150, deadline=None)
@given(loops())
def test_folding_keeps_every_cycle_and_adds_none(graph: MarkedGraph) -> None:
    """The cycles of the small graph, unfolded, are those of the graph, each once."""
    reduced = reduce_series(len(graph.nodes), links_of(graph))
    expected = sorted(sorted(cycle.arcs) for cycle in all_cycles(graph))
    assert sorted(map(sorted, unfolded_cycles(reduced, len(graph.nodes)))) == expected


@settings(max_examples=100, deadline=None)
@given(loops())
def test_every_node_left_has_two_ways_in_and_two_out(graph: MarkedGraph) -> None:
    """Whatever is merely passed through is gone, and there are no more arcs than before."""
    reduced = reduce_series(len(graph.nodes), links_of(graph))
    for node in {*reduced.tails, *reduced.heads}:
        assert reduced.tails.count(node) > 1
        assert reduced.heads.count(node) > 1
    assert len(reduced.arcs) + len(reduced.self_arcs) <= len(graph.arcs)


def test_what_is_on_no_cycle_is_dropped() -> None:
    """A way in and a way out of a ring lie on no cycle."""
    reduced = reduce_series(4, [(0, 1), (1, 2), (2, 1), (2, 3)])
    assert reduced.arcs == ()
    assert [sorted(reduced.unfolded(arc)) for arc in reduced.self_arcs] == [[1, 2]]


def test_a_graph_without_arcs_is_nothing() -> None:
    """Nothing to fold and nothing to solve."""
    reduced = reduce_series(3, [])
    assert (reduced.arcs, reduced.self_arcs, reduced.folds) == ((), (), ())
