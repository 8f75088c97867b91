"""Lists, arrays and compiled code give the same answer to the last digit, on hard loops too."""

from __future__ import annotations

import itertools
import random
from fractions import Fraction

import pytest
from all_cycles import ALL_DAYS, REAL_LAGS, graphs, least_length, loops
from backends import BACKENDS, using
from hypothesis import given, settings

from graph.cycles.breakpoints import breakpoints
from graph.cycles.changed_weights import ChangedWeights
from graph.cycles.critical_graph import hard_blockers, joint_blockers
from graph.cycles.cycle_ratio import maximum_cycle_ratio, periods_by_component
from graph.cycles.deadlock import DeadlockError
from graph.cycles.elasticity import blocking_shares
from graph.cycles.howard import CycleSolver
from graph.cycles.integer_graph import scale
from graph.cycles.latency import latency
from graph.cycles.marked_graph import Arc, MarkedGraph
from graph.cycles.shortest_cycles import links_within
from graph.cycles.slack import slacks

OTHERS = ("arrays", "compiled")

# A division that NumPy warns of gives no number, and what is found by it is luck.
pytestmark = pytest.mark.filterwarnings("error::RuntimeWarning")


def answers(graph):
    """Everything the engine says of a loop; of one that never starts, which parts wait."""
    try:
        ratio = maximum_cycle_ratio(graph)
    except DeadlockError as error:
        return str(error)
    way = latency(graph)
    times = (way.days, way.path, way.earliest, way.latest, way.total_float, way.free_float)
    if ratio is None:
        return times
    return (
        times,
        ratio,
        ratio.schedule,
        slacks(graph, ratio),
        hard_blockers(graph, ratio),
        joint_blockers(graph, ratio),
        blocking_shares(graph, ratio),
        periods_by_component(graph),
    )


def by(backend, graph):
    """The answers by one way of computing."""
    with using(backend):
        return answers(graph)


@settings(max_examples=60, deadline=None)
@given(loops() | loops(ALL_DAYS, REAL_LAGS) | graphs() | graphs(ALL_DAYS, REAL_LAGS))
def test_small_graphs_of_any_kind_get_the_same_answers(graph):
    """Lists are the oracle, which enumeration of all cycles proves elsewhere."""
    expected = by("lists", graph)
    assert [by(backend, graph) for backend in OTHERS] == [expected, expected]


def random_loop(seed, count, days, lags, *, parts=1, doubled=False):
    """Rings of nodes with as many chords in each part, the parts joined one way."""
    source = random.Random(seed)
    arcs = []
    for part in range(parts):
        first = part * count
        inner = [(node, (node + 1) % count) for node in range(count)]
        inner += [(source.randrange(count), source.randrange(count)) for _ in range(count)]
        for tail, head in inner:
            lag = 0 if tail < head and source.random() < 0.7 else source.choice(lags)
            arcs.append(Arc(first + tail, first + head, lag))
        if part:
            arcs.append(Arc(source.randrange(first), first + source.randrange(count), 1))
    if doubled:
        arcs += [Arc(arc.tail, arc.head, arc.lag, delay=source.choice((0, 0, 1))) for arc in arcs]
    return MarkedGraph(
        tuple(f"n{node:04}" for node in range(count * parts)),
        tuple(source.choice(days) for _ in range(count * parts)),
        tuple(arcs),
    )


def ties(count):
    """Nodes of 7 days that each wait for themselves alone; the ring around them has lag enough."""
    ring = [Arc(node, (node + 1) % count, int(node == count - 1) * count) for node in range(count)]
    alone = [Arc(node, node, 1) for node in range(count)]
    return MarkedGraph(tuple(f"n{n:04}" for n in range(count)), (7,) * count, (*ring, *alone))


HARD = {
    "a billionth and a billion days": random_loop(
        1, 60, (Fraction(1, 10**9), 10**9, 1e-9, 3), (1, 2)
    ),
    "1,000 exact ties": ties(1000),
    "everything doubled": random_loop(2, 80, (1, 2, 3), (1, 2), doubled=True),
    "lags of 100,000": random_loop(3, 80, (1, 50, 300), (1, 99_999, 100_000)),
    "50 parts": random_loop(4, 12, (1, 2, 30), (1, 2), parts=50),
    "few values": random_loop(5, 300, (1, 2), (1,)),
    "many fractions": random_loop(
        6, 40, tuple(Fraction(1, prime) for prime in (3, 7, 11, 13, 17, 101, 10**9 + 7)), (1, 3)
    ),
    "beyond 64 bits": random_loop(7, 40, (10**30, 10**30 + 1, 5), (1, 2)),
    "no work beside what is beyond 64 bits": MarkedGraph(
        ("idle", "waits", "long"),
        (0, 0, 10**30),
        (Arc(0, 1, 1), Arc(1, 0, 1), Arc(1, 2, 1), Arc(2, 2, 1)),
    ),
    "beyond floats": random_loop(8, 12, (10**400, 10**400 + 1, 5), (1, 2)),
}


@pytest.mark.parametrize("kind", HARD)
def test_hard_loops_get_the_same_answers(kind):
    """As above, where floats are too coarse, everything ties or there are many parts."""
    expected = by("lists", HARD[kind])
    assert by("arrays", HARD[kind]) == expected
    assert by("compiled", HARD[kind]) == expected


