"""How much slower things may get: three slacks that are never the same number."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from graph.cycles.critical_graph import CriticalGraph, critical_graph
from graph.cycles.cycle_ratio import CycleRatio
from graph.cycles.integer_graph import Links
from graph.cycles.marked_graph import MarkedGraph


@dataclass(frozen=True, slots=True)
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
        permanent=_in_days(_permanent(graph, ratio), unit),
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


def distances(sources: Iterable[int], links: Links, lengths: Sequence[int]) -> list[int | None]:
    """Return the least summed length from any source to each node; ``None`` if out of reach.

    >>> distances([0], (((0, 1),), ((1, 0),), ()), [3, 4])
    [0, 3, None]
    """
    found: list[int | None] = [None] * len(links)
    heap = [(0, node) for node in sources]
    for _, node in heap:
        found[node] = 0
    while heap:
        length, node = heapq.heappop(heap)
        known = found[node]
        if known is not None and length > known:
            continue
        for arc, other in links[node]:
            total = length + lengths[arc]
            known = found[other]
            if known is None or total < known:
                found[other] = total
                heapq.heappush(heap, (total, other))
    return found


def _permanent(graph: MarkedGraph, ratio: CycleRatio) -> list[int | None]:
    workings = ratio.workings_for(graph)
    critical = critical_graph(graph, ratio)
    links = links_within(workings.scaled.leaving, workings.solver.parts)
    entering = links_within(workings.scaled.entering, workings.solver.parts)
    waits = ratio.schedule.slacks
    around = _Landmarks.of(workings.solver.parts, critical, links, entering, waits)
    result: list[int | None] = [None] * len(graph.nodes)
    for node in (node for members in workings.solver.parts for node in members):
        result[node] = 0 if critical.links[node] else around.least_through(node)
    return result


@dataclass(frozen=True)
class _Landmarks:
    """Ways from and to some nodes of each part, which tell a search where not to look.

    A way there and back is as long as some cycle at least. And as ``before[other]`` is at most
    ``before[node]`` and the way from node to other, what is left of a cycle is at least the
    difference; the same holds of ``after``.

    Attributes:
        links: for each node its outgoing arcs with their heads, within its part.
        lengths: of each arc, 0 or more.
        before: length of the shortest way from a landmark to each node of a part.
        after: of that from each node to a landmark.
        lone: landmarks that lie on no critical cycle, for which there and back is no cycle.
    """

    links: Links
    lengths: Sequence[int]
    before: Sequence[int]
    after: Sequence[int]
    lone: frozenset[int]

    @staticmethod
    def of(
        parts: Iterable[Sequence[int]],
        critical: CriticalGraph,
        links: Links,
        entering: Links,
        lengths: Sequence[int],
    ) -> _Landmarks:
        """Return one set of landmarks a part: what is critical and hangs together, else a node."""
        together = {node: members for members in critical.components for node in members}
        sources: list[int] = []
        lone: set[int] = set()
        for members in parts:
            found = next((together[node] for node in members if node in together), None)
            sources += found or members[:1]
            lone.update(() if found else members[:1])
        before = [length or 0 for length in distances(sources, links, lengths)]
        after = [length or 0 for length in distances(sources, entering, lengths)]
        return _Landmarks(links, lengths, before, after, frozenset(lone))

    def least_through(self, start: int) -> int | None:
        """Return the length of the shortest cycle through a node; ``None`` if there is none."""
        links, lengths, before, after = self.links, self.lengths, self.before, self.after
        first, last = before[start], after[start]
        best = None if start in self.lone else first + last
        found = {start: 0}
        # By the whole length of a cycle that may still come of it, the least first.
        heap = [(0, 0, start)]
        while heap:
            whole, length, node = heapq.heappop(heap)
            if best is not None and whole >= best:
                break
            if length > found[node]:
                continue
            for arc, other in links[node]:
                total = length + lengths[arc]
                if other == start:
                    best = total if best is None else min(best, total)
                    continue
                known = found.get(other)
                if known is not None and total >= known:
                    continue
                whole = total + max(first - before[other], after[other] - last, 0)
                if best is None or whole < best:
                    found[other] = total
                    heapq.heappush(heap, (whole, total, other))
        return best


def links_within(links: Links, parts: Iterable[Sequence[int]]) -> Links:
    """Return only the arcs whose two ends lie in the same part.

    >>> links_within((((0, 1),), ((1, 0),)), [(0,), (1,)])
    ((), ())
    """
    part = {node: number for number, members in enumerate(parts) for node in members}
    return tuple(
        tuple(link for link in out if part.get(link[1], -1) == part[node]) if node in part else ()
        for node, out in enumerate(links)
    )


def least_cycle(
    start: int, links: Links, lengths: Sequence[int], below: int | None = None
) -> tuple[int, ...] | None:
    """Return the arcs of a cycle through a node whose summed length is least, in order.

    Args:
        start: the node.
        links: for each node its outgoing arcs with their heads.
        lengths: length of each arc, 0 or more.
        below: what the sum must stay below, if anything.

    Returns:
        Arc indices from ``start`` back to it; ``None`` if no such cycle passes through it.

    >>> least_cycle(0, (((0, 1), (2, 0)), ((1, 0),)), [3, 4, 8])
    (0, 1)
    """
    best = below
    last: tuple[int, int] | None = None
    found = {start: 0}
    came_by: dict[int, tuple[int, int]] = {}
    heap = [(0, start)]
    while heap:
        length, node = heapq.heappop(heap)
        if best is not None and length >= best:
            break
        if length > found[node]:
            continue
        for arc, other in links[node]:
            total = length + lengths[arc]
            if best is not None and total >= best:
                continue
            if other == start:
                best, last = total, (node, arc)
            elif other not in found or total < found[other]:
                found[other] = total
                came_by[other] = (node, arc)
                heapq.heappush(heap, (total, other))
    return None if last is None else trail(start, last, came_by)


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
