"""Knots of components that wait for each other are found, and the fewest lags that undo them."""

from __future__ import annotations

from collections.abc import Mapping

import networkx as nx
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.model import Alternative, Dependency
from graph.ontology.checks.deadlocks import find_deadlocks, has_cycle
from graph.vocabulary import Kind


def gates(*arcs: str) -> list[Dependency]:
    """Return dependencies from texts such as ``ab``, named so; a second ``ab`` is ``ab2``."""
    return [Dependency(arc, arc[0], arc[1], Kind.GATES) for arc in arcs]


def lag_0(arcs: list[Dependency]) -> Mapping[str, float]:
    """Return a lag of 0 for all."""
    return {arc.id: 0.0 for arc in arcs}


def test_a_ring_is_named_in_order_with_every_way_out() -> None:
    """With a after c, c after b and b after a, a lag on any one of the three is enough."""
    arcs = gates("ca", "ab", "bc")
    (knot,) = find_deadlocks(arcs, lag_0(arcs), [])
    assert knot.cycle == ("a", "b", "c")
    assert knot.entry == "ab"
    assert knot.cures == (("ab",), ("bc",), ("ca",))
    assert knot.fewest


def test_a_lag_anywhere_undoes_a_ring() -> None:
    """With a lag of one between c and a the ring can start."""
    arcs = gates("ca", "ab", "bc")
    assert find_deadlocks(arcs, {**lag_0(arcs), "ca": 1.0}, []) == ()


def test_an_unusable_lag_is_left_out_of_account() -> None:
    """A dependency whose lag could not be read is not taken as one without a lag."""
    arcs = gates("ab", "ba")
    assert find_deadlocks(arcs, {"ab": 0.0}, []) == ()


def test_waiting_for_oneself_is_a_knot() -> None:
    """A component that waits for its own end never starts."""
    arcs = gates("aa")
    (knot,) = find_deadlocks(arcs, lag_0(arcs), [])
    assert (knot.cycle, knot.cures) == (("a",), (("aa",),))


def test_parallel_dependencies_all_need_a_lag() -> None:
    """Of two dependencies from a to b one alone does not help; the one way back does."""
    arcs = [*gates("ab", "ba"), Dependency("ab2", "a", "b", Kind.GATES)]
    (knot,) = find_deadlocks(arcs, lag_0(arcs), [])
    assert knot.cures == (("ba",),)


def test_two_rings_that_share_a_component_need_two_lags() -> None:
    """a-b-a and a-c-a have no dependency in common, so one lag cannot undo both."""
    arcs = gates("ab", "ba", "ac", "ca")
    (knot,) = find_deadlocks(arcs, lag_0(arcs), [])
    assert knot.cures == (("ab", "ac"), ("ab", "ca"), ("ac", "ba"), ("ba", "ca"))


def test_separate_knots_are_told_apart() -> None:
    """Two rings with nothing in common are two knots; what hangs on one is none."""
    arcs = gates("ab", "ba", "cd", "dc", "bx")
    assert [knot.cycle for knot in find_deadlocks(arcs, lag_0(arcs), [])] == [
        ("a", "b"),
        ("c", "d"),
    ]


def test_of_alternatives_one_that_can_start_is_enough() -> None:
    """Component a waits for b or for x; x waits for nobody, so the ring a-b is no knot."""
    arcs = gates("ab", "ba", "xa")
    group = Alternative("either", "Either", ("ba", "xa"))
    assert find_deadlocks(arcs, lag_0(arcs), [group]) == ()
    assert len(find_deadlocks(arcs, lag_0(arcs), [])) == 1


def test_alternatives_that_all_lead_back_are_a_knot_that_one_lag_undoes() -> None:
    """Component a waits for b or c, and both wait for a: a lag on one alternative lets a start."""
    arcs = gates("ab", "ac", "ba", "ca")
    group = Alternative("either", "Either", ("ba", "ca"))
    (knot,) = find_deadlocks(arcs, lag_0(arcs), [group])
    assert knot.cures == (("ab",), ("ac",), ("ba",), ("ca",))


def test_a_large_knot_gets_a_set_that_is_enough() -> None:
    """All of thirty components wait for all others: the cure is not the least, and says so."""
    names = [chr(200 + number) for number in range(30)]
    arcs = gates(*(one + other for one in names for other in names if one != other))
    (knot,) = find_deadlocks(arcs, lag_0(arcs), [])
    assert not knot.fewest
    (cure,) = knot.cures
    assert find_deadlocks(arcs, {arc.id: float(arc.id in cure) for arc in arcs}, []) == ()


_ARCS = st.lists(st.tuples(st.sampled_from("abcde"), st.sampled_from("abcde")), max_size=10)


@given(_ARCS, st.data())
@settings(max_examples=60, deadline=None)
def test_a_knot_is_a_cycle_of_the_dependencies_without_lag(
    ends: list[tuple[str, str]], data: st.DataObject
) -> None:
    """There is a knot exactly if networkx finds a cycle among the dependencies without a lag."""
    arcs = [
        Dependency(f"{one}{other}{number}", one, other, Kind.GATES)
        for number, (one, other) in enumerate(ends)
    ]
    lags = {arc.id: float(data.draw(st.integers(0, 1))) for arc in arcs}
    without = nx.DiGraph((arc.source, arc.target) for arc in arcs if lags[arc.id] == 0)
    acyclic = nx.is_directed_acyclic_graph(without)
    knots = find_deadlocks(arcs, lags, [])
    assert (knots == ()) == acyclic
    for knot in knots:
        ring = zip(knot.cycle, (*knot.cycle[1:], knot.cycle[0]), strict=True)
        assert all(without.has_edge(*step) for step in ring)
    whole = nx.DiGraph((arc.source, arc.target) for arc in arcs)
    assert has_cycle(arcs) == (not nx.is_directed_acyclic_graph(whole))
