"""The period of one timed loop under many changes of its days, each solved anew."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from graph.analysis.alternatives import (
    Choice,
    choose_alternatives,
    is_faster,
    refuse_nonsense,
)
from graph.analysis.cycle_ratio import Workings, ratio_of
from graph.analysis.deadlock import DeadlockError
from graph.analysis.howard import CycleSolver
from graph.analysis.peak import Peak, steepest
from graph.analysis.scaled_graph import ScaledGraph, scale, scaled_days
from graph.analysis.timed_graph import Arc, Number, TimedGraph
from graph.analysis.timed_loop import TimedLoop

#: Combinations of alternatives up to which each has a solver of its own, ready to be asked again.
_READY_LIMIT = 64


@dataclass(frozen=True, slots=True)
class _Way:
    """One combination of alternatives, prepared, with its critical cycle."""

    chosen: tuple[str, ...]
    arcs: tuple[Arc, ...]
    scaled: ScaledGraph
    solver: CycleSolver
    start: tuple[Peak, ...]
    period: Fraction | None
    cycle: frozenset[int]

    @staticmethod
    def of(graph: TimedGraph, chosen: tuple[str, ...], extra: Iterable[Number]) -> _Way | None:
        """Return the way; ``None`` if it can never start."""
        scaled = scale(graph, extra)
        try:
            solver = CycleSolver(scaled)
        except DeadlockError:
            return None
        start = solver.solve_parts(scaled.weights)
        peak = steepest(start)
        cycle = frozenset(scaled.tails[arc] for arc in (peak.arcs if peak else ()))
        return _Way(chosen, graph.arcs, scaled, solver, start, _period(scaled, start), cycle)

    def period_with(self, changes: Mapping[int, Number]) -> Fraction | None:
        """Return the period with other days at some nodes."""
        now = self.scaled.days
        wanted = scaled_days(self.scaled, changes)
        changed = {node: days for node, days in wanted.items() if days != now[node]}
        # Less work away from a critical cycle leaves that cycle, and with it the period.
        if all(days < now[node] and node not in self.cycle for node, days in changed.items()):
            return self.period
        days = list(now)
        for node, value in changed.items():
            days[node] = value
        return _period(self.scaled, self.peaks(days))

    def whole(self, days: Sequence[Number]) -> tuple[int, ...]:
        """Return days of all nodes in the way's own unit."""
        return tuple(scaled_days(self.scaled, dict(enumerate(days))).values())

    def peaks(self, days: Sequence[int]) -> tuple[Peak, ...]:
        """Return the greatest ratios with other (scaled) days on all nodes."""
        if days == self.scaled.days:
            return self.start
        return self.solver.solve_parts(self.scaled.weights_for(days), self.start)


def _period(scaled: ScaledGraph, peaks: Sequence[Peak]) -> Fraction | None:
    peak = steepest(peaks)
    return scaled.ratio(peak.work, peak.lag) if peak else None


class LoopSolver:
    """Answers "what would the period be if these components took so many days?".

    Of every group of alternatives the member is taken, for each question anew, for which the
    period is least.
    """

    def __init__(self, loop: TimedLoop, further_days: Iterable[Number] = ()) -> None:
        """Prepare the loop.

        Args:
            loop: the loop with its times.
            further_days: numbers of days that will be asked about, besides those of the loop.
        """
        refuse_nonsense(loop.now, loop.groups)
        self._loop = loop
        days = [item.baseline_days for item in loop.components]
        days += [item.floor_days for item in loop.components]
        self._extra = [*days, *further_days]
        self._count = math.prod(map(len, loop.groups))
        self._ways = tuple(self._prepared()) if self._count <= _READY_LIMIT else ()
        self.choice: Choice = self.choose(loop.now.days)

    def choose(self, days: Sequence[Number]) -> Choice:
        """Return the quickest choice of alternatives if the nodes took other days.

        Args:
            days: of all nodes, each one of those that the loop was prepared for.

        Raises:
            DeadlockError: no combination can start.
        """
        if not self._ways:
            graph = TimedGraph(self._loop.nodes, tuple(days), self._loop.arcs)
            return choose_alternatives(graph, self._loop.groups)
        solved = [(way, way.peaks(way.whole(days))) for way in self._ways]
        best, peaks = solved[0]
        for way, others in solved[1:]:
            if is_faster(_period(way.scaled, others), _period(best.scaled, peaks)):
                best, peaks = way, others
        graph = TimedGraph(self._loop.nodes, tuple(days), best.arcs)
        scaled = best.scaled.with_days(best.whole(days))
        return Choice(
            chosen=best.chosen,
            graph=graph,
            ratio=ratio_of(Workings(graph, scaled, best.solver, peaks)),
            all_tried=True,
            tried=self._count,
        )

    def period(self, changes: Mapping[int, Number]) -> Fraction | None:
        """Return the period with other days at some nodes; ``None`` if there is no cycle.

        Args:
            changes: days by index of the node; all others take their days of now.
        """
        if not self._ways:
            graph = self._loop.now.with_days(dict(changes))
            ratio = choose_alternatives(graph, self._loop.groups).ratio
            return ratio.period if ratio else None
        found = [way.period_with(changes) for way in self._ways]
        periods = [period for period in found if period is not None]
        return min(periods) if len(periods) == len(found) else None

    def may_shorten(self) -> tuple[int, ...]:
        """Return the nodes at which alone less work might shorten the period, in order.

        They lie on a critical cycle, or on that of another combination of alternatives.
        """
        if not self._ways:
            return tuple(range(len(self._loop.nodes)))
        return tuple(sorted(frozenset().union(*(way.cycle for way in self._ways))))

    def _prepared(self) -> Iterator[_Way]:
        members = {key for group in self._loop.groups for key in group}
        for chosen in itertools.product(*self._loop.groups):
            dropped = members.difference(chosen)
            arcs = tuple(arc for arc in self._loop.arcs if arc.key not in dropped)
            graph = TimedGraph(self._loop.nodes, self._loop.now.days, arcs)
            if way := _Way.of(graph, chosen, self._extra):
                yield way
