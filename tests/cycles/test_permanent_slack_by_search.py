"""Permanent slack of loops of several parts, against one plain search from every node."""

from __future__ import annotations

import random

import pytest
from all_cycles import least_length

from graph.cycles.cycle_ratio import maximum_cycle_ratio
from graph.cycles.marked_graph import Arc, MarkedGraph
from graph.cycles.shortest_cycles import links_within
from graph.cycles.slack import slacks


def parts(seed):
    """Two to five loops of 8 nodes each, some equally slow, joined one way; all lags are 1."""
    source = random.Random(seed)
    size, count = 8, source.randint(2, 5)
    arcs = []
    for part in range(count):
        first = part * size
        arcs += [Arc(first + node, first + (node + 1) % size, 1) for node in range(size)]
        arcs += [
            Arc(
                first + source.randrange(size),
                first + source.randrange(size),
                source.choice((1, 2)),
            )
            for _ in range(source.randint(0, 12))
        ]
        if part:
            arcs.append(Arc(source.randrange(first), first + source.randrange(size), 1))
    days = tuple(source.randint(1, 4) for _ in range(size * count))
    return MarkedGraph(tuple(f"n{node:02}" for node in range(len(days))), days, tuple(arcs))


@pytest.mark.parametrize("seed", range(60))
def test_every_slack_is_that_of_an_unguided_search(seed):
    """Whatever the search leaves out cannot have been on a shorter cycle."""
    graph = parts(seed)
    ratio = maximum_cycle_ratio(graph)
    workings, waits = ratio.workings_for(graph), ratio.schedule.slacks
    links = links_within(workings.scaled.leaving, workings.solver.parts)
    expected = [least_length(node, links, waits) for node in range(len(graph.nodes))]

    found = slacks(graph, ratio).permanent

    assert [None if days is None else days * ratio.schedule.unit for days in found] == expected
