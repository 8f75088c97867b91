"""The period of a loop: the greatest ratio of work to lag over all its cycles."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import field
from fractions import Fraction
from functools import cached_property
from itertools import compress, islice
from operator import eq

from graph.cycles.critical_graph import CriticalGraph, critical_part, nodes_on_all
from graph.cycles.howard import WIDE_FROM, CycleSolver, steepest
from graph.cycles.howard_part import ROUND_CAP, Peak
from graph.cycles.integer_graph import IntegerGraph, scale
from graph.cycles.marked_graph import MarkedGraph, Number, exact
from graph.cycles.ordering import shortest_cycle_of_first, strongly_connected
from graph.cycles.periodic_schedule import PeriodicSchedule, schedule
from graph.cycles.ranging import SteadyCycle
from graph.cycles.shortest_cycles import ShortestCycles
from graph.errors import UsageError
from graph.records import record


@record(slots=False)
class Workings:
    """What was prepared for one graph and serves further questions about it.

    Attributes:
        graph: the graph as it was given.
        scaled: the same in whole numbers.
        solver: finds greatest ratios on it.
        peaks: the answer for each strongly connected part.
    """

    graph: MarkedGraph
    scaled: IntegerGraph
    solver: CycleSolver
    peaks: tuple[Peak, ...]

    @cached_property
    def steady(self) -> SteadyCycle:
        """The critical cycle, ready for questions about single nodes."""
        return SteadyCycle(self.scaled, self.solver, self.peaks)

    @cached_property
    def steady_names(self) -> tuple[str, ...]:
        """The ids of the nodes on that cycle, in its order."""
        return tuple(self.graph.nodes[node] for node in self.steady.nodes)

    def scaled_with(self, extra_days: Sequence[Number]) -> IntegerGraph:
        """Return the graph in whole numbers in which further numbers of days are whole too."""
        unit = self.scaled.day_scale
        if all(unit % exact(days).denominator == 0 for days in extra_days):
            return self.scaled
        return scale(self.graph, extra_days)


@record(slots=False)
class CycleRatio:
    """The greatest (or least) ratio of work to lag, and a cycle that attains it.

    Attributes:
        period: days per round, exact.
        cycle: indices of the arcs of one cycle with that ratio, in order. Among several it is the
            one with the fewest arcs through the first node, in the graph's order, that lies on any.
        nodes: ids of the nodes on the cycle, in order; ``nodes[0]`` comes first in the graph.
        workings: what further questions about the same graph are answered from.
    """

    period: Fraction
    cycle: tuple[int, ...]
    nodes: tuple[str, ...]
    workings: Workings = field(repr=False, compare=False)

    def workings_for(self, graph: MarkedGraph) -> Workings:
        """Return the workings, if they are about this graph.

        Raises:
            UsageError: the ratio was found on another graph.
        """
        if graph is not self.workings.graph and graph != self.workings.graph:
            raise UsageError("This cycle ratio belongs to another graph.")
        return self.workings

    @cached_property
    def schedule(self) -> PeriodicSchedule:
        """The start of each node in round 0 if every round takes the period, in whole numbers."""
        scaled = self.workings.scaled
        lag = sum(scaled.lags[arc] for arc in self.cycle)
        work = sum(scaled.weights[arc] for arc in self.cycle)
        heights = self.workings.solver.heights(scaled.weights, self.workings.peaks)
        return schedule(scaled, work, lag, scaled.tails[self.cycle[0]], heights)

    @cached_property
    def critical(self) -> CriticalGraph:
        """All critical cycles taken together."""
        return critical_part(self.workings.scaled, self.schedule.slacks)

    @cached_property
    def hard_blockers(self) -> tuple[int, ...]:
        """The nodes that lie on every critical cycle, in the graph's order."""
        tails = self.workings.scaled.tails
        return nodes_on_all(self.critical, [tails[arc] for arc in self.cycle])

    @cached_property
    def shortest_cycles(self) -> ShortestCycles:
        """The cycles that wait least, by the slack on their arcs."""
        workings = self.workings
        return ShortestCycles(
            workings.solver.parts,
            self.critical.components,
            workings.scaled.leaving,
            self.schedule.slacks,
        )

    @property
    def potentials(self) -> tuple[Fraction, ...]:
        """The start of each node in round 0, in days; 0 at the first node of the cycle."""
        schedule = self.schedule
        return tuple(Fraction(start, schedule.unit) for start in schedule.starts)


