"""When each component starts if every round takes the period: the potentials of the certificate."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from graph.cycles.integer_graph import Links, ScaledGraph
from graph.cycles.ordering import topological_order
from graph.errors import UsageError


@dataclass(frozen=True, slots=True)
class PeriodicSchedule:
    """Starts in whole numbers, for one graph and one period.

    Attributes:
        starts: start of each node in round 0, times ``unit``.
        gains: weight minus period times lag of each arc, times ``unit``.
        slacks: wait on each arc between the end of its delay and the start of its head,
            times ``unit``; 0 or more.
        unit: what one day counts.
    """

    starts: tuple[int, ...]
    gains: tuple[int, ...]
    slacks: tuple[int, ...]
    unit: int


def schedule(graph: ScaledGraph, work: int, lag: int, anchor: int) -> PeriodicSchedule:
    """Return the periodic schedule for the period work / lag.

    What the anchor reaches starts as early as the anchor allows; what only leads to that starts
    as late as it may; what does neither starts as late as what follows it allows.

    Args:
        graph: the loop.
        work: scaled work of a critical cycle.
        lag: scaled lag of the same cycle.
        anchor: a node of that cycle; it starts at 0.

    Raises:
        UsageError: some cycle takes longer than the period.

    >>> from graph.cycles.integer_graph import scale
    >>> from graph.cycles.marked_graph import Arc, TimedGraph
    >>> loop = TimedGraph(("a", "b"), (2, 3), (Arc(0, 1, 0), Arc(1, 0, 1)))
    >>> schedule(scale(loop), 5, 1, 0).starts
    (0, 2)
    """
    gains = tuple(
        weight * lag - work * arc_lag
        for weight, arc_lag in zip(graph.weights, graph.lags, strict=True)
    )
    order = topological_order(
        [[head for arc, head in links if not graph.lags[arc]] for links in graph.leaving]
    ) or tuple(range(len(graph.names)))
    final = _starts(graph, gains, order, anchor)
    slacks = tuple(
        final[head] - final[tail] - gain
        for tail, head, gain in zip(graph.tails, graph.heads, gains, strict=True)
    )
    return PeriodicSchedule(final, gains, slacks, graph.day_scale * lag)


def _starts(
    graph: ScaledGraph, gains: Sequence[int], order: Sequence[int], anchor: int
) -> tuple[int, ...]:
    """Fix all that follows what is fixed, then all that leads to it, until nothing is left."""
    starts: list[int | None] = [None] * len(order)
    while True:
        starts[anchor] = 0
        left = len(order) + 1
        while left > (left := starts.count(None)):
            _settle(starts, _open(order, starts), graph.entering, gains)
            ends = [None if start is None else -start for start in starts]
            _settle(ends, _open(order[::-1], starts), graph.leaving, gains)
            starts = [None if end is None else -end for end in ends]
        if not left:
            return tuple(start or 0 for start in starts)
        anchor = starts.index(None)


def _open(order: Sequence[int], starts: Sequence[int | None]) -> list[int]:
    return [node for node in order if starts[node] is None]


def _settle(
    values: list[int | None], order: Sequence[int], links: Links, gains: Sequence[int]
) -> None:
    """Raise each value to the most that any arc asks for, until none asks for more."""
    # A way without a cycle meets each node once: more passes than nodes mean a cycle that gains.
    for _ in range(len(values) + 1):
        changed = False
        for node in order:
            best = values[node]
            for arc, other in links[node]:
                base = values[other]
                if base is not None and (best is None or base + gains[arc] > best):
                    best = base + gains[arc]
                    changed = True
            values[node] = best
        if not changed:
            return
    raise UsageError("Some cycle takes longer than this period, so no schedule keeps it.")
