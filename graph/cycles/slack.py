"""How much slower things may get: three slacks that are never the same number."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

from graph.cycles.critical_graph import critical_graph
from graph.cycles.cycle_ratio import CycleRatio
from graph.cycles.integer_graph import Links
from graph.cycles.marked_graph import MarkedGraph
from graph.cycles.shortest_cycles import distances
from graph.records import record


@record
class Slacks:
    """The three slacks, in days, exact.

    Attributes:
        dependency: per arc, the wait between the end of its delay and the start of its head in
            the schedule of the certificate.
        one_off: per node, how late it may be a single time without the critical cycle noticing,
            if critical nodes start as in that schedule; ``None`` where no delay ever reaches the
            critical cycle or nothing on it makes the node wait.
        permanent: per node, how much slower it may become for good without a longer period:
            ``min over cycles through it of (period * lags - days)``; ``None`` on no cycle.
    """

    dependency: tuple[Fraction, ...]
    one_off: tuple[Fraction | None, ...]
    permanent: tuple[Fraction | None, ...]


def slacks(graph: MarkedGraph, ratio: CycleRatio) -> Slacks:
    """Return arc slack, one-off float and permanent slack for the whole loop.

    >>> from graph.cycles.cycle_ratio import maximum_cycle_ratio
    >>> from graph.cycles.marked_graph import Arc
    >>> loop = MarkedGraph(("a", "b"), (2, 3), (Arc(0, 1, 0), Arc(1, 0, 1), Arc(0, 0, 1)))
    >>> slacks(loop, maximum_cycle_ratio(loop)).permanent
    (Fraction(0, 1), Fraction(0, 1))
    """
    unit = ratio.schedule.unit
    return Slacks(
        dependency=tuple(Fraction(slack, unit) for slack in ratio.schedule.slacks),
        one_off=_in_days(_one_off(graph, ratio), unit),
        permanent=_in_days(ratio.shortest_cycles.lengths(), unit),
    )


def _in_days(values: Iterable[int | None], unit: int) -> tuple[Fraction | None, ...]:
    return tuple(None if value is None else Fraction(value, unit) for value in values)


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
