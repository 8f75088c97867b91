"""The longest path of one pass against networkx, on random loops."""

from __future__ import annotations

import itertools
import random
from fractions import Fraction

import networkx as nx
import pytest

from graph.cycles.latency import latency
from graph.cycles.marked_graph import Arc, MarkedGraph


def random_loop(seed: int) -> MarkedGraph:
    """Return a loop whose dependencies of lag 0 lead forward, some with delays, some doubled."""
    chance = random.Random(seed)
    count = chance.randint(1, 12)
    days = tuple(chance.choice((0, 1, 2, 5)) for _ in range(count))
    arcs = []
    for tail in range(count):
        for head in range(count):
            if tail < head and chance.random() < 0.4:
                arcs += [Arc(tail, head, 0, chance.choice((0, 0, 3)))] * chance.randint(1, 2)
            if tail > head and chance.random() < 0.2:
                arcs.append(Arc(tail, head, 1))
    return MarkedGraph(tuple(f"n{number:02}" for number in range(count)), days, tuple(arcs))


@pytest.mark.parametrize("seed", range(60))
def test_the_length_is_that_of_networkx_and_the_path_has_it(seed: int) -> None:
    """The days of the longest path are those networkx finds; the path shown adds up to them."""
    graph = random_loop(seed)
    oracle = nx.MultiDiGraph()
    for node, days in enumerate(graph.days):
        oracle.add_edge(node, "end", days=days)
    for arc in graph.arcs:
        if not arc.lag:
            oracle.add_edge(arc.tail, arc.head, days=graph.days[arc.tail] + arc.delay)
    found = latency(graph)
    assert found.days == nx.dag_longest_path_length(oracle, weight="days")
    nodes = [graph.nodes.index(name) for name in found.path]
    total = Fraction(graph.days[nodes[-1]])
    for tail, head in itertools.pairwise(nodes):
        ways = [a.delay for a in graph.arcs if (a.tail, a.head, a.lag) == (tail, head, 0)]
        total += graph.days[tail] + max(ways)
    assert total == found.days


@pytest.mark.parametrize("seed", range(60))
def test_floats_are_what_lies_between_the_two_starts(seed: int) -> None:
    """No start is before its time, and the float is the latest start less the earliest."""
    found = latency(random_loop(seed))
    for early, late, room in zip(found.earliest, found.latest, found.total_float, strict=True):
        assert 0 <= early <= late <= found.days
        assert room == late - early
