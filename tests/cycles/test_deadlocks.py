"""Knots of components that wait for each other are found, and the fewest lags that undo them."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import networkx as nx
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.cycles.deadlock import find_deadlocks
from graph.cycles.marked_graph import Arc, MarkedGraph


def gates(*arcs: str, lags: Collection[str] = ()) -> MarkedGraph:
    """Return a graph from texts such as ``ab``, in the order of the names; some have a lag."""
    nodes = sorted(set("".join(arcs)))
    made = tuple(
        Arc(nodes.index(one[0]), nodes.index(one[1]), int(one in lags), 0, one) for one in arcs
    )
    return MarkedGraph(tuple(nodes), (1,) * len(nodes), made)


def named(graph: MarkedGraph, cures: Sequence[Sequence[int]]) -> list[tuple[str, ...]]:
    """Return sets of arcs by their names."""
    return [tuple(graph.arcs[arc].key for arc in cure) for cure in cures]


def test_a_ring_is_named_in_order_with_every_way_out() -> None:
    """With a after c, c after b and b after a, a lag on any one of the three is enough."""
    graph = gates("ab", "bc", "ca")
    (knot,) = find_deadlocks(graph)
    assert knot.cycle == ("a", "b", "c")
    assert graph.arcs[knot.entry].key == "ab"
    assert named(graph, knot.cures) == [("ab",), ("bc",), ("ca",)]
    assert knot.exact


def test_a_lag_anywhere_undoes_a_ring() -> None:
    """With a lag of one between c and a the ring can start."""
    assert find_deadlocks(gates("ab", "bc", "ca", lags=["ca"])) == ()


def test_waiting_for_oneself_is_a_knot() -> None:
    """A component that waits for its own end never starts."""
    (knot,) = find_deadlocks(gates("aa"))
    assert (knot.cycle, knot.members, knot.cures) == (("a",), ("a",), ((0,),))


def test_parallel_dependencies_all_need_a_lag() -> None:
    """Of two dependencies from a to b one alone does not help; the one way back does."""
    graph = gates("ab", "ab", "ba")
    (knot,) = find_deadlocks(graph)
    assert named(graph, knot.cures) == [("ba",)]


def test_two_rings_that_share_a_component_need_two_lags() -> None:
    """a-b-a and a-c-a have no dependency in common, so one lag cannot undo both."""
    graph = gates("ab", "ac", "ba", "ca")
    (knot,) = find_deadlocks(graph)
    assert named(graph, knot.cures) == [("ab", "ac"), ("ab", "ca"), ("ac", "ba"), ("ba", "ca")]


def test_separate_knots_are_told_apart() -> None:
    """Two rings with nothing in common are two knots; what hangs on one is none."""
    found = find_deadlocks(gates("ab", "ba", "cd", "dc", "bx"))
    assert [knot.cycle for knot in found] == [("a", "b"), ("c", "d")]


def test_of_alternatives_one_that_can_start_is_enough() -> None:
    """Component a waits for b or for x; x waits for nobody, so the ring a-b is no knot."""
    graph = gates("ab", "ba", "xa")
    assert find_deadlocks(graph, [(1, 2)]) == ()
    assert len(find_deadlocks(graph)) == 1


def test_an_alternative_with_a_lag_lets_its_component_start() -> None:
    """Component a waits for b now or for itself a generation ago, which is there."""
    graph = gates("aa", "ab", "ba", lags=["aa"])
    assert find_deadlocks(graph, [(0, 2)]) == ()
    assert len(find_deadlocks(graph)) == 1


def test_alternatives_that_all_lead_back_are_a_knot_that_one_lag_undoes() -> None:
    """Component a waits for b or c, and both wait for a: a lag on one alternative lets a start."""
    (knot,) = find_deadlocks(gates("ab", "ac", "ba", "ca"), [(2, 3)])
    assert knot.cures == ((0,), (1,), (2,), (3,))


def test_a_large_knot_gets_a_set_that_is_enough() -> None:
    """All of thirty components wait for all others: the cure is not the least, and says so."""
    names = [chr(200 + number) for number in range(30)]
    arcs = [one + other for one in names for other in names if one != other]
    (knot,) = find_deadlocks(gates(*arcs))
    assert not knot.exact
    (cure,) = knot.cures
    assert find_deadlocks(gates(*arcs, lags={arcs[arc] for arc in cure})) == ()


_ARCS = st.lists(st.tuples(st.sampled_from("abcde"), st.sampled_from("abcde")), max_size=10)


@given(_ARCS, st.data())
@settings(max_examples=60, deadline=None)
def test_a_knot_is_a_cycle_of_the_dependencies_without_lag(
    ends: list[tuple[str, str]], data: st.DataObject
) -> None:
    """There is a knot exactly if networkx finds a cycle among the dependencies without a lag."""
    nodes = "abcde"
    arcs = tuple(
        Arc(nodes.index(one), nodes.index(other), data.draw(st.integers(0, 1)))
        for one, other in ends
    )
    without = nx.DiGraph((nodes[arc.tail], nodes[arc.head]) for arc in arcs if arc.lag == 0)
    knots = find_deadlocks(MarkedGraph(tuple(nodes), (1,) * 5, arcs))
    assert (knots == ()) == nx.is_directed_acyclic_graph(without)
    for knot in knots:
        ring = zip(knot.cycle, (*knot.cycle[1:], knot.cycle[0]), strict=True)
        assert all(without.has_edge(*step) for step in ring)


def test_components_that_wait_for_nobody_cost_nothing_each():
    """20,000 in a row without a ring: one pass, where a list per component took minutes.

    By hand: a row without a way back has no deadlock. Ten seconds stand against a fraction of one.
    """
    from time import process_time

    from graph.cycles.marked_graph import Arc, MarkedGraph

    count = 20_000
    row = tuple(Arc(node, node + 1, 0) for node in range(count - 1))
    began = process_time()
    assert find_deadlocks(MarkedGraph(tuple(map(str, range(count))), (1,) * count, row)) == ()
    assert process_time() - began < 10
