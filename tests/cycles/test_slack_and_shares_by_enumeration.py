"""Slack, critical graph, blockers, shares and runners-up against the list of all cycles."""

from fractions import Fraction
from itertools import combinations

import pytest
from all_cycles import ALL_DAYS, REAL_LAGS, all_cycles, graphs, loops, period
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.cycles.critical_graph import critical_graph, hard_blockers, joint_blockers
from graph.cycles.cycle_ratio import maximum_cycle_ratio
from graph.cycles.elasticity import blocking_shares, elasticities
from graph.cycles.latency import latency
from graph.cycles.marked_graph import Arc, MarkedGraph, exact
from graph.cycles.runners_up import runners_up
from graph.cycles.slack import slacks
from graph.errors import UsageError

ANY_LOOP = loops() | loops(ALL_DAYS, REAL_LAGS)
OPEN_GRAPH = graphs(lags=(1, 2, 3))


@settings(max_examples=200, deadline=None)
@given(ANY_LOOP | OPEN_GRAPH)
def test_permanent_slack_is_the_least_wait_over_the_cycles_through_a_node(graph):
    """The least period * lag - days, and None for a node on no cycle."""
    cycles = all_cycles(graph)
    if not cycles:
        return
    ratio = maximum_cycle_ratio(graph)
    expected = tuple(
        min((ratio.period * c.lag - c.work for c in cycles if node in c.nodes), default=None)
        for node in range(len(graph.nodes))
    )
    assert slacks(graph, ratio).permanent == expected


def test_between_two_critical_cycles_a_node_may_be_slowed_for_good_but_not_delayed_once():
    """Capacities at a and c tie at 5 days; a leads by b to c, and c back to a with a lag of 9.

    Once: c starts just when b lets it, so b has no float. For good: the cycle a-b-c has a lag of
    9, thus 45 days for 11 days of work, and b has 34 to spare.
    """
    arcs = (Arc(0, 0, 1), Arc(2, 2, 1), Arc(0, 1, 0), Arc(1, 2, 0), Arc(2, 0, 9))
    loop = MarkedGraph(("a", "b", "c"), (5, 1, 5), arcs)
    found = slacks(loop, maximum_cycle_ratio(loop))
    assert found.one_off == (0, 0, 0)
    assert found.permanent == (0, 34, 0)


@settings(max_examples=50, deadline=None)
@given(loops(), st.data())
def test_a_node_may_become_slower_by_its_permanent_slack_and_no_more(graph, data):
    """At the slack the period stays; a little more and it grows."""
    ratio = maximum_cycle_ratio(graph)
    node = data.draw(st.integers(0, len(graph.nodes) - 1))
    slack = slacks(graph, ratio).permanent[node]
    limit = exact(graph.days[node]) + slack
    assert maximum_cycle_ratio(graph.with_days({node: limit})).period == ratio.period
    more = graph.with_days({node: limit + Fraction(1, 1000)})
    assert maximum_cycle_ratio(more).period > ratio.period


@settings(max_examples=60, deadline=None)
@given(ANY_LOOP)
def test_slack_of_dependencies_sums_to_the_wait_on_every_cycle(graph):
    """No slack is negative, and around a cycle they add up to period * lag - work."""
    ratio = maximum_cycle_ratio(graph)
    found = slacks(graph, ratio).dependency
    assert min(found) >= 0
    for cycle in all_cycles(graph):
        assert sum(found[arc] for arc in cycle.arcs) == ratio.period * cycle.lag - cycle.work


@settings(max_examples=60, deadline=None)
@given(ANY_LOOP)
def test_one_off_float_is_at_least_permanent_slack_when_critical_cycles_hang_together(graph):
    """Critical nodes have neither; with one critical piece a single delay is forgiven more."""
    ratio = maximum_cycle_ratio(graph)
    found = slacks(graph, ratio)
    critical = critical_graph(graph, ratio)
    for node in critical.nodes:
        assert (found.one_off[node], found.permanent[node]) == (0, 0)
    if len(critical.components) == 1:
        for once, ever in zip(found.one_off, found.permanent, strict=True):
            assert once >= ever


@settings(max_examples=60, deadline=None)
@given(loops(days=st.integers(0, 6), lags=(0, 1, 2)), st.data())
def test_a_single_delay_within_the_float_never_reaches_a_critical_node(graph, data):
    """The rounds are simulated with one late start: critical nodes keep their time, or lose it."""
    ratio = maximum_cycle_ratio(graph)
    node = data.draw(st.integers(0, len(graph.nodes) - 1))
    room = slacks(graph, ratio).one_off[node]
    critical = critical_graph(graph, ratio).nodes
    late = {extra: _simulate(graph, ratio, node, room + extra) for extra in (0, Fraction(1, 100))}
    assert not any(late[0][other] for other in critical)
    assert any(late[Fraction(1, 100)][other] for other in critical)


