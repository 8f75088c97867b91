"""Nodes on every critical cycle, against removing each in turn, on random loops full of ties."""

from __future__ import annotations

import random

import networkx as nx
import pytest

from graph.cycles.critical_graph import critical_graph, hard_blockers
from graph.cycles.cycle_ratio import maximum_cycle_ratio
from graph.cycles.deadlock import DeadlockError
from graph.cycles.marked_graph import Arc, MarkedGraph


def random_loop(seed: int) -> MarkedGraph:
    """Return a loop of few different days and lags, so that many cycles tie; some arcs doubled."""
    chance = random.Random(seed)
    count = chance.randint(1, 7)
    arcs = [
        Arc(
            tail,
            head,
            0 if tail < head and chance.random() < 0.7 else chance.choice((1, 1, 2)),
            chance.choice((0, 0, 1)),
        )
        for tail in range(count)
        for head in range(count)
        for _ in range(chance.choice((0, 0, 1, 1, 2)))
    ]
    days = tuple(chance.choice((1, 1, 2)) for _ in range(count))
    return MarkedGraph(tuple(f"n{number}" for number in range(count)), days, tuple(arcs))


@pytest.mark.parametrize("block", range(20))
def test_a_node_is_on_every_cycle_exactly_if_none_is_left_without_it(block: int) -> None:
    """Fifty loops a case: the oracle takes each node out and asks networkx for a cycle."""
    for seed in range(50 * block, 50 * (block + 1)):
        graph = random_loop(seed)
        try:
            ratio = maximum_cycle_ratio(graph)
        except DeadlockError:
            continue
        if ratio is None:
            continue
        critical = critical_graph(graph, ratio)
        whole = nx.DiGraph([(t, h) for t, out in enumerate(critical.links) for _, h in out])
        expected = []
        for node in critical.nodes:
            rest = whole.copy()
            rest.remove_node(node)
            if nx.is_directed_acyclic_graph(rest):
                expected.append(node)
        assert hard_blockers(graph, ratio) == tuple(expected), seed


def test_a_doubled_dependency_in_a_long_ring_changes_nothing() -> None:
    """A ring of 4,000 in which one dependency is there twice: every part is on every cycle."""
    count = 4_000
    ring = [Arc(node, (node + 1) % count, int(node == count - 1)) for node in range(count)]
    graph = MarkedGraph(
        tuple(f"n{node}" for node in range(count)), (1,) * count, (*ring, Arc(5, 6, 0))
    )
    ratio = maximum_cycle_ratio(graph)
    assert ratio is not None
    assert hard_blockers(graph, ratio) == tuple(range(count))
