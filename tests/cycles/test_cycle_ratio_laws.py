"""Laws of the maximum cycle ratio, on random loops against the enumeration of all cycles."""

from fractions import Fraction
from itertools import combinations

import pytest
from all_cycles import ALL_DAYS, REAL_LAGS, all_cycles, graphs, loops, period
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.cycles.certificate import Certificate, certificate, verify
from graph.cycles.cycle_ratio import (
    maximum_cycle_ratio,
    minimum_cycle_ratio,
    node_periods,
    periods_by_component,
)
from graph.cycles.deadlock import DeadlockError, find_deadlocks
from graph.cycles.howard_part import NotConvergedError
from graph.cycles.marked_graph import Arc, MarkedGraph, exact
from graph.errors import LoopmapError, UsageError

ANY_GRAPH = graphs() | graphs(ALL_DAYS, REAL_LAGS)
ANY_LOOP = loops() | loops(ALL_DAYS, REAL_LAGS)


@settings(max_examples=300, deadline=None)
@given(ANY_GRAPH)
def test_any_graph_has_the_ratios_that_enumeration_finds(graph):
    """Greatest and least ratio, no cycle, or refusal: as listing every cycle says."""
    cycles = all_cycles(graph)
    if any(cycle.lag == 0 for cycle in cycles):
        with pytest.raises(DeadlockError):
            maximum_cycle_ratio(graph)
    elif not cycles:
        assert maximum_cycle_ratio(graph) is None
    else:
        assert maximum_cycle_ratio(graph).period == max(cycle.ratio for cycle in cycles)
        assert minimum_cycle_ratio(graph).period == min(cycle.ratio for cycle in cycles)


@settings(max_examples=250, deadline=None)
@given(ANY_LOOP)
def test_the_period_of_a_loop_is_exact_and_attained(graph):
    """Parallel arcs, capacities, delays, real lags: the cycle shown has the greatest ratio."""
    ratio = maximum_cycle_ratio(graph)
    assert ratio.period == period(graph)
    (shown,) = [cycle for cycle in all_cycles(graph) if set(cycle.arcs) == set(ratio.cycle)]
    assert shown.ratio == ratio.period
    assert ratio.nodes == tuple(graph.nodes[graph.arcs[arc].tail] for arc in ratio.cycle)
    for arc, after in zip(ratio.cycle, ratio.cycle[1:] + ratio.cycle[:1], strict=True):
        assert graph.arcs[arc].head == graph.arcs[after].tail


@settings(max_examples=50, deadline=None)
@given(loops())
def test_the_cycle_shown_among_ties_is_the_shortest_through_the_first_critical_node(graph):
    """Which of several critical cycles is shown does not depend on the search."""
    ratio = maximum_cycle_ratio(graph)
    critical = [cycle for cycle in all_cycles(graph) if cycle.ratio == ratio.period]
    first = min(node for cycle in critical for node in cycle.nodes)
    shortest = min(len(cycle.arcs) for cycle in critical if first in cycle.nodes)
    assert ratio.nodes[0] == graph.nodes[first]
    assert len(ratio.cycle) == shortest


@settings(max_examples=50, deadline=None)
@given(ANY_GRAPH)
def test_each_node_settles_to_the_slowest_cycle_upstream(graph):
    """Cycle-time vector: the greatest ratio among the cycles from which the node can be reached."""
    cycles = all_cycles(graph)
    if any(cycle.lag == 0 for cycle in cycles):
        return
    heads = [
        {arc.head for arc in graph.arcs if arc.tail == node} for node in range(len(graph.nodes))
    ]
    reach = [{node} for node in range(len(graph.nodes))]
    for _ in graph.nodes:
        reach = [near.union(*(heads[node] for node in near)) for near in reach]
    expected = tuple(
        max((c.ratio for c in cycles if node in reach[c.nodes[0]]), default=None)
        for node in range(len(graph.nodes))
    )
    assert node_periods(graph) == expected
    assert max((part.period for part in periods_by_component(graph)), default=None) == max(
        (cycle.ratio for cycle in cycles), default=None
    )


@settings(max_examples=60, deadline=None)
@given(ANY_GRAPH, st.fractions(Fraction(1, 1000), Fraction(999, 1000)))
def test_the_certificate_is_accepted_and_refused_when_the_period_is_changed(graph, share):
    """Lowered, some dependency is broken; raised, no cycle needs the whole period."""
    cycles = all_cycles(graph)
    if not cycles or any(cycle.lag == 0 for cycle in cycles):
        return
    proof = certificate(graph, maximum_cycle_ratio(graph))
    assert verify(graph, proof) == ()
    raised = Certificate(proof.period + share, proof.potentials)
    assert verify(graph, raised)
    if proof.period:
        lowered = Certificate(proof.period * share, proof.potentials)
        assert any(violation.days > 0 for violation in verify(graph, lowered))