def _simulate(graph, ratio, node, delay):
    """Return the greatest lateness of every node after one node was late in round 0."""
    starts = ratio.potentials
    slack = slacks(graph, ratio).dependency
    lateness = {(node, 0): delay}
    waiting = [(node, 0)]
    while waiting:
        tail, round_ = waiting.pop()
        for index, arc in enumerate(graph.arcs):
            then = (arc.head, round_ + int(arc.lag))
            passed = lateness[tail, round_] - slack[index]
            if arc.tail == tail and then[1] <= 40 and passed > lateness.get(then, 0):
                lateness[then] = passed
                waiting.append(then)
    return [
        max((days for (who, _), days in lateness.items() if who == other), default=0)
        for other in range(len(starts))
    ]


@settings(max_examples=100, deadline=None)
@given(ANY_LOOP | OPEN_GRAPH)
def test_the_critical_graph_is_the_union_of_the_critical_cycles(graph):
    """Every node and arc of a critical cycle, and nothing else."""
    cycles = all_cycles(graph)
    if not cycles:
        return
    ratio = maximum_cycle_ratio(graph)
    critical = [cycle for cycle in cycles if cycle.ratio == ratio.period]
    found = critical_graph(graph, ratio)
    assert set(found.nodes) == {node for cycle in critical for node in cycle.nodes}
    assert set(found.arcs) == {arc for cycle in critical for arc in cycle.arcs}


@settings(max_examples=200, deadline=None)
@given(ANY_LOOP, st.data())
def test_blocking_shares_by_enumeration(graph, data):
    """B = 1 - period(at the floor) / period; above 0 exactly on every critical cycle; B <= e."""
    ratio = maximum_cycle_ratio(graph)
    parts = data.draw(
        st.lists(
            st.sampled_from([0, Fraction(1, 3), 1]),
            min_size=len(graph.nodes),
            max_size=len(graph.nodes),
        )
    )
    floors = [exact(days) * part for days, part in zip(graph.days, parts, strict=True)]
    shares = blocking_shares(graph, ratio, floors)
    elastic = elasticities(graph, ratio).nodes
    critical = [cycle for cycle in all_cycles(graph) if cycle.ratio == ratio.period]
    for node, share in enumerate(shares):
        if not ratio.period:
            assert share == 0
            continue
        assert share == 1 - period(graph.with_days({node: floors[node]})) / ratio.period
        on_all = all(node in cycle.nodes for cycle in critical)
        assert (share > 0) == (on_all and exact(graph.days[node]) > floors[node])
        assert share <= elastic[node]
        assert (node in hard_blockers(graph, ratio)) == on_all


@settings(max_examples=200, deadline=None)
@given(ANY_LOOP)
def test_elasticities_by_enumeration(graph):
    """The least share over the critical cycles; with a single one they sum to 1."""
    ratio = maximum_cycle_ratio(graph)
    found = elasticities(graph, ratio)
    if not ratio.period:
        assert set(found.nodes) == {0}
        return
    critical = [cycle for cycle in all_cycles(graph) if cycle.ratio == ratio.period]
    for node, share in enumerate(found.nodes):
        days = exact(graph.days[node])
        assert share == min(days / c.work if node in c.nodes else 0 for c in critical)
    assert found.delays == min(cycle.delays / cycle.work for cycle in critical)
    if len(critical) == 1:
        assert sum(found.nodes) + found.delays == 1


def test_one_hub_blocks_more_than_two_spokes():
    """Both critical cycles pass the hub: it alone is the answer, not the two others."""
    arcs = (Arc(0, 1, 0), Arc(1, 0, 1), Arc(0, 2, 0), Arc(2, 0, 1))
    loop = MarkedGraph(("hub", "x", "y"), (1, 2, 2), arcs)
    found = joint_blockers(loop, maximum_cycle_ratio(loop))
    assert (found.nodes, found.exact) == (("hub",), True)


@settings(max_examples=50, deadline=None)
@given(loops(days=st.integers(0, 2)))
def test_joint_blockers_are_a_smallest_set_on_all_critical_cycles(graph):
    """They hit every critical cycle, and no smaller set does."""
    ratio = maximum_cycle_ratio(graph)
    found = joint_blockers(graph, ratio)
    chosen = {graph.nodes.index(name) for name in found.nodes}
    critical = [set(c.nodes) for c in all_cycles(graph) if c.ratio == ratio.period]
    assert found.exact
    assert all(nodes & chosen for nodes in critical)
    for smaller in combinations(range(len(graph.nodes)), len(chosen) - 1):
        assert any(not nodes & set(smaller) for nodes in critical)


