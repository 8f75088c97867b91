"""One idea's way through the loop: the critical path method within a single round.

networkx orders the components and finds the longest path; it takes a few milliseconds for a
thousand of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from graph.cycles.deadlock import DeadlockError, deadlocks_of
from graph.cycles.integer_graph import IntegerGraph, Links, scale
from graph.cycles.marked_graph import MarkedGraph

if TYPE_CHECKING:
    import networkx as nx


@dataclass(frozen=True, slots=True)
class Latency:
    """The longest path of one round, and how much room each component has beside it.

    Attributes:
        days: from the first start to the last end, delays included; 0 without any node.
        path: ids of the components on a longest path, in order.
        earliest: earliest start of each node, in days after the round began.
        latest: latest start that still ends the round in time.
        total_float: latest less earliest start.
        free_float: how late a node may be without any successor noticing.
    """

    days: Fraction
    path: tuple[str, ...]
    earliest: tuple[Fraction, ...]
    latest: tuple[Fraction, ...]
    total_float: tuple[Fraction, ...]
    free_float: tuple[Fraction, ...]


def latency(graph: MarkedGraph) -> Latency:
    """Return the longest path over the dependencies of lag 0, with starts and floats.

    Dependencies with a lag wait for earlier rounds and do not count within one.

    Returns:
        Among longest paths the one that comes first in the graph's order.

    Raises:
        DeadlockError: the dependencies of lag 0 form a cycle.

    >>> from graph.cycles.marked_graph import Arc
    >>> way = latency(MarkedGraph(("a", "b", "c"), (2, 3, 1), (Arc(0, 1, 0), Arc(2, 1, 0))))
    >>> way.days, way.path, way.total_float[2]
    (Fraction(5, 1), ('a', 'b'), Fraction(1, 1))
    """
    import networkx as nx

    scaled = scale(graph)
    passing = _one_pass(scaled)
    try:
        backwards = list(nx.topological_sort(passing))
    except nx.NetworkXUnfeasible:
        raise DeadlockError(scaled, deadlocks_of(scaled)) from None
    count = len(graph.nodes)
    way = nx.dag_longest_path(passing, weight="days", topo_order=backwards)
    path = [node for node in reversed(way) if node < count]
    leaving, entering = (_without_lag(scaled, links) for links in (scaled.leaving, scaled.entering))
    early, ahead = [0] * count, list(scaled.days)
    for node in (node for node in reversed(backwards) if node < count):
        early[node] = max(
            (early[tail] + scaled.weights[arc] for arc, tail in entering[node]), default=0
        )
    for node in (node for node in backwards if node < count):
        ahead[node] = max(
            (scaled.weights[arc] + ahead[head] for arc, head in leaving[node]),
            default=scaled.days[node],
        )
    length = ahead[path[0]] if path else 0
    free = [
        min(
            (early[head] - early[node] - scaled.weights[arc] for arc, head in leaving[node]),
            default=length - early[node] - scaled.days[node],
        )
        for node in range(count)
    ]
    days = scaled.day_scale
    late = [length - rest for rest in ahead]
    return Latency(
        days=Fraction(length, days),
        path=tuple(graph.nodes[node] for node in path),
        earliest=tuple(Fraction(value, days) for value in early),
        latest=tuple(Fraction(value, days) for value in late),
        total_float=tuple(Fraction(b - a, days) for a, b in zip(early, late, strict=True)),
        free_float=tuple(Fraction(value, days) for value in free),
    )


def _one_pass(scaled: IntegerGraph) -> nx.MultiDiGraph[int]:
    """Return the dependencies of one round, turned round, between an end and a beginning.

    networkx weighs edges and goes back from the last node, at each to the first of the best before
    it. Turned round that is, among longest paths, the one that comes first in the graph's order.
    """
    import networkx as nx

    count = len(scaled.names)
    passing: nx.MultiDiGraph[int] = nx.MultiDiGraph()
    for node, links in enumerate(scaled.leaving):
        for head, arc in sorted((head, arc) for arc, head in links if not scaled.lags[arc]):
            passing.add_edge(head, node, days=scaled.weights[arc])
    for node, days in enumerate(scaled.days):
        passing.add_edge(count, node, days=days)
        # More than nothing, so that even a pass that takes no time goes to the beginning.
        passing.add_edge(node, count + 1, days=1)
    return passing


def _without_lag(scaled: IntegerGraph, links: Links) -> Links:
    return tuple(tuple(link for link in out if not scaled.lags[link[0]]) for out in links)