def test_a_certificate_without_a_start_for_every_component_is_refused():
    """A missing start is named."""
    loop = MarkedGraph(("a", "b"), (1, 1), (Arc(0, 1, 0), Arc(1, 0, 1)))
    (violation,) = verify(loop, Certificate(Fraction(2), {"a": Fraction(0)}))
    assert "b has no start" in violation.message


@settings(max_examples=60, deadline=None)
@given(ANY_LOOP, st.sampled_from([0, 1, 3, 0.1, 1e6]))
def test_scaling_all_days_scales_the_period(graph, factor):
    """Twice the days everywhere, delays included, are twice the period."""
    slower = MarkedGraph(
        graph.nodes,
        tuple(exact(days) * exact(factor) for days in graph.days),
        tuple(
            Arc(arc.tail, arc.head, arc.lag, exact(arc.delay) * exact(factor)) for arc in graph.arcs
        ),
    )
    expected = maximum_cycle_ratio(graph).period * exact(factor)
    assert maximum_cycle_ratio(slower).period == expected


@settings(max_examples=50, deadline=None)
@given(ANY_LOOP, st.data())
def test_changes_move_the_period_in_one_direction_only(graph, data):
    """Speed never slows the loop; a dependency never quickens it; a lag never slows it."""
    before = maximum_cycle_ratio(graph).period
    node = data.draw(st.integers(0, len(graph.nodes) - 1))
    faster = graph.with_days({node: exact(graph.days[node]) / 3})
    assert maximum_cycle_ratio(faster).period <= before
    extra = Arc(node, data.draw(st.integers(0, len(graph.nodes) - 1)), 1, 2)
    more = MarkedGraph(graph.nodes, graph.days, (*graph.arcs, extra))
    assert maximum_cycle_ratio(more).period >= before
    index = data.draw(st.integers(0, len(graph.arcs) - 1))
    arc = graph.arcs[index]
    later = Arc(arc.tail, arc.head, exact(arc.lag) + 1, arc.delay)
    arcs = (*graph.arcs[:index], later, *graph.arcs[index + 1 :])
    assert maximum_cycle_ratio(MarkedGraph(graph.nodes, graph.days, arcs)).period <= before


@settings(max_examples=50, deadline=None)
@given(loops(), st.data())
def test_a_faster_component_gains_at_most_its_days_by_the_lag_of_the_critical_cycle(graph, data):
    """On no critical cycle it gains exactly nothing."""
    ratio = maximum_cycle_ratio(graph)
    critical = [cycle for cycle in all_cycles(graph) if cycle.ratio == ratio.period]
    node = data.draw(st.integers(0, len(graph.nodes) - 1))
    saved = exact(graph.days[node]) / 2
    after = maximum_cycle_ratio(graph.with_days({node: saved})).period
    through = [cycle for cycle in critical if node in cycle.nodes]
    if len(through) < len(critical):
        assert after == ratio.period
    else:
        assert ratio.period - after <= min(saved / cycle.lag for cycle in through)


@settings(max_examples=60, deadline=None)
@given(ANY_LOOP, st.randoms(use_true_random=False))
def test_names_and_order_change_nothing(graph, random):
    """Shuffled nodes and arcs give the same period."""
    places = list(range(len(graph.nodes)))
    random.shuffle(places)
    days = [0] * len(places)
    for node, place in enumerate(places):
        days[place] = graph.days[node]
    arcs = [Arc(places[a.tail], places[a.head], a.lag, a.delay) for a in graph.arcs]
    random.shuffle(arcs)
    other = MarkedGraph(
        tuple(f"n{place}" for place in range(len(places))), tuple(days), tuple(arcs)
    )
    assert maximum_cycle_ratio(other).period == maximum_cycle_ratio(graph).period


@settings(max_examples=60, deadline=None)
@given(ANY_LOOP, st.data())
def test_splitting_a_component_in_two_in_series_keeps_the_period(graph, data):
    """What enters goes to the first half, what leaves comes from the second."""
    node = data.draw(st.integers(0, len(graph.nodes) - 1))
    second = len(graph.nodes)
    half = exact(graph.days[node]) / 3
    arcs = [
        Arc(second if arc.tail == node else arc.tail, arc.head, arc.lag, arc.delay)
        for arc in graph.arcs
    ]
    split = MarkedGraph(
        (*graph.nodes, "second half"),
        (*graph.with_days({node: half}).days, exact(graph.days[node]) - half),
        (*arcs, Arc(node, second, 0)),
    )
    assert maximum_cycle_ratio(split).period == maximum_cycle_ratio(graph).period


@settings(max_examples=60, deadline=None)
@given(loops(days=st.integers(0, 9), lags=(0, 1, 2)))
def test_the_recursion_settles_to_the_slope_of_the_period(graph):
    """Starts of round k, simulated, grow by the period: k rounds take about k periods."""
    rounds, most = 120, 3
    starts = [[0] * len(graph.nodes) for _ in range(most)]
    for _ in range(rounds):
        now = [0] * len(graph.nodes)
        for _ in graph.nodes:
            for arc in graph.arcs:
                past = now if arc.lag == 0 else starts[-int(arc.lag)]
                ready = past[arc.tail] + exact(graph.days[arc.tail]) + exact(arc.delay)
                now[arc.head] = max(now[arc.head], ready)
        starts.append(now)
    expected = maximum_cycle_ratio(graph).period * rounds
    # Before it settles a path meets each node once at most: 5 nodes of 9 days, 5 delays of 9.
    assert abs(max(starts[-1]) - expected) <= 90 + maximum_cycle_ratio(graph).period * most


