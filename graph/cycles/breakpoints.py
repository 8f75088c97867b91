"""What binds next when some components get faster: the breakpoints of the period."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

from graph.cycles.changed_weights import changed_weights
from graph.cycles.cycle_ratio import CycleRatio, canonical_cycle
from graph.cycles.elasticity import floors_of
from graph.cycles.howard import CycleSolver
from graph.cycles.howard_part import ARRAYS_FROM, Peak
from graph.cycles.integer_graph import IntegerGraph
from graph.cycles.marked_graph import MarkedGraph, Number
from graph.records import record


@record
class Breakpoint:
    """A speed-up at which further speed is worth less than before.

    Attributes:
        speedup: how many times faster the group is, 1 or more.
        period: days per round at that speed-up.
        cycle: arc indices of a cycle that binds from there on.
        nodes: ids of the nodes on it.
        newcomers: those of them that were not on the cycle before; empty if only a floor is hit.
        at_floor: ids of nodes of the group on the cycle that reach their floor just there.
    """

    speedup: Fraction
    period: Fraction
    cycle: tuple[int, ...]
    nodes: tuple[str, ...]
    newcomers: tuple[str, ...]
    at_floor: tuple[str, ...]


@record
class SpeedupPath:
    """The period as a group of components gets faster and faster together.

    Attributes:
        group: ids of the components that get faster, in the graph's order.
        period: days per round now.
        breakpoints: by rising speed-up.
        limit: days per round when the group is infinitely fast, or at its floors.
        limit_cycle: arc indices of a cycle that binds then.
        limit_nodes: ids of the nodes on it.
        enough: the least speed-up that reaches the limit; ``None`` if none ever does.
    """

    group: tuple[str, ...]
    period: Fraction
    breakpoints: tuple[Breakpoint, ...]
    limit: Fraction
    limit_cycle: tuple[int, ...]
    limit_nodes: tuple[str, ...]
    enough: Fraction | None

    @property
    def most_gain(self) -> Fraction | None:
        """How many times faster the loop gets at most; ``None`` if there is no limit."""
        return self.period / self.limit if self.limit else None

    def period_at(self, speedup: Fraction | int) -> Fraction:
        """Return the days per round if the group is so many times faster, 1 or more.

        Between breakpoints the period is straight in ``1 / speedup``.

        >>> step = Breakpoint(Fraction(2), Fraction(5), (), (), (), ())
        >>> path = SpeedupPath(("a",), Fraction(8), (step,), Fraction(5), (), (), Fraction(2))
        >>> path.period_at(1), path.period_at(Fraction(4, 3)), path.period_at(100)
        (Fraction(8, 1), Fraction(13, 2), Fraction(5, 1))
        """
        left = 1 / Fraction(speedup)
        high, above = Fraction(1), self.period
        for step in self.breakpoints:
            low = 1 / step.speedup
            if left >= low:
                return _on_line(left, low, step.period, high, above)
            high, above = low, step.period
        return _on_line(left, Fraction(0), self.limit, high, above)


def _on_line(
    place: Fraction, low: Fraction, at_low: Fraction, high: Fraction, at_high: Fraction
) -> Fraction:
    """Return the value at a place of the straight line through two points."""
    return at_low + (at_high - at_low) * (place - low) / (high - low)


@record
class _Line:
    """The days per round of one cycle while the group takes theta of its days."""

    slope: Fraction
    level: Fraction
    cycle: tuple[int, ...]

    def at(self, theta: Fraction) -> Fraction:
        return self.slope * theta + self.level


@record
class _Stretch:
    """A range of theta in which one line gives the period."""

    high: Fraction
    low: Fraction
    line: _Line


def breakpoints(
    graph: MarkedGraph,
    ratio: CycleRatio,
    group: Iterable[int],
    floors: Sequence[Number] | None = None,
) -> SpeedupPath:
    """Return where the critical cycle changes while a group of components gets faster.

    At speed-up s = 1/theta each of them takes ``max(floor, theta * days)``. The period is then
    a convex function of theta made of straight pieces: between two solved points either one
    line joins both, or the crossing of their lines is a breakpoint, or a new line shows up there.

    Args:
        graph: the loop.
        ratio: its maximum cycle ratio.
        group: indices of the nodes that get faster together.
        floors: days that each node of the graph cannot go under; none means 0 everywhere.

    >>> from graph.cycles.cycle_ratio import maximum_cycle_ratio
    >>> from graph.cycles.marked_graph import Arc
    >>> loop = MarkedGraph(("a", "b"), (6, 2), (Arc(0, 0, 1), Arc(1, 1, 1)))
    >>> [step.speedup for step in breakpoints(loop, maximum_cycle_ratio(loop), [0]).breakpoints]
    [Fraction(3, 1)]
    """
    members = tuple(sorted(set(group)))
    walk = _Walk(graph, ratio, floors_of(graph, floors, members))
    stretches = _merged(walk.stretches())
    last = stretches[-1]
    return SpeedupPath(
        group=tuple(graph.nodes[node] for node in members),
        period=ratio.period,
        breakpoints=tuple(
            walk.breakpoint(before.line, after) for before, after in itertools.pairwise(stretches)
        ),
        limit=last.line.level,
        limit_cycle=last.line.cycle,
        limit_nodes=walk.names(last.line),
        enough=None if last.line.slope else 1 / last.high,
    )


class _Walk:
    """The search for the pieces, on one graph and for one group."""

    def __init__(
        self,
        graph: MarkedGraph,
        ratio: CycleRatio,
        floors: Mapping[int, Fraction],
    ) -> None:
        workings = ratio.workings_for(graph)
        self.solver: CycleSolver = workings.solver
        self.scaled: IntegerGraph = workings.scaled_with(tuple(floors.values()))
        self.floors = {node: int(floor * self.scaled.day_scale) for node, floor in floors.items()}
        self.peaks: tuple[Peak, ...] = workings.peaks
        self.cycle = ratio.cycle
        self.fast: frozenset[int] = frozenset()
        self.steady: dict[int, int] = {}

    def stretches(self) -> list[_Stretch]:
        """Return the pieces from theta = 1 down to 0, split where a node reaches its floor."""
        days = self.scaled.days
        kinks = {Fraction(floor, days[node]) for node, floor in self.floors.items() if days[node]}
        marks = sorted({Fraction(0), Fraction(1), *kinks}, reverse=True)
        found: list[_Stretch] = []
        for high, low in itertools.pairwise(marks):
            self._enter(low)
            # What binds at the end of one stretch binds at the start of the next.
            top = self._line_of(found[-1].line.cycle if found else self.cycle)
            # Where all of them are at their floors nothing changes any more.
            end = self._line(low) if self.fast else top
            found += self._between(high, top, low, end)
        return found

    def _enter(self, low: Fraction) -> None:
        """Set which nodes still get faster just above ``low``, and what the others take."""
        days = self.scaled.days
        self.fast = frozenset(
            node for node, floor in self.floors.items() if days[node] * low >= floor
        )
        self.steady = {
            node: 0 if node in self.fast else floor for node, floor in self.floors.items()
        }

    def _line(self, theta: Fraction) -> _Line:
        """Return the line of a cycle that binds at theta."""
        scaled, times = self.scaled, theta.denominator
        changes = {}
        for node, steady in self.steady.items():
            days = steady * times
            if node in self.fast:
                days += scaled.days[node] * theta.numerator
            for arc, _ in scaled.leaving[node]:
                changes[arc] = days + scaled.delays[arc] * times
        peak = self.solver.solve(changed_weights(scaled.weights, times, changes), self.peaks)
        return self._line_of(self._shown(peak) if peak else ())

    def _shown(self, peak: Peak) -> tuple[int, ...]:
        """Return the cycle to show; of many dependencies it must not tell how it was searched."""
        if len(self.scaled.tails) < ARRAYS_FROM:
            return peak.arcs
        return canonical_cycle(self.scaled, [peak])

    def _line_of(self, cycle: tuple[int, ...]) -> _Line:
        """Return the line of a cycle."""
        scaled = self.scaled
        lag = sum(scaled.lags[arc] for arc in cycle)
        tails = [scaled.tails[arc] for arc in cycle]
        fast = sum(scaled.days[tail] for tail in tails if tail in self.fast)
        rest = sum(self.steady.get(tail, scaled.days[tail]) for tail in tails)
        rest += sum(scaled.delays[arc] for arc in cycle)
        return _Line(scaled.ratio(fast, lag), scaled.ratio(rest, lag), cycle)

    def _between(self, high: Fraction, top: _Line, low: Fraction, end: _Line) -> list[_Stretch]:
        if end.at(high) == top.at(high):
            return [_Stretch(high, low, end)]
        if top.at(low) == end.at(low):
            return [_Stretch(high, low, top)]
        crossing = (end.level - top.level) / (top.slope - end.slope)
        middle = self._line(crossing)
        if middle.at(crossing) == top.at(crossing):
            return [_Stretch(high, crossing, top), _Stretch(crossing, low, end)]
        return self._between(high, top, crossing, middle) + self._between(
            crossing, middle, low, end
        )

    def names(self, line: _Line) -> tuple[str, ...]:
        """Return the ids of the nodes on a line's cycle, in its order."""
        return tuple(self.scaled.names[self.scaled.tails[arc]] for arc in line.cycle)

    def breakpoint(self, before: _Line, after: _Stretch) -> Breakpoint:
        """Return the point between two pieces."""
        old = set(self.names(before))
        nodes = self.names(after.line)
        stopped = [
            self.scaled.names[node]
            for node, floor in self.floors.items()
            if floor and floor == self.scaled.days[node] * after.high
        ]
        return Breakpoint(
            speedup=1 / after.high,
            period=after.line.at(after.high),
            cycle=after.line.cycle,
            nodes=nodes,
            newcomers=tuple(name for name in nodes if name not in old),
            at_floor=tuple(name for name in stopped if name in nodes),
        )


def _merged(stretches: list[_Stretch]) -> list[_Stretch]:
    """Join neighbours in which the period follows the same line."""
    merged = [stretches[0]]
    for stretch in stretches[1:]:
        last = merged[-1]
        if (last.line.slope, last.line.level) == (stretch.line.slope, stretch.line.level):
            merged[-1] = _Stretch(last.high, stretch.low, last.line)
        else:
            merged.append(stretch)
    return merged