@pytest.mark.parametrize("kind", ["50 parts", "few values"])
def test_what_takes_over_is_named_the_same(kind):
    """Of cycles that take over alike one is named, wherever on it the search began."""
    graph = HARD[kind]

    def named(backend):
        with using(backend):
            ratio = maximum_cycle_ratio(graph)
            tails = [graph.arcs[arc].tail for arc in ratio.cycle]
            return [breakpoints(graph, ratio, group) for group in (tails, tails[:1], tails[1:2])]

    expected = named("lists")
    assert any(path.breakpoints for path in expected)
    assert named("arrays") == expected
    assert named("compiled") == expected


@pytest.mark.parametrize("backend", BACKENDS)
@pytest.mark.parametrize("kind", ["50 parts", "beyond 64 bits"])
def test_a_few_changed_weights_are_solved_as_all_of_them_written_out(backend, kind):
    """Some arcs of several parts are changed, all else is taken three times."""
    scaled = scale(HARD[kind])
    changed = ChangedWeights(scaled.weights, 3, {arc: 5 * arc for arc in range(0, 400, 30)})
    written_out = [changed[arc] for arc in range(len(changed))]
    assert (written_out[30], written_out[31]) == (150, 3 * scaled.weights[31])
    with using(backend):
        solver = CycleSolver(scaled)
        expected = solver.solve_parts(written_out)
        # The first time nothing is known of the rest, the second time it is.
        assert solver.solve_parts(changed) == expected
        assert solver.solve_parts(changed) == expected


def test_a_thousand_ties_are_all_critical_and_each_is_needed():
    """Each node's own cycle takes 7 days; a smallest set that meets them all is all of them."""
    _, ratio, _, slack, blockers, joint, _, _ = by("compiled", ties(1000))
    assert ratio.period == 7
    assert set(slack.permanent) == {0}
    assert blockers == ()
    assert len(joint.nodes) == 1000


@pytest.mark.parametrize("backend", BACKENDS)
@pytest.mark.parametrize("kind", ["everything doubled", "50 parts", "few values", "ring of rows"])
def test_every_permanent_slack_is_that_of_an_unguided_search(backend, kind):
    """One plain search from every node, with nothing left out, is the oracle."""
    graph = HARD[kind] if kind in HARD else ring_of_rows()
    with using(backend):
        ratio = maximum_cycle_ratio(graph)
        found = slacks(graph, ratio).permanent
    workings, waits = ratio.workings_for(graph), ratio.schedule.slacks
    links = links_within(workings.scaled.leaving, workings.solver.parts)
    for node, days in enumerate(found):
        expected = least_length(node, links, waits)
        assert (None if days is None else days * ratio.schedule.unit) == expected


def ring_of_rows():
    """Rows of 1 to 6 nodes between 40 forks; some forks and some rows wait for themselves."""
    source = random.Random(11)
    arcs, count = [], 40
    for fork in range(40):
        for target in {(fork + 1) % 40, source.randrange(40)}:
            row = range(count, count + source.randint(1, 6))
            count = row.stop
            way = [fork, *row, target]
            arcs += [
                Arc(tail, head, int(place == 0))
                for place, (tail, head) in enumerate(itertools.pairwise(way))
            ]
            if source.random() < 0.3:
                arcs.append(Arc(row[0], row[0], 2))
    days = tuple(source.randint(1, 9) for _ in range(count))
    return MarkedGraph(tuple(f"n{node:03}" for node in range(count)), days, tuple(arcs))


@pytest.mark.parametrize("backend", BACKENDS)
def test_the_shortest_cycle_through_a_node_is_as_long_as_its_slack_and_a_cycle(backend):
    """Its arcs follow each other, come back to their start, pass the node and sum to its slack."""
    graph = ring_of_rows()
    with using(backend):
        ratio = maximum_cycle_ratio(graph)
        lengths = ratio.shortest_cycles.lengths()
        for node, length in enumerate(lengths):
            if not ratio.critical.links[node]:
                arcs = [graph.arcs[arc] for arc in ratio.shortest_cycles.through(node)]
                waits = [ratio.schedule.slacks[arc] for arc in ratio.shortest_cycles.through(node)]
                assert sum(waits) == length
                assert node in {arc.tail for arc in arcs}
                heads = [arc.head for arc in arcs]
                assert [arc.tail for arc in arcs] == [heads[-1], *heads[:-1]]


@pytest.mark.parametrize("backend", BACKENDS)
def test_a_loop_that_never_starts_is_named_whatever_computes_it(backend):
    """Two wait for each other without a lag; a alone may start."""
    arcs = (Arc(0, 0, 1), Arc(1, 2, 0), Arc(2, 1, 0), Arc(0, 1, 1))
    with pytest.raises(DeadlockError, match="b -> c -> b has a total lag of 0"), using(backend):
        maximum_cycle_ratio(MarkedGraph(("a", "b", "c"), (1, 1, 1), arcs))
    with pytest.raises(DeadlockError, match="b -> c -> b"), using(backend):
        latency(MarkedGraph(("a", "b", "c"), (1, 1, 1), arcs))
