"""One idea's way through the loop: the critical path method within a single round.

networkx finds the same longest path, against which this is tested; loading it takes longer than all
else that a map of the usual size needs to be answered.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from graph.cycles.deadlock import DeadlockError, deadlocks_of
from graph.cycles.integer_graph import IntegerGraph, Links, scale
from graph.cycles.marked_graph import MarkedGraph
from graph.cycles.ordering import topological_order


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
    scaled = scale(graph)
    count = len(graph.nodes)
    leaving, entering = (_without_lag(scaled, links) for links in (scaled.leaving, scaled.entering))
    order = topological_order([[head for _, head in links] for links in leaving])
    if order is None:
        raise DeadlockError(scaled, deadlocks_of(scaled))
    early, ahead = [0] * count, list(scaled.days)
    for node in order:
        early[node] = max(
            (early[tail] + scaled.weights[arc] for arc, tail in entering[node]), default=0
        )
    for node in reversed(order):
        ahead[node] = max(
            (scaled.weights[arc] + ahead[head] for arc, head in leaving[node]),
            default=scaled.days[node],
        )
    path = _longest_path(scaled, leaving, ahead)
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


def _longest_path(scaled: IntegerGraph, leaving: Links, ahead: Sequence[int]) -> list[int]:
    """Return the longest path that comes first in the graph's order."""
    if not ahead:
        return []
    length = max(ahead)
    path = [ahead.index(length)]
    while leaving[path[-1]]:
        node = path[-1]
        path.append(
            min(
                head
                for arc, head in leaving[node]
                if scaled.weights[arc] + ahead[head] == ahead[node]
            )
        )
    return path


def _without_lag(scaled: IntegerGraph, links: Links) -> Links:
    return tuple(tuple(link for link in out if not scaled.lags[link[0]]) for out in links)
