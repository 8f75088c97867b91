"""The period of one timed loop under many changes of its days, each solved anew."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from functools import cached_property

from graph.cycles.alternatives import (
    Choice,
    choose_alternatives,
    is_faster,
    refuse_nonsense,
)
from graph.cycles.cycle_ratio import CycleRatio, Workings, ratio_of
from graph.cycles.deadlock import DeadlockError
from graph.cycles.howard import CycleSolver, steepest
from graph.cycles.howard_part import Peak
from graph.cycles.integer_graph import scale, scaled_days
from graph.cycles.marked_graph import MarkedGraph, Number
from graph.loop.central import CentralLoop
from graph.records import record

#: Combinations of alternatives up to which each has a solver of its own, ready to be asked again.
_READY_LIMIT = 64


@record(slots=False)
class _Way:
    """One combination of alternatives, prepared, with its critical cycle."""

    chosen: tuple[str, ...]
    workings: Workings

    @staticmethod
    def of(graph: MarkedGraph, chosen: tuple[str, ...], extra: Iterable[Number]) -> _Way | None:
        """Return the way; ``None`` if it can never start."""
        scaled = scale(graph, extra)
        try:
            solver = CycleSolver(scaled)
        except DeadlockError:
            return None
        start = solver.solve_parts(scaled.weights)
        return _Way(chosen, Workings(graph, scaled, solver, start))

    @cached_property
    def period(self) -> Fraction | None:
        """The period with the days of now."""
        return self.period_of(self.workings.peaks)

    @cached_property
    def cycle(self) -> frozenset[int]:
        """The nodes on the critical cycle."""
        peak = steepest(self.workings.peaks)
        tails = self.workings.scaled.tails
        return frozenset(tails[arc] for arc in (peak.arcs if peak else ()))

    def period_with(self, changes: Mapping[int, Number]) -> Fraction | None:
        """Return the period with other days at some nodes."""
        scaled = self.workings.scaled
        now = scaled.days
        wanted = scaled_days(scaled, changes)
        changed = {node: days for node, days in wanted.items() if days != now[node]}
        # Less work away from a critical cycle leaves that cycle, and with it the period.
        if all(days < now[node] and node not in self.cycle for node, days in changed.items()):
            return self.period
        if len(changed) == 1:
            (node,) = changed
            steady = self.workings.steady.period(node, changes[node])
            if steady is not None:
                return steady
        days = list(now)
        for node, value in changed.items():
            days[node] = value
        return self.period_of(self.peaks(days))

    def period_of(self, peaks: Sequence[Peak]) -> Fraction | None:
        """Return the period that was found; ``None`` if there is no cycle."""
        peak = steepest(peaks)
        return self.workings.scaled.ratio(peak.work, peak.lag) if peak else None

    def whole(self, days: Sequence[Number]) -> tuple[int, ...]:
        """Return days of all nodes in the way's own unit."""
        return tuple(scaled_days(self.workings.scaled, dict(enumerate(days))).values())

    def peaks(self, days: Sequence[int]) -> tuple[Peak, ...]:
        """Return the greatest ratios with other (scaled) days on all nodes."""
        solver, scaled, start = self.workings.solver, self.workings.scaled, self.workings.peaks
        return start if days == scaled.days else solver.solve_parts(scaled.weights_for(days), start)

    def choice(self, days: Sequence[Number], peaks: tuple[Peak, ...], tried: int) -> Choice:
        """Return the choice of this way, solved with these days."""
        if peaks is self.workings.peaks:
            # With the days of now, whatever was worked out of them serves on.
            return self._choice_now(tried)
        graph = replace(self.workings.graph, days=tuple(days))
        scaled = self.workings.scaled.with_days(self.whole(days))
        ratio = ratio_of(Workings(graph, scaled, self.workings.solver, peaks))
        return Choice(self.chosen, graph, ratio, all_tried=True, tried=tried)

    def _choice_now(self, tried: int) -> Choice:
        graph = self.workings.graph
        return Choice(self.chosen, graph, self._ratio_now, all_tried=True, tried=tried)

    @cached_property
    def _ratio_now(self) -> CycleRatio | None:
        return ratio_of(self.workings)


class LoopSolver:
    """Answers "what would the period be if these components took so many days?".

    Of every group of alternatives the member is taken, for each question anew, for which the
    period is least.
    """

    def __init__(self, loop: CentralLoop, further_days: Iterable[Number] = ()) -> None:
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
            graph = MarkedGraph(self._loop.nodes, tuple(days), self._loop.arcs)
            return choose_alternatives(graph, self._loop.groups)
        solved = [(way, way.peaks(way.whole(days))) for way in self._ways]
        best, peaks = solved[0]
        for way, others in solved[1:]:
            if is_faster(way.period_of(others), best.period_of(peaks)):
                best, peaks = way, others
        return best.choice(days, peaks, self._count)

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
            graph = MarkedGraph(self._loop.nodes, self._loop.now.days, arcs)
            if way := _Way.of(graph, chosen, self._extra):
                yield way
