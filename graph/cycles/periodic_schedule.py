"""When everything starts if each round takes the period, in whole numbers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from heapq import heapify, heappop, heappush

from graph.cycles.integer_graph import IntegerGraph, Links
from graph.cycles.ordering import strongly_connected
from graph.errors import UsageError
from graph.records import record


@record
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


@record
class Heights:
    """How much work the way of each node on to the steepest cycle of its part gains.

    No arc within a part climbs less than it gains at the part's own ratio, and so at any greater.

    Attributes:
        values: of each node, times ``units``; 0 at a node of no part.
        units: the lag of that cycle for each node; 1 at a node of no part.
    """

    values: Sequence[int]
    units: Sequence[int]


def schedule(
    graph: IntegerGraph, work: int, lag: int, anchor: int, heights: Heights
) -> PeriodicSchedule:
    """Return the periodic schedule for the period work / lag.

    What the anchor reaches starts as early as the anchor allows; what only leads to that starts
    as late as it may; what does neither starts as late as what follows it allows.

    Args:
        graph: the loop.
        work: scaled work of a critical cycle.
        lag: scaled lag of the same cycle.
        anchor: a node of that cycle; it starts at 0.
        heights: of the nodes; they spare the search for the longest ways to go back on itself.

    Raises:
        UsageError: some cycle takes longer than the period.

    >>> from graph.cycles.integer_graph import scale
    >>> from graph.cycles.marked_graph import Arc, MarkedGraph
    >>> loop = MarkedGraph(("a", "b"), (2, 3), (Arc(0, 1, 0), Arc(1, 0, 1)))
    >>> schedule(scale(loop), 5, 1, 0, Heights((0, 3), (1, 1))).starts
    (0, 2)
    """
    gains = tuple(
        weight * lag - work * arc_lag
        for weight, arc_lag in zip(graph.weights, graph.lags, strict=True)
    )
    levels = [lag * value for value in heights.values]
    starts = _Starts(graph, gains, levels, heights.units).from_anchor(anchor)
    slacks = tuple(
        starts[head] - starts[tail] - gain
        for tail, head, gain in zip(graph.tails, graph.heads, gains, strict=True)
    )
    # Each start is the length of a way: if none is too early, each way is the longest.
    if min(slacks, default=0) < 0:
        raise UsageError("Some cycle takes longer than this period, so no schedule keeps it.")
    return PeriodicSchedule(starts, gains, slacks, graph.day_scale * lag)


class _Starts:
    """Finds longest ways, one strongly connected set of nodes after the other."""

    def __init__(
        self,
        graph: IntegerGraph,
        gains: Sequence[int],
        levels: Sequence[int],
        units: Sequence[int],
    ) -> None:
        self._entering, self._leaving, self._gains = graph.entering, graph.leaving, gains
        self._levels, self._units = levels, units
        self._sets = strongly_connected([[head for _, head in out] for out in graph.leaving])
        self._set_of = [0] * len(graph.names)
        for number, members in enumerate(self._sets):
            for node in members:
                self._set_of[node] = number

    def from_anchor(self, anchor: int) -> tuple[int, ...]:
        """Fix all that follows what is fixed, then all that leads to it, until nothing is left."""
        starts: list[int | None] = [None] * len(self._set_of)
        below = [-level for level in self._levels]
        while True:
            starts[anchor] = 0
            left = len(starts) + 1
            while left > (left := starts.count(None)):
                self._settle(starts, reversed(self._sets), self._entering, self._leaving, below)
                ends = [None if start is None else -start for start in starts]
                self._settle(ends, self._sets, self._leaving, self._entering, self._levels)
                starts = [None if end is None else -end for end in ends]
            if not left:
                return tuple(start or 0 for start in starts)
            anchor = starts.index(None)

    def _settle(
        self,
        values: list[int | None],
        sets: Iterable[Sequence[int]],
        comers: Links,
        goers: Links,
        levels: Sequence[int],
    ) -> None:
        """Give each node the most that any arc from a node with a value asks for.

        Args:
            values: of the nodes; those that have one keep it.
            sets: of the nodes, each after those that arcs come to it from.
            comers: for each node the arcs by which something is asked of it.
            goers: for each node the arcs by which it asks.
            levels: no arc within a set climbs more by them than it lets values fall.
        """
        for members in sets:
            waiting = []
            for node in members:
                if values[node] is None:
                    asked = self._asked(node, values, comers)
                    if asked is not None:
                        waiting.append((levels[node] - self._units[node] * asked, node, asked))
            self._spread(waiting, values, goers, levels)

    def _asked(self, node: int, values: Sequence[int | None], comers: Links) -> int | None:
        gains, most = self._gains, None
        for arc, other in comers[node]:
            base = values[other]
            if base is not None and (most is None or base + gains[arc] > most):
                most = base + gains[arc]
        return most

    def _spread(
        self,
        waiting: list[tuple[int, int, int]],
        values: list[int | None],
        goers: Links,
        levels: Sequence[int],
    ) -> None:
        """Give what waits its values, and whatever that asks in the same set, by their height."""
        gains, units, set_of = self._gains, self._units, self._set_of
        heapify(waiting)
        while waiting:
            _, node, value = heappop(waiting)
            if values[node] is not None:
                continue
            values[node] = value
            for arc, other in goers[node]:
                if values[other] is None and set_of[other] == set_of[node]:
                    asked = value + gains[arc]
                    heappush(waiting, (levels[other] - units[other] * asked, other, asked))
