"""How much slower things may get: three slacks that are never the same number."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from functools import cached_property

from graph.cycles.critical_graph import critical_graph
from graph.cycles.cycle_ratio import CycleRatio
from graph.cycles.integer_graph import Links
from graph.cycles.marked_graph import MarkedGraph
from graph.cycles.shortest_cycles import distances
from graph.records import record


@record(slots=False)
class Slacks:
    """The three slacks, exact; in whole numbers, and in days for those who ask.

    Attributes:
        waits: per arc, the wait between the end of its delay and the start of its head in the
            schedule of the certificate.
        rooms: per node, how late it may be a single time without the critical cycle noticing,
            if critical nodes start as in that schedule; ``None`` where no delay ever reaches the
            critical cycle or nothing on it makes the node wait.
        shortest: per node, how much slower it may become for good without a longer period:
            ``min over cycles through it of (period * lags - days)``; ``None`` on no cycle.
        unit: what one day counts in these.
    """

    waits: Sequence[int]
    rooms: Sequence[int | None]
    shortest: Sequence[int | None]
    unit: int

    @cached_property
    def dependency(self) -> tuple[Fraction, ...]:
        """The wait of each arc, in days."""
        return tuple(Fraction(wait, self.unit) for wait in self.waits)

    @cached_property
    def one_off(self) -> tuple[Fraction | None, ...]:
        """How late each node may be a single time, in days."""
        return tuple(map(self.in_days, self.rooms))

    @cached_property
    def permanent(self) -> tuple[Fraction | None, ...]:
        """How much slower each node may become for good, in days."""
        return tuple(map(self.in_days, self.shortest))

    def in_days(self, value: int | None) -> Fraction | None:
        """Return one of the whole numbers in days."""
        return None if value is None else Fraction(value, self.unit)


def slacks(graph: MarkedGraph, ratio: CycleRatio) -> Slacks:
    """Return arc slack, one-off float and permanent slack for the whole loop.

    >>> from graph.cycles.cycle_ratio import maximum_cycle_ratio
    >>> from graph.cycles.marked_graph import Arc
    >>> loop = MarkedGraph(("a", "b"), (2, 3), (Arc(0, 1, 0), Arc(1, 0, 1), Arc(0, 0, 1)))
    >>> slacks(loop, maximum_cycle_ratio(loop)).permanent
    (Fraction(0, 1), Fraction(0, 1))
    """
    return Slacks(
        waits=ratio.schedule.slacks,
        rooms=_one_off(graph, ratio),
        shortest=ratio.shortest_cycles.lengths(),
        unit=ratio.schedule.unit,
    )


def _one_off(graph: MarkedGraph, ratio: CycleRatio) -> list[int | None]:
    workings = ratio.workings_for(graph)
    waits = ratio.schedule.slacks
    critical = critical_graph(graph, ratio).nodes
    after = distances(critical, workings.scaled.leaving, waits)
    before = distances(critical, workings.scaled.entering, waits)
    on_cycle = {node for members in workings.solver.parts for node in members}
    return [
        early + late if early is not None and late is not None and node in on_cycle else None
        for node, (early, late) in enumerate(zip(after, before, strict=True))
    ]


def shortest_ways(
    start: int, links: Links, lengths: Sequence[int], wanted: Iterable[int]
) -> dict[int, tuple[int, int]]:
    """Return for each node on the way the node before it on a shortest way, and the arc.

    Args:
        start: where all ways begin.
        links: for each node its outgoing arcs with their heads.
        lengths: length of each arc, 0 or more.
        wanted: the nodes to which ways are looked for; it ends once all are reached.

    >>> shortest_ways(0, (((0, 1), (2, 1)), ((1, 0),)), [3, 4, 2], [1])
    {1: (0, 2)}
    """
    found = {start: 0}
    came_by: dict[int, tuple[int, int]] = {}
    missing = set(wanted)
    heap = [(0, start)]
    while heap and missing:
        length, node = heapq.heappop(heap)
        if length > found[node]:
            continue
        missing.discard(node)
        for arc, other in links[node]:
            total = length + lengths[arc]
            if other not in found or total < found[other]:
                found[other] = total
                came_by[other] = (node, arc)
                heapq.heappush(heap, (total, other))
    return came_by


def trail(
    start: int, last: tuple[int, int], came_by: Mapping[int, tuple[int, int]]
) -> tuple[int, ...]:
    """Return the arcs from a start to the head of the last arc.

    Args:
        start: where the way begins.
        last: the node before the last arc, and that arc.
        came_by: for each node on the way the node before it, and the arc between.

    >>> trail(0, (2, 7), {2: (0, 5)})
    (5, 7)
    """
    node, arc = last
    arcs = [arc]
    while node != start:
        node, arc = came_by[node]
        arcs.append(arc)
    return tuple(reversed(arcs))