def test_ranges_of_eighteen_orders_are_told_apart():
    """A cycle longer by a billionth of a day in a billion binds, which no float sum shows."""
    arcs = (Arc(0, 1, 0), Arc(1, 0, 1), Arc(0, 2, 0), Arc(2, 0, 1))
    loop = MarkedGraph(("hub", "x", "y"), (1e9, 1e-9, 2e-9), arcs)
    ratio = maximum_cycle_ratio(loop)
    assert ratio.period == 10**9 + Fraction(2, 10**9)
    assert ratio.nodes == ("hub", "y")


def test_no_work_at_all_is_a_period_of_zero():
    """A loop of instant components has the period 0, not none."""
    ratio = maximum_cycle_ratio(MarkedGraph(("a",), (0,), (Arc(0, 0, 1),)))
    assert ratio.period == 0


def test_no_schedule_keeps_a_period_that_some_cycle_exceeds():
    """The least ratio, 3 days in 9 rounds, has no starts while b alone takes 2: refused."""
    loop = MarkedGraph(("a", "b"), (1, 2), (Arc(0, 0, 1), Arc(1, 1, 1), Arc(0, 1, 0), Arc(1, 0, 9)))
    least = minimum_cycle_ratio(loop)
    assert least.period == Fraction(3, 9)
    with pytest.raises(UsageError, match="takes longer"):
        _ = least.potentials


def test_reaching_the_cap_is_an_error_and_no_answer():
    """With no round allowed there is no proof, hence no period."""
    with pytest.raises(NotConvergedError) as failure:
        maximum_cycle_ratio(MarkedGraph(("a",), (2,), (Arc(0, 0, 1),)), cap=0)
    assert isinstance(failure.value, LoopmapError)


@settings(max_examples=50, deadline=None)
@given(graphs(lags=(0, 0, 1)))
def test_the_named_dependencies_are_the_fewest_that_end_a_deadlock(graph):
    """A lag on them lets the loop start, and no smaller set does: tried by enumeration."""
    rings = [set(cycle.arcs) for cycle in all_cycles(graph) if cycle.lag == 0]
    deadlocks = find_deadlocks(graph)
    named = {arc for deadlock in deadlocks for arc in deadlock.arcs}
    assert all(ring & named for ring in rings)
    assert all(deadlock.exact for deadlock in deadlocks)

    involved = sorted(set().union(*rings))
    for smaller in combinations(involved, max(len(named) - 1, 0)):
        assert not rings or any(not ring & set(smaller) for ring in rings)


def test_two_separate_deadlocks_are_both_named():
    """Each ring is told with its members in order and what would start it."""
    arcs = (Arc(0, 1, 0), Arc(1, 0, 0), Arc(2, 2, 0), Arc(1, 2, 1))
    with pytest.raises(DeadlockError) as failure:
        maximum_cycle_ratio(MarkedGraph(("a", "b", "c"), (1, 1, 1), arcs))
    assert [deadlock.cycle for deadlock in failure.value.deadlocks] == [("a", "b"), ("c",)]
    assert "a -> b -> a" in str(failure.value)
    assert "c -> c" in str(failure.value)
    assert failure.value.exit_code == 1


@pytest.mark.parametrize(
    ("graph", "words"),
    [
        (MarkedGraph(("a",), (-1,), (Arc(0, 0, 1),)), "days of a"),
        (MarkedGraph(("a",), (float("nan"),), (Arc(0, 0, 1),)), "days of a"),
        (MarkedGraph(("a",), (float("inf"),), (Arc(0, 0, 1),)), "days of a"),
        (MarkedGraph(("a",), (1,), (Arc(0, 0, -1, 0, "e"),)), "lag of e"),
        (MarkedGraph(("a",), (1,), (Arc(0, 0, 1, -2, "e"),)), "delay of e"),
        (MarkedGraph(("a",), (1,), (Arc(0, 1, 1, 0, "e"),)), "e leads to a node"),
        (MarkedGraph(("a", "b"), (1,), ()), "2 nodes but days for 1"),
    ],
)
def test_impossible_numbers_are_refused_by_name(graph, words):
    """Negative, missing or infinite numbers never become a period."""
    with pytest.raises(UsageError, match=words):
        maximum_cycle_ratio(graph)


def test_a_ratio_of_another_graph_is_refused():
    """A certificate is never printed for a graph it was not found on."""
    one = MarkedGraph(("a",), (1,), (Arc(0, 0, 1),))
    other = one.with_days({0: 2})
    with pytest.raises(UsageError, match="another graph"):
        certificate(other, maximum_cycle_ratio(one))