@record(slots=False)
class ComponentPeriod:
    """The period of one strongly connected part if nothing outside held it back.

    Attributes:
        members: ids of its nodes, in the graph's order.
        period: days per round.
        cycle: arcs of one cycle with that ratio, in order.
    """

    members: tuple[str, ...]
    period: Fraction
    cycle: tuple[int, ...]


def maximum_cycle_ratio(graph: MarkedGraph, cap: int = ROUND_CAP) -> CycleRatio | None:
    """Return the period of the loop: max over cycles of (days + delays) / lags.

    Args:
        graph: the loop; parallel arcs, self arcs and real lags are all right.
        cap: rounds of policy iteration allowed.

    Returns:
        The exact ratio with a cycle that attains it; ``None`` if the graph has no cycle.

    Raises:
        DeadlockError: a cycle has a total lag of 0.
        NotConvergedError: the cap was reached.

    >>> from graph.cycles.marked_graph import Arc
    >>> loop = MarkedGraph(("a", "b"), (2, 3), (Arc(0, 1, 0), Arc(1, 0, 2), Arc(0, 0, 1)))
    >>> maximum_cycle_ratio(loop).period
    Fraction(5, 2)
    """
    scaled = scale(graph)
    return _extreme_ratio(graph, scaled, scaled.weights, cap)


def minimum_cycle_ratio(graph: MarkedGraph, cap: int = ROUND_CAP) -> CycleRatio | None:
    """Return the least ratio over all cycles, found as the greatest of the negated weights.

    It has no ``schedule`` and no ``potentials`` unless all cycles have the same ratio.

    >>> from graph.cycles.marked_graph import Arc
    >>> loop = MarkedGraph(("a", "b"), (2, 3), (Arc(0, 1, 0), Arc(1, 0, 2), Arc(0, 0, 1)))
    >>> minimum_cycle_ratio(loop).period
    Fraction(2, 1)
    """
    scaled = scale(graph)
    return _extreme_ratio(graph, scaled, [-weight for weight in scaled.weights], cap)


def periods_by_component(graph: MarkedGraph) -> tuple[ComponentPeriod, ...]:
    """Return the own period of every strongly connected part that holds a cycle.

    Returns:
        Slowest first, ties in the order of the graph; empty if there is no cycle.

    >>> from graph.cycles.marked_graph import Arc
    >>> loop = MarkedGraph(("a", "b"), (2, 3), (Arc(0, 0, 1), Arc(1, 1, 1), Arc(0, 1, 0)))
    >>> [(part.members, part.period) for part in periods_by_component(loop)]
    [(('b',), Fraction(3, 1)), (('a',), Fraction(2, 1))]
    """
    scaled = scale(graph)
    solver = CycleSolver(scaled)
    return own_periods(Workings(graph, scaled, solver, solver.solve_parts(scaled.weights)))


def own_periods(workings: Workings) -> tuple[ComponentPeriod, ...]:
    """Return the same as ``periods_by_component`` of a graph that is solved already."""
    graph, scaled = workings.graph, workings.scaled
    found = [
        (members, scaled.ratio(peak.work, peak.lag), canonical_cycle(scaled, [peak]))
        for members, peak in zip(workings.solver.parts, workings.peaks, strict=True)
    ]
    return tuple(
        ComponentPeriod(tuple(graph.nodes[node] for node in members), period, cycle)
        for members, period, cycle in sorted(found, key=lambda row: (-row[1], row[0]))
    )


