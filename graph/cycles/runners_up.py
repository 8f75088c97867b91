"""The cycles that bind next best: what stands close behind the critical cycle."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction

from graph.cycles.critical_graph import critical_graph
from graph.cycles.cycle_ratio import CycleRatio
from graph.cycles.integer_graph import IntegerGraph, Links
from graph.cycles.marked_graph import MarkedGraph
from graph.cycles.shortest_cycles import links_within
from graph.cycles.slack import shortest_ways, trail
from graph.records import record

#: Nodes up to which a best cycle is looked for through every dependency; beyond, every node.
DEPENDENCY_LIMIT = 300
#: Searches spent on proving the very next cycle when several critical cycles tie.
NEXT_CYCLE_LIMIT = 100


@record
class RunnerUp:
    """A cycle that is not critical.

    Attributes:
        cycle: its arc indices, in order; the first node comes first in the graph. Of several arcs
            between two nodes those with which it is slowest.
        nodes: ids of its nodes, in order.
        period: its own ratio, in days per round.
        margin_days: by how many days per round it falls short of the period; more than 0.
    """

    cycle: tuple[int, ...]
    nodes: tuple[str, ...]
    period: Fraction
    margin_days: Fraction


def runners_up(
    graph: MarkedGraph,
    ratio: CycleRatio,
    limit: int | None = None,
    through: Sequence[int] | None = None,
) -> tuple[RunnerUp, ...]:
    """Return the cycles next to the critical one, closest first.

    Through every dependency that is not critical the cycle that waits least is taken (through
    every node in graphs of more than 300 nodes), besides the slowest cycle of every strongly
    connected part and the slowest that avoids some critical dependency. The last makes the first
    of the list the next slowest of all simple cycles; only where several critical cycles tie may
    that search, which ends after about a hundred tries, miss it. A cycle is the nodes that it
    passes: with a faster one of two arcs between the same nodes it is no other cycle.

    Args:
        graph: the loop.
        ratio: its maximum cycle ratio.
        limit: how many to return at most; all that were found if none is given.
        through: in graphs of more than 300 nodes, the nodes through which to look; all of them
            if none are given.

    Returns:
        Each cycle once, by margin, ties in the graph's order; empty if all cycles are critical.

    >>> from graph.cycles.cycle_ratio import maximum_cycle_ratio
    >>> from graph.cycles.marked_graph import Arc
    >>> loop = MarkedGraph(("a", "b"), (6, 2), (Arc(0, 0, 1), Arc(1, 1, 1)))
    >>> [(cycle.nodes, cycle.margin_days) for cycle in runners_up(loop, maximum_cycle_ratio(loop))]
    [(('b',), Fraction(4, 1))]
    """
    scaled = ratio.workings_for(graph).scaled
    cycles = {_turned(scaled, cycle) for cycle in _candidates(graph, ratio, through)}
    critical = {_hop(scaled, arc) for arc in critical_graph(graph, ratio).arcs}
    found = [
        _runner_up(scaled, cycle, ratio.period)
        for cycle in cycles
        if not all(_hop(scaled, arc) in critical for arc in cycle)
    ]
    found.sort(
        key=lambda cycle: (cycle.margin_days, [scaled.tails[a] for a in cycle.cycle], cycle.cycle)
    )
    once: dict[tuple[str, ...], RunnerUp] = {}
    for runner_up in found:
        once.setdefault(runner_up.nodes, runner_up)
    return tuple(once.values())[:limit]


def tied_cycles(graph: MarkedGraph, ratio: CycleRatio, limit: int) -> tuple[tuple[int, ...], ...]:
    """Return critical cycles that together meet every critical dependency, as arc indices.

    Args:
        graph: the loop.
        ratio: its maximum cycle ratio.
        limit: how many to return at most.

    Returns:
        The one that is shown first; alone if none ties with it.

    >>> from graph.cycles.cycle_ratio import maximum_cycle_ratio
    >>> from graph.cycles.marked_graph import Arc
    >>> tie = MarkedGraph(("a", "b"), (2, 2), (Arc(0, 0, 1), Arc(1, 1, 1)))
    >>> tied_cycles(tie, maximum_cycle_ratio(tie), 5)
    ((0,), (1,))
    """
    scaled, critical = ratio.workings_for(graph).scaled, critical_graph(graph, ratio)
    found, met = [ratio.cycle], set(ratio.cycle)
    for arc in critical.arcs:
        if len(found) == limit:
            break
        if arc not in met:
            head, tail = scaled.heads[arc], scaled.tails[arc]
            came_by = shortest_ways(head, critical.links, [0] * len(scaled.tails), [tail])
            cycle = _turned(scaled, trail(head, (tail, arc), came_by))
            met.update(cycle)
            found.append(cycle)
    return tuple(found)


def _hop(scaled: IntegerGraph, arc: int) -> tuple[int, int]:
    return scaled.tails[arc], scaled.heads[arc]


def _runner_up(scaled: IntegerGraph, cycle: tuple[int, ...], period: Fraction) -> RunnerUp:
    work = sum(scaled.weights[arc] for arc in cycle)
    own = scaled.ratio(work, sum(scaled.lags[arc] for arc in cycle))
    nodes = tuple(scaled.names[scaled.tails[arc]] for arc in cycle)
    return RunnerUp(cycle, nodes, own, period - own)


def _turned(scaled: IntegerGraph, cycle: tuple[int, ...]) -> tuple[int, ...]:
    """Return the same cycle starting at its first node in the graph's order."""
    first = min(range(len(cycle)), key=lambda position: scaled.tails[cycle[position]])
    return cycle[first:] + cycle[:first]


