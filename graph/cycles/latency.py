"""One idea's way through the loop: the critical path method within a single round."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from graph.cycles.deadlock import DeadlockError, deadlocks_of
from graph.cycles.integer_graph import Links, ScaledGraph, scale
from graph.cycles.marked_graph import TimedGraph
from graph.cycles.ordering import topological_order


@dataclass(frozen=True, slots=True)
class Latency:
    """The longest path of one round, and how much room each component has beside it.

    Attributes:
        days: from the first start to the last end, delays included; 0 without any node.
        path: ids of the components on a longest path, in order.
        arcs: indices of the dependencies on that path, in order.
        earliest: earliest start of each node, in days after the round began.
        latest: latest start that still ends the round in time.
        total_float: latest less earliest start.
        free_float: how late a node may be without any successor noticing.
    """

    days: Fraction
    path: tuple[str, ...]
    arcs: tuple[int, ...]
    earliest: tuple[Fraction, ...]
    latest: tuple[Fraction, ...]
    total_float: tuple[Fraction, ...]
    free_float: tuple[Fraction, ...]


def latency(graph: TimedGraph) -> Latency:
    """Return the longest path over the dependencies of lag 0, with starts and floats.

    Dependencies with a lag wait for earlier rounds and do not count within one.

    Returns:
        Among longest paths the one that comes first in the graph's order.

    Raises:
        DeadlockError: the dependencies of lag 0 form a cycle.

    >>> from graph.cycles.marked_graph import Arc
    >>> way = latency(TimedGraph(("a", "b", "c"), (2, 3, 1), (Arc(0, 1, 0), Arc(2, 1, 0))))
    >>> way.days, way.path, way.total_float[2]
    (Fraction(5, 1), ('a', 'b'), Fraction(1, 1))
    """
    scaled = scale(graph)
    leaving = _without_lag(scaled, scaled.leaving)
    entering = _without_lag(scaled, scaled.entering)
    order = topological_order([[head for _, head in out] for out in leaving])
    if order is None:
        raise DeadlockError(scaled, deadlocks_of(scaled))
    early = [0] * len(graph.nodes)
    for node in order:
        early[node] = max(
            (early[tail] + scaled.weights[arc] for arc, tail in entering[node]), default=0
        )
    ahead = _ahead(scaled, leaving, order)
    length = max(ahead, default=0)
    free = [
        min(
            (early[head] - early[node] - scaled.weights[arc] for arc, head in leaving[node]),
            default=length - early[node] - scaled.days[node],
        )
        for node in range(len(graph.nodes))
    ]
    path, arcs = _longest(scaled, leaving, ahead, length)
    days = scaled.day_scale
    late = [length - rest for rest in ahead]
    return Latency(
        days=Fraction(length, days),
        path=tuple(graph.nodes[node] for node in path),
        arcs=tuple(arcs),
        earliest=tuple(Fraction(value, days) for value in early),
        latest=tuple(Fraction(value, days) for value in late),
        total_float=tuple(Fraction(b - a, days) for a, b in zip(early, late, strict=True)),
        free_float=tuple(Fraction(value, days) for value in free),
    )


def _without_lag(scaled: ScaledGraph, links: Links) -> Links:
    return tuple(tuple(link for link in out if not scaled.lags[link[0]]) for out in links)


def _ahead(scaled: ScaledGraph, leaving: Links, order: Sequence[int]) -> list[int]:
    """Return the time from the start of each node to the end of the round, at the least."""
    ahead = list(scaled.days)
    for node in reversed(order):
        for arc, head in leaving[node]:
            ahead[node] = max(ahead[node], scaled.weights[arc] + ahead[head])
    return ahead


def _longest(
    scaled: ScaledGraph, leaving: Links, ahead: list[int], length: int
) -> tuple[list[int], list[int]]:
    """Follow a longest path from the first node that has the whole length ahead of it."""
    if not ahead:
        return [], []
    path = [ahead.index(length)]
    arcs: list[int] = []
    while True:
        node = path[-1]
        ways = sorted(
            (head, arc)
            for arc, head in leaving[node]
            if ahead[head] + scaled.weights[arc] == ahead[node]
        )
        if not ways:
            return path, arcs
        path.append(ways[0][0])
        arcs.append(ways[0][1])
