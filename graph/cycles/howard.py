"""The cycle with the greatest ratio of work to lag, by Howard's policy iteration."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from graph.cycles.deadlock import DeadlockError, deadlocks_of
from graph.cycles.howard_part import ROUND_CAP, Landscape, Part, Peak
from graph.cycles.integer_graph import IntegerGraph
from graph.cycles.ordering import strongly_connected
from graph.cycles.periodic_schedule import Heights

#: Dependencies from which the parts are made of arrays.
WIDE_FROM = 50_000


class CycleSolver:
    """Finds greatest cycle ratios on one graph, for as many weights as wanted.

    Attributes:
        parts: the strongly connected parts that hold a cycle, as sorted node indices, sorted.
    """

    def __init__(self, graph: IntegerGraph) -> None:
        """Prepare the search.

        Raises:
            DeadlockError: a cycle has a total lag of 0.
        """
        parts = _parts(graph)
        # A part whose arcs without lag form a cycle has no order to sweep in.
        if parts is None:
            raise DeadlockError(graph, deadlocks_of(graph))
        self._count = len(graph.names)
        members = [tuple(sorted(part.nodes)) for part in parts]
        order = sorted(range(len(parts)), key=members.__getitem__)
        self.parts: tuple[tuple[int, ...], ...] = tuple(members[number] for number in order)
        self._parts = tuple(parts[number] for number in order)

    def solve(
        self, weights: Sequence[int], start: Sequence[Peak] = (), cap: int = ROUND_CAP
    ) -> Peak | None:
        """Return a cycle of greatest ratio in the whole graph; ``None`` if there is no cycle."""
        return steepest(self.solve_parts(weights, start, cap))

    def solve_parts(
        self, weights: Sequence[int], start: Sequence[Peak] = (), cap: int = ROUND_CAP
    ) -> tuple[Peak, ...]:
        """Return a cycle of greatest ratio for each part.

        Args:
            weights: scaled weight of every arc, of any sign.
            start: the answer for similar weights, if there is one; saves most of the work.
            cap: rounds of policy iteration allowed per part.

        Raises:
            NotConvergedError: the cap was reached.
        """
        return tuple(
            self.solve_part(index, weights, start[index] if start else None, cap)
            for index in range(len(self._parts))
        )

    def solve_part(
        self, index: int, weights: Sequence[int], start: Peak | None = None, cap: int = ROUND_CAP
    ) -> Peak:
        """Return a cycle of greatest ratio in one part; see ``solve_parts``."""
        return self._parts[index].solve(index, weights, start.policy if start else None, cap)

    def landscape(self, weights: Sequence[int], peak: Peak) -> Landscape:
        """Return the best ways within the part of a peak that was found with these weights."""
        return self._parts[peak.part].landscape(weights, peak.policy)

    def heights(self, weights: Sequence[int], peaks: Sequence[Peak]) -> Heights:
        """Return what the policies of the peaks gain from each node on, with these weights."""
        values, units = [0] * self._count, [1] * self._count
        for part, peak in zip(self._parts, peaks, strict=True):
            lag, gained = part.values(weights, peak.policy)
            for node, value in zip(part.nodes, gained, strict=True):
                values[node], units[node] = value, lag
        return Heights(values, units)


def steepest(peaks: Sequence[Peak]) -> Peak | None:
    """Return the one of greatest ratio, the first of those that tie; ``None`` if there are none.

    >>> steepest([Peak(5, 2, (), 0, (), ()), Peak(3, 1, (), 1, (), ())]).part
    1
    """
    return max(peaks, key=lambda peak: Fraction(peak.work, peak.lag), default=None)


def _parts(graph: IntegerGraph) -> Sequence[Part] | None:
    """Return the strongly connected parts that hold a cycle; ``None`` if one holds lag 0."""
    if len(graph.tails) >= WIDE_FROM:
        # It loads NumPy.
        from graph.cycles.wide_parts import wide_parts

        return wide_parts(graph)
    parts = []
    for members in strongly_connected([[head for _, head in links] for links in graph.leaving]):
        if len(members) > 1 or any(head == members[0] for _, head in graph.leaving[members[0]]):
            part = Part.of(graph, members)
            if part is None:
                return None
            parts.append(part)
    return parts