@settings(max_examples=100, deadline=None)
@given(ANY_LOOP | OPEN_GRAPH)
def test_the_first_runner_up_is_the_next_slowest_of_all_cycles(graph):
    """Each is a cycle below the period, by its nodes once only, in order, and none lies between."""
    cycles = all_cycles(graph)
    if not cycles:
        return
    ratio = maximum_cycle_ratio(graph)
    found = runners_up(graph, ratio)
    below = {frozenset(c.arcs): c.ratio for c in cycles if c.ratio < ratio.period}
    ways = {
        c.arcs: frozenset((graph.arcs[a].tail, graph.arcs[a].head) for a in c.arcs) for c in cycles
    }
    critical = {ways[c.arcs] for c in cycles if c.ratio == ratio.period}
    others = [c.ratio for c in cycles if ways[c.arcs] not in critical]
    assert {frozenset(cycle.cycle) for cycle in found} <= below.keys()
    assert len({cycle.nodes for cycle in found}) == len(found)
    assert [cycle.margin_days for cycle in found] == sorted(cycle.margin_days for cycle in found)
    for cycle in found:
        assert cycle.period == below[frozenset(cycle.cycle)] == ratio.period - cycle.margin_days
    assert max((c.period for c in found), default=None) == max(others, default=None)


def test_the_next_cycle_is_found_even_where_every_dependency_of_it_has_a_shorter_wait():
    """Long ways by p and r (lag 5, 47.5 days) and short ways (lag 1, 8 days); period 10.

    Waits: short-short 20 - 16 = 4, p-short 60 - 55.5 = 4.5, p-r 100 - 95 = 5. So through p the
    least wait is p-short with a margin of 4.5 / 6 = 0.75; but p-r is closest, with 5 / 10 = 0.5.
    """
    long = [Arc(0, 3, 5, 47.5), Arc(3, 1, 0), Arc(1, 4, 5, 47.5), Arc(4, 0, 0)]
    arcs = (*long, Arc(0, 1, 1, 8), Arc(1, 0, 1, 8), Arc(2, 2, 1), Arc(2, 0, 99), Arc(0, 2, 99))
    loop = MarkedGraph(("x", "y", "hub", "p", "r"), (0, 0, 10, 0, 0), arcs)
    first, second, *_ = runners_up(loop, maximum_cycle_ratio(loop))
    assert (first.cycle, first.period, first.margin_days) == ((0, 1, 2, 3), 9.5, 0.5)
    assert second.margin_days == 0.75


def test_with_a_faster_dependency_beside_the_slow_one_a_loop_is_no_other_loop():
    """From b to a with a lag of 1 (5 days a round) and of 2 (2.5): one loop, the critical one.

    The same holds for the loop of c and d behind it: 4 days by one dependency, 4 / 3 by the other.
    """
    arcs = (Arc(0, 1, 0), Arc(1, 0, 1), Arc(1, 0, 2), Arc(2, 3, 0), Arc(3, 2, 1), Arc(3, 2, 3))
    loop = MarkedGraph(("a", "b", "c", "d"), (3, 2, 3, 1), (*arcs, Arc(0, 2, 9), Arc(2, 0, 9)))
    first, second = runners_up(loop, maximum_cycle_ratio(loop))
    assert (first.nodes, first.period) == (("c", "d"), 4)
    assert second.nodes == ("a", "c")


@settings(max_examples=50, deadline=None)
@given(ANY_LOOP)
def test_a_least_waiting_cycle_through_every_dependency_is_listed(graph):
    """Through each dependency that is not critical, the list holds a cycle of least wait.

    Where two dependencies join the same nodes, the loop with the slower is not the one that waits
    less, so that only one of each is left here.
    """
    alone = {(arc.tail, arc.head): arc for arc in graph.arcs}
    graph = MarkedGraph(graph.nodes, graph.days, tuple(alone.values()))
    if not all_cycles(graph):
        return
    ratio = maximum_cycle_ratio(graph)
    critical = set(critical_graph(graph, ratio).arcs)
    found = runners_up(graph, ratio)
    lags = [exact(arc.lag) for arc in graph.arcs]

    def wait(arcs, margin):
        return margin * sum(lags[arc] for arc in arcs)

    for arc in set(range(len(graph.arcs))) - critical:
        best = min(ratio.period * c.lag - c.work for c in all_cycles(graph) if arc in c.arcs)
        assert best == min(wait(c.cycle, c.margin_days) for c in found if arc in c.cycle)