def _candidates(
    graph: MarkedGraph, ratio: CycleRatio, through: Sequence[int] | None
) -> Iterator[tuple[int, ...]]:
    workings = ratio.workings_for(graph)
    parts = workings.solver.parts
    yield from (peak.arcs for peak in workings.peaks)
    if len(graph.nodes) > DEPENDENCY_LIMIT:
        critical = critical_graph(graph, ratio).links
        chosen = (node for part in parts for node in part) if through is None else through
        shortest = ratio.shortest_cycles
        cycles = (shortest.through(node) for node in chosen if not critical[node])
        yield from (cycle for cycle in cycles if cycle)
        return
    links = links_within(workings.scaled.leaving, parts)
    yield from _through_dependencies(graph, ratio, links)
    yield from _next_cycles(graph, ratio)


def _through_dependencies(
    graph: MarkedGraph, ratio: CycleRatio, links: Links
) -> Iterator[tuple[int, ...]]:
    """Yield for every dependency that is not critical the cycle through it that waits least."""
    scaled = ratio.workings_for(graph).scaled
    critical = frozenset(critical_graph(graph, ratio).arcs)
    entering: dict[int, list[int]] = {}
    for out in links:
        for arc, head in out:
            if arc not in critical:
                entering.setdefault(head, []).append(arc)
    for head, arcs in entering.items():
        tails = [scaled.tails[arc] for arc in arcs]
        came_by = shortest_ways(head, links, ratio.schedule.slacks, tails)
        for arc in arcs:
            yield trail(head, (scaled.tails[arc], arc), came_by)


def _next_cycles(graph: MarkedGraph, ratio: CycleRatio) -> Iterator[tuple[int, ...]]:
    """Yield, for each step of a critical cycle, the slowest cycle that avoids it.

    Where that is critical too, its dependencies are barred besides.
    """
    workings = ratio.workings_for(graph)
    scaled = workings.scaled
    start = next(peak for peak in workings.peaks if ratio.cycle[0] in peak.tight)
    # With such a weight a cycle ranks behind every cycle that avoids the dependency.
    barrier = -1 - sum(scaled.weights)
    beside: dict[tuple[int, int], list[int]] = {}
    for arc in range(len(scaled.tails)):
        beside.setdefault(_hop(scaled, arc), []).append(arc)
    seen: set[frozenset[int]] = set()
    waiting = deque([(frozenset[int](), ratio.cycle)])
    while waiting and len(seen) < NEXT_CYCLE_LIMIT:
        barred, critical = waiting.popleft()
        hops = [beside[_hop(scaled, arc)] for arc in critical]
        for more in _barred_further(barred, hops, seen):
            weights = list(scaled.weights)
            for arc in more:
                weights[arc] = barrier
            peak = workings.solver.solve_part(start.part, weights, start)
            if peak.work < 0:
                continue
            if scaled.ratio(peak.work, peak.lag) == ratio.period:
                waiting.append((more, peak.arcs))
            else:
                yield peak.arcs


def _barred_further(
    barred: frozenset[int], hops: Iterable[Iterable[int]], seen: set[frozenset[int]]
) -> Iterator[frozenset[int]]:
    for arcs in hops:
        more = barred.union(arcs)
        if more not in seen:
            seen.add(more)
            yield more
