"""One idea's way through the loop: the critical path method within a single round.

networkx finds the same longest path, against which this is tested; loading it takes longer than all
else that a map of the usual size needs to be answered.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from functools import cached_property

from graph.cycles.deadlock import DeadlockError, deadlocks_of
from graph.cycles.integer_graph import IntegerGraph, Links, scale
from graph.cycles.marked_graph import MarkedGraph
from graph.cycles.ordering import topological_order
from graph.records import record

#: Arcs from which arrays repay to load NumPy for them.
ARRAYS_FROM = 50_000


@record(slots=False)
class Latency:
    """The longest path of one round, and how much room each component has beside it.

    Attributes:
        days: from the first start to the last end, delays included; 0 without any node.
        path: ids of the components on a longest path, in order.
        early: earliest start of each node, in whole numbers.
        late: latest start that still ends the round in time.
        free: how late a node may be without any successor noticing.
        unit: what one day counts in these.
    """

    days: Fraction
    path: tuple[str, ...]
    early: Sequence[int]
    late: Sequence[int]
    free: Sequence[int]
    unit: int

    @cached_property
    def earliest(self) -> tuple[Fraction, ...]:
        """Earliest start of each node, in days after the round began."""
        return tuple(Fraction(value, self.unit) for value in self.early)

    @cached_property
    def latest(self) -> tuple[Fraction, ...]:
        """Latest start of each node that still ends the round in time, likewise."""
        return tuple(Fraction(value, self.unit) for value in self.late)

    @cached_property
    def total_float(self) -> tuple[Fraction, ...]:
        """Latest less earliest start of each node, in days."""
        return tuple(
            Fraction(late - early, self.unit)
            for early, late in zip(self.early, self.late, strict=True)
        )

    @cached_property
    def free_float(self) -> tuple[Fraction, ...]:
        """How late each node may be without any successor noticing, in days."""
        return tuple(Fraction(value, self.unit) for value in self.free)


def latency(graph: MarkedGraph, scaled: IntegerGraph | None = None) -> Latency:
    """Return the longest path over the dependencies of lag 0, with starts and floats.

    Dependencies with a lag wait for earlier rounds and do not count within one.

    Args:
        graph: days, delays and lags 0 or more.
        scaled: the same in whole numbers, if somebody has made them.

    Returns:
        Among longest paths the one that comes first in the graph's order.

    Raises:
        DeadlockError: the dependencies of lag 0 form a cycle.

    >>> from graph.cycles.marked_graph import Arc
    >>> way = latency(MarkedGraph(("a", "b", "c"), (2, 3, 1), (Arc(0, 1, 0), Arc(2, 1, 0))))
    >>> way.days, way.path, way.total_float[2]
    (Fraction(5, 1), ('a', 'b'), Fraction(1, 1))
    """
    scaled = scaled or scale(graph)
    times = _times_by_arrays(scaled) if len(graph.arcs) >= ARRAYS_FROM else _times(scaled)
    if times is None:
        raise DeadlockError(scaled, deadlocks_of(scaled))
    path = _longest_path(scaled, times.ahead)
    length = times.ahead[path[0]] if path else 0
    return Latency(
        days=Fraction(length, scaled.day_scale),
        path=tuple(graph.nodes[node] for node in path),
        early=times.early,
        late=[length - rest for rest in times.ahead],
        free=times.free,
        unit=scaled.day_scale,
    )


@record
class _Times:
    """Earliest start of each node, longest way from its start to the end, and free float."""

    early: list[int]
    ahead: list[int]
    free: list[int]


def _times(scaled: IntegerGraph) -> _Times | None:
    """Return the times of all nodes; ``None`` if the arcs without lag form a cycle."""
    count = len(scaled.names)
    leaving, entering = (_without_lag(scaled, links) for links in (scaled.leaving, scaled.entering))
    order = topological_order([[head for _, head in links] for links in leaving])
    if order is None:
        return None
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
    length = max(ahead, default=0)
    free = [
        min(
            (early[head] - early[node] - scaled.weights[arc] for arc, head in leaving[node]),
            default=length - early[node] - scaled.days[node],
        )
        for node in range(count)
    ]
    return _Times(early, ahead, free)


def _times_by_arrays(scaled: IntegerGraph) -> _Times | None:
    """Return the same from arrays, which pays for many arcs; numbers may be of any size."""
    if sum(scaled.days) + sum(scaled.weights) >= 2**62:
        return _times(scaled)
    # It loads NumPy.
    import numpy as np

    from graph.cycles.one_pass import one_pass

    now = np.array([not lag for lag in scaled.lags], dtype=np.bool_)
    tails, heads, weights = (
        np.array(values, dtype=np.int64)[now]
        for values in (scaled.tails, scaled.heads, scaled.weights)
    )
    found = one_pass(tails, heads, weights, np.array(scaled.days, dtype=np.int64))
    if found is None:
        return None
    return _Times(found.early.tolist(), found.ahead.tolist(), found.free.tolist())


def _longest_path(scaled: IntegerGraph, ahead: Sequence[int]) -> list[int]:
    """Return the longest path that comes first in the graph's order."""
    if not ahead:
        return []
    node = ahead.index(max(ahead))
    # Only arcs on which the way ahead is longest can lie on it.
    tight: dict[int, int] = {}
    for arc, (tail, head) in enumerate(zip(scaled.tails, scaled.heads, strict=True)):
        if scaled.weights[arc] + ahead[head] == ahead[tail] and not scaled.lags[arc]:
            tight[tail] = min(tight.get(tail, head), head)
    path = [node]
    while node in tight:
        node = tight[node]
        path.append(node)
    return path


def _without_lag(scaled: IntegerGraph, links: Links) -> Links:
    return tuple(tuple(link for link in out if not scaled.lags[link[0]]) for out in links)