def test_nothing_runs_behind_when_every_cycle_is_critical():
    """A single ring has no runner-up; a limit of none gives none."""
    ring = MarkedGraph(("a", "b"), (1, 2), (Arc(0, 1, 0), Arc(1, 0, 1)))
    assert runners_up(ring, maximum_cycle_ratio(ring)) == ()
    pair = MarkedGraph(("a", "b"), (1, 2), (Arc(0, 0, 1), Arc(1, 1, 1)))
    assert runners_up(pair, maximum_cycle_ratio(pair), limit=0) == ()


@st.composite
def projects(draw):
    """A project: activities from a start to an end, some precedence between them."""
    count = draw(st.integers(0, 6))
    end = count + 1
    days = (0, *draw(st.tuples(*[st.integers(0, 5) | st.just(0.1)] * count)), 0)
    arcs = [Arc(0, node, 0) for node in range(1, end)] + [
        Arc(node, end, 0) for node in range(1, end)
    ]
    arcs.append(Arc(0, end, 0))
    pairs = st.tuples(st.integers(1, end), st.integers(1, end), st.integers(0, 3))
    arcs += [Arc(u, v, 0, delay) for u, v, delay in draw(st.lists(pairs, max_size=9)) if u < v]
    return MarkedGraph(tuple(f"n{node}" for node in range(end + 1)), days, tuple(arcs)), end


@settings(max_examples=60, deadline=None)
@given(projects())
def test_a_project_with_a_return_arc_is_the_critical_path_method(project):
    """Period = length of the longest path; permanent slack = one-off float = total float."""
    graph, end = project
    way = latency(graph)
    loop = MarkedGraph(graph.nodes, graph.days, (*graph.arcs, Arc(end, 0, 1)))
    ratio = maximum_cycle_ratio(loop)
    assert ratio.period == way.days
    found = slacks(loop, ratio)
    assert found.permanent == found.one_off == way.total_float


@settings(max_examples=50, deadline=None)
@given(projects())
def test_latency_by_enumeration_of_all_paths(project):
    """The longest of all paths, the earliest starts, and the free float of each activity."""
    graph, _ = project
    way = latency(graph)
    paths = _paths(graph)
    lengths = [_length(graph, node, arcs) for node, arcs in paths]
    assert way.days == max(lengths, default=0)
    longest = [path for path, days in zip(paths, lengths, strict=True) if days == way.days]
    # A path of which another is only the beginning is the longer one if neither takes more days.
    ids = sorted(_nodes(graph, *path) for path in longest)
    assert graph.nodes.index(way.path[0]) == ids[0][0]
    assert tuple(map(graph.nodes.index, way.path)) in ids
    for index, arc in enumerate(graph.arcs):
        end = way.earliest[arc.tail] + exact(graph.days[arc.tail]) + exact(arc.delay)
        assert way.earliest[arc.head] >= end
        assert way.free_float[arc.tail] <= way.earliest[arc.head] - end, index
    for node, (early, late) in enumerate(zip(way.earliest, way.latest, strict=True)):
        assert way.total_float[node] == late - early >= way.free_float[node] >= 0


def _paths(graph):
    """List every path, as its first node and its arcs."""
    found = [(node, ()) for node in range(len(graph.nodes))]
    for first, arcs in found:
        last = graph.arcs[arcs[-1]].head if arcs else first
        found += [(first, (*arcs, i)) for i, arc in enumerate(graph.arcs) if arc.tail == last]
    return found


def _nodes(graph, first, arcs):
    """The nodes along a path."""
    return (first, *(graph.arcs[arc].head for arc in arcs))


def _length(graph, first, arcs):
    """Sum days and delays along a path."""
    nodes = _nodes(graph, first, arcs)
    return sum(exact(graph.days[node]) for node in nodes) + sum(
        exact(graph.arcs[arc].delay) for arc in arcs
    )


def test_a_loop_that_cannot_start_has_no_latency():
    """The same refusal as for the period."""
    ring = MarkedGraph(("a", "b"), (1, 1), (Arc(0, 1, 0), Arc(1, 0, 0)))
    with pytest.raises(Exception, match="can never start"):
        latency(ring)


def test_no_node_at_all_takes_no_time():
    """An empty graph has a latency of 0 days and an empty path."""
    way = latency(MarkedGraph((), (), ()))
    assert (way.days, way.path) == (0, ())


@pytest.mark.parametrize(("floors", "words"), [((1, 1), "2 floors"), ((-1,), "floor of a")])
def test_floors_that_make_no_sense_are_refused(floors, words):
    """One floor per node, 0 or more."""
    loop = MarkedGraph(("a",), (1,), (Arc(0, 0, 1),))
    with pytest.raises(UsageError, match=words):
        blocking_shares(loop, maximum_cycle_ratio(loop), floors)
