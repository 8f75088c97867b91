"""The period of one timed loop under many changes of its days, each solved anew."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from graph.analysis.alternatives import Choice, choose_alternatives
from graph.analysis.deadlock import DeadlockError
from graph.analysis.howard import CycleSolver
from graph.analysis.peak import Peak, steepest
from graph.analysis.scaled_graph import ScaledGraph, scale, scaled_days
from graph.analysis.timed_graph import Number, TimedGraph
from graph.analysis.timed_loop import TimedLoop

#: Combinations of alternatives up to which each has a solver of its own, ready to be asked again.
_READY_LIMIT = 64


@dataclass(frozen=True, slots=True)
class _Way:
    """One combination of alternatives, prepared, with its critical cycle."""

    scaled: ScaledGraph
    solver: CycleSolver
    start: tuple[Peak, ...]
    period: Fraction | None
    cycle: frozenset[int]

    @staticmethod
    def of(scaled: ScaledGraph) -> _Way | None:
        """Return the way; ``None`` if it can never start."""
        try:
            solver = CycleSolver(scaled)
        except DeadlockError:
            return None
        start = solver.solve_parts(scaled.weights)
        peak = steepest(start)
        if peak is None:
            return _Way(scaled, solver, start, None, frozenset())
        cycle = frozenset(scaled.tails[arc] for arc in peak.arcs)
        return _Way(scaled, solver, start, scaled.ratio(peak.work, peak.lag), cycle)

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
        peak = self.solver.solve(self.scaled.weights_for(days), self.start)
        return self.scaled.ratio(peak.work, peak.lag) if peak else None


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
        self._loop = loop
        days = [item.baseline_days for item in loop.components]
        days += [item.floor_days for item in loop.components]
        self._extra = [*days, *further_days]
        self.choice: Choice = choose_alternatives(loop.now, loop.groups)
        count = math.prod(map(len, loop.groups))
        self._ways = tuple(self._prepared()) if count <= _READY_LIMIT else ()

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

    def _prepared(self) -> Iterable[_Way]:
        chosen = {key for group in self._loop.groups for key in group}
        for choice in itertools.product(*self._loop.groups):
            dropped = chosen - set(choice)
            arcs = tuple(arc for arc in self._loop.arcs if arc.key not in dropped)
            graph = TimedGraph(self._loop.nodes, self._loop.now.days, arcs)
            scaled = scale(graph, self._extra)
            if way := _Way.of(scaled):
                yield way