def node_periods(graph: MarkedGraph) -> tuple[Fraction | None, ...]:
    """Return the pace each node settles to: the slowest cycle that it waits for.

    Returns:
        Days per round for each node; ``None`` where no cycle lies upstream, so that nothing
        holds the node back.

    >>> from graph.cycles.marked_graph import Arc
    >>> loop = MarkedGraph(("a", "b", "c"), (2, 3, 1), (Arc(0, 0, 1), Arc(1, 1, 1), Arc(0, 2, 0)))
    >>> node_periods(loop)
    (Fraction(2, 1), Fraction(3, 1), Fraction(2, 1))
    """
    scaled = scale(graph)
    solver = CycleSolver(scaled)
    own = {
        members: scaled.ratio(peak.work, peak.lag)
        for members, peak in zip(solver.parts, solver.solve_parts(scaled.weights), strict=True)
    }
    periods: list[Fraction | None] = [None] * len(graph.nodes)
    sets = strongly_connected([[head for _, head in links] for links in scaled.leaving])
    for members in reversed(sets):
        upstream = [periods[tail] for node in members for _, tail in scaled.entering[node]]
        known = [period for period in (*upstream, own.get(members)) if period is not None]
        for node in members:
            periods[node] = max(known, default=None)
    return tuple(periods)


def _extreme_ratio(
    graph: MarkedGraph, scaled: IntegerGraph, weights: Sequence[int], cap: int
) -> CycleRatio | None:
    solver = CycleSolver(scaled)
    return ratio_of(Workings(graph, scaled, solver, solver.solve_parts(weights, cap=cap)))


def ratio_of(workings: Workings) -> CycleRatio | None:
    """Return the ratio of a graph that is solved already; ``None`` if it has no cycle."""
    graph, scaled, peaks = workings.graph, workings.scaled, workings.peaks
    best = steepest(peaks)
    if best is None:
        return None
    cycle = canonical_cycle(scaled, [peak for peak in peaks if not best.exceeds(peak)])
    work = sum(scaled.weights[arc] for arc in cycle)
    lag = sum(scaled.lags[arc] for arc in cycle)
    return CycleRatio(
        period=scaled.ratio(work, lag),
        cycle=cycle,
        nodes=tuple(graph.nodes[scaled.tails[arc]] for arc in cycle),
        workings=workings,
    )


def canonical_cycle(scaled: IntegerGraph, peaks: Sequence[Peak]) -> tuple[int, ...]:
    """Return the cycle to show among all that tie, so that the order of search leaves no trace.

    Args:
        scaled: the graph.
        peaks: one or more of the same ratio, each of another part.
    """
    arcs = sorted(_that_may_close(scaled, peaks))
    if len(arcs) >= WIDE_FROM:
        # It loads NumPy.
        from graph.cycles.wide_parts import arcs_on_cycles

        arcs = arcs_on_cycles(scaled, arcs)
    nodes = sorted({scaled.tails[arc] for arc in arcs}.union(scaled.heads[arc] for arc in arcs))
    place = {node: number for number, node in enumerate(nodes)}
    tight: list[list[tuple[int, int]]] = [[] for _ in nodes]
    for arc in arcs:
        tight[place[scaled.tails[arc]]].append((arc, place[scaled.heads[arc]]))
    return shortest_cycle_of_first(tight) or ()


def _that_may_close(scaled: IntegerGraph, peaks: Sequence[Peak]) -> list[int]:
    """Return the tight arcs of some parts without most of those that lie on no cycle of such arcs.

    From each node a way of tight arcs leads to the cycle of the peak. Another cycle parts from such
    ways somewhere, and is come to from the nodes to which several arcs lead from one.
    """
    tails, leaving = scaled.tails, scaled.leaving
    found: list[int] = []
    for peak in peaks:
        # The arcs of a part are sorted by the nodes at their starts.
        starts = list(map(tails.__getitem__, peak.tight))
        parting = set(compress(starts, map(eq, starts, islice(starts, 1, None))))
        if not parting:
            found += peak.arcs
            continue
        tight, seen = set(peak.tight), {tails[peak.arcs[0]]}
        waiting = list(seen)
        for node in parting:
            waiting += [head for arc, head in leaving[node] if arc in tight]
        seen.update(waiting)
        waiting = list(seen)
        for node in waiting:
            for arc, head in leaving[node]:
                if arc in tight:
                    found.append(arc)
                    if head not in seen:
                        seen.add(head)
                        waiting.append(head)
    return found
